"""A case's text laid out for reading: paragraphs and headings of the clean public text, every figure in its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from cases.extract.spans import Run, Span
from cases.models import Case, CaseSource
from cases.models.held import held
from cases.models.source import Rights
from cases.repairs import NUMBERED, repair_name, repair_reason

NUMBERING = 14  # characters a heading's line may have beside the heading: 第三部分、(一) and the like
BREAKS_FROM = 16  # a shorter line without a full stop is a heading, not a broken sentence
CLOSING = "。！？；：…”’）》!?;:)”"
MASKED = "private_name"
LONG = 8  # longer words of a figure may break over lines


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; `figure` where it is a figure's words, `mark` where something was done to it.

    `at` is where it begins in the clean text of the source.
    """

    text: str
    figure: Any = None
    mark: str = ""
    at: int = 0

    @property
    def reason(self) -> str:
        """What was done, in words."""
        if self.mark == MASKED:
            return _("a private person's name, shown without the given name")
        return _(": ").join(map(str, (repair_name(self.mark), repair_reason(self.mark))))

    @property
    def long(self) -> bool:
        return len(self.text) > LONG


@dataclass
class Block:
    """A line of the text: a paragraph (level 0), or a heading (2, 3). `anchors` are the parts that begin in it.

    `places` tells where its characters stand in the source: `12:40 3:52:9` are twelve from 40 on, one for one, then
    three that stand for the nine from 52 on.
    """

    pieces: list[Piece]
    places: str = ""
    level: int = 0
    anchors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents."""

    anchor: str
    label: str
    depth: int


@dataclass
class Layout:
    """What the page shows of the text; `closed` where its rights don't let it be shown in full."""

    blocks: list[Block] = field(default_factory=list)
    contents: list[Entry] = field(default_factory=list)
    closed: bool = False


def lay_out(case: Case, link: CaseSource | None, figures: Iterable[Any], measures: Iterable[Any]) -> Layout:
    """The text of the case in this source. The source must have its long texts and masks at hand."""
    if link is None or link.source.rights != Rights.FULL:
        return Layout(closed=link is not None)
    found = [*held(case, "sections"), *measures]
    parts = [part for part in found if part.is_public and part.source_id == link.source_id]
    parts.sort(key=lambda part: (part.start, -part.end))
    text = _Lines(link)
    begins = [text.span(part).start for part in parts]
    lines = _joined(text, text.lines(_body_start(link, parts)), begins)
    placed = sorted(((text.span(figure), figure) for figure in figures), key=lambda pair: pair[0])
    begun = list(zip(begins, parts, strict=True))
    return Layout([_block(text, line, begun, placed) for line in lines], _contents(parts, link))


class _Lines:
    """The public clean text of a case, with offsets of its own."""

    def __init__(self, link: CaseSource) -> None:
        self.source = link.source
        self.whole = link.source.placed.clean_span(link.start, link.end)
        self.string = link.source.public_clean(link.start, link.end)

    def span(self, find: Any) -> Span:
        """Where a find stands in `string`."""
        span = self.source.placed.clean_span(find.start, find.end)
        return Span(span.start - self.whole.start, span.end - self.whole.start)

    def words(self, start: int, end: int) -> str:
        """A stretch in one line: between Chinese characters a line end is nothing, not a blank."""
        return "".join(self.string[span.start : span.end] for span in self._kept(start, end))

    def plain(self, start: int, end: int) -> Iterator[Piece]:
        """A stretch as pieces in which every character stands where `at` says: one a line."""
        for span in self._kept(start, end):
            if span:
                yield Piece(self.string[span.start : span.end], at=self.whole.start + span.start)

    def places(self, line: Span) -> str:
        """Where the characters of a line, as `words` gives them, stand in the source (see `Block`)."""
        runs = (run for span in self._kept(line.start, line.end) for run in self._runs(span))
        return " ".join(f"{n}:{start}" if n == length else f"{n}:{start}:{length}" for n, start, length in runs)

    def _runs(self, span: Span) -> Iterator[Run]:
        """The runs of the source's map that a stretch touches, cut to it."""
        begin, end = self.whole.start + span.start, self.whole.start + span.end
        for at in range(max(bisect_right(self._begins, begin) - 1, 0), len(self._begins)):
            begun, (n, start, length) = self._begins[at], self.source.runs[at]
            first, last = max(begin, begun), min(end, begun + n)
            if first >= end:
                return
            if first < last:
                plain = n == length
                yield last - first, start + first - begun if plain else start, last - first if plain else length

    @cached_property
    def _begins(self) -> list[int]:
        """Where in the clean text each run of the map begins."""
        return list(accumulate((n for n, _start, _length in self.source.runs[:-1]), initial=0))

    def _kept(self, start: int, end: int) -> Iterator[Span]:
        """The pieces of a stretch that show: all but line ends and the blanks around them."""
        at = start
        for count, line in enumerate(self.string[start:end].split("\n")):
            words = line.strip() if count else line
            first = at + (len(line) - len(line.lstrip()) if count else 0)
            yield Span(first, first + len(words))
            at += len(line) + 1

    @cached_property
    def marks(self) -> list[tuple[Span, str]]:
        """What a reader should know was repaired, lost, hidden or masked, in the order of the text."""
        shown = [repair for repair in self.source.found_repairs if repair.kind in NUMBERED or not repair.certain]
        found = [(self.span(repair), repair.kind) for repair in shown if repair.clean]
        found += [(self.span(mask), MASKED) for mask in self.source.hiding]
        return sorted((span, kind) for span, kind in found if 0 <= span.start < span.end <= len(self.string))

    def lines(self, source_start: int) -> Iterator[Span]:
        """Lines with something in them, blanks at either end left out, from a place in the source on."""
        first = self.source.placed.clean_span(source_start, source_start).start - self.whole.start
        at = 0
        for line in self.string.splitlines(keepends=True):
            words = line.strip()
            start = at + len(line) - len(line.lstrip())
            if words and start >= first:
                yield Span(start, start + len(words))
            at += len(line)


