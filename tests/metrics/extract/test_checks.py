"""Checks speak where figures can't all be right, and stay quiet where they agree."""

from __future__ import annotations

import pytest

from cases.extract.spans import Span
from metrics.extract.checks import check, number
from metrics.extract.figures import read_figures
from metrics.extract.records import FLAG_KINDS, FlagFound


def flags(text: str) -> list[FlagFound]:
    return check(text, read_figures(text, Span(0, len(text))))


def quotes(text: str, flag: FlagFound) -> list[str]:
    return [text[start:end] for start, end in flag.figures]


def test_parts_that_do_not_sum_to_the_total_are_shown_with_the_sum() -> None:
    text = "已有11位种植茶叶、60位种植水果，以及25位养猪、10位养鱼等共118位党员受到帮扶。"
    (flag,) = flags(text)
    assert flag.kind == "sum"
    assert flag.message == "所列各项相加为11+60+25+10=106位，与文中所说的118位不符。"
    assert quotes(text, flag) == ["11位", "60位", "25位", "10位", "118位"]


def test_parts_of_which_are_more_than_the_whole() -> None:
    (flag,) = flags("全村有党员40名，其中男党员30名、女党员15名。")
    assert (flag.kind, "30+15=45" in flag.message) == ("sum", True)


def test_one_total_with_two_values() -> None:
    text = "全县64个后进村都结了对子。经过努力，全县75个后进村面貌一新。"
    (flag,) = flags(text)
    assert flag.kind == "two_values"
    assert quotes(text, flag) == ["64个", "75个"]
    assert "64个" in flag.message and "75个" in flag.message


def test_share_that_does_not_follow_from_its_parts() -> None:
    (flag,) = flags("全乡共有党员200名，参加活动的党员120名，占75%。")
    assert flag.kind == "share"
    assert "60.0%" in flag.message


def test_full_rate_that_holds_for_one_group_only() -> None:
    (flag,) = flags("干部共联系生活困难户90户。干部联系的40户生活特困户全部脱贫，脱贫率达100%。")
    assert flag.kind == "rate_group"


def test_per_head_times_count_against_the_total() -> None:
    (flag,) = flags("为20户农户每户发放贷款2万元，共60万元。")
    assert flag.kind == "per_head"
    assert "20×2万=40万" in flag.message


@pytest.mark.parametrize(
    "text",
    [
        "种茶11位、养猪20位，共31位。",
        "全县64个村参加了活动，全县64个村都有站点。",
        "为152位带头人发放了每人3至5万元的贷款共512万元。",
        "全乡共有党员200名，其中女党员50名，占25%。",
        "培训党员100人、干部50人，共发展党员20人。",
        "全县有关怀组92个、互助组1001个，共有组长1908名。",
        "耕地面积1561亩，其中水田1436亩、旱地125亩，山场面积16670亩。",
        "全市党组织900个，其中党委62个、党总支82个、党支部756个。",
        "会后印了9500份发给每位党员，全县9000名党员都有。",
        "查出脱贫户2000户、占总数的3.5%，未脱贫户700户、占1.2%。",
        "全省“一肩挑”比例达73.8%，其中山区达74.9%。",
        "10个单位与30个村结对，20个企业与30个村结对。",
        "2001年全县有12个基地。2003年全县有20个基地。",
        "",
    ],
)
def test_quiet_where_the_figures_agree_or_are_not_of_one_kind(text: str) -> None:
    assert flags(text) == []


def test_share_with_decimals_is_held_to_them() -> None:
    (flag,) = flags("全县聘请调解员400名，其中党员300人，占比75.46%。")
    assert (flag.kind, "75.0%" in flag.message) == ("share", True)
    assert flags("全县聘请调解员400名，其中党员300名，占比75.01%。") == []


def test_rate_named_like_its_part() -> None:
    (flag,) = flags("全镇90个支部共达标60个，达标率56.35%。")
    assert (flag.kind, quotes("全镇90个支部共达标60个，达标率56.35%。", flag)) == (
        "share",
        ["90个", "60个", "56.35%"],
    )


def test_fewer_copies_than_there_are_people_to_get_one() -> None:
    (flag,) = flags("活动组织全县9000名党员参加。会后印了8000份发给每位党员。")
    assert flag.kind == "other"
    assert flag.message == "8000份发给每位党员，而文中党员有9000名，至少少1000份。"


def test_pairing_told_again_without_one_of_its_parts() -> None:
    text = "10个市直单位及20个县直机关与全县30个山区村结对。后来，20个县直机关与30个山区村结成对子。"
    (flag,) = flags(text)
    assert (
        flag.message == "前文说10个市直单位和20个县直机关与30个山区村相对应，此处又说20个县直机关与之对应，相差10个。"
    )


def test_groups_of_a_size_against_their_members() -> None:
    text = "农户自愿按20-30户的规模组成“互助小组”。全县建立互助小组100个，网络农户5000户。"
    (flag,) = flags(text)
    assert flag.kind == "per_head"
    assert "100×(20至30)=2000至3000户" in flag.message
    assert flags(text.replace("5000", "2500")) == []


def test_growth_that_does_not_follow_from_its_ends() -> None:
    (flag,) = flags("集体收入从20万元增长到30万元，增长80%。")
    assert "增长50.0%" in flag.message
    assert flags("集体收入从20万元增长到30万元，增长50%。") == []


def test_many_groups_are_checked_to_the_last() -> None:
    text = "按20-30户的规模组成小组。共有小组3个，网络农户500户。" * 500
    found = check(text, read_figures(text, Span(0, len(text))))
    assert {flag.kind for flag in found} == {"per_head"}


def test_parts_that_fall_just_short_of_the_whole() -> None:
    (flag,) = flags("全市党组织900个，其中党委62个、党总支82个、党支部750个。")
    assert "62+82+750=894个" in flag.message


def test_every_flag_is_of_a_known_kind() -> None:
    assert {f.kind for f in flags("种茶11位、养猪20位，共40位。")} <= set(FLAG_KINDS)


def test_numbers_are_said_as_in_chinese() -> None:
    assert [number(v) for v in (143.0, 5120000.0, 120000000.0, 2.5, 12345.0)] == [
        "143",
        "512万",
        "1.2亿",
        "2.5",
        "12345",
    ]
