"""Where and when, as strips on one axis of years: drawn on the server, the table beside it says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

WIDTH, LEFT, RIGHT, LINE = 760, 150, 24, 26  # RIGHT: room for the last year's number
FEWEST = 5  # years an axis shows at least


@dataclass(frozen=True)
class Strip:
    """One case on the axis; `open` where its end isn't known."""

    case: Any
    x: float
    width: float
    y: int
    open: bool


@dataclass(frozen=True)
class Timeline:
    strips: list[Strip]
    ticks: list[tuple[float, int]]
    height: int


def timeline(cases: Iterable[Any]) -> Timeline | None:
    """The dated cases, each once, the earliest first; None where fewer than two are dated."""
    dated = {case.pk: case for case in cases if case.year_from}
    if len(dated) < 2:
        return None
    ordered = sorted(dated.values(), key=lambda case: (case.year_from, case.number))
    first = ordered[0].year_from
    last = max(max(case.year_to or case.year_from for case in ordered), first + FEWEST - 1)
    step = (WIDTH - LEFT - RIGHT) / (last - first + 1)
    strips = [
        Strip(
            case,
            round(LEFT + (case.year_from - first) * step, 1),
            round(((case.year_to or case.year_from) - case.year_from + 1) * step - 2, 1),
            at * LINE,
            case.year_to is None,
        )
        for at, case in enumerate(ordered)
    ]
    every = max(1, round((last - first + 1) / 8))
    ticks = [(round(LEFT + (year - first) * step, 1), year) for year in range(first, last + 1, every)]
    return Timeline(strips, ticks, len(ordered) * LINE + 24)
