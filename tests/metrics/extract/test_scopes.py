"""Whose a figure is: who and where a text speaks of, who says it, whom a rule binds."""

from __future__ import annotations

import json

import pytest

from cases.extract.records import PlaceFound
from cases.extract.spans import Span
from metrics.extract import lexicon
from metrics.extract.actors import cast_of
from metrics.extract.figures import read_figures
from metrics.extract.homes import home_of


def scopes(text: str, place: PlaceFound | None = None) -> list[str | None]:
    return [figure.scope for figure in read_figures(text, Span(0, len(text)), place=place)]


def actors(text: str) -> list[tuple[str, str]]:
    return [(actor.name, actor.level) for actor in cast_of(text, Span(0, len(text))).found]


def test_village_is_known_by_its_town_once_both_are_named() -> None:
    text = "柳河镇白水村养鸡。白水村又种药材60亩。"
    assert scopes(text) == ["柳河镇白水村"]


def test_short_forms_stand_for_what_was_named_last() -> None:
    assert actors("白水村先行。该村推开。") == [("白水村", "village"), ("白水村", "village")]
    assert actors("该村推开。") == []


def test_own_county_is_the_home_of_the_story() -> None:
    place = PlaceFound(county="青山县", prefecture="东江市")
    assert scopes("青山县投入资金90万元。青山投入资金80万元。", place) == ["全县", "全县"]
    assert scopes("全市举办培训班30期。", place) == ["全市"]


@pytest.mark.parametrize(
    ("place", "home"),
    [
        (PlaceFound(county="平江市"), "全市"),
        (PlaceFound(county="东湖区"), "全区"),
        (PlaceFound(prefecture="东江市"), "全市"),
        (PlaceFound(county="青山县", township="柳河镇"), "全镇"),
        (None, "全县"),
    ],
)
def test_rank_of_the_place_names_the_home(place: PlaceFound | None, home: str) -> None:
    assert home_of("", place) == home


def test_words_are_their_speakers_who_is_named_behind() -> None:
    assert scopes("“去年，我们种了300亩药材。”柳河镇白水村党支部书记说。") == ["柳河镇白水村"]


def test_words_after_the_speech_are_not_the_speakers() -> None:
    place = PlaceFound(county="青山县")
    text = "“我们种了300亩药材。”柳河镇白水村党支部书记说。目前，青山县种植药材9000亩。"
    assert scopes(text, place) == ["柳河镇白水村", "全县"]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("每名党员联系2户群众。", "党员"),
        ("每村培育1个产业。", "各村"),
        ("要求帮扶单位每季度到村1次。", "帮扶单位"),
        ("村社干部每人帮扶3户。", "村社干部"),
    ],
)
def test_rule_is_of_those_it_binds(text: str, scope: str) -> None:
    assert scopes(text) == [scope]


def test_firm_counts_where_it_is_the_subject() -> None:
    assert actors("兴农养殖专业合作社喂养着山羊。") == [("兴农养殖专业合作社", "firm")]
    assert actors("村民建立养殖专业合作社。") == []


def test_person_is_known_by_what_he_or_she_is() -> None:
    assert actors("贫困户李长顺养羊。") == [("贫困户李长顺", "person")]
    assert actors("贫困户劳务收入增加，党员双重管理到位。") == []


def test_new_topic_ends_what_was_spoken_of() -> None:
    assert scopes("白水村修了路。据统计，共修路60公里。") == ["全县"]


def test_lists_have_a_source_and_no_word_twice() -> None:
    data = json.loads((lexicon.DATA.parent / "scopes.json").read_text(encoding="utf-8"))
    assert data.pop("source")
    for words in data.values():
        assert len(words) == len(set(words))
    surnames = "".join(data["surnames"])
    assert {"王", "李", "欧"} <= set(surnames)


def scopes_of(text: str, title: str = "", place: PlaceFound | None = None) -> list[str | None]:
    return [figure.scope for figure in read_figures(text, Span(0, len(text)), place=place, title=title)]


def test_story_of_a_village_is_at_home_there() -> None:
    place = PlaceFound(county="青山县", township="柳河镇")
    text = "柳河镇白水村党支部作用强。白水村地少。\n发展养殖，投入资金90万元。白水村变了样。"
    assert scopes_of(text, "青山县柳河镇白水村党支部小记", place) == ["白水村"]
    assert scopes_of("白水村位于柳河镇东部，人口2300人。\n本村建成公路5公里。该村富了。") == ["白水村", "白水村"]


