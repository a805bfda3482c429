"""The name a figure has across cases: 培训人次, 带动农户数, … by the words of its label and its unit."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "indicators.json"


@cache
def _by_unit() -> dict[str, list[tuple[str, str]]]:
    """Unit to (word, indicator), the longest word first."""
    table: dict[str, list[tuple[str, str]]] = {}
    entries: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))["indicators"]
    for entry in entries:
        for unit in entry["units"]:
            table.setdefault(unit, []).extend((word, entry["name"]) for word in entry["words"])
    return {unit: sorted(words, key=lambda pair: -len(pair[0])) for unit, words in table.items()}


def indicator_of(label: str, unit: str) -> str | None:
    """The indicator with the longest of its words in the label, among those counted in the unit; None where none.

    >>> indicator_of("党员上网培训人次", "人次"), indicator_of("无名之物", "个")
    ('培训人次', None)
    """
    for word, name in _by_unit().get(unit, _by_unit().get(unit.split("/")[0], [])):
        if word in label:
            return name
    return None
