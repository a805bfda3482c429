"""Villages, which no gazetteer holds: known by their ending and by what stands before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cases.extract.alternatives import any_of, begun
from cases.extract.spans import Span
from cases.extract.words import frequencies
from metrics.extract.cast import Actor
from metrics.extract.lexicon import scope_words, verbs

VILLAGE_END = begun("(?:行政)?村|社区|嘎查")
NOT_AFTER_VILLAGE = re.compile("级|镇|容|规划|情|庄|落|寨|民自治|医|官|道")
NUMBERED = r"第?[一二三四五六七八九十\d]{1,2}[社组队]"
INSIDE = begun(rf"(?:{NUMBERED}|[\u4e00-\u9fff]{{2,3}}(?:自然村|村?小组))(?![织成建])")
NOT_BEHIND_TOWN = re.compile(r"[，,。；;：:、（）()“”\d的有各每全该本打]")
EDGE = frozenset("，,。；;：:、！!？?（）()“”‘’ \t\n《》")
LEADING = frozenset("以在由对把使让如是为给")
ENDS_NO_NAME = frozenset("对向为委挥过了着动")  # 之后对村民, 市委村干部, 当过村党支部书记, 带动村
OF_ANY_VILLAGE = frozenset("民干里集两居委党支务史")
AROUND = 3000


def find_villages(string: str, span: Span, ends: set[int]) -> Iterator[Actor]:
    """Villages by their ending: the one to four characters before it up to an edge, if they can be a name."""
    for m in VILLAGE_END.finditer(string, span.start, span.end):
        if string[m.start() - 1 : m.start()] in "村区" or NOT_AFTER_VILLAGE.match(string, m.end()):
            continue
        start = _name_start(string, m.start(), span.start, ends)
        if start is None or (string[start - 1 : start] == "“" and string[m.end() : m.end() + 1] == "”"):
            continue
        inside = INSIDE.match(string, m.end())
        end = inside.end() if inside else m.end()
        yield Actor(start, end, string[start:end], "village")


def _name_start(string: str, at: int, floor: int, ends: set[int]) -> int | None:
    """Where the name before 村 begins, None where those words are no name."""
    for start in range(max(floor, at - 4), at):
        if start in ends:
            return None if NOT_BEHIND_TOWN.search(string, start, at) or unlike(string, start, at) else start
    for start in range(max(floor, at - 4), at - 1):
        edge = start == floor or string[start - 1] in EDGE or string[start - 1] in _joining()
        if string[start] in LEADING and at - start > 2:
            continue
        if not edge or not is_name(string[start:at]) or unlike(string, start, at):
            continue
        if _mostly_a_place(string, start, at) and not _is_word(string, start, at):
            return start
    return None


def unlike(string: str, start: int, at: int) -> bool:
    """Whether an ordinary word stands in the would-be name: 农村, 贫困村."""
    return bool(not_in_names().search(string, start, at + 1))


def _mostly_a_place(string: str, start: int, at: int) -> bool:
    """Whether the words before 村 stand with it more often than without, around here: 白水村, not 作为村."""
    around = string[max(0, start - AROUND) : at + AROUND]
    stem = string[start:at]
    return 2 * around.count(string[start : at + 1]) >= around.count(stem)


def _is_word(string: str, start: int, at: int) -> bool:
    """Whether an ordinary word stands before 村民 or 村干部 this once: 打消村民顾虑; 和平村 is named again."""
    if string[at + 1 : at + 2] not in OF_ANY_VILLAGE or string[start:at] not in frequencies():
        return False
    return string.count(string[start : at + 1], max(0, start - AROUND), at + AROUND) < 2


@cache
def _joining() -> frozenset[str]:
    return frozenset(scope_words("joining"))


@cache
def not_in_names() -> re.Pattern[str]:
    return re.compile(any_of(scope_words("not_in_names")))


@cache
def never_in_names() -> frozenset[str]:
    return EDGE | frozenset(scope_words("never_in_names"))


def is_name(stem: str) -> bool:
    """Whether the words before 村 can be its name.

    >>> is_name("白水"), is_name("这都是驻"), is_name("贫困"), is_name("向阳")
    (True, False, False, True)
    """
    no_end = stem[-1] in ENDS_NO_NAME or (stem[-1] == "和" and len(stem) > 2)
    if no_end or any(char in never_in_names() or char.isdigit() for char in stem) or not_in_names().search(stem):
        return False
    return not any(len(found[0]) > 1 for found in verbs().finditer(stem))
