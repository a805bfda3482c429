"""Cases side by side: what all have, what only some have, one scale a row, and errors that help."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Source
from desk.aligned import Aligned


def compared(client: Client, *numbers: int) -> Aligned:
    answer = client.get("/compare/", {"case": numbers})
    assert answer.status_code == 200
    found: Aligned = answer.context["aligned"]
    return found


def rows(aligned: Aligned) -> dict[str, Any]:
    return {row.label: row for part in aligned.parts for row in part.rows}


def test_practices_all_cases_have_come_first_and_are_said_above(library: None, client: Client) -> None:
    aligned = compared(client, 2, 8, 5)
    assert aligned.practices[0].shared
    assert "结对帮扶" in aligned.shared
    assert "都有" in client.get("/compare/", {"case": [2, 8, 5]}).content.decode()


def test_what_a_text_does_not_say_is_said_so(library: None, client: Client) -> None:
    aligned = compared(client, 2, 8, 5)
    row = next(row for row in aligned.practices if not row.shared)
    assert any(not cell.said for cell in row.cells)
    assert "文中未写" in client.get("/compare/", {"case": [2, 8, 5]}).content.decode()


def test_a_row_has_one_scale_on_which_the_longest_bar_is_the_largest_number(library: None, client: Client) -> None:
    row = rows(compared(client, 2, 8, 5))["培训人次"]
    bars = {figure.public_shown: figure.bar.tip for cell in row.cells for figure in cell.shown}
    assert bars["1.57万人次"] > bars["6000多人次"] > bars["2462人次"]


def test_different_units_are_never_drawn_on_one_scale(library: None, client: Client) -> None:
    row = rows(compared(client, 2, 8, 5))["培训期数"]
    assert not any(hasattr(figure, "bar") for cell in row.cells for figure in cell.shown)
    assert "单位不同" in [name for name, _words in row.notes]


def test_numbers_said_of_the_county_and_of_its_villages_are_told_apart(library: None, client: Client) -> None:
    row = rows(compared(client, 2, 8))["投入资金"]
    assert ("口径不同", "嘉善县 全县；黔西县 帮扶村") in row.notes


def test_the_words_about_who_led_lead_to_their_characters(library: None, client: Client) -> None:
    for cell in compared(client, 2, 8, 5).leads.cells:
        assert cell.quoted is not None
        start, end = map(int, cell.quoted.url.split("c=")[1].removesuffix("#c").split("-"))
        source = Source.objects.get(cases=cell.case)
        assert source.public_clean(start, end) == cell.quoted.words


def test_the_order_asked_for_is_kept_and_a_case_asked_twice_stands_once(library: None, client: Client) -> None:
    assert [case.number for case in compared(client, 8, 2, 8).cases] == [8, 2]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "选两到四个案例"),
        ("?case=8", "再选一个才能比较"),
        ("?case=8&case=99&case=2", "没有第 99 号案例"),
        ("?case=8&case=x&case=2", "“x”不是案例号"),
        ("?case=1&case=2&case=3&case=4&case=5", "未列入：第 5 号"),
        ("?case=" + "9" * 400, "不是案例号"),
    ],
)
def test_a_wrong_request_says_what_to_do(library: None, client: Client, query: str, words: str) -> None:
    answer = client.get(f"/compare/{query}")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_an_unpublished_case_is_not_compared(library: None, client: Client) -> None:
    Case.objects.filter(number=8).update(state=Case.Status.IN_REVIEW)
    assert "没有第 8 号案例" in client.get("/compare/?case=2&case=8").content.decode()


def test_four_cases_take_as_many_queries_as_two(library: None, client: Client) -> None:
    counts = []
    for numbers in ([1, 4], [1, 4, 6, 7]):
        with CaptureQueriesContext(connection) as queries:
            client.get("/compare/", {"case": numbers})
        counts.append(len(queries))
    assert counts[1] <= counts[0]  # a full table suggests no further case


def test_ticked_cases_alone_are_exported(library: None, client: Client) -> None:
    lines = b"".join(client.get("/cases.csv?case=2&case=8").streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert client.get("/cases.csv?case=x").status_code == 400


def test_a_list_narrowed_to_numbers_says_so_and_lets_them_be_dropped(library: None, client: Client) -> None:
    html = client.get("/cases/?case=2&case=8").content.decode()
    assert "案例号 2、8" in html
    assert 'type="hidden" name="case" value="8"' in html
