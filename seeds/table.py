"""A reading printed for a person: each find in its context, to debug the reader with."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from metrics.extract.records import FigureFound
from seeds.reading import CaseReading, Reading

_AROUND = 14


def as_table(reading: Reading) -> Iterator[str]:
    """The page, the repairs in numbers, then case by case everything found, each with its place in the source."""
    page, decoded = reading.page, reading.decoded
    yield f"{decoded.format}, {decoded.encoding}, {len(decoded.text)} characters, {len(reading.text)} clean"
    yield f"site {page.site or '–'}, page date {page.date or '–'}"
    counts = Counter(repair.kind + ("" if repair.certain else " (marked)") for repair in reading.text.repairs)
    yield "repairs: " + (", ".join(f"{kind} {n}" for kind, n in counts.items()) or "none")
    for damage in decoded.damage:
        yield f"damage: {damage}"
    for mask in reading.masks:
        yield f"mask {mask.reason:<10} [{mask.start}–{mask.end}] {mask.name}"
    if not reading.cases:
        yield "no case found"
    for number, case in enumerate(reading.cases, start=1):
        yield from _case(number, case, reading)


def _case(number: int, case: CaseReading, reading: Reading) -> Iterator[str]:
    header, place = case.header, case.place
    yield ""
    yield f"== case {number}: {header.title}  [{case.start}–{case.end}]" + ("  CUT OFF" if header.truncated else "")
    where = "".join(filter(None, (place.province, place.prefecture, place.county, place.township)))
    yield f"   place {where or '–'} ({place.basis or 'open'}: {place.evidence})"
    yield f"   years {header.year_from}–{header.year_to} ({header.year_basis}: {header.year_evidence})"
    yield f"   authors {'、'.join(header.authors) or '–'}"
    for program in case.programs:
        parts = "; ".join(f"{part.name}={'、'.join(part.means)}" for part in program.parts)
        main = "*" if program.main else " "
        names = f"{program.name} ({program.kind}) [{program.start}] {'、'.join(program.aliases)}"
        yield f"  {main}programme {names} {parts}"
    for section in case.sections:
        yield f"   section {section.kind:<10} [{section.start}–{section.end}] {section.heading}"
    for measure in case.measures:
        yield f"   measure {'  ' * (measure.level - 1)}{measure.order} [{measure.start}–{measure.end}] " + (
            f"{measure.heading}  ({', '.join(measure.practices)})"
        )
    for figure in case.figures:
        yield _figure(figure, reading.decoded.text)
    for flag in case.flags:
        yield f"   flag {flag.kind}: {flag.message}"


def _figure(figure: FigureFound, source: str) -> str:
    before = source[max(0, figure.start - _AROUND) : figure.start].replace("\n", "⏎")
    after = source[figure.end : figure.end + _AROUND].replace("\n", "⏎")
    value = f"{figure.value:g}" + (f"–{figure.value_max:g}" if figure.value_max is not None else "")
    words = f"{_wide(before, _AROUND * 2, right=True)}【{source[figure.start : figure.end]}】{after}"
    meaning = f"{value} {figure.unit} {figure.qualifier} {figure.kind}/{figure.claim} {figure.label}"
    rest = f"| {figure.scope or ''} {figure.period or ''} {figure.indicator or ''} {figure.confidence:.2f}"
    return f"   {figure.start:>6} {_wide(words, 76)} {meaning} {rest}"


def _wide(words: str, columns: int, right: bool = False) -> str:
    """Padded to a number of terminal columns: a Chinese character takes two."""
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
    padding = " " * max(0, columns - width)
    return padding + words if right else words + padding
