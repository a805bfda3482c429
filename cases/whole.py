"""Cases with their sources, and with all that is told of them, got in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from cases.known import hold_successors, locate, name_all
from cases.models import Case, CaseSource, Mask
from cases.models.extracted import PUBLIC_STATES
from cases.models.held import held
from cases.prepared import Prepared, around, hold
from cases.rows import MASKS_OF, hold_sources, related


def _links() -> QuerySet[CaseSource]:
    return CaseSource.objects.select_related("source").defer("source__raw").order_by("-primary", "pk")


def _public(name: str) -> QuerySet[Any]:
    """What everyone sees of the finds above, without what only the desk asks for or what the text itself tells."""
    found: QuerySet[Any] = related(name).filter(state__in=PUBLIC_STATES).defer("reading", "decided", "context")
    return found


def _figures() -> QuerySet[Any]:
    return _public("figures").order_by("start")


def _programs() -> QuerySet[Any]:
    unseen = (f"program__{name}" for name in ("normal", "name_key", "aliases", "decided"))
    return _public("program_links").select_related("program").defer(*unseen).order_by("-main", "start")


def _practices(keys: Sequence[int]) -> QuerySet[Any]:
    """Which measure has which; the practices themselves are at hand."""
    links = related("measures").model._meta.get_field("practices").remote_field.through._default_manager
    found: QuerySet[Any] = links.filter(measure__case__in=keys, measure__state__in=PUBLIC_STATES).order_by()
    return found


def _of_cases(records: QuerySet[Any]) -> Prepared:
    return Prepared(lambda keys: records.filter(case__in=keys))


_CASES = Prepared(lambda numbers: Case.objects.defer("reading", "decided").filter(number__in=numbers))
_LINKS = _of_cases(_links().defer("source__raw", "source__text"))  # the clean text is what they show
_PRACTICES = Prepared(_practices)
_FINDS = {
    "sections": _of_cases(related("sections").defer("reading", "decided", "context", "quote").order_by("start")),
    "program_links": _of_cases(_programs()),
    "measures": _of_cases(_public("measures").defer("quote").order_by("start")),
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
    cases, links, masks, practices, *finds = around(_CASES, numbers, _LINKS, MASKS_OF, _PRACTICES, *_FINDS.values())
    hold_sources(cases, links, masks)
    for name, found in zip(_FINDS, finds, strict=True):
        hold(cases, name, found, "case_id")
    _give_practices([measure for case in cases for measure in held(case, "measures")], practices)
    flags = [flag for case in cases for flag in held(case, "flags")]
    hold(flags, "figures", _DOUBTED([case.pk for case in cases]) if flags else [], "flag")
    doubted = (figure for flag in flags for figure in held(flag, "figures"))
    name_all((*(figure for case in cases for figure in held(case, "figures")), *doubted), "unit", "indicator")
    locate(cases)
    hold_successors([case.place for case in cases if case.place])
    for case in cases:
        share_sources(case)
    return cases


def _give_practices(measures: Sequence[Any], links: Sequence[Any]) -> None:
    name_all(links, "practice")
    found: dict[int, list[Any]] = {measure.pk: [] for measure in measures}
    for link in sorted(links, key=attrgetter("practice.slug")):
        found.setdefault(link.measure_id, []).append(link.practice)
    for measure in measures:
        measure._prefetched_objects_cache = {"practices": found[measure.pk]}


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
