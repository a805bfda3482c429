"""Quantities whose number and unit are one word: 一年一评, 翻一番, 八成, 半年多, 一半以上, 万把元, 一个半月."""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from metrics.extract import refusals
from metrics.extract.numerals import to_number
from metrics.extract.qualifiers import qualified
from metrics.extract.records import Quantity
from metrics.extract.units import unit_name

YEARLY = re.compile(
    r"(?P<time>一年|一月|一季度|一季|半年|一周|一天|一旬)(?P<count>[一两二三四五])"
    r"(?P<act>评选|评比|评议|评|次|查|考|访|会|议|讲|报|检|巡|谈|学|课|通报|公示|公开|走访|考核|小结|总结|调度|督查)"
)
TIMES = {
    "一年": "年",
    "一月": "月",
    "一季度": "季度",
    "一季": "季度",
    "半年": "半年",
    "一周": "周",
    "一天": "天",
    "一旬": "旬",
}
DOUBLED = re.compile(r"翻了?(?P<n>[一两二三四]|\d)番")
TENTHS = re.compile(
    r"(?P<n>[一二三四五六七八九])成(?P<half>半|[一二三四五六七八九])?(?![立为员果效本绩长功熟就了品都交才家型分份人年宫])"
)
MANY = re.compile(r"(?P<size>[百千万])把(?P<unit>块钱|元|人|个|斤|亩|户|里|名|只|头)")
HALF = begun("(?:(?P<more>超过|过)|(?P<approx>近|将近|约))?一半(?P<over>以上|多)?(?=的)|(?P<most>一半以上)")
HALF_TIME = begun(
    "(?:(?P<approx>近|约|将近)|(?P<less>不到|不足))?半(?P<unit>个月|月|年|天|个小时|小时)(?P<more>多)?"
    "(?=以来|来|时间|的|内|之内|就|[，。；、）]|$)"
)
GREAT = begun(
    r"(?<![\d“.])(?P<n>\d{1,2})大(?=平台|产业|工程|体系|板块|基地|市场|行动|领域|任务|功能|载体|举措|措施|园区)"
)
NONE_AT_ALL = re.compile("(?:未|没有?|无)再?(?:发生|出现|接到|收到)过?一(?P<unit>起|例|宗)(?!步)")
_DIGITS = "[一两二三四五六七八九十]"
AND_HALF = begun(
    rf"(?<![\d一二三四五六七八九十.])(?P<n>{_DIGITS}|\d{{1,3}})"
    "(?:(?P<unit>年|天|亩|里|倍)半(?![年载天月数截街镇乡屯])|个半(?P<counted>月|小时|钟头|学期))"
)


def set_forms(string: str) -> list[Quantity]:
    """Quantities whose number and unit are one word, in order.

    >>> [(q.value, q.unit) for q in set_forms("产值翻一番，八成农户受益，每月一例会外一年一评，用了一个半月")]
    [(2.0, '倍'), (80.0, '%'), (1.0, '次/年'), (1.5, '个月')]
    """
    found = []
    for m in YEARLY.finditer(string):
        count = to_number(m["count"]) or 1.0
        found.append(Quantity(m.start(), m.end(), count, f"次/{TIMES[m['time']]}"))
    found += _halves(string)
    for m in AND_HALF.finditer(string):
        if not refusals.is_ordinal(string, m.start()):
            unit = m["unit"] or {"月": "个月", "钟头": "小时"}.get(m["counted"], m["counted"])
            found.append(Quantity(m.start(), m.end(), (to_number(m["n"]) or 0.0) + 0.5, unit))
    found += [Quantity(m.start(), m.end(), float(m["n"]), "") for m in GREAT.finditer(string)]
    found += [Quantity(m.start(), m.end(), 0.0, m["unit"]) for m in NONE_AT_ALL.finditer(string)]
    for m in MANY.finditer(string):
        unit = unit_name(m["unit"])
        found.append(Quantity(m.start(), m.end(), to_number(m["size"]) or 0.0, unit, qualifier="approx"))
    for m in DOUBLED.finditer(string):
        found.append(Quantity(m.start(), m.end(), 2.0 ** (to_number(m["n"]) or 1.0), "倍"))
    for m in TENTHS.finditer(string):
        tail = m["half"]
        value = 10 * (to_number(m["n"]) or 0.0) + (5 if tail == "半" else (to_number(tail) or 0.0) if tail else 0)
        if not refusals.is_ordinal(string, m.start()) and not refusals.in_idiom(string, m.start()):
            found.append(qualified(string, Quantity(m.start(), m.end(), value, "%")))
    return sorted(found, key=lambda q: q.start)


def _halves(string: str) -> list[Quantity]:
    """一半以上的自然村, 近一半的, 半年多来, 近半月时间."""
    found = []
    for m in HALF.finditer(string):
        more, approx = m["more"] or m["over"] or m["most"], m["approx"]
        if more or approx:
            found.append(Quantity(m.start(), m.end(), 0.5, "", qualifier="more" if more else "approx"))
    for m in HALF_TIME.finditer(string):
        if string[m.start() - 1 : m.start()] not in tuple("个一两三四五六七八九十年月每大多上下前后") or not m.start():
            qualifier = next((k for k in ("more", "approx", "less") if m[k]), "exact")
            unit = "小时" if m["unit"].endswith("小时") else m["unit"]
            found.append(Quantity(m.start(), m.end(), 0.5, unit, qualifier=qualifier))
    return found
