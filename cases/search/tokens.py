"""Normalised text as the databases index it: by pairs of neighbouring characters, each pair one token."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

SHORTEST = 2  # characters of a term

_RUN = re.compile(r"[^\W_]{2,}")
# The pairs with a mark: behind a letter, before one, beside another mark.
_MARKED = [re.compile(pattern) for pattern in (r"[^\W_][\W_]", r"[\W_][^\W_]", r"(?=([\W_]{2}))")]
# SQLite's `ascii` tokenizer would cut at these; everything beyond ASCII is part of a token for it. A sign inside a word
# counts like a letter, so it is spelled by a private character of its own.
_PRIVATE, _BETWEEN = 0x10FF00, "\U0010fffe"
_SIGNS = {n: chr(_PRIVATE + n) for n in range(128) if not re.match("[0-9a-z]", chr(n))} | {ord(_BETWEEN): " "}
# Stands between two runs where the pairs at their ends would read as one run: 甲乙，乙丙 is no 甲乙丙.
_APART = "\U0010fffd"


def spelled(text: str) -> str:
    """The pairs of letters and digits of a text in their order, one token each.

    >>> spelled("党建ab")
    '党建 建a ab'
    >>> spelled("结对，帮扶。扶贫") == "结对 帮扶 \U0010fffd 扶贫"
    True
    """
    tokens, last = [], ""
    for run in _RUN.findall(text):
        if run[0] == last:
            tokens.append(_APART)
        tokens += map(str.__add__, run, run[1:])
        last = run[-1]
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
