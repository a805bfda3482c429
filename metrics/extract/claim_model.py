"""The last word on what a figure claims: a small linear model over the rule's answer and the words around.

The weights in `data/claim_weights.json` are trained by `bench/train_claims.py` (averaged perceptron); a cue is the
rule's claim, the unit, or two characters of the label and of what stands before and behind. No cue is longer than a
few characters, so nothing of a text can be read out of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from metrics.extract.clauses import Setting
from metrics.extract.records import CLAIMS
from metrics.extract.units import dimension

DATA = Path(__file__).parent / "data" / "claim_weights.json"
Weights = Mapping[str, Sequence[float]]


@cache
def weights() -> dict[str, tuple[float, ...]]:
    """Cue to its weight for each claim, in the order of `CLAIMS`."""
    loaded = json.loads(DATA.read_text(encoding="utf-8"))["weights"]
    return {cue: tuple(row) for cue, row in loaded.items()}


def cues_of(s: Setting, kind: str, label: str, rule: str) -> list[str]:
    """The cues of a figure: `rule` is what the rules say of it."""
    unit, measured = s.q.unit.split("/")[0], dimension(s.q.unit)
    cues = [f"r:{rule}", f"u:{unit}", f"d:{measured}", f"k:{kind}", f"rk:{rule}:{kind}", f"ru:{rule}:{unit}"]
    cues += [f"rd:{rule}:{measured}", f"b:{label[:2]}", f"e:{label[-2:]}", f"f:{label[-3:]}", "bias"]
    for name, words in (("l", label), ("v", s.before[-12:]), ("a", s.after[:8]), ("c", s.closing[:8])):
        cues += [f"{name}:{words[i : i + 2]}" for i in range(len(words) - 1)]
    return cues


def scores(cues: Iterable[str], table: Weights) -> list[float]:
    """The sum of the weights of the cues for each claim."""
    total = [0.0] * len(CLAIMS)
    for row in filter(None, map(table.get, cues)):
        for i, weight in enumerate(row):
            total[i] += weight
    return total


def best_claim(cues: Iterable[str], table: Weights | None = None) -> str:
    """The claim with the highest score; with no weights at all, the first.

    >>> best_claim(["r:input", "u:元", "l:投入", "k:reported"])
    'input'
    """
    found = scores(cues, weights() if table is None else table)
    return CLAIMS[max(range(len(CLAIMS)), key=found.__getitem__)]
