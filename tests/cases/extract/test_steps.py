"""Which paragraphs begin a step where no heading tells; the openings are made up and kept in tests/examples."""

import json
from pathlib import Path

import pytest

from cases.extract import steps as steps_module
from cases.extract.lines import lines_of
from cases.extract.steps import is_step, opening_of, steps_in

ROOT = Path(__file__).parents[3]
EXAMPLES = json.loads((ROOT / "tests" / "examples" / "cases.json").read_text("utf-8"))
STORY = "青石县白水镇大湾村,村党支部书记王建国。"
MORE = "干部进村入户,逐村逐户摸底,帮助群众解决困难,做到件件有着落,户户有帮扶。"


def marked(example: dict[str, object]) -> object:
    known = example["origin"] == "known-failure"
    return pytest.param(example, marks=pytest.mark.xfail(strict=True) if known else (), id=str(example["text"])[:24])


@pytest.mark.parametrize("example", [marked(example) for example in EXAMPLES["openings"]])
def test_an_opening_begins_a_step_or_tells_a_story(example: dict[str, object]) -> None:
    assert is_step(str(example["text"]), STORY) is example["step"]


def headings(*paragraphs: str) -> list[str]:
    string = "\n".join(paragraphs)
    found = steps_in(lines_of(string))
    assert all(string[step.start : step.start + len(step.heading)] == step.heading for step in found)
    return [step.heading for step in found]


def test_what_only_joins_a_step_to_the_last_is_left_out() -> None:
    assert headings(f"此外,该县建立联系制度。{MORE}") == ["该县建立联系制度"]
    assert headings(f"在不断壮大产业的同时,该县狠抓制度建设。{MORE}") == ["该县狠抓制度建设"]
    assert headings(f"县委书记王建国表示,关键时刻要坚持党建带头。{MORE}") == ["坚持党建带头"]
    assert headings(f"各乡镇利用远教站点的电脑设备,以远教站点为主阵地,强化培训。{MORE}")[0].startswith("以远教站点")


def test_a_paragraph_that_leads_on_or_holds_one_short_sentence_is_no_step() -> None:
    assert headings("该县建立联系制度,打造了多张名片――") == []
    assert headings("该县建立联系制度,选派干部入户。") == []


def test_openings_as_brief_as_two_steps_are_steps() -> None:
    assert headings(f"目标到村到人。{MORE}", f"进行责任承诺。{MORE}", f"推行双层激励。{MORE}")[0] == "目标到村到人"
    assert headings(f"目标到村到人。{MORE}") == []


def test_a_long_opening_gives_its_first_clauses_but_never_a_date_alone() -> None:
    (heading,) = headings(
        "2017年初,该县建立联系制度,选派干部入户,明确目标,细化措施,落实责任,逐村逐户摸底,做到件件有着落,户户有帮扶,人人有责任。"
        + MORE
    )
    assert heading.startswith("2017年初,该县建立联系制度") and len(heading) <= 60


def test_what_a_named_town_did_is_an_example_where_the_county_acts() -> None:
    county = ["青石县建立联系制度", "该县设立专项资金", "全县推行积分制度"]
    others = ["白水镇大湾村以支部建起合作社", "白水镇组建服务队"]
    assert headings(*(f"{words}。{MORE}" for words in [*county, *others])) == county
    assert headings(f"大湾村以支部建起合作社。{MORE}", f"该村设立专项资金。{MORE}") != []


@pytest.mark.parametrize(
    "before",
    [
        "“账都贴在墙上,谁都能看。”村民王芳说。",
        "“打铁还需自身硬。”",
        "在一些村,党员联系群众不够。",
        "致富不致富,全看好支部;支部强不强,全看领头羊。",
    ],
)
def test_a_paragraph_may_come_to_its_step_after_speech_or_what_was_wrong(before: str) -> None:
    assert headings(f"{before}为破解这一难题,青石县建立联系制度。{MORE}") == ["为破解这一难题,青石县建立联系制度"]
    assert headings(f"{before}目前,全县建成广场12个,村民都来跳舞。{MORE}") == []


