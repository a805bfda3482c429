"""The pages and files of figures, over the eight published cases."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Mask
from metrics.models import Figure, Unit
from metrics.shown import place_in_context

pytestmark = pytest.mark.django_db


def records(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return json.loads(response.getvalue())


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_the_list_says_how_many_figures_its_file_has(library: None, client: Client) -> None:
    assert client.get("/figures/").context["listing"].total == len(records(client, "/figures.json")) >= 330


@pytest.mark.parametrize("sort", ["text", "value_down", "value_up", "year"])
def test_pages_by_key_give_every_figure_once_in_each_order(library: None, client: Client, sort: str) -> None:
    seen, address = [], f"/figures/?page_size=50&sort={sort}"
    while address:
        listing = client.get(address).context["listing"]
        seen += [row.pk for row in listing.rows]
        address = listing.next
    assert seen == [row["id"] for row in records(client, f"/figures.json?sort={sort}")]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "query",
    [
        "unit=元",
        "unit=元&unit=户",
        "kind=target&kind=norm",
        "claim=input",
        "qualifier=more",
        "state=corrected",
        "place=330000",
        "place=330000&place=330824",
        "year_min=2007&year_max=2007",
        "year_basis=page_date",
        "indicator=培训人次",
        "unit=元&value_min=20万",
        "unit=元&value_min=1万&value_max=50000",
        "doubt=with",
        "case=4",
        "q=培训",
    ],
)
def test_the_file_is_exactly_the_filtered_list(library: None, client: Client, query: str) -> None:
    listing = client.get(f"/figures/?page_size=100&{query}").context["listing"]
    told = records(client, f"/figures.json?{query}")
    assert not listing.notes
    assert listing.total == len(told) > 0
    assert [row.pk for row in listing.rows] == [row["id"] for row in told[:100]]


def test_every_facet_counts_what_choosing_it_gives(library: None, client: Client) -> None:
    for facet in client.get("/figures/").context["listing"].facets:
        for option in facet["options"][:3]:
            chosen = client.get("/figures/", {facet["name"]: option.value}).context["listing"]
            assert chosen.total == option.count, f"{facet['name']}={option.value}"


def test_bars_are_drawn_only_where_one_unit_is_chosen(library: None, client: Client) -> None:
    assert client.get("/figures/").context["scale"] is None
    assert client.get("/figures/?unit=元&unit=户").context["scale"] is None
    response = client.get("/figures/?unit=元&sort=value_down")
    assert response.context["scale"].unit == "元"
    assert response.content.decode().count('class="figure-bar"') == len(response.context["rows"])


def test_all_pages_of_a_unit_share_one_scale(library: None, client: Client) -> None:
    first = client.get("/figures/?unit=元&page_size=20&sort=value_up")
    last = client.get(first.context["listing"].next)
    assert first.context["scale"] == last.context["scale"]


def test_a_bound_of_the_value_asks_for_one_unit(library: None, client: Client) -> None:
    listing = client.get("/figures/?value_min=5").context["listing"]
    assert listing.notes
    assert listing.total == client.get("/figures/").context["listing"].total
    assert client.get("/figures.csv?value_min=5").status_code == 400


def test_a_range_that_reaches_the_bound_is_kept(library: None, client: Client) -> None:
    figure = (
        Figure.objects.published().filter(value_max__isnull=False, unit__isnull=False).select_related("unit").first()
    )
    told = records(client, f"/figures.json?unit={figure.unit.name}&value_min={figure.value_max}")
    assert figure.pk in [row["id"] for row in told]


def test_a_file_carries_the_words_and_where_they_stand(library: None, client: Client) -> None:
    figures = Figure.objects.in_bulk()
    for row in records(client, "/figures.json"):
        figure = figures[row["id"]]
        assert row["end"] - row["start"] == len(figure.quote) == len(row["quote"])
        assert row["words"].endswith(f"c={figure.start}-{figure.end}#c")


def test_numbers_are_plain_numbers(library: None, client: Client) -> None:
    rows = {row["quote"]: row for row in records(client, "/figures.json?case=5")}
    assert rows["512万元"]["value"] == 5_120_000
    text = client.get("/figures.csv?case=5").getvalue().decode("utf-8-sig")
    assert {row["quote"]: row["value"] for row in csv.DictReader(io.StringIO(text))}["512万元"] == "5120000"


def test_the_workbook_has_a_row_a_figure(library: None, client: Client) -> None:
    book = zipfile.ZipFile(io.BytesIO(client.get("/figures.xlsx?unit=元").getvalue()))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(records(client, "/figures.json?unit=元")) + 1


def test_every_row_is_one_click_from_its_words_and_shows_them(library: None, client: Client) -> None:
    response = client.get("/figures/?page_size=100")
    text = response.content.decode()
    for row in [each for first in response.context["rows"] for each in (first, *first.again)]:
        assert row.words_url.replace("&", "&amp;") in text
    for row in response.context["rows"]:
        assert row.words.quote == row.public_shown


def test_a_figure_is_lit_where_it_stands_not_at_a_look_alike() -> None:
    context = "先有3个,后有13个,再有3个"
    assert place_in_context(context, "3个", "前文。先有3个,后有13个,再有") == 13
    assert place_in_context(context, "3个", "前文。先有") == 2
    assert place_in_context(context, "3个", "别处的话") is None


def test_a_figure_page_tells_all_its_fields(library: None, client: Client) -> None:
    figure = Figure.objects.published().select_related("unit", "indicator").get(case__number=4, quote="42840家")
    text = client.get(f"/figures/{figure.pk}/").content.decode()
    for words in (figure.label, figure.scope, "42\u2009840", figure.unit.name, f"{figure.start}–{figure.end}"):
        assert words in text
    assert figure.words_url.replace("&", "&amp;") in text


def test_a_figure_page_tells_the_doubts_about_it(library: None, client: Client) -> None:
    figure = Figure.objects.published().filter(flags__isnull=False).first()
    assert figure.flags.first().message[:20] in client.get(f"/figures/{figure.pk}/").content.decode()


def test_neighbours_on_one_scale_share_the_unit(library: None, client: Client) -> None:
    figure = Figure.objects.published().filter(indicator__name="培训期数", unit__name="期").first()
    context = client.get(f"/figures/{figure.pk}/").context
    assert {one.unit_id for one in context["alike"]} == {figure.unit_id}
    assert figure.unit_id not in {one.unit_id for one in context["others"]}
    assert {one.indicator_id for one in [*context["alike"], *context["others"]]} == {figure.indicator_id}


def test_an_unchecked_figure_wears_its_mark(library: None, client: Client) -> None:
    figure = Figure.objects.published().first()
    Figure.objects.filter(pk=figure.pk).update(state="proposed")
    assert "badge proposed" in client.get(f"/figures/{figure.pk}/").content.decode()
    assert "badge proposed" in client.get("/figures/?state=proposed").content.decode()


def test_figures_of_an_unpublished_case_are_nowhere(library: None, client: Client) -> None:
    figure = Figure.objects.published().filter(case__number=4).first()
    Case.objects.get(number=4).withdraw("not ours")
    assert client.get(f"/figures/{figure.pk}/").status_code == 410
    for address in ("/figures.json", "/figures.csv", "/figures/?page_size=100&q=理事会"):
        assert "/cases/4/" not in client.get(address).getvalue().decode()


def test_a_rejected_figure_is_nowhere(library: None, client: Client) -> None:
    figure = Figure.objects.published().first()
    figure.reject()
    assert client.get(f"/figures/{figure.pk}/").status_code == 404
    assert figure.pk not in [row["id"] for row in records(client, "/figures.json")]


def test_masked_names_are_on_no_page_and_in_no_file(library: None, client: Client) -> None:
    names = {name for mask in Mask.objects.all() for name in (mask.name, mask.quote)}
    pages = [client.get(f"/figures{form}").getvalue().decode() for form in (".json", ".csv")]
    pages += [
        client.get(f"/figures/{pk}/").content.decode()
        for pk in Figure.objects.published().values_list("pk", flat=True)[::7]
    ]
    assert names
    assert not [name for name in names for page in pages if name in page]


@pytest.mark.parametrize(
    "query",
    [
        "foo=1", "unit=nonsense", "kind=x", "year_min=x", "case=x", "case=0", "unit=元&value_min=x",
        "unit=元&value_min=NaN", "unit=元&value_min=1e99", "unit=元&value_min=万", "sort=x", "page_size=1000",
        "place='", "state=rejected",
    ],
)  # fmt: skip
def test_nonsense_is_passed_over_with_a_note_and_refused_by_the_file(library: None, client: Client, query: str) -> None:
    response = client.get(f"/figures/?{query}")
    assert response.status_code == 200
    assert response.context["listing"].notes
    assert client.get(f"/figures.json?{query}").status_code == 400


@pytest.mark.parametrize("query", ["q=%00", "q=%27%22%3C%3E", "q=" + "长" * 300, "unit=%F0%9F%92%A3", "q=-", "unit="])
def test_hostile_words_are_no_error(library: None, client: Client, query: str) -> None:
    assert client.get(f"/figures/?{query}").status_code == 200


@pytest.mark.parametrize("address", ["/figures/?page_size=100", "/figures/?unit=元&page_size=100", "/figures.json"])
def test_the_list_asks_as_often_however_long_it_is(library: None, client: Client, address: str) -> None:
    # Count, rows, sources and masks (own and the case's), texts before, unit's scale; two for each of the facets.
    unit, model = Unit.objects.get(name="元"), Figure.objects.published().first()
    few = queries(lambda: client.get(f"{address}{'&' if '?' in address else '?'}case=5").getvalue())
    for n in range(10):
        span = {"source": model.source, "start": n, "end": n + 1, "quote": "x"}
        Figure.objects.create(case=model.case, value=n, unit=unit, **span)
    grown = queries(lambda: client.get(f"{address}{'&' if '?' in address else '?'}case=1").getvalue())
    assert grown == few


def test_a_figure_page_asks_as_often_however_many_neighbours_it_has(library: None, client: Client) -> None:
    # The figure, sources and masks; text before; neighbours of the unit and of others, each with theirs; flags.
    figure = Figure.objects.published().filter(indicator__name="培训期数", unit__name="期").first()
    before = queries(lambda: client.get(f"/figures/{figure.pk}/"))
    for n in range(8):
        span = {"source": figure.source, "start": n, "end": n + 1, "quote": "x"}
        Figure.objects.create(case=figure.case, value=n, unit=figure.unit, indicator=figure.indicator, **span)
    assert queries(lambda: client.get(f"/figures/{figure.pk}/")) == before


def test_figures_stand_under_their_year_or_programme(library: None, client: Client) -> None:
    html = client.get("/figures/?unit=元&sort=program").content.decode()
    assert '<tbody role="rowgroup" class="group">' in html
    rows = client.get("/figures/?unit=元&sort=program").context["rows"]
    groups = [figure.group for figure in rows]
    assert len(set(groups)) == sum(one != other for one, other in zip(groups, ["", *groups], strict=False))
    assert client.get("/figures/?sort=year").context["rows"][0].group


def test_a_figure_told_again_in_its_text_stands_once_with_both_words(library: None, client: Client) -> None:
    response = client.get("/figures/?unit=元&case=5&sort=value_down")
    loans = [row for row in response.context["rows"] if row.quote == "512万元"]
    told = next(row for row in loans if row.times == 2)
    assert [row.public_label for row in (told, *told.again)] == ["银行提供贷款额", "银行贷款额"]
    page = response.content.decode()
    assert "×2" in page and all(row.words_url.replace("&", "&amp;") in page for row in (told, *told.again))
    assert sum(row.times for row in response.context["rows"]) == response.context["listing"].total


def test_a_figure_told_again_on_another_page_stands_on_the_first_alone(library: None, client: Client) -> None:
    address, shown = "/figures/?case=5&page_size=10", []
    while address:
        response = client.get(address)
        shown += [row.pk for row in response.context["rows"]]
        address = response.context["listing"].next
    whole = client.get("/figures/?case=5&page_size=100").context["rows"]
    assert shown == [row.pk for row in whole] and len(whole) < Figure.objects.filter(case__number=5).count()


def test_a_list_of_one_unit_is_a_chart_without_choosing_it(library: None, client: Client) -> None:
    response = client.get("/figures/?indicator=培训人次")
    assert response.context["scale"].unit == "人次" and 'class="figure-bar"' in response.content.decode()
    assert client.get("/figures/?case=5").context["scale"] is None


def test_a_unit_is_said_in_words(library: None, client: Client) -> None:
    for path in ("/figures/", "/cases/"):
        assert "数据含“元”：" in client.get(f"{path}?unit=元").content.decode()
