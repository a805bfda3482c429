"""`manage.py check_search`: compare the search with the texts; `--rebuild` makes it anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import SearchRow
from cases.search.upkeep import check, rebuild

WRONG = {
    "missing": gettext_lazy("missing"),
    "outdated": gettext_lazy("outdated"),
    "left over": gettext_lazy("left over"),
    "not found": gettext_lazy("not found"),
    "phantom": gettext_lazy("phantom"),
}


class Command(BaseCommand):
    help = "Compare every row of the search with its record and with the index. Exits 1 where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="make rows and index anew first")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["rebuild"]:
            rebuild()
        wrong = check()
        if wrong:
            found = _(", ").join(f"{WRONG[kind]} {count}" for kind, count in sorted(wrong.items()))
            raise CommandError(_("The search differs from the texts: %s. Run check_search --rebuild.") % found)
        self.stdout.write(_("The search agrees with the texts: %d rows.") % SearchRow.objects.count())
