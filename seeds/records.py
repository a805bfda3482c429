"""A reading as the records of the extraction format: one JSON object a line (docs/extraction.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cases.extract.records import MaskFound, SectionFound
from metrics.extract.records import FigureFound
from programs.extract.records import MeasureFound, ProgramFound
from seeds.reading import CaseReading, Reading

Record = dict[str, Any]


def records(reading: Reading) -> Iterator[Record]:
    """All records, case by case in the order of the text, flags after each case's figures; then masks and repairs."""
    for number, case in enumerate(reading.cases, start=1):
        yield from case_records(number, case, reading.decoded.text, reading.page.site)
    for mask in reading.masks:
        yield {"type": "mask", **_find(mask, reading.decoded.text)}
    for repair in reading.text.repairs:
        yield {"type": "repair", **repair._asdict()}


def case_records(number: int, case: CaseReading, source: str, site: str | None) -> Iterator[Record]:
    """The case, its sections, measures, figures and flags; `source` is the text its offsets count."""
    yield case_record(number, case, site)
    for kind in ("section", "measure", "figure"):
        for found in getattr(case, f"{kind}s"):
            yield {"type": kind, "case": number, **_find(found, source)}
    for flag in case.flags:
        yield {"type": "flag", "case": number, **asdict(flag)}


def case_record(number: int, case: CaseReading, site: str | None) -> Record:
    header, place = case.header, case.place
    return {
        "type": "case",
        "case": number,
        "title": header.title,
        "authors": list(header.authors),
        "province": place.province,
        "prefecture": place.prefecture,
        "county": place.county,
        "township": place.township,
        "place_basis": place.basis,
        "place_evidence": place.evidence,
        "published": header.published,
        "source_site": site,
        "year_from": header.year_from,
        "year_to": header.year_to,
        "year_basis": header.year_basis,
        "truncated": header.truncated,
        "programs": [_program(program) for program in case.programs],
        "start": case.start,
        "end": case.end,
    }


def _program(program: ProgramFound) -> Record:
    found = asdict(program)
    return {key: found[key] for key in ("name", "kind", "aliases", "main", "parts", "start", "end")}


def _find(found: SectionFound | MeasureFound | FigureFound | MaskFound, source: str) -> Record:
    """A find with its words: `quote` is exactly the source's characters from start to end."""
    record: Record = asdict(found)
    record["quote"] = source[found.start : found.end]
    if "context_start" in record:
        record["context"] = source[record.pop("context_start") : record.pop("context_end")]
    return record


def as_json_lines(reading: Reading) -> Iterator[str]:
    for record in records(reading):
        yield json.dumps(record, ensure_ascii=False)
