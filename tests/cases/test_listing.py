"""The list of cases as a page, and its twins as files."""

import csv
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case

HOSTILE = [
    "year_min=abc", "year_min=99999999999999999999", "year_max=-1", "year_min=NaN", "place=zz", "place=330000'--",
    "kind=%00", "q=%00", "q=%22", "q=-", "q=%E2%80%9C", "q=" + "a" * 500, "sort=nonsense", "page_size=0",
    "page_size=101", "page_size=-5", "page_size=9e9", "page_size=%D9%A3", "after=@@", "before=AAAA", "after=%00",
    "after=" + "W" * 4000, "condition=maybe", "unit=<script>alert(1)</script>", "nothing=1", "%FF=%FE", "q[]=1",
    "practice=zzz&practice=loans", "year_min=2003&year_max=2000",
]  # fmt: skip


def numbers(response: Any) -> list[int]:
    found = re.findall(r'<h2><a href="/cases/(\d+)/">', response.content.decode())
    return [int(number) for number in found]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("query", HOSTILE)
def test_the_page_passes_over_nonsense(library: None, client: Client, query: str) -> None:
    response = client.get(f"/cases/?{query}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("query", [*HOSTILE[:6], *HOSTILE[12:17], "condition=maybe", "nothing=1", "after=@@"])
def test_the_page_says_what_it_passed_over(library: None, client: Client, query: str) -> None:
    response = client.get(f"/cases/?{query}")
    assert response.context["listing"].notes
    assert b'class="notes"' in response.content


def test_a_nonsense_page_key_shows_the_first_page(library: None, client: Client) -> None:
    assert numbers(client.get("/cases/?page_size=3&after=nonsense")) == [1, 2, 3]


def test_page_by_page_gives_the_whole_list(library: None, client: Client) -> None:
    found, url = [], "/cases/?page_size=3&sort=year"
    while url:
        response = client.get(url)
        found += numbers(response)
        url = response.context["listing"].next
    assert found == numbers(client.get("/cases/?page_size=100&sort=year"))
    assert sorted(found) == list(range(1, 9))


def test_back_from_the_last_page_leads_to_the_first(library: None, client: Client) -> None:
    last = client.get(client.get("/cases/?page_size=3").context["listing"].last)
    before = client.get(last.context["listing"].previous)
    assert (numbers(before), numbers(last)) == ([3, 4, 5], [6, 7, 8])
    assert numbers(client.get(last.context["listing"].first)) == [1, 2, 3]


@pytest.mark.parametrize("path", ["/cases/", "/programs/", "/measures/", "/figures/"])
def test_a_list_of_several_pages_jumps_to_a_year(library: None, client: Client, path: str) -> None:
    jumps = client.get(f"{path}?page_size=2").context["listing"].jumps
    assert len({jump["year"] for jump in jumps}) == len(jumps) > 3
    for jump in jumps[::3]:
        page = client.get(jump["url"])
        assert not page.context["listing"].notes
        assert page.context["listing"].sort.name == "year"
        assert page.context["listing"].rows
        assert page.context["listing"].previous
        assert page.content.decode().count('<details class="jump">') == 1
    assert not client.get(f"{path}?place=330824&page_size=100&year_max=1900").context["listing"].jumps


def test_a_jump_keeps_the_order_by_year_that_is_chosen(library: None, client: Client) -> None:
    jumps = client.get("/cases/?page_size=2&sort=year_down&year_min=2001").context["listing"].jumps
    assert numbers(client.get(next(jump["url"] for jump in jumps if jump["year"] == 2007)))[0] == 5
    assert min(jump["year"] for jump in jumps) == 2001


def test_unknown_years_come_last_in_either_direction(library: None, client: Client) -> None:
    Case.objects.filter(number=1).update(year_from=None, year_to=None)
    assert numbers(client.get("/cases/?sort=year"))[-1] == 1
    assert numbers(client.get("/cases/?sort=year_down"))[-1] == 1


def test_every_order_holds_every_case_once(library: None, client: Client) -> None:
    orders = client.get("/cases/").context["listing"].orders
    for order in orders:
        assert sorted(numbers(client.get(f"/cases/?sort={order['name']}"))) == list(range(1, 9))


def test_cases_link_to_their_plain_address(library: None, client: Client) -> None:
    assert 'href="/cases/4/"' in client.get("/cases/?kind=模式").content.decode()


def test_the_filter_is_said_in_words(library: None, client: Client) -> None:
    listing = client.get("/cases/?place=330000&year_min=2000&year_max=2003").context["listing"]
    assert "浙江省" in listing.words
    assert "2000–2003" in listing.words
    assert "3" in listing.counted


def test_each_chip_takes_its_own_filter_away(library: None, client: Client) -> None:
    query = "/cases/?place=330000&place=420000&year_min=2000&year_max=2003&q=%E5%85%9A%E5%91%98"
    chips = client.get(query).context["listing"].chips
    assert len(chips) == 4
    for chip in chips:
        assert len(client.get(chip["url"]).context["listing"].chips) == 3


def test_links_carry_neither_nonsense_nor_page_keys(library: None, client: Client) -> None:
    listing = client.get("/cases/?place=330000&foo=1&year_min=x&after=zz&page_size=1").context["listing"]
    assert listing.link() == "/cases/?place=330000&page_size=1"
    assert listing.exports[0]["url"] == "/cases.json?place=330000"


def test_an_empty_result_offers_to_drop_each_filter(library: None, client: Client) -> None:
    response = client.get("/cases/?place=330000&year_min=2020")
    assert response.context["listing"].total == 0
    assert response.content.decode().count('<li><a href="/cases/?') >= 2


def test_what_dropping_a_filter_would_give_is_what_it_gives(library: None, client: Client) -> None:
    for drop in client.get("/cases/?place=330000&year_min=2020").context["listing"].drops:
        assert client.get(drop["url"]).context["listing"].total == drop["count"] > 0


def test_a_case_that_is_not_published_is_in_no_list_and_no_count(library: None, client: Client) -> None:
    Case.objects.get(number=4).withdraw("test")
    response = client.get("/cases/")
    assert 4 not in numbers(response)
    assert response.context["listing"].total == 7
    assert "兴山" not in body(client.get("/cases.csv")).decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(library: None, client: Client) -> None:
    client.get("/cases/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/cases/?page_size=2")
    with CaptureQueriesContext(connection) as many:
        client.get("/cases/?page_size=100")
    # Facets: choices and counts of each; then the page, the count, sources with links and masks, programmes,
    # figures with units and sources.
    assert len(few) == len(many) <= 22


@pytest.mark.parametrize("query", ["", "?place=330000", "?kind=模式&sort=year", "?q=结对&sort=title"])
def test_the_files_hold_exactly_the_rows_of_the_list(library: None, client: Client, query: str) -> None:
    shown = numbers(client.get(f"/cases/{query}"))
    as_json = [record["number"] for record in json.loads(body(client.get(f"/cases.json{query}")))]
    rows = csv.DictReader(io.StringIO(body(client.get(f"/cases.csv{query}")).decode("utf-8-sig")))
    sheet = openpyxl.load_workbook(io.BytesIO(body(client.get(f"/cases.xlsx{query}")))).active
    assert as_json == [int(row["number"]) for row in rows] == shown
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == shown


def test_a_csv_begins_with_a_byte_order_mark(library: None, client: Client) -> None:
    assert body(client.get("/cases.csv")).startswith("\ufeff".encode())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_file_runs_as_a_formula(library: None, client: Client, start: str) -> None:
    Case.objects.filter(number=1).update(title=f"{start}cmd|' /C calc'!A0")
    rows = list(csv.DictReader(io.StringIO(body(client.get("/cases.csv")).decode("utf-8-sig"), newline="")))
    assert rows[0]["title"].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(body(client.get("/cases.xlsx")))).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
@pytest.mark.parametrize("query", ["nothing=1", "year_min=abc", "sort=zz", "page_size=0", "place=zz"])
def test_a_file_refuses_nonsense_with_what_is_wrong(library: None, client: Client, form: str, query: str) -> None:
    response = client.get(f"/cases.{form}?{query}")
    assert response.status_code == 400
    assert response.content


def test_a_sheet_with_too_many_rows_is_refused(library: None, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("cases.exports.XLSX_ROWS", 7)
    assert client.get("/cases.xlsx").status_code == 400
    assert client.get("/cases.csv").status_code == 200


def test_other_forms_are_not_found(library: None, client: Client) -> None:
    assert client.get("/cases.zip").status_code == 404


def test_reading_pages_take_no_post(library: None, client: Client) -> None:
    assert [client.post(url).status_code for url in ("/cases/", "/cases.csv", "/cases/1/")] == [405, 405, 405]


def test_htmx_keeps_the_address_in_step(library: None, client: Client) -> None:
    response = client.get("/cases/?place=330000&year_min=&q=", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/cases/?place=330000"
