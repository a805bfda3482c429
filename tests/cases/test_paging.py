"""Page keys: what they hold, and that nothing but their own form is taken."""

import base64
import json
from contextlib import suppress

import pytest

from cases.models import Case
from cases.paging import BadKey, Sort, cut_page, decode, encode, neighbours

BY_TITLE = Sort("title", "title", ("title_key", "number"))
BY_YEAR = Sort("year", "year", ("-year_key", "number"))
SORTS = [Sort("number", "number", ("number",)), BY_TITLE, BY_YEAR]


def key_of(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def walk(sort: Sort, size: int) -> list[int]:
    found, key = [], ""
    while key is not None:
        page = cut_page(Case.objects.published(), sort, size, after=key)
        found += [case.number for case in page.rows]
        key = page.next
    return found


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
@pytest.mark.parametrize("size", [1, 2, 3, 8, 100])
def test_pages_one_after_another_are_the_whole_list(library: None, sort: Sort, size: int) -> None:
    assert walk(sort, size) == list(Case.objects.published().order_by(*sort.keys).values_list("number", flat=True))


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
def test_pages_backwards_are_the_whole_list(library: None, sort: Sort) -> None:
    found: list[int] = []
    key: str | None = "end"
    while key is not None:
        page = cut_page(Case.objects.published(), sort, 3, before=key)
        found = [case.number for case in page.rows] + found
        key = page.previous
    assert found == list(Case.objects.published().order_by(*sort.keys).values_list("number", flat=True))


def test_the_last_page_has_no_next_and_the_first_no_previous(library: None) -> None:
    assert cut_page(Case.objects.published(), BY_TITLE, 3, before="end").next is None
    assert cut_page(Case.objects.published(), BY_TITLE, 3).previous is None


def test_a_key_gives_back_the_sort_values_of_its_row(library: None) -> None:
    case = Case.objects.get(number=4)
    assert decode(encode(case, BY_TITLE), Case.objects.all(), BY_TITLE) == [case.title_key, 4]


@pytest.mark.parametrize(
    "key",
    ["@@", "AAAA", "=", "é", key_of(), key_of("year", 1, 2), key_of("title", "a"), key_of("title", "a", "b"),
     key_of("title", None, 1), key_of("title", "a\0", 1), key_of("title", [], 1), key_of("title", True, 1),
     key_of("title", "\ud800", 1), key_of("title", {"a": 1}, 1), "W" * 5000],
)  # fmt: skip
def test_any_other_key_is_refused(library: None, key: str) -> None:
    with pytest.raises(BadKey):
        decode(key, Case.objects.all(), BY_TITLE)


@pytest.mark.parametrize("number", [10**30, -(10**30), 1e400, float("nan")])
def test_numbers_beyond_the_column_are_no_error(library: None, number: float) -> None:
    with suppress(BadKey):
        cut_page(Case.objects.published(), BY_TITLE, 3, after=key_of("title", "a", number))


def test_the_neighbours_of_a_row_are_those_of_the_list(library: None) -> None:
    around = neighbours(Case.objects.published(), BY_TITLE, Case.objects.get(number=4).pk)
    titles = list(Case.objects.published().order_by("title_key", "number").values_list("number", flat=True))
    at = titles.index(4)
    assert around is not None
    assert (around.position, around.total) == (at + 1, 8)
    assert around.previous.number == titles[at - 1]
    assert around.next.number == titles[at + 1]


def test_a_row_that_the_list_does_not_hold_has_no_neighbours(library: None) -> None:
    assert neighbours(Case.objects.filter(number=1), BY_TITLE, Case.objects.get(number=4).pk) is None


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
def test_what_was_there_is_met_once_while_cases_are_added(library: None, sort: Sort) -> None:
    found: list[int] = []
    key: str | None = ""
    while key is not None:
        page = cut_page(Case.objects.published(), sort, 2, after=key)
        found += [case.number for case in page.rows]
        key = page.next
        for year, title in [(1990, "阿"), (2001, "民"), (2030, "字")]:
            Case.objects.create(title=title, year_from=year, state=Case.Status.PUBLISHED)
        if len(found) > 60:
            break
    assert [number for number in found if number <= 8] == [
        number for number in Case.objects.order_by(*sort.keys).values_list("number", flat=True) if number <= 8
    ]


@pytest.mark.parametrize(
    ("sort", "year", "first"),
    [
        (Sort("year", "year", ("year_key", "number"), least=(0,)), 2002, 3),
        (Sort("year", "year", ("year_key", "number"), least=(0,)), 1980, 1),
        (Sort("down", "down", ("-year_key", "number"), least=(0,)), 2007, 5),
    ],
)
def test_a_page_begins_at_a_year(library: None, sort: Sort, year: int, first: int) -> None:
    page = cut_page(Case.objects.published(), sort, 3, after=sort.from_year(year))
    assert page.rows[0].number == first
    rest = cut_page(Case.objects.published(), sort, 100, before=page.previous).rows if page.previous else []
    assert all(case.year_key < year if sort.keys[0] == "year_key" else case.year_key > year for case in rest)
