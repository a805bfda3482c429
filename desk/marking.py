"""What a person marks in the text: figures, measures and programmes that were missed, the true span of a measure."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.extract.spans import Span
from cases.models import Section, State
from desk import steps
from desk.reviewing import Review
from desk.steps import REASON, Refused, Step, relink, step
from metrics.extract.figures import find_quantities
from metrics.models import Figure
from programs.models import Measure
from seeds.rows import around
from seeds.vocabulary import Vocabulary

STOPS = re.compile("[。！？；\n]")


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
    unless_there(Figure, case, source, span)
    values = {"value": quantity.value, "value_max": quantity.value_max, "qualifier": quantity.qualifier}
    row = Figure(
        case=case, source=source, unit=Vocabulary().unit(quantity.unit), confidence=1.0,
        section=_around(Section, review, span),
        measure=_around(Measure, review, span),
        context=_sentence(source.text, span), **values, **words_of(source.text, span),
    )  # fmt: skip
    return added_row("figure", row, ["qualifier", "unit", "value", "value_max"], reason)


@transaction.atomic
def add_measure(review: Review, span: Span, reason: str = "") -> list[Step]:
    """A measure the reader missed: the marked words, headed by their first sentence."""
    source, case = review.link.source, review.case
    unless_there(Measure, case, source, span)
    clean = source.mapped.clean_span(span.start, span.end)
    heading = STOPS.split(source.cleaned[clean.start : clean.end].strip(), maxsplit=1)[0][:300]
    row = Measure(
        case=case, source=source, heading=heading, order=case.measures.count() + 1,
        section=_around(Section, review, span),
        **words_of(source.text, span),
    )  # fmt: skip
    added = added_row("measure", row, ["heading", "level", "order"], reason)
    relink(added)
    return added


@transaction.atomic
def set_span(review: Review, span: Span, reason: str = "") -> list[Step]:
    """These words are the measure looked at, none before and none behind them."""
    find = review.current
    if find is None or find.name != "measure" or find.key != review.asked:
        raise Refused(_("Choose the measure first, then mark its words."))
    unless_there(Measure, review.case, review.link.source, span)
    row = find.row
    if row.reading and "start" not in row.reading:
        row.reading = {**row.reading, "start": row.start, "end": row.end}  # by which a new reading knows it again
    given = words_of(row.source.text, span)
    done = [step(find.key, row, lambda: steps.correct(row, given), given, reason)]
    relink(done)
    return done


def added_row(name: str, row: Any, decided: list[str], reason: str) -> list[Step]:
    row.state, row.decided, row._change_reason = State.CORRECTED, decided, reason[:REASON]
    row.save()
    # Taken back it is rejected: a record once there stays.
    before, after = {"state": State.REJECTED, "decided": []}, {"state": row.state, "decided": decided}
    return [{"key": f"{name}-{row.pk}", "before": before, "after": after}]


def _around(model: type[Any], review: Review, span: Span) -> Any:
    return around(list(model.objects.public().filter(case=review.case, source=review.link.source)), span.start)


def words_of(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": text[span.start : span.end]}


def unless_there(model: type[Any], case: Any, source: Any, span: Span) -> None:
    if model.objects.public().filter(case=case, source=source, start=span.start, end=span.end).exists():
        raise Refused(_("These very words are there already."))


def _sentence(text: str, span: Span) -> str:
    """The sentence around the span, 160 characters to either side at most."""
    before, after = text[max(0, span.start - 160) : span.start], text[span.end : span.end + 160]
    return STOPS.split(before)[-1] + text[span.start : span.end] + STOPS.split(after, maxsplit=1)[0]
