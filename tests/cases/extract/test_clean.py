"""From source to clean text: what goes, what stays, and what is said about it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from cases.extract import glosses, words
from cases.extract.clean import STEPS, clean, describe
from cases.extract.furniture_forms import DATA, load_forms
from cases.extract.spans import Text

ROOT = Path(__file__).parents[3]
EXAMPLES: list[dict[str, Any]] = json.loads((ROOT / "tests/examples/clean.json").read_text(encoding="utf-8"))
KNOWN = [example for example in EXAMPLES if example["origin"] == "known failure"]
RIGHT = [example for example in EXAMPLES if example["origin"] != "known failure"]


def seed(number: int) -> str:
    (path,) = (ROOT / "seeds/texts").glob(f"00{number}_*.txt")
    return path.read_bytes().decode("utf-8")


SOURCES = [seed(number) for number in range(5)]
CLEANED = [clean(source) for source in SOURCES]


@pytest.mark.parametrize("example", RIGHT, ids=lambda example: str(example["source"][:12]))
def test_examples_come_out_clean(example: dict[str, Any]) -> None:
    assert clean(example["source"]).string == example["clean"]


@pytest.mark.parametrize("example", KNOWN, ids=lambda example: str(example["source"][:12]))
@pytest.mark.xfail(strict=True)
def test_known_failures_still_fail(example: dict[str, Any]) -> None:
    assert clean(example["source"]).string == example["clean"]


def test_examples_are_of_all_origins_and_none_stands_twice() -> None:
    assert {example["origin"] for example in EXAMPLES} == {"wild", "negative", "synthetic", "known failure"}
    assert len({example["source"] for example in EXAMPLES}) == len(EXAMPLES)


def test_the_glossed_text_loses_all_its_glosses() -> None:
    assert describe(CLEANED[3])["gloss"] == 742
    assert not re.search(r"[(（][a-zà-üā-ǜ]{1,7}[)）]", CLEANED[3].string)


def test_a_quote_keeps_the_gloss_of_its_last_character() -> None:
    at = CLEANED[3].string.index("农民长期得实惠")
    assert CLEANED[3].quote(at, at + 2) == "農(nóng)民"


@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_texts_without_glosses_lose_none(number: int) -> None:
    assert set(describe(CLEANED[number])) <= {"punctuation", "furniture", "doubled"}


def test_all_six_slipped_stretches_are_put_right() -> None:
    found = [(repair.clean, repair.certain) for repair in CLEANED[3].repairs if repair.kind == "shifted_bytes"]
    assert found == [
        ("專家咨詢問題", True), ("。活動", True), ("。縣", True), ("常化、制度化", True), ("地科技大戶", True),
        ("常化、制度化", True),
    ]  # fmt: skip


def test_every_certain_repair_of_slipped_bytes_reads_on_in_its_sentence() -> None:
    for words_there in (
        "向专家咨询问题180多条",
        "当地科技大户、老党员",
        "解惑答疑。活动结束",
        "评选制度。县委组织部",
        "正常化、制度化、规范化",
    ):
        assert words_there in CLEANED[3].string


def test_slipped_bytes_that_allow_no_certain_repair_are_marked_and_stay() -> None:
    text = clean("學員方陣?yán)?，黨員站在前排開展活動")
    assert [repair.certain for repair in text.repairs if repair.kind == "shifted_bytes"] == [False]
    assert "?yán" in text.string.replace("？", "?")


def test_hidden_names_are_marked_and_not_guessed() -> None:
    found = [repair for repair in CLEANED[3].repairs if repair.kind == "masked_name"]
    assert len(found) == 5 and not any(repair.certain for repair in found)
    assert [repair.clean for repair in clean("中共××县委和张**同志").repairs] == ["××", "**"]


def test_a_missing_word_is_marked() -> None:
    (found,) = (repair for repair in CLEANED[3].repairs if repair.kind == "missing_word")
    assert SOURCES[3][found.start : found.end] == "“”"


def test_lost_characters_are_marked() -> None:
    assert describe(clean("推动了工作\ufffd\ufffd的开展")) == {"lost_character": 1}


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (0, "农村党员上网工程等三则", "人人有责。"),
        (1, "全国基层党建创新典型案例", "培育农村党员创业“领头雁”"),
        (2, "深化“双培双带”工程实施“联户带创”活动纪实", "高1500元左右"),
        (3, "科技党日活动的实践与探索", "战斗力。"),
        (4, "贵州黔西县：城乡共建新农村党建1+1结对帮扶", "（张雪颖）"),
    ],
)
def test_the_seeds_begin_with_their_title_and_end_with_their_story(number: int, first: str, last: str) -> None:
    lines = CLEANED[number].string.strip().split("\n")
    assert lines[0] == first and lines[-1].endswith(last)


@pytest.mark.parametrize("name", ["汪志荣", "俞泓刚 徐智华", "淳 组", "党员群众致富联合行动", "百村百星争创活动"])
def test_titles_and_authors_inside_a_compilation_stay(name: str) -> None:
    assert name in CLEANED[0].string.split("\n")


@pytest.mark.parametrize("line", ["湖北兴山：", "广东翁源：", "推广农村党建“两会两评”模式", "培育农村党员创业“领头雁”"])
def test_place_lines_and_case_titles_stay(line: str) -> None:
    assert line in CLEANED[1].string.split("\n")


def test_a_dateline_and_the_headings_of_a_story_stay() -> None:
    assert "人民网黔西11月8日电" in CLEANED[4].string
    assert "入农户，密切党群干群关系" in CLEANED[2].string.split("\n")


BODY = "近年来，某县把党员教育管理作为重点，组织机关干部进村入户，开展结对帮扶活动，取得了较好效果。"
TITLE = "帮扶活动暖人心"
PAGES = {
    "paper": (
        f"第07版:区域新闻\n\n{TITLE}\n\n{BODY}\n\n2019-08-21 2 2 某某日报 con49390.html 1 帮扶",
        f"{TITLE}\n\n{BODY}\n\n",
    ),
    "portal": (
        f"新闻中心首页 > 新闻中心 > 正文\n\n{TITLE}\nhttp://www.example.com 2005年11月20日06:55 某网\n\n{BODY}\n\n"
        "某问(example.com)\n\n收藏此页】【 】【打印】【关闭\n\n简介 | 广告服务 | 招聘信息 | 联系我们 | 产品答疑\n\n"
        "版权所有 某网",
        f"{TITLE}\n\n{BODY}\n\n",
    ),
    "share": (
        f"{TITLE}\n- 格式:doc\n- 大小:28.00 KB\n- 文档页数:3\n{BODY}\n下载到本地,更方便阅读\n猜你喜欢\n相关文档",
        f"{TITLE}\n{BODY}\n",
    ),
    "menu": (
        f"首页\n新闻\n党建\n视频\n专题\n\n您当前的位置: 某网 > 频道 > 动态\n\n{TITLE}\n2015-07-20 10:46\n\n{BODY}\n"
        "分享到:\n上一篇:某文",
        f"{TITLE}\n\n{BODY}\n",
    ),
    "signed": (
        f"{TITLE}\n\n{BODY}\n(作者单位:某县委组织部)\n责任编辑:某某",
        f"{TITLE}\n\n{BODY}\n（作者单位：某县委组织部）\n",
    ),
    "author": (
        f"{TITLE}\n2008-06-03 作者:李小明 点击数:200\n{BODY}",
        f"{TITLE}\n2008-06-03 作者：李小明 点击数：200\n{BODY}",
    ),
    "stamp": (
        f"{TITLE}\n{BODY}某某网\n一是{BODY}某某网\n二是{BODY}某某网\n",
        f"{TITLE}\n{BODY}\n一是{BODY}\n二是{BODY}\n",
    ),
    "rule": (f"==========\n{TITLE}\n{BODY}\n======", f"{TITLE}\n{BODY}\n"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_the_furniture_of_other_sites_goes_and_the_story_stays(kind: str) -> None:
    source, wanted = PAGES[kind]
    assert clean(source).string == wanted


def test_a_long_sentence_that_only_mentions_furniture_stays() -> None:
    body = BODY + "群众在县里的网页上发布求购信息，点击量超过一万次，打印材料送到各村。"
    assert clean(body * 3).string == body * 3


def test_furniture_is_one_repair_a_run() -> None:
    assert [describe(text).get("furniture", 0) for text in CLEANED] == [2, 2, 2, 1, 2]


def test_a_text_of_furniture_alone_does_not_break() -> None:
    assert clean("打印本页\n关闭窗口\n").string == ""


@pytest.mark.parametrize("text", CLEANED, ids=range(5))
def test_every_repair_says_where_it_stands_in_the_source(text: Text) -> None:
    for repair in text.repairs:
        assert 0 <= repair.start < repair.end <= len(text.source)
        if not repair.certain:
            assert repair.kind in ("masked_name", "missing_word")


def test_steps_have_names_of_their_own() -> None:
    assert len({name for name, _ in STEPS}) == len(STEPS)


def test_counts_are_of_characters_where_one_stands_for_one() -> None:
    assert describe(clean("黨員活動,")) == {"traditional": 3, "punctuation": 1}


@pytest.mark.parametrize("gloss", ["dòng", "DÒNG", "dong", "do\u0300ng", "dònɡ"])
def test_a_gloss_fits_in_any_spelling(gloss: str) -> None:
    assert glosses.fits("活動", gloss)


@pytest.mark.parametrize("gloss", ["dōng", "gdp", "d", "", " "])
def test_what_does_not_read_the_character_is_no_gloss(gloss: str) -> None:
    assert not glosses.fits("活動", gloss)


def test_furniture_forms_are_well_formed_and_each_takes_its_example() -> None:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    entries = data["anywhere"] + data["edges"]
    counts = Counter(entry["pattern"] for entry in entries)
    assert data["source"] and data["licence"] and max(counts.values()) == 1
    for entry in (*entries, data["site"], data["signature"], data["author"]):
        assert set(entry) <= {"pattern", "example", "max"}
        assert re.compile(entry["pattern"], re.IGNORECASE).search(entry["example"]), entry
        assert len(entry["example"]) <= entry.get("max", 200)


def test_furniture_forms_that_begin_a_line_are_bound_to_it_as_a_whole() -> None:
    """They are asked at the start of a line alone: one like `^a|b` would miss its b."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    leading = [entry["pattern"] for entry in data["anywhere"] + data["edges"] if entry["pattern"].startswith("^")]
    assert leading
    assert not [pattern for pattern in leading if str(_parser.parse(pattern)[0][1]) != "AT_BEGINNING"]


def test_furniture_forms_take_no_sentence_of_a_story() -> None:
    forms = load_forms()
    for text in CLEANED:
        assert not [line for line in text.string.split("\n") if forms.anywhere(line.strip())]


def test_listed_words_are_frequent_words_each_once() -> None:
    lines = [line for line in words.DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    listed = [line.split()[0] for line in lines]
    assert len(set(listed)) == len(listed) > 30_000
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{1,3} [0-9]+", line) for line in lines)
    assert {"活动", "制度化", "的"} <= set(listed)
