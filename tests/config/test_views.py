"""The front door: home, search, places, health, and what stands where nothing is."""

import re
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.search import normalise
from config import searching
from config.histogram import bars
from config.overview import GRID, Year, overview


def total(client: Client, url: str) -> int:
    return int(client.get(url).context["listing"].total)


def test_every_held_tile_leads_to_as_many_cases(library: None, client: Client) -> None:
    tiles = [tile for tile in overview().tiles if tile.count]
    assert sum(tile.count for tile in tiles) == 8
    assert all(total(client, tile.url) == tile.count for tile in tiles)


def test_the_grid_has_34_tiles_each_in_a_place_of_its_own(library: None) -> None:
    assert len(overview().tiles) == len(set(GRID.values())) == 34


def test_every_bar_leads_to_as_many_cases(library: None, client: Client) -> None:
    for year in overview().years:
        assert not year.known or total(client, year.known_url) == year.known
        assert not year.paged or total(client, year.paged_url) == year.paged


def test_the_ledger_counts_what_is_published(library: None, client: Client) -> None:
    counts = client.get("/").context["counts"]
    assert (counts["cases"], counts["sources"], counts["counties"]) == (8, 5, 8)
    assert counts["figures"] == total(client, "/figures/")
    assert counts["programs"] == total(client, "/programs/")
    assert counts["measures"] == total(client, "/measures/")
    Case.objects.get(number=4).withdraw("")
    assert client.get("/").context["counts"]["cases"] == 7


def test_bars_fill_the_years_between() -> None:
    drawn = bars([Year(2000, 1), Year(2003, 2, 1)])
    assert [bar.year.year for bar in drawn] == [2000, 2001, 2002, 2003]
    assert drawn[0].known_height * 2 == drawn[3].known_height
    assert bars([]) == []


def test_home_stands_without_anything_in_it(db: None, client: Client) -> None:
    Case.objects.update(state="draft")
    assert client.get("/").status_code == 200


def test_home_takes_a_constant_number_of_queries(library: None, client: Client) -> None:
    with CaptureQueriesContext(connection) as all_of_it:
        client.get("/")
    Case.objects.filter(number__gt=2).update(state="draft")
    with CaptureQueriesContext(connection) as less:
        client.get("/")
    assert len(less) <= len(all_of_it) <= 45


@pytest.mark.parametrize("asked", ["结对", "结对 贷款", '"技术培训"', "42840", "開化縣"])
def test_counts_of_the_search_equal_the_lists(library: None, client: Client, asked: str) -> None:
    groups = client.get("/search/", {"q": asked}).context["answer"].groups
    assert any(group.total for group in groups)
    for group in groups:
        assert total(client, group.url) == group.total


def test_passages_of_the_search_light_the_words(library: None, client: Client) -> None:
    html = client.get("/search/?q=結對").content.decode()
    assert "<mark>结对</mark>" in html


