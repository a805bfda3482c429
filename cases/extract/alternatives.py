"""One pattern for many words, quick however many they are; a pattern asked only where it can begin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from re import _parser  # type: ignore[attr-defined]
from sys import maxsize
from typing import Any


def any_of(words: Iterable[str]) -> str:
    """The source of a pattern for any of the words, of those that begin at one place the longest.

    Words with the same first character share one branch: the engine asks for each branch in turn, and for a few
    hundred words it is twice as quick so. No words at all match nowhere.

    >>> found = re.compile(any_of(["残疾", "残疾人", "低保"]))
    >>> [match[0] for match in found.finditer("低保户和残疾人")]
    ['低保', '残疾人']
    """
    branches: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        branches[word[0]].append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in branches.items()) or "(?!)"


class Begun:
    """A pattern that is asked only where one of the characters stands with which it can begin.

    The engine skips to such a character by itself where every branch begins with a plain letter, but not where one
    begins with a group, a class or a look back: there it tries all branches at each place of the text.

    >>> Begun("(?<!先)将(?:建|达)|[今明]年").first
    '[今将明]'
    >>> [found[0] for found in Begun("(?<!先)将(?:建|达)|[今明]年").finditer("先将达到，明年将建成")]
    ['明年', '将建']
    """

    __slots__ = ("_starts", "first", "match", "pattern")

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern = re.compile(pattern, flags)
        self.match = self.pattern.match
        self.first = first_of(self.pattern)
        self._starts = re.compile(self.first, self.pattern.flags & (re.IGNORECASE | re.ASCII))

    def finditer(self, string: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """As that of the pattern; one that can match nothing at all is no such pattern."""
        at, match = start, self.match
        for begun in self._starts.finditer(string, start, end):
            here = begun.start()
            if here >= at and (found := match(string, here, end)):
                yield found
                at = found.end()

    def search(self, string: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        match = self.match
        for begun in self._starts.finditer(string, start, end):
            if found := match(string, begun.start(), end):
                return found
        return None


def first_of(pattern: re.Pattern[str]) -> str:
    """The class of the characters with which what a pattern matches can begin; of any where that can't be told.

    >>> first_of(re.compile("(?:近|约)?半年|[0-9]+年")), first_of(re.compile("[^，]年"))
    ('[0-9半约近]', '(?s:.)')
    """
    found, empty = _first(_parser.parse(pattern.pattern, pattern.flags))
    if empty or found is None:
        return "(?s:.)"
    return f"[{''.join(sorted(found))}]"


def _first(items: Sequence[tuple[Any, Any]]) -> tuple[set[str] | None, bool]:
    """The pieces of that class, None where it is any character, and whether nothing may be matched at all."""
    found: set[str] = set()
    for op, said in items:
        more, empty = _first_of_item(str(op), said)
        if more is None:
            return None, False
        found |= more
        if not empty:
            return found, False
    return found, True


def _first_of_item(op: str, said: Any) -> tuple[set[str] | None, bool]:
    match op:
        case "LITERAL":
            return {re.escape(chr(said))}, False
        case "IN":
            return _class(said), False
        case "SUBPATTERN":
            return (None, False) if said[1] else _first(said[3])  # what has flags of its own may be anything
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            found, empty = _first(said[2])
            return found, empty or said[0] == 0
        case "BRANCH":
            firsts = [_first(branch) for branch in said[1]]
            anything = any(found is None for found, _ in firsts)
            return None if anything else set().union(*(f for f, _ in firsts if f)), any(empty for _, empty in firsts)
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return set(), True
    return None, False


def _class(said: Sequence[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for op, value in said:
        match str(op):
            case "LITERAL":
                found.add(re.escape(chr(value)))
            case "RANGE":
                found.add(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
            case "CATEGORY" if str(value) in _CATEGORIES:
                found.add(_CATEGORIES[str(value)])
            case _:
                return None
    return found


_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_WORD": r"\w", "CATEGORY_SPACE": r"\s"}
