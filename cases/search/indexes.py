"""What is searched of a case: its title, lead, places and the public clean text of its sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from cases.models import Case, CaseSource, Source
from cases.models.source import Rights
from cases.search.index import Index


def _prepared(queryset: QuerySet[Any]) -> QuerySet[Any]:
    sources = Source.objects.defer("raw", "repairs").with_masks()
    links = CaseSource.objects.prefetch_related(Prefetch("source", sources))
    return queryset.select_related("place__province", "place__prefecture", "place__successor").prefetch_related(
        Prefetch("source_links", links)
    )


def _body(case: Case) -> str:
    place = case.place
    names = [place.full_name, place.now.name] if place else []
    texts = [
        link.source.public_clean(link.start, link.end)
        for link in case.source_links.all()
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
    _prepared,
    _of_source,
    kind=1,
    year=lambda case: case.year_from,
)
