"""Cases with their sources, and with all that is told of them, got in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from cases.models import Case, CaseSource, Mask, Place
from cases.models.extracted import PUBLIC_STATES
from cases.models.place import STEPS
from cases.prepared import Prepared, hold, together
from cases.rows import hold_sources, related


def _links() -> QuerySet[CaseSource]:
    return CaseSource.objects.select_related("source").defer("source__raw").order_by("-primary", "pk")


def _public(name: str) -> QuerySet[Any]:
    """What everyone sees of the finds above, without what only the desk asks for."""
    found: QuerySet[Any] = related(name).filter(state__in=PUBLIC_STATES).defer("reading", "decided")
    return found


def _figures() -> QuerySet[Any]:
    return _public("figures").select_related("unit", "indicator").order_by("start")


def _cases(numbers: Sequence[int]) -> QuerySet[Any]:
    near = Case.objects.select_related("place__province", "place__prefecture")
    return near.defer("reading", "decided").filter(number__in=numbers)


def _practices(keys: Sequence[int]) -> QuerySet[Any]:
    practices = related("measures").model._meta.get_field("practices").related_model._default_manager
    found: QuerySet[Any] = practices.filter(measures__case__in=keys, measures__state__in=PUBLIC_STATES)
    return found.annotate(measure=F("measures")).order_by("slug")


_CASES = Prepared(_cases)
_LINKS = Prepared(lambda keys: _links().filter(case__in=keys))
_FINDS = {
    "sections": Prepared(lambda keys: related("sections").filter(case__in=keys).order_by("start")),
    "program_links": Prepared(
        lambda keys: _public("program_links").filter(case__in=keys).select_related("program").order_by("-main", "start")
    ),
    "measures": Prepared(lambda keys: _public("measures").filter(case__in=keys).order_by("start")),
    "figures": Prepared(lambda keys: _figures().filter(case__in=keys)),
    "flags": Prepared(lambda keys: related("flags").filter(case__in=keys).order_by("pk")),
}
_PLACES = Prepared(lambda keys: Place.objects.select_related("province", "prefecture").filter(pk__in=keys))
_PRACTICES = Prepared(_practices)
_DOUBTED = Prepared(lambda keys: _figures().filter(flags__case__in=keys).annotate(flag=F("flags")))


def sourced_cases() -> QuerySet[Case]:
    """Cases with their sources, long texts and masks included."""
    masks = Prefetch("source__masks", Mask.objects.order_by("source_id", "start"))
    return Case.objects.with_place().prefetch_related(Prefetch("source_links", _links().prefetch_related(masks)))


def whole_cases(numbers: Sequence[int]) -> list[Any]:
    """The cases of these numbers, in any state, with everything a page tells of them; finds share their sources."""
    cases = _CASES(numbers)
    keys = [case.pk for case in cases]
    hold_sources(cases, _LINKS(keys))  # long texts would only be spelled and read once more
    practices, *finds = together((_PRACTICES, keys), *((each, keys) for each in _FINDS.values()))
    for name, found in zip(_FINDS, finds, strict=True):
        hold(cases, name, found, "case_id")
    hold([measure for case in cases for measure in case.measures.all()], "practices", practices, "measure")
    flags = [flag for case in cases for flag in case.flags.all()]
    hold(flags, "figures", _DOUBTED(keys) if flags else [], "flag")
    hold_successors([case.place for case in cases if case.place])
    for case in cases:
        share_sources(case)
    return cases


def hold_successors(places: list[Any]) -> None:
    """Give each place what became of it, step by step, with those above; few were renamed."""
    for _step in range(STEPS):
        renamed = [place for place in places if place.successor_id]
        found = {place.pk: place for place in _PLACES(sorted({place.successor_id for place in renamed}))}
        for place in renamed:
            place.successor = found.get(place.successor_id)
        places = list(found.values())


def share_sources(case: Any) -> None:
    """Give every find its case and the source at hand with its number there, so that masks and links read no more."""
    links = {link.source_id: link for link in case.source_links.all()}
    flags = case.flags.all()
    finds = [case.sections, case.figures, case.measures, case.program_links, case.flags]
    for found in [*(manager.all() for manager in finds), *(flag.figures.all() for flag in flags)]:
        for find in found:
            link = links.get(find.source_id)
            if link is not None:
                find.case, find.source, find.source_number = case, link.source, link.number
