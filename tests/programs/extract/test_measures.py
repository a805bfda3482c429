"""Measures by heading, number or paragraph, in practice sections only; and the practices they belong to."""

import json
from pathlib import Path

import pytest

from cases.extract.records import SectionFound
from cases.extract.sections import read_sections
from cases.extract.spans import Span, Text
from programs.extract import practices as practices_module
from programs.extract.measures import read_measures
from programs.extract.practices import practices_of
from programs.extract.records import MeasureFound

PROSE = (
    "各乡镇党委结合实际制定规划,细化目标和条件,组织机关干部进村入户,逐村逐户摸底,"
    "帮助群众解决生产生活中的困难,做到件件有着落。"
)


def measures(body: str) -> list[MeasureFound]:
    string = f"推广“三联”模式\n近年来,青石县大胆探索“三联”模式。\n{body}"
    text, span = Text.of(string), Span(0, len(string))
    return read_measures(text, span, read_sections(text, span))


def headings(body: str) -> list[tuple[int, str]]:
    return [(found.level, found.heading) for found in measures(body)]


@pytest.mark.parametrize("marks", ["(一) (二)", "1. 2.", "1、 2、", "一是 二是", "① ②", "第一, 第二,", "一、 二、"])
def test_numbered_steps_are_measures(marks: str) -> None:
    one, two = marks.split(" ")
    body = f"一、背景\n{PROSE}\n二、主要做法\n{one}选准帮扶对象。{PROSE}\n{two}设立专项资金。{PROSE}\n三、成效\n{PROSE}"
    assert headings(body) == [(1, "选准帮扶对象"), (1, "设立专项资金")]


def test_first_next_and_last_begin_steps() -> None:
    body = f"首先,抓宣传发动。{PROSE}\n其次,抓民主评议。{PROSE}\n最后,抓结果公示。{PROSE}"
    assert headings(body) == [(1, "抓宣传发动"), (1, "抓民主评议"), (1, "抓结果公示")]


def test_what_is_told_before_the_count_is_a_step_but_what_leads_to_it_is_none() -> None:
    told = f"为组织好活动,县委成立工作班子。{PROSE}"
    lead = f"为把活动长期坚持下去,县委建立五项制度。{PROSE}"
    body = f"一、主要做法\n{told}\n{lead}\n一是鼓励创新。{PROSE}\n二是开展培训。{PROSE}"
    assert headings(body) == [(1, "为组织好活动,县委成立工作班子"), (1, "鼓励创新"), (1, "开展培训")]


def test_steps_counted_as_moves_are_measures() -> None:
    body = f"三个实招之一,是设立支部。{PROSE}\n第二招,推选组长。{PROSE}\n第三招是公开账目。{PROSE}"
    assert headings(body) == [(1, "是设立支部"), (1, "推选组长"), (1, "公开账目")]


def test_numbers_in_a_line_that_runs_on_for_pages_begin_parts() -> None:
    body = f"近年来成绩明显。{PROSE * 3}1、选准对象。一是摸底。{PROSE}二是评议。{PROSE}2、设立资金。{PROSE * 3}"
    assert headings(body) == [(1, "选准对象"), (2, "摸底"), (2, "评议"), (1, "设立资金")]
    assert [level for level, _ in headings(f"近年来原则有三:1、公开。2、公平。{PROSE}")] != [1, 1]


@pytest.mark.parametrize(
    "names",
    [
        ("从村里“挖”", "从企业“招”", "从机关“派”"),
        ("“组织强边”", "“先锋护边”", "“共建稳边”"),
        ("全链条培育", "全覆盖提升", "全领域激活"),
    ],
)
def test_sentences_of_a_set_are_steps_of_their_step(names: tuple[str, ...]) -> None:
    body = f"建强队伍。{PROSE}\n选好人才,拓宽选人视野。{''.join(f'{name}。{PROSE}' for name in names)}"
    assert [(level, heading.strip("“”")) for level, heading in headings(body)][2:] == [
        (2, name.strip("“”")) for name in names
    ]
    again = f"建强队伍。{PROSE}\n选好人才,拓宽视野。{f'该县组织干部,{PROSE}' * 3}"
    assert [level for level, _ in headings(again)] == [1, 1]


def test_two_levels_are_kept_apart() -> None:
    inner = f"一是深入基层。{PROSE}\n二是落实到人。{PROSE}\n"
    body = f"一、主要做法\n(一)构建体系。\n{inner}(二)创新方法。\n{inner}二、成效\n{PROSE}"
    assert headings(body) == [
        (1, "构建体系"), (2, "深入基层"), (2, "落实到人"), (1, "创新方法"), (2, "深入基层"), (2, "落实到人"),
    ]  # fmt: skip


def test_a_measure_runs_to_the_end_of_its_body() -> None:
    string = f"一、主要做法\n(一)选准对象。\n{PROSE}\n(二)设立资金。\n{PROSE}"
    text = Text.of(string)
    section = SectionFound("practice", "主要做法", 0, len(string))
    one, two = read_measures(text, Span(0, len(string)), [section])
    assert string[one.start : one.end] == f"选准对象。\n{PROSE}"
    assert string[two.start : two.end] == f"设立资金。\n{PROSE}"
    assert (one.order, two.order) == (1, 2)


def test_paragraphs_with_short_first_sentences_are_measures() -> None:
    body = f"目标到村到人。{PROSE}\n进行责任承诺。{PROSE}\n推行双层激励。{PROSE}"
    assert headings(body) == [(1, "目标到村到人"), (1, "进行责任承诺"), (1, "推行双层激励")]


def test_a_long_first_sentence_gives_its_first_clauses() -> None:
    ((_, heading), *_) = headings(f"{PROSE}\n{PROSE}")
    assert heading.startswith("各乡镇党委结合实际制定规划")
    assert len(heading) <= 60


