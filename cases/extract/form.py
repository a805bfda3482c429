"""The form of a case 体例: which of the parts it should have are there, and which calls for cases its length fits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cases.extract.values import value

PARTS: Final = ("background", "practice", "results", "lessons", "appendix")
CALLS: Final = (1500, 3000, 5000)  # the characters common calls for cases allow


@value(frozen=True, slots=True)
class Form:
    """The parts of `PARTS` that are there and that are missing, and the length in characters without blanks."""

    present: tuple[str, ...]
    missing: tuple[str, ...]
    length: int

    @property
    def fits(self) -> int | None:
        """The shortest of `CALLS` the case fits, None where it is too long for all."""
        return next((call for call in CALLS if self.length <= call), None)

    @property
    def over(self) -> list[tuple[int, int]]:
        """Each call it is too long for, and by how many characters."""
        return [(call, self.length - call) for call in CALLS if self.length > call]


def check_form(kinds: Iterable[str], words: str) -> Form:
    """The form of a case from the kinds of its sections and its clean words; kinds that are no part are passed over.

    >>> form = check_form(["practice", "background", "other"], "一、背景\\n 近年来，党员队伍不断壮大。")
    >>> form.missing, form.length, form.fits
    (('results', 'lessons', 'appendix'), 17, 1500)
    """
    there = set(kinds)
    present = tuple(part for part in PARTS if part in there)
    return Form(present, tuple(part for part in PARTS if part not in there), len("".join(words.split())))