def test_title_that_names_the_city_makes_a_county_one_of_several() -> None:
    place = PlaceFound(prefecture="东江市", county="武陵区")
    text = "东江市抓党建。\n在武陵区，建成基地30个。\n东江市举办培训班20期。"
    assert scopes_of(text, "东江抓党建促振兴", place) == ["武陵区", "全市"]


def test_city_helps_one_county_whose_story_it_is() -> None:
    place = PlaceFound(prefecture="东江市", county="武陵区")
    text = "武陵区是东江市的老区。武陵区抓产业。武陵区有基础。\n投入资金90万元。"
    assert scopes_of(text, "东江抓党建促振兴", place) == ["武陵区"]


def test_short_form_of_a_body_is_the_one_named_last() -> None:
    text = "青山县成立了兴旺养殖专业合作社。\n合作社带动农户120户。"
    assert scopes(text) == ["兴旺养殖专业合作社"]


def test_village_committee_is_that_of_the_village_named_last() -> None:
    text = "白水村地少。\n村党总支发出倡议，募捐3万元。"
    assert scopes(text) == ["白水村"]
    assert scopes("白水村地少。全县推开做法，\n村党总支发出倡议，募捐3万元。") == ["全县"]


def test_who_speaks_under_a_name_of_his_own_is_a_person() -> None:
    text = "王大山说：“日子好了。”去年，王大山养鸡300只。"
    assert scopes(text) == ["王大山"]
    assert actors("村书记王大山说：“日子好了。”去年，王大山来了。") == []


def test_those_in_a_list_are_examples() -> None:
    assert scopes("全县建成白水村、新桥村等5个示范点。") == ["全县"]


def test_unit_above_is_not_carried_on() -> None:
    assert scopes("这项工作全省领先。配发手册200册。", PlaceFound(county="青山县")) == ["全县"]


def test_village_that_acts_all_through_is_the_home_though_the_title_names_its_town() -> None:
    place = PlaceFound(county="青山县", township="柳河镇")
    title = "青山县柳河镇：壮大集体经济"
    text = f"{title}\n\n柳河镇白水村位于柳河镇西部，有8个村民小组。白水村建起基地。白水村修路。\n投入资金90万元。"
    assert scopes_of(text, title, place) == ["白水村", "白水村"]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("白水村在柳河镇率先脱贫，投入资金90万元。", "白水村"),
        ("白水村对接柳河镇兴旺养殖专业合作社，投入资金90万元。", "白水村"),
        ("以白水沟村为例，村里整理出土地50亩。", "白水沟村"),
        ("每季度乡党委调阅1次。", "乡党委"),
        ("县财政按5000元的标准，支持各村成立协会。", "各村"),
        ("由农户按30户的规模组成“户联理事会”。", "户联理事会"),
        ("成立了茶叶党支部，支部有25名党员。", "茶叶党支部"),
        ("白水村大变样。五社特困户李长顺家没有牛，村民捐款3000元。", "白水村五社李长顺"),
        ("白水村变了，成为远近闻名的“粉条村”。该村投入资金90万元。", "白水村"),
    ],
)
def test_subject_of_the_sentence_has_its_figures(text: str, scope: str) -> None:
    assert scopes(text) == [scope]


def test_person_ends_with_the_paragraph_unless_meant_by_a_pronoun() -> None:
    text = "贫困户李长顺养羊，收入3万元。\n投入资金90万元。"
    assert scopes(text) == ["贫困户李长顺", "全县"]
    assert scopes("贫困户李长顺养羊。\n今年，他种药材5亩。") == ["贫困户李长顺"]


def test_town_of_the_title_is_home_by_its_name_too() -> None:
    place = PlaceFound(county="青山县", township="柳河镇")
    text = "柳河镇：激发活力\n柳河镇投入资金90万元。柳河镇白水村种药材60亩。"
    assert scopes_of(text, "柳河镇：激发活力", place) == ["全镇", "柳河镇白水村"]


def test_administrative_village_is_a_village() -> None:
    assert scopes("柳河镇东街行政村地少。村里入股土地500亩。") == ["柳河镇东街行政村"]


def test_speech_may_end_before_a_blank() -> None:
    assert scopes("“我们村有32人获奖。 ”9月30日，白水村党支部书记打开了登记册。") == ["白水村"]


