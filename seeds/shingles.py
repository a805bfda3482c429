"""Texts compared by the runs of characters they share: what is left when width, script, marks and spaces are set aside.

A shingle is a run of `SIZE` letters; of two texts the containment is the share of the one's shingles found in the
other, so that a case inside a compilation, a repost in other furniture and a cut-off copy are all near 1 one way.
To find who shares runs with a text among many, one shingle of sixteen is kept, chosen by its own hash (Manber 1994):
both sides choose alike, so 300 shared characters go unseen about once in 10⁸.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

from cases.search.words import folded, normalise

SIZE = 8
KEPT = 0xF
WIDTH = 4  # bytes of a letter in UTF-32
_NOT_LETTERS = re.compile(r"[\W_]+")


def shingles(text: str) -> list[int]:
    """The hash of every run of letters, in the order of the text (32 bits each).

    >>> shingles("全县１２０名党员，干部") == shingles("全縣120名黨員干部")
    True
    """
    return _hashes(_NOT_LETTERS.sub("", normalise(text)))


def fingerprint(text: str) -> set[int]:
    """The shingles that are kept to find the text by."""
    return {value for value in shingles(text) if not value & KEPT}


def containment(one: Iterable[int], other: set[int]) -> float:
    """The share of the first text's shingles that stand in the other, 0 to 1."""
    own = set(one)
    return len(own & other) / len(own) if own else 0.0


def shared_spans(text: str, other: set[int]) -> list[tuple[int, int]]:
    """Where the text (half-open, in its own characters) says what the other says too."""
    letters, places = folded(text)
    kept = [(letter, place) for letter, place in zip(letters, places, strict=True) if not _NOT_LETTERS.match(letter)]
    spans: list[tuple[int, int]] = []
    for at, value in enumerate(_hashes("".join(letter for letter, _ in kept))):
        if value in other:
            start, end = kept[at][1], kept[at + SIZE - 1][1] + 1
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def _hashes(letters: str) -> list[int]:
    data = letters.encode("utf-32-le", "replace")
    step = SIZE * WIDTH
    return [crc32(data[at : at + step]) for at in range(0, len(data) - step + 1, WIDTH)]
