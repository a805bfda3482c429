"""The two vocabularies of figures: their form, and that real phrases are read with them as they should be."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "metrics" / "extract" / "data"
DIMENSIONS = {
    *("money", "area", "length", "weight", "volume", "energy", "power", "voltage", "current", "temperature", "data"),
    *("time", "share", "ratio", "score", "count"),
}


def rows(name: str) -> list[dict[str, Any]]:
    read: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    assert read["source"], "a word list says where it comes from"
    found: list[dict[str, Any]] = read[name]
    return found


UNITS = rows("units")
INDICATORS = rows("indicators")
UNIT_NAMES = {name: unit for unit in UNITS for name in (unit["name"], *unit["aliases"])}


@pytest.mark.parametrize("name", ["units", "indicators"])
def test_no_name_or_alias_stands_twice(name: str) -> None:
    names = Counter(word for row in rows(name) for word in (row["name"], *row["aliases"]))
    assert [word for word, times in names.items() if times > 1] == []


def test_a_unit_has_a_dimension_a_base_and_a_factor() -> None:
    for unit in UNITS:
        assert unit["dimension"] in DIMENSIONS, unit
        assert unit["kind"] in ("unit", "counter"), unit
        assert unit["factor"] > 0, unit
        assert UNIT_NAMES[unit["base"]]["dimension"] == unit["dimension"], unit
        assert unit["name"][0] not in "百万亿", unit


def test_a_base_converts_to_itself() -> None:
    assert [unit["name"] for unit in UNITS if unit["name"] == unit["base"] and unit["factor"] != 1] == []


@pytest.mark.parametrize(
    ("one", "many", "times"),
    [("公顷", "亩", 15), ("公里", "里", 2), ("平方公里", "公顷", 100), ("吨", "公斤", 1000), ("担", "斤", 100),
     ("元", "角", 10), ("千瓦时", "度", 1), ("个月", "旬", 3), ("成", "%", 10)],
)  # fmt: skip
def test_factors_agree_with_what_everyone_knows(one: str, many: str, times: float) -> None:
    assert UNIT_NAMES[one]["base"] == UNIT_NAMES[many]["base"]
    assert UNIT_NAMES[one]["factor"] / UNIT_NAMES[many]["factor"] == pytest.approx(times, rel=0.02)


@pytest.mark.parametrize(
    ("phrase", "unit"),
    [("3215人次", "人次"), ("784场次", "场次"), ("160期", "期"), ("10亩的基地", "亩"), ("3个月就修通", "个月"),
     ("3个乡镇", "个"), ("105公里", "公里"), ("1元5角", "元"), ("12户肉鸭饲养户", "户"), ("9617.2吨", "吨"),
     ("6例胚胎移植奶牛", "例"), ("40根木料", "根"), ("2个百分点", "个百分点"), ("302对", "对"), ("100羽肉鸭", "羽")],
)  # fmt: skip
def test_the_longest_unit_after_a_number_is_the_right_one(phrase: str, unit: str) -> None:
    rest = phrase.lstrip("0123456789.")
    longest = max((name for name in UNIT_NAMES if rest.startswith(name)), key=len)
    assert UNIT_NAMES[longest]["name"] == unit


def test_units_that_are_also_dates_ordinals_or_nouns_are_marked() -> None:
    for name in ("年", "天", "点", "分", "号", "届", "期", "代", "村"):
        assert UNIT_NAMES[name].get("ambiguous") is True, name
    for name in ("元", "亩", "户", "名", "人次", "公里", "%"):
        assert "ambiguous" not in UNIT_NAMES[name], name


def test_an_indicator_has_english_words_and_units_of_its_dimension() -> None:
    for row in INDICATORS:
        assert row["name_en"].isascii(), row
        assert row["words"], row
        assert row["dimension"] in DIMENSIONS, row
        assert all(part in UNIT_NAMES for unit in (row["unit"], *row["units"]) for part in unit.split("/")[:1]), row
        assert UNIT_NAMES[row["unit"].split("/")[0]]["dimension"] in (row["dimension"], "count"), row


@pytest.mark.parametrize(
    ("label", "unit", "indicator"),
    [
        ("党员上网培训人次", "人次", "培训人次"),
        ("各类培训班", "期", "培训期数"),
        ("培训新型农民", "名", "培训人数"),
        ("为联系户担保贷款", "元", "担保贷款金额"),
        ("农民人均纯收入", "元", "人均纯收入"),
        ("修路里程", "公里", "修路里程"),
        ("关怀对象中发展党员", "人", "发展党员人数"),
        ("新建沼气池", "座", "沼气池数"),
    ],
)
def test_the_longest_word_in_a_label_points_to_its_indicator(label: str, unit: str, indicator: str) -> None:
    rows_of_unit = [row for row in INDICATORS if unit in row["units"]]
    fitting = [(len(word), row["name"]) for row in rows_of_unit for word in row["words"] if word in label]
    assert max(fitting)[1] == indicator


def reviewed() -> list[dict[str, Any]]:
    files = sorted((ROOT / "seeds" / "reviewed").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def test_every_unit_and_indicator_of_the_reviewed_texts_is_known() -> None:
    known = {name for row in INDICATORS for name in (row["name"], *row["aliases"])}
    for figure in (record for record in reviewed() if record["type"] == "figure"):
        assert figure["indicator"] is None or figure["indicator"] in known, figure
        assert all(not part or part in UNIT_NAMES for part in figure["unit"].split("/")), figure


def test_the_vocabularies_name_no_place_person_or_programme_of_the_reviewed_texts() -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in DATA.glob("*.json"))
    for case in (record for record in reviewed() if record["type"] == "case"):
        programs = [program["name"] for program in case["programs"] if program["main"]]
        names = [case["county"], case["township"], *case["authors"], *programs]
        assert [name for name in names if name and name.rstrip("县镇乡") in written] == []
