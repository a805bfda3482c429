"""Train the weights of `metrics/extract/label_model.py`: `python -m bench.train_labels GOLD_DIR …`.

Learns from the reviewed seeds and the annotated texts of each GOLD_DIR (see `manage.py evaluate`) to give a figure's
candidates the more weight the more like the annotated label they are. First says for each gold what is right by the
first rule, by a model that never saw the text (an eighth of the texts is left out at a time), and at best, were the
best candidate always taken; then trains on all and writes the weights, and how often a label of a given share of the
weight was right on texts left out. The same gold gives the same file.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path

from bench.training import shared_cues, write_weights
from metrics.extract.label_model import DATA, Row, is_short, rows_read, share
from seeds.evaluation import folder_samples, seed_samples
from seeds.scoring import ENOUGH, likeness, of, pair_off, same_figure, views

ROUNDS, PACE, HOLD, SHARPNESS, SMALLEST = 60, 0.03, 0.005, 8.0, 0.01
PARTS, TEXTS, STEPS = 8, 4, 8
SEEDS, TIMES = "seeds", 3  # the seeds are what the library begins with: they count so many times
SOURCE = (
    "Trained by bench/train_labels.py on the reviewed seeds and on texts annotated for this library; cues are names of "
    "rules and kinds, or at most three characters of text. MIT like the code."
)


@dataclass(frozen=True)
class Example:
    """One annotated figure: its text, the cues of each candidate, how like the annotated label each is,
    whether a rule settles it without the model, and which candidates are short."""

    text: str
    cues: tuple[tuple[int, ...], ...]
    like: tuple[float, ...]
    settled: bool
    short: tuple[bool, ...]


@dataclass(frozen=True)
class Rows:
    """The examples with their cues as numbers, and the name of each number."""

    examples: list[Example]
    names: list[str]


def read_rows(folders: Sequence[Path]) -> Rows:
    numbers: dict[str, int] = {}
    found: list[Example] = []
    for name, samples in ((SEEDS, seed_samples()), *((folder.name, folder_samples(folder)) for folder in folders)):
        with rows_read() as seen:
            for text, gold, records, _ in samples:
                figures = of(records, "figure")
                for figure, own in zip(figures, seen, strict=True):
                    figure["rows"] = own
                seen.clear()
                for wanted, given in pair_off(of(gold, "figure"), figures, same_figure)[0]:
                    found.append(_example(f"{name} {text}", views(wanted, "label"), *given["rows"], numbers))
    return Rows(found, list(numbers))


def _example(text: str, labels: list[str], rows: list[Row], is_settled: bool, numbers: dict[str, int]) -> Example:
    cues = tuple(tuple(numbers.setdefault(cue, len(numbers)) for cue in own) for _, own in rows)
    like = tuple(max(likeness(label, given) for label in labels) for given, _ in rows)
    return Example(text, cues, like, is_settled, tuple(is_short(label) for label, _ in rows))


def wanted_shares(like: Sequence[float]) -> list[float]:
    """The share of the weight each candidate should have: most for the likest, little for those not like enough."""
    top = max(like)
    raw = [exp(SHARPNESS * (one - top)) * (1.0 if one >= ENOUGH or top < ENOUGH else 0.1) for one in like]
    return [one / sum(raw) for one in raw]


def train(rows: Sequence[Example]) -> list[float]:
    """Logistic regression over the candidates of each figure, all figures a round, with weights held small (Adam)."""
    rows = [row for row in rows for _ in range(TIMES if row.text.startswith(f"{SEEDS} ") else 1)]
    allowed = shared_cues(((row.text, (cue for cues in row.cues for cue in cues)) for row in rows), TEXTS)
    size = 1 + max((cue for row in rows for cues in row.cues for cue in cues), default=0)
    cues = [[[cue for cue in own if cue in allowed] for own in row.cues] for row in rows]
    wanted = [wanted_shares(row.like) for row in rows]
    weights, mean, spread = [0.0] * size, [0.0] * size, [0.0] * size
    order = sorted(allowed)
    for turn in range(1, ROUNDS + 1):
        slope = slopes(cues, wanted, weights)
        for cue in order:
            pull = slope[cue] / len(rows) + HOLD * weights[cue]
            mean[cue] = 0.9 * mean[cue] + 0.1 * pull
            spread[cue] = 0.99 * spread[cue] + 0.01 * pull * pull
            size_now = sqrt(spread[cue] / (1 - 0.99**turn)) + 1e-6
            weights[cue] -= PACE * mean[cue] / (1 - 0.9**turn) / size_now
    return weights


def slopes(cues: list[list[list[int]]], wanted: list[list[float]], weights: list[float]) -> list[float]:
    """How the loss changes with each weight."""
    slope = [0.0] * len(weights)
    for own, shares in zip(cues, wanted, strict=True):
        given = shares_of([sum([weights[cue] for cue in row]) for row in own])
        for row, is_share, want in zip(own, given, shares, strict=True):
            if abs(change := is_share - want) > 1e-4:
                for cue in row:
                    slope[cue] += change
    return slope


def shares_of(totals: Sequence[float]) -> list[float]:
    top = max(totals)
    raw = [exp(total - top) for total in totals]
    whole = sum(raw)
    return [one / whole for one in raw]


@dataclass(frozen=True)
class Verdict:
    """What came of one figure of a text left out: right by the first rule, by the model, at best; the model's share."""

    text: str
    rule: bool
    model: bool
    best: bool
    share: float
    settled: bool
    short: bool


