"""The source page: the permanent address of every find's words."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.beside import Mark, asked_span, cut
from cases.extract.spans import Span
from cases.models import Case, Mask, Source
from metrics.models import Figure

LIT = re.compile(r"<mark[^>]*>(.*?)</mark>", re.DOTALL)


def lit(html: str, column: str) -> str:
    """The highlighted words of one column, as plain text."""
    cells = re.findall(rf'<p class="beside-{column}" role="cell"[^>]*>(.*?)</p>', html, re.DOTALL)
    words = "".join("".join(LIT.findall(cell)) for cell in cells)
    return re.sub(r"<[^>]+>", "", words)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("number", range(1, 9))
def test_the_words_of_every_figure_are_lit_in_both_columns(library: None, client: Client, number: int) -> None:
    for figure in Figure.objects.published().filter(case__number=number).with_words()[::9]:
        html = client.get(figure.words_url.removesuffix("#c")).content.decode()
        assert lit(html, "original") == figure.public_quote.replace("\n", "")
        assert lit(html, "clean") == figure.source.public_clean(figure.start, figure.end).replace("\n", "")
        assert html.count('id="c"') == 1


@pytest.mark.parametrize("number", range(1, 9))
def test_both_columns_hold_all_of_the_case(library: None, client: Client, number: int) -> None:
    beside = client.get(f"/cases/{number}/source/").context["beside"]
    link = Case.objects.get(number=number).primary_link
    original = "".join(piece.text for row in beside.rows for piece in row.original)
    clean = "".join(piece.text for row in beside.rows for piece in row.clean)
    assert bare(link.source.public_text(link.start, link.end)) in bare(original)
    assert bare(link.source.public_clean(link.start, link.end)) in bare(clean)


@pytest.mark.parametrize(
    "query",
    ["c=5-3", "c=a-b", "c=1", "c=-5", "c=1-99999999", "c=1-99999999999999", "c=%00", "c=0-0", "c=٣-٤", "s=2", "s=x",
     "s=99999999999999999999", "s=%00&c=<script>"],
)  # fmt: skip
def test_a_bad_address_is_said_and_no_error(library: None, client: Client, query: str) -> None:
    response = client.get(f"/cases/1/source/?{query}")
    assert response.status_code == 200
    assert response.context["asked"].notes
    assert b'id="c"' not in response.content


def test_words_outside_the_case_show_the_whole_source(library: None, client: Client) -> None:
    response = client.get("/cases/1/source/?c=0-3")
    assert response.context["beside"].whole
    assert lit(response.content.decode(), "original")


def test_every_shifted_stretch_is_numbered_in_both_columns(library: None, client: Client) -> None:
    response = client.get("/cases/7/source/")
    shifted = [n for n, repair, _words in response.context["beside"].numbered if repair.kind == "shifted_bytes"]
    html = response.content.decode()
    assert shifted
    for number in shifted:
        link = f'<a href="#n{number}">{number}</a></sup>'
        assert html.count(f'<sup class="number" id="r{number}" data-repaired>{link}') == 1
        assert html.count(f'<sup class="number" data-repaired>{link}') == 1
        assert html.count(f'<li id="n{number}"><a href="#r{number}">') == 1


def test_names_are_masked_for_the_public_and_staff_may_read_the_original(
    library: None, client: Client, staff: Any
) -> None:
    mask = Mask.objects.first()
    number = Case.objects.filter(source_links__source=mask.source).first().number
    address = f"/cases/{number}/source/?c={mask.start}-{mask.end}"
    assert lit(client.get(address).content.decode(), "original") == mask.shown
    assert lit(client.get(address + "&original=1").content.decode(), "original") == mask.shown
    client.force_login(staff)
    assert lit(client.get(address).content.decode(), "original") == mask.shown
    assert lit(client.get(address + "&original=1").content.decode(), "original") == mask.quote


@pytest.mark.parametrize(("rights", "rows"), [("quotes", 1), ("staff", 0)])
def test_a_text_that_is_not_public_shows_the_asked_line_at_most(
    library: None, client: Client, rights: str, rows: int
) -> None:
    Source.objects.filter(cases__number=1).update(rights=rights)
    figure = Figure.objects.filter(case__number=1).with_words().first()
    assert len(client.get(figure.words_url).context["beside"].rows) == rows
    assert client.get("/cases/1/source/").context["beside"].rows == []


def test_the_page_takes_four_queries(library: None, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/cases/7/source/?c=1902-1946")
    # the case with its place, links, sources, masks
    assert len(queries) == 4


@pytest.mark.parametrize(
    ("asked", "span"),
    [("0-3", Span(0, 3)), ("3-3", None), ("0-11", None), ("-3", None), ("1-2-3", None), ("", None), ("１-２", None)],
)
def test_only_a_span_of_the_text_is_taken(asked: str, span: Span | None) -> None:
    assert asked_span(asked, 10) == span


def test_a_line_is_cut_where_marks_begin_and_end() -> None:
    pieces = cut("abcdef", Span(0, 6), [Mark(Span(1, 4), "lit"), Mark(Span(3, 5), "gloss", 7)], first=True)
    assert [(p.text, p.lit, p.kinds, p.number, p.first) for p in pieces] == [
        ("a", False, (), 0, False),
        ("bc", True, (), 0, True),
        ("d", True, ("gloss",), 0, False),
        ("e", False, ("gloss",), 7, False),
        ("f", False, (), 0, False),
    ]


def test_a_traditional_original_says_its_script(library: None, client: Client) -> None:
    assert 'class="beside-original" role="cell" lang="zh-Hant"' in client.get("/cases/7/source/").content.decode()
    assert 'lang="zh-Hant"' not in client.get("/cases/4/source/").content.decode()
