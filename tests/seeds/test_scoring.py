"""Scoring a reading against one made by hand: what counts as found, as right, and how a miss is shown."""

from __future__ import annotations

from typing import Any

import pytest

from seeds.scoring import Record, Score, compare, together

TEXT = "全县共举办培训班160期，培训党员3215人次，投入资金54万元。"
CASE: Record = {"type": "case", "start": 0, "end": len(TEXT), "county": "开化县", "programs": [], "truncated": False}


def figure(quote: str, value: float, **fields: Any) -> Record:
    start = TEXT.index(quote)
    plain = {"unit": "期", "qualifier": "exact", "kind": "reported", "claim": "activity", "label": "培训班期数"}
    at = {"type": "figure", "start": start, "end": start + len(quote), "quote": quote, "value": value}
    return {"period": None, "scope": "全县", **plain, **at, **fields}


def score(gold: list[Record], found: list[Record]) -> Score:
    return compare("one", [CASE, *gold], [CASE, *found], TEXT)


def test_the_same_reading_is_right_in_everything() -> None:
    same = [figure("160期", 160)]
    assert set(score(same, same).values().values()) == {1.0}


def test_a_missed_figure_and_a_false_one_both_cost() -> None:
    one = score([figure("160期", 160), figure("3215人次", 3215)], [figure("160期", 160), figure("54万元", 540_000)])
    assert one.values()["figure_with_norms_f1"] == 0.5
    assert [(miss.wanted, miss.given) for miss in one.worst("figure_with_norms_f1")] == [
        ("3215人次", "–"),
        ("–", "54万元"),
    ]


def test_another_value_at_the_same_place_is_another_figure() -> None:
    assert score([figure("160期", 160)], [figure("160期", 16)]).values()["figure_with_norms_f1"] == 0.0


def test_an_optional_figure_costs_nothing_missed_or_found() -> None:
    optional = figure("54万元", 540_000, optional=True)
    sure = figure("160期", 160)
    for found in ([sure], [sure, optional]):
        assert score([sure, optional], found).values()["figure_with_norms_f1"] == 1.0


def test_either_annotators_view_is_right() -> None:
    gold = figure("160期", 160, kind="norm", kind_b="target")
    kinds = {kind: figure("160期", 160, kind=kind) for kind in ("norm", "target", "context")}
    rights = {kind: score([gold], [found]).values()["kind_accuracy"] for kind, found in kinds.items()}
    assert rights == {"norm": 1.0, "target": 1.0, "context": 0.0}


def test_a_miss_shows_its_words_in_their_context() -> None:
    miss = score([figure("160期", 160)], [figure("160期", 160, kind="norm")]).worst("kind_accuracy")[0]
    assert (miss.text, miss.start, miss.wanted, miss.given) == ("one", 8, "reported", "norm")
    assert miss.around.startswith("全县共举办培训班【160期】，培训党员")


def test_the_least_alike_label_comes_first_then_the_commonest_confusion() -> None:
    gold = [figure("160期", 160), figure("3215人次", 3215), figure("54万元", 540_000)]
    labels, kinds = ("培训效果", "干部", "干部"), ("norm", "target", "target")
    found = [{**g, "label": label, "kind": kind} for g, label, kind in zip(gold, labels, kinds, strict=True)]
    one = score(gold, found)
    assert [miss.given for miss in one.worst("label_right")] == ["干部", "干部", "培训效果"]
    assert [miss.given for miss in one.worst("kind_accuracy")] == ["target", "target", "norm"]


def test_a_county_where_none_is_to_be_named_is_wrong() -> None:
    gold = {**CASE, "county": None}
    one = compare("one", [gold], [CASE], TEXT)
    assert one.values()["county_left_open"] == 0.0
    assert one.worst("county_left_open")[0].given == "开化县"


def test_stretches_found_where_none_are_cost_in_the_total() -> None:
    measure = {"type": "measure", "start": 0, "end": 9, "heading": "举办培训班", "level": 1}
    first = compare("a", [CASE, measure], [CASE, measure], TEXT)
    second = compare("b", [CASE], [CASE, measure], TEXT)
    assert together([first, second]).values()["measure_f1"] == 2 / 3


@pytest.mark.parametrize(
    ("gold", "found", "met"),
    [
        ("“书记工程”", "书记工程", 1.0),
        ("“三在”工程", "三在", 1.0),
        ("“两会两评”模式", "“两会两评”农村治理模式", 1.0),
        ("书记工程", "书记讲坛", 0.0),
        ("双带工程", "双培双带工程", 0.0),
    ],
)
def test_a_programme_is_the_same_by_its_name_without_its_kind(gold: str, found: str, met: float) -> None:
    def case(name: str) -> Record:
        return {**CASE, "programs": [{"name": name, "main": True}]}

    assert compare("one", [case(gold)], [case(found)], TEXT).values()["main_program_found"] == met
