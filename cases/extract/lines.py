"""Lines of a text and what they look like: numbered, short, a sentence, furniture, the signature of an author."""

from __future__ import annotations

import itertools
import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from cases.extract.alternatives import begun
from cases.extract.spans import Span
from cases.extract.values import value

_EVEN = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)} | dict(zip("「」『』﹁﹂", "“”‘’“”", strict=True))
_UNEVEN = re.compile(f"[{''.join(_EVEN)}]")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_CN = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    ("part", re.compile(rf"第({_CN})(?:部分|章|篇|节)[、:]?\s*")),
    ("cn", re.compile(rf"({_CN})\s?[、.]\s*")),
    ("paren", re.compile(rf"\(({_CN})\)[、.]?\s*")),
    ("digit", re.compile(r"(\d{1,2})\s?(?:、|\.(?!\d))\s*")),
    ("pdigit", re.compile(r"\((\d{1,2})\)、?\s*|(\d{1,2})\)\s*")),
    ("circle", re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮])\s*")),
    ("is", re.compile(rf"({_CN})[是要](?=[^否])[,:]?\s*")),
    ("first", re.compile(rf"第({_CN})(?:招|步|着|板斧)?(?:是|[,、:])\s*")),
    ("first", re.compile(rf"[\u4e00-\u9fff]{{2,6}}之({_CN})[:、,]\s*|(?:做法|启示|经验|体会)({_CN})[:、]\s*")),
)
_RUNS_ON = 400
_STOP, _FIRST, _BETWEEN = re.compile("[。!?]"), re.compile("[。!?;]|:$"), re.compile(r"[\s\u3000、,]+")
_RUN_TITLE = re.compile(r"[^。,;:!?一]{4,40}\s(?=一、)")
_COUNTS = tuple(
    begun(rf"(?:(?<=[。!?”\s])|^){form}")
    for form in (rf"({_CN})、", rf"\(({_CN})\)", r"(\d{1,2})(?:、|\.(?!\d))", r"\((\d{1,2})\)")
)
_END = begun(r"[。!?…;][”’)》]*$|[。!?…][”’)》]*$")
_CLOSED = re.compile(r"\([^()]{1,30}\)$")
_SIGNED = re.compile(
    r"(?:[,;、\s]|^)(?:图?文[/:]|作者:?|(?:本[报刊网台社]|[\u4e00-\u9fff]{1,6}[社报网台刊])?(?:全媒体|特约|见习|实习)?记者|(?:特约)?通讯员"
    r"|实习生|供稿:?|撰稿:?|[\u4e00-\u9fff]{2,6}报道组)[:\s]*"
)
_CREDIT = begun(r"\s*(?:文/?图|图/?文|摄影报道|报道|供稿)$")
_SURNAMES = json.loads((Path(__file__).parent / "data" / "surnames.json").read_text(encoding="utf-8"))
_NAME = re.compile(
    rf"(?:{'|'.join(_SURNAMES['double'])})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES['single']}][\u4e00-\u9fff]{{1,2}}"
    r"|[\u4e00-\u9fff]{1,5}·[\u4e00-\u9fff]{1,6}"
)
_GROUP = re.compile(
    r"[\u4e00-\u9fff]{1,3}\s+[组宣]|(?:中共)?[\u4e00-\u9fff]{1,16}(?:委组织部|委宣传部|党委|县委|办公室|课题组|调研组|党工委)"
)


class Line(NamedTuple):
    """A line without the blanks around it; `text` has widths and quotes evened, one for one."""

    text: str
    start: int
    end: int


@value(frozen=True, slots=True)
class Mark:
    """The number before a heading: `(一)` is style `paren`, number 1, three characters wide."""

    style: str
    number: int
    width: int


@lru_cache(maxsize=8)  # every stage asks for the same stretch
def even(string: str) -> str:
    """The string with punctuation and digits in half width, one for one, so that rules need one form only.

    >>> even('12\\uff0c"两会"\\uff1a\\uff08一\\uff09')
    '12,“两会”:(一)'
    """
    for sign in set(_UNEVEN.findall(string)):  # few of them: replacing each is quicker than asking each character
        string = string.replace(sign, _EVEN[sign])
    if '"' not in string:
        return string
    return "\n".join(_paired(line) for line in string.split("\n"))


def even_part(string: str, span: Span) -> str:
    """The same of a part; quotation marks that look alike are paired within it."""
    if '"' in string:
        return even(string[span.start : span.end])
    return even(string)[span.start : span.end]


def _paired(line: str) -> str:
    pieces = line.split('"')
    return "".join(piece + ("" if i == len(pieces) - 1 else "“”"[i % 2]) for i, piece in enumerate(pieces))


