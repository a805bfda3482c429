"""Score the reader against hand-made readings: `make score`, or `python -m bench.score GOLD_DIR`.

Without GOLD_DIR the gold is the reviewed reading of the seeds; the reader sees their bytes alone, never a reviewed
value. GOLD_DIR holds annotated texts in pairs, NAME.jsonl (records of the extraction format with offsets) and
NAME.txt. Prints one line a measure, `name value`, every value between 0 and 1, then the worst labels in context.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.scoring import Record, Score
from seeds.reading import read
from seeds.records import case_records, records
from seeds.reviewed_form import TEXTS, read_reviewed, reviewed_files

Sample = tuple[str, list[Record], list[Record], str]


def seed_samples() -> Iterator[Sample]:
    """(name, gold, found, text) of each given text."""
    for path in reviewed_files():
        file = next(TEXTS.glob(f"{path.stem}_*"))
        reading = read(file.read_bytes(), file.name)
        text = reading.decoded.text
        gold: list[Record] = []
        for number, case in enumerate(read_reviewed(path, text).cases, start=1):
            gold += case_records(number, case.reading, text, None)
        yield path.stem, gold, list(records(reading)), text


def folder_samples(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.glob("*.jsonl")):
        file = path.with_suffix(".txt")
        reading = read(file.read_bytes(), file.name)
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        yield path.stem, gold, list(records(reading)), reading.decoded.text


def table(scores: dict[str, dict[str, float]]) -> Iterator[str]:
    names = list(dict.fromkeys(name for values in scores.values() for name in values))
    yield f"{'':24}" + "".join(f"{column:>8}" for column in scores)
    for name in names:
        cells = (f"{values[name]:8.3f}" if name in values else f"{'–':>8}" for values in scores.values())
        yield f"{name:24}" + "".join(cells)


def main(arguments: list[str]) -> None:
    samples = folder_samples(Path(arguments[0])) if arguments else seed_samples()
    total, scores = Score(), {}
    for name, gold, found, text in samples:
        one = Score()
        for score in (one, total):
            score.add(gold, found, text)
        scores[name] = one.values()
    scores["all"] = total.values()
    print("\n".join(table(scores)))
    print("\nworst labels:")
    for likeness, wanted, given in sorted(total.worst, key=lambda item: item[0])[:20]:
        labels = f"{wanted['label']} ← {given['label']}"
        print(f"  {likeness:.2f} {wanted['quote']}  {labels}  in {wanted['context'][:60]!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
