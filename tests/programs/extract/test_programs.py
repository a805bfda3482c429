"""Programmes, their aliases and slogans, and the list of what is national; sentences are made up."""

import json
from pathlib import Path

import pytest

from cases.extract.spans import Span, Text
from programs.extract import programs as programs_module
from programs.extract.programs import read_programs
from programs.extract.records import PROGRAM_KINDS, ProgramFound
from programs.extract.slogans import slogans_in
from programs.extract.titles import title_names


def read(string: str, title: str = "") -> list[ProgramFound]:
    return read_programs(Text.of(string), Span(0, len(string)), title)


def names(string: str, title: str = "") -> list[str]:
    return [found.name for found in read(string, title)]


@pytest.mark.parametrize(
    ("sentence", "name", "kind"),
    [
        ("全县开展“党员联户”主题活动。", "党员联户", "活动"),
        ("全县实施“先锋创业工程”。", "先锋创业工程", "工程"),
        ("大胆探索“三联三评”模式。", "三联三评", "模式"),
        ("推行“户联责任区”制度。", "户联责任区", "制度"),
        ("实施“百千万”行动。", "百千万", "活动"),
        ("实施“青苗”培养计划。", "青苗", "工程"),
        ("实行“两让一返”扶持政策。", "两让一返", "其他"),
        ("建立“一对一”的结对帮扶制度。", "“一对一”结对帮扶制度", "制度"),
        ("全面推行了“双向承诺制”。", "双向承诺制", "制度"),
        ("建立农村党员“先锋承诺”制。", "先锋承诺", "制度"),
        ("落实“3211”帮扶责任制。", "“3211”帮扶责任制", "制度"),
        ("深化“三变”改革。", "三变", "其他"),
        ("启动“党建+供水”项目。", "党建+供水", "工程"),
        ("建立“四责一体”责任体系。", "四责一体", "机制"),
        ("采取“支部+基地+农户”,带动增收。", "支部+基地+农户", "模式"),
        ("在全县大力开展城乡共建“1+1”结对互助活动,", "城乡共建“1+1”结对互助", "活动"),
        ("多方合力,形成信用村建设“1+10”制度体系。", "信用村建设“1+10”制度", "机制"),
        ("青石县严格落实结对帮扶“123”机制。", "结对帮扶“123”机制", "机制"),
    ],
)
def test_a_programme_is_known_by_quotes_and_kind(sentence: str, name: str, kind: str) -> None:
    assert [(found.name, found.kind) for found in read(sentence)] == [(name, kind)]
    assert kind in PROGRAM_KINDS


@pytest.mark.parametrize(
    "sentence",
    [
        "认真践行“三个代表”重要思想,开展“学教”活动。",
        "建立服务“三农”长效机制。",
        "培育创业“领头雁”,突破发展“瓶颈”。",
        "“农技信息”栏目也随时可以为活动服务。",
        "富有“含金量”的党日活动。",
        "围绕“三个中心”制定规划。",
        "“好,真厉害!”活动现场掌声不断。",
        "实行村“两委”轮流坐班制度。",
        "开展形式多样的活动,建立健全工作制度。",
    ],
)
def test_slogans_of_the_country_and_figures_of_speech_are_none(sentence: str) -> None:
    assert names(sentence) == []


def test_the_main_one_is_that_of_the_title_and_the_launch() -> None:
    story = "为深化“双培双带”工程,全乡实施“联户共创”活动。“联户共创”活动见效。开展“夸邻居”活动。"
    found = read(story, "深化“双培双带”工程实施“联户共创”活动纪实")
    assert [(item.name, item.main) for item in found][:2] == [("联户共创", True), ("双培双带", False)]
    assert sum(item.main for item in found) == 1


def test_a_title_may_hold_the_name_letter_by_letter() -> None:
    found = read("开展“党群致富联合体”建设活动。通知《建设“党群致富”活动》。", "党员群众致富联合行动")
    assert found[0].name == "党群致富联合体"
    assert found[0].aliases == ("“党群致富联合体”建设活动", "“党群致富”活动", "党员群众致富联合行动")


def test_a_name_keeps_the_punctuation_it_is_written_with() -> None:
    assert names("推行“党带群建\uff0c十户联治”工作机制。") == ["党带群建\uff0c十户联治"]


def test_names_in_a_list_share_the_kind_after_it() -> None:
    found = read("打响了“党建+颐养”“温暖驿站”“小荷行动”等民生品牌。")
    assert [item.name for item in found] == ["党建+颐养", "温暖驿站", "小荷行动"]


def test_a_name_in_the_title_that_comes_again_and_again_is_a_programme() -> None:
    story = "全县建设“红色微家”。“红色微家”500个。依托“红色微家”服务群众。“红色微家”见效。"
    assert [(item.name, item.main) for item in read(story, "“红色微家”服务群众")] == [("红色微家", True)]
    assert read("一碗水端平,打通“末梢”。", "打通治理“末梢”") == []


