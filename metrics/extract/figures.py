"""The figures of a case: every quantity with what it counts, of whom, when, and whether done, aimed at or a rule.

>>> text = "截至2001年底,全县共举办培训班160期3215人次,投入资金54万元。"
>>> [(f.label, f.value, f.period) for f in read_figures(text, Span(0, len(text)))][0]
('举办培训班期数', 160.0, '截至2001')
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases.extract.records import SectionFound
from cases.extract.spans import Span
from metrics.extract.claims import claim_of
from metrics.extract.clauses import Setting, settings
from metrics.extract.indicators import indicator_of
from metrics.extract.kinds import kind_of
from metrics.extract.labels import label_of
from metrics.extract.periods import period_of
from metrics.extract.quantities import find_quantities
from metrics.extract.records import FigureFound, Quantity
from metrics.extract.scopes import home_of, scope_of

RELATIVE = re.compile("今年|去年")
__all__ = ["find_quantities", "read_figures"]


def read_figures(
    string: str, span: Span, *, year: int | None = None, sections: Sequence[SectionFound] = ()
) -> list[FigureFound]:
    """Every figure of `string[span.start:span.end]`, in order, all offsets those of `string`.

    `year` is the year the text was written in, where certain (it resolves 今年 and 去年); `sections` tell background
    from results. Any string is read, none is an error.
    """
    part = string[span.start : span.end]
    moved = [_moved(q, span.start) for q in find_quantities(part)]
    home = home_of(part)
    figures: list[FigureFound] = []
    for setting in settings(string, span.start, span.end, moved):
        earlier = [f.label for f in figures[-3:] if f.start >= setting.sentence[0]]
        figures.append(_figure(string, setting, earlier, home, year, sections))
    return figures


def _moved(q: Quantity, by: int) -> Quantity:
    return Quantity(q.start + by, q.end + by, q.value, q.unit, q.value_max, q.qualifier)


def _section_at(sections: Sequence[SectionFound], at: int) -> SectionFound | None:
    return next((s for s in sections if s.start <= at < s.end), None)


def _figure(
    string: str, s: Setting, earlier: list[str], home: str, year: int | None, sections: Sequence[SectionFound]
) -> FigureFound:
    section = _section_at(sections, s.q.start)
    label, sure_label = label_of(s, earlier)
    kind, sure_kind = kind_of(s, section.kind if section else None, section.heading if section else "")
    scope, _ = scope_of(s, string, home, kind)
    period, basis = period_of(string[s.sentence[0] : s.q.start], year)
    if period is None:
        period, basis = period_of("".join(RELATIVE.findall(string[s.q.end : s.sentence[1]])[:1]), year)
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
        claim=claim_of(s, kind, label),
        indicator=indicator_of(label, q.unit),
        confidence=round(min(0.95, 0.3 + sure_label * 0.4 + sure_kind * 0.3), 2),
        context_start=s.clause[0],
        context_end=len(string[: s.clause[1]].rstrip()),
    )
