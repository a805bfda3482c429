"""Full-width letters and digits → half-width, half-width punctuation beside Chinese → full-width: one for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .alternatives import begun
from .spans import Text

HALF: Final = {
    **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F) if chr(code).isalnum()},
    "％": "%",
    "＋": "+",
}
HALF_TABLE: Final = str.maketrans(HALF)
WIDE: Final = re.compile(f"[{''.join(HALF)}．]")
POINT: Final = begun(r"(?<=[0-9])[．](?=[0-9])")
FULL: Final = dict(zip(",:;?!()", "，：；？！（）", strict=True))
WANTED: Final = re.compile(r"[,:;?!()]")
ADDRESS: Final = begun(r"(?:https?://|www\.)[\x21-\x7e]{1,2000}|[\w.+-]{1,64}@[a-zA-Z0-9.-]{1,200}", re.ASCII)
CHINESE: Final = re.compile(
    "[\u2018\u2019\u201c\u201d\u2014\u2026\u3001-\u301f\u3400-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]"
)
AFTER_CHINESE_NUMBER: Final = re.compile(r"[%0-9A-Za-z)]")


def half_width(text: Text) -> Text:
    """Full-width letters, digits and ％ as half-width ones.

    >>> half_width(Text.of("增长５１．５％")).string
    '增长51.5%'
    """
    if not WIDE.search(text.string):
        return text
    string = text.string.translate(HALF_TABLE)
    return text.replaced(POINT.sub(".", string), "width")


def full_width(text: Text) -> Text:
    """Half-width `, : ; ? ! ( )` beside Chinese as full-width ones, never inside numbers, never a full stop.

    >>> full_width(Text.of("一是服务需求大,共1,000户(10:30前),占51%,其中:1:1配套")).string
    '一是服务需求大，共1,000户（10:30前），占51%，其中：1:1配套'
    """
    string = text.string
    kept = [match.span() for match in ADDRESS.finditer(string)]
    closing = _pairs(string)
    characters = list(string)
    at, changed = 0, []
    for match in WANTED.finditer(string):
        here = match.start()
        while at < len(kept) and kept[at][1] <= here:
            at += 1
        inside = at < len(kept) and kept[at][0] <= here
        if (not inside or here == kept[at][1] - 1) and _beside(characters, here, closing.get(here, here)):
            characters[here] = FULL[match[0]]
            changed.append(here)
    return text.replaced("".join(characters), "punctuation", changed)


def _beside(string: Sequence[str], here: int, partner: int) -> bool:
    """Whether the sign at `here` (or its other bracket) belongs to Chinese text, as far as that is changed by now."""
    if partner != here:
        return any(_chinese(string, at) for end in (here, partner) for at in (end - 1, end + 1))
    if _chinese(string, here - 1):
        return True
    before, after = "".join(string[max(0, here - 1) : here]), "".join(string[here + 1 : here + 2])
    if before == "%":
        return True
    return _chinese(string, here + 1) and bool(AFTER_CHINESE_NUMBER.match(before) or after in ("“", "‘", "《"))


def _chinese(string: Sequence[str], at: int) -> bool:
    return 0 <= at < len(string) and CHINESE.match(string[at]) is not None


def _pairs(string: str) -> dict[int, int]:
    """Each half-width bracket that has a partner on its line → the partner."""
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for match in re.finditer(r"[()\n]", string):
        if match[0] == "\n":
            open_at.clear()
        elif match[0] == "(":
            open_at.append(match.start())
        elif open_at:
            opened = open_at.pop()
            pairs[opened], pairs[match.start()] = match.start(), opened
    return pairs
