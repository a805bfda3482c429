"""The pages and files of programmes, measures and practices, over the eight published cases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Mask
from programs.across import across
from programs.models import CaseProgram, Measure, Practice, Program

pytestmark = pytest.mark.django_db

LISTS = ["programs", "measures", "practices"]


def records(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return json.loads(response.getvalue())


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_how_many_rows_its_file_has(library: None, client: Client, name: str) -> None:
    page = client.get(f"/{name}/").context["listing"]
    assert page.total == len(records(client, f"/{name}.json"))
    assert page.total > 20


@pytest.mark.parametrize("name", LISTS)
def test_pages_by_key_give_every_row_once(library: None, client: Client, name: str) -> None:
    seen, address = [], f"/{name}/?page_size=7"
    while address:
        listing = client.get(address).context["listing"]
        seen += [row.pk for row in listing.rows]
        address = listing.next
    assert len(seen) == len(set(seen)) == listing.total


@pytest.mark.parametrize(
    "query",
    [
        "kind=工程",
        "kind=工程&kind=制度",
        "main=main",
        "place=330000",
        "place=330824&place=330421",
        "year_min=2002&year_max=2003",
        "q=帮扶",
        "sort=cases",
        "sort=year",
    ],
)
def test_a_file_of_programmes_is_exactly_the_filtered_list(library: None, client: Client, query: str) -> None:
    listing = client.get(f"/programs/?page_size=100&{query}").context["listing"]
    assert not listing.notes
    assert [row.pk for row in listing.rows] == [row["id"] for row in records(client, f"/programs.json?{query}")]


@pytest.mark.parametrize(
    "query", ["practice=loans", "practice=loans&practice=pairing", "place=620000", "case=4", "q=贷款"]
)
def test_a_file_of_measures_is_exactly_the_filtered_list(library: None, client: Client, query: str) -> None:
    listing = client.get(f"/measures/?page_size=100&{query}").context["listing"]
    assert [row.pk for row in listing.rows] == [row["id"] for row in records(client, f"/measures.json?{query}")]


@pytest.mark.parametrize("name", LISTS)
def test_every_facet_counts_what_choosing_it_gives(library: None, client: Client, name: str) -> None:
    for facet in client.get(f"/{name}/").context["listing"].facets:
        for option in facet["options"][:4]:
            chosen = client.get(f"/{name}/", {facet["name"]: option.value}).context["listing"]
            assert chosen.total == option.count, f"{facet['name']}={option.value}"


def test_a_province_counts_a_programme_of_two_of_its_counties_once(library: None, client: Client) -> None:
    link = CaseProgram.objects.get(case__number=1, main=True)
    CaseProgram.objects.create(
        case=Case.objects.get(number=2), program=link.program, source=link.source,
        start=link.start, end=link.end, quote=link.quote,
    )  # fmt: skip
    options = {option.value: option for option in client.get("/programs/").context["listing"].facet["place"]["options"]}
    listing = client.get("/programs/?place=330000").context["listing"]
    assert options["330000"].count == listing.total


def test_bounds_of_years_hold_for_the_same_case(library: None, client: Client) -> None:
    link = CaseProgram.objects.get(case__number=1, main=True)  # 2000–2001
    CaseProgram.objects.create(
        case=Case.objects.get(number=6), program=link.program, source=link.source,
        start=link.start, end=link.end, quote=link.quote,
    )  # fmt: skip
    between = records(client, "/programs.json?year_min=2003&year_max=2006")
    assert link.program_id not in [row["id"] for row in between]


def test_a_programme_only_an_unpublished_case_names_is_nowhere(library: None, client: Client) -> None:
    only = CaseProgram.objects.get(case__number=4, main=True).program
    Case.objects.get(number=4).withdraw("not ours")
    assert only.pk not in [row["id"] for row in records(client, "/programs.json")]
    assert client.get(f"/programs/{only.pk}/").status_code == 404
    assert 4 not in {row["case"] for row in records(client, "/measures.json")}


def test_a_rejected_measure_is_in_no_list_and_no_count(library: None, client: Client) -> None:
    measure = Measure.objects.public().filter(practices__slug="loans").first()
    before = {row["slug"]: row["measures_count"] for row in records(client, "/practices.json")}
    measure.reject()
    after = {row["slug"]: row["measures_count"] for row in records(client, "/practices.json")}
    assert after["loans"] == before["loans"] - 1
    assert measure.pk not in [row["id"] for row in records(client, "/practices/loans.json")]


def test_a_practice_page_leads_from_the_earliest_year_on(library: None, client: Client) -> None:
    rows = client.get("/practices/pairing/").context["listing"].rows
    years = [row.case.year_key for row in rows]
    assert years == sorted(years)
    assert len({row.case_id for row in rows}) > 2


def test_a_practice_that_is_not_known_is_not_found(library: None, client: Client) -> None:
    assert client.get("/practices/nonsense/").status_code == 404


def test_a_programme_page_shows_its_slogan_taken_apart(library: None, client: Client) -> None:
    program = Program.objects.get(case_links__case__number=4, case_links__main=True)
    text = client.get(f"/programs/{program.pk}/").content.decode()
    for part in program.parts:
        assert part["name"] in text
        assert all(meaning in text for meaning in part["means"])


def test_a_programme_page_leads_to_its_first_words(library: None, client: Client) -> None:
    program = Program.objects.get(case_links__case__number=1, case_links__main=True)
    link = program.case_links.get()
    assert link.words_url.replace("&", "&amp;") in client.get(f"/programs/{program.pk}/").content.decode()


def test_every_measure_is_one_click_from_its_words(library: None, client: Client) -> None:
    response = client.get("/measures/?page_size=100")
    text = response.content.decode()
    assert all(row.words_url.replace("&", "&amp;") in text for row in response.context["listing"].rows)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", ["year_min=abc", "kind=x", "practice=x", "place=1", "after=%00", "sort=x", "page_size=0", "foo=1", "q=%00"]
)
def test_nonsense_gets_a_note_on_the_page_and_400_in_the_file(
    library: None, client: Client, name: str, query: str
) -> None:
    response = client.get(f"/{name}/?{query}")
    assert response.status_code == 200
    if query.startswith(("foo", "sort", "page_size", "after")):
        assert response.context["listing"].notes
    if query.startswith(("foo", "sort")):
        assert client.get(f"/{name}.csv?{query}").status_code == 400


def test_a_nonsense_id_is_not_found(library: None, client: Client) -> None:
    assert client.get("/programs/99999999999999999999999/").status_code == 404
    assert client.get("/programs.exe").status_code == 404


@pytest.mark.parametrize("address", ["/programs.csv", "/measures.csv", "/practices.csv", "/practices/loans.csv"])
def test_a_csv_has_the_fields_of_the_json(library: None, client: Client, address: str) -> None:
    text = client.get(address).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    told = records(client, address.replace(".csv", ".json"))
    assert len(rows) == len(told)
    assert list(rows[0]) == list(told[0])


def test_masked_names_are_in_no_file(library: None, client: Client) -> None:
    names = {name for mask in Mask.objects.all() for name in (mask.name, mask.quote)}
    assert names
    for name in LISTS:
        text = client.get(f"/{name}.json").getvalue().decode()
        assert not [each for each in names if each in text]


def grow(count: int) -> None:
    """More programmes, namings and measures of the cases there are."""
    link, measure = CaseProgram.objects.filter(main=True).first(), Measure.objects.public().first()
    practice = Practice.objects.get(slug="loans")
    for n in range(count):
        program = Program.objects.create(name=f"新项目{n}")
        span = {"source": link.source, "start": link.start, "end": link.end, "quote": link.quote}
        CaseProgram.objects.create(case=link.case, program=program, **span)
        Measure.objects.create(
            case=measure.case, source=measure.source, start=n, end=n + 5, quote="x", heading=f"第{n}"
        ).practices.add(practice)


@pytest.mark.parametrize(
    "address",
    [
        "/programs/?page_size=100",
        "/measures/?page_size=100",
        "/practices/",
        "/practices/loans/?page_size=100",
        "/measures.json",
        "/programs.json",
    ],
)
def test_a_list_asks_as_often_however_long_it_is(library: None, client: Client, address: str) -> None:
    # Programmes: count, rows with their counts, namings, sources and masks of both, facets (kind, part, place).
    # Measures: count, rows, practices, sources, masks, figures with theirs, facets (practice, place).
    before = queries(lambda: client.get(address).getvalue())
    grow(12)
    assert queries(lambda: client.get(address).getvalue()) == before


def test_a_programme_page_asks_as_often_however_many_cases_name_it(library: None, client: Client) -> None:
    # The programme, its namings, their sources and masks; measures, practices, figures and main programmes with theirs.
    link = CaseProgram.objects.get(case__number=1, main=True)
    address = f"/programs/{link.program_id}/"
    before = queries(lambda: client.get(address))
    for case in Case.objects.exclude(number=1):
        CaseProgram.objects.create(
            case=case, program=link.program, source=case.primary_link.source, start=0, end=1, quote="x"
        )
    assert queries(lambda: client.get(address)) == before


def test_a_practice_shows_where_and_when_on_one_axis(library: None, client: Client) -> None:
    drawn = client.get("/practices/pairing/").context["timeline"]
    years = [strip.case.year_from for strip in drawn.strips]
    assert years == sorted(years) and len(years) > 3
    assert drawn.strips[0].x < drawn.strips[-1].x


def test_a_practice_leads_to_the_same_indicator_across_counties(library: None, client: Client) -> None:
    first = client.get("/practices/pairing/").context["indicators"][0]
    assert first["cases"] > 1
    answer = client.get("/figures/", {"practice": "pairing", "indicator": first["figures__indicator__name"]})
    assert len({figure.case_id for figure in answer.context["listing"].rows}) == first["cases"]


def test_a_practice_shows_an_indicator_across_counties_on_one_scale(library: None, client: Client) -> None:
    response = client.get("/practices/pairing/")
    for chart in response.context["across"]:
        assert chart.places >= 2 and len({row.case.place_id for row in chart.rows}) >= 2
        assert {(row.unit_id, row.indicator_id) for row in chart.rows} == {(chart.unit.pk, chart.indicator.pk)}
        longest = max(chart.rows, key=lambda row: row.bar.tip)
        assert longest.value == max(row.value for row in chart.rows)
    assert response.content.decode().count('class="figure-bar"') == sum(len(c.rows) for c in response.context["across"])
    assert len(response.context["across"]) == 3


def test_a_programme_shows_its_indicators_beside_other_counties(library: None, client: Client) -> None:
    program = Program.objects.get(name="两会两评")
    response = client.get(program.get_absolute_url())
    assert response.context["across"]
    for chart in response.context["across"]:
        assert {row.case.number for row in chart.rows} - {4}
    assert 'class="here"' in response.content.decode()


def test_indicators_across_counties_are_got_in_a_constant_number_of_queries(library: None, client: Client) -> None:
    with CaptureQueriesContext(connection) as first:
        shown = [row for chart in across() for row in chart.rows]
    with CaptureQueriesContext(connection) as second:
        fewer = [row for chart in across(case__number__in=[1, 2, 5]) for row in chart.rows]
    assert len(shown) > len(fewer) > 0 and len(first) == len(second)


def test_figures_are_those_of_a_programmes_cases(library: None, client: Client) -> None:
    program = Program.objects.get(name="两会两评")
    listing = client.get(f"/figures/?program={program.pk}").context["listing"]
    assert {row.case.number for row in listing.rows} == {4} and "两会两评" in listing.words
    assert listing.total == len(records(client, "/figures.json?case=4"))
    assert client.get("/figures/?program=0").context["listing"].notes
