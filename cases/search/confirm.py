"""Terms confirmed in the text of the rows that may hold them, where an index alone can't tell."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from cases.models import SearchRow
from cases.search.backends import Found
from cases.search.query import Query

SECONDS = 0.1  # for one search; an answer cut by it says so
CANDIDATES = 5_000  # rows confirmed in the text at most
CHUNK = 200


def confirmed(rows: QuerySet[SearchRow], query: Query, titles: bool = False) -> QuerySet[SearchRow]:
    """The rows whose text holds all terms of the query and none of those without."""
    for term in query.terms:
        rows = rows.filter(_within("title", term) if titles else _within("title", term) | _within("body", term))
    for term in query.without:
        rows = rows.exclude(_within("title", term) | _within("body", term))
    return rows


def newest_confirmed(chunks: Iterable[Sequence[int]], query: Query, most: int, titles: bool, until: float) -> Found:
    """The first of these keys (of `CANDIDATES` at most: there may be more) whose rows hold what is asked."""
    found: list[int] = []
    seen = 0
    for number, chunk in enumerate(chunks):
        if number and time.monotonic() > until:
            return Found(found, complete=False)
        found += kept(SearchRow.objects.filter(pk__in=chunk), query, titles) if chunk else []
        if len(found) >= most:
            return Found(found[:most])
        seen += len(chunk)
    return Found(found, complete=seen < CANDIDATES)


def chunked(keys: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    """First as many as may do, then more at a time."""
    at, size = 0, first_size(most)
    while at < len(keys):
        yield keys[at : at + size]
        at, size = at + size, min(CHUNK, 2 * size)


def first_size(most: int) -> int:
    """So many rows are looked at first: few of them are refused."""
    return min(CHUNK, 2 * most)


def kept(rows: QuerySet[SearchRow], query: Query, titles: bool = False) -> list[int]:
    """The keys of those that hold what is asked, newest first."""
    fitting = confirmed(rows, query, titles).order_by("-pk")
    return list(fitting.values_list("pk", flat=True))


def _within(name: str, term: str) -> Q:
    return Q(GreaterThan(StrIndex(name, Value(term)), 0))
