"""The programmes that cases about to be written name, as they stand now: a merge may have come between."""

from __future__ import annotations

from collections.abc import Iterable

from programs.models import CaseProgram, Program
from seeds.rows import CaseRows


def settle_names(cases: Iterable[CaseRows]) -> None:
    """Hold the programmes named until the transaction ends; one merged since it was looked up is the other.

    Merging holds them too: it waits until these cases are in and takes them along, or is done before they are written.
    """
    tables = [table for found in cases for table in found.tables if table and isinstance(table[0], CaseProgram)]
    keys = {link.program.pk for table in tables for link in table if isinstance(link, CaseProgram)} - {None}
    rows = Program.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    merged = {row.pk: row.merged_into for row in rows.select_related("merged_into").order_by("pk") if row.merged_into}
    for table in tables if merged else []:
        _follow(table, merged)  # type: ignore[arg-type]


def _follow(table: list[CaseProgram], merged: dict[int, Program]) -> None:
    """A case names a programme once: of two namings that mean the same one now the main one stays, else the first."""
    named: dict[int | None, CaseProgram] = {}
    for link in sorted(table, key=lambda link: not link.main):
        link.program = merged.get(link.program.pk, link.program)
        named.setdefault(link.program.pk or id(link), link)
    table[:] = [link for link in table if any(link is kept for kept in named.values())]
