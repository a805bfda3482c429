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
    assert kinds(string) == ["background", "practice", "practice", "problems"]
    assert headings(string)[1] == "入农户,密切干群关系"


def test_a_heading_in_brackets_on_its_own_line_is_told_whole() -> None:
    string = f"推广“三联”模式\n【案例背景】\n{PROSE}\n【主要做法】\n{PROSE}\n【探讨与评论】\n{PROSE}"
    assert headings(string) == ["案例背景", "主要做法", "探讨与评论"]
    assert kinds(string) == ["background", "practice", "lessons"]


def test_steps_counted_in_one_paragraph_are_the_practice_from_there() -> None:
    counted = f"主要做法是:一是抓发动,{PROSE}二是抓评议,{PROSE}"
    string = f"三联暖民心\n{LEAD}{counted}"
    assert [string[s.start :][:6] for s in read_sections(Text.of(string), Span(0, len(string)))] == [
        LEAD[:6],
        "主要做法是:",
    ]
    assert kinds(f"三联暖民心\n{LEAD}{counted}\n取得的成效:{PROSE}") == ["background", "practice", "results"]


def test_a_story_that_begins_with_its_first_number_is_practice_from_there() -> None:
    assert kinds(f"青石县突出两个重点\n一是抓发动。{PROSE}二是抓评议。{PROSE}") == ["practice"]


def test_a_text_that_begins_in_its_middle_keeps_its_levels() -> None:
    string = f"(三)抓示范。{PROSE}\n(四)抓创新。{PROSE}\n三、几点启示\n{PROSE}"
    assert [head.level for head in outline(lines_of(string))] == [2, 2, 1]
    assert kinds(string) == ["practice", "lessons"]


def test_a_verb_makes_a_weak_word_its_object_and_the_heading_a_step() -> None:
    assert (kind_of("创新机制"), kind_of("破解困难"), kind_of("工作机制"), kind_of("创新做法")) == (
        None,
        None,
        "practice",
        "practice",
    )


def test_two_steps_before_the_first_gap_begin_the_practice() -> None:
    scene = "“日子好过了。”村民王芳笑着说,家里的果子卖了好价钱。"
    steps = f"该县加大资金投入。{PROSE}\n该县建立联系制度。{PROSE}"
    string = f"三联暖民心\n{scene}\n{scene}\n{steps}\n\t\n{scene}\n{PROSE}\n\t\n{scene}\n{PROSE}"
    sections = read_sections(Text.of(string), Span(0, len(string)))
    assert string[sections[1].start :].startswith("该县加大资金投入")


@pytest.mark.parametrize(
    "ending",
    [
        "据了解,今年以来,全县已累计整改问题700个。",
        "一年来,青石县已建成服务站152个。",
        "推行积分制度后,群众参与热情大大提升。",
    ],
)
def test_what_sums_up_after_the_last_step_is_results(ending: str) -> None:
    string = f"三联暖民心\n{LEAD}\n该县建立联系制度。{PROSE}\n该县实行考核。{PROSE}\n{ending}{PROSE}"
    assert kinds(string) == ["background", "practice", "results"]


def test_paragraphs_without_headings_are_read_by_their_openings() -> None:
    end = "这一活动取得较好成效:一是促进了增收。二是锻炼了队伍。"
    string = f"联户活动\n{LEAD}\n目标到村到人。{PROSE}\n进行责任承诺。{PROSE}\n{end}"
    assert kinds(string) == ["background", "practice", "results"]


def test_a_gap_where_a_subhead_was_lost_ends_the_background() -> None:
    scene = "“日子好过了。”村民王芳笑着说,家里的果子卖了好价钱,路也修到了家门口。"
    string = f"三联暖民心\n{scene}\n{LEAD}\n\t\n{scene}\n{PROSE}\n\t\n{scene}\n{PROSE}"
    sections = read_sections(Text.of(string), Span(0, len(string)))
    assert [section.kind for section in sections] == ["background", "practice"]
    assert string[sections[0].end - 5 : sections[0].end] == LEAD[-5:]


def test_the_part_that_tells_what_was_wrong_before_is_background() -> None:
    wrong = "几年前,青石县面临三大困局。\n产业薄弱,造血能力不足。农户缺乏技术,基础设施滞后。"
    string = f"三联暖民心\n{LEAD}\n{PROSE}\n\n{wrong}\n\n{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}"
    sections = read_sections(Text.of(string), Span(0, len(string)))
    assert string[sections[1].start - 8 : sections[1].start].strip() == "础设施滞后。"


def test_an_opening_scene_goes_on_to_the_first_step() -> None:
    scene = "“日子好过了。”村民王芳笑着说,家里的果子卖了好价钱。"
    overview = "近年来,青石县强化党建引领,不断壮大集体经济,取得了成效。"
    step = f"该县建立联系制度。{PROSE}"
    string = f"三联暖民心\n{scene}\n{overview}\n{step}\n{step}"
    sections = read_sections(Text.of(string), Span(0, len(string)))
    assert string[sections[1].start :].startswith("该县建立联系制度")


