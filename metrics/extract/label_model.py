"""Which of a quantity's candidates is its label: a small linear model over how each was made and what it holds.

The weights in `data/label_weights.json` are trained by `bench/train_labels.py`; a cue is the name of a rule or
composition with the kind of unit or what stands around, how much of noun, verb and act the label takes up, its
length, or one or two of its characters. Beside them the file says how often a label of such weight is right, and how
often one so short or one that a rule settled.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from math import exp
from operator import add
from pathlib import Path
from typing import Any

from metrics.extract.candidates import Answer, by_rule, candidates_of, settled
from metrics.extract.clauses import Setting
from metrics.extract.label_rules import ENDING
from metrics.extract.label_shapes import plain
from metrics.extract.units import dimension

DATA = Path(__file__).parent / "data" / "label_weights.json"
COVERED = ("core", "verb", "act")
LENGTHS, SHARES, SHORT = (1, 2, 3, 5, 8, 13), (0.25, 0.75), 3
Row = tuple[str, list[str]]


@cache
def _model() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return loaded


def label_of(s: Setting, earlier: list[str]) -> tuple[str, float]:
    """The label of a quantity and how often such a one is right; `earlier` are the labels before it in its sentence.

    >>> from metrics.extract.clauses import settings
    >>> from metrics.extract.quantities import find_quantities
    >>> text = "全县已建立扶贫基地8个。"
    >>> label_of(settings(text, 0, len(text), find_quantities(text))[0], [])[0]
    '建立扶贫基地数'
    """
    s = plain(s)
    answers = by_rule(s, earlier)
    first = next(answers, ("none", "", 0.2))
    label = settled(s, first)
    if label and not _LISTENERS:
        return label, float(_model()["settled"])
    rows, weight = rows_of(s, earlier, [first, *answers]), _model()["weights"].get
    if _LISTENERS:
        return _told(rows, bool(label))
    totals = [sum(filter(None, map(weight, cues)), 0.0) for _, cues in rows]
    top = max(range(len(rows)), key=totals.__getitem__)
    sure = certainty(share(totals), _model()["certainty"])
    return rows[top][0], min(sure, _model()["short"]) if is_short(rows[top][0]) else sure


def is_short(label: str) -> bool:
    """Whether a label says no more than the unit or a word of two characters does: 总人数, 村数."""
    return len(ENDING.sub("", label)) < SHORT


_LISTENERS: list[list[tuple[list[Row], bool]]] = []


@contextmanager
def rows_read() -> Iterator[list[tuple[list[Row], bool]]]:
    """For training: the candidates of every figure read inside and whether a rule settles it; there the first holds."""
    heard: list[tuple[list[Row], bool]] = []
    _LISTENERS.append(heard)
    try:
        yield heard
    finally:
        _LISTENERS.remove(heard)


def _told(rows: list[Row], is_settled: bool) -> tuple[str, float]:
    for heard in _LISTENERS:
        heard.append((rows, is_settled))
    return rows[0][0], 0.5


def share(totals: Sequence[float]) -> float:
    """How much of all the weight the heaviest has (of exponentials, so between 0 and 1).

    >>> round(share([1.0, 1.0]), 2), round(share([9.0, 0.0]), 2)
    (0.5, 1.0)
    """
    top = max(totals)
    return 1 / sum(exp(total - top) for total in totals)


def certainty(given: float, steps: Sequence[tuple[float, float]]) -> float:
    """How often labels with that share of the weight are right: `steps` are (up to this share, so often)."""
    return steps[min(bisect([up for up, _ in steps], given), len(steps) - 1)][1]


def rows_of(s: Setting, earlier: list[str], answers: Iterable[Answer]) -> list[Row]:
    """Each candidate with its cues, that of the first rule first."""
    found, parts = candidates_of(s, earlier, answers)
    kind, first = dimension(s.q.unit), found[0].made[0]
    around = f"{'b' if s.before else '-'}{'a' if s.after else '-'}{'c' if s.chained else 'l' if s.left else '-'}"
    around += "r" if s.right else "-"
    covered = [frozenset(parts[name]) for name in COVERED]
    noun, said = parts["core"][-2:], parts["verb"]
    rows = []
    for candidate in found:
        stem = ENDING.sub("", candidate.label)
        cues = _words(stem)
        cues.append(f"long {bisect(LENGTHS, len(stem))} {kind}")
        for name in candidate.made:
            cues += (f"{name} {kind}", f"{name} {around}")
        if first in candidate.made:
            cues += (f"first {kind}", f"first {first} {candidate.sure:.1f}")
        core, verb, act = _taken(frozenset(stem), covered)
        cues += (
            f"core verb act {core}{verb}{act} {kind}",
            f"core {verb}{act} {noun}",
            f"verb {verb}{act} {said}",
        )
        rows.append((candidate.label, cues))
    return rows


def _words(stem: str) -> list[str]:
    """Its characters, and each two that stand together."""
    return [*sorted(set(stem)), *map(add, stem, stem[1:])]


def _taken(held: frozenset[str], parts: Sequence[frozenset[str]]) -> list[str]:
    """How much of each part a label takes up: 0 nearly nothing, s some, 1 nearly all, - where there is none."""
    return ["0s1"[bisect(SHARES, len(held & part) / len(part))] if part else "-" for part in parts]
