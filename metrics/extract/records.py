"""What reading finds of quantities: plain values, no Django."""

from __future__ import annotations

from cases.extract.values import value


@value(frozen=True, slots=True)
class Quantity:
    """A number as written, with its value: `660余万元` is 6600000 元, `more`.

    `unit` leaves the magnitude out and may carry a rate (元/年); it is "" where there is none. `value_max` is the
    upper end of a range.
    """

    start: int
    end: int
    value: float
    unit: str
    value_max: float | None = None
    qualifier: str = "exact"


@value(frozen=True, slots=True)
class FigureFound(Quantity):
    """A quantity and what it means: what is counted, of whom, when, and whether done, aimed at or a rule."""

    label: str = ""
    scope: str | None = None
    period: str | None = None
    period_basis: str | None = None
    kind: str = "reported"
    claim: str = "other"
    indicator: str | None = None
    confidence: float = 0.5
    context_start: int = 0
    context_end: int = 0


@value(frozen=True, slots=True)
class FlagFound:
    """A check that does not hold; `figures` are spans (start, end) of the figures involved."""

    kind: str
    figures: tuple[tuple[int, int], ...]
    message: str


QUALIFIERS = ("exact", "approx", "more", "less", "range")
KINDS = ("reported", "target", "norm", "context")
CLAIMS = ("input", "activity", "output", "outcome", "other")
FLAG_KINDS = ("sum", "two_values", "share", "rate_group", "per_head", "other")
