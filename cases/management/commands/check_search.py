"""`manage.py check_search`: compare the search with the texts; `--rebuild` makes it anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import SearchRow
from cases.search.upkeep import check, rebuild


class Command(BaseCommand):
    help = "Compare every row of the search with its record and with the index. Exits 1 where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="make rows and index anew first")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["rebuild"]:
            rebuild()
        wrong = check()
        if wrong:
            found = ", ".join(f"{count} {kind}" for kind, count in sorted(wrong.items()))
            raise CommandError(f"The search differs from the texts: {found}. Run check_search --rebuild.")
        self.stdout.write(f"The search agrees with the texts: {SearchRow.objects.count()} rows.")