def judge(row: Example, weights: Sequence[float]) -> Verdict:
    totals = [sum(weights[cue] for cue in cues if cue < len(weights)) for cues in row.cues]
    top = 0 if row.settled else max(range(len(totals)), key=totals.__getitem__)
    right = [one >= ENOUGH for one in row.like]
    return Verdict(row.text, right[0], right[top], any(right), share(totals), row.settled, row.short[top])


def left_out(rows: Sequence[Example]) -> Iterator[Verdict]:
    texts = sorted({row.text for row in rows})
    for part in range(PARTS):
        kept = set(texts[part::PARTS])
        weights = train([row for row in rows if row.text not in kept])
        yield from (judge(row, weights) for row in rows if row.text in kept)


def report(verdicts: Iterable[Verdict]) -> None:
    """A line for each gold: figures, right by the first rule, by the model, at best."""
    sums: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        for name in (verdict.text.split()[0], "all"):
            counts = sums.setdefault(name, Counter())
            counts.update(n=1, rule=verdict.rule, model=verdict.model, best=verdict.best)
    for name in sorted(sums, key=lambda name: name == "all"):
        n, *right = (sums[name][key] for key in ("n", "rule", "model", "best"))
        print(f"{name:10}{n:6}" + "".join(f"{one / n:8.3f}" for one in right))


def certainties(verdicts: Iterable[Verdict]) -> list[tuple[float, float]]:
    """How often the model's labels are right by their share of the weight: (up to this share, so often), never less."""
    ordered = sorted((verdict.share, verdict.model) for verdict in verdicts if not verdict.settled)
    size = max(1, len(ordered) // STEPS)
    steps: list[list[float]] = []
    for at in range(0, len(ordered), size):
        part = ordered[at : at + size]
        steps.append([part[-1][0], sum(right for _, right in part), len(part)])
        while len(steps) > 1 and steps[-2][1] / steps[-2][2] >= steps[-1][1] / steps[-1][2]:
            upper, right, count = steps.pop()
            steps[-1] = [upper, steps[-1][1] + right, steps[-1][2] + count]
    return [(round(upper, 3), round(right / count, 2)) for upper, right, count in steps]


def main(arguments: list[str]) -> None:
    rows = read_rows([Path(argument) for argument in arguments])
    verdicts = list(left_out(rows.examples))
    report(verdicts)
    weights = train(rows.examples)
    kept = {name: round(weight, 3) for name, weight in zip(rows.names, weights, strict=True) if abs(weight) >= SMALLEST}
    settled = often(verdict for verdict in verdicts if verdict.settled)
    short = often(verdict for verdict in verdicts if verdict.short and not verdict.settled)
    write_weights(DATA, SOURCE, kept, settled=settled, short=short, certainty=certainties(verdicts))


def often(verdicts: Iterable[Verdict]) -> float:
    right = [verdict.model for verdict in verdicts]
    return round(sum(right) / max(1, len(right)), 2)


if __name__ == "__main__":
    main(sys.argv[1:])