def test_a_name_within_a_longer_chain_stands_alone() -> None:
    story = "构建“服务中心―红色微家―中心户”三级模式。“红色微家”500个。“红色微家”见效。建“红色微家”。"
    assert "红色微家" in [item.name for item in read(story, "“红色微家”服务群众")]


def test_short_and_bare_forms_join_the_quoted_name() -> None:
    (found,) = read("开展“网上党日学习”活动。每季度开展一次村级网上党日学习活动。", "网上党日学习")
    assert found.name == "网上党日学习"
    assert "网上党日学习活动" in found.aliases


def test_the_span_is_that_of_the_first_naming() -> None:
    string = "标题\n在全县推行“三联三评”模式。"
    (found,) = read_programs(Text.of(string), Span(3, len(string)), "")
    assert string[found.start : found.end] == "三联三评"


SLOGANS = [
    (
        "两会即“党支部会”和“村委会”;两评即“分岗评”和“群众评”。",
        {"两会": ("党支部会", "村委会"), "两评": ("分岗评", "群众评")},
    ),
    (
        "开展“四联”自治活动,即经济联合,形成产业;治安联防,开展创建;好事联办,由易到难;文化联学,老曲新唱。",
        {"四联": ("经济联合", "治安联防", "好事联办", "文化联学")},
    ),
    (
        "做到“三个一”。即:一是每年解决一个问题。对问题要记录。二是每月访谈一次。三是每月记一次日记。",
        {"三个一": ("每年解决一个问题", "每月访谈一次", "每月记一次日记")},
    ),
    (
        "开展“五好”创建活动(即产业发展好、社会风气好、作用发挥好、公益事业好、村庄面貌好)。",
        {"五好": ("产业发展好", "社会风气好", "作用发挥好", "公益事业好", "村庄面貌好")},
    ),
    (
        "通过“三到户”,即:政策宣传到户,实用技术到户,市场信息到户,帮助农户加快发展。",
        {"三到户": ("政策宣传到户", "实用技术到户", "市场信息到户")},
    ),
    (
        "实施“123”工程,壮大集体。\n\n即盘活土地,建成茶园;盘活山林,建成果园;收入过5万元。",
        {"123": ("盘活土地", "盘活山林", "收入过5万元")},
    ),
    ("开展以“强村带弱村、富村带穷村”为主要内容的“双带双促”互助工程。", {"双带双促": ("强村带弱村", "富村带穷村")}),
    ("所谓“双层激励”,既指县乡两级奖励,也指正反两个方面。", {}),
]


@pytest.mark.parametrize(("string", "parts"), SLOGANS)
def test_slogans_are_taken_apart_where_the_text_does_it(string: str, parts: dict[str, tuple[str, ...]]) -> None:
    assert {part.name: part.means for part, _ in slogans_in(string)} == parts


def test_parts_go_to_the_programme_whose_name_holds_them() -> None:
    string = "推行“两会两评”模式。“两会两评”见效。两会即“党支部会”和“村委会”。"
    assert [part.name for part in read(string)[0].parts] == ["两会"]


def test_the_list_of_national_slogans_is_well_formed() -> None:
    path = Path(programs_module.__file__).parent / "data" / "national.json"
    data = json.loads(path.read_text("utf-8"))
    assert data["source"]
    every = data["policies"] + data["wider"]
    assert len(set(every)) == len(every)
    assert all(2 <= len(name) <= 16 for name in every)
    assert "三个代表" in data["policies"]


TITLES = json.loads((Path("tests/examples/titles.json")).read_text(encoding="utf-8"))["titles"]


@pytest.mark.parametrize("example", TITLES, ids=lambda example: example["title"])
def test_a_title_names_the_work_it_reports(example: dict[str, object]) -> None:
    right = title_names(str(example["title"]))[:1] == ([example["name"]] if example["name"] else [])
    assert right != (example["origin"] == "known-failure")


def test_what_the_title_names_without_quotes_is_the_main_programme() -> None:
    story = "全县推行小微权力清单。采取“群众点、干部办”的方式,小微权力清单见效。开展“护绿”行动。"
    assert [(item.name, item.main) for item in read(story, "全县推行小微权力清单")] == [
        ("小微权力清单", True),
        ("护绿", False),
    ]
    led = read("青石县:党建引领乡村治理\n村里变美了。", "青石县:党建引领乡村治理")
    assert [(item.name, item.main) for item in led] == [("党建引领乡村治理", True)]


def test_a_programme_that_the_title_quotes_stays_the_main_one() -> None:
    story = "全县推行“三联三评”模式。党建联盟有十个。党建联盟见效。"
    assert read(story, "“三联三评”模式让党建联盟点燃新动能")[0].name == "三联三评"


def test_a_title_may_shorten_the_name_to_some_of_its_letters() -> None:
    story = "推行“一引领三贯通”工作机制。开展“夸邻居”活动。“夸邻居”活动多。“夸邻居”活动好。"
    assert read(story, "青石县:一引三通,乡村加速跑")[0].name == "一引领三贯通"


