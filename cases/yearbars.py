"""The bars over a list's years: how many of its cases tell of each year, and which of them the chosen span cuts out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from cases.facets import Filters

WIDTH, HEIGHT = 232, 48
MOST = 60  # years shown; older ones are left out
BOUNDS = ("year_min", "year_max")


@dataclass
class YearBar:
    """One year: `paged` where only the page's date tells of it, `out` where the chosen span leaves it out."""

    year: int
    count: int
    paged: bool
    out: bool
    x: float
    y: float
    width: float
    height: float
    url: str = ""


def year_bars(filters: Filters) -> list[YearBar]:
    """A bar for each year some case tells of, counted under every filter but the years' own bounds."""
    rows = (
        filters.narrowed([*BOUNDS, *(["q"] if filters.wide else [])], filters.countable())
        .order_by()
        .values_list("year_from", "year_to", "year_basis")
    )
    known: dict[int, int] = {}
    paged: dict[int, int] = {}
    for first, last, basis, count in rows.exclude(year_from=None).annotate(Count("pk", distinct=True)):
        counts = paged if basis == "page_date" else known
        for year in range(first, (last or first) + 1):
            counts[year] = counts.get(year, 0) + count
    return _drawn(known, paged, *(filters.chosen.get(name) for name in BOUNDS))


def _drawn(known: dict[int, int], paged: dict[int, int], low: Any, high: Any) -> list[YearBar]:
    years = sorted({*known, *paged})[-MOST:]
    if not years:
        return []
    step = WIDTH / max(years[-1] - years[0] + 1, 10)
    most = max(known.get(year, 0) + paged.get(year, 0) for year in years)
    bars = []
    for year in years:
        count = known.get(year, 0) + paged.get(year, 0)
        height = max(4.0, count / most * HEIGHT)
        out = (low is not None and year < low) or (high is not None and year > high)
        at = (year - years[0]) * step
        bars.append(YearBar(year, count, year not in known, out, at, HEIGHT - height, max(step - 2, 1.0), height))
    return bars
