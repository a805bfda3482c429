"""The whole order of reading on the five given texts, before any reviewed value."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest

from seeds.evaluation import evaluate
from seeds.reading import READER_VERSION, Reading, read
from seeds.records import as_json_lines, records

TEXTS = {path.name[:3]: path for path in sorted(Path("seeds/texts").glob("*.txt"))}
STORED = Path(__file__).parent.parent / "examples" / "readings.json"

# What the reader reaches on the given texts; a change that loses ground is seen at once.
FLOORS = {
    "quote_exact": 1.0,
    "span_exact": 0.98,
    "figure_with_norms_f1": 0.985,
    "unit_accuracy": 0.99,
    "unit_full_accuracy": 0.96,
    "qualifier_accuracy": 0.99,
    "kind_accuracy": 0.955,
    "claim_accuracy": 0.89,
    "label_right": 0.86,
    "scope_right": 0.80,
    "period_accuracy": 0.90,
    "cases_right": 1.0,
    "province_accuracy": 1.0,
    "prefecture_accuracy": 1.0,
    "county_accuracy": 1.0,
    "place_basis_accuracy": 1.0,
    "truncated_accuracy": 1.0,
    "main_program_found": 1.0,
    "measure_f1": 0.95,
    "section_f1": 0.95,
}


@cache
def reading(number: str) -> Reading:
    return read(TEXTS[number].read_bytes(), TEXTS[number].name)


@pytest.mark.parametrize("number", TEXTS)
def test_every_find_is_exactly_its_characters(number: str) -> None:
    text = reading(number).decoded.text
    found = [record for record in records(reading(number)) if "quote" in record]
    assert found
    assert all(text[record["start"] : record["end"]] == record["quote"] for record in found)


def test_the_texts_hold_eight_cases_in_their_counties() -> None:
    counties = [case.place.county for number in TEXTS for case in reading(number).cases]
    assert counties == ["开化县", "嘉善县", "淳安县", "兴山县", "翁源县", "临泽县", "溧水县", "黔西县"]


def test_two_counties_are_inferred_with_evidence() -> None:
    places = [case.place for number in ("002", "003") for case in reading(number).cases]
    assert [place.basis for place in places] == ["inferred", "inferred"]
    assert all(place.evidence for place in places)


def test_only_the_text_that_is_cut_off_says_so() -> None:
    assert [case.header.truncated for case in reading("001").cases] == [False, True]
    assert not any(case.header.truncated for number in ("000", "003", "004") for case in reading(number).cases)


def test_the_slogan_is_taken_apart_where_the_text_does_it() -> None:
    parts = {part.name: part.means for program in reading("001").cases[0].programs for part in program.parts}
    assert parts["两会"] == ("党支部+关怀理事会", "村委会+户联理事会")
    assert parts["两评"] == ("书记、主任分岗评", "党员、理事群众评")


def test_parts_that_do_not_sum_to_their_total_are_told() -> None:
    messages = [flag.message for flag in reading("001").cases[1].flags]
    assert any("143" in message and "152" in message for message in messages)


def test_one_thing_with_two_values_is_told() -> None:
    messages = [flag.message for flag in reading("004").cases[0].flags]
    assert any("83" in message and "123" in message for message in messages)


def test_traditional_glossed_text_reads_in_simplified_words() -> None:
    case = reading("003").cases[0]
    assert case.header.title == "科技党日活动的实践与探索"
    kinds = {repair.kind for repair in reading("003").text.repairs}
    assert {"gloss", "traditional", "shifted_bytes"} <= kinds


def test_repairs_leave_no_gloss_behind() -> None:
    import re

    assert not re.search(r"[((][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]+[))]", reading("003").text.string)


def test_the_reader_holds_its_ground_on_the_given_texts() -> None:
    values = evaluate()[-1].values()
    assert {name: values[name] for name in FLOORS if values[name] < FLOORS[name]} == {}


def test_a_changed_reading_has_a_new_reader_version() -> None:
    """After a change of rules: raise READER_VERSION, then store the new ones: `python -m tests.seeds.test_reading`."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert stored == digests()


def digests() -> dict[str, object]:
    of_text = {
        number: hashlib.sha256("\n".join(as_json_lines(reading(number))).encode()).hexdigest() for number in TEXTS
    }
    return {"reader_version": READER_VERSION, "sha256": of_text}


if __name__ == "__main__":
    STORED.write_text(json.dumps(digests(), indent=1) + "\n", encoding="utf-8")


SCENE = "老李在镇里住了一辈子，没有出过远门，更没有想过有一天会上报纸，让镇里镇外的人都来看他的果园。"


@pytest.mark.parametrize(
    ("opening", "later", "period"),
    [("2021年，青山镇组织党员学技术。", "", "2021"), ("青山镇组织党员学技术。", "2004年冬天，老李学会了嫁接。", None)],
)
def test_this_year_is_a_year_named_where_an_undated_story_opens_with_it(
    opening: str, later: str, period: str | None
) -> None:
    story = f"{opening}{SCENE}{SCENE}\n镇里办起夜校，请来农技员讲课。{later}今年，他种树30亩。\n"
    (case,) = read(f"青山镇党员老李种果见闻\n{story}{SCENE}\n".encode()).cases
    assert [figure.period for figure in case.figures] == [period]