@pytest.mark.parametrize("asked", ["", " ", "%00", "-", '"', "%", "<script>alert(1)</script>", "x" * 3000, "'; DROP"])
def test_any_question_is_answered(library: None, client: Client, asked: str) -> None:
    response = client.get("/search/", {"q": asked})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_search_takes_a_constant_number_of_queries(library: None, client: Client) -> None:
    taken = []
    for asked in ("党员", "两会两评"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": asked})
        taken.append(len(queries))
    assert max(taken) <= 32


def test_a_passage_leads_to_its_first_hit_in_the_source(library: None, client: Client) -> None:
    answer = client.get("/search/", {"q": "結對"}).context["answer"]
    urls = [passage.url for hit in answer.groups[0].hits for passage in hit.passages if passage.url]
    assert urls
    for url in urls:
        number, link, start, end = map(int, re.findall(r"\d+", url))
        source = Case.objects.get(number=number).source_links.get(number=link).source
        assert normalise(source.public_text(start, end)) == "结对"


def test_a_hit_in_a_title_comes_first(library: None, client: Client) -> None:
    case = Case.objects.get(number=1)
    case.title = "党员的新标题"
    case.save()
    hits = client.get("/search/", {"q": "党员 新标题"}).context["answer"].groups[0].hits
    assert [hit.url for hit in hits] == ["/cases/1/"]
    newest = client.get("/search/", {"q": "党员"}).context["answer"].groups[0].hits
    assert "党员" in "".join(piece.text for piece in newest[0].title)


def test_a_search_that_finds_nothing_says_what_was_searched_and_offers_less(library: None, client: Client) -> None:
    response = client.get("/search/", {"q": "开化 没有此词"})
    answer = response.context["answer"]
    assert [(less.words, less.count) for less in answer.less] == [("开化", "1")]
    assert "标题、正文、地名" in response.content.decode()
    halves = client.get("/search/", {"q": "开化没有"}).context["answer"].less
    assert [half.words for half in halves] == ["开化", "没有"]


def test_a_single_character_is_told_to_be_too_short(library: None, client: Client) -> None:
    for url in ("/search/?q=党+开化", "/cases/?q=党+开化"):
        assert "只有一个字" in client.get(url).content.decode()
    assert client.get("/api/v1/cases/?q=党+开化").status_code == 200


def test_a_wide_search_counts_up_to_its_limit_and_says_so(
    library: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("cases.search.index", "cases.searched", "cases.listing", "config.searching"):
        monkeypatch.setattr(f"{module}.FEW", 3)
    listing = client.get("/cases/?q=党员").context["listing"]
    assert listing.counted == "超过 3 个案例"
    assert len(listing.rows) == 8
    assert sum(option.count for option in listing.facet["condition"]["options"]) >= 3
    assert any("最新的 3 条" in note for note in listing.notes)
    assert client.get("/search/?q=党员").context["answer"].groups[0].counted == "超过 3"


def test_places_lead_to_every_held_county(library: None, client: Client) -> None:
    codes = re.findall(r'href="/places/(\d+)/"', client.get("/places/").content.decode())
    assert len(codes) == 8
    for code in codes:
        assert client.get(f"/places/{code}/").context["total"] == 1


def test_a_county_then_and_now_shows_the_same_cases(library: None, client: Client) -> None:
    then = Case.objects.get(number=7).place
    now = then.now
    assert now.code != then.code
    for place in (then, now):
        page = client.get(f"/places/{place.code}/")
        assert [case.number for case in page.context["cases"]] == [7]
        assert now.full_name in page.content.decode()


def test_a_province_shows_the_cases_of_its_counties(library: None, client: Client) -> None:
    assert client.get("/places/330000/").context["total"] == 3


def test_a_place_without_cases_says_that_none_is_held(library: None, client: Client) -> None:
    assert client.get("/places/110000/").context["total"] == 0


@pytest.mark.parametrize("code", ["0", "zz", "99999999999999999999", "330824'", "%00", "１１００００"])
def test_an_unknown_code_is_not_found(library: None, client: Client, code: str) -> None:
    assert client.get(f"/places/{code}/").status_code == 404


def test_health_says_ok(db: None, client: Client) -> None:
    response = client.get("/health/")
    assert response.content == b"ok\n"
    assert "no-cache" in response["Cache-Control"]


def test_what_is_not_there_is_said_in_style(library: None, client: Client) -> None:
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert b"library.css" in response.content


def test_a_fault_is_said_in_style(library: None, client: Client, monkeypatch: Any) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr("config.views.overview", broken)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert b"library.css" in response.content


def test_the_page_that_tells_of_a_fault_needs_no_built_files(settings: Any) -> None:
    """Else whoever forgot collectstatic would be told nothing at all."""
    built = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": built}
    settings.STATIC_ROOT = "/nowhere"
    page = render_to_string("500.html")
    assert "出错" in page and "library.css" not in page


@pytest.mark.parametrize("cookie", ["dark", "light", "", "<script>"])
def test_the_chosen_theme_is_known_to_the_server(library: None, client: Client, cookie: str) -> None:
    client.cookies["theme"] = cookie
    html = client.get("/cases/").content.decode()
    assert ('class="dark"' in html) == (cookie == "dark")
    assert "<script>" not in html.split("<body")[0].replace('<script src="', "")


def test_the_interface_speaks_english_by_cookie(library: None, client: Client) -> None:
    client.cookies["django_language"] = "en"
    html = client.get("/cases/").content.decode()
    assert '<html lang="en"' in html
    assert "8 cases" in html


@pytest.mark.parametrize("address", ["/", "/cases/", "/cases/4/", "/cases/7/source/", "/places/", "/search/?q=党员"])
def test_no_page_carries_inline_script_or_style(library: None, client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    script = r"""<script(?![^>]*(?:\ssrc=|type="application/ld\+json"))"""  # data is never run
    assert not re.search(rf"\sstyle=|\son\w+=|<style|{script}|javascript:", html)
    assert not re.search(r"""(src|href)=["']https?://(?!testserver)""", html)


@pytest.mark.parametrize("first", [1, 20])
def test_of_a_wide_search_the_same_hits_come_first(library: None, monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    shown = [[hit.url for hit in group.hits] for group in searching.search_all("党员").groups]
    newest = Case.objects.get(number=int(shown[0][0].split("/")[2]))
    Case.objects.filter(pk=newest.pk).update(state=Case.Status.DRAFT)
    left = [hit.url for hit in searching.search_all("党员").groups[0].hits]
    monkeypatch.setattr(searching, "FEW", 1)
    monkeypatch.setattr(searching, "FIRST", first)
    assert [hit.url for hit in searching.search_all("党员").groups[0].hits] == left
    assert newest.get_absolute_url() not in left
