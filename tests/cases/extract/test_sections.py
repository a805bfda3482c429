"""Sections with headings and without, nested numbering, and the word list; sentences are made up."""

import itertools
import json
from pathlib import Path

import pytest

from cases.extract import outline as outline_module
from cases.extract.lines import lines_of
from cases.extract.outline import kind_of, outline
from cases.extract.records import SECTION_KINDS
from cases.extract.sections import read_sections
from cases.extract.spans import Span, Text

LEAD = "近年来,青石县大胆探索“三联”模式,取得了明显成效。"
PROSE = "各乡镇党委结合实际制定规划,细化目标和条件,组织机关干部进村入户,帮助群众解决生产生活困难。"


def kinds(string: str) -> list[str]:
    return [section.kind for section in read_sections(Text.of(string), Span(0, len(string)))]


def headings(string: str) -> list[str]:
    return [section.heading for section in read_sections(Text.of(string), Span(0, len(string)))]


HEADED = f"推广“三联”模式\n{LEAD}\n一、背景\n{PROSE}\n二、主要做法\n{PROSE}\n三、初步成效\n{PROSE}\n四、启示\n{PROSE}"


def test_headings_give_the_sections() -> None:
    assert kinds(HEADED) == ["other", "background", "practice", "results", "lessons"]
    assert headings(HEADED) == ["", "背景", "主要做法", "初步成效", "启示"]


def test_sections_tile_the_case_after_its_title_but_for_blanks() -> None:
    sections = read_sections(Text.of(HEADED), Span(0, len(HEADED)))
    assert sections[0].start == HEADED.index(LEAD)
    assert sections[-1].end == len(HEADED)
    for one, two in itertools.pairwise(sections):
        assert not HEADED[one.end : two.start].strip()


def test_a_lead_is_background_where_no_section_is() -> None:
    assert kinds(f"推广“三联”模式\n{LEAD}\n一、主要做法\n{PROSE}\n二、成效\n{PROSE}") == [
        "background",
        "practice",
        "results",
    ]


def test_numbering_that_begins_again_lies_one_level_down() -> None:
    inner = "".join(f"{n}、党员服务要靠“配套”。\n{PROSE}\n" for n in "一二三")
    string = f"推广“三联”模式\n{LEAD}\n一、背景\n{PROSE}\n{inner}二、主要做法\n{inner}三、成效\n{PROSE}"
    assert kinds(string) == ["other", "background", "practice", "results"]
    levels = [head.level for head in outline(lines_of(string))]
    assert levels == [1, 2, 2, 2, 1, 2, 2, 2, 1]


def test_steps_without_a_section_heading_are_one_practice() -> None:
    steps = "".join(
        f"{n}、{title}\n{PROSE}\n"
        for n, title in zip("一二三", ("选准帮扶对象", "设立专项资金", "签订责任书"), strict=True)
    )
    assert kinds(f"推广“三联”模式\n{LEAD}\n{steps}四、取得的成效\n{PROSE}") == ["background", "practice", "results"]


@pytest.mark.parametrize(("left", "right"), [("【", "】"), ("", ":")])
def test_a_heading_may_stand_in_its_paragraph(left: str, right: str) -> None:
    parts = "\n".join(f"{left}{name}{right}{PROSE}" for name in ("案例背景", "主要做法", "工作成效"))
    assert kinds(f"推广“三联”模式\n{parts}") == ["background", "practice", "results"]
    assert headings(f"推广“三联”模式\n{parts}") == ["案例背景", "主要做法", "工作成效"]


def test_short_lines_between_paragraphs_are_headings() -> None:
    string = f"推广“三联”模式\n{LEAD}\n入农户,密切干群关系\n{PROSE}\n讲政策,转变致富观念\n{PROSE}\n存在的问题\n{PROSE}"
    assert kinds(string) == ["background", "practice", "problems"]


def test_paragraphs_without_headings_are_read_by_their_openings() -> None:
    end = "这一活动取得较好成效:一是促进了增收。二是锻炼了队伍。"
    string = f"联户活动\n{LEAD}\n目标到村到人。{PROSE}\n进行责任承诺。{PROSE}\n{end}"
    assert kinds(string) == ["background", "practice", "results"]


def test_a_last_paragraph_of_gains_is_results() -> None:
    assert kinds(f"联户活动\n{LEAD}\n{PROSE}\n{PROSE}\n“三联”活动,提高了党员的素质,增强了带富能力。")[-1] == "results"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("主要做法", "practice"),
        ("主要做法和成效", "practice"),
        ("开展党日活动,建立长效机制的背景和起因", "background"),
        ("起初动因", "background"),
        ("城乡共建是推进新农村建设的需要", "background"),
        ("取得了三大共建成效", "results"),
        ("成效与启示", "results"),
        ("建立服务“三农”长效机制存在的问题及建议", "problems"),
        ("建立长效机制的几点启示", "lessons"),
        ("构建共建体系,创新工作方法", "practice"),
        ("村民自治缺“成效”", None),
        ("选准帮扶对象", None),
    ],
)
def test_the_last_word_of_a_heading_names_its_kind(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


def test_an_empty_case_has_no_sections() -> None:
    assert kinds("联户活动") == []


def test_section_words_are_well_formed() -> None:
    path = Path(outline_module.__file__).parent / "data" / "section_words.json"
    data = json.loads(path.read_text("utf-8"))
    assert data.pop("source")
    for words in data.values():
        assert set(words) <= set(SECTION_KINDS)
        every = [word for kind in words.values() for word in kind]
        assert len(set(every)) == len(every)
        assert all(2 <= len(word) <= 8 for word in every)
