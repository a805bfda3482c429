"""The name a figure has across cases: 培训人次, 带动农户数, … by the words of its label and its unit."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "indicators.json"


@cache
def _by_unit() -> dict[str, dict[str, list[tuple[int, str, str]]]]:
    """Unit to the first character of a word to all such words: the place of each (the longest first), it, its name."""
    table: dict[str, list[tuple[str, str]]] = {}
    entries: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))["indicators"]
    for entry in entries:
        for unit in entry["units"]:
            table.setdefault(unit, []).extend((word, entry["name"]) for word in entry["words"])
    begun: dict[str, dict[str, list[tuple[int, str, str]]]] = {}
    for unit, pairs in table.items():
        words = begun[unit] = {}
        for place, (word, name) in enumerate(sorted(pairs, key=lambda pair: -len(pair[0]))):
            words.setdefault(word[0], []).append((place, word, name))
    return begun


def indicator_of(label: str, unit: str) -> str | None:
    """The indicator with the longest of its words in the label, among those counted in the unit; None where none.

    >>> indicator_of("党员上网培训人次", "人次"), indicator_of("无名之物", "个")
    ('培训人次', None)
    """
    words = _by_unit().get(unit) or _by_unit().get(unit.split("/")[0], {})
    said = (one for at, sign in enumerate(label) for one in words.get(sign, ()) if label.startswith(one[1], at))
    found = min(said, default=None)
    return found[2] if found else None
