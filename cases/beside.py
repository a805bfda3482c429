"""A source beside its clean text, line by line: every repair marked in both, the pointed-at words lit in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from cases.extract.spans import Repair, Span
from cases.models import CaseSource, Source
from cases.models.source import Rights
from cases.repairs import NUMBERED, repair_name, repair_reason


@dataclass(frozen=True)
class Mark:
    """A stretch to be marked: lit (the words asked for), or one repair, numbered where it is worth a look."""

    span: Span
    kind: str
    number: int = 0
    left: bool = True  # something of it is left in the clean text


@dataclass(frozen=True)
class Piece:
    """Characters under the same marks. `number` follows the last piece of a numbered repair."""

    text: str
    lit: bool = False
    kinds: tuple[str, ...] = ()
    number: int = 0
    first: bool = False

    @property
    def css(self) -> str:
        return " ".join(f"r-{kind}" for kind in self.kinds)


@dataclass
class Row:
    """One line of the source and what became of it."""

    at: int
    original: list[Piece]
    clean: list[Piece]


@dataclass
class Beside:
    """The page's two columns and what stands at their side."""

    rows: list[Row] = field(default_factory=list)
    counts: list[tuple[str, str, int]] = field(default_factory=list)
    numbered: list[tuple[int, Repair, str]] = field(default_factory=list)
    whole: bool = False
    closed: bool = False
    lang: str = "zh-Hans"  # of the original column


def lay_beside(link: CaseSource, lit: Span | None, original: bool = False) -> Beside:
    """The case's part of its source, or all of it where the lit words stand outside.

    `original` shows names unmasked: for staff who may read the original. Where the text isn't public, only the line
    of the lit words shows.
    """
    source = link.source
    span = Span(link.start, link.end)
    whole = lit is not None and not span.contains(lit)
    if whole:
        span = Span(0, len(source.text))
    if source.rights != Rights.FULL and not original:
        span = lit if lit and source.rights == Rights.QUOTES else Span(0, 0)
    repairs = source.found_repairs
    numbered = [r for r in repairs if r.kind in NUMBERED or not r.certain]
    columns = _Columns(source, repairs, numbered, lit, original)
    shown = [(n, r, columns.quote(r)) for n, r in enumerate(numbered, start=1)]
    rows = [columns.row(line) for line in _lines(source.text, span)]
    closed = source.rights != Rights.FULL and not original
    traditional = any(repair.kind == "traditional" for repair in repairs)
    return Beside(rows, _counts(repairs), shown, whole, closed, "zh-Hant" if traditional else "zh-Hans")


class _Columns:
    """Both texts, and their marks in order."""

    def __init__(
        self, source: Source, repairs: list[Repair], numbered: list[Repair], lit: Span | None, original: bool
    ) -> None:
        self.mapped = source.mapped
        self.text = source.text if original else source.public_text()
        self.clean = source.cleaned if original else source.public_clean()
        numbers = {id(repair): number for number, repair in enumerate(numbered, start=1)}
        marks = [Mark(Span(r.start, r.end), r.kind, numbers.get(id(r), 0), bool(r.clean)) for r in repairs]
        marks += [Mark(lit, "lit")] if lit else []
        self.marks = sorted(marks, key=lambda mark: mark.span)
        self.lit_from = lit.start if lit else -1

    def row(self, line: Span) -> Row:
        marks = [mark for mark in self.marks if mark.span.overlaps(line)]
        there = self.mapped.clean_span(line.start, line.end)
        moved = [Mark(self.mapped.clean_span(m.span.start, m.span.end), m.kind, m.number) for m in marks if m.left]
        first = line.start <= self.lit_from < line.end
        right = cut(self.clean, there, [mark for mark in moved if len(mark.span)], first)
        # The clean words carry the page's anchor, being the higher ones; the original's where nothing is left.
        left = cut(self.text, line, marks, first and not any(piece.first for piece in right))
        return Row(line.start, left, right)

    def quote(self, repair: Repair) -> str:
        """What stands in the clean text for a repair, as the public may read it."""
        span = self.mapped.clean_span(repair.start, repair.end)
        return self.clean[span.start : span.end]


def cut(text: str, span: Span, marks: Sequence[Mark], first: bool = False) -> list[Piece]:
    """`text[span]` cut wherever a mark begins or ends; `first` lets the first lit piece carry the page's anchor."""
    ends = {span.start, span.end}
    for mark in marks:
        ends |= {max(span.start, mark.span.start), min(span.end, mark.span.end)}
    edges = sorted(ends)
    pieces = []
    for start, end in pairwise(edges):
        words = text[start:end].strip("\r\n")
        over = [mark for mark in marks if mark.span.start <= start and end <= mark.span.end]
        lit = any(mark.kind == "lit" for mark in over)
        kinds = tuple(dict.fromkeys(mark.kind for mark in over if mark.kind != "lit"))
        number = next((mark.number for mark in over if mark.span.end == end), 0)
        pieces.append(Piece(words, lit, kinds, number, first and lit))
        first = first and not lit
    return [piece for piece in pieces if piece.text or piece.number]


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The lines of the text that hold something and touch the span."""
    start = text.rfind("\n", 0, span.start) + 1
    while start < span.end:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        if text[start:end].strip():
            yield Span(start, end)
        start = end


def _counts(repairs: Iterable[Repair]) -> list[tuple[str, str, int]]:
    """Name, reason and number of each kind of repair; those that go character by character count characters."""
    counts: dict[str, int] = {}
    for repair in repairs:
        counts[repair.kind] = counts.get(repair.kind, 0) + 1
    return [(str(repair_name(kind)), str(repair_reason(kind)), count) for kind, count in counts.items()]


def asked_span(asked: str, length: int) -> Span | None:
    """`"120-131"` as a span of a text of that length; None for anything else."""
    first, dash, last = asked.partition("-")
    if not (dash and all(part.isascii() and part.isdigit() and len(part) < 10 for part in (first, last))):
        return None
    start, end = int(first), int(last)
    return Span(start, end) if start < end <= length else None


def asked_link(links: Sequence[Any], asked: str) -> Any | None:
    """The source of that number in the case; None where there is none."""
    return next((link for link in links if str(link.number) == asked), None)
