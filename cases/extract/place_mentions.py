"""Every mention of a division in a stretch of text: a scan over a table of names, one pass, no guessing yet."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from cases.extract.alternatives import begun
from cases.extract.gazetteer import Division, Gazetteer, gazetteer
from cases.extract.names import without_peoples
from cases.extract.spans import Span
from cases.extract.values import value

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "place_words.json").read_text("utf-8"))
TOWNSHIP_END = begun(r"街道|苏木|[乡镇]")
LONGEST_TOWNSHIP = 8
BYLINE = begun(r"\d{1,2}月\d{1,2}日\s{0,2}(?:[电讯]|消息)")
AGENCY_END = "网社讯报"  # what may stand before the place of a byline: 新华社兰州3月2日电


@value(frozen=True, slots=True)
class Mention:
    """A name as written and what it may stand for: `lines` of the gazetteer, all of one level.

    For a township `lines` are those of its possible counties. `chained` where the name stands right after that of
    a division above it; `full` where it has its rank (开化县, not 开化).
    """

    start: int
    end: int
    written: str
    level: str
    lines: frozenset[str]
    chained: bool = False
    full: bool = True


class Lexicon:
    """The forms names are written in, indexed by their first two characters."""

    def __init__(self, table: Gazetteer) -> None:
        self.table = table
        self.full: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.stems: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for division in table.upper:
            line = table.line(division)
            if division.name.endswith("镇"):  # county-level towns of around 1980, all of them towns of a county since
                continue
            for form in forms(division):
                self.full[form][division.level].add(line)
            if len(division.stem) > 1 and (
                division.level == "province" or division.stem not in WORDS["ordinary_stems"]
            ):
                self.stems[division.stem][division.level].add(line)
        self.full_lengths = _lengths(self.full)
        self.stem_lengths = _lengths(self.stems)
        self.heads = frozenset((*self.full_lengths, *self.stem_lengths))
        first, second = ("".join(sorted({head[i] for head in self.heads})) for i in (0, 1))
        self.pair = re.compile(f"[{first}](?=[{second}])")

    def stem_lines(self, stem: str, level: str) -> set[str]:
        """The lines of this level with this stem."""
        return self.stems[stem].get(level, set()) if stem in self.stems else set()

    def starts(self, string: str, span: Span) -> Iterator[int]:
        """Where a name may begin: a pattern of two characters passes over most of the text, a set over the rest."""
        found = (match.start() for match in self.pair.finditer(string, span.start, span.end))
        return (at for at in found if string[at : at + 2] in self.heads)

    def full_at(self, string: str, at: int, end: int) -> str | None:
        """The longest full name that begins here."""
        return _longest(string, at, end, self.full, self.full_lengths)

    def stem_at(self, string: str, at: int, end: int) -> str | None:
        """The longest stem that begins here."""
        return _longest(string, at, end, self.stems, self.stem_lengths)


def forms(division: Division) -> set[str]:
    """The full name and the short ones in use: 长阳土家族自治县 is also 长阳县 and 长阳自治县, 恩施州 a prefecture.

    >>> sorted(forms(Division("420528", "长阳土家族自治县", "county")))
    ['长阳县', '长阳土家族自治县', '长阳自治县']
    """
    found = {division.name}
    for rank in ("自治县", "自治州", "自治旗"):
        if division.name.endswith(rank) and division.stem != division.name:
            found |= {division.stem + rank[-1], division.stem + rank, division.stem.removesuffix("族") + rank[-1]}
    if division.level == "province" and division.name.endswith("自治区"):
        found.add(division.stem + "自治区")
    return found


def _lengths(names: dict[str, dict[str, set[str]]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name in names:
        found[name[:2]].add(len(name))
    return {k: tuple(sorted(v, reverse=True)) for k, v in found.items()}


def _longest(
    string: str, at: int, end: int, names: dict[str, dict[str, set[str]]], lengths: dict[str, tuple[int, ...]]
) -> str | None:
    for length in lengths.get(string[at : at + 2], ()):
        if at + length <= end and string[at : at + length] in names:
            return string[at : at + length]
    return None


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The one lexicon, made when first needed."""
    return Lexicon(gazetteer())


def mentions(string: str, span: Span) -> list[Mention]:
    """All mentions in `string[span.start:span.end]` in the order of the text; one place may be read at two levels.

    >>> [(m.written, m.level) for m in mentions("湖北兴山县古夫镇", Span(0, 8))]
    [('湖北', 'province'), ('兴山县', 'county'), ('古夫镇', 'township')]
    """
    return list(_mentions(string, span))


@lru_cache(maxsize=16)  # where the story plays and who acts in it are asked of the same stretch
def _mentions(string: str, span: Span) -> tuple[Mention, ...]:
    found = list(_upper(string, span))
    found += _bylines(string, span, {m.end for m in found})
    found += _townships(string, span, found)
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)))


def _upper(string: str, span: Span) -> Iterator[Mention]:
    """Provinces, prefectures and counties; a bare stem of a county only right after what it belongs to."""
    words, stop = lexicon(), span.start
    before: list[Mention] = []
    for at in words.starts(string, span):
        if at < stop:
            continue
        chain = before if at == stop else []
        here = _full(words, string, at, span.end, chain) or _stem(words, string, at, span.end, chain)
        yield from here
        if here:
            before, stop = here, here[0].end


