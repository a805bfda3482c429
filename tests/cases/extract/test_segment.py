"""Cases in a text: one article, compilations of several shapes, no story, cut-off ends. Sentences are made up."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.extract.clean import clean
from cases.extract.header import read_header
from cases.extract.records import Page
from cases.extract.sections import read_sections
from cases.extract.segment import segment
from cases.extract.spans import Span, Text

ROOT = Path(__file__).parents[3]
STORY = (
    "去年以来,青石县在全县农村党员中开展“一户一策”帮扶活动,组织机关干部进村入户,取得了较好效果。\n"
    "各乡镇结合实际制定规划,建立联系点12个,培训党员320人次,帮助群众解决生产生活困难。"
)


def cases(string: str) -> list[str]:
    text = Text.of(string)
    return [text.string[span.start : span.end] for span in segment(text)]


def firsts(string: str) -> list[str]:
    return [case.split("\n")[0] for case in cases(string)]


def test_a_single_article_begins_with_its_title_and_ends_with_its_body() -> None:
    (case,) = cases(f"新闻中心\n\n小山村里的大文章\n\n{STORY}\n\n上一篇:没有了\n下一篇:会议通知")
    assert case.startswith("小山村里的大文章")
    assert case.endswith("生产生活困难。")


def test_titles_over_bylines_part_a_compilation() -> None:
    found = firsts(f"他山之石\n\n联户帮扶活动\n王建国\n\n{STORY}\n\n支部互助行动\n李 明 赵小红\n\n{STORY}")
    assert found == ["联户帮扶活动", "支部互助行动"]


def test_a_group_may_sign() -> None:
    assert firsts(f"联户帮扶活动\n青 组\n{STORY}\n支部互助行动\n青石县委组织部\n{STORY}") == [
        "联户帮扶活动",
        "支部互助行动",
    ]


def test_place_lines_over_titles_part_a_compilation() -> None:
    found = firsts(f"创新案例\n\n湖南青石:\n\n推行“三联”模式\n\n{STORY}\n\n江西白水县:\n\n培育创业带头人\n\n{STORY}")
    assert found == ["湖南青石:", "江西白水县:"]


def test_titles_that_begin_with_a_place_part_a_compilation() -> None:
    found = firsts(f"湖南青石县:推行“三联”模式\n{STORY}\n江西白水县:培育创业带头人\n{STORY}")
    assert found == ["湖南青石县:推行“三联”模式", "江西白水县:培育创业带头人"]


@pytest.mark.parametrize("mark", ["◆", "■ ", "★"])
def test_a_bullet_may_stand_before_the_place(mark: str) -> None:
    (one, two) = cases(f"集锦\n{mark}青石县:党员积分亮身份\n{STORY}\n{mark}白水县:支部联建促发展\n{STORY}")
    assert one.startswith(f"{mark}青石县")
    assert read_header(Text.of(two), Span(0, len(two)), Page()).title == "白水县:支部联建促发展"


@pytest.mark.parametrize("form", ["【{}】今年以来,", "{}:"])
def test_three_paragraphs_that_begin_with_their_places_are_a_compilation(form: str) -> None:
    parts = [f"{form.format(place)}推行积分制度。{STORY}".replace("\n", "") for place in ("青石县", "白水县", "大河市")]
    assert cases("\n".join(["各地动态", *parts])) == parts
    assert len(cases("\n".join(["各地动态", *parts[:2]]))) == 1


def test_reports_under_a_headline_each_part_a_page() -> None:
    reports = "".join(
        f"{head}\n\n本报{place}讯 (通讯员 青组轩) {STORY}\n"
        for head, place in (("湖南青石", "青石"), ("设立党员先锋岗", "白水"))
    )
    assert firsts(f"党员打头阵\n2020-09-14\n编者按\n{STORY}\n{reports}") == ["湖南青石", "设立党员先锋岗"]


def test_a_scene_that_trails_off_is_no_title() -> None:
    (case,) = cases(f"党建引领聚合力\n2020-08-20\n盛夏时节,满目青翠;游人穿行,欢声笑语不断……\n{STORY}")
    assert case.startswith("党建引领聚合力")


@pytest.mark.parametrize(
    "numbers", [("案例一:", "案例二:"), ("案例1 ", "案例2 "), ("第一篇:", "第二篇:"), ("【案例一】", "【案例二】")]
)
def test_numbered_cases_part_a_compilation(numbers: tuple[str, str]) -> None:
    titles = [f"{number}支部建在产业链上" for number in numbers]
    assert firsts(f"汇编\n{titles[0]}\n{STORY}\n{titles[1]}\n{STORY}") == titles


def test_parts_numbered_behind_one_title_part_a_compilation() -> None:
    assert firsts(f"党建案例(2篇)\n1.党建案例 篇一\n{STORY}\n2.党建案例 篇二\n{STORY}") == [
        "1.党建案例 篇一",
        "2.党建案例 篇二",
    ]


def test_the_title_over_a_byline_goes_before_the_first_heading() -> None:
    heads = "".join(f"变“{word}”为“大家干”\n{STORY}\n" for word in ("干部干", "一家干"))
    (case,) = cases(f"青石县:变“输血”为“造血”\n青报记者 李明 通讯员 王芳\n{heads}")
    assert case.startswith("青石县:变“输血”为“造血”")


def test_a_wire_line_that_says_the_title_again_is_no_title() -> None:
    string = f"青石以党建引领善治\n2019-06-20\n新华社青石6月20日电 题:青石以党建引领善治\n新华社记者李明\n{STORY}"
    (case,) = cases(string)
    found = read_header(Text.of(case), Span(0, len(case)), Page())
    assert (found.title, found.authors) == ("青石以党建引领善治", ("李明",))


@pytest.mark.parametrize("label", ["核心阅读", "核心提示", "内容提要", "导读"])
def test_the_label_over_an_abstract_is_no_title(label: str) -> None:
    (case,) = cases(f"青石示范点建设扫描\n2020-09-11\n{label}\n{STORY}\n{STORY}")
    assert case.startswith("青石示范点建设扫描")
    first = read_sections(Text.of(case), Span(0, len(case)))[0]
    assert (first.kind, first.heading) == ("other", label)


def test_what_follows_the_authors_stood_beside_the_story() -> None:
    (case,) = cases(f"推行联户制度\n{STORY}\n{STORY}\n(李明 王芳)\n青石县入围全国案例\n{STORY}")
    assert case.endswith("(李明 王芳)")


def test_numbered_titles_with_places_part_a_compilation() -> None:
    found = firsts(f"经验选登\n一、青石县推行联户制度\n{STORY}\n二、白水镇创建先锋基地\n{STORY}")
    assert found == ["一、青石县推行联户制度", "二、白水镇创建先锋基地"]


def test_a_numbered_part_may_say_its_title_twice_over_furniture() -> None:
    parts = "".join(
        f"第{n}篇:推行联户制度\n推行联户制度\n时间:2010年08月10日 来源:《青石日报》\n字号:大 中 小\n{STORY}\n"
        for n in "一二"
    )
    assert len(cases(f"推行联户制度(共两则)\n{parts}")) == 2


def test_a_headline_may_run_over_two_lines() -> None:
    (case,) = cases(f"青石县委立足扶贫\n打造“同心村寨”\n\n{STORY}")
    assert case.startswith("青石县委立足扶贫\n打造")


def test_an_address_is_no_title() -> None:
    (case,) = cases(f"青石涌现“中心户”\n\nhttp://www.example.cn 2005年02月13日05:08 青石日报\n\n{STORY}")
    assert case.startswith("青石涌现“中心户”")


def test_headings_of_sections_do_not_part_an_article() -> None:
    assert len(cases(f"推行联户制度\n一、主要做法\n{STORY}\n二、初步成效\n{STORY}\n三、几点启示\n{STORY}")) == 1


@pytest.mark.parametrize(
    "string", ["", "\n\n", "首页\n新闻\n通知公告\n联系我们", "首页 | 新闻 | 党建\n更多>>\n·会议通知\n·工作动态"]
)
def test_a_text_without_a_story_has_no_case(string: str) -> None:
    assert cases(string) == []


def test_text_cut_off_belongs_to_the_case() -> None:
    (case,) = cases(
        f"推行联户制度\n{STORY}\n三、初步成效\n青石县推行的联户制度,积极培育创业“带头人”\n展开阅读全文\n相关资源"
    )
    assert case.endswith("创业“带头人”")


def test_full_width_punctuation_reads_alike() -> None:
    wide = str.maketrans(",:()", "".join(chr(ord(mark) + 0xFEE0) for mark in ",:()"))
    string = f"湖南青石:\n推行“三联”模式\n{STORY}\n江西白水县:\n培育带头人\n{STORY}".translate(wide)
    assert len(cases(string)) == 2


PIECES = [
    "联户活动\n",
    "王建国\n",
    "湖南青石:\n",
    "一、背景\n",
    "二、主要做法\n",
    "案例一:帮扶\n",
    "\n",
    "“三联”活动,即",
    "2005年",
    STORY,
    "。",
    "(",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_spans_in_order_that_every_stage_can_read(string: str) -> None:
    text, end = Text.of(string), 0
    for span in segment(text):
        assert end <= span.start < span.end <= len(string)
        end = span.end
        header, sections = read_header(text, span, Page()), read_sections(text, span)
        assert span.start <= header.start <= header.end <= span.end
        assert all(span.start <= section.start <= section.end <= span.end for section in sections)
        assert all(one.end <= two.start for one, two in itertools.pairwise(sections))


SEEDS = [
    ("000", ["农村党员上网工程", "党员群众致富联合行动", "百村百星争创活动"], "全员参与,人人有责。"),
    ("001", ["湖北兴山:", "广东翁源:"], "积极培育农村党员创业“领头雁”"),
    ("002", ["深化“双培双带”工程实施“联户带创”活动纪实"], "高1500元左右"),
    ("003", ["科技党日活动的实践与探索"], "战斗力。"),
    ("004", ["贵州黔西县:城乡共建新农村党建1+1结对帮扶"], "(张雪颖)"),
]


@pytest.mark.parametrize(("number", "titles", "end"), SEEDS)
def test_the_given_texts_part_into_their_cases(number: str, titles: list[str], end: str) -> None:
    (path,) = (ROOT / "seeds/texts").glob(f"{number}_*.txt")
    text = clean(path.read_bytes().decode("utf-8"))
    spans = segment(text)
    narrow = {0xFF01 + i: 0x21 + i for i in range(94)}
    assert [text.string[s.start : s.end].split("\n")[0].translate(narrow) for s in spans] == titles
    assert text.string[spans[-1].start : spans[-1].end].translate(narrow).endswith(end)


def test_a_last_numbered_line_that_breaks_off_belongs_to_the_story() -> None:
    string = f"推广“三联”模式\n近年来,{'开展活动。' * 20}\n(一)延伸触角\n第一,在外出流动党员较"
    (span,) = segment(Text.of(string))
    assert string[span.start : span.end].endswith("党员较")
