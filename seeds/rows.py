"""Reading → rows that are not written yet: the same for one text at the desk and for thousands in bulk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Model

from cases.extract.records import MaskFound, SectionFound
from cases.models import Case, CaseSource, Mask, Section, Source
from cases.repairs import packed
from cases.tables import made
from metrics.extract.records import FigureFound
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure
from seeds.reading import READER_VERSION, CaseReading, Reading
from seeds.shingles import fingerprint
from seeds.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class CaseRows:
    """A case and all that hangs on it, in tables ordered so that each row comes after those it points at."""

    case: Case
    link: CaseSource
    tables: tuple[Sequence[Model], ...]


@dataclass(frozen=True, slots=True)
class TextRows:
    """A source, its cases, the names proposed for masking in it, and what it is found again by."""

    source: Source
    cases: tuple[CaseRows, ...]
    masks: tuple[Mask, ...]
    marks: Set[int]

    def finds(self) -> Iterator[Sequence[Model]]:
        """Table by table, case by case."""
        for rows in self.cases:
            yield from (table for table in rows.tables if table)


def text_rows(reading: Reading, data: bytes, name: str, user: Any, vocabulary: Vocabulary) -> TextRows:
    """The rows of a text; programmes `vocabulary.touched()` are to be saved before them."""
    source = source_row(reading, data, name, user)
    cases = tuple(case_rows(found, source, vocabulary) for found in reading.cases)
    masks = tuple(mask_row(source, found) for found in reading.masks)
    return TextRows(source, cases, masks, fingerprint(source.cleaned))


def mask_row(source: Source, found: MaskFound) -> Mask:
    values = {"name": found.name[:40], "reason": found.reason}
    return made(Mask, **span_of(source, found), **values, reading=values)


def source_row(reading: Reading, data: bytes, name: str, user: Any) -> Source:
    page, decoded = reading.page, reading.decoded
    source = Source(
        sha256=hashlib.sha256(data).hexdigest(),
        raw=data,
        text=decoded.text,
        cleaned=reading.text.string,
        runs=reading.text.runs(),
        repairs=packed(reading.text.repairs),
        encoding=decoded.encoding,
        format=decoded.format,
        file_name=name[-255:],
        site=(page.site or "")[:200],
        url=(page.url or "")[:1000],
        page_title=(page.title or decoded.title or "")[:500],
        page_date=page.date or "",
        damage=list(decoded.damage),
        imported_by=user,
        reader_version=READER_VERSION,
    )
    source.mapped = reading.text
    return source


def case_values(found: CaseReading, vocabulary: Vocabulary) -> dict[str, Any]:
    """The columns of a case as the reader gives them; the fixture and later readings compare with these."""
    header = found.header
    return {
        "title": header.title[:300],
        "lead": header.lead,
        "place": vocabulary.place(found.place),
        "place_basis": found.place.basis or "",
        "place_evidence": found.place.evidence,
        "township": found.place.township or "",
        "authors": list(header.authors),
        "page_date": header.published or "",
        "year_from": header.year_from,
        "year_to": header.year_to,
        "year_basis": header.year_basis or "",
        "year_evidence": header.year_evidence,
        "truncated": header.truncated,
    }


def case_rows(found: CaseReading, source: Source, vocabulary: Vocabulary) -> CaseRows:
    """A case as read, with all its finds; the source may be stored already."""
    values = case_values(found, vocabulary)
    case = Case(**values, completeness=_completeness(found.sections), reader_version=READER_VERSION)
    case.reading = plain(values)
    case.derive()
    sections = [section_row(case, source, one) for one in found.sections]
    measures = [measure_row(case, source, one, sections) for one in found.measures]
    figures = [figure_row(case, source, one, sections, measures, vocabulary) for one in found.figures]
    flags = [Flag(case=case, source=source, kind=one.kind, message=one.message) for one in found.flags]
    tables = (
        sections,
        _program_rows(case, source, found, vocabulary),
        measures,
        _practice_rows(measures, found, vocabulary),
        figures,
        flags,
        _flagged_rows(flags, found, figures),
    )
    return CaseRows(case, made(CaseSource, case=case, source=source, start=found.start, end=found.end), tables)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Column values as JSON can hold them: a related record by its key."""
    return {name: getattr(value, "pk", value) for name, value in values.items()}


