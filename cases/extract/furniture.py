"""Site furniture: lines that belong to the web page around a story, recognised by what they look like.

Each line is taken by its form (`data/furniture.json`: forms of words, no site's name). The story runs from the first
to the last line of sentences; inside it only lines that are furniture anywhere go, around it also menus,
breadcrumbs, repeated titles and the link lists at the end. What is in doubt stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Final, NamedTuple

from . import script
from .alternatives import begun
from .furniture_forms import Forms, load_forms
from .spans import Edit, Text

SENTENCE_END: Final = re.compile(r"[!?;:…]$")
CHINESE: Final = begun("[\u3400-\u9fff]+")
PARTS: Final = begun(r"[\s|·•/]+")
TITLE_TAIL: Final = begun(r"(?:\.[a-z]{2,5}|\d{1,3}|[-_|]{1,3}[^-_|]{1,20})$")
# What compatibility form makes of the usual wide signs: a line without them is as a rule in that form already.
WIDE: Final = tuple(zip("，：；？！（）％", ",:;?!()%", strict=True))
BULLET: Final = re.compile(r"^[·•◆■●▪○*-]\s?\S")


class Kind(Enum):
    """What a line looks like."""

    BLANK = "blank"
    ANYWHERE = "anywhere"
    EDGE = "edge"
    MENU = "menu"
    SENTENCE = "sentence"
    PLAIN = "plain"


class Line(NamedTuple):
    """A line with its newline (`start` to `end`), its string in compatibility form, and its kind."""

    start: int
    end: int
    string: str
    kind: Kind


def take_furniture(text: Text) -> Text:
    """The text without its site furniture; each contiguous run of lines is one repair.

    >>> take_furniture(Text.of("打印本页\\n百村百星争创活动\\n目标到村到人，村村有方向。\\n关闭本窗口")).string
    '百村百星争创活动\\n目标到村到人，村村有方向。\\n'
    """
    lines = list(_lines(text.string))
    dropped = _spread(lines, _dropped(lines, load_forms()))
    return text.edit((Edit(start, end, "") for start, end in _runs(lines, dropped)), "furniture")


def _lines(string: str) -> Iterator[Line]:
    forms, at, simple = load_forms(), 0, script.convert(string)
    for sign, narrow in WIDE:
        simple = simple.replace(sign, narrow)
    for raw in string.splitlines(keepends=True):
        plain = unicodedata.normalize("NFKC", simple[at : at + len(raw)]).strip()
        yield Line(at, at + len(raw), plain, _kind(plain, forms))
        at += len(raw)


def _kind(plain: str, forms: Forms) -> Kind:
    if not plain:
        return Kind.BLANK
    if forms.anywhere(plain):
        return Kind.ANYWHERE
    if is_sentence(plain):
        return Kind.SENTENCE
    if forms.edge(plain):
        return Kind.EDGE
    return Kind.MENU if is_menu(plain) else Kind.PLAIN


def is_sentence(plain: str) -> bool:
    """Whether a line (in compatibility form) reads as prose.

    >>> is_sentence("机制一变天地宽,群众都说好。"), is_sentence("新闻 网页 博客 音乐 图片 说吧")
    (True, False)
    """
    if len(plain) < 10:
        return False
    chinese = sum(map(len, CHINESE.findall(plain)))
    if chinese < 10 or 2 * chinese < len(plain):
        return False
    if "。" in plain:
        return True
    return len(plain) >= 30 and not BULLET.match(plain) and bool(SENTENCE_END.search(plain) or "," in plain)


def is_menu(plain: str) -> bool:
    """Whether a line is five or more short words set side by side.

    >>> is_menu("新闻 网页 博客 音乐 图片 说吧"), is_menu("俞泓刚 徐智华")
    (True, False)
    """
    parts = [part for part in PARTS.split(plain) if part]
    return len(parts) >= 5 and len(plain) <= 8 * len(parts) and "," not in plain


def _dropped(lines: list[Line], forms: Forms) -> set[int]:
    """The numbers of the lines that are furniture (blank ones aside)."""
    dropped = {n for n, line in enumerate(lines) if line.kind is Kind.ANYWHERE and not forms.author(line.string)}
    body = [n for n, line in enumerate(lines) if line.kind is Kind.SENTENCE]
    if not body:
        return dropped
    dropped |= _head(lines[: body[0]], dropped, forms)
    dropped |= _tail(lines, body[-1] + 1, forms)
    return dropped


def _head(head: list[Line], dropped: set[int], forms: Forms) -> set[int]:
    """What goes before the story: page data, breadcrumbs, menus, the site's own name, titles but the last."""
    found = {n for n, line in enumerate(head) if line.kind in (Kind.EDGE, Kind.MENU) and not forms.author(line.string)}
    found |= {n for n in dropped if n < len(head)} | _stacks(head, longest=6, at_least=4)
    last = max(found, default=-1)
    kept = [n for n, line in enumerate(head) if n not in found and line.kind is not Kind.BLANK]
    found |= {n for n in kept if n < last and forms.site(head[n].string)}
    found |= {n for n in kept if any(_same_title(head[n].string, head[m].string) for m in kept if m > n)}
    if len(found) == sum(line.kind is not Kind.BLANK for line in head):
        found -= _rescued(head, forms)
        dropped -= _rescued(head, forms)
    return found


