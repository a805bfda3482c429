"""Cases with their sources, and with all that is told of them, got in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from cases.located import hold_successors, locate
from cases.models import Case, CaseSource, Mask
from cases.models.extracted import PUBLIC_STATES
from cases.models.held import held
from cases.prepared import Prepared, hold, together
from cases.rows import hold_sources, masks_of, related


def _links() -> QuerySet[CaseSource]:
    return CaseSource.objects.select_related("source").defer("source__raw").order_by("-primary", "pk")


def _public(name: str) -> QuerySet[Any]:
    """What everyone sees of the finds above, without what only the desk asks for."""
    found: QuerySet[Any] = related(name).filter(state__in=PUBLIC_STATES).defer("reading", "decided")
    return found


def _figures() -> QuerySet[Any]:
    return _public("figures").select_related("unit", "indicator").order_by("start")


def _programs() -> QuerySet[Any]:
    return _public("program_links").select_related("program").order_by("-main", "start")


def _practices(numbers: Sequence[int]) -> QuerySet[Any]:
    practices = related("measures").model._meta.get_field("practices").related_model._default_manager
    found: QuerySet[Any] = practices.filter(measures__case__number__in=numbers, measures__state__in=PUBLIC_STATES)
    return found.annotate(measure=F("measures")).order_by("slug")


def _of_cases(records: QuerySet[Any]) -> Prepared:
    """Those that hang on the cases of some numbers: so everything is asked together, before a key is known."""
    return Prepared(lambda numbers: records.filter(case__number__in=numbers))


_CASES = Prepared(lambda numbers: Case.objects.defer("reading", "decided").filter(number__in=numbers))
_LINKS = _of_cases(_links())
_MASKS = Prepared(lambda numbers: masks_of(CaseSource.objects.filter(case__number__in=numbers)))
_PRACTICES = Prepared(_practices)
_FINDS = {
    "sections": _of_cases(related("sections").defer("reading", "decided").order_by("start")),
    "program_links": _of_cases(_programs()),
    "measures": _of_cases(_public("measures").order_by("start")),
    "figures": _of_cases(_figures()),
    "flags": _of_cases(related("flags").order_by("pk")),
}
_DOUBTED = Prepared(lambda keys: _figures().filter(flags__case__in=keys).annotate(flag=F("flags")))


def sourced_cases() -> QuerySet[Case]:
    """Cases with their sources, long texts and masks included."""
    masks = Prefetch("source__masks", Mask.objects.order_by("source_id", "start"))
    return Case.objects.with_place().prefetch_related(Prefetch("source_links", _links().prefetch_related(masks)))


def whole_cases(numbers: Sequence[int]) -> list[Any]:
    """The cases of these numbers, in any state, with everything a page tells of them; finds share their sources."""
    asked = (_CASES, _LINKS, _MASKS, _PRACTICES, *_FINDS.values())
    cases, links, masks, practices, *finds = together(*((each, numbers) for each in asked))
    hold_sources(cases, links, masks)
    for name, found in zip(_FINDS, finds, strict=True):
        hold(cases, name, found, "case_id")
    hold([measure for case in cases for measure in held(case, "measures")], "practices", practices, "measure")
    flags = [flag for case in cases for flag in held(case, "flags")]
    hold(flags, "figures", _DOUBTED([case.pk for case in cases]) if flags else [], "flag")
    locate(cases)
    hold_successors([case.place for case in cases if case.place])
    for case in cases:
        share_sources(case)
    return cases


def share_sources(case: Any) -> None:
    """Give every find its case and the source at hand with its number there, so that masks and links read no more."""
    links = {link.source_id: link for link in held(case, "source_links")}
    doubted = (held(flag, "figures") for flag in held(case, "flags"))
    for found in (*(held(case, name) for name in _FINDS), *doubted):
        for find in found:
            link = links.get(find.source_id)
            if link is not None:
                find._state.fields_cache |= {"case": case, "source": link.source}
                find.source_number = link.number
