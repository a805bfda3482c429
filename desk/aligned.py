"""Two to four cases side by side: their measures by practice, their figures by indicator, one scale a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from cases.bars import Scale
from cases.detail import CLAIMS, once
from desk.leading import Quoted, lead_body

PERSONS = {"人", "名", "位"}  # one by one these count the same
WHOLE = "全"  # 全县, 全乡, 全市: said of the whole place
SHOWN = 3  # of a cell; the rest is one click away


@dataclass
class Cell:
    """What one case says in a row; nothing where the text doesn't say it."""

    case: Any
    finds: list[Any] = field(default_factory=list)
    quoted: Quoted | None = None

    @property
    def shown(self) -> list[Any]:
        return self.finds[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.finds) - SHOWN)

    @property
    def said(self) -> bool:
        return bool(self.finds or self.quoted)


@dataclass
class Row:
    """One practice or indicator over all cases. `notes` say why its numbers don't compare."""

    label: str
    cells: list[Cell]
    unit: str = ""
    key: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def held(self) -> int:
        return sum(cell.said for cell in self.cells)

    @property
    def shared(self) -> bool:
        return self.held == len(self.cells)


@dataclass
class Part:
    """The rows of one claim that several cases have; `rest` holds what stands in one case alone."""

    name: str
    label: str
    rows: list[Row]
    rest: Row


@dataclass
class Aligned:
    """The whole comparison."""

    cases: Sequence[Any]
    leads: Row
    practices: list[Row]
    own: Row
    parts: list[Part]

    @property
    def shared(self) -> list[str]:
        """The practices all cases have."""
        return [row.label for row in self.practices if row.shared]


def align(cases: Sequence[Any]) -> Aligned:
    """The cases must have been got by `whole_cases`."""
    leads = Row(_("Led by"), [Cell(case, quoted=lead_body(case)) for case in cases])
    rows = _practices(cases)
    own = Row(_("In one case only"), _cells(cases))
    for row in rows:
        if row.held == 1:
            at = next(i for i, cell in enumerate(row.cells) if cell.said)
            own.cells[at].finds.append(row)
    return Aligned(cases, leads, [row for row in rows if row.held > 1], own, _parts(cases))


def _practices(cases: Sequence[Any]) -> list[Row]:
    """Every practice any of them has, those that most have first."""
    rows: dict[int, Row] = {}
    for at, case in enumerate(cases):
        for measure in case.measures.all():
            for practice in measure.practices.all():
                row = rows.setdefault(practice.pk, Row(str(practice), _cells(cases), key=practice.slug))
                row.cells[at].finds.append(measure)
    return _ordered(rows.values())


def _parts(cases: Sequence[Any]) -> list[Part]:
    """Figures by claim, then by indicator; what was there before the story stays out."""
    rows: dict[int, Row] = {}
    parts: dict[str, Part] = {}
    for at, case in enumerate(cases):
        for figure in once(figure for figure in case.figures.all() if figure.kind != "context"):
            part = parts.setdefault(figure.claim, _part(figure, cases))
            part.rest.cells[at].finds.append(figure)
            if figure.indicator_id:
                row = rows.setdefault(figure.indicator_id, _indicator_row(figure, cases))
                row.cells[at].finds.append(figure)
    for row in _ordered(row for row in rows.values() if row.held > 1):
        _measure(row)
        claims = Counter(figure.claim for cell in row.cells for figure in cell.finds)
        parts[claims.most_common(1)[0][0]].rows.append(row)
    taken = {figure.pk for part in parts.values() for row in part.rows for cell in row.cells for figure in cell.finds}
    for part in parts.values():
        for cell in part.rest.cells:
            cell.finds = sorted((figure for figure in cell.finds if figure.pk not in taken), key=_rank)
    return [parts[name] for name in CLAIMS if name in parts]


def _part(figure: Any, cases: Sequence[Any]) -> Part:
    rest = Row(_("Besides"), _cells(cases), key=figure.claim)
    return Part(figure.claim, str(figure.get_claim_display()), [], rest)


def _indicator_row(figure: Any, cases: Sequence[Any]) -> Row:
    return Row(str(figure.indicator), _cells(cases), key=figure.indicator.name)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.held, row.label))


def _cells(cases: Iterable[Any]) -> list[Cell]:
    return [Cell(case) for case in cases]


def _measure(row: Row) -> None:
    """Put the widest figure of each case first, draw the shown ones on one scale, and say what doesn't compare."""
    for cell in row.cells:
        cell.finds.sort(key=_rank)
    shown = [figure for cell in row.cells for figure in cell.shown]
    units = list(dict.fromkeys(str(figure.unit or "") for figure in shown))
    if len(units) == 1 or set(units) <= PERSONS:
        scale = Scale.over([float(figure.value_max or figure.value) for figure in shown])
        for figure in shown:
            figure.bar = scale.bar(figure)
        row.unit = units[0]
    elif row.held > 1:
        row.notes.append((_("Different units"), _("%(units)s aren't drawn on one scale") % {"units": "、".join(units)}))
    if row.held > 1:
        row.notes += _scopes(row)


def _rank(figure: Any) -> tuple[bool, bool, float]:
    """What was done before what was to be; said of the whole place before said of a village; the largest first."""
    return figure.kind != "reported", not str(figure.scope).startswith(WHOLE), -figure.amount


def _scopes(row: Row) -> list[tuple[str, str]]:
    """What the first figures of the cases are said of, where that differs: a county against its villages, done against
    aimed at."""
    firsts = [(_short(cell.case), cell.finds[0]) for cell in row.cells if cell.finds]
    notes = []
    if len({figure.public_scope for _name, figure in firsts}) > 1:
        unsaid = _("not written")
        said = [f"{name} {figure.public_scope or unsaid}" for name, figure in firsts]
        notes.append((_("Different scope"), "；".join(said)))
    if len({figure.kind for _name, figure in firsts}) > 1:
        said = [f"{name} {figure.get_kind_display()}" for name, figure in firsts]
        notes.append((_("Different nature"), "；".join(said)))
    return notes


def _short(case: Any) -> str:
    return str(case.place.name) if case.place else _("Case no. %(n)s") % {"n": case.number}
