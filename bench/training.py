"""What the trainers of the small models share: which cues a model may learn from, and how its weights are written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

TEXTS = 3  # in so many texts at least a cue must stand


def shared_cues(seen: Iterable[tuple[str, Iterable[str]]], texts: int = TEXTS) -> set[str]:
    """The cues that so many texts share, of pairs (text, cues): no name of a place or person is one of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for text, cues in seen:
        for cue in cues:
            found[cue].add(text)
    return {cue for cue, names in found.items() if len(names) >= texts}


def write_weights(path: Path, source: str, weights: Mapping[str, object], **more: object) -> None:
    """One cue a line in the order of the alphabet, so that two trainings can be compared line by line."""
    lines = ",\n".join(f"  {json.dumps(c, ensure_ascii=False)}: {json.dumps(weights[c])}" for c in sorted(weights))
    rest = "".join(f' "{name}": {json.dumps(value)},\n' for name, value in more.items())
    text = f'{{\n "source": {json.dumps(source)},\n{rest} "weights": {{\n{lines}\n }}\n}}\n'
    path.write_text(text, encoding="utf-8")
