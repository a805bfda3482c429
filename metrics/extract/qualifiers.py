"""What stands beside a number and says how exact it is: 近, 约, 不足, 以上, 左右; 至少 and 约占 further before."""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from cases.extract.values import replace
from metrics.extract.records import Quantity
from metrics.extract.units import dimension

PREFIX = begun(
    r"(?:(?P<more>不少于|不低于|不下于?|至少|最少|起码|超过|突破|逾|(?<![经通超不度走看办路穿胜做干当种养吃住跑打教学听见用花去来])过|(?<![经通])超|(?<![以网之线身同])(?P<upto>上))"
    r"|(?P<less>不超过?|不多于|不足|不到|不满|至多|最多|未满)"
    r"|(?P<approx>大约|约为|将近|接近|大概|(?<![节签预合契大制公条简])约|(?<![最附靠邻远亲])近))[ ]?$"
)
SUFFIX = re.compile(
    r"[ ]?(?:(?P<more>以上|之多|开外|有余|出头|不止)|(?P<less>以下|以内|之内|不到|内(?![部容在外科陆地设涵]))|"
    r"(?P<approx>左右|上下))"
)
ABOUT = begun(r"(?:(?P<more>至少|最少|不少于|不低于)|(?P<approx>约占|大约占))[^，。；：、\d]{0,24}$")


def qualified(string: str, q: Quantity, more: bool = False) -> Quantity:
    """The same quantity with the qualifying words beside it taken into the span; `more` where 多 or 余 was read.

    >>> q = qualified("受益群众近90万人左右", Quantity(5, 9, 900000.0, "人"))
    >>> q.start, q.end, q.qualifier
    (4, 11, 'approx')
    """
    start, end, qualifier = q.start, q.end, "more" if more else "exact"
    suffix = SUFFIX.match(string, end)
    if suffix and not (suffix[0].strip().startswith("内") and dimension(q.unit) not in ("time", "length")):
        end, qualifier = suffix.end(), suffix.lastgroup or qualifier
    prefix = PREFIX.search(string, max(0, start - 4), start)
    kind = next(k for k in ("more", "less", "approx") if prefix[k]) if prefix else "exact"
    small = prefix is not None and prefix[0] == "过" and q.value < 10 and q.unit != "%"
    if (
        prefix
        and not small
        and not (more and kind == "approx")
        and not (prefix["upto"] and string[q.start] not in "百千万")
    ):
        start, qualifier = prefix.start(), kind if qualifier == "exact" else qualifier
    if qualifier == "exact" and (far := ABOUT.search(string, max(0, start - 30), start)):
        qualifier = far.lastgroup or qualifier
    if q.value_max is not None:
        qualifier = "range"
    if (start, end, qualifier) == (q.start, q.end, q.qualifier):
        return q
    return replace(q, start=start, end=end, qualifier=qualifier or "exact")
