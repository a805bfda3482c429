"""How likely a stretch of Chinese is, by the words in it: used only to judge a repair, never to read.

`data/words.txt` lists frequent words; a string is worth the best way to lay it out in them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import Final

from . import script

DATA: Final = Path(__file__).parent / "data" / "words.txt"
LONGEST: Final = 3
UNKNOWN: Final = -20.0
COMMON: Final = -13.3
MARKS: Final = dict(
    zip("，。、“”；：《》？！（）—…·‘’", (60, 30, 20, 10, 10, 5, 5, 3, 3, 2, 1, 2, 2, 1, 1, 1, 1, 1), strict=True)
)
PLAIN: Final = str.maketrans(",:;?!()", "，：；？！（）")


@cache
def frequencies() -> dict[str, float]:
    """Each listed word and mark → the logarithm of its share."""
    counts: dict[str, int] = {}
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, count = line.split()
            counts[word] = int(count)
    total = sum(counts.values())
    return {word: log(count / total) for word, count in counts.items()} | {m: log(p / 1000) for m, p in MARKS.items()}


def is_common(character: str) -> bool:
    """Whether a character, Traditional or Simplified, is among the frequent ones.

    >>> is_common("縣"), is_common("髴")
    (True, False)
    """
    return character in MARKS or frequencies().get(script.convert(character), UNKNOWN) >= COMMON


@lru_cache(maxsize=50_000)
def likelihood(string: str) -> float:
    """The logarithm of how likely the string is, laid out in words at best; digits and Latin letters cost little.

    >>> likelihood("專家咨詢問題") > likelihood("易稍儐栴")
    True
    """
    plain = script.convert(string).translate(PLAIN)
    known = frequencies()
    best = [0.0]
    for end in range(1, len(plain) + 1):
        alone = best[end - 1] + _alone(plain[end - 1])
        starts = range(max(0, end - LONGEST), end)
        best.append(max([alone, *(best[at] + known[plain[at:end]] for at in starts if plain[at:end] in known)]))
    return best[-1]


def makes_word(before: str, character: str, after: str) -> bool:
    """Whether a character is part of a listed word together with its neighbours.

    >>> makes_word("科技大", "戶", "、"), makes_word("致富明星", "戶", "150")
    (True, False)
    """
    plain = script.convert(before[-2:] + character + after[:2])
    here = len(before[-2:])
    known = frequencies()
    return any(
        plain[start:end] in known
        for start in range(max(0, here - 2), here + 1)
        for end in range(here + 1, min(len(plain), start + LONGEST) + 1)
        if end - start > 1
    )


def _alone(character: str) -> float:
    return -6.0 if character.isascii() else UNKNOWN