def test_the_editors_note_is_not_of_the_story() -> None:
    signed = f"三联暖民心\n{PROSE}――编者\n{LEAD}\n该县建立联系制度。{PROSE}\n该县实行考核。{PROSE}"
    assert kinds(signed) == ["other", "background", "practice"]
    for note in (f"编者按\n{PROSE}", f"编者按:{PROSE}"):
        string = f"三联暖民心\n{note}\n{LEAD}\n该县建立联系制度。{PROSE}\n该县实行考核。{PROSE}"
        assert kinds(string) == ["other", "background", "practice"]
        assert headings(string)[0] == "编者按"


def test_questions_on_lines_of_their_own_are_headings_within_one_practice() -> None:
    string = f"三联暖民心\n{LEAD}\n如何选准带头人?\n{PROSE}{PROSE}\n如何管好村务?\n{PROSE}{PROSE}"
    assert kinds(string) == ["background", "practice"]
    assert [head.title for head in outline(lines_of(string))] == ["如何选准带头人?", "如何管好村务?"]


def test_short_sentences_over_long_paragraphs_are_headings() -> None:
    part = f"“日子好过了。”王芳说。{PROSE * 3}"
    parts = [f"{title}\n{part}\n{part}" for title in ("托清家底,存量才能变成增量。", "帮钱帮物,不如帮助找条门路。")]
    string = "\n".join(["三联暖民心", LEAD * 4, *parts])
    assert [head.title for head in outline(lines_of(string))] == [
        "托清家底,存量才能变成增量",
        "帮钱帮物,不如帮助找条门路",
    ]


def test_a_short_sentence_on_a_person_or_a_time_is_no_heading() -> None:
    scene = "往年的汛期,正是大湾村村民王芳最发愁的时候。"
    change = "大湾村的改变是青石全县改革的缩影。"
    told = f"支部的活力\n{scene}\n{PROSE * 4}\n{PROSE * 4}\n{change}\n{PROSE * 4}"
    headed = told.replace(scene, "托清“家底”,存量变增量。").replace(change, "定向帮带,旧村换新貌。")
    assert [len(outline(lines_of(string))) for string in (told, headed)] == [0, 2]


def test_a_story_told_in_short_paragraphs_has_no_headings() -> None:
    told = "\n".join(["支部工作出了问题。", PROSE, "村民议论纷纷。", PROSE, "大家坐不住了。", PROSE])
    assert outline(lines_of(told)) == []
    said = [f"“{words}。”王芳说。" for words in ("各干各的肯定不行", "招牌绝不能砸了")]
    long = PROSE * 4
    assert outline(lines_of("\n".join([long, long, said[0], long, long, said[1], long, long]))) == []


@pytest.mark.parametrize(
    "ending",
    [
        "一系列举措,有力推动着各项工作,让群众得到实惠,村里面貌焕然一新。",
        "党员亮身份、比作为,群众看在眼里,党组织的凝聚力明显增强。",
    ],
)
def test_a_last_paragraph_that_sums_up_is_results(ending: str) -> None:
    step = f"该县建立联系制度。{PROSE}"
    assert kinds(f"三联暖民心\n{LEAD}\n{step}\n{step}\n{ending}") == ["background", "practice", "results"]
    assert kinds(f"三联暖民心\n{LEAD}\n{step}\n{step}") == ["background", "practice"]


def test_a_sum_before_another_part_is_not_the_results() -> None:
    scene = f"“日子好过了。”村民王芳笑着说。{PROSE}"
    part = f"{scene}\n该县建立联系制度。{PROSE}\n一系列举措成效明显,村里面貌焕然一新。{PROSE}"
    string = f"三联暖民心\n{LEAD}\n\t\n{part}\n\t\n{scene}\n该县实行考核。{PROSE}\n{scene}"
    assert kinds(string) == ["background", "practice"]


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


STEP = "该县建立联系制度,选派干部200名。" + PROSE


def practice_of(string: str) -> str:
    found = read_sections(Text.of(string), Span(0, len(string)))
    return next(string[one.start : one.start + 4] for one in found if one.kind == "practice")


def test_sights_of_several_places_before_the_first_step_are_background() -> None:
    sights = "在青石市,果园连片,游人如织,乡亲笑开颜。\n白水县瓜果飘香,处处都是亮丽的风景。"
    rest = f"{STEP}\n{PROSE}\n{PROSE}\n\n全县推行积分制度。{PROSE}\n{PROSE}"
    assert practice_of(f"推广“三联”模式\n基层是神经末梢。\n\n{sights}\n\n{rest}") == "该县建立"
    people = "大湾村民王芳搬进了新房,一家人笑开颜。\n她说,日子好过了。"
    assert practice_of(f"推广“三联”模式\n基层是神经末梢。\n\n{people}\n\n{rest}") == "大湾村民"


