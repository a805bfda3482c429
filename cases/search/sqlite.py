"""The search on SQLite: contentless FTS5 tables of pairs, whose rowids are the rows' keys.

Pairs of letters have their positions, so that a phrase of letters is exact by itself. Pairs with a punctuation mark, a
quarter of all, are in a second table that only says which rows have them: a longer term with a mark in it is confirmed
in the text. The newest come first because that is the order of the postings.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from cases.models import SearchRow
from cases.search.backends import Found, Span, all_or_more, fetched
from cases.search.confirm import CANDIDATES, SECONDS, chunked, confirmed, first_size, newest_confirmed
from cases.search.query import Query
from cases.search.tokens import SHORTEST, marked, marks, phrase, spelled

TABLE, MARKS = "cases_searchtokens", "cases_searchmarks"
# Nearly everything is in the body: FTS5 spares the mark of a column in its first one alone.
CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(body, title, content='', columnsize=0, tokenize='ascii')"
CREATE_MARKS = (
    f"CREATE VIRTUAL TABLE {MARKS} USING fts5(pairs, content='', columnsize=0, detail='none', tokenize='ascii')"
)
DROP, DROP_MARKS = f"DROP TABLE IF EXISTS {TABLE}", f"DROP TABLE IF EXISTS {MARKS}"

_SPAN = "SELECT rowid FROM {0} WHERE {0} MATCH %s AND rowid >= %s AND rowid < %s"
_INSERT = f"INSERT INTO {TABLE} (rowid, body, title) VALUES (%s, %s, %s)"
_DELETE = f"INSERT INTO {TABLE} ({TABLE}, rowid, body, title) VALUES ('delete', %s, %s, %s)"
_INSERT_MARKS = f"INSERT INTO {MARKS} (rowid, pairs) VALUES (%s, %s)"
_DELETE_MARKS = f"INSERT INTO {MARKS} ({MARKS}, rowid, pairs) VALUES ('delete', %s, %s)"
_LAST = "SELECT max(id) FROM cases_searchrow WHERE id >= %s AND id < %s"
FURTHER = 4  # times as many rows are looked through next
MANY = 2_000  # hits that are met sooner one by one than gathered


class _Holds(Func):
    """Whether one row's tokens fit: a point look-up in the index."""

    template = "EXISTS (SELECT 1 FROM %(table)s AS tokens WHERE tokens.rowid = %(expressions)s)"
    output_field = BooleanField()


@dataclass(frozen=True)
class _Plan:
    """What is asked of each table, what (of letters) must not stand in a row, what is confirmed in the text."""

    asked: dict[str, str]
    out: str
    unsure: Query

    def rowids(self, span: Span) -> tuple[str, list[Any]]:
        """The rows that may fit. The `+` has the second table looked through once, not the first again and again."""
        sql = " AND +rowid IN (".join(map(_SPAN.format, self.asked)) + ")" * (len(self.asked) - 1)
        return sql, [value for match in self.asked.values() for value in (match, span.low, span.high)]

    def downwards(self, span: Span, most: int) -> Iterator[Sequence[int]]:
        """The same from the newest down, a stretch of keys at a time: what lies below the page isn't looked through.
        Some may be there that hold the letters alone, or the pairs with a mark: all terms are to be confirmed."""
        first = first_size(most)
        size, high, given, kept = first, span.high, 0, list[int]()
        while high > span.low and given < CANDIDATES:
            keys, high = self._stretch(span.low, high, size, first)
            kept += keys
            if len(kept) >= most or high == span.low:
                yield from chunked(kept[: CANDIDATES - given], most)
                kept, given = [], given + len(kept)
            size *= FURTHER

    def _stretch(self, bottom: int, high: int, size: int, first: int) -> tuple[list[int], int]:
        """Keys below `high`, and down to where these are all there are."""
        both = len(self.asked) > 1
        # A rare pair with a mark: these are soon all there are, where common letters would be gone through to the end.
        if both and len(rest := self._newest(MARKS, bottom, high, first)) < first:
            return rest, bottom
        keys = self._newest(next(iter(self.asked)), bottom, high, size)
        low = keys[-1] if len(keys) == size else bottom
        if both and len(keys) >= first:  # fewer, from far apart, are confirmed sooner than looked up
            held = set(fetched(_SPAN.format(MARKS), [self.asked[MARKS], low, high]))
            keys = [key for key in keys if key in held]
        return keys, low

    def _newest(self, table: str, low: int, high: int, most: int) -> list[int]:
        return fetched(f"{_SPAN.format(table)} ORDER BY rowid DESC LIMIT %s", [self.asked[table], low, high, most])


def _plan(query: Query, titles: bool = False) -> _Plan:
    """Letters alone and single pairs are exact; in titles no pair with a mark is, since its table has no columns."""
    phrases = list(filter(None, map(phrase, query.terms)))
    pairs = [pair for term in query.terms for pair in marks(term)]
    sure = [] if pairs and not phrases else [term for term in query.without if not marks(term)]
    asked, out = {}, _any(sure)
    if phrases:
        wanted = f"{{title}} : ({' AND '.join(phrases)})" if titles else f"({' AND '.join(phrases)})"
        asked[TABLE], out = (f"{wanted} NOT ({out})" if out else wanted), ""
    if pairs:
        asked[MARKS] = " AND ".join(dict.fromkeys(pairs))
    terms = tuple(term for term in query.terms if marks(term) and (titles or len(term) > SHORTEST))
    return _Plan(asked, out, Query(terms, tuple(term for term in query.without if term not in sure)))


