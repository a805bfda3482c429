"""The records a search shows: which of its hits everyone sees, and the first of them with what their lines need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from cases.filters import CaseFilters
from cases.models import Case, CaseSource
from cases.models.extracted import PUBLIC_STATES
from cases.prepared import Prepared, hold
from cases.rows import hold_masks, hold_sources
from metrics.models import Figure
from programs.models import CaseProgram, Measure, Program

# Of a source what clean words with masks take, and their places; of one whose words aren't shown, its key.
TEXTS = ("source__raw", "source__text", "source__repairs")
PLACED = ("number", "place__name", "year_from", "year_to")


def _keys(records: QuerySet[Any]) -> Prepared:
    return Prepared(lambda keys: records.filter(pk__in=keys).order_by().values_list("pk"))


def _links(keys: Sequence[int]) -> QuerySet[Any]:
    links = CaseSource.objects.filter(case__in=keys).select_related("source").defer(*TEXTS)
    return links.order_by("-primary", "pk")


def _program_links(keys: Sequence[int]) -> QuerySet[Any]:
    links = CaseProgram.objects.filter(program__in=keys, case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)
    cases = (f"case__{name}" for name in PLACED)
    return links.select_related("case__place", "source").only("program", "main", "start", "source__sha256", *cases)


def _finds(records: Any) -> Prepared:
    def asked(keys: Sequence[int]) -> QuerySet[Any]:
        finds = records.filter(pk__in=keys).with_words().select_related("case__place", "source")
        found: QuerySet[Any] = finds.defer("reading", "decided", "case__reading", "case__decided", *TEXTS)
        return found

    return Prepared(asked)


_MEASURES = Measure.objects.filter(case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)
_FIGURES = Figure.objects.published()
_PUBLIC = {
    Case: _keys(Case.objects.published()),
    Program: _keys(Program.objects.published()),
    Measure: _keys(_MEASURES),
    Figure: _keys(_FIGURES),
}
_TOLD = Case.objects.published().select_related("place").only(*PLACED, "state", "title", "lead")
_CASES = Prepared(lambda keys: _TOLD.filter(pk__in=keys))
_LINKS = Prepared(_links)
_PROGRAMS = Prepared(lambda keys: Program.objects.published().filter(pk__in=keys))
_PROGRAM_LINKS = Prepared(_program_links)


def public_of(model: type[Any], keys: Sequence[int]) -> list[int]:
    """The keys of these that everyone sees; of cases the list's columns know it, where read."""
    columns = CaseFilters.memory.at_hand() if keys and model is Case else None
    public = {pk for (pk,) in _PUBLIC[model](keys)} if columns is None else columns.among(keys)
    return [key for key in keys if key in public]


def _cases(keys: Sequence[int]) -> list[Any]:
    cases = _CASES(keys)
    hold_sources(cases, _LINKS([case.pk for case in cases]))
    return cases


def _programs(keys: Sequence[int]) -> list[Any]:
    """Each with its links from public cases."""
    programs = _PROGRAMS(keys)
    links = _PROGRAM_LINKS([program.pk for program in programs])
    hold_masks(links)
    hold(programs, "case_links", links, "program_id")
    return programs


def _masked(finds: Prepared) -> Callable[[Sequence[int]], list[Any]]:
    def got(keys: Sequence[int]) -> list[Any]:
        found = finds(keys)
        hold_masks(found)
        return found

    return got


_GOT: dict[type[Any], Callable[[Sequence[int]], list[Any]]] = {
    Case: _cases,
    Program: _programs,
    Measure: _masked(_finds(_MEASURES)),
    Figure: _masked(_finds(_FIGURES)),
}


def records_of(model: type[Any], keys: Iterable[int]) -> list[Any]:
    """The public records of these keys, in this order, with what a line of the search tells of them."""
    keys = list(keys)
    got = {record.pk: record for record in _GOT[model](keys)}
    return [got[key] for key in keys if key in got]