def test_a_paragraph_that_tells_why_goes_with_the_background() -> None:
    why = "由于历史原因,全县村庄规模普遍较小,产业单一。"
    string = f"推广“三联”模式\n{LEAD}\n\n{why}\n{STEP}\n{PROSE}\n\n{STEP}\n{PROSE}"
    assert practice_of(string) == "该县建立"


@pytest.mark.parametrize(
    "said",
    [
        "这些创新举措,既方便了群众,又锻炼了干部。",
        "“双联”活动增强了党支部的责任感,激发了党员的热情。",
        "记者从青石县获悉,截至目前,全县共选派干部350名。",
        "目前,“双联”活动已在全县推开。",
        "随着工程的深入实施,村官们逐渐成为村里的骨干。",
        "目前,全镇2200名党员与1.8万户家庭建立了联系。",
        "据日前统计,全镇共有620名党员帮扶贫困户500户。",
        "据悉,该县开展“双联”活动以来,全县330名干部走访农户2000户。",
        "记者从青石县获悉,截至目前,全县3500名干部全部到位。",
        "差异化考核激活了基层干部的创业动力。",
        "一年多来,村书记专业化管理成效初显。",
        "经过一段时间的运行,堡垒作用强化等成效开始显现。",
    ],
)
def test_a_sum_of_other_words_is_results_too(said: str) -> None:
    assert kinds(f"推广“三联”模式\n{LEAD}\n{STEP}\n{STEP}\n{PROSE}\n{said}{PROSE}")[-1] == "results"


def test_a_last_part_that_walks_through_the_changed_place_tells_results() -> None:
    walk = "走进大湾村,偌大的广场、整洁的巷道映入眼帘,水变绿了。\n乡亲们感受到了变化,个个脸上都是笑。"
    string = f"推广“三联”模式\n{LEAD}\n\n{STEP}\n{PROSE}\n{PROSE}\n\n{STEP}\n{PROSE}\n{PROSE}\n\n{walk}"
    assert kinds(string)[-1] == "results"
    assert kinds(string.replace(walk, f"{STEP}\n{PROSE}"))[-1] == "practice"


def test_a_last_paragraph_on_leaving_the_list_of_poor_counties_tells_results() -> None:
    string = f"推广“三联”模式\n{LEAD}\n{STEP}\n{STEP}\n今年4月,省里正式发文,宣布12个贫困县出列。"
    assert kinds(string)[-1] == "results"


ACTS = "该县建立联系制度,选派干部进村入户,定期走访,逐村逐户摸底,帮助群众解决生产生活中的困难。"


def parts(string: str) -> list[tuple[str, str]]:
    found = read_sections(Text.of(string), Span(0, len(string)))
    return [(one.kind, string[one.start : one.start + 6]) for one in found]


def test_a_story_in_one_paragraph_is_parted_by_its_sentences() -> None:
    told = f"青石县地处山区,党员外出的多。{ACTS}自推行制度以来,全县已办实事1200件。"
    assert parts(f"推广“三联”模式\n{told}") == [
        ("background", "青石县地处山"),
        ("practice", "该县建立联系"),
        ("results", "自推行制度以"),
    ]


def test_a_first_paragraph_with_figures_that_acts_is_practice_and_a_general_one_leads_up() -> None:
    acted = "记者从青石县获悉,该县选派1000名干部驻村入户,走访座谈群众,记下民情日记,为群众办好事实事,帮助村组制订规划。"
    assert parts(f"推广“三联”模式\n{acted}\n村民王芳笑了。")[0][0] == "practice"
    general = "近年来,青石县坚持分类管理,搭建平台,引导农村党员争做带头人,推动各项事业全面发展。"
    assert parts(f"推广“三联”模式\n{general}\n如今路通了。{ACTS}")[0][0] == "background"


def test_a_lone_first_number_heads_the_practice_of_a_text_cut_off() -> None:
    string = f"推广“三联”模式\n{LEAD}\n一、在基本情况上,做到一个“清”字。{PROSE}各村党支部在这段时间里又陆续"
    assert kinds(string) == ["background", "practice"]
    assert kinds(string.replace("上,做到一个“清”字", "")) == ["background", "background"]


def test_what_someone_asked_for_before_the_first_step_is_background() -> None:
    asked = "“要把站点办成干部提高素质的‘加油站’、联系群众的‘连心桥’。”这是县委提出的要求。"
    string = f"推广“三联”模式\n{LEAD}\n{asked}\n{STEP}\n{PROSE}\n{STEP}\n{PROSE}"
    assert practice_of(string) == STEP[:4]


def test_a_step_against_what_was_wrong_is_no_part_on_problems() -> None:
    against = f"针对党组织软弱、存在突出问题,该县选派第一书记。{PROSE}"
    assert "problems" not in kinds(f"整治软散\n{LEAD}\n该县建立联系制度。{PROSE}\n{against}\n{against}")
