"""Places: examples by origin (tests/examples/places.json), the five given texts, and what must never happen."""

import json
from pathlib import Path
from typing import Any

import pytest

from cases.extract.place_mentions import WORDS, mentions
from cases.extract.place_scene import rank_of
from cases.extract.places import locate
from cases.extract.spans import Span

ROOT = Path(__file__).parents[3]
EXAMPLES: list[dict[str, Any]] = json.loads((ROOT / "tests/examples/places.json").read_text("utf-8"))
ORIGINS = {"seen", "negative", "synthetic", "known-failure"}


def whole(text: str) -> Span:
    return Span(0, len(text))


def seed(number: str) -> str:
    (path,) = (ROOT / "seeds/texts").glob(f"{number}_*.txt")
    return path.read_text("utf-8")


def marked(example: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True)] if example["origin"] == "known-failure" else []
    return pytest.param(example, marks=marks, id=(example["title"] or example["text"])[:16])


@pytest.mark.parametrize("example", [marked(e) for e in EXAMPLES])
def test_example_is_located(example: dict[str, Any]) -> None:
    text = example["text"]
    place = locate(text, whole(text), example["title"], example["year"], example.get("context", ""))
    assert {key: getattr(place, key) for key in example["expect"]} == example["expect"], place.evidence


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e["origin"] != "known-failure"])
def test_half_width_signs_change_nothing(example: dict[str, Any]) -> None:
    half = str.maketrans("\uff0c\uff1a\uff1b", ",:;")
    text, title = example["text"].translate(half), example["title"].translate(half)
    place = locate(text, whole(text), title, example["year"], example.get("context", ""))
    assert place.code == example["expect"]["code"]


def test_examples_have_an_origin_and_are_not_repeated() -> None:
    assert {e["origin"] for e in EXAMPLES} <= ORIGINS
    assert len({(e["title"], e["text"]) for e in EXAMPLES}) == len(EXAMPLES) > 60


@pytest.mark.parametrize(
    ("number", "first", "title", "year", "county", "code"),
    [
        ("000", "2000年以来", "农村党员上网工程", 2001, "开化县", "330824"),
        ("001", "湖北兴山", "湖北兴山：推广农村党建“两会两评”模式", 2009, "兴山县", "420526"),
        ("004", "贵州黔西县", "贵州黔西县：城乡共建新农村党建1+1结对帮扶", 2007, "黔西县", "522423"),
    ],
)
def test_given_texts_state_their_county(number: str, first: str, title: str, year: int, county: str, code: str) -> None:
    text = seed(number)
    start = text.index(first)
    place = locate(text, Span(start, start + 1000), title, year)
    assert (place.county, place.code, place.basis) == (county, code, "stated")


def test_a_text_that_never_names_its_county_is_placed_by_its_township() -> None:
    text = seed("002")
    place = locate(text, whole(text), "深化“双培双带”工程实施“联户带创”活动纪实", 2010)
    assert (place.prefecture, place.county, place.township) == ("张掖市", "临泽县", "倪家营乡")
    assert place.basis == "inferred"
    assert text[place.start : place.end] == "倪家营乡"


def test_a_masked_county_is_placed_by_four_townships_under_the_name_of_the_time() -> None:
    text = "中共*县委组织部依托“南京党建”网站，在永阳镇、洪蓝镇、石湫镇、和凤镇的农村支部开展活动。"
    place = locate(text, whole(text), "科技党日活动的实践与探索", 2022)
    assert (place.province, place.prefecture, place.county) == ("江苏省", "南京市", "溧水县")
    assert (place.code, place.basis) == ("320124", "inferred")
    assert place.evidence == "永阳镇、洪蓝镇、石湫镇、和凤镇都在溧水；南京"


def test_only_the_span_is_read() -> None:
    text = "开化县委推行党员上网。嘉善县委推行党群致富联合体。"
    assert locate(text, Span(11, len(text)), "", 2001).county == "嘉善县"


def test_a_year_in_the_text_serves_where_none_is_given() -> None:
    text = "2008年，毕节地区大方县县委推行设岗定责。"
    assert locate(text, whole(text), "", None).prefecture == "毕节地区"


def test_heading_of_the_collection_decides_between_namesakes() -> None:
    text = "鼓楼区委组织党员进社区。"
    assert locate(text, whole(text), "", 2008, "江苏省徐州市基层党建案例").code == "320302"


@pytest.mark.parametrize("text", ["", "县", "镇乡区县市", "*" * 50, "\ufffd\n\t", "在" * 3000])
def test_texts_without_a_place_are_left_open(text: str) -> None:
    assert locate(text, whole(text), "", None).basis is None


def test_offsets_are_those_of_the_words() -> None:
    text = "近年来，通山县委坚持把支部建在产业链上。"
    place = locate(text, whole(text), "", 2010)
    assert text[place.start : place.end] == "通山县"
    assert place.evidence == "通山县委"


def test_ordinary_words_are_no_mentions() -> None:
    text = (
        "工业兴县，沿海城市，各乡镇，农业局和县科技局，长治久安，义乌市场，美丽乡村，高新区域，渤海南部，新建县级中心。"
    )
    assert [m.written for m in mentions(text, whole(text))] == []


def test_rank_of_the_text() -> None:
    assert [rank_of(t) for t in ("*县委与全县", "区委要求全区", "旗委", "村里")] == ["县", "区", "旗", ""]


@pytest.mark.parametrize("key", [k for k, v in WORDS.items() if isinstance(v, list)])
def test_word_lists_hold_no_word_twice(key: str) -> None:
    words = WORDS[key]
    assert words
    assert len(set(words)) == len(words)
    assert all(w and w == w.strip() for w in words)


def test_word_file_names_its_source() -> None:
    assert WORDS["source"]
