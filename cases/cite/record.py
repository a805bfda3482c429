"""The one record behind every form of citation: public words only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cases.models import Case, Source

LIBRARY = "党建案例库"


@dataclass(frozen=True, slots=True)
class Passage:
    """The characters of the source a figure stands in, and what is written there."""

    start: int
    end: int
    quote: str

    @property
    def place(self) -> str:
        return f"第{self.start}-{self.end}字"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation tells; `issued` is the page's date as known (2002-07-04, 2002-07, 2002 or nothing)."""

    key: str
    title: str
    authors: tuple[str, ...]
    site: str
    issued: str
    accessed: date
    url: str
    case_url: str
    number: int
    original_url: str = ""
    abstract: str = ""
    place: str = ""
    years: str = ""
    passage: Passage | None = None

    @property
    def date_parts(self) -> list[int]:
        """2002-07-04 as 2002, 7, 4."""
        return [int(part) for part in self.issued.split("-") if part.isdigit()]

    @property
    def note(self) -> str:
        """Where in the library, and which words."""
        note = f"{LIBRARY}案例第{self.number}号"
        return f"{note}，原文{self.passage.place}：“{self.passage.quote}”" if self.passage else note


def reference_of(case: Case, request: HttpRequest) -> Reference:
    """The record of a case (needs its sources with their masks, and its place)."""
    link = case.primary_link
    return _reference(case, link.source if link else None, request)


def reference_to(find: Any, request: HttpRequest) -> Reference:
    """The record of a find's words, in the source they stand in (needs its case as above, and `with_words`)."""
    passage = Passage(find.start, find.end, find.public_shown)
    return _reference(find.case, find.source, request, find.words_url, passage)


def _reference(
    case: Case, source: Source | None, request: HttpRequest, words_url: str = "", passage: Passage | None = None
) -> Reference:
    address = request.build_absolute_uri(case.get_absolute_url())
    return Reference(
        key=f"case{case.number}" + (f"c{passage.start}" if passage else ""),
        title=case.public_title,
        authors=tuple(case.public_words(str(author)) for author in case.authors),
        site=source.site if source else "",
        issued=(source.page_date if source else "") or case.page_date,
        accessed=timezone.localdate(),
        url=request.build_absolute_uri(words_url) if words_url else address,
        case_url=address,
        number=case.number,
        original_url=source.url if source else "",
        abstract=case.public_lead,
        place=case.place.full_name if case.place else "",
        years=case.years,
        passage=passage,
    )