class SqliteBackend:
    step = 1 << 20  # cases of a year; small, since it stands between neighbours in the list of a pair

    def keys(self, low: int, records: Sequence[int]) -> list[int]:
        """Numbered without gaps, so that the lists are short. The transaction holds the one write lock."""
        last = fetched(_LAST, [low, low + self.step])[0]
        first = low if last is None else last + 1
        if first + len(records) > low + self.step:
            raise OverflowError(f"more than {self.step} records of one year")
        return list(range(first, first + len(records)))

    def records(self, span: Span, keys: Sequence[int]) -> None:
        """Only the rows know."""

    def newest(self, span: Span, query: Query, most: int, titles: bool = False) -> Found:
        until = time.monotonic() + SECONDS
        if not query.terms:
            rows = SearchRow.objects.filter(pk__gte=span.low, pk__lt=span.high)
            rows = self.holding(rows, span, query).order_by("-pk")
            return Found([] if titles else list(rows.values_list("pk", flat=True)[:most]))
        plan = _plan(query, titles)
        if plan.unsure:
            return newest_confirmed(plan.downwards(span, most), query, most, titles, until)
        sql, params = plan.rowids(span)
        return Found(fetched(f"{sql} ORDER BY rowid DESC LIMIT %s", [*params, most]))

    def first_of(self, spans: Sequence[Span], query: Query, few: int, first: int) -> list[Found]:
        return all_or_more(self, spans, query, few)

    def newest_of(self, spans: Sequence[Span], query: Query, most: int, titles: bool = False) -> list[Found]:
        return [self.newest(span, query, most, titles) for span in spans]

    def holding(self, rows: QuerySet[SearchRow], span: Span, query: Query) -> QuerySet[SearchRow]:
        plan = _plan(query)
        if plan.asked:
            rows = rows.filter(pk__in=RawSQL(*plan.rowids(span)))
        elif plan.out:
            rows = rows.exclude(pk__in=RawSQL(_SPAN.format(TABLE), [plan.out, span.low, span.high]))
        return confirmed(rows, plan.unsure)

    def among(self, keys: QuerySet[Any, Any]) -> Q:
        return Q(pk__in=keys)

    def many(self, span: Span, query: Query) -> bool:
        return len(self.newest(span, query, MANY).keys) == MANY

    def each(self, rows: QuerySet[SearchRow], query: Query) -> QuerySet[SearchRow]:
        plan = _plan(query)
        for table, match in plan.asked.items():
            rows = rows.filter(_holds(table, match))
        if plan.out:
            rows = rows.exclude(_holds(TABLE, plan.out))
        return confirmed(rows, plan.unsure)

    def replace(self, old: Sequence[SearchRow], new: Sequence[SearchRow]) -> None:
        """A contentless table forgets a row only when given its exact tokens: they come from the stored row."""
        new = sorted(new, key=lambda row: row.pk)
        with connection.cursor() as cursor:
            cursor.executemany(_DELETE, _tokens(old))
            cursor.executemany(_DELETE_MARKS, _marks(old))
            cursor.executemany(_INSERT, _tokens(new))
            cursor.executemany(_INSERT_MARKS, _marks(new))

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def wrong(self, row: SearchRow) -> bool:
        """Looked up by the first and the last words of each part of it, a part at a time."""
        queries = [(Query((end,)), name == "title") for name in ("title", "body") for end in _ends(getattr(row, name))]
        return not all(_held(_plan(query, titles), row) for query, titles in queries)

    def strangers(self) -> int:
        """By the vocabulary: tokens of a row that is gone stay behind as a phantom hit."""
        return len(set().union(*map(_strangers, (TABLE, MARKS))))

    def clear(self) -> None:
        _command("delete-all")

    def settle(self) -> None:
        _command("optimize")


def _command(name: str) -> None:
    with connection.cursor() as cursor:
        for table in (TABLE, MARKS):
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES (%s)", [name])


def _tokens(rows: Iterable[SearchRow]) -> Any:
    return ((row.pk, spelled(row.body), spelled(row.title)) for row in rows)


def _marks(rows: Iterable[SearchRow]) -> Any:
    return ((row.pk, f"{marked(row.body)} {marked(row.title)}") for row in rows)


def _holds(table: str, match: str) -> _Holds:
    return _Holds(F("pk"), Value(match), table=table, arg_joiner=f" AND tokens.{table} MATCH ")


def _held(plan: _Plan, row: SearchRow) -> bool:
    return all(fetched(_SPAN.format(table), [match, row.pk, row.pk + 1]) for table, match in plan.asked.items())


def _strangers(table: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE VIRTUAL TABLE temp.tokens_held USING fts5vocab(main, {table}, instance)")
        try:
            return set(
                fetched(
                    "SELECT DISTINCT doc FROM temp.tokens_held WHERE doc NOT IN (SELECT id FROM cases_searchrow)", []
                )
            )
        finally:
            cursor.execute("DROP TABLE temp.tokens_held")


def _any(terms: Iterable[str]) -> str:
    return " OR ".join(map(phrase, terms))


def _ends(text: str, size: int = 12) -> list[str]:
    return [part for part in (text[:size], text[-size:]) if len(part) > 1]
