"""The gazetteer: the form of the table, and the changes of names that must come out of it."""

import gzip
import itertools
from collections import Counter

import pytest

from cases.extract.gazetteer import LEVELS, TABLE, Chain, Division, Gazetteer, gazetteer
from cases.extract.names import stem_of


@pytest.fixture(scope="module")
def table() -> Gazetteer:
    return gazetteer()


def test_table_is_small_and_well_formed() -> None:
    assert TABLE.stat().st_size < 1_500_000
    with gzip.open(TABLE, "rt", encoding="utf-8") as lines:
        head, *rows = lines.read().splitlines()
    assert head.split("\t")[:3] == ["code", "name", "level"]
    assert all(4 <= len(row.split("\t")) <= 9 or "province" in row for row in rows)


def test_codes_have_the_length_of_their_level(table: Gazetteer) -> None:
    for division in table.divisions():
        assert len(division.code) == (9 if division.level == "township" else 6)
        assert division.level in LEVELS
        assert division.name == division.name.strip() != ""


def test_there_are_34_provinces(table: Gazetteer) -> None:
    names = {d.name for d in table.divisions(["province"])}
    assert len(names) == 34
    assert {"台湾省", "香港特别行政区", "澳门特别行政区", "重庆市", "海南省"} <= names


def test_levels_have_the_size_of_the_country(table: Gazetteer) -> None:
    today = Counter(d.level for d in table.divisions() if d.held(2023))
    assert 330 <= today["prefecture"] <= 345
    assert 2800 <= today["county"] <= 2900
    assert 39_000 <= today["township"] <= 42_000


def test_every_parent_is_in_the_table(table: Gazetteer) -> None:
    assert all(d.parent in table.by_code for d in table.divisions() if d.level != "province")


def test_no_code_has_two_names_in_one_year(table: Gazetteer) -> None:
    rows: dict[str, list[Division]] = {}
    for division in table.divisions():
        rows.setdefault(division.code, []).append(division)
    for same in rows.values():
        ordered = sorted(same, key=lambda d: d.valid_from or 0)
        for one, next_one in itertools.pairwise(ordered):
            assert (one.valid_to or 9999) < (next_one.valid_from or 0), (one, next_one)


def test_years_run_forward_and_successors_exist(table: Gazetteer) -> None:
    for division in table.upper:
        assert (division.valid_from or 0) <= (division.valid_to or 9999)
        if division.successor:
            assert division.valid_to is not None
            assert any(d.valid_from == division.valid_to + 1 for d in table.by_code[division.successor]), division


@pytest.mark.parametrize(
    ("name", "year", "code", "chain"),
    [
        ("溧水县", 2005, "320124", Chain("江苏省", "南京市", "溧水县")),
        ("溧水区", 2015, "320117", Chain("江苏省", "南京市", "溧水区")),
        ("黔西县", 2007, "522423", Chain("贵州省", "毕节地区", "黔西县")),
        ("黔西县", 2015, "520522", Chain("贵州省", "毕节市", "黔西县")),
        ("黔西市", 2022, "520581", Chain("贵州省", "毕节市", "黔西市")),
        ("密云县", 2010, "110228", Chain("北京市", None, "密云县")),
        ("仙桃市", 2010, "429004", Chain("湖北省", None, "仙桃市")),
        ("涪陵市", 1994, "512301", Chain("四川省", "涪陵地区", "涪陵市")),
        ("湾仔区", 2020, "810102", Chain("香港特别行政区", "香港岛", "湾仔区")),
    ],
)
def test_names_and_codes_are_those_of_the_year(table: Gazetteer, name: str, year: int, code: str, chain: Chain) -> None:
    assert [d.code for d in table.named(name, year, "county")] == [code]
    assert table.chain(code, year) == chain


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("320124", "溧水区"),  # county to district
        ("522423", "黔西市"),  # new code, then new rank
        ("350427", "沙县区"),  # one character keeps its rank as part of the name
        ("450127", "横州市"),  # one character gets a second
        ("622201", "甘州区"),  # new name when the prefecture took the old one
        ("530126", "石林彝族自治县"),  # new name, same code
    ],
)
def test_a_line_leads_from_the_old_name_to_the_new(table: Gazetteer, old: str, new: str) -> None:
    line = table.line(table.by_code[old][0])
    assert table.members[line][-1].name == new


@pytest.mark.parametrize(
    ("stem", "county"),
    [("倪家营", "临泽县"), ("洪蓝", "溧水区"), ("石湫", "溧水区"), ("马金", "开化县"), ("古夫", "兴山县")],
)
def test_township_stems_lead_to_their_county(table: Gazetteer, stem: str, county: str) -> None:
    assert county in {table.members[line][-1].name for line in table.township_lines[stem]}


def test_common_township_names_lead_to_many(table: Gazetteer) -> None:
    assert len(table.township_lines["城关"]) > 100


def test_children_are_those_of_the_year(table: Gazetteer) -> None:
    assert {"大方县", "黔西县"} <= {d.name for d in table.children("522400", 2007)}
    assert "洪蓝街道" in {d.name for d in table.children("320117")}
    assert table.children("522400", 2015) == []


def test_a_township_is_found_by_its_code(table: Gazetteer) -> None:
    found = table.division("620723107")
    assert found is not None
    assert (found.name, found.parent) == ("倪家营镇", "620723")


def test_an_unknown_code_is_none(table: Gazetteer) -> None:
    assert table.division("999999") is None
    assert table.chain("999999", 2000) == Chain()


def test_coordinates_lie_in_the_country(table: Gazetteer) -> None:
    points = [(d.lat, d.lon) for d in table.upper if d.lat is not None and d.lon is not None]
    assert len(points) > 6500
    assert all(3 < lat < 54 and 73 < lon < 136 for lat, lon in points)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("赵县", "赵县"),
        ("互助土族自治县", "互助"),
        ("红星街道办事处", "红星"),
        ("鄂温克族自治旗", "鄂温克族"),
        ("内蒙古自治区", "内蒙古"),
    ],
)
def test_stems(name: str, stem: str) -> None:
    assert stem_of(name) == stem
