"""The years of the library as bars: plain numbers for an SVG, drawn on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.overview import Year

WIDTH, HEIGHT, TOP, BOTTOM = 700, 190, 24, 24
MOST = 60  # years shown side by side


@dataclass(frozen=True)
class Bar:
    """One year's bar: `known` stands on the ground, `paged` on top of it."""

    year: Year
    x: float
    width: float
    known_y: float
    known_height: float
    paged_y: float
    paged_height: float
    labelled: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def total(self) -> int:
        return self.year.known + self.year.paged

    @property
    def label_y(self) -> float:
        return self.paged_y - 6


def bars(years: Sequence[Year]) -> list[Bar]:
    """A bar for every year from the first to the last, empty ones too; at most the last sixty years."""
    if not years:
        return []
    held = {each.year: each for each in years}
    last = max(held)
    first = max(min(held), last - MOST + 1)
    step = WIDTH / (last - first + 1)
    tallest = max(each.known + each.paged for each in years)
    unit = (HEIGHT - TOP - BOTTOM) / max(tallest, 3)
    return [
        _bar(held.get(year, Year(year)), (year - first) * step, step, unit, year % 5 == 0 or year in (first, last))
        for year in range(first, last + 1)
    ]


def _bar(year: Year, x: float, step: float, unit: float, labelled: bool) -> Bar:
    ground, gap = HEIGHT - BOTTOM, min(step * 0.25, 8)
    known, paged = year.known * unit, year.paged * unit
    return Bar(
        year,
        round(x + gap / 2, 1),
        round(step - gap, 1),
        ground - known,
        known,
        ground - known - paged,
        paged,
        labelled,
    )
