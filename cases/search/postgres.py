"""The search on PostgreSQL: GIN on the pairs of each row, computed by a function of the database itself.

The index gives the rows that hold all pairs; longer terms are confirmed in the text. The planner isn't asked which
way to go, since it knows nothing of terms outside its statistics and would walk the whole table for them: rare pairs
go through the index, pairs of a good part of all rows are met soon on a walk from the newest down.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value

from cases.models import SearchRow
from cases.search.backends import Found, Span, fetched
from cases.search.confirm import CANDIDATES, CHUNK, SECONDS, chunked, confirmed, kept, newest_confirmed
from cases.search.query import Query
from cases.search.tokens import SHORTEST, pairs

WALK = 40  # a step of the walk costs as much as this many entries of the index
PAGE = 20

# Dear, so that the planner never computes it for row after row where the index has it.
CREATE = r"""
CREATE FUNCTION search_pairs(title text, body text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20000 AS $$
SELECT array_agg((ascii(one)::bigint << 21) | ascii(other))
FROM (SELECT string_to_array(title || E'\n' || body, NULL) AS letters) AS text,
     unnest(letters, letters[2:]) AS pair(one, other)
WHERE other IS NOT NULL $$;
CREATE INDEX search_cases ON cases_searchrow USING gin (search_pairs(title, body))
WHERE index = 'cases';
CREATE INDEX search_others ON cases_searchrow USING gin (search_pairs(title, body))
WHERE index <> 'cases';
CREATE INDEX search_titles ON cases_searchrow USING gin (search_pairs(title, ''))
"""
INDEXES = ("search_cases", "search_others", "search_titles")
# What is written waits in a list that each search goes through: short (config/settings.py), but for many rows at once.
LONG_LIST = "SET LOCAL gin_pending_list_limit = '1GB'; SET LOCAL maintenance_work_mem = '256MB'"
SHORT_LIST = "SET LOCAL gin_pending_list_limit TO DEFAULT; SET LOCAL maintenance_work_mem TO DEFAULT"
DROP = "DROP FUNCTION IF EXISTS search_pairs(text, text) CASCADE"
LZ4 = "ALTER TABLE cases_searchrow ALTER COLUMN body SET COMPRESSION lz4"
HAS_LZ4 = "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"

_SPAN = "index = %s AND id >= %s AND id < %s"
_RARE = (
    "WITH found AS MATERIALIZED (SELECT id FROM cases_searchrow WHERE search_pairs(title, {body}) @> %s::bigint[] "
    f"AND {_SPAN}) SELECT id FROM found ORDER BY id DESC LIMIT %s"
)
_SHARES = """
SELECT c.reltuples, (SELECT min(coalesce(s.most_common_elem_freqs[array_position(s.held, pair)], 0))
                     FROM unnest(%s::bigint[]) AS pair)
FROM pg_class AS c, (SELECT most_common_elems::text::bigint[] AS held, most_common_elem_freqs
                     FROM pg_stats WHERE schemaname = current_schema() AND tablename = %s) AS s
WHERE c.oid = %s::regclass
"""


class _Pairs(Func):
    function, output_field = "search_pairs", BooleanField()


class _Holds(Func):
    template, arg_joiner, output_field = "(%(expressions)s::bigint[])", " @> ", BooleanField()


class PostgresBackend:
    step = 10**9

    def keys(self, low: int, records: Sequence[int]) -> list[int]:
        """The records' own: writers side by side never give the same."""
        return [low + record for record in records]

    def newest(self, span: Span, query: Query, most: int, titles: bool = False) -> Found:
        if not query.terms:
            rows = self.holding(_rows(span), span, query).order_by("-pk")
            return Found([] if titles else list(rows.values_list("pk", flat=True)[:most]))
        search = _Search(span, query, most, titles)
        return search.walked() if not titles and _met_soon(span, query, most) else search.looked_up()

    def holding(self, rows: QuerySet[SearchRow], span: Span, query: Query) -> QuerySet[SearchRow]:
        if query.terms:
            indexed = _Pairs(F("title"), F("body"))
            rows = rows.filter(_Holds(indexed, Value(pairs(query.terms))), index=span.index)
        return confirmed(rows, replace(query, terms=tuple(term for term in query.terms if len(term) > SHORTEST)))

    def many(self, span: Span, query: Query) -> bool:
        return not query.terms or _met_soon(span, query, PAGE)

    def each(self, rows: QuerySet[SearchRow], query: Query) -> QuerySet[SearchRow]:
        return confirmed(rows, query)

    def replace(self, old: Sequence[SearchRow], new: Sequence[SearchRow]) -> None:
        """The database computes the pairs of what is written by itself."""

    @contextmanager
    def together(self) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute(LONG_LIST)
            yield
            for name in INDEXES:
                cursor.execute("SELECT gin_clean_pending_list(%s)", [name])
            cursor.execute(SHORT_LIST)

    def wrong(self, row: SearchRow) -> bool:
        texts = [text for text in (row.title, row.body) if len(text) >= SHORTEST]
        span = Span(row.index, row.pk, row.pk + 1)
        return bool(texts) and not fetched(_RARE.format(body="body"), [pairs(texts), *_bounds(span), 1])

    def strangers(self) -> int:
        return 0

    def clear(self) -> None:
        """The index is empty when the table is."""

    def settle(self) -> None:
        with connection.cursor() as cursor:
            for name in INDEXES:
                cursor.execute(f"REINDEX INDEX {name}")


class _Search:
    """One search under its limit of time."""

    def __init__(self, span: Span, query: Query, most: int, titles: bool) -> None:
        self.span, self.query, self.most, self.titles = span, query, most, titles
        self.until = time.monotonic() + SECONDS

    def looked_up(self) -> Found:
        """Through the index; terms of more than one pair are confirmed in the text, from the newest down."""
        exact = not self.query.without and all(len(term) == SHORTEST for term in self.query.terms)
        most = self.most if exact else CANDIDATES
        sql = _RARE.format(body="''" if self.titles else "body")
        keys = fetched(sql, [pairs(self.query.terms), *_bounds(self.span), most])
        if exact:
            return Found(keys)
        return newest_confirmed(chunked(keys, self.most), self.query, self.most, self.titles, self.until)

    def walked(self) -> Found:
        """Row after row, from the newest down; what isn't met within half the time is looked up."""
        found: list[int] = []
        half = self.until - SECONDS / 2
        for chunk in _downwards(self.span):
            found += kept(SearchRow.objects.filter(pk__in=chunk), self.query)
            if len(found) >= self.most:
                return Found(found[: self.most])
            if time.monotonic() > half:
                return self.looked_up()
        return Found(found)


def _downwards(span: Span) -> Iterator[list[int]]:
    high = span.high
    while chunk := list(_rows(span).filter(pk__lt=high).order_by("-pk").values_list("pk", flat=True)[:CHUNK]):
        yield chunk
        high = chunk[-1]


def _rows(span: Span) -> QuerySet[SearchRow]:
    return SearchRow.objects.filter(index=span.index, pk__gte=span.low, pk__lt=span.high)


def _bounds(span: Span) -> list[Any]:
    return [span.index, span.low, span.high]


def _met_soon(span: Span, query: Query, most: int) -> bool:
    """Whether a walk meets `most` rows sooner than the index gives all: by the database's own statistics."""
    index = "search_cases" if span.index == "cases" else "search_others"
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, [pairs(query.terms), index, index])
        rows, share = cursor.fetchone() or (0, 0)
    return bool(share and rows > 0 and share * share * rows > WALK * most)
