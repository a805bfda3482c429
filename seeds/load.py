"""Reading → rows: one transaction a text, the same text never twice, nothing half-written.

What people decided alone is left alone: a text already in is skipped whole (its new readings are the desk's work).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from cases.extract.records import SectionFound
from cases.models import Case, CaseSource, Section, Source
from cases.search.signals import held
from metrics.extract.records import FigureFound
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure, Practice
from seeds.reading import READER_VERSION, CaseReading, Reading, read
from seeds.searching import index_source
from seeds.vocabulary import case_place, stored_indicator, stored_program, stored_unit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: its source and how much was found; `skipped` where it was already in."""

    source: Source
    skipped: bool = False
    cases: int = 0
    measures: int = 0
    figures: int = 0


def preview(data: bytes, name: str = "") -> Reading:
    """What `load` would store, nothing written; raises `DecodeError`."""
    return read(data, name)


def stored_source(data: bytes) -> Source | None:
    """The source these bytes already are, if any."""
    return Source.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()


def load(data: bytes, name: str = "", *, user: Any = None, publish: bool = False) -> Outcome:
    """Read the bytes and store what was found, unless they are already in; on `DecodeError` nothing is written."""
    known = stored_source(data)
    if known is not None:
        return Outcome(known, skipped=True)
    return store(read(data, name), data, name, user=user, publish=publish)


@transaction.atomic
def store(
    reading: Reading,
    data: bytes,
    name: str = "",
    *,
    user: Any = None,
    publish: bool = False,
    numbers: Sequence[int] = (),
) -> Outcome:
    """Store a reading of these bytes: the source, its cases and all their finds, searchable when it returns.

    `numbers` pins the cases' numbers in their order, as far as they are still free.
    """
    with held():
        source = _source(reading, data, name, user)
        pinned = [*numbers, *[0] * len(reading.cases)]
        cases = [_case(found, source, number) for found, number in zip(reading.cases, pinned, strict=False)]
        for case in cases if publish else []:
            case.publish(user)
    index_source(source)
    return Outcome(
        source,
        cases=len(cases),
        measures=sum(len(found.measures) for found in reading.cases),
        figures=sum(len(found.figures) for found in reading.cases),
    )


def _source(reading: Reading, data: bytes, name: str, user: Any) -> Source:
    page, decoded = reading.page, reading.decoded
    source = Source(
        sha256=hashlib.sha256(data).hexdigest(),
        raw=data,
        text=decoded.text,
        cleaned=reading.text.string,
        runs=reading.text.runs(),
        repairs=[asdict(repair) for repair in reading.text.repairs],
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
    source.save()
    return source


def case_values(found: CaseReading) -> dict[str, Any]:
    """The columns of a case as the reader gives them; the fixture and later readings compare with these."""
    header = found.header
    return {
        "title": header.title[:300],
        "lead": header.lead,
        "place": case_place(found.place),
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


def _case(found: CaseReading, source: Source, number: int) -> Case:
    values = case_values(found)
    if Case.objects.filter(number=number).exists():
        number = 0
    case = Case(number=number, **values, completeness=_completeness(found.sections), reader_version=READER_VERSION)
    case.reading = plain(values)
    case.save()
    CaseSource.objects.create(case=case, source=source, start=found.start, end=found.end)
    store_sections(case, source, found.sections)
    store_programs(case, source, found)
    store_measures(case, source, found)
    figures = store_figures(case, source, found.figures)
    store_flags(case, source, found, figures)
    return case


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


def store_sections(case: Case, source: Source, sections: Sequence[SectionFound]) -> list[Section]:
    rows = []
    for found in sections:
        values = {"kind": found.kind, "heading": found.heading[:300], "level": found.level}
        rows.append(Section(case=case, **span_of(source, found), **values, reading=values))
    return Section.objects.bulk_create(rows)


def store_programs(case: Case, source: Source, found: CaseReading) -> list[CaseProgram]:
    rows = {}
    for program in found.programs:
        record = stored_program(program)
        # Two spellings may meet in one record: the first, or the main one, is the link.
        if record.pk not in rows or program.main:
            values = {"main": program.main}
            rows[record.pk] = CaseProgram(
                case=case, program=record, **span_of(source, program), **values, reading=plain(asdict(program))
            )
    return CaseProgram.objects.bulk_create(rows.values())


def store_measures(case: Case, source: Source, found: CaseReading) -> list[Measure]:
    sections = list(case.sections.all())
    rows = []
    for measure in found.measures:
        values = {"order": measure.order, "level": measure.level, "heading": measure.heading[:300]}
        said = {**values, "practices": list(measure.practices)}
        section = around(sections, measure.start)
        rows.append(Measure(case=case, section=section, **span_of(source, measure), **values, reading=said))
    rows = Measure.objects.bulk_create(rows)
    tag_practices(rows, [measure.practices for measure in found.measures])
    return rows


def tag_practices(measures: Sequence[Measure], slugs: Sequence[Sequence[str]]) -> None:
    known = dict(Practice.objects.values_list("slug", "pk"))
    tag = Measure.practices.through
    tag.objects.bulk_create(
        tag(measure_id=measure.pk, practice_id=known[slug])
        for measure, names in zip(measures, slugs, strict=True)
        for slug in dict.fromkeys(names)
        if slug in known
    )


def around(rows: Sequence[Any], at: int) -> Any:
    """The innermost row whose span holds this offset, or None."""
    holding = [row for row in rows if row.start <= at < row.end]
    return min(holding, key=lambda row: row.end - row.start, default=None)


def figure_values(found: FigureFound) -> dict[str, Any]:
    """The columns of a figure as the reader gives them."""
    return {
        "value": found.value,
        "value_max": found.value_max,
        "unit": stored_unit(found.unit),
        "qualifier": found.qualifier,
        "kind": found.kind,
        "claim": found.claim,
        "label": found.label[:120],
        "indicator": stored_indicator(found.indicator),
        "scope": (found.scope or "")[:120],
        "period": found.period or "",
        "period_basis": found.period_basis or ("stated" if found.period else ""),
        "confidence": found.confidence,
    }


def store_figures(case: Case, source: Source, found: Sequence[FigureFound]) -> list[Figure]:
    sections, measures = list(case.sections.all()), list(case.measures.all())
    rows = [figure_row(case, source, one, sections, measures) for one in found]
    return Figure.objects.bulk_create(rows)


def figure_row(
    case: Case, source: Source, found: FigureFound, sections: Sequence[Section], measures: Sequence[Measure]
) -> Figure:
    values = figure_values(found)
    row = Figure(
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


def store_flags(case: Case, source: Source, found: CaseReading, figures: Sequence[Figure]) -> None:
    at = {(figure.start, figure.end): figure for figure in figures}
    for flag in found.flags:
        row = Flag.objects.create(case=case, source=source, kind=flag.kind, message=flag.message)
        row.figures.set(at[span] for span in flag.figures if span in at)
