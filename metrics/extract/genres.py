"""What sort of text the figures stand in: an account of what was done, a regulation, or a plan.

A regulation or a plan is called so by the end of its title and tells next to nothing as done; a report on one
(…推行坐班制度) tells a good deal.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cases.extract.alternatives import begun

_CLOSED = "(?:[（(《][^）)》]{1,10}[）)》])?》?(?:的通知)?[。\\s]*$"
RULES = re.compile(
    f"(?:办法|细则|制度|规定|规程|章程|公约|守则|条例|民约|责任制|标准)(?:[一二三四五六七八九十\\d]*篇)?{_CLOSED}"
)
PLAN = re.compile(f"(?:规划|计划|方案|工作要点|意见|安排|任务书|目标)(?:[一二三四五六七八九十\\d]*篇)?{_CLOSED}")
ARTICLE = re.compile(r"第[一二三四五六七八九十]{1,3}条[\s:：]")
AIM = re.compile("目标")
TOLD = begun("(?<![除为])了(?![解])|已(?!婚|故)|累计|去年|以来|截至|先后|目前")
_NUMBERS = (r"[一二三四五六七八九十]{1,3}、", r"[(（][一二三四五六七八九十\d]{1,3}[)）]", r"\d{1,2}[、.．]")
AIMS = re.compile(
    rf"(?m)^[^\S\n]*(?P<number>{'|'.join(_NUMBERS)})?[^\S\n]*[^，。；：\n\d]{{0,8}}目标(?:任务|要求)?"
    r"(?=[^\S\n]*(?:$|[。：:]))"
)
REACH = 4000
RARE = 250  # characters for each word that tells of something done


def genre_of(string: str, start: int, end: int, title: str) -> str | None:
    """`rules`, `plan`, or None for an account; looks at the title and the first pages alone.

    >>> text = "迟到一次扣10元。"
    >>> genre_of(text, 0, len(text), "村干部坐班制度"), genre_of(text, 0, len(text), "青山村推行坐班制度见成效")
    ('rules', None)
    """
    until = min(end, start + REACH)
    called = "rules" if RULES.search(title) else "plan" if PLAN.search(title) else None
    if called is None and _articles(string, start, until) >= 3:
        called = "rules"
    if called is None or len(TOLD.findall(string, start, until)) * RARE > until - start:
        return None
    return called


def _articles(string: str, start: int, end: int) -> int:
    """How many lines begin with the number of an article: 第三条 …"""
    found = [(string.rfind("\n", 0, m.start()) + 1, m.start()) for m in ARTICLE.finditer(string, start, end)]
    return sum(line >= start and not string[line:at].strip() for line, at in found)


def aims_of(string: str, start: int, end: int) -> Callable[[int], bool]:
    """Whether a place in the text stands under a heading of aims, which holds until the next of its rank.

    >>> text = "一、主要目标\\n建成泵站3座。\\n二、措施\\n投入2万元。"
    >>> aimed = aims_of(text, 0, len(text))
    >>> aimed(text.index("3座")), aimed(text.index("2万"))
    (True, False)
    """
    lines = sorted({max(start, string.rfind("\n", start, m.start()) + 1) for m in AIM.finditer(string, start, end)})
    heads = [found for line in lines if (found := AIMS.match(string, line, end))]
    spans = [(found.start(), _next_head(string, found, end)) for found in heads]
    return lambda at: any(first <= at < last for first, last in spans)


def _next_head(string: str, head: re.Match[str], end: int) -> int:
    rank = next((i for i, number in enumerate(_NUMBERS) if re.match(number, head["number"] or "")), len(_NUMBERS) - 1)
    following = re.compile(rf"(?m)^[^\S\n]*(?:{'|'.join(_NUMBERS[: rank + 1])})").search(string, head.end(), end)
    return following.start() if following else min(end, head.end() + REACH)
