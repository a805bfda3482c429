"""The search on SQLite: a contentless FTS5 table of pairs, whose rowids are the rows' keys.

Phrases are exact from the positions alone, and the newest come first because that is the order of the postings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from cases.models import SearchRow
from cases.search.backends import Found, Span, fetched
from cases.search.query import Query
from cases.search.tokens import phrase, spelled

TABLE = "cases_searchtokens"
# Nearly everything is in the body: FTS5 spares the mark of a column in its first one alone.
CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(body, title, content='', columnsize=0, tokenize='ascii')"
DROP = f"DROP TABLE IF EXISTS {TABLE}"

_SPAN = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid >= %s AND rowid < %s"
_INSERT = f"INSERT INTO {TABLE} (rowid, body, title) VALUES (%s, %s, %s)"
_DELETE = f"INSERT INTO {TABLE} ({TABLE}, rowid, body, title) VALUES ('delete', %s, %s, %s)"
BATCH = 500
MANY = 2_000  # hits that are met sooner one by one than gathered


class _Holds(Func):
    """Whether one row's tokens fit: a point look-up in the index."""

    template = f"EXISTS (SELECT 1 FROM {TABLE} AS tokens WHERE tokens.rowid = %(expressions)s)"
    arg_joiner = f" AND tokens.{TABLE} MATCH "
    output_field = BooleanField()


class SqliteBackend:
    def newest(self, span: Span, query: Query, most: int, titles: bool = False) -> Found:
        if not query.terms:
            rows = SearchRow.objects.filter(pk__gte=span.low, pk__lt=span.high)
            rows = self.holding(rows, span, query).order_by("-pk")
            return Found([] if titles else list(rows.values_list("pk", flat=True)[:most]))
        sql = f"{_SPAN} ORDER BY rowid DESC LIMIT %s"
        return Found(fetched(sql, [_match(query, titles), span.low, span.high, most]))

    def holding(self, rows: QuerySet[SearchRow], span: Span, query: Query) -> QuerySet[SearchRow]:
        if query.terms:
            return rows.filter(pk__in=RawSQL(_SPAN, [_match(query), span.low, span.high]))
        return rows.exclude(pk__in=RawSQL(_SPAN, [_any(query.without), span.low, span.high]))

    def many(self, span: Span, query: Query) -> bool:
        return len(self.newest(span, query, MANY).keys) == MANY

    def each(self, rows: QuerySet[SearchRow], query: Query) -> QuerySet[SearchRow]:
        if query.terms:
            return rows.filter(_Holds(F("pk"), Value(_match(query))))
        return rows.exclude(_Holds(F("pk"), Value(_any(query.without))))

    def replace(self, old: Sequence[SearchRow], new: Sequence[SearchRow]) -> None:
        """A contentless table forgets a row only when given its exact tokens: they come from the stored row."""
        with connection.cursor() as cursor:
            cursor.executemany(_DELETE, _tokens(old))
            cursor.executemany(_INSERT, _tokens(sorted(new, key=lambda row: row.pk)))

    def wrong(self, row: SearchRow) -> bool:
        """Looked up by the first and the last words of each part of it."""
        parts = [f"{{{name}}} : {phrase(part)}" for name in ("title", "body") for part in _ends(getattr(row, name))]
        return bool(parts) and not fetched(_SPAN, [" AND ".join(parts), row.pk, row.pk + 1])

    def strangers(self) -> int:
        """By the vocabulary: tokens of a row that is gone stay behind as a phantom hit."""
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE VIRTUAL TABLE temp.tokens_held USING fts5vocab(main, {TABLE}, instance)")
            try:
                cursor.execute(
                    "SELECT count(*) FROM (SELECT DISTINCT doc FROM temp.tokens_held) "
                    "WHERE doc NOT IN (SELECT id FROM cases_searchrow)"
                )
                return int(cursor.fetchone()[0])
            finally:
                cursor.execute("DROP TABLE temp.tokens_held")

    def rebuild(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')")
            rows = SearchRow.objects.order_by("pk").iterator(chunk_size=BATCH)
            cursor.executemany(_INSERT, _tokens(rows))
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")


def _tokens(rows: Iterable[SearchRow]) -> Any:
    return ((row.pk, spelled(row.body), spelled(row.title)) for row in rows)


def _match(query: Query, titles: bool = False) -> str:
    wanted = " AND ".join(map(phrase, query.terms))
    wanted = f"{{title}} : ({wanted})" if titles else f"({wanted})"
    return f"{wanted} NOT ({_any(query.without)})" if query.without else wanted


def _any(terms: Iterable[str]) -> str:
    return " OR ".join(map(phrase, terms))


def _ends(text: str, size: int = 12) -> list[str]:
    return [part for part in (text[:size], text[-size:]) if len(part) > 1]
