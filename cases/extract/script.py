"""Traditional characters → Simplified, one for one, in the parts of a text that are written in Traditional."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

import opencc

from .spans import Text

CLEARLY_TRADITIONAL: Final = 4
# One a line, so that each is converted by itself; those beyond the basic plane are too rare to tell anything.
EACH: Final = "\n".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))))


def simplify(text: Text) -> Text:
    """The text in Simplified characters, of the same length.

    Line by line, and only lines that are clearly Traditional, or leave it open in a text that mostly is: in
    Simplified text the few characters OpenCC would change (乾隆, 慰藉, 著作) are right as they stand.

    >>> simplify(Text.of("黨日活動是黨支部經常開展的主題教育活動")).string
    '党日活动是党支部经常开展的主题教育活动'
    >>> simplify(Text.of("乾隆年间的发展")).string
    '乾隆年间的发展'
    """
    if not _only()[0].search(text.string):
        return text
    mostly = is_traditional(text.string, at_least=1)
    lines = text.string.split("\n")
    done = [convert(line) if _wanted(line, mostly) else line for line in lines]
    return text.replaced("\n".join(done), "traditional")


def is_traditional(string: str, at_least: int = CLEARLY_TRADITIONAL) -> bool:
    """Whether Traditional characters outnumber Simplified ones, and there are enough of them."""
    traditional, simplified = _counts(string)
    return traditional >= at_least and traditional > simplified


def convert(string: str) -> str:
    """The string in Simplified characters, always as long as it was."""
    if not _changing().search(string):
        return string
    try:
        done = str(_converter("t2s").convert(string))
    except UnicodeEncodeError:  # half a surrogate pair somewhere
        done = ""
    if len(done) == len(string):
        return done
    return "".join(_one(character) for character in string)


def _wanted(line: str, mostly: bool) -> bool:
    if not mostly and len(_only()[0].findall(line)) < CLEARLY_TRADITIONAL:
        return False  # most lines: the many Simplified characters need not be counted
    traditional, simplified = _counts(line)
    return traditional >= simplified if mostly else traditional > 4 * simplified


def _counts(string: str) -> tuple[int, int]:
    """How many characters are only Traditional, how many only Simplified."""
    traditional, simplified = _only()
    return len(traditional.findall(string)), len(simplified.findall(string))


def is_only_simplified(character: str) -> bool:
    """Whether a character is written so in Simplified script only: 县, 党."""
    return _only()[1].match(character) is not None


@cache
def _only() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The characters written so in Traditional script only (縣, 黨), and in Simplified only (县, 党)."""
    changed = []
    for way in ("t2s", "s2t"):
        done = _converter(way).convert(EACH).split("\n")
        changed.append({one for one, other in zip(EACH.split("\n"), done, strict=True) if one != other})
    traditional, both = changed
    return _any_of(traditional), _any_of(both - traditional)


@cache
def _changing() -> re.Pattern[str]:
    """The characters of which one at least stands in whatever OpenCC changes; beyond the basic plane, any."""
    return re.compile(f"{_only()[0].pattern[:-1]}\U00010000-\U0010ffff]")


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(characters))}]")


@cache
def _one(character: str) -> str:
    done = str(_converter("t2s").convert(character)) if _is_chinese(character) else ""
    return done if len(done) == 1 else character


def _is_chinese(character: str) -> bool:
    return "\u2e80" <= character <= "\ud7ff" or character > "\uf8ff"


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)
