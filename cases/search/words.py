"""Words as a search compares them, and the passages that hold them."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from cases.extract.script import convert


@dataclass(frozen=True)
class Piece:
    """A stretch of a shown passage; `hit` where it is what was looked for."""

    text: str
    hit: bool = False


def normalise(text: str) -> str:
    """Width, case and script set aside: `normalise("党建１＋１ 農村QQ群")` is `"党建1+1 农村qq群"`."""
    return convert(text.translate(_plain))


class _Plain(dict[int, str]):
    """Each letter without width and case, worked out the first time it is met; `several` finds those made two."""

    several = re.compile("(?!)")
    _met, _lock = "", Lock()

    def __missing__(self, letter: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(letter)).lower()
        with self._lock:
            if len(plain) > 1 and chr(letter) not in self._met:
                self._met += chr(letter)
                self.several = re.compile(f"[{re.escape(self._met)}]")
            self[letter] = plain  # last: whoever is given it finds it, too
        return plain


_plain = _Plain()


def folded(text: str) -> tuple[str, Sequence[int]]:
    """The normalised text, and for each of its characters the place in the text it comes from.

    Character by character where NFKC makes one character of ㎡ two: so the map holds.
    """
    plain = text.translate(_plain)
    if len(plain) == len(text):  # none was made two, as none is ever lost
        return convert(plain), range(len(text))
    places = array("l")
    at = 0
    for found in _plain.several.finditer(text):
        place = found.start()
        places.extend(range(at, place))
        places.extend([place] * len(_plain[ord(found[0])]))
        at = place + 1
    places.extend(range(at, len(text)))
    return convert(plain), places


def hits(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the (normalised) terms stand in the text, in order, overlaps joined."""
    plain, places = folded(text)
    found: list[tuple[int, int]] = []
    for term in filter(None, terms):
        at = plain.find(term)
        while at >= 0:
            found.append((places[at], places[at + len(term) - 1] + 1))
            at = plain.find(term, at + len(term))
    return _joined(sorted(found))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def pieces(text: str, spans: Iterable[tuple[int, int]], start: int = 0, end: int | None = None) -> list[Piece]:
    """`text[start:end]` cut at the hits."""
    end = len(text) if end is None else end
    cut, at = [], start
    for left, right in spans:
        left, right = max(left, at), min(right, end)
        if left >= right:
            continue
        if left > at:
            cut.append(Piece(text[at:left]))
        cut.append(Piece(text[left:right], hit=True))
        at = right
    if at < end:
        cut.append(Piece(text[at:end]))
    return cut


def highlighted(text: str, terms: Iterable[str]) -> list[Piece]:
    """The whole text with its hits."""
    return pieces(text, hits(text, terms))


@dataclass(frozen=True)
class Passage:
    """A passage with its hits lit; `start` and `end` are the first hit's own place in the text (None without one)."""

    pieces: list[Piece]
    start: int | None = None
    end: int | None = None


def snippets(text: str, terms: Iterable[str], around: int = 36, at_most: int = 2) -> list[list[Piece]]:
    """The pieces of `passages`."""
    return [passage.pieces for passage in passages(text, terms, around, at_most)]


def passages(text: str, terms: Iterable[str], around: int = 36, at_most: int = 2) -> list[Passage]:
    """Up to `at_most` passages around hits; the beginning of the text where nothing hits."""
    spans = hits(text, terms)
    if not spans:
        return [Passage(_framed(text, [], 0, 2 * around))] if text else []
    windows: list[tuple[int, int]] = []
    firsts: list[tuple[int, int]] = []
    for start, end in spans:
        window = max(0, start - around), min(len(text), end + around)
        if windows and window[0] <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(windows[-1][1], min(window[1], windows[-1][0] + 4 * around))
        elif len(windows) < at_most:
            windows.append(window)
            firsts.append((start, end))
    framed = (_framed(text, spans, *window) for window in windows)
    return [Passage(pieces, *first) for pieces, first in zip(framed, firsts, strict=True)]


def _framed(text: str, spans: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    cut = pieces(text, spans, start, min(end, len(text)))
    cut = [Piece(" ".join(piece.text.split("\n")), piece.hit) for piece in cut]
    if start > 0:
        cut.insert(0, Piece("…"))
    if end < len(text):
        cut.append(Piece("…"))
    return cut
