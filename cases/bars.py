"""Bars that never look more exact than the text: one unit, one scale, and an end that tells the qualifier.

Coordinates are those of the SVG in `_bar.html`; nothing here knows of HTML.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

WIDTH = 320  # of the drawing; the plot leaves room for an open end
PLOT = 284
TAIL = 12  # an end that is no length: open, fading or short of the number
MAGNITUDES = ((1e8, "亿"), (1e4, "万"))


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Bar:
    """`body` is drawn as the kind says, then the end: `hatch` wide for a range, else as `end` says."""

    kind: str
    end: str
    body: float
    hatch: float = 0

    @property
    def tip(self) -> float:
        return round(self.body + self.hatch, 1)

    @property
    def marks(self) -> list[float]:
        """Where the strokes of an open end stand, or of one that stays below the number."""
        return [round(self.body + step, 1) for step in (3, 6, 9)]


@dataclass(frozen=True)
class Scale:
    """From 0 to `top`, marked every `step`, in one unit."""

    top: float
    step: float
    unit: str = ""

    @classmethod
    def over(cls, values: Iterable[float], unit: str = "") -> Scale:
        """The smallest round scale of at most five steps that holds all values."""
        most = max((value for value in values if value > 0), default=1.0)
        power = 10 ** math.floor(math.log10(most / 4))
        step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * 4 >= most * 0.999)
        return cls(math.ceil(most / step - 0.001) * step, step, unit)

    def x(self, value: float) -> float:
        return round(max(0.0, min(value, self.top)) / self.top * PLOT, 1)

    @property
    def ticks(self) -> list[Tick]:
        """The marks with their numbers, in 万 or 亿 where that reads better; the last one with its unit."""
        factor, word = next((pair for pair in MAGNITUDES if self.top >= pair[0]), (1.0, ""))
        count = round(self.top / self.step)
        marks = [Tick(self.x(n * self.step), f"{n * self.step / factor:g}") for n in range(count + 1)]
        return [*marks[:-1], Tick(marks[-1].x, f"{marks[-1].label} {word}{self.unit}")]

    def bar(self, figure: Any) -> Bar:
        body = max(self.x(float(figure.value)), 1.0)
        if figure.value_max is not None:
            return Bar(figure.kind, "range", body, round(max(self.x(float(figure.value_max)) - body, 1.5), 1))
        if figure.qualifier == "less":
            return Bar(figure.kind, "less", max(body - TAIL, 1.0))
        if figure.qualifier == "approx":
            fade = min(TAIL / 2, body * 0.3)
            return Bar(figure.kind, "approx", round(body - fade, 1), round(2 * fade + 2, 1))
        return Bar(figure.kind, figure.qualifier, body)
