"""The same indicator across counties: figures of one indicator in one unit, side by side on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.bars import Scale
from cases.detail import once
from cases.rows import related
from programs.shown import PUBLISHED, with_story

CHARTS, ROWS = 3, 8
TOLD = ("reported", "target")


@dataclass(frozen=True)
class Across:
    """One indicator in one unit: its largest figures as rows with their `bar`, and in how many places it is told."""

    indicator: Any
    unit: Any
    places: int
    rows: list[Any]


def across(**where: Any) -> list[Across]:
    """The indicators that most counties tell of in one unit, among the public figures these conditions hold for."""
    told = related("figures").filter(**PUBLISHED, kind__in=TOLD, **where).order_by()
    pairs = told.exclude(indicator=None).exclude(unit=None).values_list("indicator", "unit")
    counted = pairs.annotate(places=Count("case__place", distinct=True), held=Count("pk", distinct=True))
    most = list(counted.filter(places__gt=1).order_by("-places", "-held", "indicator__name")[:CHARTS])
    if not most:
        return []
    chosen = reduce(or_, (Q(indicator=indicator, unit=unit) for indicator, unit, *_ in most))
    figures = _shown(told.filter(chosen))
    return [_laid(figures, *each) for each in most]


def _shown(figures: QuerySet[Any]) -> list[Any]:
    return once(with_story(figures).select_related("indicator", "unit").order_by("-amount", "case__number", "start"))


def _laid(figures: list[Any], indicator: int, unit: int, places: int, _held: int) -> Across:
    rows = [figure for figure in figures if (figure.indicator_id, figure.unit_id) == (indicator, unit)]
    scale = Scale.over([float(figure.value_max or figure.value) for figure in rows], str(rows[0].unit))
    for figure in rows:
        figure.bar = scale.bar(figure)
    return Across(rows[0].indicator, rows[0].unit, places, rows[:ROWS])
