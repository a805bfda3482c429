"""The model that chooses among the candidates for a label: its file, its candidates, and how sure it says it is."""

from __future__ import annotations

import json

import pytest

from cases.extract.gazetteer import gazetteer
from cases.extract.spans import Span
from metrics.extract.candidates import by_rule, candidates_of
from metrics.extract.clauses import Setting, settings
from metrics.extract.figures import read_figures
from metrics.extract.label_model import DATA, certainty, is_short, label_of, rows_of, rows_read, share
from metrics.extract.parts import core_of, parts_of
from metrics.extract.quantities import find_quantities


def setting(text: str, which: int = 0) -> Setting:
    return settings(text, 0, len(text), find_quantities(text))[which]


def test_file_has_a_source_and_is_small() -> None:
    assert json.loads(DATA.read_text(encoding="utf-8"))["source"]
    assert DATA.stat().st_size < 200_000


def test_words_among_the_cues_are_too_short_to_hold_a_text() -> None:
    """Cues of words alone have no space; those of a verb or noun with how it is taken up end in it."""
    weights = json.loads(DATA.read_text(encoding="utf-8"))["weights"]
    assert max(len(cue) for cue in weights if " " not in cue) <= 2
    assert max(len(cue.split()[-1]) for cue in weights if cue.startswith("core ") and cue.count(" ") == 2) <= 2


def test_no_cue_of_two_characters_is_a_county() -> None:
    """合作 and the like are counties' names and ordinary words."""
    weights = json.loads(DATA.read_text(encoding="utf-8"))["weights"]
    ordinary = {"合作", "新建", "资源", "城区", "富裕", "安置", "振兴"}
    counties = {division.stem for division in gazetteer().divisions(("county",))} - ordinary
    assert {cue for cue in weights if len(cue) == 2} & counties == set()


def test_certainty_never_falls_with_the_share() -> None:
    steps = json.loads(DATA.read_text(encoding="utf-8"))["certainty"]
    assert steps == sorted(steps) and [often for _, often in steps] == sorted(often for _, often in steps)
    assert certainty(0.0, steps) == steps[0][1] and certainty(1.0, steps) == steps[-1][1]
    assert 0.5 == share([2.0, 2.0]) < share([2.0, 1.0])


def test_candidates_are_put_together_from_what_stands_around() -> None:
    s = setting("镇里吸引30多位能人回乡创办合作社。")
    found, parts = candidates_of(s, [], by_rule(s, []))
    assert (parts["verb"], parts["core"]) == ("吸引", "能人")
    assert {"吸引能人", "能人", "回乡创办合作社的能人"} <= {candidate.label for candidate in found}


def test_a_number_with_nothing_around_it_is_a_number() -> None:
    assert label_of(setting("6回06年底。"), [])[0] == "数量"


def test_nothing_stands_twice_among_the_candidates() -> None:
    s = setting("投入资金54万元。")
    labels = [candidate.label for candidate in candidates_of(s, [], by_rule(s, []))[0]]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("noun", "core"),
    [
        ("试点村流转土地", "试点村"),
        ("志愿者连续", "志愿者"),
        ("村党支部书记", "村党支部书记"),
        ("扶贫项目", "扶贫项目"),
    ],
)
def test_core_is_the_noun_without_what_it_does(noun: str, core: str) -> None:
    assert core_of(noun) == core


def test_a_rule_that_is_sure_has_the_last_word() -> None:
    label, sure = label_of(setting("全县已建立扶贫基地8个。"), [])
    assert label == "建立扶贫基地数"
    assert sure == json.loads(DATA.read_text(encoding="utf-8"))["settled"]


def test_a_label_that_says_little_is_said_to_be_unsure() -> None:
    assert is_short("总人数") and not is_short("党员培训人次")
    assert label_of(setting("12人。"), [])[1] < 0.5


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("担任村支书已28年。", ["担任村支书年数"]),
        ("贫困发生率由12%缩短到3%。", ["贫困发生率", "贫困发生率"]),
        ("开展专题调研3天。", ["开展专题调研天数"]),
    ],
)
def test_time_is_named_by_its_unit_and_change_by_what_changed(text: str, labels: list[str]) -> None:
    assert [figure.label for figure in read_figures(text, Span(0, len(text)))] == labels


def test_training_hears_every_candidate_and_leaves_the_rule_its_word() -> None:
    text = "全县有66个党员户开通了宽带。"
    with rows_read() as heard:
        read_figures(text, Span(0, len(text)))
    rows, is_settled = heard[0]
    s = setting(text)
    assert rows == rows_of(s, [], by_rule(s, []))
    assert is_settled


def test_parts_are_empty_where_there_are_none() -> None:
    assert set(parts_of(setting("12人。"), []).values()) == {""}
