"""Page, title, authors, years, cut-off ends and lead; sentences are made up in the manner of the genre."""

import json
from pathlib import Path

import pytest

from cases.extract import lines
from cases.extract.header import read_header, read_page
from cases.extract.lines import names_in
from cases.extract.records import Header, Page
from cases.extract.spans import Span, Text
from cases.extract.years import read_years

BODY = "去年以来,青石县在全县农村广泛开展“一户一策”帮扶活动,取得明显成效。各乡镇结合实际制定规划。"


def header(string: str, page: Page | None = None) -> Header:
    return read_header(Text.of(string), Span(0, len(string)), page or Page())


@pytest.mark.parametrize(
    ("source", "date"),
    [
        ("发布时间:2010/9/6", "2010-09-06"),
        ("上传人:b 文档编号:87 上传时间:2023-02-01 格式:DOCX", "2023-02-01"),
        ("時間:2022-06-17 04:09:00", "2022-06-17"),
        ("2022年10月26日14:59    来源:青石新闻网", "2022-10-26"),
        ("(2002-7-4 16:45:16)相关链接 浏览次数:260", "2002-07-04"),
        ("2005-3-9", "2005-03-09"),
        ("青石日报白水11月8日电 统筹发展。2007年,白水县开展活动。", "2007-11-08"),
        ("青石日报白水2009年11月8日讯 统筹发展。", "2009-11-08"),
        ("青石日报白水11月8日电 统筹发展。", None),
        ("2005年3月9日,县委召开会议,部署全年工作,各乡镇书记参加了会议并作了发言。", None),
        ("发布时间:2010/19/6", None),
    ],
)
def test_the_date_of_a_page_is_read_off_its_furniture(source: str, date: str | None) -> None:
    assert read_page(source).date == date


@pytest.mark.parametrize(
    ("source", "site"),
    [
        ("您的位置:白水文秘网 > 应用文档 > 正文", "白水文秘网"),
        ("copyright@ 2008-2022 白水资料网网站版权所有", "白水资料网"),
        ("版权所有:青石党建网", "青石党建网"),
        ("正文\n\n“先锋”网", "“先锋”网"),
        ("青石新闻-青石网站\n新闻中心", "青石新闻"),
        ("来源:《青石日报》2004年3月", "青石日报"),
        ("本文来源于网友上传,不代表本站观点", None),
        ("您的位置:首页 > 新闻", None),
        ("近年来,全县党员上网学习互联网知识。", None),
    ],
)
def test_the_site_is_known_by_form(source: str, site: str | None) -> None:
    assert read_page(source).site == site


def test_a_page_of_uploads_is_a_repost() -> None:
    assert read_page("新闻通讯范文 发布时间:2010/9/6").reposted
    assert not read_page("发布时间:2010/9/6").reposted


def test_the_place_line_joins_the_title() -> None:
    found = header(f"湖南青石:\n\n推广“三联”模式\n\n{BODY}")
    assert (found.title, found.start, found.end) == ("湖南青石:推广“三联”模式", 0, 15)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("王建国", ("王建国",)),
        ("王 芳", ("王芳",)),
        ("李 明 赵小红", ("李明", "赵小红")),
        ("淳 组", ("淳组",)),
        ("欧阳小山、刘红", ("欧阳小山", "刘红")),
        ("本报记者 王建国", ("王建国",)),
        ("新华社记者王建国", ("王建国",)),
        ("■ 本报记者 王雨 陈慧", ("王雨", "陈慧")),
        ("(王雨 陈慧 本报记者 杨丹)", ("王雨", "陈慧", "杨丹")),
        ("本报记者 王建国 实习生 李小红 文/图", ("王建国", "李小红")),
        ("中共青石县委组织部", ("中共青石县委组织部",)),
        ("主要做法", ()),
        ("新闻中心", ()),
        ("取得良好成效", ()),
    ],
)
def test_a_byline_is_names_and_nothing_else(line: str, names: tuple[str, ...]) -> None:
    assert names_in(line) == names


