"""What a person does on the review desk: accept, correct, reject, take back, add what was missed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.extract.spans import Span
from cases.models import Section, State
from cases.search.signals import held
from desk import steps
from desk.reviewing import Find, Review
from desk.steps import REASON, Refused, Step, step
from metrics.extract.figures import find_quantities
from metrics.models import Figure, Flag
from programs.models import Measure
from seeds.rows import around
from seeds.searching import index_sources
from seeds.vocabulary import Vocabulary

STOPS = re.compile("[。！？；\n]")


def accept(finds: Sequence[Find], reason: str = "") -> list[Step]:
    """Accept what waits or was rejected; a correction says more than accepted and stays."""
    return _each([find for find in finds if find.row.state in (State.PROPOSED, State.REJECTED)], "accept", reason)


def reject(finds: Sequence[Find], reason: str = "") -> list[Step]:
    return _each([find for find in finds if find.row.state not in (State.REJECTED, State.ORPHANED)], "reject", reason)


@transaction.atomic
def _each(finds: Sequence[Find], act: str, reason: str) -> list[Step]:
    many = len(finds) > 1
    with held() if many else nullcontext():
        done = [step(find.key, find.row, getattr(find.row, act), reason=reason) for find in finds]
    if many:
        index_sources({find.row.source_id for find in finds})
    return done


@transaction.atomic
def correct(find: Find, values: dict[str, Any], reason: str = "") -> list[Step]:
    """Set these fields by decision; the row must still hold the old values."""
    row = find.row
    columns = {one.name for one in row._meta.concrete_fields}
    row.refresh_from_db(fields=[*columns & set(values), "state", "decided"])
    return [step(find.key, row, lambda: steps.correct(row, values), values, reason)]


@transaction.atomic
def settle(review: Review, flag: str, state: str, reason: str = "") -> list[Step]:
    """Say of a doubt that it is explained (with a reason readers see), confirmed, or open again."""
    row = next((row for row in review.case.flags.all() if str(row.pk) == flag), None)
    if row is None:
        raise Refused(_("There is no such doubt."))
    if state == Flag.Status.EXPLAINED and not reason.strip():
        raise Refused(_("Say what explains the doubt: readers see the reason."))
    said = "" if state == Flag.Status.OPEN else reason.strip() or row.reason
    done = step(f"flag-{row.pk}", row, lambda: _tell(row, state, said), ["state", "reason"])
    return [{**done, "at": review.asked}]


def _tell(flag: Flag, state: str, reason: str) -> None:
    flag.state, flag.reason = state, reason
    flag.save()


def span_of_words(review: Review, start: str, words: str) -> Span:
    """The span in the source of words marked in the clean text, or written where they stand only once."""
    source, link = review.link.source, review.link
    words = "".join(words.split())
    if not words:
        raise Refused(_("Mark words in the text first."))
    whole = source.mapped.clean_span(link.start, link.end)
    clean = source.public_clean()
    at = int(start) if start.isdigit() else _only_place(clean, whole, words)
    end = _end_of(clean, at, words) if whole.start <= at < whole.end else 0
    if not end or end > whole.end:
        raise Refused(_("These words don't stand there in the text."))
    return source.mapped.source_span(at, end)


def _only_place(clean: str, whole: Span, words: str) -> int:
    first = clean.find(words, whole.start, whole.end)
    if first >= 0 and clean.find(words, first + 1, whole.end) >= 0:
        raise Refused(_("These words stand in the text more than once: mark the place, or give more words."))
    return first


def _end_of(clean: str, at: int, words: str) -> int:
    """Where the words end that begin at `at`, blanks and line ends between them passed over; 0 where they differ."""
    for letter in words:
        while at < len(clean) and clean[at].isspace():
            at += 1
        if at >= len(clean) or clean[at] != letter:
            return 0
        at += 1
    return at


@transaction.atomic
def add_figure(review: Review, span: Span, reason: str = "") -> list[Step]:
    """A figure the reader missed: its value as the words say it, its meaning for the person to fill in."""
    source, case = review.link.source, review.case
    clean = source.mapped.clean_span(span.start, span.end)
    quantity = next(iter(find_quantities(source.cleaned[clean.start : clean.end])), None)
    if quantity is None:
        raise Refused(_("There is no number in these words."))
    _unless_there(Figure, case, source, span)
    values = {"value": quantity.value, "value_max": quantity.value_max, "qualifier": quantity.qualifier}
    row = Figure(
        case=case, source=source, unit=Vocabulary().unit(quantity.unit), confidence=1.0,
        section=_around(Section, review, span),
        measure=_around(Measure, review, span),
        context=_sentence(source.text, span), **values, **_words(source.text, span),
    )  # fmt: skip
    return _added("figure", row, ["qualifier", "unit", "value", "value_max"], reason)


@transaction.atomic
def add_measure(review: Review, span: Span, reason: str = "") -> list[Step]:
    """A measure the reader missed: the marked words, headed by their first sentence."""
    source, case = review.link.source, review.case
    _unless_there(Measure, case, source, span)
    clean = source.mapped.clean_span(span.start, span.end)
    heading = STOPS.split(source.cleaned[clean.start : clean.end].strip(), maxsplit=1)[0][:300]
    row = Measure(
        case=case, source=source, heading=heading, order=case.measures.count() + 1,
        section=_around(Section, review, span),
        **_words(source.text, span),
    )  # fmt: skip
    return _added("measure", row, ["heading", "level", "order"], reason)


def _added(name: str, row: Any, decided: list[str], reason: str) -> list[Step]:
    row.state, row.decided, row._change_reason = State.CORRECTED, decided, reason[:REASON]
    row.save()
    # Taken back it is rejected: a record once there stays.
    before, after = {"state": State.REJECTED, "decided": []}, {"state": row.state, "decided": decided}
    return [{"key": f"{name}-{row.pk}", "before": before, "after": after}]


def _around(model: type[Any], review: Review, span: Span) -> Any:
    return around(list(model.objects.public().filter(case=review.case, source=review.link.source)), span.start)


def _words(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": text[span.start : span.end]}


def _unless_there(model: type[Any], case: Any, source: Any, span: Span) -> None:
    if model.objects.public().filter(case=case, source=source, start=span.start, end=span.end).exists():
        raise Refused(_("These very words are there already."))


def _sentence(text: str, span: Span) -> str:
    """The sentence around the span, 160 characters to either side at most."""
    before, after = text[max(0, span.start - 160) : span.start], text[span.end : span.end + 160]
    return STOPS.split(before)[-1] + text[span.start : span.end] + STOPS.split(after, maxsplit=1)[0]
