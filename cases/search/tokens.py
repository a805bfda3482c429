"""Normalised text as the databases index it: by pairs of neighbouring characters, each pair one token."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

SHORTEST = 2  # characters of a term

# What SQLite's `ascii` tokenizer would cut at; everything beyond ASCII is part of a token for it.
_CUTTING = re.compile(r"[^0-9a-z\u0080-\U0010ffff]")
_PRIVATE = 0x10FF00


def spelled(text: str) -> str:
    """The pairs of a text, one token each: `spelled("党建ab")` is `"党建 建a ab"`.

    >>> spelled("党建ab")
    '党建 建a ab'
    >>> spelled("1+1") == "1\U0010ff2b \U0010ff2b1"
    True
    """
    letters = _CUTTING.sub(_kept, text)
    return " ".join(map(str.__add__, letters, letters[1:]))


def _kept(found: re.Match[str]) -> str:
    """A sign inside a word counts like a letter: it is spelled by a private character of its own."""
    return chr(_PRIVATE + ord(found[0]))


def phrase(term: str) -> str:
    """The term as an FTS5 phrase: its pairs, one after the other."""
    return f'"{spelled(term)}"'


def pairs(terms: Iterable[str]) -> list[int]:
    """The pairs of all terms as numbers, as the function `search_pairs` of the PostgreSQL index makes them."""
    found = {ord(one) << 21 | ord(other) for term in terms for one, other in pairwise(term)}
    return sorted(found)
