"""Which stored row is the same find as one of another reading: by its place in the text and what it says there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cases.models import Extracted
from programs.extract.normal import normal_name

Same = Callable[[Any, Any], bool]
NEAR = 12  # characters two readings may differ by in where a part begins


def matched(rows: Iterable[Any], found: Sequence[Any], *tests: Same) -> tuple[list[tuple[Any, Any]], list[Any]]:
    """Each find with the row that is the same find, or None, and the rows left over; the strictest test comes first."""
    free, taken = list(rows), {}
    for same in tests:
        for at, one in enumerate(found):
            row = None if at in taken else next((row for row in free if same(row, one)), None)
            if row is not None:
                taken[at] = row
                free.remove(row)
    return [(one, taken.get(at)) for at, one in enumerate(found)], free


def covers(link: Any, start: int, end: int) -> bool:
    """Whether a case's span holds more than half of another one."""
    shared = min(link.end, end) - max(link.start, start)
    return shared * 2 > end - start


def same_span(row: Any, found: Any) -> bool:
    return row.start == found.start and row.end == found.end


def overlaps(row: Any, found: Any) -> bool:
    return bool(row.start < found.end and found.start < row.end)


def starts_alike(row: Extracted, found: Any) -> bool:
    return abs(row.start - found.start) <= NEAR


def said_start(row: Any, found: Any) -> bool:
    """Where the reader last said a part begins, before a person gave it another span."""
    said = row.reading.get("start")
    return said is not None and abs(said - found.start) <= NEAR


def same_figure(row: Any, found: Any) -> bool:
    """Overlapping span and equal value: as shown, or as the reader last said before a person corrected it."""
    overlap = row.start < found.end and found.start < row.end
    said = [row.value, row.reading.get("value")]
    return overlap and any(_near(value, found.value) for value in said if value is not None)


def same_decided_figure(row: Any, found: Any) -> bool:
    """The very words a person has decided on, whatever the reader makes of them now."""
    return row.state != "proposed" and same_span(row, found)


def _near(one: Any, other: Any) -> bool:
    return abs(float(one) - float(other)) < 1e-3 * (1 + abs(float(other)))


def same_program(row: Any, found: Any) -> bool:
    """The same record, or the name the reader gave before a person said otherwise."""
    said, says = (str(link.reading.get("name") or "") for link in (row, found))
    return row.program_id == found.program.pk or (bool(said) and normal_name(said) == normal_name(says))


def same_flag(row: Any, found: Any) -> bool:
    """`found` is (kind, message, keys of its figures); the figures of the row must be prefetched."""
    kind, message, figures = found
    shared = any(figure.pk in figures for figure in row.figures.all())
    return bool(row.kind == kind and (shared or row.message == message))


def equal(stored: Any, value: Any) -> bool:
    """Equal as a person sees it: a stored decimal has six places."""
    if isinstance(value, float) and stored is not None:
        return abs(float(stored) - value) < 1e-6 * max(1.0, abs(value))
    return bool(stored == value)
