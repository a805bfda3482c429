"""Whose figure it is: the place or body named nearest before it, else the unit the story is about."""

from __future__ import annotations

import re
from collections import Counter

from metrics.extract.clauses import Setting

WHOLE = re.compile("全[县市区乡镇村省旗州]")
PLACE = re.compile(
    r"(?:^|(?<=[，,。；;：:\n、“在]))(?P<name>(?!各|全|该|本|我|每|乡镇|农村|行政|贫困|示范|帮扶|受帮|共建)"
    r"[\u4e00-\u9fff]{2,3}(?:县|乡|镇|街道)(?:[\u4e00-\u9fff]{2,4}村)?|(?!各|全|该|本|我|每|农|行|贫|示|帮|受|共)[\u4e00-\u9fff]{2,3}村)(?!级|委|民|镇|干)"
)
SUBJECT = re.compile(
    r"^(?P<who>[\u4e00-\u9fff]{2,8}?(?:单位|干部|党员|支部|党委|理事会|合作社|协会|企业|农户))(?=每|要|应|须|必|帮|联|到|结)"
)


def home_of(string: str) -> str:
    """The unit a story is about, as it calls itself: 全县, 全乡, … (全县 where it says nothing).

    >>> home_of("全乡党员干部共联系…全乡种植…全县闻名")
    '全乡'
    """
    counts = Counter(WHOLE.findall(string))
    return counts.most_common(1)[0][0] if counts else "全县"


def scope_of(s: Setting, string: str, home: str) -> tuple[str, float]:
    """The scope of a figure and how sure the rule is."""
    if s.lead or s.before:
        subject = SUBJECT.match(s.before.lstrip("，,、 "))
        if subject and "/" in s.q.unit:
            return subject["who"], 0.6
    words = string[s.sentence[0] : s.q.start]
    found: list[tuple[int, str]] = [(m.start(), m[0]) for m in WHOLE.finditer(words)]
    found += [(m.start(), m["name"]) for m in PLACE.finditer(words)]
    if found:
        return max(found)[1], 0.8
    return home, 0.4
