"""Pinyin glosses that a site slipped in behind characters, as in 活動(dòng): found and taken away.

A bracket goes only where what stands in it is a reading of the characters before it, so (GDP) or (CPC) stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from .alternatives import begun
from .spans import Edit, Text

GLOSS: Final = begun(
    "(?<=[\u3400-\u9fff\U00020000-\U0003ffff])"
    "[(（]([a-z\u00e0-\u00fc\u0101-\u01dc\u0251\u0261\u1e3f\u0300-\u030c'’ ]{1,40})[)）]",
    re.IGNORECASE,
)
LOOKALIKES: Final = str.maketrans({"ɡ": "g", "ɑ": "a", "v": "ü"})
TONE_MARKS: Final = re.compile("[\u0300\u0301\u0304\u0306\u030c]")
BLANK: Final = begun(r"['’\s]")
MAX_CHARACTERS: Final = 6


def take_glosses(text: Text) -> Text:
    """The text without its pinyin glosses; each deleted bracket belongs to the character before it.

    >>> take_glosses(Text.of("黨日活動(dòng)的實(shí)踐(GDP)")).string
    '黨日活動的實踐(GDP)'
    """
    edits = [
        Edit(match.start(), match.end(), "", attach=True)
        for match in GLOSS.finditer(text.string)
        if fits(text.string[max(0, match.start() - MAX_CHARACTERS) : match.start()], match[1])
    ]
    return text.edit(edits, "gloss")


def fits(before: str, gloss: str) -> bool:
    """Whether the gloss reads the last characters of `before`: one syllable for one, several for a word.

    A tone mark must be the right one; where none is written any tone fits.

    >>> fits("活動", "dòng"), fits("活動", "huódòng"), fits("黨", "CPC"), fits("重", "chóng")
    (True, True, False, True)
    """
    left = {normal(gloss)}
    for character in reversed(before):
        left = {rest[: -len(reading)] for rest in left for reading in readings(character) if rest.endswith(reading)}
        if "" in left:
            return True
        left = {rest for rest in left if rest}
    return False


@lru_cache(maxsize=1024)
def normal(gloss: str) -> str:
    """A gloss in one spelling: lower case, composed, no blanks or apostrophes, breve taken for caron."""
    plain = unicodedata.normalize("NFD", gloss.lower().translate(LOOKALIKES)).replace("\u0306", "\u030c")
    return unicodedata.normalize("NFC", BLANK.sub("", plain))


@lru_cache(maxsize=20_000)
def readings(character: str) -> frozenset[str]:
    """All readings of a character, with tone marks and without.

    >>> sorted(readings("重"))
    ['chong', 'chóng', 'tong', 'tóng', 'zhong', 'zhòng']
    """
    from pypinyin import Style, pinyin  # its dictionary takes a third of a reading process's start: few texts need it

    found = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    marked = {unicodedata.normalize("NFC", reading) for group in found for reading in group}
    return frozenset(marked | {without_tone(reading) for reading in marked})


def without_tone(reading: str) -> str:
    """The reading without its tone mark; the dots of ü stay."""
    return unicodedata.normalize("NFC", TONE_MARKS.sub("", unicodedata.normalize("NFD", reading)))
