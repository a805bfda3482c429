"""Which practices a step of the work belongs to, by the words of a file, so that it is found under any brand."""

from __future__ import annotations

import json
from pathlib import Path

PRACTICES: tuple[dict[str, object], ...] = tuple(
    json.loads((Path(__file__).parent / "data" / "practices.json").read_text(encoding="utf-8"))["practices"]
)
_WORDS: dict[str, tuple[str, ...]] = {str(item["slug"]): tuple(item["words"]) for item in PRACTICES}  # type: ignore[arg-type]
_MOST, _HEADING, _ENOUGH = 3, 4, 3


def practices_of(string: str, body: str = "") -> tuple[str, ...]:
    """The practices of a step by slug, the surest first, at most three.

    In: the heading and, where there is one, the body; a word of the heading weighs as much as four in the body, and
    three in the body are enough. Out: slugs of `programs/extract/data/practices.json`.

    >>> practices_of("设立专项资金,帮扶创业发展")
    ('special-funds',)
    """
    scores = {slug: _score(words, string, body) for slug, words in _WORDS.items()}
    ranked = sorted((slug for slug in scores if scores[slug] >= _ENOUGH), key=lambda slug: -scores[slug])
    return tuple(ranked[:_MOST])


def _score(words: tuple[str, ...], heading: str, body: str) -> int:
    both = f"{heading}\n{body}"
    said = [word for word in words if word in both]
    return sum(_HEADING * (word in heading) + min(3, body.count(word)) for word in said)
