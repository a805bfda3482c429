"""Whose a figure is: who and where a text speaks of, who says it, whom a rule binds."""

from __future__ import annotations

import json

import pytest

from cases.extract.records import PlaceFound
from cases.extract.spans import Span
from metrics.extract import lexicon
from metrics.extract.actors import cast_of, home_of
from metrics.extract.figures import read_figures


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
