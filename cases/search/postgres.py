"""The search on PostgreSQL: GIN on the pairs of each row, computed by a function of the database itself.

The index gives the rows that hold all pairs; longer terms are confirmed in the text. The planner isn't asked which
way to go, since it knows nothing of terms outside its statistics and would walk the whole table for them: rare pairs
go through the index, pairs of a good part of all rows are met soon on a walk from the newest down.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value

from cases.models import SearchRow
from cases.planned import planned
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

# A plan serves any pairs. The `+ 0` keeps it from reading the keys of the whole kind beside those of the pairs.
_RARE = (
    "WITH found AS MATERIALIZED (SELECT id FROM cases_searchrow WHERE search_pairs(title, {body}) @> %s::bigint[] "
    "AND index = '{index}' AND id + 0 >= %s AND id + 0 < %s) SELECT id FROM found ORDER BY id DESC LIMIT %s"
)
_SHARES = """
SELECT c.reltuples, s.most_common_elems::text::bigint[], s.most_common_elem_freqs
FROM pg_class AS c, pg_stats AS s
WHERE c.oid = %s::regclass AND s.schemaname = current_schema() AND s.tablename = c.relname
"""
SHARES_HELD = 60.0  # seconds


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
        return bool(texts) and not _rare(span, False, pairs(texts), 1)

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
        keys = _rare(self.span, self.titles, pairs(self.query.terms), most)
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


def _rare(span: Span, titles: bool, asked: Sequence[int], most: int) -> list[int]:
    sql = _RARE.format(body="''" if titles else "body", index=span.index)
    return fetched(sql, [asked, span.low, span.high, most])


@dataclass(frozen=True)
class _Shares:
    """How many rows an index has, and in which share of them the most common pairs stand: by the statistics at some
    time. They choose the way, never the answer."""

    rows: float
    of: Mapping[int, float]
    until: float


_held: dict[str, _Shares] = {}


def _shares(index: str) -> _Shares:
    held = _held.get(index)
    if held is None or held.until < time.monotonic():
        rows, common, shares = next(iter(planned(_SHARES, [index])), (0, [], []))
        of = dict(zip(common or [], shares or [], strict=False))
        held = _held[index] = _Shares(rows, of, time.monotonic() + SHARES_HELD)
    return held


def _met_soon(span: Span, query: Query, most: int) -> bool:
    """Whether a walk meets `most` rows sooner than the index gives all."""
    shares = _shares("search_cases" if span.index == "cases" else "search_others")
    share = min((shares.of.get(pair, 0) for pair in pairs(query.terms)), default=0)
    return bool(share and shares.rows > 0 and share * share * shares.rows > WALK * most)
