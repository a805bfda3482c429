"""Names proposed for masking: whom a sensitive word is told of, and who stays readable."""

from __future__ import annotations

import pytest

from cases.extract.clean import clean
from cases.extract.persons import name_at, persons, private_words
from cases.extract.privacy import read_masks
from cases.extract.records import MASK_REASONS
from cases.extract.spans import Span
from cases.models import Mask


def masked(string: str) -> dict[str, str]:
    return {mask.name: mask.reason for mask in read_masks(string)}


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        ("水月寺镇南对河村村民简帮青在广州因工死亡后，理事会理事长简锦带领3名理事与厂方交涉", {"简帮青": "death"}),
        ("古洞村关怀理事会上门帮助参加邪教组织的郑明申办好低保手续，解决了生活困难", {"郑明申": "sect"}),
        ("该村四社缪锋高中毕业后爱打架闹事", {"缪锋": "quarrel"}),
        ("五社吴吉成是全乡有名的贫困户，党员王培义在得知其没有牲畜的情况后", {"吴吉成": "poverty"}),
        ("残疾贫困户李栋在农产品电商中心扶贫车间找到一份工作", {"李栋": "disability"}),
        ("村民张继刚曾经是建档立卡贫困户，如今通过种植金银花让生活有了起色", {"张继刚": "poverty"}),
        ("2012年，丁如叶的爱人不幸患胃癌，家庭陷入困境", {"丁如叶": "illness"}),
        ("党员张红结对帮扶贫困户刘桂英、陈二牛两家。", {"刘桂英": "poverty", "陈二牛": "poverty"}),
        ("李大山与王小明因宅基地发生纠纷，调解员周海多次上门。", {"李大山": "quarrel", "王小明": "quarrel"}),
        ("刑满释放人员何军回乡后，村支部帮他办起养鸡场。", {"何军": "crime"}),
        ("王建国夫妇离婚后，村干部多次劝说。", {"王建国": "family"}),
        ("欧阳秀英家境贫寒，丈夫常年卧床。", {"欧阳秀英": "illness"}),
        ("“五保户”郑老实今年住进了敬老院。", {"郑老实": "poverty"}),
        ("56岁的赵月玲家住伏山镇。她身患残疾，生活困难。", {"赵月玲": "illness"}),
    ],
)
def test_a_private_person_in_a_sensitive_context_is_proposed(string: str, expected: dict[str, str]) -> None:
    assert masked(string) == expected


@pytest.mark.parametrize(
    "string",
    [
        "县委书记周天龙说，要把贫困户的事办好。",
        "村主任赵军因病去世后，儿子继承父业。",
        "记者王芳从患者手中接过锦旗。",
        "镇长张伟送来学费，孤儿考上大学。",
        "南湾村党员陈卫东帮助困难群众解决住院费用。",
        "81岁的老党员林和玉，自觉参与思想关怀，帮助2名参与邪教的邻居改邪归正",
        "马家湾村是有名的上访村，矛盾纠纷多。",
        "贫困户在党支部的带领下脱贫致富。",
        "每年，每个贫困户都可以从合作社领取固定数额的分红。",
        "为群众解决生产生活困难244个，入学难、看病难问题逐步缓解。",
        "该村田地少、残疾人多、村民文化素质低",
        "高血压、糖尿病等慢性病患者由家庭医生服务。",
        "残疾人之家投入使用，残疾人就业有了门路。",
        "升学宴、房梁宴、乔迁宴等实现“零发生”，农村封建迷信活动减少90%",
    ],
)
def test_offices_helpers_places_and_ordinary_words_stay_readable(string: str) -> None:
    assert masked(string) == {}


def test_every_mention_is_masked_one_for_one_also_where_nothing_sensitive_is_said() -> None:
    string = "为特困户吴吉成捐款3550元。如今的吴吉成家中也有了摩托车。"
    assert [(mask.start, mask.end) for mask in read_masks(string)] == [(4, 7), (18, 21)]
    assert all(string[mask.start : mask.end] == mask.name for mask in read_masks(string))


def test_an_office_anywhere_in_the_text_makes_the_person_public() -> None:
    string = "王小明因病去世。多年前，村支书王小明带头修路。"
    assert masked(string) == {}
    assert masked(string.replace("村支书", "")) == {"王小明": "death"}


def test_a_longer_name_that_would_give_a_masked_one_away_goes_too() -> None:
    string = "群众缪红，夫妻关系不和睦。社长缪红荣多次做工作。"
    assert list(masked(string)) == ["缪红", "缪红荣"]


def test_an_author_stays_readable() -> None:
    string = "李栋\n李栋家境贫寒。"
    assert masked(string) and read_masks(string, ["李栋"]) == []


def test_the_given_texts_are_read_as_they_were_reviewed(seed_texts: dict[str, str]) -> None:
    found = {number: [mask.name for mask in read_masks(clean(text).string)] for number, text in seed_texts.items()}
    people = ["缪红"] * 2 + ["缪锋", "缪红荣", "缪锋"] + ["徐学福"] * 3 + ["吴吉成"] * 4
    assert found == {"000": [], "001": ["简帮青", "郑明申"], "002": people, "003": [], "004": []}


@pytest.mark.parametrize(
    ("string", "name"),
    [
        ("村民李明老人家中贫困", "李明"),
        ("村民谢桂英家境贫寒", "谢桂英"),
        ("村民谢英家境贫寒", "谢英"),
        ("村民刘成长期患病", "刘成"),
        ("村民高兴地说", ""),
        ("村民周末到县里", ""),
        ("村民张家湾村", ""),
    ],
)
def test_a_name_ends_where_the_words_behind_it_begin(string: str, name: str) -> None:
    assert name_at(string, 2, 2) == name


def test_a_list_behind_an_office_is_public() -> None:
    string = "通讯员 赵德贵 胡耀斌，村民李胜"
    found = [(person.name, person.public) for person in persons(string, Span(0, len(string)))]
    assert found == [("赵德贵", True), ("胡耀斌", True), ("李胜", False)]


def test_the_words_are_well_formed_and_know_every_reason() -> None:
    words = private_words()
    assert words["source"] and tuple(words["reasons"]) == MASK_REASONS
    # “Other” is a reason only a person gives.
    assert {*MASK_REASONS} == {*Mask.Reason.values} - {Mask.Reason.OTHER}
    lists = [each for name, each in words.items() if name not in {"source", "reasons"}]
    lists += [each for kinds in words["reasons"].values() for each in kinds.values()]
    assert [each for each in lists if len(each) != len(set(each))] == []
    told = [word for kinds in words["reasons"].values() for each in kinds.values() for word in each]
    assert len(told) == len(set(told)) and min(map(len, told)) > 0


@pytest.mark.parametrize(
    "string", ["王小明患病，" * 10_000, "村民王小明、李小红" * 5000 + "患病", "王" * 60_000 + "去世"]
)
def test_a_text_without_an_end_is_read_to_its_end(string: str) -> None:
    # What would take for ever here never comes back: `bench.reading` measures how the time grows.
    assert all(0 <= mask.start < mask.end <= len(string) for mask in read_masks(string))