def test_a_practice_of_one_paragraph_is_counted_within_it() -> None:
    counted = "一是加强领导,建立专班。县委书记任组长。二是广泛宣传,营造氛围。三是严格考核。"
    found = headings(f"一、主要做法\n全县上下联动:{counted}\n二、成效\n增收。")
    assert found == [
        (1, "加强领导,建立专班"),
        (1, "广泛宣传,营造氛围"),
        (1, "严格考核"),
    ]


def test_what_is_only_told_is_no_measure() -> None:
    told = f"村党支部书记王建国说,变化太大了。{PROSE}\n白水村是全镇最小的村。{PROSE}"
    assert headings(f"{told}\n建立联系制度。{PROSE}\n实行考核。{PROSE}")[0] == (1, "建立联系制度")


def test_speech_and_scenes_between_steps_belong_to_the_step_before() -> None:
    body = f"该县建立联系制度。{PROSE}\n“路通了,心里亮堂。”王芳说。{PROSE}\n该县实行全员考核。{PROSE}"
    assert headings(body) == [(1, "该县建立联系制度"), (1, "该县实行全员考核")]
    one, _ = measures(body)
    assert one.end - one.start == body.index("\n该县实行")


def test_a_subheaded_part_is_a_step_and_what_it_counts_lies_below() -> None:
    counted = (
        "要求党员做到“三个一”。即:一是每年为联系户解决一个主要问题。对问题要详细记载,认真分析,当场解决。"
        "二是每月与联系户进行一次访谈。党员要深入家中,了解生产生活情况。三是每月记好一次日记。月底交党委查阅。"
    )
    found = headings(f"入农户,密切干群关系\n{counted}\n讲政策,转变致富观念\n{PROSE}")
    assert [level for level, _ in found] == [1, 2, 2, 2, 1]
    assert found[1] == (2, "每年为联系户解决一个主要问题")


def test_sentences_named_alike_are_steps_below() -> None:
    series = "联诺,各级书记公开承诺。联述,各级书记年底述职。联评,群众现场评议。联考,建立专项考核体系。"
    body = f"统揽担责,推动工作由浮变沉。该县坚持定期研究。{series}\n清单明责,推动工作由虚变实。{PROSE}"
    assert headings(body) == [
        (1, "统揽担责,推动工作由浮变沉"),
        (2, "联诺"),
        (2, "联述"),
        (2, "联评"),
        (2, "联考"),
        (1, "清单明责,推动工作由虚变实"),
    ]


def test_lists_in_results_are_no_measures() -> None:
    body = f"一、主要做法\n{PROSE}\n二、初步成效\n一是促进了增收。{PROSE}\n二是锻炼了队伍。{PROSE}"
    assert headings(body) == []


def test_lists_within_a_paragraph_are_no_measures() -> None:
    body = f"一、主要做法\n(一)签订承诺书。要求:一是专款专用;二是带头学习。\n(二)加强领导。{PROSE}"
    assert [heading for _, heading in headings(body)] == ["签订承诺书", "加强领导"]


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("设立专项资金,帮扶创业发展", "special-funds"),
        ("进行责任承诺", "pledges"),
        ("实行全员考核", "assessment"),
        ("开展实用技术培训", "skills-training"),
    ],
)
def test_practices_are_known_by_their_words(heading: str, slug: str) -> None:
    assert practices_of(heading)[0] == slug


def test_the_heading_weighs_more_than_the_body_and_three_are_enough() -> None:
    body = "考核评议、结对帮扶、宣传动员、走访入户、贷款贴息、公开栏。" * 3
    assert practices_of("进行责任承诺", body)[0] == "pledges" or len(practices_of("进行责任承诺", body)) <= 3
    assert len(practices_of("考核、承诺、培训班、贷款、协会", body)) == 3
    assert practices_of("其他工作") == ()


def test_the_list_of_practices_is_well_formed() -> None:
    data = json.loads((Path(practices_module.__file__).parent / "data" / "practices.json").read_text("utf-8"))
    slugs = [item["slug"] for item in data["practices"]]
    assert data["source"]
    assert len(set(slugs)) == len(slugs)
    for item in data["practices"]:
        assert item["name"] and item["name_en"]
        assert len(set(item["words"])) == len(item["words"])


def test_a_lone_first_number_is_a_step_where_the_text_is_cut_off() -> None:
    body = f"一、主要做法\n(一)规划布局\n{PROSE}各村党支部在这段时间里又陆续"
    assert headings(body) == [(1, "规划布局")]
    assert headings(f"{body}建站。") == []


def test_steps_counted_in_one_paragraph_are_told_once() -> None:
    body = f"主要做法是:一是选准对象。{PROSE}二是设立资金。{PROSE}三是公开账目。{PROSE}"
    assert headings(body) == [(1, "选准对象"), (1, "设立资金"), (1, "公开账目")]


def test_brief_sentences_that_head_others_within_steps_are_their_second_level() -> None:
    first = f"健全体系。加强组织领导。{PROSE}完善项目体系。{PROSE}健全协调机制。{PROSE}"
    second = f"强化运用。彰显考核价值。{PROSE}强化约谈问责。{PROSE}"
    inner = [(2, "加强组织领导"), (2, "完善项目体系"), (2, "健全协调机制")]
    assert headings(f"(一){first}\n(二){second}") == [
        (1, "健全体系"),
        *inner,
        (1, "强化运用"),
        (2, "彰显考核价值"),
        (2, "强化约谈问责"),
    ]
    assert headings(f"(一)健全体系。加强组织领导。{PROSE}\n(二)强化运用。{PROSE}") == [(1, "健全体系"), (1, "强化运用")]
