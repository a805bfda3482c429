"""The name a figure has across cases: 培训人次, 带动农户数, … by the words of its label and its unit."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "indicators.json"


Ranked = dict[str, tuple[int, str]]

NONE: tuple[Ranked, set[int]] = {}, set()


@cache
def _by_unit() -> dict[str, tuple[Ranked, set[int]]]:
    """Unit to its words, each with its place among them (the longest first) and its indicator, and their lengths."""
    table: dict[str, list[tuple[str, str]]] = {}
    entries: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))["indicators"]
    for entry in entries:
        for unit in entry["units"]:
            table.setdefault(unit, []).extend((word, entry["name"]) for word in entry["words"])
    ranked = {}
    for unit, pairs in table.items():
        order = sorted(pairs, key=lambda pair: -len(pair[0]))
        words = {word: (at, name) for at, (word, name) in reversed(list(enumerate(order)))}
        ranked[unit] = words, set(map(len, words))
    return ranked


def indicator_of(label: str, unit: str) -> str | None:
    """The indicator with the longest of its words in the label, among those counted in the unit; None where none.

    >>> indicator_of("党员上网培训人次", "人次"), indicator_of("无名之物", "个")
    ('培训人次', None)
    """
    words, lengths = _by_unit().get(unit) or _by_unit().get(unit.split("/")[0]) or NONE
    pieces = {label[at : at + length] for length in lengths for at in range(len(label) - length + 1)}
    return min((words[piece] for piece in pieces & words.keys()), default=(0, None))[1]
