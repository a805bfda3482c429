"""`manage.py reread [--source ID …] [--all] [--dry-run]`: a new reading over stored texts; decisions are kept."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from cases.models import Source
from seeds.reread import outdated, reread


class Command(BaseCommand):
    help = "Read stored texts anew, one transaction a text; without --source or --all, those an older reader read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", nargs="+", type=int, metavar="ID", help="these texts only")
        parser.add_argument("--all", action="store_true", help="every text, whatever reader read it")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = _chosen(options["source"], options["all"])
        for key in tqdm(keys, unit="text", disable=not sys.stderr.isatty()):
            for line in reread(key, dry_run=options["dry_run"]).lines():
                self.stdout.write(line)
        told = ngettext("%d text read anew", "%d texts read anew", len(keys)) % len(keys)
        self.stdout.write(_("%s, nothing written") % told if options["dry_run"] else told)


def _chosen(sources: list[int] | None, everything: bool) -> list[int]:
    if sources is None:
        return list(Source.objects.values_list("pk", flat=True)) if everything else outdated()
    missing = sorted(set(sources) - set(Source.objects.filter(pk__in=sources).values_list("pk", flat=True)))
    if missing:
        raise CommandError(f"no such source: {', '.join(map(str, missing))}")
    return list(dict.fromkeys(sources))
