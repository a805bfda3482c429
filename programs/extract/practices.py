"""Which practices a step of the work belongs to, by the words of a file, so that it is found under any brand."""

from __future__ import annotations

import json
from collections import defaultdict
from operator import add
from pathlib import Path

PRACTICES: tuple[dict[str, object], ...] = tuple(
    json.loads((Path(__file__).parent / "data" / "practices.json").read_text(encoding="utf-8"))["practices"]
)
_MOST, _HEADING, _ENOUGH = 3, 4, 3


def practices_of(string: str, body: str = "") -> tuple[str, ...]:
    """The practices of a step by slug, the surest first, at most three.

    In: the heading and, where there is one, the body; a word of the heading weighs as much as four in the body, and
    three in the body are enough. Out: slugs of `programs/extract/data/practices.json`.

    >>> practices_of("设立专项资金,帮扶创业发展")
    ('special-funds',)
    """
    scores = dict.fromkeys(_SLUGS, 0)
    both = f"{string}\n{body}"
    for begun in _BEGUN.keys() & set(map(add, both, both[1:])):
        for slug, word in _BEGUN[begun]:
            scores[slug] += _HEADING * (word in string) + min(3, body.count(word))
    ranked = sorted((slug for slug in scores if scores[slug] >= _ENOUGH), key=lambda slug: -scores[slug])
    return tuple(ranked[:_MOST])


def _by_beginning() -> dict[str, list[tuple[str, str]]]:
    """The first two characters of a word to all such words, each behind its slug: most of them stand in no step."""
    begun: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in PRACTICES:
        for word in item["words"]:  # type: ignore[attr-defined]
            begun[word[:2]].append((str(item["slug"]), word))
    return begun


_SLUGS, _BEGUN = tuple(str(item["slug"]) for item in PRACTICES), _by_beginning()
