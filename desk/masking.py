"""A name hidden, or shown again, in a whole case at once: wherever it stands in the texts that tell it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.extract.spans import Span
from cases.models import CaseSource, Mask, State
from cases.search.signals import held
from desk.deciding import accept, reject
from desk.marking import words_of
from desk.reviewing import Find, Review
from desk.steps import REASON, Refused, Step
from seeds.searching import index_sources

SHORTEST, LONGEST = 2, 20  # characters of a name


@transaction.atomic
def hide(review: Review, span: Span, why: str, reason: str = "") -> list[Step]:
    """Hide the marked name wherever it stands in the case; what is hidden already stays as it is."""
    clean = review.link.source.mapped.clean_span(span.start, span.end)
    name = "".join(review.link.source.cleaned[clean.start : clean.end].split())
    if not SHORTEST <= len(name) <= LONGEST:
        raise Refused(_("Mark the name alone: two to twenty characters."))
    why = why if why in Mask.Reason.values else Mask.Reason.OTHER
    steps, known = [], []
    with held():
        for link in review.case.source_links.all():
            for place in _places(link, name):
                mask = _mask_at(link.source, place)
                if mask is None:
                    steps.append(_laid(link.source, place, name, why, reason))
                elif mask.state in (State.PROPOSED, State.REJECTED) and (mask.start, mask.end) == place:
                    known.append(Find("mask", mask))
        steps += accept(known, reason)
    index_sources({link.source_id for link in review.case.source_links.all()})
    if not steps:
        raise Refused(_("This name is hidden already, wherever it stands in the case."))
    return [{**one, "at": review.asked} for one in steps]


def _places(link: CaseSource, name: str) -> Iterator[tuple[int, int]]:
    """Where the name stands in the case's part of a source, in the source's own offsets."""
    mapped, clean = link.source.mapped, link.source.cleaned
    whole = mapped.clean_span(link.start, link.end)
    at = clean.find(name, whole.start, whole.end)
    while at >= 0:
        span = mapped.source_span(at, at + len(name))
        yield span.start, span.end
        at = clean.find(name, at + len(name), whole.end)


def _mask_at(source: Any, place: tuple[int, int]) -> Mask | None:
    """The mask over just these characters, or one in force that covers them."""
    around = source.masks.filter(start__lte=place[0], end__gte=place[1]).order_by("start")
    found = [mask for mask in around if (mask.start, mask.end) == place or mask.is_public]
    return min(found, key=lambda mask: mask.end - mask.start, default=None)


def _laid(source: Any, place: tuple[int, int], name: str, why: str, reason: str) -> Step:
    mask = Mask(source=source, name=name, reason=why, state=State.ACCEPTED, **words_of(source.text, Span(*place)))
    mask._change_reason = reason[:REASON]  # type: ignore[attr-defined]
    mask.save()
    return {"key": f"mask-{mask.pk}", "before": {"state": State.REJECTED}, "after": {"state": State.ACCEPTED}}


def same_name(review: Review) -> list[Find]:
    """The masks of the name looked at, in every text that tells the case."""
    find = review.current
    if find is None or find.name != "mask":
        return []
    links = review.case.source_links.all()
    return [
        Find("mask", mask)
        for link in links
        for mask in link.source.masks.all()
        if mask.name == find.row.name and link.start <= mask.start < link.end and mask.state != State.ORPHANED
    ]


def keep_hidden(review: Review, reason: str = "") -> list[Step]:
    """The name looked at stays hidden in the whole case."""
    return accept(same_name(review), reason)


def show(review: Review, reason: str = "") -> list[Step]:
    """The name looked at is shown again in the whole case."""
    return reject(same_name(review), reason)