def _full(words: Lexicon, string: str, at: int, end: int, chain: list[Mention]) -> list[Mention]:
    name = words.full_at(string, at, end)
    if name is None:
        return []
    under = {level: below(lines, chain) for level, lines in words.full[name].items()}
    chained = any(under.values())
    if not _stands_alone(string, at, name, chained):
        return []
    stop = at + len(name)
    return [
        Mention(at, stop, name, level, frozenset(under[level] or lines), bool(under[level]))
        for level, lines in words.full[name].items()
        if under[level] or not chained
    ]


def below(lines: set[str], chain: list[Mention]) -> set[str]:
    """Those of the lines that at some time belonged to a place just named."""
    uppers = {line for mention in chain for line in mention.lines}
    return {line for line in lines if uppers & ancestors(line)}


@cache
def ancestors(line: str) -> frozenset[str]:
    """The lines of prefectures and provinces a line ever belonged to."""
    table = gazetteer()
    found: set[str] = set()
    for division in table.members[line]:
        parent = division.parent
        while parent:
            rows = table.by_code[parent]
            found |= {table.line(row) for row in rows}
            parent = rows[-1].parent
    return frozenset(found)


def _stem(words: Lexicon, string: str, at: int, end: int, chain: list[Mention]) -> list[Mention]:
    """A stem: of provinces and prefectures anywhere, of counties only in a chain (湖北兴山)."""
    name = words.stem_at(string, at, end)
    if name is None or (name in WORDS["needs_left"] and not loose_left(string, at)):
        return []
    made = []
    for level in ("province", "prefecture", "county"):
        lines = words.stems[name].get(level, set())
        under = below(lines, chain)
        if under or (lines and level != "county"):
            made.append(Mention(at, at + len(name), name, level, frozenset(under or lines), bool(under), full=False))
    return made


def _bylines(string: str, span: Span, known: set[int]) -> Iterator[Mention]:
    """A county's stem right before the date of a dispatch: 人民网黔西11月8日电."""
    words = lexicon()
    for date in BYLINE.finditer(string, span.start, span.end):
        for start in range(max(span.start, date.start() - 5), date.start() - 1):
            lines = words.stem_lines(string[start : date.start()], "county") if date.start() not in known else set()
            if lines and (strict_left(string, start) or string[start - 1] in AGENCY_END):
                written = string[start : date.start()]
                yield Mention(start, date.start(), written, "county", frozenset(lines), full=False)


def _stands_alone(string: str, at: int, name: str, chained: bool) -> bool:
    """Whether a full name is no part of other words: 沿海城市, 义乌市场, 工业兴县, 城区."""
    after = string[at + len(name) : at + len(name) + 2]
    if after[:1] in WORDS["right_stops"].get(name[-1], ()) or names_township(name, after):
        return False
    if chained:
        return True
    if name in WORDS["needs_parent"] or (len(name) == 2 and name[-1] != "县"):
        return False
    if len(name) == 2:
        return strict_left(string, at)
    return name not in WORDS["needs_left"] or (loose_left(string, at) and not after.startswith("级"))


def names_township(name: str, after: str) -> bool:
    """Whether the name goes on to be a township's: 新县镇, but not 新县乡镇.

    >>> names_township("新县", "镇党"), names_township("新县", "乡镇")
    (True, False)
    """
    return after[:1] in ("镇", "乡") and after != "乡镇" and name in gazetteer().township_lines


def strict_left(string: str, at: int) -> bool:
    """The start of the text, a sign or a space before it, or 中共."""
    return at == 0 or not string[at - 1].isalnum() or string[max(0, at - 2) : at] == "中共"


def loose_left(string: str, at: int) -> bool:
    """As `strict_left`, or after a little word such as 在 or 的, or after a rank (县, 市 …)."""
    return strict_left(string, at) or string[at - 1] in WORDS["left_words"] or string[at - 1] in "省市县区旗州盟"


def _townships(string: str, span: Span, uppers: list[Mention]) -> Iterator[Mention]:
    """Names in 乡, 镇, 街道, 苏木 whose stem the gazetteer holds."""
    ends = {m.end: m for m in uppers if m.level == "county"}
    for rank in TOWNSHIP_END.finditer(string, span.start, span.end):
        found = _township(string, span.start, rank.start(), rank.end())
        if found is not None:
            county = ends.get(found.start)
            lines = found.lines & county.lines if county else frozenset()
            yield Mention(found.start, found.end, found.written, "township", lines or found.lines, bool(lines))


def _township(string: str, first: int, stop: int, end: int) -> Mention | None:
    """The longest known stem that ends where the rank begins; peoples between the two are passed over."""
    if string[end : end + 1] in WORDS["right_stops"].get(string[end - 1], ()):
        return None
    low = max(first, stop - LONGEST_TOWNSHIP)
    if string[stop - 1 : stop] == "族":
        low = max(first, stop - 2 * LONGEST_TOWNSHIP)
        stop = low + len(without_peoples(string[low:stop]))
    known = gazetteer().township_lines
    for start in range(low, stop - 1):
        lines = known.get(string[start:stop])
        if lines and _is_township(string, start, stop, end):
            return Mention(start, end, string[start:end], "township", lines)
    return None


def _is_township(string: str, start: int, stop: int, end: int) -> bool:
    """Whether it is no ordinary word: 中心镇, 各乡镇, 统筹城乡."""
    if string[start:stop] in WORDS["ordinary_townships"]:
        return False
    return string[end - 2 : end] not in WORDS["ordinary_tails"] or loose_left(string, start)
