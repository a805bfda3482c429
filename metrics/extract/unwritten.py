"""Numbers whose unit isn't written beside them: shared with what closes their list, or understood from the noun."""

from __future__ import annotations

import re

from metrics.extract import refusals
from metrics.extract.records import Quantity
from metrics.extract.tokens import Number, number_at
from metrics.extract.units import dimension, match_unit, unit_name

JOINT = re.compile("、|以及|和|与|及")
ADDRESS = {"单元", "层", "幢", "栋", "楼"}
LONGEST = 12  # members of a list
MEASURED = frozenset({"count", "money", "area", "length", "weight", "share"})
PEOPLE = "(?:群众|村民|农民|人口|居民|党员|干部|对象|学生|移民|贫困户|职工|老人|妇女|劳动力)"
PEOPLE_AFTER = re.compile(f"[名位]?(?:[农贫城困脱已建党全参在留返老移高各][\u4e00-\u9fff]{{0,6}}?)?{PEOPLE}")
PEOPLE_BEFORE = re.compile(f"{PEOPLE}(?:总数|数)?[达有约近为共到计]{{0,2}}$")
MONEY_BEFORE = re.compile(
    r"(?:收入|增收|工资|利润|产值|年薪|分红|存款|收益|赞助|投资|借款|欠款|补偿款|资金|经费|贷款)[^，。；\d]{0,4}$"
)
MONEY_AFTER = re.compile(
    "的(?:银行|信用社|小额|贴息|扶贫|专项|项目|启动|扶持)?(?:贷款|资金|存款|借款|欠款|债务|外债|投资)"
)
ENDED = ("", *"，,。；以左的、！")


def shared(string: str, number: Number) -> Quantity | None:
    """A member of a list that says its unit once, at the end; None where the number is none.

    >>> shared("分别为12、15和18户", Number(3, 5, 12.0))
    Quantity(start=3, end=5, value=12.0, unit='户', value_max=None, qualifier='exact')
    """
    before = string[number.start - 1 : number.start]
    if number.chinese or not before or before in "\n。；;！？（(" or refusals.is_ordinal(string, number.start):
        return None
    last, unit = _closing(string, number)
    if last is None or dimension(unit) not in MEASURED or unit in refusals.GRADES | ADDRESS:
        return None
    if refusals.refused(string, last, last.end + len(unit), unit):
        return None
    size = last.size if number.size == 1 else 1.0
    return Quantity(number.start, number.end, number.value * size, unit)


def _closing(string: str, number: Number) -> tuple[Number | None, str]:
    """The last number of the list that begins with this one, and its unit."""
    member = number
    for _ in range(LONGEST):
        joint = JOINT.match(string, member.end)
        following = number_at(string, joint.end()) if joint else None
        if following is None or following.chinese or following.ratio:
            break
        member, written = following, match_unit(string, following.end)
        if written:
            return member, unit_name(written)
    return None, ""


def understood(string: str, number: Number) -> bool:
    """Whether ten thousands and more stand without a unit before people or loans, or behind people or money.

    >>> understood("18万农村群众", Number(0, 3, 180000.0, size=10000.0))
    True
    """
    spoken = number.chinese and "万" in string[number.start + 1 : number.end]
    if not (spoken or number.size >= 10_000) or refusals.is_ordinal(string, number.start):
        return False
    if PEOPLE_AFTER.match(string, number.end) or MONEY_AFTER.match(string, number.end):
        return True
    ended = string[number.end : number.end + 1] in ENDED
    before = string[max(0, number.start - 10) : number.start]
    return ended and bool(MONEY_BEFORE.search(before) or PEOPLE_BEFORE.search(before))