def lines_of(string: str, span: Span | None = None) -> list[Line]:
    """The lines of `string[span]` that hold anything, evened, with offsets in `string`.

    >>> lines_of("一、背景\\n\\n  近年来")
    [Line(text='一、背景', start=0, end=4), Line(text='近年来', start=8, end=11)]
    """
    part = Span(0, len(string)) if span is None else span
    # A part of a line is one of its pieces, however short.
    around = string[max(0, part.start - 1) : part.start], string[part.end : part.end + 1]
    if any(beside not in ("", "\n") for beside in around):
        return list(_lines(even_part(string, part), part.start, 0))
    whole = _whole(string)
    first, last = (bisect_left(whole, at, key=attrgetter("start")) for at in (part.start, part.end))
    return list(whole[first:last])


@lru_cache(maxsize=4)  # every stage asks for some of them
def _whole(string: str) -> tuple[Line, ...]:
    return tuple(_lines(even(string), 0, _RUNS_ON))


def _lines(string: str, offset: int, longest: int) -> Iterator[Line]:
    for line in string.split("\n"):
        for piece in _pieces(line) if len(line) > longest else [line]:
            bare = piece.strip("\ufeff \t\r\u3000\xa0\u200b")
            if bare.strip():
                start = offset + piece.index(bare)
                yield Line(bare, start, start + len(bare))
            offset += len(piece)
        offset += 1


@lru_cache(maxsize=256)  # every stage asks for its lines
def _pieces(line: str) -> tuple[str, ...]:
    """A line that runs on for pages cut before the numbers that count its parts: …。1、…。2、…; any other as it is."""
    cuts: list[int] = []
    for form in _COUNTS:
        counted: list[tuple[int, int]] = []
        for found in form.finditer(line):
            number = _number(found[1])
            if number == 1 or (counted and counted[-1][1] + 1 == number):
                counted.append((found.start(), number))
        if any(number == 2 for _, number in counted):
            cuts += [at for at, _ in counted]
    if (title := _RUN_TITLE.match(line)) and title.end() not in cuts:
        cuts.append(title.end())
    return tuple(line[start:stop] for start, stop in itertools.pairwise([0, *sorted(cuts), len(line)]))


@lru_cache(maxsize=1024)
def mark_of(line: str) -> Mark | None:
    """The number a line begins with, if any: 一、 (一) 1. (1) ① 一是 第一, 做法之一:

    >>> mark_of("(二)设立专项资金,帮扶创业发展。")
    Mark(style='paren', number=2, width=3)
    """
    for style, form in _STYLES:
        found = form.match(line)
        if found:
            number = next(group for group in found.groups() if group)
            return Mark(style, _number(number), found.end())
    return None


def _number(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    if "①" <= digits[0] <= "⑳":
        return ord(digits[0]) - ord("①") + 1
    tens, ten, ones = digits.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def first_sentence(line: str) -> str:
    """The line up to its first full stop, without it: the heading of a paragraph that runs on.

    >>> first_sentence("目标到村到人。使争创活动村村有方向,人人有目标。")
    '目标到村到人'
    """
    return _FIRST.split(line, maxsplit=1)[0]


def is_sentence(line: str) -> bool:
    """Whether the line reads as prose: it holds a full stop, or is long with commas in it."""
    return (len(line) > 8 and _STOP.search(line) is not None) or (len(line) > 60 and "," in line)


def ends_well(line: str) -> bool:
    """Whether the line ends as prose does: with a stop, or with the author in brackets.

    >>> ends_well("积极培育农村党员创业“领头雁”"), ends_well("促进经济社会协调发展。(张雪颖)")
    (False, True)
    """
    return bool(_END.search(line) or _CLOSED.search(line))


def names_in(line: str) -> tuple[str, ...]:
    """The authors a byline names; () where the line is none. A name has two to four characters.

    >>> names_in("俞泓刚 徐智华"), names_in("淳 组"), names_in("主要做法")
    (('俞泓刚', '徐智华'), ('淳组',), ())
    """
    bare = _CREDIT.sub("", line.strip("() \u3000■●◆□◎")) if len(line) < 60 else ""
    bare = _SIGNED.sub(" ", bare).strip()
    if _GROUP.fullmatch(bare):
        return (re.sub(r"\s", "", bare),)
    pieces = _joined(_BETWEEN.split(bare))
    if 1 <= len(pieces) <= 5 and all(_NAME.fullmatch(piece) for piece in pieces):
        return tuple(pieces)
    return ()


def _joined(pieces: list[str]) -> list[str]:
    """王 芳 is one name, set with a gap; 王芳 李明 are two."""
    joined: list[str] = []
    for piece in pieces:
        if joined and len(piece) == 1 and len(joined[-1]) == 1:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
