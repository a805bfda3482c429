"""One pattern for many words, quick however many they are; a pattern asked only where it can begin."""

from __future__ import annotations

import _sre
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from re import _compiler, _parser  # type: ignore[attr-defined]
from re._constants import IN, NEGATE, RANGE, SUCCESS  # type: ignore[import-not-found]
from typing import Any, cast

Piece = tuple[Any, Any]
WIDE = 5_000

# Characters that stand often in texts of this kind, the commonest first.
COMMON = "村党的建员一部了农组作在实动工织个和展户全业发年群支有活为大人民中基地县成众会带联贫是上化干委进理新"


def any_of(words: Iterable[str]) -> str:
    """The source of a pattern for any of the words, of those that begin at one place the longest.

    Words with the same first character share one branch: the engine asks for each branch in turn, and for a few
    hundred words it is twice as quick so, and quicker where the common characters come first. No words at all match
    nowhere.

    >>> found = re.compile(any_of(["残疾", "残疾人", "低保"]))
    >>> [match[0] for match in found.finditer("低保户和残疾人")]
    ['低保', '残疾人']
    """
    branches: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        branches[word[0]].append(re.escape(word[1:]))
    order = sorted(branches, key=lambda first: COMMON.index(first) if first in COMMON else len(COMMON))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(branches[first])})" for first in order) or "(?!)"


def begun(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The pattern, compiled so that the engine skips to the characters with which it can begin.

    The engine does so by itself where every branch begins with a plain letter, but not where one begins with a group
    or a look back: there it tries all branches at each place of the text. So it is told the class of those
    characters, in the block of hints that stands before the code of a pattern; what is found is the same.

    >>> [found[0] for found in begun("(?<!先)将(?:建|达)|[今明]年").finditer("先将达到，明年将建成")]
    ['明年', '将建']
    """
    first = first_of(pattern, flags)
    if not first:
        return re.compile(pattern, flags)
    try:
        tree = _parser.parse(pattern, flags)
        return _told(pattern, flags | tree.state.flags, tree, sorted(first))
    except (AttributeError, TypeError):  # a Python that compiles in another way: a test says so
        return re.compile(pattern, flags)


def _told(pattern: str, flags: int, tree: Any, first: list[Piece]) -> re.Pattern[str]:
    """As `re.compile` does, but with hints of what it begins with in place of those the compiler finds by itself."""
    state = tree.state
    hint = _parser.SubPattern(state, [(IN, first)])
    hint.width = tree.getwidth()
    code: list[int] = []
    _compiler._compile_info(code, hint, flags)
    _compiler._compile(code, tree.data, flags)
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    compiled = _sre.compile(pattern, flags, [*code, SUCCESS], state.groups - 1, state.groupdict, tuple(names))
    return cast("re.Pattern[str]", compiled)


def _is_wide(piece: Piece) -> bool:
    """Whether it is a range of so many characters that a text is made of them: there is nothing to skip."""
    return piece[0] is RANGE and piece[1][1] - piece[1][0] > WIDE


def first_of(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> set[Piece] | None:
    """The class of the characters with which what a pattern matches can begin; None where it is any, or nearly.

    >>> sorted(chr(sign) for _, sign in first_of("(?:近|约)?半年") or ())
    ['半', '约', '近']
    """
    found, empty = _first(_parser.parse(pattern, flags))
    return None if empty or any(map(_is_wide, found or ())) else found


def _first(items: Sequence[tuple[Any, Any]]) -> tuple[set[Piece] | None, bool]:
    """The pieces of that class, None where it is any character, and whether nothing may be matched at all."""
    found: set[Piece] = set()
    for op, said in items:
        more, empty = _first_of_item(op, said)
        if more is None:
            return None, False
        found |= more
        if not empty:
            return found, False
    return found, True


def _first_of_item(op: Any, said: Any) -> tuple[set[Piece] | None, bool]:
    match str(op):
        case "LITERAL":
            return {(op, said)}, False
        case "IN":
            return (None if said[0][0] is NEGATE else set(said)), False
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
