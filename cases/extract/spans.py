"""Places in a text, and a text that remembers where each of its characters came from.

Offsets count Unicode code points and are half-open. A `Text` holds the string as cleaned so far beside the
source it was made from; every edit keeps the map, so any span of the clean string can be pointed at in the
source at any time. The idea of original + normalized + alignments is that of the normalizers in Hugging Face's
tokenizers.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress, pairwise
from operator import attrgetter, ne
from typing import NamedTuple

from cases.extract.values import value

Run = tuple[int, int, int]
_WORD = 8 * array("l").itemsize


@value(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of a string: `Span(3, 7)` is characters 3, 4, 5 and 6."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Repair(NamedTuple):
    """One thing cleaning did: `source[start:end]` stands as `clean` in the clean text.

    `certain` is False where damage was found but could only be marked.
    """

    kind: str
    start: int
    end: int
    clean: str
    certain: bool = True


class Edit(NamedTuple):
    """A change wanted by a cleaning step, in the offsets of the string it was given.

    `attach` makes deleted characters part of the character before them, so that a quote that ends there keeps
    them: in `9個(gè)村` the gloss belongs to 個.
    """

    start: int
    end: int
    replacement: str
    attach: bool = False


class Text:
    """A clean string, its source, and the map between the two.

    >>> text = Text.of("黨日活動(dòng)的").edit([Edit(4, 10, "", attach=True)], "gloss")
    >>> text.string, text.quote(2, 4)
    ('黨日活動的', '活動(dòng)')
    """

    __slots__ = ("_ends", "_starts", "repairs", "source", "string")

    def __init__(
        self, string: str, source: str, starts: Sequence[int], ends: Sequence[int], repairs: tuple[Repair, ...] = ()
    ) -> None:
        if not len(string) == len(starts) == len(ends):
            raise ValueError("the map must have one entry a character")
        self.string, self.source, self.repairs = string, source, repairs
        self._starts, self._ends = starts, ends

    @classmethod
    def of(cls, source: str) -> Text:
        """The text as it is before any cleaning: each character stands for itself."""
        places = _numbers(len(source) + 1)
        return cls(source, source, places[:-1], places[1:])

    def __len__(self) -> int:
        return len(self.string)

    def __getitem__(self, part: slice) -> Text:
        """A part of the text, with the same source and its share of the map; steps are refused."""
        start, end, step = part.indices(len(self.string))
        if step != 1:
            raise ValueError("a text is cut in one piece")
        return Text(self.string[start:end], self.source, self._starts[start:end], self._ends[start:end], self.repairs)

    def source_span(self, start: int, end: int) -> Span:
        """Where `string[start:end]` stands in the source; an empty span stays empty."""
        if not 0 <= start <= end <= len(self.string):
            raise ValueError(f"no span {start}-{end} in a text of {len(self.string)}")
        if start == end:
            at = self._starts[start] if start < len(self._starts) else (self._ends[-1] if len(self._ends) else 0)
            return Span(at, at)
        return Span(self._starts[start], self._ends[end - 1])

    def quote(self, start: int, end: int) -> str:
        """The source characters of `string[start:end]`, noise included."""
        span = self.source_span(start, end)
        return self.source[span.start : span.end]

    def clean_span(self, start: int, end: int) -> Span:
        """The clean characters that come from `source[start:end]`; empty where all of it was cleaned away."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        return Span(first, max(first, last))

    def edit(self, edits: Iterable[Edit], kind: str, certain: bool = True) -> Text:
        """A new text with the edits made, all of one kind, in any order; overlapping edits are an error.

        A replacement as long as what it replaces maps one for one; any other maps each new character to the
        whole stretch replaced.
        """
        string: list[str] = []
        starts, ends = array("l"), array("l")
        repairs = list(self.repairs)
        at = 0
        ordered = sorted(edits, key=attrgetter("start", "end"))
        if not ordered:
            return self
        for edit in ordered:
            if edit.start < at or edit.end > len(self.string):
                raise ValueError(f"edits overlap at {edit.start}")
            string.append(self.string[at : edit.start])
            starts.extend(self._starts[at : edit.start])
            ends.extend(self._ends[at : edit.start])
            span = self.source_span(edit.start, edit.end)
            repairs.append(Repair(kind, span.start, span.end, edit.replacement, certain))
            string.append(edit.replacement)
            if len(edit.replacement) == edit.end - edit.start:
                starts.extend(self._starts[edit.start : edit.end])
                ends.extend(self._ends[edit.start : edit.end])
            else:
                starts.extend([span.start] * len(edit.replacement))
                ends.extend([span.end] * len(edit.replacement))
            if edit.attach and not edit.replacement and ends:
                ends[-1] = span.end
            at = edit.end
        string.append(self.string[at:])
        starts.extend(self._starts[at:])
        ends.extend(self._ends[at:])
        return Text("".join(string), self.source, starts, ends, tuple(repairs))

    def replaced(self, string: str, kind: str, changed: Iterable[int] | None = None) -> Text:
        """A new text of the same length, each differing stretch reported as one repair of this kind.

        `changed` are the places that differ, where they are known.
        """
        if len(string) != len(self.string):
            raise ValueError("only a string of the same length can stand in")
        repairs = [
            Repair(kind, self._starts[start], self._ends[end - 1], string[start:end])
            for start, end in _stretches(_differing(string, self.string) if changed is None else changed)
        ]
        return Text(string, self.source, self._starts, self._ends, (*self.repairs, *repairs))

    def mark(self, spans: Iterable[Span], kind: str) -> Text:
        """The same text with damage reported that can't be repaired: nothing changes but the report."""
        found = []
        for span in spans:
            at = self.source_span(span.start, span.end)
            found.append(Repair(kind, at.start, at.end, self.string[span.start : span.end], certain=False))
        return Text(self.string, self.source, self._starts, self._ends, (*self.repairs, *found))

    def runs(self) -> list[Run]:
        """The map in short, to be stored: (clean length, source start, source length) from the start on.

        A run as long in the source as in the clean string maps one for one.
        """
        runs: list[list[int]] = []
        for at, beyond in pairwise([*self._breaks(), len(self.string)]):
            start, more = self._starts[at], beyond - at - 1
            length = self._ends[at] - start
            last = runs[-1] if runs else None
            if last and length == 1 and last[0] == last[2] and last[1] + last[2] == start:
                last[0] += 1 + more
                last[2] += 1 + more
            elif last and length != 1 and last[1:] == [start, length]:
                last[0] += 1
            else:
                runs.append([1 + more, start, length + more])
        return [(a, b, c) for a, b, c in runs]

    def _breaks(self) -> Iterator[int]:
        """All places but those of a character that stands for itself right behind another that does.

        Neither starts nor ends ever go back, so that they can be reckoned with all at once, as one number each.
        """
        size = len(self.string)
        if not size:
            return
        starts, ends, ones = _joined(self._starts), _joined(self._ends), _joined(array("l", [1]) * size)
        first = (1 << _WORD * (size - 1)) - 1  # all but the last
        wide = (ends - starts) ^ ones
        apart = ((starts >> _WORD) - (starts & first)) ^ (ones >> _WORD)
        found = array("l", (wide >> _WORD | wide & first | apart).to_bytes(_WORD // 8 * (size - 1), "little"))
        yield 0
        yield from compress(range(1, size), found)

    @classmethod
    def from_runs(cls, string: str, source: str, runs: Iterable[Sequence[int]]) -> Text:
        """The text again, from what `runs` gave (repairs are stored apart)."""
        starts, ends = array("l"), array("l")
        for length, start, source_length in runs:
            if length == source_length:
                starts.extend(range(start, start + length))
                ends.extend(range(start + 1, start + length + 1))
            else:
                starts.extend([start] * length)
                ends.extend([start + source_length] * length)
        return cls(string, source, starts, ends)


class Runs:
    """The map of a text as it is stored, to ask where a few stretches stand without writing it out.

    >>> Runs([(1, 0, 1), (1, 1, 7), (2, 8, 2)]).clean_span(1, 8)
    Span(start=1, end=2)
    """

    __slots__ = ("_begins", "_ends", "_runs", "_starts")

    def __init__(self, runs: Sequence[Sequence[int]]) -> None:
        self._runs = runs
        self._begins = list(accumulate((run[0] for run in runs), initial=0))
        self._starts = [start for _length, start, _source in runs]
        self._ends = [start + source for _length, start, source in runs]

    def clean_span(self, start: int, end: int) -> Span:
        """As `Text.clean_span`."""
        first = self._clean(bisect_right(self._ends, start), start)
        at = max(bisect_left(self._starts, end) - 1, 0)
        return Span(first, max(first, self._clean(at, end, part=1)))

    def source_span(self, start: int, end: int) -> Span:
        """As `Text.source_span`, for a span that isn't empty."""
        if not 0 <= start < end <= self._begins[-1]:
            raise ValueError(f"no span {start}-{end} in a text of {self._begins[-1]}")
        return Span(self._source(start).start, self._source(end - 1).end)

    def _source(self, place: int) -> Span:
        """Where one clean character stands in the source."""
        at = bisect_right(self._begins, place) - 1
        length, start, source = self._runs[at]
        if length != source:
            return Span(start, start + source)
        return Span(start + place - self._begins[at], start + place - self._begins[at] + 1)

    def _clean(self, at: int, place: int, part: int = 0) -> int:
        """How many clean characters stand before a place of the source that is in this run; `part` where one that is
        begun there counts."""
        if at == len(self._runs):
            return self._begins[at]
        length, start, source = self._runs[at]
        if length != source:
            return self._begins[at] + (length if part and start < place else 0)
        return self._begins[at] + min(max(place - start, 0), length)


def standing(word: str, string: str, start: int = 0) -> Iterator[int]:
    """Where a word stands in a string, in order; of a few words this is quicker than a pattern made for them.

    >>> list(standing("白水村", "白水村修路，白水村民受益"))
    [0, 6]
    """
    at = string.find(word, start)
    while at >= 0:
        yield at
        at = string.find(word, at + 1)


def _numbers(count: int) -> Sequence[int]:
    """The numbers from 0 on; of a text of usual length, out of those kept."""
    return _FIRST[:count] if count <= len(_FIRST) else array("l", range(count))


_FIRST = array("l", range(20_000))


def _joined(numbers: Sequence[int]) -> int:
    """Numbers as the words of one, the first of them lowest."""
    words = array("l", numbers) if not isinstance(numbers, array) else numbers
    return int.from_bytes(words.tobytes(), "little")


def _differing(one: str, other: str) -> Iterator[int]:
    """The places in which two strings of the same length differ."""
    return compress(range(len(one)), map(ne, one, other))


def _stretches(places: Iterable[int]) -> list[list[int]]:
    """Start and end of each stretch of places side by side."""
    stretches: list[list[int]] = []
    for at in places:
        if stretches and stretches[-1][1] == at:
            stretches[-1][1] += 1
        else:
            stretches.append([at, at + 1])
    return stretches
