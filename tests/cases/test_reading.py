"""The layout of a text: where its characters stand in the source."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from cases.extract.spans import Edit, Runs, Span, Text
from cases.reading import _Lines


def lines(text: Text) -> _Lines:
    source: Any = SimpleNamespace(
        placed=Runs(text.runs()), runs=text.runs(), public_clean=lambda start, end: text.string
    )
    link: Any = SimpleNamespace(source=source, start=0, end=len(text.source))
    return _Lines(link)


def places(runs: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Start and end in the source of each character."""
    found: list[tuple[int, int]] = []
    for n, start, length in runs:
        found += [(start + at, start + at + 1) for at in range(n)] if n == length else [(start, start + length)] * n
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_places_of_a_stretch_are_those_of_its_characters(seed: int) -> None:
    rng = random.Random(seed)
    text = Text.of("".join(rng.choice("一二三四五") for _ in range(120)))
    for _round in range(2):
        cuts = sorted(rng.sample(range(len(text.string)), 12))
        edits = [
            Edit(start, min(start + rng.randrange(4), end), "改" * rng.choice([0, 0, 1, 3]))
            for start, end in pairwise(cuts)
        ]
        text = text.edit(edits, "made")
    drawn = lines(text)
    for _try in range(40):
        start, end = sorted(rng.sample(range(len(text.string) + 1), 2))
        told = [tuple(map(int, run.split(":"))) for run in drawn.places(Span(start, end)).split()]
        runs = [(run[0], run[1], run[2] if len(run) == 3 else run[0]) for run in told]
        assert places(runs) == places(text[start:end].runs())


def test_a_stretch_without_repairs_is_one_run() -> None:
    assert lines(Text.of("一二三四五")).places(Span(1, 4)) == "3:1"
    assert re.fullmatch(r"\d+:\d+", lines(Text.of("一" * 5000)).places(Span(0, 5000)))
