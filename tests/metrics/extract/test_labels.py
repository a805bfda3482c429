"""Labels and the other words about a figure, piece by piece."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cases.extract.spans import Span
from metrics.extract import lexicon, refusals
from metrics.extract.actors import cast_of
from metrics.extract.clauses import boundaries, noun_end, settings
from metrics.extract.figures import read_figures
from metrics.extract.homes import home_of
from metrics.extract.indicators import indicator_of
from metrics.extract.periods import period_of
from metrics.extract.phrases import compressed, counted, shorten, topic_of, trim, without_subject
from metrics.extract.records import FigureFound, Quantity
from metrics.extract.units import dimension, match_unit, unit_name
from metrics.extract.villages import is_name

DATA = Path(lexicon.__file__).parent / "data"


def read(text: str) -> list[FigureFound]:
    return read_figures(text, Span(0, len(text)))


def labels(text: str) -> list[str]:
    return [figure.label for figure in read(text)]


def test_number_before_its_noun_takes_what_is_said_of_it() -> None:
    assert labels("全县有66个党员户开通了宽带。") == ["开通宽带的党员户数"]


def test_number_behind_its_noun_takes_verb_and_object() -> None:
    assert labels("目前，全县已建立扶贫基地8个。") == ["建立扶贫基地数"]


def test_number_that_follows_a_number_shares_its_words() -> None:
    assert labels("举办技术培训班共12期640人次。") == ["举办技术培训班期数", "举办技术培训班人次"]


def test_members_of_a_list_share_what_closes_it() -> None:
    found = labels("9个县直单位与15个乡镇党委、30个村结成对子。")
    assert found == ["结成对子的县直单位数", "结成对子的乡镇党委数", "结成对子的村数"]


def test_growth_takes_the_words_of_what_grew() -> None:
    assert labels("全乡种植柑桔900亩，比上年增加200亩。")[1] == "种植柑桔增加面积"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("园区共有300名国有企业党员参加了培训。", "参加培训的国有企业党员"),
        ("全镇建起了一座能停放90辆车的停车场。", "建起停车场数"),
        ("县里出台3项12条奖励措施。", "出台奖励措施数"),
        ("村党支部累计开办技术夜校40期。", "开办技术夜校期数"),
        ("先后带领6名理事。", "带领理事人数"),
        ("我家今年的收入预计可达9万元。", "收入"),
        ("接受南安、德化、永春等地订单30件。", "接受订单件数"),
        ("全镇打造了3大平台。", "打造平台数"),
        ("今年，村集体收入将超50万元。", "村集体收入"),
        ("全县集体经济总收入从2016年年底的900万元增长到2000万元。", "集体经济总收入"),
        ("党员到会率从最初的53%提高到96%。", "党员到会率"),
        ("小区贫困户降至51户。", "小区贫困户"),
        ("最终定下标准――物业费每月15元。", "物业费"),
        ("约谈村党组织书记7名。", "约谈村党组织书记"),
        ("果园现已完成梨树种植200亩。", "完成梨树种植面积"),
        ("今年为居民解决停车难、用水难、照明差等各类问题70件。", "解决问题件数"),
        ("村里林场海拔800米。", "林场海拔"),
        ("对37名领导干部进行问责追责。", "问责追责的领导干部"),
        ("全县有15万名农村党员集中学习。", "农村党员集中学习人数"),
        ("镇里投资90万元对8所乡村小学进行改造。", "乡村小学改造投资"),
    ],
)
def test_words_that_only_look_like_the_label_are_passed_over(text: str, label: str) -> None:
    """Verbs inside nouns, sizes, adverbs before the verb, 领 in 带领, 计 in 预计, example places, times."""
    assert labels(text)[0] == label


def test_nothing_to_go_by_is_said_by_low_confidence() -> None:
    (figure,) = read("12人。")
    assert figure.label == "总人数"
    assert figure.confidence < 0.7


def test_verb_and_noun_are_told_apart_in_a_noun_phrase() -> None:
    assert noun_end("培训班和讲座") == 6
    assert noun_end("农户开通了宽带") == 2
    assert noun_end("“上得去、找得到”的技能") == 12


def test_clauses_do_not_end_inside_quotation_marks() -> None:
    text = "掌握“找得到，发得出”的技能，增收。"
    sentences, clauses = boundaries(text, 0, len(text))
    assert sentences == [len(text)]
    assert clauses == [15, len(text)]


def test_setting_gives_each_quantity_its_own_words() -> None:
    text = "投入资金5万元建立占地10亩的基地。"
    money, area = settings(text, 0, len(text), [Quantity(4, 7, 5e4, "元"), Quantity(11, 14, 10, "亩")])
    assert (money.before, money.tail) == ("投入资金", "建立占地10亩的基地")
    assert (area.before, area.after) == ("建立占地", "的基地")


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("据统计，全县共", ""),
        ("目前，已建立村级站点", "建立村级站点"),
        ("的贴息贷款共", "贴息贷款"),
        ("现有党员", "有党员"),
    ],
)
def test_trimming_leaves_what_a_label_needs(text: str, trimmed: str) -> None:
    assert trim(text) == trimmed or trim(text) == trimmed.removeprefix("有")


def test_long_phrases_are_cut_where_a_phrase_begins() -> None:
    assert compressed("种植了蜜桔、脐橙、柚子等多种水果", 8) == "种植水果"
    assert len(shorten("在全县范围内深入持久地开展形式多样的实用技术培训活动")) <= 18


def test_subject_before_the_verb_is_left_out() -> None:
    assert without_subject("镇党委组织实用技术培训") == "组织实用技术培训"


def test_topic_is_the_object_of_the_clause_before() -> None:
    assert topic_of("该村从外地引进竹编加工项目，") == "竹编加工项目"


@pytest.mark.parametrize(
    ("text", "unit", "label"),
    [("种植蔬菜", "亩", "种植蔬菜面积"), ("修路", "公里", "修路里程"), ("", "户", "户数"), ("入户率", "%", "入户率")],
)
def test_label_ends_with_what_the_unit_measures(text: str, unit: str, label: str) -> None:
    assert counted(text, unit) == label


@pytest.mark.parametrize(
    ("words", "today", "period"),
    [
        ("2001年发放", None, "2001"),
        ("截至2004年6月底，", None, "截至2004"),
        ("自2007年以来，", None, "2007-"),
        ("从2008起，", None, "2008-"),
        ("2003—2005年，", None, "2003-2005"),
        ("今年，", 2009, "2009"),
        ("前年，", 2009, "2007"),
        ("今年，", None, None),
        ("自去年初以来，", 2002, "2001-"),
        ("截至去年底，", 2002, "截至2001"),
        ("力争年底前", 2002, "2002"),
        ("两年来，", 2002, "2000-2002"),
        ("5月8日，", 2002, "2002"),
        ("4月初，", 2002, "2002"),
        ("新华社5月8日电", 2002, None),
        ("2001年发放奖金，现已发展到", 2002, None),
        ("疫情期间，", 2020, "2020"),
        ("疫情期间，", 2003, None),
        ("2001年，全县推开。目前，", 2002, None),
    ],
)
def test_period_is_the_last_time_named(words: str, today: int | None, period: str | None) -> None:
    assert period_of(words, today)[0] == period


def test_period_may_be_told_behind_or_before_the_sentence() -> None:
    behind = "争创100个好支部，是全县今年的重点。全县过半：去年建了。"
    assert [f.period for f in read_figures(behind, Span(0, len(behind)), year=2002)] == ["2002"]
    change = "2016年至2018年，村里变样。每户分红从4000元增长到1.1万元。"
    assert [f.period for f in read(change)] == ["2016", "2018"]


def test_scope_is_the_place_named_nearest_before() -> None:
    first, second = read("青山镇白水村发展养鸡户12户。全县发展养鸡户300户。")
    assert (first.scope, second.scope) == ("青山镇白水村", "全县")


def test_whole_village_is_the_village_named_before() -> None:
    assert read("青山镇白水村成立了合作社。去年帮助全村农户卖鸭20万羽。")[0].scope == "青山镇白水村"


def test_ordinary_words_are_no_places() -> None:
    text = "帮助农村、贫困村、示范村和返乡、各乡镇的群众，经常和村社商量，这都是驻村工作队的功劳"
    assert cast_of(text, Span(0, len(text))).found == ()
    assert [is_name(stem) for stem in ("白水", "向阳", "贫困", "经常和", "引导农")] == [True, True, False, False, False]


def test_home_is_how_the_story_calls_itself() -> None:
    assert home_of("全乡党员。全乡群众。全县。") == "全乡"
    assert home_of("") == "全县"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("力争到2005年培训党员500名。", "target"),
        ("全县已培训党员500名。", "reported"),
        ("每季度召开1次例会。", "norm"),
        ("原有的8个村合并了。", "context"),
        ("以“农民增收”为目标，14个单位结成了对子。", "reported"),
        ("全村户均收入6000元。", "reported"),
        ("要求每个支部明确一名联络员。", "norm"),
        ("预计人均收入达到3000元。", "target"),
    ],
)
def test_kind_is_told_by_the_words_of_the_sentence(text: str, kind: str) -> None:
    assert [figure.kind for figure in read(text)][-1] == kind


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("共投入资金20万元。", "input"),
        ("选派30名干部驻村。", "input"),
        ("召开座谈会12次。", "activity"),
        ("走访农户300场次。", "activity"),
        ("培训党员400人次。", "output"),
        ("慰问困难党员60户。", "output"),
        ("发放贷款300万元。", "output"),
        ("实现产值80万元。", "outcome"),
        ("60人递交了入党申请书。", "outcome"),
        ("转移劳动力500人。", "outcome"),
        ("历时3个月。", "other"),
    ],
)
def test_claim_is_told_by_act_and_unit(text: str, claim: str) -> None:
    assert [figure.claim for figure in read(text)][-1] == claim


def test_indicator_goes_by_word_and_unit() -> None:
    assert indicator_of("农村党员培训人次", "人次") == "培训人次"
    assert indicator_of("培训", "吨") is None


def test_longest_unit_is_taken_unless_another_word_begins() -> None:
    assert match_unit("10人次", 2) == "人次"
    assert match_unit("80个工作组", 2) == "个"
    assert match_unit("5万人民币", 2) is None
    assert (unit_name("㎡"), dimension("元/年"), dimension("没有这个")) == ("平方米", "money", "count")


@pytest.mark.parametrize("name", ["predicates", "nominal", "particles", "claims"])
def test_verb_lists_have_a_source_and_no_word_twice(name: str) -> None:
    data = json.loads((DATA / "verbs.json").read_text(encoding="utf-8"))
    assert data["source"]
    lists = data[name].values() if isinstance(data[name], dict) else [data[name]]
    for words in lists:
        assert len(words) == len(set(words))
        assert all(isinstance(word, str) and word for word in words)


def test_lists_of_what_is_no_figure_have_a_source_and_no_word_twice() -> None:
    data = json.loads((DATA / "not_figures.json").read_text(encoding="utf-8"))
    assert data.pop("source")
    for name, words in data.items():
        assert len(words) == len(set(words)), name
        assert tuple(sorted(words, key=len, reverse=True)) == refusals.words(name)
