"""The model that has the last word on claims: its file, and that it is plain and certain."""

from __future__ import annotations

import json

import pytest

from cases.extract.gazetteer import gazetteer
from metrics.extract.claim_model import DATA, best_claim, scores, weights
from metrics.extract.lexicon import verbs
from metrics.extract.records import CLAIMS


def test_file_has_a_source_and_is_small() -> None:
    assert json.loads(DATA.read_text(encoding="utf-8"))["source"]
    assert DATA.stat().st_size < 1_000_000


def test_every_cue_has_a_weight_for_each_claim() -> None:
    assert all(len(row) == len(CLAIMS) for row in weights().values())


def test_cues_are_too_short_to_hold_a_text() -> None:
    cut = [cue.partition(":")[2] for cue in weights() if cue.partition(":")[0] in {"b", "e", "f"}]
    assert max(map(len, cut)) <= 3
    words = {cue.partition(":")[2] for cue in weights() if cue.partition(":")[0] in {"last", "v", "in"}}
    assert all(not word or verbs().fullmatch(word) for word in words)


def test_no_cue_is_a_county() -> None:
    """合作, 新建 and the like are counties' names and ordinary words."""
    counties = {division.stem for division in gazetteer().divisions(("county",))} - {
        "合作",
        "新建",
        "城区",
        "资源",
        "富裕",
        "动力",
    }
    assert {cue.partition(":")[2] for cue in weights()} & {name for name in counties if len(name) > 1} == set()


def test_scores_add_up() -> None:
    table = {"x": (1.0, 0.0, 0.0, 0.0, 0.0), "y": (0.0, 3.0, 0.0, 0.0, 0.0)}
    assert scores(["x", "y", "unknown"], table) == [1.0, 3.0, 0.0, 0.0, 0.0]
    assert best_claim(["x", "y"], table) == CLAIMS[1]


@pytest.mark.parametrize("rule", CLAIMS)
def test_rules_answer_stands_where_nothing_speaks_against_it(rule: str) -> None:
    assert best_claim([f"r:{rule}"]) == rule
