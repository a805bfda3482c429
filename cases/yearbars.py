"""The bars over a list's years: how many of its rows tell of each year, and which of them the chosen span cuts out.

The handles of the slider below them stand under the middle of the first and the last bar.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from django.db.models import Count, Q

from cases.columns import Columns
from cases.facets import Filters
from cases.remembered import RememberedFilters

WIDTH, HEIGHT, EDGE = 232, 48, 8  # EDGE: half a handle
MOST = 60  # years shown; older ones are left out
BOUNDS = ("year_min", "year_max")


@dataclass(frozen=True)
class YearsOf:
    """How a list's rows reach the years of their cases: by this path, where that holds."""

    path: str = ""
    where: Q = field(default_factory=Q)


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


@dataclass(frozen=True)
class YearBars:
    """The bars from the `first` to the `last` year held, and the span `low` to `high` that is chosen of them."""

    bars: list[YearBar]
    low: int
    high: int

    @property
    def first(self) -> int:
        return self.bars[0].year

    @property
    def last(self) -> int:
        return self.bars[-1].year

    @property
    def cut_x(self) -> float:
        return place(self.low, self.first, self.last)

    @property
    def cut_width(self) -> float:
        return place(self.high, self.first, self.last) - self.cut_x


def place(year: int, first: int, last: int) -> float:
    """Where the middle of a year's bar stands."""
    return EDGE + (year - first) / max(last - first, 1) * (WIDTH - 2 * EDGE)


def year_bars(filters: Filters, of: YearsOf) -> YearBars | None:
    """A bar for each year some row tells of, counted under every filter but the years' own bounds."""
    if isinstance(filters, RememberedFilters) and filters.columns is not None:
        known, paged = filters.answered("years", BOUNDS, partial(_remembered, filters.columns))
    else:
        known, paged = _counted(filters, of)
    years = sorted({*known, *paged})[-MOST:]
    if not years:
        return None
    low, high = (filters.chosen.get(name) for name in BOUNDS)
    first, last = years[0], years[-1]
    low, high = int(first if low is None else low), int(last if high is None else high)
    return YearBars(_drawn(years, known, paged, low, high), *(min(max(year, first), last) for year in (low, high)))


def _counted(filters: Filters, of: YearsOf) -> tuple[dict[int, int], dict[int, int]]:
    """Rows by year: those whose years are known, and those of which only the page's date is."""
    rows = filters.narrowed([*BOUNDS, *(["q"] if filters.wide else [])], filters.countable()).filter(of.where)
    columns = [f"{of.path}{name}" for name in ("year_from", "year_to", "year_basis")]
    dated = rows.exclude(**{columns[0]: None}).order_by().values_list(*columns)
    known: dict[int, int] = {}
    paged: dict[int, int] = {}
    for first, last, basis, count in dated.annotate(Count("pk", distinct=True)):
        counts = paged if basis == "page_date" else known
        for year in range(first, (last or first) + 1):
            counts[year] = counts.get(year, 0) + count
    return known, paged


def _remembered(columns: Columns, rows: int) -> tuple[dict[int, int], dict[int, int]]:
    """The same from the columns: cases of a year have begun by it and haven't ended before it."""
    first, last = (columns.values[name] for name in reversed(BOUNDS))
    paged_rows = columns.holding("year_basis", "page_date".__eq__) & rows
    known: dict[int, int] = {}
    paged: dict[int, int] = {}
    begun = ended = 0
    counts, moved = (0, 0), True
    for year in range(min(first, default=0), max(last, default=-1) + 1):
        if moved or year in first:
            begun |= first.get(year, 0)
            told = (begun | ended) ^ ended
            counts = (told & rows).bit_count(), (told & paged_rows).bit_count()
        known[year], paged[year] = counts[0] - counts[1], counts[1]
        ended |= last.get(year, 0)
        moved = year in last
    return {year: count for year, count in known.items() if count}, {year: n for year, n in paged.items() if n}


def _drawn(years: list[int], known: dict[int, int], paged: dict[int, int], low: int, high: int) -> list[YearBar]:
    first, last = years[0], years[-1]
    width = min(max((WIDTH - 2 * EDGE) / max(last - first, 1) - 2, 1.0), 2 * EDGE)
    most = max(known.get(year, 0) + paged.get(year, 0) for year in years)
    bars = []
    for year in years:
        count = known.get(year, 0) + paged.get(year, 0)
        height = max(4.0, count / most * HEIGHT)
        at = place(year, first, last) - width / 2
        out = not low <= year <= high
        bars.append(YearBar(year, count, year not in known, out, at, HEIGHT - height, width, height))
    return bars