def _joined(text: _Lines, lines: Iterable[Span], begins: Sequence[int]) -> list[Span]:
    """Lines that a page broke in mid-sentence, put together again; a part always begins a line of its own."""
    joined: list[Span] = []
    for line in lines:
        last = joined[-1] if joined else None
        broken = last is not None and len(last) >= BREAKS_FROM and text.string[last.end - 1] not in CLOSING
        if last and broken and not any(line.start <= at < line.end for at in begins):
            joined[-1] = Span(last.start, line.end)
        else:
            joined.append(line)
    return joined


def _body_start(link: CaseSource, parts: Sequence[Any]) -> int:
    """Sections tile what follows title and authors, which the page shows above the text."""
    return parts[0].start if parts else link.start


def _block(text: _Lines, line: Span, begun: Iterable[tuple[int, Any]], placed: Sequence[tuple[Span, Any]]) -> Block:
    block = Block(_pieces(text, line, placed), text.places(line))
    for start, part in begun:
        if not line.start <= start < line.end:
            continue
        block.anchors.append(anchor(part))
        if part.heading and len(line) <= len(part.heading) + NUMBERING and start - line.start <= NUMBERING:
            block.level = max(block.level, 0) or (2 if _is_section(part) else 3)
    return block


def _pieces(text: _Lines, line: Span, placed: Sequence[tuple[Span, Any]]) -> list[Piece]:
    """The line cut at its figures, given with their places in the order of the text."""
    pieces: list[Piece] = []
    at = line.start
    for span, figure in placed:
        if not line.start <= span.start < span.end <= line.end or span.start < at:
            continue
        pieces += _marked(text, Span(at, span.start))
        pieces.append(Piece(text.words(span.start, span.end), figure, at=text.whole.start + span.start))
        at = span.end
    return [piece for piece in (*pieces, *_marked(text, Span(at, line.end))) if piece.text]


def _marked(text: _Lines, span: Span) -> Iterator[Piece]:
    """Words between figures, with what was repaired, hidden or masked in them apart."""
    at = span.start
    for marked, kind in text.marks:
        if at <= marked.start and marked.end <= span.end:
            yield from text.plain(at, marked.start)
            yield Piece(text.words(marked.start, marked.end), mark=kind, at=text.whole.start + marked.start)
            at = marked.end
    yield from text.plain(at, span.end)


def anchor(part: Any) -> str:
    return f"{'s' if _is_section(part) else 'm'}{part.pk}"


def _is_section(part: Any) -> bool:
    return not hasattr(part, "order")


def _contents(parts: Iterable[Any], link: CaseSource) -> list[Entry]:
    """Sections, and under them the measures; a part without a heading goes by its kind."""
    entries: list[Entry] = []
    for part in parts:
        section = _is_section(part)
        label = link.source.public_words(part.heading) or _kind(part, first=not entries)
        depth = part.level - 1 if section else part.level
        entries.append(Entry(anchor(part), label, min(depth, 2)))
    return entries


def _kind(part: Any, first: bool) -> str:
    """What a part without a heading is called."""
    if not _is_section(part):
        return ""
    return _("Opening") if first and part.kind == "other" else str(part.get_kind_display())
