"""`manage.py load_seeds`: the library's five given texts with their reviewed readings."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from seeds.anchors import AnchorError
from seeds.intake import found_words
from seeds.seeding import seed_all


class Command(BaseCommand):
    help = "Import the five given texts and lay the reviewed fixture over them; a text already in is never touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing about texts already in")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for path, outcome in seed_all():
                if outcome.skipped and options["quiet"]:
                    continue
                told = _("already in: %s") if outcome.skipped else f"%s: {found_words(outcome)}"
                self.stdout.write(told % path.stem)
        except AnchorError as error:
            raise CommandError(str(error)) from error
