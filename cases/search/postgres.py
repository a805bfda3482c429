"""The search on PostgreSQL: GIN on the pairs of each row, computed by a function of the database itself.

The index gives the rows that hold all pairs; longer terms are confirmed in the text. How the newest of them are found
says `descent.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Subquery, Value

from cases.models import SearchRow
from cases.search.backends import Found, Span, all_or_more
from cases.search.confirm import confirmed
from cases.search.descent import first_of, holders, met_soon, newest_of
from cases.search.query import Query
from cases.search.tokens import SHORTEST, STRETCH, TAGGED, pairs

PAGE = 20

CREATE_TAGGED = f"""
CREATE INDEX search_cases ON cases_searchrow USING gin ({TAGGED}) WHERE index = 'cases';
CREATE INDEX search_others ON cases_searchrow USING gin ({TAGGED}) WHERE index <> 'cases'
"""

# Dear, so that the planner never computes it for row after row where the index has it.
CREATE = (
    r"""
CREATE FUNCTION search_pairs(title text, body text) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20000 AS $$
SELECT array_agg((ascii(one)::bigint << 21) | ascii(other))
FROM (SELECT string_to_array(title || E'\n' || body, NULL) AS letters) AS text,
     unnest(letters, letters[2:]) AS pair(one, other)
WHERE other IS NOT NULL $$;
CREATE INDEX search_titles ON cases_searchrow USING gin (search_pairs(title, ''));
"""
    + CREATE_TAGGED
)
DROP_TAGGED = "DROP INDEX IF EXISTS search_cases, search_others"
INDEXES = ("search_cases", "search_others", "search_titles")
# What is written waits in a list that each search goes through: short (config/settings.py), but for many rows at once.
LONG_LIST = "SET LOCAL gin_pending_list_limit = '1GB'; SET LOCAL maintenance_work_mem = '256MB'"
SHORT_LIST = "SET LOCAL gin_pending_list_limit TO DEFAULT; SET LOCAL maintenance_work_mem TO DEFAULT"
DROP = "DROP FUNCTION IF EXISTS search_pairs(text, text) CASCADE"
LZ4 = "ALTER TABLE cases_searchrow ALTER COLUMN body SET COMPRESSION lz4"
HAS_LZ4 = "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"


class _Pairs(Func):
    function, output_field = "search_pairs", BooleanField()


class _Tagged(Func):
    template, arg_joiner, output_field = f"(%(expressions)s >> {STRETCH}))", " || -(", BooleanField()


class _Holds(Func):
    template, arg_joiner, output_field = "(%(expressions)s::bigint[])", " @> ", BooleanField()


class _Among(Func):
    """Gathered once, and each row looked up among them: how many there are the planner doesn't know, and would have
    each of them looked up among the rows."""

    template, arg_joiner, output_field = "coalesce(%(expressions)s, FALSE)", " IN ", BooleanField()


class PostgresBackend:
    step = 10**9

    def keys(self, low: int, records: Sequence[int]) -> list[int]:
        """The records' own: writers side by side never give the same."""
        return [low + record for record in records]

    def records(self, span: Span, keys: Sequence[int]) -> list[int]:
        return [(key - span.low) % self.step for key in keys]

    def newest(self, span: Span, query: Query, most: int, titles: bool = False) -> Found:
        return self.newest_of([span], query, most, titles)[0]

    def first_of(self, spans: Sequence[Span], query: Query, few: int, first: int) -> list[Found]:
        return first_of(spans, query, few, first) if query.terms else all_or_more(self, spans, query, few)

    def newest_of(self, spans: Sequence[Span], query: Query, most: int, titles: bool = False) -> list[Found]:
        if query.terms:
            return newest_of(spans, query, most, titles)
        rows = [self.holding(_rows(span), span, query).order_by("-pk") for span in spans]
        return [Found([] if titles else list(each.values_list("pk", flat=True)[:most])) for each in rows]

    def holding(self, rows: QuerySet[SearchRow], span: Span, query: Query) -> QuerySet[SearchRow]:
        if query.terms:
            indexed = _Tagged(_Pairs(F("title"), F("body")), F("pk"))
            rows = rows.filter(_Holds(indexed, Value(pairs(query.terms))), index=span.index)
        return confirmed(rows, replace(query, terms=tuple(term for term in query.terms if len(term) > SHORTEST)))

    def among(self, keys: QuerySet[Any, Any]) -> Func:
        return _Among(F("pk"), Subquery(keys))

    def many(self, span: Span, query: Query) -> bool:
        return not query.terms or met_soon(span, query, PAGE)

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
        return bool(texts) and not holders(Span(row.index, row.pk, row.pk + 1), pairs(texts), 1)

    def strangers(self) -> int:
        return 0

    def clear(self) -> None:
        """The index is empty when the table is."""

    def settle(self) -> None:
        with connection.cursor() as cursor:
            for name in INDEXES:
                cursor.execute(f"REINDEX INDEX {name}")


def _rows(span: Span) -> QuerySet[SearchRow]:
    return SearchRow.objects.filter(index=span.index, pk__gte=span.low, pk__lt=span.high)