def _completeness(sections: Sequence[SectionFound]) -> list[str]:
    return sorted({section.kind for section in sections if section.kind != "other"})


def span_of(source: Source, found: Any) -> dict[str, Any]:
    """The columns that tie a find to its characters."""
    return {
        "source": source,
        "start": found.start,
        "end": found.end,
        "quote": source.text[found.start : found.end],
    }


def section_row(case: Case, source: Source, found: SectionFound) -> Section:
    values = {"kind": found.kind, "heading": found.heading[:300], "level": found.level}
    return made(Section, case=case, **span_of(source, found), **values, reading=values)


def _program_rows(case: Case, source: Source, found: CaseReading, vocabulary: Vocabulary) -> list[CaseProgram]:
    rows: dict[str, CaseProgram] = {}
    for program in found.programs:
        record = vocabulary.program(program)
        # Two spellings may meet in one record: the first, or the main one, is the link.
        if record.normal not in rows or program.main:
            values = {"main": program.main}
            rows[record.normal] = made(
                CaseProgram,
                case=case,
                program=record,
                **span_of(source, program),
                **values,
                reading=plain(asdict(program)),
            )
    return list(rows.values())


def measure_row(case: Case, source: Source, found: Any, sections: Sequence[Section]) -> Measure:
    values = {"order": found.order, "level": found.level, "heading": found.heading[:300]}
    said = {**values, "practices": list(found.practices)}
    section = around(sections, found.start)
    return made(Measure, case=case, section=section, **span_of(source, found), **values, reading=said)


def _practice_rows(measures: Sequence[Measure], found: CaseReading, vocabulary: Vocabulary) -> list[Model]:
    known = vocabulary.practices
    return [
        made(Measure.practices.through, measure=measure, practice_id=known[slug])
        for measure, one in zip(measures, found.measures, strict=True)
        for slug in dict.fromkeys(one.practices)
        if slug in known
    ]


def around(rows: Sequence[Any], at: int) -> Any:
    """The innermost row whose span holds this offset, or None."""
    holding = [row for row in rows if row.start <= at < row.end]
    return min(holding, key=lambda row: row.end - row.start, default=None)


def figure_values(found: FigureFound, vocabulary: Vocabulary) -> dict[str, Any]:
    """The columns of a figure as the reader gives them."""
    return {
        "value": found.value,
        "value_max": found.value_max,
        "unit": vocabulary.unit(found.unit),
        "qualifier": found.qualifier,
        "kind": found.kind,
        "claim": found.claim,
        "label": found.label[:120],
        "indicator": vocabulary.indicator(found.indicator),
        "scope": (found.scope or "")[:120],
        "period": found.period or "",
        "period_basis": found.period_basis or ("stated" if found.period else ""),
        "confidence": found.confidence,
    }


def figure_row(
    case: Case,
    source: Source,
    found: FigureFound,
    sections: Sequence[Section],
    measures: Sequence[Measure],
    vocabulary: Vocabulary,
) -> Figure:
    values = figure_values(found, vocabulary)
    row = made(
        Figure,
        case=case,
        section=around(sections, found.start),
        measure=around(measures, found.start),
        **span_of(source, found),
        context=source.text[found.context_start : found.context_end],
        **values,
        reading=plain(values),
    )
    row.amount = row.counted_amount()
    return row


def _flagged_rows(flags: Sequence[Flag], found: CaseReading, figures: Sequence[Figure]) -> list[Model]:
    at = {(figure.start, figure.end): figure for figure in figures}
    return [
        made(Flag.figures.through, flag=flag, figure=at[span])
        for flag, one in zip(flags, found.flags, strict=True)
        for span in dict.fromkeys(one.figures)
        if span in at
    ]
