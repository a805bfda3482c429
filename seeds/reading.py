"""The whole order of reading, on one screen: bytes → text → clean text → cases → everything found in each.

No Django in here: a reading is a plain value that can be made anywhere and printed, compared or stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from cases.extract.clean import mend, tidy
from cases.extract.decode import Decoded, decode
from cases.extract.header import read_header, read_page
from cases.extract.places import locate
from cases.extract.privacy import read_masks
from cases.extract.records import Header, MaskFound, Page, PlaceFound, SectionFound
from cases.extract.sections import read_parts
from cases.extract.segment import segment
from cases.extract.spans import Span, Text
from cases.extract.values import replace
from metrics.extract.checks import check
from metrics.extract.figures import read_figures
from metrics.extract.records import FigureFound, FlagFound
from programs.extract.measures import read_measures
from programs.extract.programs import read_programs
from programs.extract.records import MeasureFound, ProgramFound

# A new version says that the same text may now read differently: a test holds it to the stored reading of the seeds.
READER_VERSION = "5"
LEAD = 100  # characters a story opens with, its title among them

Found = TypeVar("Found", Header, SectionFound, ProgramFound, MeasureFound, MaskFound)


@dataclass(frozen=True, slots=True)
class CaseReading:
    """One case and all that was found in it, in source offsets."""

    start: int
    end: int
    header: Header
    place: PlaceFound
    sections: tuple[SectionFound, ...]
    programs: tuple[ProgramFound, ...]
    measures: tuple[MeasureFound, ...]
    figures: tuple[FigureFound, ...]
    flags: tuple[FlagFound, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source text says: the text itself, its clean form, its page, its cases, and the names to mask in it."""

    decoded: Decoded
    text: Text
    page: Page
    cases: tuple[CaseReading, ...]
    masks: tuple[MaskFound, ...] = ()


def read(data: bytes, name: str = "") -> Reading:
    """Everything found in a file's bytes; raises `DecodeError` where there is no text to read."""
    return read_decoded(decode(data, name))


def read_decoded(decoded: Decoded) -> Reading:
    """Everything found in a decoded text; a text without a story has no cases."""
    mended = mend(decoded.text)
    page, text = read_page(mended.string), tidy(mended)
    cases = tuple(read_case(text, span, page) for span in segment(text))
    masks = read_masks(text.string, [author for case in cases for author in case.header.authors])
    return Reading(decoded, text, page, cases, tuple(_in_source(text, masks)))


def read_case(text: Text, span: Span, page: Page) -> CaseReading:
    """One case, stage by stage in clean offsets, then all spans turned to source offsets at once."""
    header = read_header(text, span, page)
    sections, steps = read_parts(text, span)
    year = header.year_to or header.year_from  # names as of the time it was written
    place = locate(text.string, span, header.title, year, text.string[: span.start][-300:])
    programs = read_programs(text, span, header.title)
    measures = read_measures(text, span, sections, steps)
    today = _told_in(header, text.string[span.start : min(span.end, span.start + LEAD)])
    figures = read_figures(text.string, span, year=today, sections=sections, place=place, title=header.title)
    flags = check(text.string, figures)
    at = text.source_span(span.start, span.end)
    return CaseReading(
        at.start,
        at.end,
        _in_source(text, [header])[0],
        _place_in_source(text, place),
        tuple(_in_source(text, sections)),
        tuple(_in_source(text, programs)),
        tuple(_in_source(text, measures)),
        tuple(_figures_in_source(text, figures)),
        tuple(_flag_in_source(text, flag) for flag in flags),
    )


def _told_in(header: Header, lead: str) -> int | None:
    """The year 今年 and 去年 count from: the page's where the story was new then, else the story's own last year.

    Of a page without a date it is the last year named only where the story opens with it: one named further on
    (2004年冬天, 他学会了种菜) is as a rule long past when the story speaks of 今年.
    """
    if not header.published:
        return header.year_to if header.year_basis == "stated" and str(header.year_to) in lead else None
    if header.year_basis == "page_date":
        return None
    year = int(header.published[:4])
    fresh = header.year_to is None or year - header.year_to <= 1
    return year if fresh else header.year_to


def _in_source(text: Text, found: Iterable[Found]) -> list[Found]:
    turned = []
    for one in found:
        at = text.source_span(one.start, one.end)
        same = at.start == one.start and at.end == one.end
        turned.append(one if same else replace(one, start=at.start, end=at.end))
    return turned


def _figures_in_source(text: Text, figures: Iterable[FigureFound]) -> Iterator[FigureFound]:
    for figure in figures:
        at = text.source_span(figure.start, figure.end)
        around = text.source_span(figure.context_start, figure.context_end)
        if at == Span(figure.start, figure.end) and around == Span(figure.context_start, figure.context_end):
            yield figure
            continue
        yield replace(figure, start=at.start, end=at.end, context_start=around.start, context_end=around.end)


def _place_in_source(text: Text, place: PlaceFound) -> PlaceFound:
    if place.start is None or place.end is None:
        return place
    at = text.source_span(place.start, place.end)
    return replace(place, start=at.start, end=at.end)


def _flag_in_source(text: Text, flag: FlagFound) -> FlagFound:
    spans = (text.source_span(start, end) for start, end in flag.figures)
    return replace(flag, figures=tuple((span.start, span.end) for span in spans))


def clean_words(reading: Reading, case: CaseReading) -> str:
    """The clean text of a case."""
    span = reading.text.clean_span(case.start, case.end)
    return reading.text.string[span.start : span.end]
