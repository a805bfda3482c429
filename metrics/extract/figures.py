"""The figures of a case: every quantity with what it counts, of whom, when, and whether done, aimed at or a rule.

>>> text = "截至2001年底,全县共举办培训班160期3215人次,投入资金54万元。"
>>> [(f.label, f.value, f.period) for f in read_figures(text, Span(0, len(text)))][0]
('举办培训班期数', 160.0, '截至2001')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cases.extract.records import PlaceFound, SectionFound
from cases.extract.spans import Span
from metrics.extract.actors import cast_of, without_actors
from metrics.extract.cast import Cast
from metrics.extract.claim_model import best_claim, cues_of
from metrics.extract.claims import claim_of
from metrics.extract.clauses import Setting, settings
from metrics.extract.genres import aims_of, genre_of
from metrics.extract.indicators import indicator_of
from metrics.extract.kinds import kind_of
from metrics.extract.label_model import label_of
from metrics.extract.periods import carried_period, of_change, period_of, speaks_of_time
from metrics.extract.quantities import find_quantities
from metrics.extract.records import FigureFound, Quantity
from metrics.extract.scopes import scope_of

STOPS = re.compile("[。！？\n]")
BEHIND = re.compile("[^：]{0,50}?(?P<when>今年|去年)")
CARRIED = 200  # characters a period holds on for, in the sentences that follow
__all__ = ["find_quantities", "read_figures"]


def read_figures(
    string: str,
    span: Span,
    *,
    year: int | None = None,
    sections: Sequence[SectionFound] = (),
    place: PlaceFound | None = None,
    title: str = "",
) -> list[FigureFound]:
    """Every figure of `string[span.start:span.end]`, in order, all offsets those of `string`.

    `year` is the year the text was written in, where certain (it resolves 今年 and 去年); `sections` tell background
    from results; `place` is where the story plays, `title` what it is called. Any string is read, none is an error.
    """
    part = string[span.start : span.end]
    moved = [_moved(q, span.start) for q in find_quantities(part)]
    cast = cast_of(string, span, place, title)
    genre, aimed = genre_of(string, span.start, span.end, title), aims_of(string, span.start, span.end)
    figures: list[FigureFound] = []
    for setting in settings(string, span.start, span.end, moved):
        laid = "plan" if aimed(setting.q.start) else genre
        figures.append(_figure(string, setting, figures[-3:], cast, year, sections, laid))
    return figures


def _moved(q: Quantity, by: int) -> Quantity:
    return Quantity(q.start + by, q.end + by, q.value, q.unit, q.value_max, q.qualifier)


def _section_at(sections: Sequence[SectionFound], at: int) -> SectionFound | None:
    return next((s for s in sections if s.start <= at < s.end), None)


_LISTENERS: list[list[list[str]]] = []


@contextmanager
def cues_read() -> Iterator[list[list[str]]]:
    """For training: the cues of every figure read inside, in order; there the rules have the last word."""
    heard: list[list[str]] = []
    _LISTENERS.append(heard)
    try:
        yield heard
    finally:
        _LISTENERS.remove(heard)


def _claim(s: Setting, kind: str, label: str, before: str | None) -> str:
    """By the model, except where there is nothing to claim: an age, a state the story did not bring about."""
    rule = claim_of(s, kind, label, before)
    nothing = kind == "context" or s.q.unit == "岁"
    if nothing and not _LISTENERS:
        return rule
    cues = cues_of(s, kind, label, rule)
    for heard in _LISTENERS:
        heard.append(cues)
    return rule if nothing or _LISTENERS else best_claim(cues)


def _period(string: str, s: Setting, year: int | None) -> tuple[str | None, str | None]:
    """From the words before it in its sentence, else those right behind, else the sentences before it in its line."""
    said = string[s.sentence[0] : s.q.start]
    if speaks_of_time(said):
        period, basis = period_of(said, year)
        return of_change(period, s.before), basis
    if behind := BEHIND.match(string, s.q.end, s.sentence[1]):
        return period_of(behind["when"], year)
    back = s.sentence[0] - CARRIED
    line = max(string.rfind("\n", max(0, back), s.sentence[0]), back)
    carried, basis = carried_period(string[line + 1 : s.sentence[0]], year)
    return of_change(carried, s.before), basis


def _figure(
    string: str,
    s: Setting,
    recent: list[FigureFound],
    cast: Cast,
    year: int | None,
    sections: Sequence[SectionFound],
    genre: str | None = None,
) -> FigureFound:
    last = recent[-1] if recent else None
    section = _section_at(sections, s.q.start)
    goes_on = last and last.unit != "岁" and not STOPS.search(string, last.end, s.q.start)
    before = last.kind if last and goes_on else None
    earlier = [f.label for f in recent if f.start >= s.sentence[0]]
    label, sure_label = label_of(without_actors(s, string, cast), earlier)
    kind, sure_kind = kind_of(s, section.kind if section else None, section.heading if section else "", before, genre)
    scope, _ = scope_of(s, string, cast, kind)
    period, basis = _period(string, s, year)
    q = s.q
    return FigureFound(
        q.start,
        q.end,
        q.value,
        q.unit,
        q.value_max,
        q.qualifier,
        label=label,
        scope=scope,
        period=period,
        period_basis=basis,
        kind=kind,
        claim=_claim(s, kind, label, last.claim if last and s.left else None),
        indicator=indicator_of(label, q.unit),
        confidence=round(min(0.95, 0.3 + sure_label * 0.4 + sure_kind * 0.3), 2),
        context_start=s.clause[0],
        context_end=s.clause[0] + len(string[s.clause[0] : s.clause[1]].rstrip()),
    )
