"""Numerals as people write them in reports."""

from __future__ import annotations

import pytest

from metrics.extract.numerals import magnitude, to_fraction, to_number, to_range, to_tenths
from metrics.extract.tokens import number_at


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3215", 3215),
        ("12.3万", 123000),
        ("1,000", 1000),
        ("28 160", 28160),
        ("2千", 2000),
        ("1.2亿", 120000000),
        ("3百万", 3000000),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("百", 100),
        ("一百零五", 105),
        ("一百二十", 120),
        ("一百二", 120),
        ("两千三", 2300),
        ("三千零六十", 3060),
        ("两万五", 25000),
        ("三百六十五万", 3650000),
        ("一亿二千万", 120000000),
        ("二〇〇二", 2002),
        ("三点五", 3.5),
        ("一点二亿", 120000000),
    ],
)
def test_numeral_has_its_value(text: str, value: float) -> None:
    assert to_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "元", "三五", "1/3", "12个", "点五"])
def test_what_is_no_single_number_gives_none(text: str) -> None:
    assert to_number(text) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [("三五十", (30, 50)), ("两三", (2, 3)), ("七八百", (700, 800)), ("十七八", (17, 18)), ("三四万", (30000, 40000))],
)
def test_two_neighbouring_digits_are_a_range(text: str, ends: tuple[float, float]) -> None:
    assert to_range(text) == ends


@pytest.mark.parametrize("text", ["三十", "五三", "一九", "二十五"])
def test_other_pairs_are_no_range(text: str) -> None:
    assert to_range(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1/3", 0.3333), ("三分之二", 0.6667), ("百分之五", 0.05), ("1/0", None), ("三", None)]
)
def test_fraction_is_rounded_to_four_places(text: str, value: float | None) -> None:
    assert to_fraction(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("八成", 80), ("七成五", 75), ("八成半", 85), ("十二成", None), ("成", None)]
)
def test_tenths_are_percent(text: str, value: float | None) -> None:
    assert to_tenths(text) == value


def test_magnitudes_multiply() -> None:
    assert (magnitude("百万"), magnitude("万亿"), magnitude("")) == (1e6, 1e12, 1)


@pytest.mark.parametrize(
    ("text", "value", "more"),
    [
        ("660余万元", 6600000, True),
        ("3000多万元", 30000000, True),
        ("1万多元", 10000, True),
        ("5百多万元", 5000000, True),
    ],
)
def test_more_stands_in_or_behind_a_number(text: str, value: float, more: bool) -> None:
    number = number_at(text, 0)
    assert number is not None
    assert (number.value, number.more) == (value, more)
