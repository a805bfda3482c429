"""`manage.py evaluate`: the table and the worst misses of annotated texts."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from seeds.evaluation import seed_samples
from seeds.reading import read
from seeds.records import records
from seeds.reviewed_form import second_views

TEXT = (
    "党员群众联合行动\n\n近年来，开化县委把培训作为大事来抓。"
    "截至2001年底，全县共举办培训班160期3215人次，投入资金54万元，效果良好。\n"
)


def told(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command("evaluate", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """One annotated text: what the reader finds, but for one kind."""
    found = list(records(read(TEXT.encode(), "one.txt")))
    next(record for record in found if record["type"] == "figure")["kind"] = "norm"
    lines = (json.dumps(record, ensure_ascii=False) for record in found)
    (tmp_path / "one.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "one.txt").write_bytes(TEXT.encode())
    return tmp_path


def test_a_folder_of_annotated_texts_gives_a_table_by_text_and_measure(gold: Path) -> None:
    lines = told(gold).splitlines()
    assert lines[0].split() == ["one", "all"]
    assert ["figure_with_norms_f1", "1.000", "1.000"] in [line.split() for line in lines]


def test_the_misses_of_one_measure_are_shown_in_context(gold: Path) -> None:
    shown = told(gold, field="kind")
    assert "kind_accuracy: 0.667, 1 wrong" in shown
    assert "norm ← reported  | " in shown
    assert "【160期】" in shown


def test_no_more_misses_than_asked_for(gold: Path) -> None:
    assert "←" not in told(gold, worst=0)


def test_without_a_folder_the_given_texts_are_the_gold() -> None:
    assert told(worst=0).split()[:6] == ["000", "001", "002", "003", "004", "all"]


def test_a_given_text_bears_what_a_second_annotator_said_otherwise() -> None:
    name, gold, _, text = next(seed_samples())
    told_twice = [figure for figure in gold if figure.get("label_b")]
    assert name == "000" and len(told_twice) > 30
    assert all(figure["label_b"] != figure["label"] for figure in told_twice)
    assert all(text[figure["start"] : figure["end"]] == figure["quote"] for figure in told_twice)


def test_the_second_view_is_read_by_its_words_and_only_where_there_is_one(tmp_path: Path) -> None:
    one = {"type": "figure", "quote": "160期", "context": "培训班160期", "label": "期数", "kind": "reported"}
    two = {"type": "figure", "quote": "54万元", "context": "资金54万元", "label": "投入资金"}
    path = tmp_path / "one.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in (one | {"kind_b": "norm"}, two)), encoding="utf-8")
    at = TEXT.index("160期")
    assert second_views(path, TEXT) == {(at, at + 4): {"kind_b": "norm"}}


def test_an_unknown_measure_is_answered_with_those_there_are(gold: Path) -> None:
    with pytest.raises(CommandError, match="kind_accuracy"):
        told(gold, field="nonsense")


def test_a_folder_without_annotated_texts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no annotated text"):
        told(tmp_path)


def test_an_annotation_without_its_text_is_an_error(gold: Path) -> None:
    (gold / "one.txt").unlink()
    with pytest.raises(CommandError, match=r"one\.txt"):
        told(gold)