def test_a_village_that_acts_after_speech_begins_no_step_of_its_county() -> None:
    told = f"“路通了。”王芳说。为方便村民,大湾村建立联系制度。{MORE}"
    assert headings(f"青石县设立专项资金。{MORE}", told) == ["青石县设立专项资金"]


def test_a_dash_before_a_step_is_left_out() -> None:
    assert headings(f"――着力当好“辅导员”。{MORE}", f"—着力当好“宣传员”。{MORE}") == [
        "着力当好“辅导员”",
        "着力当好“宣传员”",
    ]


def test_a_question_that_the_place_answers_heads_its_paragraph() -> None:
    (heading,) = headings(f"如何整合资源、形成合力?青石县成立领导小组,统筹各方力量。{MORE}")
    assert heading.startswith("如何整合资源、形成合力")
    (heading,) = headings(f"怎样把党员拧成一股绳?在镇里指导下,支部经过走访,探索积分制度。{MORE}")
    assert heading.startswith("探索积分制度")


def test_openings_begun_and_ended_alike_are_steps_even_on_a_line_of_their_own() -> None:
    alike = [
        f"突出{aim}导向,着力破解“{lack}”问题。"
        for aim, lack in (("实用", "缺人气"), ("融合", "缺平台"), ("需求", "缺温度"))
    ]
    assert len(headings(alike[0] + MORE, alike[1] + MORE, alike[2], MORE)) == 3


def test_quotes_keep_a_sentence_whole() -> None:
    assert (
        opening_of("坚持“大家的事大家议。大家的事大家办。”原则。目前已见效。")
        == "坚持“大家的事大家议。大家的事大家办。”原则"
    )


def test_step_words_are_well_formed() -> None:
    data = json.loads((Path(steps_module.__file__).parent / "data" / "step_words.json").read_text("utf-8"))
    assert data.pop("source")
    for words in data.values():
        assert len(set(words)) == len(words)
    assert all(2 <= len(word) <= 4 for word in data["acts"])


def test_a_text_without_an_end_to_its_sentence_is_read() -> None:
    string = "该县建立联系制度,选派干部进村入户," * 20_000
    assert len(steps_in(lines_of(string))[0].heading) <= 60


def test_what_one_village_did_is_an_example_where_the_county_acts() -> None:
    county = [f"青石县建立联系制度。{MORE}", f"该县推行积分制度。{MORE}"]
    village = f"近年来,大湾村依托当地资源,建成养蜂基地。{MORE}"
    assert len(headings(*county, village)) == 2
    assert len(headings(county[0], village)) == 2


def test_steps_joined_in_one_sentence_are_told_apart_where_they_end_alike() -> None:
    joined = "挂牌党员示范户和佩戴党徽,亮党员身份;公开展示各人的承诺,亮岗位职责;按季评议和年度考核,亮践诺成效。"
    assert [heading[-4:] for heading in headings(joined + MORE)] == ["党员身份", "岗位职责", "践诺成效"]
    assert len(headings(f"挂牌示范户,亮身份;公开承诺,定职责;按季评议。{MORE}")) == 1


def test_a_question_is_answered_by_a_step() -> None:
    asked = "如何才能把党员拧成一股绳?在镇党委的指导下,支部一班人经过走访、研究,探索实施“五有”关爱办法,户户受益。"
    assert headings(asked + MORE) == ["探索实施“五有”关爱办法,户户受益"]
    assert headings(f"如何才能把党员拧成一股绳?“多走走。”村民王芳说,建立联系制度就好。{MORE}") == []


def test_an_act_that_is_called_a_measure_is_a_step() -> None:
    assert headings(f"把支部建在产业链上,这是大湾村的一项举措。{MORE}") == ["把支部建在产业链上,这是大湾村的一项举措"]


