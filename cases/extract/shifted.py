"""GBK bytes that slipped by one, as in `向?qū)<易稍儐栴}` for 向專家咨詢問題: repaired where one reading alone fits.

How it comes about: a page in GBK is changed byte by byte, without regard to where characters begin. A pair of bytes
that straddles two characters is taken for one character: a gloss is put in behind it (向專 holds the bytes of 驅, so
`(qū)` lands inside 專), or, taken for full-width punctuation, it becomes one ASCII byte (the A3BB in 。活 becomes `;`).
The byte before is left without its partner and decodes as `?`, swallowing a bracket that follows; all after it is
paired one byte late, until a trailing byte that is ASCII by itself (`}`, `h`) or one more lost byte (`?`) brings the
pairs back into step. So the stretch is encoded again, the lost first byte (and last) tried, and the pairs read in step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import Final

from . import glosses, script
from .alternatives import begun
from .spans import Edit, Span, Text
from .values import value
from .words import MARKS, is_common, likelihood, makes_word

KIND: Final = "shifted_bytes"
LOST: Final = begun("[?\ufffd]")
REMNANT: Final = re.compile("([a-zà-üā-ǜɡ]{1,6})[)）]", re.IGNORECASE)
GLOSS_BEFORE: Final = re.compile("[(（][a-zà-üā-ǜɡ]{1,6}[)）]$", re.IGNORECASE)
GLOSS: Final = re.compile("[(（][a-zà-üā-ǜɡ]{1,6}[)）]", re.IGNORECASE)
SUSPECT: Final = re.compile(
    "[?\ufffd](?:([a-zà-üā-ǜɡ]{1,6}[)）])([\u2460-\u24ff\u3400-\u9fff\ue000-\uf8ff]{0,4}(?=[?}|~])|)"
    "|([;<>:,!]?)([\u2460-\u24ff\u3400-\u9fff\ue000-\uf8ff]{1,20}))[?}|~]?"
    "|[\ue000-\uf8ff]{1,20}",
    re.IGNORECASE,
)
SIGN: Final = re.compile("[?;:<>,!]")
PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
BRACKET: Final = re.compile(r"[()（）\n]")
HANZI: Final = re.compile("[\u3400-\u9fff]")
LONGEST: Final = 300
CONTEXT: Final = 4
MOST: Final = 300
ENDS: Final = 6
CLEAR: Final = 2.0
SAID_ELSEWHERE: Final = 4.0
SENSIBLE: Final = -7.5
PUNCTUATION_LEADS: Final = (0xA1, 0xA3)
LEADS: Final = range(0x81, 0xFF)
TRAILS: Final = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@value(frozen=True, slots=True)
class Slip:
    """A stretch that may have slipped: its span, its bytes, and what glosses say of the two lost ones.

    `first` reads the character made of the byte before the stretch and the first lost one; `last` the last character.
    `open_end` where the last character's second byte is lost.
    """

    start: int
    end: int
    data: bytes
    first: str
    last: str
    open_end: bool


@value(frozen=True, slots=True)
class Guess:
    """What a slip may have been, and how likely that is among its neighbours."""

    string: str
    worth: float


def repair_shifted(text: Text) -> Text:
    """The text with slipped stretches put right where that is certain, and marked where it is not.

    >>> repair_shifted(Text.of("黨組織通過網絡向?qū)<易稍儐栴}180多條")).string
    '黨組織通過網絡向專家咨詢問題180多條'
    """
    edits: list[Edit] = []
    for at in islice(_lost(text.string), MOST):
        if not edits or at >= edits[-1].end:
            edits.extend(_repair(text.string, at))
    text = text.edit(edits, KIND)
    return text.mark(_suspects(text.string), KIND)


def _lost(string: str) -> Iterator[int]:
    """Where a byte may have been lost: after a Chinese character, and what follows is odd.

    Odd is the rest of a gloss, a half-width sign, or characters that are hardly ever seen.
    """
    for match in LOST.finditer(string):
        at = match.end()
        odd = SIGN.match(string, at) or REMNANT.match(string, at) or any(map(_rare, string[at : at + 3]))
        if odd and HANZI.match(_bare_before(string, match.start())[-1:]):
            yield match.start()


def _rare(character: str) -> bool:
    return character > "\u2000" and not is_common(character)


def _repair(string: str, at: int) -> list[Edit]:
    """The one repair of a stretch that begins with the lost byte at `at`, if there is a certain one."""
    slips = list(islice(_slips(string, at), ENDS))
    found = [(slip, guess) for slip in slips if (guess := _restore(string, slip)) is not None]
    if not found:
        return []
    slip, guess = max(found, key=lambda pair: (pair[1].worth, pair[0].end))
    return [Edit(slip.start, slip.end, guess.string)]


def _slips(string: str, at: int) -> Iterator[Slip]:
    """All the ways in which a slipped stretch from `at` on may end."""
    remnant = REMNANT.match(string, at + 1)
    first = remnant[1] if remnant else ""
    data = b""
    for here in range(remnant.end() if remnant else at + 1, min(len(string), at + LONGEST)):
        character = string[here]
        if data and LOST.match(character):
            last = REMNANT.match(string, here + 1)
            yield Slip(at, last.end() if last else here + 1, data, first, last[1] if last else "", True)
        if "@" <= character <= "~":
            yield Slip(at, here + 1, data + character.encode(), first, "", False)
        pair = _pair(character)
        if pair is None or not _common(data[-1:] + pair[:1]):
            return
        data += pair


def _common(pair: bytes) -> bool:
    """Whether two bytes are a frequent character; a single one (the stretch just begins) may become anything."""
    return len(pair) < 2 or is_common(_decode(pair) or "")


def _pair(character: str) -> bytes | None:
    """The two bytes a character was decoded from; an ASCII sign stands for its full-width form."""
    if "!" <= character <= "~":
        return bytes([0xA3, ord(character) + 0x80])
    pair = character.encode("gb18030", errors="ignore")
    return pair if len(pair) == 2 else None


def _restore(string: str, slip: Slip) -> Guess | None:
    """What the slip was, where one answer is clearly the best and makes sense."""
    middle = _decode(slip.data[1:-1] if slip.open_end else slip.data[1:])
    if middle is None or not is_common(middle[-1:] or "的"):
        return None
    before, after = _before(string, slip.start), _after(string, slip.end)
    first = _best(string, _firsts(string, slip), before, middle[:CONTEXT] or after)
    if first is None:
        return None
    last = ""
    if slip.open_end:
        found = _best(string, _lasts(string, slip), (before + first + middle)[-CONTEXT:], after)
        if found is None or (not slip.last and _closes_unopened(string, slip.end)):
            return None
        last = found
    return _sensible(string, slip, before, first + middle + last, after)


def _closes_unopened(string: str, at: int) -> bool:
    """Whether a bracket closes later on the line that wasn't opened there: the lost byte may have swallowed it."""
    depth = 0
    for sign in BRACKET.findall(string, at, at + LONGEST):
        depth += 1 if sign in "(（" else -1
        if sign == "\n" or depth < 0:
            return bool(sign != "\n")
    return False