def test_time_counted_from_its_launch_makes_a_name_a_programme() -> None:
    assert names("自2018年全省开展党员户标准化工作以来,支部更强。") == ["党员户标准化"]
    assert names("推行局领导和股室支部工作联系点制度后,支部更强。") == ["股室支部工作联系点制度"]
    assert names("自开展主题教育以来,推进新农村建设以来,变化大。") == []


def test_time_may_be_counted_from_its_launch_in_either_order() -> None:
    assert names("农户积分管理工作开展以来,村里变了样。") == ["农户积分管理"]


def test_what_the_text_quotes_again_and_again_as_its_work_is_a_programme() -> None:
    told = "“邻里党建”让邻里亲。全县推开“邻里党建”试点工作。" * 2
    assert names(f"“邻里党建”聚民心。{told}") == ["邻里党建"]
    assert names("“主心骨”在身边。" * 6) == []


def test_the_main_one_is_launched_in_the_lead() -> None:
    lead = "近年来,青石县实行“阶梯培养”机制,锻炼干部。"
    found = read(f"{lead}{'干部进村入户。' * 60}落实“双语”学用制度,提高“双语”能力,建立“双语”考试。")
    assert next(program.name for program in found if program.main) == "阶梯培养"


def test_where_nothing_else_is_named_what_many_run_is_the_main_one() -> None:
    assert [found.main for found in read("大湾村开展“双培双带”先锋工程活动。", "大湾村工作")] == [True]
    both = {found.name: found.main for found in read("开展“双培双带”工程,推行“三联三评”模式。", "大湾村工作")}
    assert both == {"双培双带": False, "三联三评": True}


def test_the_counted_steps_of_one_way_of_working_are_no_programmes() -> None:
    steps = "“一访”即进村走访,摸清情况;“二查”即找知情人和当事人;“三分”即视情况分类,逐一处理、回访。"
    assert names(f"探索“三字”调解工作法。{steps}") == ["三字"]


def test_a_manner_of_working_is_no_programme_but_a_chain_of_partners_is() -> None:
    assert names("通过“听民说、向民讲”的方式了解民情。") == []
    assert names("采取“支部+基地”方式增收。") == ["支部+基地"]
    assert names("建立“五帮”关爱举措,打造“红岭先锋”党建示范带。围绕“五有”建设标准。") == ["五帮", "红岭先锋"]


def test_a_title_without_end_is_read_in_time() -> None:
    assert title_names("推行" * 200_000) == []


def test_a_story_that_names_nothing_of_its_own_is_about_what_it_carries_out_again_and_again() -> None:
    told = "青石县推广远程教育。远程教育站点建到村,远程教育使农民受益。"
    (found,) = read(told)
    assert (found.name, found.main) == ("远程教育", True)
    assert read("青石县推广远程教育。站点建到村。") == []


def test_a_name_quoted_in_the_title_is_a_programme_where_the_story_launches_it() -> None:
    (found,) = read("全镇推行“村干承诺”,群众称赞。", "柳河镇“村干承诺”促发展")
    assert (found.name, found.main) == ("村干承诺", True)
    assert read("村干部说起“金钥匙”很高兴。", "柳河镇“金钥匙”促发展") == []


def test_a_counted_slogan_before_its_kind_is_the_name() -> None:
    assert names("在全村开展“五设立五加强”的设岗定责活动。") == ["五设立五加强"]


def test_a_month_is_no_programme() -> None:
    assert names("自2010年4月份活动启动以来,县委积极行动。") == []


def test_a_story_that_names_no_programme_is_about_what_it_quotes_again_and_again() -> None:
    told = "“驻村专员”由县里选派。王大山是大湾村的“驻村专员”。“驻村专员”管章。"
    text = Text.of(f"{told}“驻村专员”进村。")
    found = read_programs(text, Span(0, len(text)), "村事有章程")
    assert [(program.name, program.main) for program in found] == [("驻村专员", True)]
    fewer = Text.of(told)
    assert not read_programs(fewer, Span(0, len(fewer)), "村事有章程")


def test_what_the_work_is_hung_on_is_a_programme_without_quotes() -> None:
    assert names("近年来,青石县以党员安家行动为抓手,抓实村级组织。") == ["党员安家行动"]
    assert names("近年来,青石县以产业发展为抓手,抓实村级组织。") == []


def test_a_counted_slogan_before_a_manner_names_a_way_of_working() -> None:
    assert names("青石县采取“三看、三问、三改”办法,解决村干部作风飘浮问题。") == ["三看、三问、三改"]
    assert names("青石县采取“听民说、向民讲”办法,解决村干部作风飘浮问题。") == []


def test_what_the_whole_country_runs_is_told_where_the_title_quotes_it_and_the_story_keeps_to_it() -> None:
    told = "村里用上四议两公开。四议两公开让人明白,四议两公开让人服气。"
    (found,) = read(told, "青石县运用“四议两公开”办村事")
    assert (found.name, found.main) == ("四议两公开", True)
    assert read(told, "青石县办村事") == []
