"""Citations by example: of a stated, an inferred and a masked case, in every form, all from one record."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.cite import Passage, Reference, bibtex, gbt, json_ld, ris
from cases.models import Case, Mask
from metrics.models import Figure


def form(client: Client, address: str, ending: str) -> str:
    answer = client.get(f"{address}cite.{ending}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content.decode()


def of(**values: Any) -> Reference:
    given: dict[str, Any] = {
        "key": "case1", "title": "农村党员上网工程", "authors": (), "site": "", "issued": "", "number": 1,
        "accessed": timezone.localdate(), "url": "http://x/cases/1/", "case_url": "http://x/cases/1/",
    }  # fmt: skip
    return Reference(**(given | values))


def test_a_case_with_author_site_and_date_in_gbt(library: None, client: Client) -> None:
    today = timezone.localdate().isoformat()
    assert form(client, "/cases/1/", "txt") == (
        f"汪志荣. 农村党员上网工程[EB/OL]//“实践”网. （2002-07-04）[{today}]. http://testserver/cases/1/.\n"
    )


def test_an_inferred_case_without_author_and_site_begins_with_its_title(library: None, client: Client) -> None:
    assert Case.objects.get(number=7).place_basis == "inferred"
    words = form(client, "/cases/7/", "txt")
    assert words.startswith("科技党日活动的实践与探索[EB/OL]. （2022-06-17）[")
    assert json.loads(form(client, "/cases/7/", "json"))[0]["issued"] == {"date-parts": [[2022, 6, 17]]}


def test_a_figure_is_cited_with_its_characters(library: None, client: Client) -> None:
    figure = Figure.objects.published().filter(case__number=2, quote="302户").get()
    words = form(client, f"/figures/{figure.pk}/", "txt")
    assert words.startswith("俞泓刚，徐智华. 党员群众致富联合行动[EB/OL]//“实践”网. （2002-07-04）[")
    assert f"]：第{figure.start}-{figure.end}字. http://testserver/cases/2/source/?s=1&c={figure.start}-" in words
    assert "302户" in form(client, f"/figures/{figure.pk}/", "bib")


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("ending", ["txt", "bib", "ris", "json"])
def test_no_citation_holds_a_masked_name(library: None, client: Client, number: int, ending: str) -> None:
    mask = Mask.objects.filter(source__cases__number=4).first()
    assert mask
    Case.objects.filter(number=4).update(title=f"{mask.name}的故事", authors=[mask.name])
    words = form(client, f"/cases/{number}/", ending)
    if number == 4:
        assert f"{mask.shown_name}的故事" in words
    assert [name for name in Mask.objects.values_list("name", flat=True) if name in words] == []


def test_ris_begins_and_ends_as_it_must(library: None, client: Client) -> None:
    lines = form(client, "/cases/2/", "ris").split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert "AU  - 俞泓刚" in lines and "AU  - 徐智华" in lines and "DA  - 2002/07/04" in lines
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])


def test_a_date_known_to_the_year_stays_one() -> None:
    assert "DA  - 2002//\r\n" in ris(of(issued="2002"))
    assert "（2002）[" in gbt(of(issued="2002"))
    assert "PY" not in ris(of()) and "（" not in gbt(of())


def test_of_more_than_three_authors_three_are_named() -> None:
    assert gbt(of(authors=("甲", "乙", "丙", "丁"))).startswith("甲，乙，丙，等. ")


def test_bibtex_escapes_what_tex_would_read() -> None:
    words = bibtex(of(title="50% & {x}_y\\z"))
    assert r"title = {50\% \& \{x\}\_y\textbackslash{}z}" in words


def test_a_line_break_in_a_title_makes_no_line_of_ris() -> None:
    assert "TI  - 甲 ER - 乙\r\n" in ris(of(title="甲\nER - 乙"))


def test_linked_data_tells_a_figure_as_a_quotation() -> None:
    data = json_ld(of(passage=Passage(3, 7, "302户"), years="2001–2002"))
    assert (data["@type"], data["text"], data["isPartOf"]["temporalCoverage"]) == ("Quotation", "302户", "2001/2002")


@pytest.mark.parametrize("address", ["/cases/1/", "/cases/7/"])
def test_the_page_tells_reference_managers_what_it_is(library: None, client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert '<meta name="citation_title" content="' in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert data["@type"] == "Article" and data["url"].endswith(address)


def test_no_title_ends_the_script_it_stands_in(library: None, client: Client) -> None:
    Case.objects.filter(number=1).update(title="</script><script>alert(1)</script>")
    assert "<script>alert" not in client.get("/cases/1/").content.decode()


@pytest.mark.parametrize("address", ["/cases/1/cite.doc", "/cases/99/cite.bib", "/figures/0/cite.ris"])
def test_what_is_not_there_is_not_found(library: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_unpublished_case_is_cited_by_nobody(library: None, client: Client) -> None:
    Case.objects.filter(number=2).update(state="draft")
    assert client.get("/cases/2/cite.bib").status_code == 404