def test_the_author_may_sign_at_the_end() -> None:
    assert header(f"推广“三联”模式\n{BODY}(张小山)").authors == ("张小山",)
    assert header(f"推广“三联”模式\n{BODY}(见附表)").authors == ()


def test_the_page_may_name_the_authors() -> None:
    page = read_page("作者: 赵山 李新    来源: 青石日报     编辑: \n")
    assert page.authors == ("赵山", "李新")
    assert header(f"推广“三联”模式\n{BODY}", page).authors == ("赵山", "李新")
    assert header(f"推广“三联”模式\n王建国\n{BODY}", page).authors == ("王建国",)
    assert header(f"推广“三联”模式\n作者:县委组织部 发布时间:2013-05-06 点击率:35\n{BODY}").authors == ("县委组织部",)


def test_reporters_in_the_dateline_sign() -> None:
    assert header(f"推广“三联”模式\n本报讯(记者 王建国 通讯员 李 芳){BODY}").authors == ("王建国", "李芳")
    assert header(f"推广“三联”模式\n本报青石讯 (通讯员 青组轩){BODY}").authors == ("青组轩",)
    assert header(f"推广“三联”模式\n本报青石2月12日电 记者王建国报道:{BODY}").authors == ("王建国",)


def test_without_a_title_the_first_clause_stands_in() -> None:
    found = header(f"本报讯 (县报道组 王建国 记者 李芳) {BODY}")
    assert found.authors == ("王建国", "李芳")
    assert found.title == "去年以来,青石县在全县农村广泛开展“一户一策”帮扶活动"


def test_a_date_and_who_learnt_of_it_are_no_title() -> None:
    assert (
        header(f"中新网青石3月22日电(李明)22日,记者从青石县获悉,该县组织干部入户。{BODY}").title == "该县组织干部入户"
    )


@pytest.mark.parametrize("number", ["案例一:", "第一篇:", "一、", "案例3 "])
def test_the_number_of_a_case_is_not_its_title(number: str) -> None:
    assert header(f"{number}支部建在产业链上\n{BODY}").title == "支部建在产业链上"


