"""The last word on what a figure claims: a small linear model over the rule's answer and the words around.

The weights in `data/claim_weights.json` are trained by `bench/train_claims.py` (logistic regression); a cue is the
rule's claim, the kind, the unit, the first or last two or three characters of the label, or a verb of the word list in
it or before the number. No cue is longer than a word, so nothing of a text can be read out of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from metrics.extract.clauses import Setting
from metrics.extract.lexicon import verbs
from metrics.extract.records import CLAIMS
from metrics.extract.units import dimension

DATA = Path(__file__).parent / "data" / "claim_weights.json"
REACH = 14
Weights = Mapping[str, Sequence[float]]


@cache
def weights() -> dict[str, tuple[float, ...]]:
    """Cue to its weight for each claim, in the order of `CLAIMS`."""
    loaded = json.loads(DATA.read_text(encoding="utf-8"))["weights"]
    return {cue: tuple(row) for cue, row in loaded.items()}


def cues_of(s: Setting, kind: str, label: str, rule: str) -> list[str]:
    """The cues of a figure: `rule` is what the rules say of it."""
    cues = [*_common(rule, s.q.unit, kind), f"b:{label[:2]}", f"e:{label[-2:]}", f"f:{label[-3:]}"]
    acts = verbs().findall(s.before[-REACH:])
    cues.append(f"last:{acts[-1]}" if acts else "last:")
    return cues + [f"v:{act}" for act in set(acts)] + [f"in:{act}" for act in verbs().findall(label)]


@lru_cache(maxsize=1024)
def _common(rule: str, unit: str, kind: str) -> tuple[str, ...]:
    """The cues that do not look at words."""
    name, measured = unit.split("/")[0], dimension(unit)
    own = f"r:{rule}", f"u:{name}", f"d:{measured}", f"k:{kind}"
    return *own, f"rk:{rule}:{kind}", f"ru:{rule}:{name}", f"rd:{rule}:{measured}", "bias"


def scores(cues: Iterable[str], table: Weights) -> list[float]:
    """The sum of the weights of the cues for each claim."""
    rows = list(filter(None, map(table.get, cues)))
    return list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * len(CLAIMS)


def best_claim(cues: Iterable[str], table: Weights | None = None) -> str:
    """The claim with the highest score; with no weights at all, the first.

    >>> best_claim(["r:input", "u:元", "last:投入", "k:reported"])
    'input'
    """
    found = scores(cues, weights() if table is None else table)
    return CLAIMS[max(range(len(CLAIMS)), key=found.__getitem__)]
