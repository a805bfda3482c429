"""The number in a quantity: one numeral, a range of two, a fraction, tenths; no unit yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.extract.alternatives import begun
from cases.extract.values import replace, value
from metrics.extract.numerals import ARABIC, MAGNITUDE, magnitude, to_fraction, to_number, to_range
from metrics.extract.units import match_unit


@value(frozen=True, slots=True)
class Number:
    """A number as written: `more` where 多, 余 or 几 stands in or after it; `written` without it."""

    start: int
    end: int
    value: float
    value_max: float | None = None
    more: bool = False
    chinese: bool = False
    ratio: bool = False
    percent: bool = False
    size: float = 1.0


_CHINESE_RUN = "[零〇○一二两三四五六七八九十百千万亿]"
_DIGIT = "[零〇一二三四五六七八九]"
NUMBER = begun(
    rf"""
    (?P<fraction> \d{{1,4}}/\d{{1,4}}(?![\d/]) | {_CHINESE_RUN}+分之{_CHINESE_RUN}+(?:点{_DIGIT}+)? )
  | (?P<arabic> {ARABIC.pattern} )
    (?P<in> [ ]?[多余几来](?=[十百千万亿]) )?
    (?P<size> [ ]?[十百千]?(?:万亿|[万亿]) | 个亿(?!元) | {MAGNITUDE.pattern} )?
    (?P<mid> [多余几](?=[万亿]) )?
    (?P<msize> (?<=[多余几])[万亿] )?
    (?P<rest> (?<=[万亿])\d{{1,4}}(?:\.\d+)?(?:[十百千]?万|[百千]) )?
    (?P<out> [ ]?[多余几来] )?
  | (?P<chinese> {_CHINESE_RUN}+(?:点{_DIGIT}+[万亿]?)? )
    (?P<cin> [多余几来](?=[千万亿]) )?
    (?P<csize> (?<=[多余几来])[千百]?[万亿] | (?<=[多余几来])千 | 个亿(?!元) )?
    (?P<cout> [多余几来] )?
    """,
    re.VERBOSE,
)
RANGE = begun(r"[ ]?(?:[-‐‑‒–—―−~～]{1,2}|至|到)[ ]?")


def _fraction(found: re.Match[str]) -> Number | None:
    text = found["fraction"]
    value = to_fraction(text)
    if value is None:
        return None
    percent = text.startswith(("百分之", "一百分之"))
    if percent:
        value = to_number(text.split("分之", 1)[1]) or 0.0
    return Number(*found.span(), value, chinese="分之" in text, ratio=True, percent=percent)


def _arabic(found: re.Match[str]) -> Number:
    size = magnitude((found["size"] or "").strip(" 个")) * magnitude(found["msize"] or "")
    value = (to_number(found["arabic"]) or 0.0) * size
    if found["rest"]:
        value += to_number(found["rest"]) or 0.0
    more = bool(found["in"] or found["mid"] or found["out"])
    return Number(*found.span(), round(value, 6), more=more, size=size)


def _chinese(found: re.Match[str]) -> Number | None:
    text, size = found["chinese"], magnitude((found["csize"] or "").strip("个"))
    more = bool(found["cin"] or found["cout"])
    both = to_range(text)
    if both:
        return Number(*found.span(), both[0] * size, both[1] * size, more=more, chinese=True)
    value = to_number(text)
    if value is None:
        return None
    return Number(*found.span(), value * size, more=more, chinese=True, size=size)


def _number(found: re.Match[str]) -> Number | None:
    if found["fraction"]:
        return _fraction(found)
    return _arabic(found) if found["arabic"] else _chinese(found)


def number_at(string: str, at: int) -> Number | None:
    """The number that begins at `at`, or None.

    >>> number_at("660余万元", 0).value, number_at("三五十户", 0).value_max
    (6600000.0, 50.0)
    """
    found = NUMBER.match(string, at)
    return _number(found) if found else None


def _second(string: str, first: Number) -> Number | None:
    """What follows `first` as the upper end of a range: 3至5万, 25-30, 3万元至5万 (the unit may be said twice)."""
    at = first.end
    unit = match_unit(string, at)
    join = RANGE.match(string, at)
    if not join and unit:
        join = RANGE.match(string, at + len(unit))
    if not join:
        return None
    second = number_at(string, join.end())
    if not second or second.ratio or second.value_max is not None or second.chinese != first.chinese:
        return None
    if unit and join.start() != at and match_unit(string, second.end) != unit:
        return None
    return second


def numbers(string: str) -> Iterator[Number]:
    """Every number of the string from left to right, ranges joined into one.

    >>> [(n.value, n.value_max) for n in numbers("每人3至5万元,共25-30户")]
    [(30000.0, 50000.0), (25.0, 30.0)]
    """
    at = 0
    while found := NUMBER.search(string, at):
        first = _number(found)
        at = found.end()
        if first is None:
            continue
        yield (joined := _joined(string, first))
        at = max(at, joined.end)


def _neighbour(string: str, first: Number) -> Number | None:
    """七、八户 and 5、6个: two neighbouring digits, and no longer list, are a range."""
    listed = string[max(0, first.start - 1) : first.start] in ("", *"、\n。和第")
    if listed or not 2 <= first.value <= 9 or first.size > 1 or string[first.end : first.end + 1] != "、":
        return None
    second = number_at(string, first.end + 1)
    if not second or second.chinese != first.chinese or second.more or not match_unit(string, second.end):
        return None
    size = second.value / (first.value + 1)
    return replace(second, size=size) if size in (1, 10, 100, 1000, 10_000) else None


def _percent_second(string: str, first: Number) -> Number | None:
    """百分之三十至五十, 百分之三十至百分之五十."""
    join = RANGE.match(string, first.end)
    second = number_at(string, join.end()) if join else None
    if not second or not second.chinese or not first.value < second.value <= 100:
        return None
    return second if second.percent or not match_unit(string, second.end) else None


def _joined(string: str, first: Number) -> Number:
    if first.percent and (top := _percent_second(string, first)):
        return replace(first, end=top.end, value_max=top.value)
    if first.ratio or first.value_max is not None or first.more:
        return first
    if first.start and string[first.start - 1] in "由从":
        return first
    second = _second(string, first) or _neighbour(string, first)
    if second is None:
        return first
    low = first.value
    if first.size == 1 and second.size > 1 and low < second.value / second.size:
        low *= second.size
    if low >= second.value:
        return first
    return replace(first, end=second.end, value=low, value_max=second.value, more=False, size=second.size)
