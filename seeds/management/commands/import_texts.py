"""`manage.py import_texts PATH…`: files or folders into the library, as drafts unless told to publish."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from seeds.intake import Report, take_in, text_files
from seeds.signals import imported


class Command(BaseCommand):
    help = "Import texts (txt, html, docx, pdf) from files and folders; one transaction a text."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--publish", action="store_true", help="publish what is found at once")

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report()
        files = text_files(options["paths"])
        if not files:
            report.failed.append((str(options["paths"][0]), "no txt, html, docx or pdf file in it"))
        # The bar is for a person at a terminal; a log gets the report alone.
        for path in tqdm(files, unit="text", disable=not sys.stderr.isatty()):
            take_in(path, report, dry_run=options["dry_run"], publish=options["publish"])
        if report.sources:
            label = ", ".join(map(str, options["paths"]))[:200]
            imported.send(sender=Command, label=label, report=report, user=None)
        for line in report.lines():
            self.stdout.write(line)
        if report.failed:
            sys.exit(1)
