"""What is drawn in Python is escaped as a template would."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from cases.facets import Filters
from cases.filters import CaseFilters
from cases.models import Case
from cases.reading import Block, Piece
from cases.templatetags.cards import claim_rows, text_drawn
from cases.templatetags.library import drawn_as
from cases.templatetags.lists import hidden_boxes, input_box, jump_links, numbers_sent
from metrics.models import Figure

HOSTILE = "<script>alert(1)</script>\"'&"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;"


def figure(**values: Any) -> Any:
    source: Any = SimpleNamespace(public_words=lambda words: words, public_quote=lambda quote, _start: quote)
    made: Any = Figure(
        pk=7, value=1, quote=HOSTILE, label=HOSTILE, scope=HOSTILE, period=HOSTILE, unit_id=5, start=0, end=9, **values
    )
    made.__dict__["source_number"] = 1
    made._state.fields_cache.update(source=source, case=Case(number=3), unit=HOSTILE)
    made.again, made.times = [], 2
    return made


def test_words_of_a_text_are_no_markup() -> None:
    pieces = [Piece(HOSTILE), Piece(HOSTILE, mark="ocr"), Piece(HOSTILE, figure=figure())]
    html = text_drawn([Block(pieces, "3:5", anchors=["s1", "m2"]), Block([Piece(HOSTILE)], "1:1", level=2)], {7})
    assert "<script" not in html
    assert html.count(SAFE) == 5
    assert '<p data-c="3:5" id="s1"><span id="m2"></span>' in html
    assert f'<h2 data-c="1:1">{SAFE}</h2>' in html
    assert 'class="fig reported long doubted"' in html


def test_only_long_words_of_a_figure_may_break_over_lines() -> None:
    drawn = {words: drawn_as(Figure(quote=words, kind="target")) for words in ("660余万元", "1200余万元至3000余万元")}
    assert list(drawn.values()) == ["target", "target long"]


def test_words_of_a_figure_are_no_markup() -> None:
    html = claim_rows([figure(state="proposed")])
    assert "<script" not in html
    assert html.count(SAFE) == 5
    assert f' data-scope="{SAFE}" data-period="{SAFE}"' in html


def test_what_was_asked_is_no_markup(library: None) -> None:
    filters: Filters = CaseFilters(QueryDict(f"q={HOSTILE.replace('&', '%26')}"), Case.objects.published())
    box = input_box(filters.form["q"])
    assert SAFE in box
    assert "<script" not in box
    jump = jump_links([{"url": f"/?q={HOSTILE}", "year": 2001}])
    assert jump == f'<a href="/?q={SAFE}">2001</a> '
    assert numbers_sent([Case(number=3)], "to-brief") == '<input type="hidden" form="to-brief" name="case" value="3">'


@pytest.mark.parametrize("query", ["", "case=7", "case=2&case=8&case=2"])
def test_values_out_of_sight_are_those_of_the_widget(library: None, query: str) -> None:
    filters, _notes = CaseFilters.read(QueryDict(query), Case.objects.published())
    assert hidden_boxes(filters.form["case"]) == str(filters.form["case"])
