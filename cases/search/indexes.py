"""What is searched of a case: its title, lead, places and the public clean text of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Case, CaseSource
from cases.models.held import held
from cases.models.source import Rights
from cases.prepared import Prepared
from cases.rows import hold_sources
from cases.search.index import Index


def _placed(keys: Sequence[int]) -> QuerySet[Case]:
    places = [f"place__{name}" for name in ("province", "prefecture", "successor")]
    return Case.objects.select_related(*places).defer("reading", "decided").filter(pk__in=keys)


def _sourced(keys: Sequence[int]) -> QuerySet[CaseSource]:
    links = CaseSource.objects.select_related("source").defer("source__raw", "source__repairs")
    return links.filter(case__in=keys)


_CASES, _LINKS = Prepared(_placed), Prepared(_sourced)


def _read(keys: Sequence[int]) -> list[Any]:
    cases = _CASES(keys)
    hold_sources(cases, _LINKS(keys))
    return cases


def _body(case: Case) -> str:
    place = case.place
    names = [place.full_name, place.now.name] if place else []
    texts = [
        link.source.public_clean(link.start, link.end)
        for link in held(case, "source_links")
        if link.source.rights == Rights.FULL
    ]
    authors = [case.public_words(str(author)) for author in case.authors]
    return "\n".join([case.public_lead, *names, case.township, *authors, *texts])


def _of_source(sources: Iterable[int]) -> Q:
    return Q(source_links__source__in=sources)


CASES = Index(
    "cases",
    Case,
    {"title": lambda case: case.public_title, "body": _body},
    _read,
    _of_source,
    kind=1,
    year=lambda case: case.year_from,
)