PAGE = Page(date="2002-07-04")
YEARS = [
    ("2000年以来,全县开展活动,截至2001年底建站120个。", PAGE, (2000, 2001, "stated")),
    ("2003年首创联户制度,2009年春全面推行。", Page(), (2003, 2009, "stated")),
    ("2024 年,全县推行联户制度。", Page(), (2024, 2024, "stated")),
    ("从2008起设立资金。2007以来,举办培训53期。", Page(), (2007, None, "stated")),
    ("2004-2006年,全县建成基地12个。", Page(), (2004, 2006, "stated")),
    ("二〇〇五年,全县建成基地12个。", Page(), (2005, 2005, "stated")),
    ("自去年初以来开展活动。目前已带动1.7万户。", PAGE, (2001, 2002, "inferred")),
    ("这是今年的重点工作。", PAGE, (2002, 2002, "inferred")),
    ("改革开放以来,生产生活条件改善。", PAGE, (2002, 2002, "page_date")),
    ("今年以来,全县开展活动。", Page(date="2022-06-17", reposted=True), (2022, 2022, "page_date")),
    ("党的十六大报告指出,要发挥作用。今年以来,全县开展活动。", Page(date="2022-06-17"), (2022, 2022, "page_date")),
    ("今年以来,全县开展活动。", Page(), (None, None, None)),
    ("根据《村民委员会组织法(1998年修订)》,党员王某1956年出生,2005年带头致富。", Page(), (2005, 2005, "stated")),
    ("力争到2010年全面建成。2006年启动。", Page(), (2006, 2006, "stated")),
    ("从2002年3月到现在,建成1320户。", Page(), (2002, None, "stated")),
    ("2003年首创,今年又有新发展。", Page(date="2005-02-13"), (2003, 2005, "stated")),
    ("见报道(见1996年2月28日本报一版)。2002年启动。", Page(), (2002, 2002, "stated")),
    ("2016年以来,全县巡察14次。目前,已约谈9人。", Page(date="2019-07-24"), (2016, 2019, "stated")),
    ("2019年,全县办班6期。2019年以来,全县投入达1亿元。目前已建成。", Page(date="2020-01-06"), (2019, 2019, "stated")),
    ("2018年试点,2019年推开。去年以来,调整书记72名。", Page(date="2020-05-11"), (2018, 2020, "stated")),
    ("2018年试点。9月18日,两村召开恳谈会。", Page(date="2019-11-01"), (2018, 2019, "stated")),
    ("两年来,全县开展竞赛4批次。", Page(date="2020-09-10"), (2018, 2020, "inferred")),
    ("08年初启动,09年12月建成。", Page(), (2008, 2009, "stated")),
    ("历时10年,建成基地。2006年启动。", Page(), (2006, 2006, "stated")),
    ("收入从2005年时的720元增加到现在的800元。2016年启动。", Page(), (2016, 2016, "stated")),
    ("1978年的小村,2006年启动工程。", Page(), (2006, 2006, "stated")),
    ("2014年以前是穷村。2014年之前班子散。2017年前没有桥。2018年启动。", Page(), (2018, 2018, "stated")),
    ("“2015年我种了两亩花。”村民说。2018年启动。", Page(), (2018, 2018, "stated")),
    ("与2013年相比,信访少了三成。2018年启动。", Page(), (2018, 2018, "stated")),
    ("该村获得2013年-2015年度全省标兵称号。2017年启动。", Page(), (2017, 2017, "stated")),
    ("2012年,他的妻子不幸患病。2012年他考上大学。2017年启动。", Page(), (2017, 2017, "stated")),
    ("自2018年3月全省开展标准化工作以来,支部更强。去年又有新发展。", Page(date="2020-08-11"), (2018, 2020, "stated")),
    ("去年以来,采取实时督促等方式。", Page(date="2020-07-31"), (2019, 2020, "inferred")),
    ("2010年起,在村屯建说事点。2018年建成500个。", Page(), (2010, 2018, "stated")),
    ("2009年3月,新班子上任。去年,摘掉了穷帽。目前正在总结。", Page(date="2018-05-11"), (2009, 2018, "stated")),
    ("1990年8月,全国会议在此召开。如今再探新路。", Page(date="2020-11-19"), (2020, 2020, "page_date")),
]


@pytest.mark.parametrize(("string", "page", "years"), YEARS)
def test_the_years_of_the_story(string: str, page: Page, years: tuple[int | None, int | None, str | None]) -> None:
    found = read_years(string, page)
    assert (found.first, found.last, found.basis) == years


def test_years_keep_the_words_that_say_so() -> None:
    assert header("推广“三联”模式\n2003年首创,2009年春推行。").year_evidence == "2003年;2009年春"


@pytest.mark.parametrize(
    ("end", "truncated"),
    [
        ("取得了明显成效。", False),
        ("协调发展。(张小山)", False),
        ("积极培育创业“带头人”", True),
        ("增加收入,", True),
        ("他说:“好!”", False),
    ],
)
def test_a_text_that_stops_in_a_sentence_is_cut_off(end: str, truncated: bool) -> None:
    assert header(f"推广“三联”模式\n{BODY}\n{end}").truncated is truncated


def test_the_lead_says_what_was_done() -> None:
    found = header(f"推广“三联”模式\n党的十七大提出,要巩固执政基础。\n{BODY}")
    assert found.lead == BODY
    assert len(header(f"推广“三联”模式\n{'开展活动,' * 80}。").lead) <= 200


def test_surnames_are_well_formed() -> None:
    data = json.loads((Path(lines.__file__).parent / "data" / "surnames.json").read_text("utf-8"))
    assert data["source"]
    assert len(set(data["single"])) == len(data["single"]) > 300
    assert len(set(data["double"])) == len(data["double"])
    assert all(len(name) == 2 for name in data["double"])