def test_what_stands_behind_a_success_is_the_step() -> None:
    assert headings(f"蓬勃发展的背后,在于该县建立联系制度。{MORE}") == ["该县建立联系制度"]


def test_a_thing_that_stands_somewhere_is_no_step() -> None:
    assert headings(f"设立在大湾村的大讲堂占地面积超过300平方米,有大教室一间。{MORE}") == []


def test_in_a_brief_story_steps_begin_within_paragraphs() -> None:
    told = f"青石县党员外出的多。该县建立联系制度。{MORE}为了方便群众,该县设立服务站点。{MORE}"
    assert headings(told) == ["该县建立联系制度", "为了方便群众,该县设立服务站点"]
    assert headings(told, *["路通了,灯亮了,村民王芳笑了。"] * 4) == ["该县建立联系制度"]


def test_the_sorts_that_a_colon_opens_are_one_step() -> None:
    sorts = "对于矛盾复杂的村,侧重于保稳定;对于偏远的山区村,侧重于惠民生;对于条件好的村,侧重于促发展。"
    assert headings(f"该县要求干部分类承诺:{sorts}{MORE}") == ["该县要求干部分类承诺:对于矛盾复杂的村,侧重于保稳定"]


def test_paragraphs_that_open_alike_with_a_word_of_their_own_are_steps() -> None:
    assert headings(f"“管”:专人负责站点。{MORE}", f"“学”:内容丰富多样。{MORE}") == [
        "“管”:专人负责站点",
        "“学”:内容丰富多样",
    ]
    assert headings(f"“管”:专人负责站点。{MORE}") == []
    words = ["按需设岗", "自愿择岗", "争先创优"]
    assert headings(*(f"{word}。{MORE}" for word in words)) == words
    assert headings(*(f"{word}。{MORE}" for word in words[:2])) == []


def test_a_question_is_answered_by_a_place_named_without_its_rank() -> None:
    told = f"如何让党员找准位置?面对这个问题,青石创新推出承诺活动。{MORE}"
    assert headings(told, "青石县地处山区。")[0].startswith("如何让党员找准位置")


def test_what_stands_before_a_paragraph_that_opens_with_a_step_leads_up() -> None:
    lead = f"村官走进了大湾村。他们成立了联谊会。{MORE}"
    assert headings(lead, f"该县建立联系制度。{MORE}") == ["该县建立联系制度"]
    assert headings(lead) == ["他们成立了联谊会"]


LONG = ["路通了,灯亮了,村民王芳笑了。"] * 6


def test_in_a_longer_story_what_stands_deep_within_a_paragraph_is_told() -> None:
    told = f"“日子难。”村民王芳说。村里缺水。今年初,青石县建立联系制度。{MORE}"
    assert headings(told) != []
    assert headings(told, *LONG) == []


def test_in_a_longer_story_a_sentence_that_says_of_what_heads_the_step() -> None:
    assert headings(f"就业是脱贫的重点工作。今年以来,青石县建立联系制度。{MORE}", *LONG) == ["就业是脱贫的重点工作"]
    assert headings(f"过去村里缺水。今年以来,青石县建立联系制度。{MORE}", *LONG) == []
    assert headings(f"全县辖160个村。今年以来,该县建立联系制度。{MORE}", *LONG) == []


def test_a_word_in_quotes_does_not_end_a_sentence() -> None:
    assert headings(f"如今,青石“书记茶馆”工作正向城市延伸。{MORE}", "青石县地处山区。", *LONG) == []


def test_headings_of_two_brief_clauses_begun_or_built_alike_are_steps() -> None:
    begun = ["党建+队伍,夯实组织基础", "党建+产业,助力群众增收"]
    assert headings(*(f"{head}。{MORE}{MORE}" for head in begun)) == begun
    built = ["强化队伍,村村有好带头人", "升级阵地,处处有新活动室", "做大产业,户户有了致富路"]
    assert headings(*(f"{head}。{MORE}{MORE}" for head in built)) == built
    assert headings(f"春风吹来,满山桃花开放了。{MORE}{MORE}", f"党建+产业,群众都很欢喜。{MORE}{MORE}") == []


