"""Where the cases of a text begin and end: one article, or a compilation of many shapes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from cases.extract.front import BULLETS, has_place_head, is_furniture, is_place_line, is_title
from cases.extract.lines import Line, ends_well, is_sentence, lines_of, mark_of, names_in
from cases.extract.spans import Span, Text

_STORY = 60
_CASE = re.compile(
    r"[【\[(]?(?:典型|优秀|创新|经验)?(?:案例|材料|典型)\s?之?(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?!个|是)"
    r"|[【\[]?(?:第[一二三四五六七八九十\d]{1,3}篇|(?:篇|范文)[一二三四五六七八九十\d]{1,3})[】\]]?[:、 ]"
    r"|[^。,:]{2,36}[^\u4e00-\u9fff]?(?:篇|范文)[一二三四五六七八九十\d]{1,3}[:)】]?$"
)
_PLACED = re.compile(r".{0,3}[\u4e00-\u9fff]{2,10}(?:县|市|区|州|旗|镇|乡|街道|社区|村)")
_RUN_IN = re.compile(r"【[\u4e00-\u9fff]{1,8}[县市区州旗镇乡]】|[\u4e00-\u9fff]{2,8}[县市区州旗镇乡]:(?=[^“])")
_DATELINE = re.compile(
    r"(?:本报|本刊|新华社|中新社|[\u4e00-\u9fff]{2,6}(?:网|日报))[\u4e00-\u9fff\d]{0,16}[讯电][\s(,]"
)
_SUBHEAD = re.compile(
    r"[【\[]?.{0,2}(?:背景|摘要|概述|简介|做法|导语|导读|编者按|引言|前言|核心阅读|核心提示|提要).{0,3}[】\]]?"
)


def segment(text: Text) -> list[Span]:
    """The cases of a clean text, in its order; [] where it tells no story (a menu, a list, nothing).

    A case runs from its title to the last character of its body. A compilation is told by titles over a byline, by
    place lines over titles, by titles that begin with a place, or by numbered titles, two of a kind at least.

    >>> story = "开展活动。" * 12
    >>> text = Text.of(f"党员联合行动\\n俞泓刚\\n去年以来,{story}\\n百村争创\\n淳 组\\n今年,{story}")
    >>> [text.string[s.start : s.start + 6] for s in segment(text)]
    ['党员联合行动', '百村争创\\n淳']
    """
    lines = lines_of(text.string)
    if _told(lines) < _STORY:
        return []
    starts = next((found for way, least in WAYS if (found := _starts(lines, way, least))), None) or [_single(lines)]
    spans = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        spans.append(Span(lines[start].start, lines[_last(lines, start, stop)].end))
    return spans


def _prose(line: Line) -> bool:
    return _is_prose(line.text)


@lru_cache(maxsize=1024)  # each way in which a case may begin asks again
def _is_prose(line: str) -> bool:
    return is_sentence(line) and not is_furniture(line)


def _told(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines if _prose(line))


def _starts(lines: list[Line], begins: Callable[[list[Line], int], int | None], least: int) -> list[int]:
    """Lines at which a case begins by this way of telling; [] unless that many hold a story each."""
    found = (begins(lines, i) for i in range(len(lines)))
    starts = sorted({start for start in found if start is not None})
    stops = [*starts[1:], len(lines)][: len(starts)]
    kept = [start for start, stop in zip(starts, stops, strict=True) if _told(lines[start:stop]) >= _STORY]
    return kept if len(kept) >= least else []


def _by_place_line(lines: list[Line], i: int) -> int | None:
    over = i + 1 < len(lines) and is_place_line(lines[i].text) and is_title(lines[i + 1].text)
    return i if over else None


def _by_byline(lines: list[Line], i: int) -> int | None:
    if i == 0 or i + 1 >= len(lines) or not names_in(lines[i].text) or names_in(lines[i + 1].text):
        return None
    return i - 1 if is_title(lines[i - 1].text) and _soon_prose(lines, i + 1) else None


def _by_place_head(lines: list[Line], i: int) -> int | None:
    line = lines[i].text.lstrip(BULLETS)
    mark = mark_of(line)
    bare = line[mark.width :] if mark else line
    fits = has_place_head(bare) and is_title(bare) and _soon_prose(lines, i + 1)
    return i if fits else None


def _by_case_number(lines: list[Line], i: int) -> int | None:
    line = lines[i].text
    fits = _CASE.match(line) and len(line) <= 60 and not line.endswith("。") and _soon_prose(lines, i + 1)
    return i if fits else None


def _by_numbered_place(lines: list[Line], i: int) -> int | None:
    mark = mark_of(lines[i].text)
    if not mark or mark.style not in ("cn", "digit", "paren"):
        return None
    bare = lines[i].text[mark.width :]
    fits = is_title(bare) and _PLACED.match(bare) and _soon_prose(lines, i + 1)
    return i if fits else None


def _by_dateline(lines: list[Line], i: int) -> int | None:
    """A headline or a place over a report that begins 本报…讯: several reports of one page."""
    if i == 0 or not _DATELINE.match(lines[i].text):
        return None
    return (
        i - 1
        if len(lines[i - 1].text) <= 40 and not _prose(lines[i - 1]) and not is_furniture(lines[i - 1].text)
        else None
    )


def _by_run_in_place(lines: list[Line], i: int) -> int | None:
    """A paragraph that begins with its place: 【青石县】今年以来,… or 青石县:推行…。"""
    return i if len(lines[i].text) >= _STORY and _RUN_IN.match(lines[i].text.lstrip(BULLETS)) else None


# Ways to begin a case, and how many of a kind make a compilation.
WAYS = (
    (_by_place_line, 2),
    (_by_dateline, 2),
    (_by_byline, 2),
    (_by_case_number, 2),
    (_by_place_head, 2),
    (_by_numbered_place, 2),
    (_by_run_in_place, 3),
)


def _soon_prose(lines: list[Line], i: int) -> bool:
    """Whether a story begins within three lines, subtitle, byline or first heading between, furniture not counted."""
    return any(_prose(line) for line in [line for line in lines[i : i + 7] if not is_furniture(line.text)][:3])


def _single(lines: list[Line]) -> int:
    """The title line of a single article: the nearest line above its first prose that can be one."""
    first = next(i for i, line in enumerate(lines) if _prose(line))
    for i in range(first - 1, max(-1, first - 12), -1):
        line = lines[i].text
        if is_title(line) and not names_in(line) and not _SUBHEAD.fullmatch(line) and not line.startswith(("—", "-")):
            if (signed := _over_byline(lines, i)) is not None:
                return signed
            return i - 1 if i and (is_place_line(lines[i - 1].text) or _runs_over(lines, i - 1)) else i
    return first


def _over_byline(lines: list[Line], i: int) -> int | None:
    """The title over a byline that stands above this line, which then is the first heading of the story."""
    for j in range(i - 1, max(0, i - 4), -1):
        if names_in(lines[j].text):
            return j - 1 if is_title(lines[j - 1].text) and not names_in(lines[j - 1].text) else None
        if is_title(lines[j].text):
            return None
    return None


def _runs_over(lines: list[Line], i: int) -> bool:
    """Whether a headline is set on two lines: both short, no blank line between, the story after one."""
    one, two = lines[i], lines[i + 1]
    short = 6 <= len(one.text) <= 16 and 6 <= len(two.text) <= 16 and is_title(one.text) and not names_in(one.text)
    return short and two.start - one.end == 1 and i + 2 < len(lines) and lines[i + 2].start - two.end > 1


def _last(lines: list[Line], start: int, stop: int) -> int:
    """The line with the last body character of a case: cut-off text counts, what follows furniture does not."""
    last, told, odd = start, 0, 0
    whole = _told(lines[start:stop])
    for i in range(start, stop):
        if told > whole / 2 and lines[i].text.startswith("(") and names_in(lines[i].text):
            return i  # who wrote it closes a story: what follows stood beside it
        if _prose(lines[i]):
            if odd > 4 and whole - told < told / 3:
                break
            last, told, odd = i, told + len(lines[i].text), 0
        else:
            odd += 3 if is_furniture(lines[i].text) else 1
    return _tail(lines, last, stop)


def _tail(lines: list[Line], last: int, stop: int) -> int:
    """Take in what follows the last full sentence at once: a signature, or the start of a sentence cut off."""
    for i in range(last + 1, min(last + 4, stop)):
        line = lines[i].text
        if is_furniture(line):
            break
        mark = mark_of(line)
        cut = (len(line) >= 15 and "," in line) or (mark is not None and len(line) >= mark.width + 4)
        cut = cut and not ends_well(line)
        if cut or (line.startswith("(") and ends_well(line)):
            last = i
    return last
