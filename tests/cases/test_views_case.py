"""The page of a case: its text, its figures in their place, who may see it, the way on."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.cite import gbt
from cases.models import Case, Mask
from metrics.models import Figure

ALL = range(1, 9)


def page(client: Client, number: int, query: str = "") -> str:
    return client.get(f"/cases/{number}/{query}").content.decode()


@pytest.mark.parametrize("number", ALL)
def test_every_case_opens_with_its_title_and_place(library: None, client: Client, number: int) -> None:
    case, html = Case.objects.get(number=number), page(client, number)
    assert case.public_title in html
    assert case.place.name in html


@pytest.mark.parametrize("number", ALL)
def test_every_figure_is_marked_in_the_text_and_leads_to_its_words(library: None, client: Client, number: int) -> None:
    html = page(client, number)
    for figure in Figure.objects.published().filter(case__number=number).with_words():
        link = re.search(rf'<a class="fig [^"]*" id="f{figure.pk}" href="([^"]+)"[^>]*>([^<]+)</a>', html)
        assert link, figure
        assert link[1].replace("&amp;", "&") == figure.words_url
        assert link[2] == figure.source.public_clean(figure.start, figure.end).replace("\n", "")


@pytest.mark.parametrize("number", ALL)
def test_the_text_of_the_page_is_the_clean_text(library: None, client: Client, number: int) -> None:
    layout = client.get(f"/cases/{number}/").context["layout"]
    shown = "".join(piece.text for block in layout.blocks for piece in block.pieces)
    link = Case.objects.get(number=number).primary_link
    clean = link.source.public_clean(link.start, link.end)
    letters = re.sub(r"\s", "", shown)
    assert letters
    assert re.sub(r"\s", "", clean).endswith(letters)


def test_a_sentence_broken_over_two_lines_is_one_paragraph(library: None, client: Client) -> None:
    """The page of 兴山 breaks 家庭联产承包 in the middle of the word."""
    paragraphs = ["".join(p.text for p in block.pieces) for block in client.get("/cases/4/").context["layout"].blocks]
    assert any("家庭联产承包、综合配套改革" in paragraph for paragraph in paragraphs)


def test_a_short_line_is_not_run_into_the_next(library: None, client: Client) -> None:
    paragraphs = ["".join(p.text for p in block.pieces) for block in client.get("/cases/4/").context["layout"].blocks]
    assert "一、背景" in paragraphs


@pytest.mark.parametrize("number", ALL)
def test_every_entry_of_the_contents_has_its_place(library: None, client: Client, number: int) -> None:
    html = page(client, number)
    contents = html[html.index("case-contents") : html.index('<article class="case-text"')]
    for anchor in re.findall(r'href="#([sm]\d+)"', contents):
        assert f'id="{anchor}"' in html


@pytest.mark.parametrize("number", ALL)
def test_ids_are_given_once(library: None, client: Client, number: int) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page(client, number))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("number", ALL)
def test_no_masked_name_stands_on_the_page(library: None, client: Client, number: int) -> None:
    html = page(client, number) + client.get(f"/cases/{number}/source/").content.decode()
    plain = re.sub(r"<[^>]+>", "", html)
    masks = Mask.objects.filter(source__cases__number=number)
    for mask in masks:
        assert mask.name not in plain
        assert mask.quote not in plain


def test_a_text_that_breaks_off_says_so(library: None, client: Client) -> None:
    assert "cut-off" in page(client, 5)
    assert "cut-off" not in page(client, 4)


def test_a_place_that_changed_says_what_it_is_today(library: None, client: Client) -> None:
    assert "黔西市" in page(client, 8)


def test_the_citation_names_title_and_address(library: None, client: Client) -> None:
    citation = gbt(client.get("/cases/1/").context["reference"])
    assert citation.startswith("汪志荣. 农村党员上网工程[EB/OL]//“实践”网. ")
    assert citation.endswith("http://testserver/cases/1/.")


def test_similar_cases_say_why(library: None, client: Client) -> None:
    similar = client.get("/cases/4/").context["similar"]
    assert similar
    assert all(each.reason and each.case.number != 4 for each in similar)


def test_the_page_takes_a_constant_number_of_queries(library: None, client: Client) -> None:
    client.get("/cases/1/")
    taken = []
    for number in ALL:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{number}/")
        taken.append(len(queries))
        asked = "".join(query["sql"] for query in queries)
        assert '"cases_source"."cleaned"' in asked and '"cases_source"."text"' not in asked
    # case, links with sources, masks, sections, programmes, measures, practices, figures, flags and their figures,
    # practices elsewhere, similar cases, their practices, rows and masks; units, indicators, practices, places
    # and what became of a renamed one (at hand but for a test).
    assert max(taken) <= 22


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_case_not_yet_public_opens_for_staff_only(library: None, client: Client, staff: Any, status: str) -> None:
    Case.objects.filter(number=2).update(state=status)
    assert client.get("/cases/2/").status_code == 404
    assert client.get("/cases/2/source/").status_code == 404
    client.force_login(staff)
    assert 'class="banner"' in page(client, 2)
    assert client.get("/cases/2/source/").status_code == 200


def test_a_withdrawn_case_says_why(library: None, client: Client) -> None:
    Case.objects.get(number=2).withdraw("作者要求撤回")
    response = client.get("/cases/2/")
    assert response.status_code == 410
    assert "作者要求撤回" in response.content.decode()
    assert client.get("/cases/2/source/").status_code == 410


def test_a_merged_case_leads_to_where_it_went(library: None, client: Client) -> None:
    Case.objects.filter(number=2).update(state="merged", merged_into=Case.objects.get(number=1))
    response = client.get("/cases/2/")
    assert (response.status_code, response["Location"]) == (301, "/cases/1/")


@pytest.mark.parametrize("address", ["/cases/99/", "/cases/0/", "/cases/99999999999999999999/", "/cases/a/"])
def test_an_unknown_number_is_not_found(library: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_rejected_figures_are_not_shown(library: None, client: Client) -> None:
    figure = Figure.objects.filter(case__number=1).first()
    figure.reject()
    assert f'id="f{figure.pk}"' not in page(client, 1)


def test_proposed_figures_are_marked_unchecked(library: None, client: Client) -> None:
    Figure.objects.filter(case__number=1).update(state="proposed")
    assert "badge proposed" in page(client, 1)


def test_a_text_of_quotes_only_is_not_shown_in_full(library: None, client: Client) -> None:
    source = Case.objects.get(number=1).primary_link.source
    source.rights = "quotes"
    source.save()
    layout = client.get("/cases/1/").context["layout"]
    assert layout.closed
    assert not layout.blocks
    assert client.get("/search/?q=技能培训").context["answer"].groups[0].total < 8


@pytest.mark.parametrize("query", ["?from=place%3D330000", "?from=place%3D330000%26sort%3Dyear%26after%3Dzz"])
def test_the_result_list_leads_on_from_case_to_case(library: None, client: Client, query: str) -> None:
    first = client.get(f"/cases/1/{query}").context["result"]
    assert (first.position, first.total, first.previous) == (1, 3, "")
    second = client.get(first.next).context["result"]
    assert (second.position, second.total) == (2, 3)
    assert client.get(second.previous).context["case"].number == 1


def test_the_list_one_came_from_is_known_by_its_address(library: None, client: Client) -> None:
    response = client.get("/cases/4/", headers={"Referer": "http://testserver/cases/?kind=模式"})
    assert response.context["result"].position
    foreign = client.get("/cases/4/", headers={"Referer": "http://elsewhere.example/cases/?kind=模式"})
    assert foreign.context["result"] is None


@pytest.mark.parametrize("query", ["?from=%00", "?from=place%3D420000", "?from=a%26b%3D%FF", "?from=" + "x" * 5000])
def test_a_nonsense_way_here_is_no_error(library: None, client: Client, query: str) -> None:
    assert client.get(f"/cases/1/{query}").status_code == 200


def test_markup_in_a_text_is_text(library: None, client: Client) -> None:
    Case.objects.filter(number=1).update(title="<script>alert(1)</script>", lead="<b>x</b>")
    html = page(client, 1) + client.get("/cases/").content.decode() + client.get("/cases/1/source/").content.decode()
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html


@pytest.mark.parametrize("number", ALL)
def test_every_character_of_the_page_knows_its_place_in_the_source(library: None, client: Client, number: int) -> None:
    answer = client.get(f"/cases/{number}/")
    source = answer.context["link"].source
    for block in answer.context["layout"].blocks:
        shown, at = "".join(piece.text for piece in block.pieces), 0
        for run in block.places.split():
            length, start, *whole = map(int, run.split(":"))
            there = source.public_clean(start, start + (whole[0] if whole else length))
            assert shown[at : at + length] == there
            at += length
        assert at == len(shown)


def test_what_was_lost_hidden_or_repaired_is_marked_in_the_text(library: None, client: Client) -> None:
    html = page(client, 7)
    assert html.count('class="r r-masked_name"') == 5
    assert html.count('class="r r-missing_word"') == 1
    assert '<span class="r r-shifted_bytes" title="错位字节' in html
    assert '<span class="r r-private_name"' in page(client, 4)


def test_a_number_said_again_stands_once_at_the_side(library: None, client: Client) -> None:
    claims = client.get("/cases/5/").context["claims"]
    rows = {figure.public_label: figure for group in claims for figure in group.figures}
    assert rows["银行提供贷款额"].times == 2
    assert rows["种植兰花的帮扶对象人数"].times == rows["养鸡的帮扶对象人数"].times == 1


def test_every_figure_keeps_a_row_for_its_card(library: None, client: Client) -> None:
    html = page(client, 5)
    rows = {pk for row in re.findall(r'data-row="([\d ]+)"', html) for pk in row.split()}
    assert rows == set(re.findall(r'data-figure="(\d+)"', html))
