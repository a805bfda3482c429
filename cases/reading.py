"""A case's text laid out for reading: paragraphs and headings of the clean public text, every figure in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases.extract.spans import Span
from cases.models import Case, CaseSource
from cases.models.source import Rights

NUMBERING = 14  # characters a heading's line may have beside the heading: 第三部分、(一) and the like
BREAKS_FROM = 16  # a shorter line without a full stop is a heading, not a broken sentence
CLOSING = "。！？；：…”’）》!?;:)”"
LONG = 8  # longer words of a figure may break over lines


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; `figure` where it is a figure's words."""

    text: str
    figure: Any = None

    @property
    def long(self) -> bool:
        return len(self.text) > LONG


@dataclass
class Block:
    """A line of the text: a paragraph (level 0), or a heading (2, 3). `anchors` are the parts that begin in it."""

    pieces: list[Piece]
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
    parts = [part for part in (*case.sections.all(), *measures) if part.is_public and part.source_id == link.source_id]
    parts.sort(key=lambda part: (part.start, -part.end))
    text = _Lines(link)
    begins = [text.span(part).start for part in parts]
    lines = _joined(text, text.lines(_body_start(link, parts)), begins)
    return Layout([_block(text, line, parts, figures) for line in lines], _contents(parts, link))


class _Lines:
    """The public clean text of a case, with offsets of its own."""

    def __init__(self, link: CaseSource) -> None:
        self.source = link.source
        self.whole = link.source.mapped.clean_span(link.start, link.end)
        self.string = link.source.public_clean(link.start, link.end)

    def span(self, find: Any) -> Span:
        """Where a find stands in `string`."""
        span = self.source.mapped.clean_span(find.start, find.end)
        return Span(span.start - self.whole.start, span.end - self.whole.start)

    def words(self, start: int, end: int) -> str:
        """A stretch in one line: between Chinese characters a line end is nothing, not a blank."""
        first, *rest = self.string[start:end].split("\n")
        return first + "".join(line.strip() for line in rest)

    def lines(self, source_start: int) -> Iterator[Span]:
        """Lines with something in them, blanks at either end left out, from a place in the source on."""
        first = self.source.mapped.clean_span(source_start, source_start).start - self.whole.start
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


def _block(text: _Lines, line: Span, parts: Iterable[Any], figures: Iterable[Any]) -> Block:
    block = Block(_pieces(text, line, figures))
    for part in parts:
        start = text.span(part).start
        if not line.start <= start < line.end:
            continue
        block.anchors.append(anchor(part))
        if part.heading and len(line) <= len(part.heading) + NUMBERING and start - line.start <= NUMBERING:
            block.level = max(block.level, 0) or (2 if _is_section(part) else 3)
    return block


def _pieces(text: _Lines, line: Span, figures: Iterable[Any]) -> list[Piece]:
    pieces, at = [], line.start
    spans = sorted(((text.span(figure), figure) for figure in figures), key=lambda pair: pair[0])
    for span, figure in spans:
        if not line.start <= span.start < span.end <= line.end or span.start < at:
            continue
        pieces += [Piece(text.words(at, span.start)), Piece(text.words(span.start, span.end), figure)]
        at = span.end
    return [piece for piece in (*pieces, Piece(text.words(at, line.end))) if piece.text]


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
