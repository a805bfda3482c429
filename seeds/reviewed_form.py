"""The reviewed fixture as it lies on disk: records anchored by words, turned into the reader's own finds.

No Django: the same finds serve as gold for the scorer and as decisions for the loader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases.extract.records import Header, PlaceFound, SectionFound
from cases.extract.spans import Span, Text
from cases.extract.widths import full_width
from metrics.extract.records import FigureFound, FlagFound
from programs.extract.records import MeasureFound, Part, ProgramFound
from seeds.anchors import quoted, stretch
from seeds.reading import CaseReading

REVIEWED = Path(__file__).parent / "reviewed"
TEXTS = Path(__file__).parent / "texts"
SECOND = ("label_b", "kind_b", "claim_b")


@dataclass(frozen=True, slots=True)
class MaskDecided:
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewedCase:
    """One reviewed case: its pinned number and the finds as a person left them, in source offsets."""

    number: int
    reading: CaseReading


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The reviewed reading of one text."""

    source: dict[str, Any]
    cases: tuple[ReviewedCase, ...]
    masks: tuple[MaskDecided, ...]

    @property
    def path(self) -> Path:
        return TEXTS / str(self.source["file"])


def reviewed_files() -> list[Path]:
    return sorted(REVIEWED.glob("*.jsonl"))


def read_reviewed(path: Path, text: str) -> Reviewed:
    """The fixture laid over its text; raises `AnchorError` for an anchor that does not fit."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    cases = [line for line in lines if line["type"] == "case"]
    return Reviewed(
        source=next(line for line in lines if line["type"] == "source"),
        cases=tuple(_case(case, lines, text) for case in cases),
        masks=tuple(_masks(lines, text)),
    )


def second_views(path: Path, text: str) -> dict[tuple[int, int], dict[str, str]]:
    """By span of a figure what a second annotator said otherwise: `label_b`, `kind_b`, `claim_b`.

    Only the scorer asks for it; the library shows the first view. Raises `AnchorError` as `read_reviewed` does.
    """
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    found = {}
    for line in lines:
        if line["type"] == "figure" and (view := {key: line[key] for key in SECOND if key in line}):
            span, _ = quoted(text, line)
            found[span.start, span.end] = view
    return found


def _of(lines: Iterable[dict[str, Any]], kind: str, case: int) -> list[dict[str, Any]]:
    return [line for line in lines if line["type"] == kind and line.get("case") == case]


def _case(record: dict[str, Any], lines: list[dict[str, Any]], text: str) -> ReviewedCase:
    number = record["case"]
    span = stretch(text, record)
    reading = CaseReading(
        span.start,
        span.end,
        _header(record, span),
        _place(record),
        tuple(_section(line, text, span) for line in _of(lines, "section", number)),
        tuple(_program(line, text) for line in record["programs"]),
        tuple(_measure(line, text, span) for line in _of(lines, "measure", number)),
        tuple(sorted((_figure(line, text, span) for line in _of(lines, "figure", number)), key=lambda f: f.start)),
        tuple(_flag(line, text) for line in _of(lines, "flag", number)),
    )
    return ReviewedCase(record["number"], reading)


def _set(words: str) -> str:
    """Words as the clean text sets them: full-width signs beside Chinese."""
    return full_width(Text.of(words)).string


def _header(record: dict[str, Any], span: Span) -> Header:
    return Header(
        title=_set(record["title"]),
        start=span.start,
        end=span.end,
        authors=tuple(record["authors"]),
        published=record["published"],
        year_from=record["year_from"],
        year_to=record["year_to"],
        year_basis=record["year_basis"],
        year_evidence=record.get("year_evidence") or "",
        truncated=record["truncated"],
        lead=_set(record["lead"]),
    )


def _place(record: dict[str, Any]) -> PlaceFound:
    return PlaceFound(
        province=record["province"],
        prefecture=record["prefecture"],
        county=record["county"],
        township=record["township"],
        code=record["code"],
        basis=record["place_basis"],
        evidence=record["place_evidence"],
    )


def _section(record: dict[str, Any], text: str, case: Span) -> SectionFound:
    span = stretch(text, record, case)
    return SectionFound(record["kind"], _set(record["heading"]), span.start, span.end, record["level"])


def _program(record: dict[str, Any], text: str) -> ProgramFound:
    span, _ = quoted(text, {"type": "programme", **record})
    return ProgramFound(
        name=record["name"],
        kind=record["kind"],
        start=span.start,
        end=span.end,
        aliases=tuple(record["aliases"]),
        main=record["main"],
        parts=tuple(Part(part["name"], tuple(part["means"])) for part in record["parts"]),
    )


def _measure(record: dict[str, Any], text: str, case: Span) -> MeasureFound:
    span = stretch(text, record, case)
    return MeasureFound(
        record["order"], record["level"], _set(record["heading"]), span.start, span.end, tuple(record["practices"])
    )


def _figure(record: dict[str, Any], text: str, case: Span) -> FigureFound:
    span, context = quoted(text, record)
    names = ("value", "value_max", "unit", "qualifier", "label", "scope", "period", "kind", "claim", "indicator")
    return FigureFound(
        start=span.start,
        end=span.end,
        **{name: record[name] for name in names},
        period_basis=_period_basis(record["period"], text[case.start : case.end]),
        confidence=1.0,
        context_start=context.start,
        context_end=context.end,
    )


def _period_basis(period: str | None, story: str) -> str | None:
    """Stated where the story itself writes the years, else inferred (去年 beside a page's date)."""
    if not period:
        return None
    return "stated" if all(year in story for year in re.findall(r"\d{4}", period)) else "inferred"


def _flag(record: dict[str, Any], text: str) -> FlagFound:
    spans = (quoted(text, {"type": "flag", **figure})[0] for figure in record["figures"])
    return FlagFound(record["kind"], tuple((span.start, span.end) for span in spans), _set(record["message"]))


def _masks(lines: Iterable[dict[str, Any]], text: str) -> Iterator[MaskDecided]:
    for line in lines:
        if line["type"] == "mask":
            span, _ = quoted(text, line)
            yield MaskDecided(span.start, span.end, line["reason"])