def _sensible(string: str, slip: Slip, before: str, restored: str, after: str) -> Guess | None:
    """The repair, if it reads like Chinese and much better than what stands there."""
    worth = likelihood(before + restored + after)
    length = len(before + restored + after)
    as_it_stands = likelihood(before + string[slip.start : slip.end] + after)
    gain = worth - as_it_stands
    return Guess(restored, gain) if gain > CLEAR and worth / length > SENSIBLE else None


def _best(string: str, candidates: list[str], before: str, after: str) -> str | None:
    """The candidate that fits best between its neighbours, if it does so clearly.

    A pair that the text has in another place too counts for more: a text repeats its words. A character that makes
    no word with its neighbours is not taken, however much likelier than others.
    """
    pairs = _pairs_of(string)
    ranked = sorted(
        (
            (likelihood(before + one + after) + SAID_ELSEWHERE * _said(pairs, before, one, after), one)
            for one in candidates
        ),
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEAR):
        return None
    best = ranked[0][1]
    backed = len(ranked) == 1 or best in MARKS or makes_word(before, best, after)
    return best if backed or _said(pairs, before, best, after) else None


def _firsts(string: str, slip: Slip) -> list[str]:
    """The characters whose second byte begins the slip; a gloss tells which the lost first byte is."""
    known = _ending_in(slip.data[0])
    if slip.first:
        trail = _bare_before(string, slip.start)[-1:].encode("gb18030", errors="ignore")[-1:]
        known = tuple(pair for pair in known if _reads(trail + bytes([pair[0]]), slip.first))
    return _of_one_script((character for _, character in known), string)