def test_what_a_lone_town_did_is_an_example_in_a_story_titled_with_its_county() -> None:
    told = [f"青石县地处山区,青石的乡镇各不一样。{MORE}", f"白水镇发挥优势,打响了名气。{MORE}"]
    string = "\n".join(["青石差异化考核激发活力", *told])
    assert steps_in(lines_of("\n".join(told)), string) == []
    assert len(steps_in(lines_of("\n".join(told)), string.replace("青石差异化", "差异化", 1))) == 1


def test_in_a_brief_story_a_further_purpose_of_the_place_begins_a_further_step() -> None:
    first = f"该县建立联系制度。{MORE}干部们走村入户,把群众的难处一件件记在账上,再一件件地办好,办完一件销去一件。"
    assert headings(f"{first}为了保证效果,青石县建立督查制度。{MORE}") == [
        "该县建立联系制度",
        "为了保证效果,青石县建立督查制度",
    ]
    assert headings(f"{first}为了保证效果,各村建立督查制度。{MORE}") == ["该县建立联系制度"]


def test_in_a_longer_story_a_purpose_of_the_place_begins_a_step_wherever_it_stands() -> None:
    told = f"“日子难。”村民王芳说。村里缺水。为破解难题,青石县建立联系制度。{MORE}"
    assert headings(told, *LONG) == ["为破解难题,青石县建立联系制度"]


def test_a_saying_in_two_halves_leads_to_the_step() -> None:
    assert headings(f"村富不富,关键看支部;支部强不强,要看带头人。青石县建立联系制度。{MORE}") == ["村富不富,关键看支部"]


def test_a_question_is_answered_by_what_is_named() -> None:
    assert headings(f"怎么比?“三看三比”:看发展比闯劲、看治理比钻劲、看变化比干劲。{MORE}", *LONG) == ["怎么比"]


def test_headings_of_a_word_begun_alike_may_hold_quotes() -> None:
    words = ["换“当家人”", "换工作法", "换新形象"]
    assert headings(*(f"{word}。{MORE}" for word in words)) == words


def test_a_town_named_like_a_person_is_none() -> None:
    told = f"李官镇以田园为中心,依托园区,将合作社纳入党建。{MORE}"
    assert headings(told, "这为李官镇实现振兴提供了保障。", *LONG)[0].startswith("李官镇以田园为中心")


def test_what_a_sentence_ends_in_does_not_keep_it_from_being_a_step() -> None:
    begun = "在抓好整治工作中,该市还把整顿党组织与各项斗争结合起来,针对存在的情况,从市县抽调骨干力量,指导各乡镇抓好整顿"
    assert headings(f"{begun},切实推动突出问题得到解决。{MORE}") != []


def test_a_sentence_that_says_what_carries_the_work_heads_the_step() -> None:
    told = f"服务中心是支部服务群众的重要载体。各村都有一个。2017年以来,青石县积极整合四级资金,改建活动室。{MORE}"
    assert headings(told, *LONG) == ["服务中心是支部服务群众的重要载体"]


def test_what_a_reporter_learned_only_joins() -> None:
    assert headings(f"记者了解到,青石县建立联系制度。{MORE}") == ["青石县建立联系制度"]


def test_towns_of_autonomous_counties_and_villages_that_found_are_examples_too() -> None:
    city = ["东江市建立联系制度", "全市设立专项资金", "东江市推行积分制度"]
    lower = ["青石侗族自治县白水镇大湾社区建立网格", "大湾村成立合作社"]
    assert headings(*(f"{words}。{MORE}" for words in [*city, *lower])) == city