def test_title_that_names_the_county_makes_a_town_an_example() -> None:
    place = PlaceFound(county="青山县", township="柳河镇")
    text = "青山县：跨村同致富\n柳河镇先行。\n近年来，青山县成立党委50个。"
    assert scopes_of(text, "青山县：跨村同致富", place) == ["全县"]


def test_what_a_person_is_called_may_stand_between_village_and_name() -> None:
    assert scopes("白水村“能人”党员李长顺养土蜂105桶。") == ["白水村党员李长顺"]


def test_the_old_are_known_by_what_they_are_called() -> None:
    assert scopes("柳河镇白水村王大山老汉一家靠救济。王大山养鸡300只。") == ["柳河镇白水村王大山"]


def test_towns_listed_with_what_each_has_are_examples() -> None:
    place = PlaceFound(county="青石县", prefecture="东江市")
    text = "青石县成立了白水乡黄花、柳河镇蚕桑、大湾镇果梨等16个协会支部。"
    assert scopes(text, place) == ["全县"]


def test_a_bank_gives_its_own_loans() -> None:
    assert scopes("青石农商行为重点户发放贷款1300万元。") == ["青石农商行"]


def test_an_ordinary_phrase_before_a_village_is_no_name() -> None:
    assert scopes("大湾村是一个偏僻的小山村，全村种茶300亩。") == ["大湾村"]


def test_a_story_that_speaks_of_its_county_alone_is_at_home_there_though_it_names_a_town() -> None:
    place = PlaceFound(county="青石县", prefecture="东江市", township="柳河镇")
    assert scopes("该县把支部建在产业链上，建立协会120个。", place) == ["全县"]
    assert scopes("该县推广柳河镇党委的办法，建立协会120个。", place) != ["全县"]


def test_a_pledge_in_quotes_is_of_who_made_it() -> None:
    assert scopes("白水村党支部的承诺书提出“今年硬化村里的道路800米。”村民王芳很高兴。")[0] == "白水村"


def test_a_story_of_one_village_of_a_town_is_at_home_there() -> None:
    place = PlaceFound(county="青石县", prefecture="东江市", township="柳河镇")
    told = "近年来，青石县柳河镇白水村持续建好阵地。\n一站式服务。讲堂开办30期。"
    assert scopes(told, place) == ["白水村"]
    assert scopes(f"{told}大湾村也来学习。", place) != ["白水村"]


@pytest.mark.parametrize("before", ["反映", "打消", "提起", "书记王大山和", "县委", "父辈当过", "撬动"])
def test_what_stands_before_villagers_or_village_cadres_is_no_name(before: str) -> None:
    assert scopes(f"青石县走访入户，{before}村干部们建成水渠300米。") == ["全县"]


def test_a_village_named_like_a_word_is_one_where_it_is_named_again() -> None:
    assert scopes("和平村村民发愁。和平村干部们建成水渠300米。") == ["和平村"]


def test_an_autonomous_county_is_its_own_under_its_short_name() -> None:
    place = PlaceFound(county="青石苗族布依族自治县", prefecture="东江市")
    text = "柳河镇白水村路通了。\n近年来，青石县共选派干部160名。"
    assert scopes(text, place) == ["全县"]


def test_a_story_that_begins_with_a_village_and_keeps_to_it_is_at_home_there() -> None:
    place = PlaceFound(county="青石县", prefecture="东江市")
    acts = "，白水村修路，白水村种茶，白水村养鸡，白水村通水，白水村评先，白水村建站。"
    text = f"东江：支部让日子有奔头\n柳河镇白水村位于县城东南，是全县的后进村{acts}\n为方便运输，水泥路宽了3米。"
    assert scopes_of(text, "东江：支部让日子有奔头", place) == ["白水村"]


def test_a_school_whose_pupils_are_meant_is_no_body() -> None:
    assert scopes("青石县基地向全县开放，承接大中小学生、机关干部等人群的培训80期。") == ["全县"]
    assert scopes("白水河畔希望小学开办讲堂30期。") == ["白水河畔希望小学"]


def test_who_reports_on_the_work_speaks() -> None:
    told = "“我们先后领办了三个合作社。”7月底，白水村党支部书记手持话筒，向考官述职。"
    assert scopes(told) == ["白水村"]