def _lasts(string: str, slip: Slip) -> list[str]:
    """The characters whose first byte ends the slip; a gloss tells how the right one is read.

    None where the byte begins a punctuation mark: which one it was can't be told.
    """
    if slip.data[-1] in PUNCTUATION_LEADS:
        return []
    known = _beginning_with(slip.data[-1])
    return _of_one_script((one for one in known if not slip.last or glosses.fits(one, slip.last)), string)


@cache
def _ending_in(trail: int) -> tuple[tuple[int, str], ...]:
    """The frequent characters with this second byte, each after its first byte."""
    found = ((lead, _decode(bytes([lead, trail]))) for lead in LEADS)
    return tuple((lead, one) for lead, one in found if one and is_common(one))


@cache
def _beginning_with(lead: int) -> tuple[str, ...]:
    """The frequent characters with this first byte."""
    found = (_decode(bytes([lead, trail])) for trail in TRAILS)
    return tuple(one for one in found if one and is_common(one))


def _of_one_script(characters: Iterable[str], string: str) -> list[str]:
    """The characters without those that only the other script has."""
    return [one for one in characters if not (_traditional(string) and script.is_only_simplified(one))]


@lru_cache(maxsize=4)
def _traditional(string: str) -> bool:
    return script.is_traditional(string)


@lru_cache(maxsize=4)
def _pairs_of(string: str) -> frozenset[str]:
    """All pairs of neighbouring Chinese characters in the text, glosses aside."""
    bare = GLOSS.sub("", string)
    return frozenset(map("".join, pairwise(bare)))


def _said(pairs: frozenset[str], before: str, one: str, after: str) -> bool:
    """Whether the text has the character with one of its neighbours in another place."""
    return any(len(HANZI.findall(pair)) == 2 and pair in pairs for pair in (before[-1:] + one, one + after[:1]))


def _reads(pair: bytes, gloss: str) -> bool:
    character = _decode(pair)
    return bool(character) and glosses.fits(str(character), gloss)


def _decode(pairs: bytes) -> str | None:
    """Bytes as GBK, or None where they aren't whole characters of it."""
    try:
        return pairs.decode("gbk")
    except UnicodeDecodeError:
        return None


def _bare_before(string: str, at: int) -> str:
    """What stands before a place, without a gloss just before it."""
    return GLOSS_BEFORE.sub("", string[max(0, at - 10) : at])


def _before(string: str, at: int) -> str:
    """The few characters before a place on its line, glosses aside."""
    return GLOSS.sub("", string[max(0, at - 40) : at].rpartition("\n")[2])[-CONTEXT:]


def _after(string: str, at: int) -> str:
    """The few characters after a place on its line, glosses aside."""
    return GLOSS.sub("", string[at : at + 40].partition("\n")[0])[:CONTEXT]


def _suspects(string: str) -> Iterator[Span]:
    """Stretches that look slipped but could not be put right: a lost byte with rare or private characters after it."""
    for match in SUSPECT.finditer(string):
        found = match[4] or ""
        rare = sum(map(_rare, found))
        if match[1] or (rare and (match[3] or 2 * rare >= len(found))) or PRIVATE.search(match[0]):
            yield Span(*match.span())
