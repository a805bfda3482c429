"""Train the weights of `metrics/extract/claim_model.py`: `python -m bench.train_claims GOLD_DIR`.

Learns from the reviewed seeds and the annotated texts of GOLD_DIR (see `manage.py evaluate`). First says what a model
trained on all other texts gets right on each (left out one by one) beside what the rules alone get right; then trains
on all and writes the weights. The same gold gives the same file: the order is shuffled by a fixed seed.
"""

from __future__ import annotations

import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.training import shared_cues, write_weights
from metrics.extract.claim_model import DATA, best_claim, scores
from metrics.extract.figures import cues_read
from metrics.extract.records import CLAIMS
from seeds.evaluation import folder_samples, seed_samples
from seeds.scoring import of, pair_off, same_figure, views

ROUNDS, STEP, SMALLEST = 6, 0.03, 0.01
SOURCE = (
    "Trained by bench/train_claims.py on the reviewed seeds and on texts annotated for this library; cues are at most "
    "three characters of text, or a verb of the word list, with the kind of cue. MIT like the code."
)


@dataclass(frozen=True)
class Example:
    """One annotated figure: its text, the claims annotators gave it, its cues, what the rules say."""

    text: str
    wanted: tuple[str, ...]
    cues: tuple[str, ...]
    rule: str


def examples(folder: Path) -> Iterator[Example]:
    for name, samples in (("seed", seed_samples()), ("gold", folder_samples(folder))):
        with cues_read() as seen:
            for text, gold, found, _ in samples:
                figures = of(found, "figure")
                for figure, own in zip(figures, seen, strict=True):
                    figure["cues"] = own
                seen.clear()
                for wanted, given in pair_off(of(gold, "figure"), figures, same_figure)[0]:
                    if wanted.get("claim"):
                        cues = tuple(given["cues"])
                        yield Example(name + text, tuple(views(wanted, "claim")), cues, cues[0].removeprefix("r:"))


def general(rows: Sequence[Example]) -> list[Example]:
    """The same examples with the cues alone that several texts share: no name of a place or person is one of them."""
    shared = shared_cues((row.text, row.cues) for row in rows)
    return [replace(row, cues=tuple(cue for cue in row.cues if cue in shared)) for row in rows]


def train(rows: Sequence[Example]) -> dict[str, list[float]]:
    """Logistic regression over the cues that several texts share; few rounds of small steps keep it from learning
    the texts by heart."""
    table: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(CLAIMS))
    walked: dict[str, list[float]] = defaultdict(lambda: [1e-6] * len(CLAIMS))
    order, shuffle = general(rows), random.Random(0)
    for _ in range(ROUNDS):
        shuffle.shuffle(order)
        for row in order:
            slope = slopes(row, table)
            for cue in row.cues:
                step_down(table[cue], walked[cue], slope)
    return table


def slopes(row: Example, table: dict[str, list[float]]) -> list[float]:
    """How much too likely each claim is held; what either annotator said is right."""
    found = scores(row.cues, table)
    raised = [math.exp(score - max(found)) for score in found]
    likely = [one / sum(raised) for one in raised]
    right = sum(share for claim, share in zip(CLAIMS, likely, strict=True) if claim in row.wanted)
    return [share - (share / right if claim in row.wanted else 0) for claim, share in zip(CLAIMS, likely, strict=True)]


def step_down(weights: list[float], walked: list[float], slope: Sequence[float]) -> None:
    """One step against the slope, the shorter the farther a weight has gone already (AdaGrad)."""
    for i, steep in enumerate(slope):
        walked[i] += steep * steep
        weights[i] -= STEP * steep / math.sqrt(walked[i])


def left_out(rows: Sequence[Example]) -> Iterator[tuple[str, int, int, int]]:
    """For each text: figures, right by the rules, right by a model that never saw the text."""
    for text in dict.fromkeys(row.text for row in rows):
        table = train([row for row in rows if row.text != text])
        own = [row for row in rows if row.text == text]
        by_rule = sum(row.rule in row.wanted for row in own)
        yield text, len(own), by_rule, sum(best_claim(row.cues, table) in row.wanted for row in own)


def write(table: dict[str, list[float]], path: Path = DATA) -> None:
    """Without the smallest weights, two decimals, one cue a line in the order of the alphabet."""
    kept = {c: [round(w, 2) for w in row] for c, row in table.items() if max(map(abs, row)) >= SMALLEST}
    write_weights(path, SOURCE, kept)


def report(lines: Iterable[tuple[str, int, int, int]]) -> None:
    sums = [0, 0, 0]
    for text, count, by_rule, by_model in lines:
        print(f"{text:10}{count:5}{by_rule / count:8.3f}{by_model / count:8.3f}")
        sums = [sums[0] + count, sums[1] + by_rule, sums[2] + by_model]
    print(f"{'all':10}{sums[0]:5}{sums[1] / sums[0]:8.3f}{sums[2] / sums[0]:8.3f}")


def main(arguments: list[str]) -> None:
    rows = list(examples(Path(arguments[0])))
    if "--quick" not in arguments:
        report(left_out(rows))
    write(train(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
