"""The reader against hand-made readings, told as a table by text and by measure with the worst misses in context.

Gold is the reviewed reading of the seeds, with a second annotator's view beside it (the reader sees their bytes alone,
never a reviewed value), or a folder of annotated texts in pairs, NAME.jsonl (records of the extraction format with
offsets) and NAME.txt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from seeds.reading import read
from seeds.records import case_records, records
from seeds.reviewed_form import TEXTS, read_reviewed, reviewed_files, second_views
from seeds.scoring import Record, Score, compare, of, together

Sample = tuple[str, list[Record], list[Record], str]
COLUMNS = 12


def seed_samples() -> Iterator[Sample]:
    """(name, gold, found, text) of each given text."""
    for path in reviewed_files():
        file = next(TEXTS.glob(f"{path.stem}_*"))
        reading = read(file.read_bytes(), file.name)
        text = reading.decoded.text
        gold: list[Record] = []
        for number, case in enumerate(read_reviewed(path, text).cases, start=1):
            gold += case_records(number, case.reading, text, None)
        second = second_views(path, text)
        for figure in of(gold, "figure"):
            figure |= second.get((figure["start"], figure["end"]), {})
        yield path.stem, gold, list(records(reading)), text


def folder_samples(folder: Path) -> Iterator[Sample]:
    """(name, gold, found, text) of each pair of files; raises OSError or ValueError where one is missing or broken."""
    for path in sorted(folder.glob("*.jsonl")):
        file = path.with_suffix(".txt")
        reading = read(file.read_bytes(), file.name)
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        yield path.stem, gold, list(records(reading)), reading.decoded.text


def evaluate(folder: Path | None = None) -> list[Score]:
    """The score of each text of the gold, and last that of all together."""
    samples = seed_samples() if folder is None else folder_samples(folder)
    scores = [compare(*sample) for sample in samples]
    return [*scores, together(scores)] if scores else []


def table(scores: Sequence[Score]) -> Iterator[str]:
    """A line a measure, a column a text, so many columns side by side; all texts together come last."""
    names = list(scores[-1].tries)
    for at in range(0, len(scores), COLUMNS):
        part = scores[at : at + COLUMNS]
        yield f"{'':24}" + "".join(f"{score.name[-7:]:>8}" for score in part)
        for name in names:
            values = (score.values().get(name) for score in part)
            yield f"{name:24}" + "".join(f"{'–':>8}" if value is None else f"{value:8.3f}" for value in values)
        yield ""


def worst(score: Score, names: Iterable[str], most: int) -> Iterator[str]:
    """For each measure so many of its misses: text and offset, wanted ← given, the words in their context."""
    for name in names:
        found = score.worst(name)
        if found and most:
            yield f"{name}: {score.values()[name]:.3f}, {len(found)} wrong"
        for miss in found[:most]:
            yield f"  {miss.text}@{miss.start}  {miss.wanted} ← {miss.given}  | {miss.around}"


def measures_named(score: Score, field: str) -> list[str]:
    """The measures whose name begins so: `kind` is kind_accuracy; all of them for nothing."""
    return [name for name in score.tries if name.startswith(field)]
