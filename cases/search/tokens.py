"""Normalised text as the databases index it: by pairs of neighbouring characters, each pair one token."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable
from itertools import pairwise

SHORTEST = 2  # characters of a term
# What PostgreSQL indexes of a row: its pairs, and as a tag below zero in which stretch of 2¹⁴ keys it lies.
STRETCH = 14
TAGGED = f"(search_pairs(title, body) || -(id >> {STRETCH}))"

_RUN = re.compile(r"[^\W_]{2,}")
# The pairs with a mark: behind a letter, before one, beside another mark.
_MARKED = [re.compile(pattern) for pattern in (r"[^\W_][\W_]", r"[\W_][^\W_]", r"(?=([\W_]{2}))")]
# SQLite's `ascii` tokenizer would cut at these; everything beyond ASCII is part of a token for it. A sign inside a word
# counts like a letter, so it is spelled by a private character of its own.
_PRIVATE, _BETWEEN = 0x10FF00, "\U0010fffe"
_SIGNS = {n: chr(_PRIVATE + n) for n in range(128) if not re.match("[0-9a-z]", chr(n))} | {ord(_BETWEEN): " "}
_UTF_32 = f"utf-32-{sys.byteorder[0]}e", "surrogatepass"
_SPACE = [ord(" ")]
# Stands between two runs where the pairs at their ends would read as one run: 甲乙，乙丙 is no 甲乙丙.
_APART = "\U0010fffd"


def spelled(text: str) -> str:
    """The pairs of letters and digits of a text in their order, one token each.

    >>> spelled("党建ab")
    '党建 建a ab'
    >>> spelled("结对，帮扶。扶贫") == "结对 帮扶 \U0010fffd 扶贫"
    True
    """
    runs = _RUN.findall(text)
    if not runs:
        return ""
    # All at once, each letter beside the next and a space: a string for each pair would take most of the time.
    letters = array("I", "\n".join(runs).encode(*_UTF_32))
    pairs = array("I", _SPACE) * (3 * len(letters) - 3)
    pairs[0::3], pairs[1::3] = letters[:-1], letters[1:]
    parts = f"  {pairs.tobytes().decode(*_UTF_32)} ".split("\n \n")
    tokens = [part[2:-2] for part in parts]
    for at in range(len(runs) - 1, 0, -1):
        if runs[at][0] == runs[at - 1][-1]:
            tokens.insert(at, _APART)
    return " ".join(tokens)


def marked(text: str) -> str:
    """The other pairs of a text, those with a punctuation mark, a sign or a space: each once, in no order.

    >>> sorted(marked("1+1").split()) == ["1\U0010ff2b", "\U0010ff2b1"]
    True
    """
    found = {pair for pattern in _MARKED for pair in pattern.findall(text)}
    return _BETWEEN.join(found).translate(_SIGNS)


def phrase(term: str) -> str:
    """The pairs of letters of the term as an FTS5 phrase: one after the other; nothing where there is none."""
    tokens = spelled(term)
    return f'"{tokens}"' if tokens else ""


def marks(term: str) -> list[str]:
    """The other pairs of the term, as FTS5 strings."""
    return [f'"{pair}"' for pair in sorted(filter(None, marked(term).split(" ")))]


def pairs(terms: Iterable[str]) -> list[int]:
    """The pairs of all terms as numbers, as the function `search_pairs` of the PostgreSQL index makes them."""
    found = {ord(one) << 21 | ord(other) for term in terms for one, other in pairwise(term)}
    return sorted(found)