def _rescued(head: list[Line], forms: Forms) -> set[int]:
    """The line to keep as title where all before the story looks like furniture: a file name, if there is one."""
    names = [n for n, line in enumerate(head) if forms.file_name(line.string)]
    return set(names[-1:])


def _same_title(first: str, later: str) -> bool:
    """Whether a line says again, perhaps with a file ending, a number or the site's name, what a later one says."""
    first, later = first.strip('《》“”" '), later.strip('《》“”" ')
    return first == later or TITLE_TAIL.sub("", first) in (later, TITLE_TAIL.sub("", later))


def _tail(lines: list[Line], start: int, forms: Forms) -> set[int]:
    """What goes after the story: all that looks like a page, and from the first such line on all that is short."""
    found: set[int] = set()
    seen = False
    stacked = {start + n for n in _stacks(lines[start:], longest=10, at_least=6) | _bullets(lines[start:])}
    for n, line in enumerate(lines[start:], start):
        if line.kind is Kind.BLANK or forms.author(line.string) or forms.signature(line.string):
            continue
        seen = seen or line.kind is not Kind.PLAIN or n in stacked or forms.site(line.string)
        if seen:
            found.add(n)
    return found


def _stacks(lines: list[Line], longest: int, at_least: int) -> set[int]:
    """Lines in a menu set one word a line: many short lines on end."""
    return _long_runs(lines, at_least, lambda line: len(line.string) <= longest and line.kind is not Kind.SENTENCE)


def _bullets(lines: list[Line]) -> set[int]:
    """Lines in a list of links: three or more on end that begin with a dot."""
    return _long_runs(lines, 3, lambda line: bool(BULLET.match(line.string)))


def _long_runs(lines: list[Line], at_least: int, fits: Callable[[Line], bool]) -> set[int]:
    """The numbers of lines that fit, in runs of that many or more; blank lines don't break a run."""
    found: set[int] = set()
    run: list[int] = []
    for n, line in enumerate([*lines, None]):
        if line is not None and line.kind is Kind.BLANK:
            continue
        if line is not None and fits(line):
            run.append(n)
            continue
        if len(run) >= at_least:
            found.update(run)
        run = []
    return found


def _spread(lines: list[Line], dropped: set[int]) -> set[int]:
    """The lines to take away with the blank ones between them, and those at the text's two ends."""
    done, waiting = set(dropped), list[int]()
    at_start, after_dropped = True, bool(dropped)
    for n, line in enumerate(lines):
        if line.kind is Kind.BLANK:
            waiting.append(n)
            continue
        if after_dropped and (at_start or n in dropped):
            done.update(waiting)
        at_start = at_start and n in dropped
        waiting, after_dropped = [], n in dropped
    return done | set(waiting) if after_dropped else done


def _runs(lines: list[Line], dropped: set[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each contiguous stretch of dropped lines."""
    start: int | None = None
    for n, line in enumerate(lines):
        if n in dropped and start is None:
            start = line.start
        elif n not in dropped and start is not None:
            yield start, line.start
            start = None
    if start is not None:
        yield start, lines[-1].end
