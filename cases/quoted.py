"""Quotation marks within quotation marks: “ ” outside, ‘ ’ inside (GB/T 15834)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeData, mark_safe

OPENING, CLOSING = "“‘", "”’"
APOSTROPHE = re.compile("(?<=[A-Za-z])’(?=[A-Za-z])")
QUOTED = re.compile("“[^“”]*”")
VALUE = re.compile(r"%\((\w+)\)s")


def inside(words: object) -> str:
    """Words to stand between “ and ”: their own marks are turned, one level deeper.

    >>> inside("“三联”工作法"), inside("记“‘三联’工作法”")
    ('‘三联’工作法', '记‘“三联”工作法’')
    """
    text = str(words)
    if not any(mark in text for mark in "“”‘"):
        return text
    apostrophes = {found.start() for found in APOSTROPHE.finditer(text)}
    turned, depth = [], 1
    for at, character in enumerate(text):
        if character in OPENING:
            turned.append(OPENING[depth % 2])
            depth += 1
        elif character in CLOSING and at not in apostrophes:
            depth = max(depth - 1, 1)
            turned.append(CLOSING[depth % 2])
        else:
            turned.append(character)
    found = "".join(turned)
    return mark_safe(found) if isinstance(words, SafeData) else found


@lru_cache(maxsize=256)
def names_inside(message: str) -> frozenset[str]:
    """The values that a message puts between quotation marks.

    >>> sorted(names_inside("案例 %(number)s “%(title)s”"))
    ['title']
    """
    return frozenset(name for part in QUOTED.findall(message) for name in VALUE.findall(part))


def filled(message: object, values: Mapping[str, Any]) -> str:
    """The message with its values, marks in those it quotes turned.

    >>> filled("已选“%(title)s”。", {"title": "推行“三联”工作法"})
    '已选“推行‘三联’工作法”。'
    """
    text = str(message)
    quoted = names_inside(text)
    return text % {name: inside(value) if name in quoted else value for name, value in values.items()}
