"""What an index asks of its database, and which of the two answers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db import connection
from django.db.models import QuerySet

from cases.models import SearchRow
from cases.planned import planned
from cases.search.query import Query

VERSION = 2  # of the rule that makes rows and tokens: another number rebuilds them after the next `migrate`


@dataclass(frozen=True)
class Span:
    """The keys of one kind of record, half-open."""

    index: str
    low: int
    high: int


@dataclass(frozen=True)
class Found:
    """Keys, newest first; not `complete` where the time for one search ran out before all was looked through.

    There are `more` where only the first were wanted of so many.
    """

    keys: list[int]
    complete: bool = True
    more: bool = False


class Backend(Protocol):
    """Two engines, one answer: exactly the rows whose title or body holds each term as a substring."""

    step: int  # from the first key of a year to that of the next

    def keys(self, low: int, records: Sequence[int]) -> list[int]:
        """Keys from `low` on for new rows of these records, all of one year; written in the same transaction."""

    def records(self, span: Span, keys: Sequence[int]) -> list[int] | None:
        """The records of these rows, where the keys themselves tell."""

    def newest(self, span: Span, query: Query, most: int, titles: bool = False) -> Found:
        """The keys of the newest rows that fit; with `titles` all terms must stand in the title."""

    def newest_of(self, spans: Sequence[Span], query: Query, most: int, titles: bool = False) -> list[Found]:
        """The same of several kinds; asked at once, if that is quicker."""

    def first_of(self, spans: Sequence[Span], query: Query, few: int, first: int) -> list[Found]:
        """Of each kind all keys; of more than `few` the first at least, and `more`."""

    def holding(self, rows: QuerySet[SearchRow], span: Span, query: Query) -> QuerySet[SearchRow]:
        """The rows that fit, as a set: for a condition on other tables."""

    def among(self, keys: QuerySet[Any, Any]) -> Any:
        """The condition that a record is one of those."""

    def many(self, span: Span, query: Query) -> bool:
        """Whether so large a part of the rows fits that going through them meets the next at once."""

    def each(self, rows: QuerySet[SearchRow], query: Query) -> QuerySet[SearchRow]:
        """The same, asked of one row after another: where nearly all rows fit."""

    def replace(self, old: Sequence[SearchRow], new: Sequence[SearchRow]) -> None:
        """Called in the transaction that writes the rows; `old` as they are stored until now."""

    def together(self) -> AbstractContextManager[None]:
        """While it lasts many rows are written in one transaction: indexed in one go at its end, if that is quicker."""

    def wrong(self, row: SearchRow) -> bool:
        """Whether the index doesn't give back this row by its own words."""

    def strangers(self) -> int:
        """Entries of the index that belong to no row."""

    def clear(self) -> None:
        """Forget all rows: they are about to be written anew."""

    def settle(self) -> None:
        """After all rows were written: as small and as quick as the index can be."""


def backend() -> Backend:
    if connection.vendor == "postgresql":
        from cases.search.postgres import PostgresBackend

        return PostgresBackend()
    from cases.search.sqlite import SqliteBackend

    return SqliteBackend()


def all_or_more(engine: Backend, spans: Sequence[Span], query: Query, few: int) -> list[Found]:
    """What `first_of` gives where the first alone are not to be had sooner."""
    return [replace(found, more=len(found.keys) > few) for found in engine.newest_of(spans, query, few + 1)]


def fetched(sql: str, params: Sequence[Any]) -> list[Any]:
    """The first column of what the query gives."""
    return [row[0] for row in planned(sql, params)]
