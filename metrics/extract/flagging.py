"""What all checks share: figures by sentence, what they count, numbers as a Chinese sentence says them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases.extract.alternatives import begun
from metrics.extract.clauses import noun_end
from metrics.extract.records import FigureFound, FlagFound

PLACED = re.compile("[\u4e00-\u9fff]{1,8}?[村户镇乡](?![民委级干党镇支两])")
PEOPLE = frozenset({"人", "名", "位", "口"})
MOST, FAR = 40, 400
Sentences = Sequence[Sequence[FigureFound]]
ENDS = re.compile("[。；;！!？?\n]")
BEHIND = begun("（.*|[中里都]$")


def number(value: float) -> str:
    """A value as a Chinese sentence gives it: 512万, 3000万, 0.7.

    >>> number(5120000.0), number(143.0), number(2.5), number(42840.0)
    ('512万', '143', '2.5', '42840')
    """
    for size, sign in ((1e8, "亿"), (1e4, "万")):
        if value >= size and round(value / size, 2) == value / size:
            return f"{value / size:g}{sign}"
    return f"{value:.12g}"


def flagged(kind: str, figures: Sequence[FigureFound], message: str) -> FlagFound:
    return FlagFound(kind, tuple((f.start, f.end) for f in figures), message)


def by_sentence(string: str, figures: Sequence[FigureFound]) -> list[list[FigureFound]]:
    """The figures by sentence; of an endless one, no more than `MOST` together."""
    groups: list[list[FigureFound]] = []
    for f in figures:
        near = bool(groups) and len(groups[-1]) < MOST and f.start - groups[-1][-1].end < FAR
        if near and not _parted(string, groups[-1][-1].end, f.start):
            groups[-1].append(f)
        else:
            groups.append([f])
    return groups


def _parted(string: str, one: int, other: int) -> bool:
    """Whether a sentence ends between two places, whichever comes first."""
    return ENDS.search(string, min(one, other), max(one, other)) is not None


def exact(f: FigureFound) -> bool:
    return f.qualifier == "exact" and f.value_max is None


def alike(one: FigureFound, other: FigureFound) -> bool:
    """Whether two figures count in the same unit; 人, 名, 位 and 口 all count people."""
    return one.unit == other.unit or (one.unit in PEOPLE and other.unit in PEOPLE)


def noun_of(string: str, f: FigureFound) -> str:
    """What follows a figure and is counted: 一类贫困村 of 83个一类贫困村."""
    after = string[f.end : f.end + 20]
    if place := PLACED.match(after):
        return place[0]
    return BEHIND.sub("", after[: noun_end(after)])
