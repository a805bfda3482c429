"""The form of a case: its parts, and its length against common calls."""

from __future__ import annotations

import pytest

from cases.extract.form import CALLS, PARTS, check_form
from cases.extract.records import SECTION_KINDS
from cases.models import Section


def test_parts_are_told_in_their_order_and_other_kinds_passed_over() -> None:
    form = check_form(["appendix", "practice", "problems", "background"], "")
    assert form.present == ("background", "practice", "appendix")
    assert form.missing == ("results", "lessons")


def test_every_part_is_a_kind_the_reader_knows_and_has_a_name() -> None:
    assert set(PARTS) <= set(SECTION_KINDS) and set(PARTS) <= set(Section.Kind.values)


def test_blanks_and_line_ends_are_no_characters() -> None:
    assert check_form([], "一、 背景\n\u3000\u3000近年来,GDP 12%。").length == 15


@pytest.mark.parametrize(
    ("length", "fits", "over"),
    [
        (0, 1500, []),
        (1500, 1500, []),
        (1501, 3000, [(1500, 1)]),
        (5000, 5000, [(1500, 3500), (3000, 2000)]),
        (5001, None, [(1500, 3501), (3000, 2001), (5000, 1)]),
    ],
)
def test_a_length_fits_the_shortest_call_it_is_not_over(
    length: int, fits: int | None, over: list[tuple[int, int]]
) -> None:
    form = check_form([], "党" * length)
    assert (form.fits, form.over) == (fits, over)
    assert CALLS == (1500, 3000, 5000)
