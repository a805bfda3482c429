"""Numbers with their unit and qualifier, found in a clean string: `近90万元`, `25-30户`, `1门以上`, `一年一评`.

What a number stands for in its clause is not asked here (see `figures`); what is no quantity at all (a date, an
ordinal, a name, an idiom) is refused by `refusals`.
"""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from cases.extract.values import replace
from metrics.extract import refusals
from metrics.extract.qualifiers import qualified
from metrics.extract.rates import rate_of
from metrics.extract.records import Quantity
from metrics.extract.set_forms import set_forms
from metrics.extract.tokens import Number, numbers
from metrics.extract.units import match_unit, unit_name
from metrics.extract.unwritten import ENDED, shared, understood

MORE_AFTER = re.compile(r"[多余](?![种样元次评级方渠层项数少个])")
PAID = begun(
    "(?:工资|收入|报酬|租金|分红|价格|[挣赚花省卖收]|一天|一个月|每天|每月|每亩)(?:能|可|才|就|也|到|了|只|不)?(?:有|是)?$"
)
LASTING = frozenset({"年", "月", "个月", "天", "岁", "公里", "小时", "倍", "里", "元", "米", "亩", "斤", "公斤", "吨"})


def find_quantities(string: str) -> list[Quantity]:
    """Every quantity of a clean string, in order, spans in its characters; none overlap.

    Numbers in names, dates, ordinals, idioms and thresholds inside a label are left out. Any string is read, none
    is an error.

    >>> [(q.value, q.unit, q.qualifier) for q in find_quantities("全县共举办培训班160期3215人次,实现产值660余万元。")]
    [(160.0, '期', 'exact'), (3215.0, '人次', 'exact'), (6600000.0, '元', 'more')]
    """
    plain = [q for number in numbers(string) if (q := _quantity(string, number))]
    found: list[Quantity] = []
    for q in sorted([*set_forms(string), *plain], key=lambda q: (q.start, -q.end)):
        if not found or q.start >= found[-1].end:
            found.append(q)
    kept = refusals.without_thresholds(string, found)
    return [q if (unit := rate_of(string, q)) == q.unit else replace(q, unit=unit) for q in kept]


def _quantity(string: str, number: Number) -> Quantity | None:
    """The number with its unit, or None where it has none or counts nothing."""
    if number.ratio:
        unit = "%" if number.percent else ""
        bare = Quantity(number.start, number.end, number.value, unit, number.value_max)
        return None if refusals.is_ordinal(string, number.start) else qualified(string, bare)
    end, unit, more = _unit(string, number)
    if not unit:
        return _without_unit(string, number)
    if refusals.refused(string, number, end, unit):
        return None
    bare = Quantity(number.start, end, number.value, unit, number.value_max)
    quantity = qualified(string, bare, number.more or more)
    return None if refusals.indefinite(string, number, quantity) else quantity


def _without_unit(string: str, number: Number) -> Quantity | None:
    """12 and 15 of 12、15、18户; 18万农村群众."""
    listed = shared(string, number)
    if listed:
        return listed
    if not understood(string, number) or (number.chinese and refusals.in_idiom(string, number.start)):
        return None
    return qualified(string, Quantity(number.start, number.end, number.value, "", number.value_max), number.more)


def _unit(string: str, number: Number) -> tuple[int, str, bool]:
    """Where the unit ends, its name (with what stands under the line: 元/场), and whether a 多 followed."""
    at = number.end
    if string[at : at + 1] == " " and not number.chinese:
        at += 1
    written = match_unit(string, at)
    if written is None:
        return at, "", False
    if written == "个" and string[at + 1 : at + 2] == "多":
        longer = match_unit("个" + string[at + 2 : at + 6], 0)
        if longer and longer != "个":
            return at + 1 + len(longer), unit_name(longer), True
    end, name = at + len(written), unit_name(written)
    if (
        written == "块"
        and string[end : end + 1] in ENDED
        and PAID.search(string, max(0, number.start - 10), number.start)
    ):
        return end, "元", False
    under = match_unit(string, end + 1) if string[end : end + 1] in ("/", "／") else None
    if under:
        return end + 1 + len(under), f"{name}/{unit_name(under)}", False
    if MORE_AFTER.match(string, end) and name in LASTING:
        return end + 1, name, True
    return end, name, False
