"""What the records of a reading say of themselves."""

from __future__ import annotations

import pytest

from cases.extract.records import Header, years_shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [(2000, 2001, "2000–2001"), (2007, 2007, "2007"), (2007, None, "2007–"), (None, 2009, "2009"), (None, None, "")],
)
def test_years_are_told_once_where_they_are_one(first: int | None, last: int | None, shown: str) -> None:
    assert years_shown(first, last) == shown
    assert Header("双岗双责", 0, 4, year_from=first, year_to=last).years == shown
