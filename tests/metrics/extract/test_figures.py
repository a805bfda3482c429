"""Quantities in sentences: each example of tests/examples/figures.json is read as it says, and no more is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cases.extract.records import SectionFound
from cases.extract.spans import Span
from metrics.extract.figures import find_quantities, read_figures
from metrics.extract.records import CLAIMS, KINDS, QUALIFIERS

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "examples" / "figures.json").read_text(encoding="utf-8")
)
READ = ("label", "kind", "claim", "scope", "period")


def found_in(text: str) -> list[tuple[str, float, float | None, str, str]]:
    return [(text[q.start : q.end], q.value, q.value_max, q.unit, q.qualifier) for q in find_quantities(text)]


def expected(example: dict[str, Any]) -> list[tuple[str, float, float | None, str, str]]:
    return [(f["quote"], f["value"], f.get("value_max"), f["unit"], f["qualifier"]) for f in example["figures"]]


def marked(example: dict[str, Any]) -> Any:
    failing = example["origin"] == "known-failure"
    return pytest.param(example, id=example["text"], marks=pytest.mark.xfail(strict=True) if failing else ())


@pytest.mark.parametrize("example", [marked(e) for e in EXAMPLES])
def test_example_is_read_as_it_says(example: dict[str, Any]) -> None:
    text = example["text"]
    assert found_in(text) == expected(example)
    figures = read_figures(text, Span(0, len(text)))
    wanted = [{k: f[k] for k in READ if k in f} for f in example["figures"]]
    got = [{k: getattr(f, k) for k in w} for f, w in zip(figures, wanted, strict=True)]
    assert got == wanted


def test_examples_are_told_apart_by_origin_and_told_once() -> None:
    assert {e["origin"] for e in EXAMPLES} == {"seen", "negative", "synthetic", "known-failure"}
    texts = [e["text"] for e in EXAMPLES]
    assert len(texts) == len(set(texts)) >= 120


def test_every_quote_stands_in_its_text() -> None:
    for example in EXAMPLES:
        at = 0
        for figure in example["figures"]:
            at = example["text"].index(figure["quote"], at) + len(figure["quote"])


def test_spans_are_those_of_the_whole_string() -> None:
    text = "前言。全县共培训党员120名。"
    (figure,) = read_figures(text, Span(3, len(text)))
    assert text[figure.start : figure.end] == "120名"
    assert text[figure.context_start : figure.context_end] == "全县共培训党员120名。"


def test_last_year_is_resolved_only_where_the_year_is_certain() -> None:
    text = "去年全县共组织培训84场次。"
    assert read_figures(text, Span(0, len(text)))[0].period is None
    dated = read_figures(text, Span(0, len(text)), year=2002)[0]
    assert (dated.period, dated.period_basis) == ("2001", "inferred")


def test_a_year_holds_on_for_the_next_sentence_unless_it_only_says_until_when() -> None:
    for first, period in (("2019年修了路。", "2019"), ("截至2019年修了路。", None), ("力争到2019年修完路。", None)):
        text = f"{first}全镇种树30亩。"
        assert [f.period for f in read_figures(text, Span(0, len(text)))] == [period]


def test_background_section_makes_a_state_context() -> None:
    text = "一、背景\n全县6368名农村党员，年龄老化。"
    section = SectionFound("background", "一、背景", 0, len(text))
    assert read_figures(text, Span(0, len(text)), sections=[section])[0].kind == "context"


def test_every_field_is_of_its_list() -> None:
    for example in EXAMPLES:
        for figure in read_figures(example["text"], Span(0, len(example["text"]))):
            assert figure.qualifier in QUALIFIERS
            assert figure.kind in KINDS
            assert figure.claim in CLAIMS
            assert 0 <= figure.confidence <= 1
            assert 1 <= len(figure.label) <= 24


def test_a_long_text_without_any_mark_is_read_to_its_end() -> None:
    text = "全县投入资金3万元建立基地" * 3000
    assert len(read_figures(text, Span(0, len(text)))) == 3000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。",
        "一",
        "\ufffd\x00",
        "1" * 5000,
        "一" * 5000,
        "每" * 3000,
        "（" * 3000,
        "1-" * 3000,
        "亿" * 5000,
        "千亿万" * 3000,
    ],
)
def test_odd_strings_are_read_without_error(text: str) -> None:
    read_figures(text, Span(0, len(text)))
