"""Where persons are named: a surname, one or two characters after it, and what stands on either side of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from .spans import Span
from .values import value
from .words import frequencies, likelihood

_DATA: Final = Path(__file__).parent / "data"
_LONGER: Final = -7.0  # what a third character costs: less than one that is no word, for most names have three
_WINDOW: Final = 5
_CHINESE: Final = re.compile("[\u4e00-\u9fff]*")


@value(frozen=True, slots=True)
class Person:
    """A person's name where it stands; `public` where an office or a by-line beside it says so."""

    start: int
    end: int
    name: str
    public: bool = False


@cache
def private_words() -> dict[str, Any]:
    """The words of `data/private_words.json`."""
    words: dict[str, Any] = json.loads((_DATA / "private_words.json").read_text(encoding="utf-8"))
    return words


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The single ones, the double ones, and those that are ordinary words more often than surnames."""
    listed = json.loads((_DATA / "surnames.json").read_text(encoding="utf-8"))
    return frozenset(listed["single"]), frozenset(listed["double"]), frozenset(private_words()["weak_surnames"])


@cache
def _never() -> frozenset[str]:
    return frozenset(private_words()["never"])


@cache
def words_of(name: str) -> tuple[str, ...]:
    """One list of these words, as `startswith` and `endswith` take it."""
    return tuple(private_words()[name])


def persons(string: str, span: Span) -> Iterator[Person]:
    """The persons named in a stretch of clean text, in order.

    >>> string = "下营村五社徐学福，党员李胜联系后，他经常为徐学福帮耕帮畜，村主任徐军德也来"
    >>> [(person.name, person.public) for person in persons(string, Span(0, len(string)))]
    [('徐学福', False), ('李胜', False), ('徐学福', False), ('徐军德', True)]
    """
    single, double, _ = _surnames()
    at, last = span.start, None
    while at < span.end:
        begins = string[at] in single or string[at : at + 2] in double
        name = name_at(string, at, _led(string, at, last)) if begins else ""
        if name and at + len(name) <= span.end:
            last = Person(at, at + len(name), name, has_role(string, at, at + len(name), last))
            yield last
            at = last.end
        else:
            at += 1


def name_at(string: str, at: int, led: int) -> str:
    """The name that begins here, or ""; `led` says how surely one begins: 2 behind 村民, 1 behind a comma, 0 else.

    >>> name_at("村民缪锋高中毕业后", 2, 2), name_at("村民徐学福说", 2, 2), name_at("村民高兴地说", 2, 2)
    ('缪锋', '徐学福', '')
    """
    if not led:
        return ""
    surname = 2 if string[at : at + 2] in _surnames()[1] else 1
    found = [string[at : at + surname + given] for given in (1, 2) if _fits(string, at, surname, given, led)]
    edge = at + surname + 1 + _WINDOW
    return max(reversed(found), key=lambda name: _worth(string, at + len(name), edge) + _LONGER * len(name), default="")


def _fits(string: str, at: int, surname: int, given: int, led: int) -> bool:
    name = string[at : at + surname + given]
    end, words = at + len(name), private_words()
    if len(name) < surname + given or not _CHINESE.fullmatch(name) or not _never().isdisjoint(name[surname:]):
        return False
    if name[-1] in words["never_last"] or (end < len(string) and string[end] in words["places"]):
        return False
    return _ends(string, end) and not _ordinary(name, surname, led)


def _ends(string: str, end: int) -> bool:
    """Whether something new begins here: punctuation, a particle, or a word."""
    if end >= len(string) or string[end] in private_words()["after"] or not _CHINESE.fullmatch(string[end]):
        return True
    return any(string[end : end + length] in frequencies() for length in (2, 3))


def _ordinary(name: str, surname: int, led: int) -> bool:
    """Whether what could be a name is a word, or has one in it where nothing but a comma leads to it."""
    known = frequencies()
    if name in known or name[:2] in private_words()["not_names"] or name[surname:] in private_words()["kinds"]:
        return True
    if surname == 2:
        return False
    weak, sure = name[0] in _surnames()[2], name[0] in private_words()["sure_surnames"]
    inside = name[:2] in known or (len(name) > 2 and name[1:] in known and not sure)
    return (led < 2 and (weak or inside)) or (weak and inside)


def _worth(string: str, end: int, edge: int) -> float:
    """How likely what follows the name is, as far as the next mark or the edge."""
    found = _CHINESE.match(string, end, edge)
    return likelihood(found[0]) if found else 0.0


def _led(string: str, at: int, last: Person | None) -> int:
    """What stands before a name: 2 a word for a person or another name's `、`, 1 a mark or a short word, 0 else."""
    before = string[max(0, at - 8) : at]
    words = private_words()
    if not before or before.endswith(_leading()) or (last and last.end + 1 == at and before[-1] in "、和与 "):
        return 2 if before else 1
    if not _CHINESE.fullmatch(before[-1]):
        return 0 if before[-1] == "、" else 1  # a list of persons begins with one
    breaks = before[-1:] + string[at] in frequencies()
    return 1 if before[-1] in words["before"] and not breaks else 0


@cache
def _leading() -> tuple[str, ...]:
    words = private_words()
    called = [word for reason in words["reasons"].values() for word in reason["called"]]
    return tuple({*words["kinds"], *words["roles"], *called})


def has_role(string: str, start: int, end: int, last: Person | None = None) -> bool:
    """Whether an office or a by-line stands right before or behind the name, or before the list it stands in."""
    before, behind = string[max(0, start - 8) : start].rstrip(" :：、"), string[end : end + 5].lstrip("同志 ")
    if last and last.public and start - last.end == 1 and string[last.end] in "、 和与":
        return True
    return before.endswith(words_of("roles")) or behind.startswith(words_of("roles"))
