"""Statements that pages ask again and again, planned once a connection: planning them takes PostgreSQL several times as
long as answering. SQLite's driver keeps its own, by the very string. With both, the way to the driver takes long too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

# A pooler may give each transaction another session of the server: there the name is unknown, or known already.
POOLED = {"26000", "42P05"}
CHANGED = "0A000"  # since it was planned a column has got another type
IN_JSON = {16, 20, 21, 23, 25, 1043}  # truth, whole numbers, words: the same in JSON
WIDEST = 100  # values that a function of the server takes
MOST = 200  # parameters: with more, planning is little of the work, and a plan takes room


class _Sessions:
    """What has been planned on each of this process's connections, unless a pooler stands between."""

    def __init__(self) -> None:
        self.names: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
        self.pooled = False

    def keep(self, here: BaseDatabaseWrapper) -> bool:
        return here.vendor == "postgresql" and not here.in_atomic_block and not self.pooled


_sessions = _Sessions()


class Waiting(Protocol):
    """A short question that waits to be asked with others, where PostgreSQL is asked several at once."""

    @property
    def waits(self) -> str | None: ...

    def told(self, told: Any) -> None: ...


_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def asked_along(one: Waiting) -> Iterator[None]:
    before = _waiting.set(one)
    try:
        yield
    finally:
        _waiting.reset(before)


def planned(sql: str, params: Sequence[Any]) -> list[Any]:
    """The rows a statement gives; all that changes from one time to the next must be among its parameters.

    Inside a transaction, which an error would end, it is asked as it is.
    """
    here = connections[DEFAULT_DB_ALIAS]  # by itself, since `connection` looks it up for each thing asked of it
    if _sessions.keep(here) and len(params) <= MOST:
        try:
            return _executed(here, sql, params)
        except DatabaseError as error:
            code = getattr(error.__cause__, "pgcode", None)
            if code not in {*POOLED, CHANGED}:
                raise
            _sessions.pooled = code in POOLED
    return _fetched(here, sql, params)


def planned_together(asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
    """The rows each of these statements gives, all of one moment; PostgreSQL is asked once for all."""
    here = connections[DEFAULT_DB_ALIAS]
    if len(asked) > 1 and here.vendor == "sqlite":
        with one_moment():
            return [_fetched(here, sql, params) for sql, params in asked]
    if not asked or not _sessions.keep(here):
        return [planned(sql, params) for sql, params in asked]
    return _without_waiting(_together(here, [*asked, *_waits()]))


def _waits() -> list[tuple[str, tuple[Any, ...]]]:
    """What is asked along."""
    waiting = _waiting.get()
    return [(waiting.waits, ())] if waiting is not None and waiting.waits else []


def _without_waiting(answers: list[list[Any]]) -> list[list[Any]]:
    """The answers but the last, which is told to who waits for it."""
    waiting = _waiting.get()
    if waiting is None or not waiting.waits:
        return answers
    for (told,) in answers.pop()[:1]:
        waiting.told(told)
    return answers


def _together(here: BaseDatabaseWrapper, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
    types = [_types(sql, len(params)) for sql, params in asked] if len(asked) > 1 else []
    if not types or max(map(len, types)) > WIDEST or sum(len(params) for _sql, params in asked) > MOST:
        return [planned(sql, params) for sql, params in asked]
    joined = _joined(tuple(sql for sql, _params in asked), tuple(types))
    (answers,) = planned(joined, [value for _sql, params in asked for value in params])
    return _read(here, [answers], types)


def several_at_once() -> bool:
    """Whether the engine answers several statements on one way."""
    return _sessions.keep(connections[DEFAULT_DB_ALIAS])


def planned_around(
    first: tuple[str, Sequence[Any]], others: tuple[tuple[str, tuple[Any, ...]], ...], key: int
) -> list[list[Any]] | None:
    """The rows the first statement gives, and those each of the others gives for these rows: it is asked for the first
    column of each in place of `key`, which stands among its parameters. None where they can't be asked all at once.
    """
    around = _around(first[0], len(first[1]), (*others, *_waits()), key)
    if around is None:
        return None
    answers = _read(connections[DEFAULT_DB_ALIAS], planned(around.sql, [*around.given, *first[1]]), around.types)
    return _without_waiting(answers)


def _read(here: BaseDatabaseWrapper, answers: Sequence[Any], types: Sequence[Sequence[int]]) -> list[list[Any]]:
    """The rows of each statement, which these hold as JSON."""
    found = [list(chain.from_iterable(rows or () for rows in each)) for each in zip(*answers, strict=True)]
    with here.create_cursor() as cursor:
        return [_cast(rows, each, cursor.cast) for rows, each in zip(found or [[] for _ in types], types, strict=True)]


@contextmanager
def one_moment() -> Iterator[None]:
    """What SQLite reads within is of one moment: it also looks for what was written once, not with each statement."""
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    if here.vendor != "sqlite" or here.connection.in_transaction:
        yield
        return
    with here.wrap_database_errors:
        here.connection.execute("BEGIN")
        try:
            yield
        finally:
            here.connection.execute("COMMIT")


@lru_cache(maxsize=1024)
def _types(sql: str, count: int) -> tuple[int, ...]:
    """The types of a statement's columns, by the server's numbers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({sql}) AS described LIMIT 0", [None] * count)
        return tuple(column.type_code for column in cursor.description)


@lru_cache(maxsize=256)
def _joined(statements: tuple[str, ...], types: tuple[tuple[int, ...], ...]) -> str:
    """One row, with each statement's rows as JSON; what JSON doesn't have is spelled as the server spells it."""
    return "SELECT " + ", ".join(map(_as_json, statements, types))


@dataclass(frozen=True)
class _Around:
    """A statement with the types of its answers' columns; its parameters are these and those of its first part."""

    sql: str
    given: list[Any]
    types: list[tuple[int, ...]]


@lru_cache(maxsize=256)
def _around(first: str, count: int, others: tuple[tuple[str, tuple[Any, ...]], ...], key: int) -> _Around | None:
    """The same for each row of the first statement, whose first column the others have in their words."""
    types = [_types(first, count), *(_types(sql, len(params)) for sql, params in others)]
    given = [value for _sql, params in others for value in params if value != key]
    if max(map(len, types)) > WIDEST or len(given) + count > MOST:
        return None
    names, told = _columns(types[0])
    hung = [_as_json(_keyed(sql, params, key), each) for (sql, params), each in zip(others, types[1:], strict=True)]
    own = f"json_build_array(json_build_array({told}))"
    return _Around(f"SELECT {', '.join([own, *hung])} FROM ({first}) AS around({names})", given, types)


def _keyed(sql: str, params: Sequence[Any], key: int) -> str:
    """A statement with the key in place of those of its parameters that stand for it."""
    first, *parts = sql.split("%s")
    return first + "".join(
        ("around.c0" if value == key else "%s") + part for value, part in zip(params, parts, strict=True)
    )


def _as_json(sql: str, types: Sequence[int]) -> str:
    names, told = _columns(types)
    return f"(SELECT json_agg(json_build_array({told})) FROM ({sql}) AS answer({names}))"


def _columns(types: Sequence[int]) -> tuple[str, str]:
    """Names for columns of these types, and what makes JSON of them."""
    names = [f"c{at}" for at in range(len(types))]
    told = (name if each in IN_JSON else f"{name}::text" for name, each in zip(names, types, strict=True))
    return ", ".join(names), ", ".join(told)


def _cast(rows: list[list[Any]], types: Sequence[int], cast: Callable[[int, str], Any]) -> list[Any]:
    """The rows as the driver reads them where each is asked alone."""
    others = [(at, each) for at, each in enumerate(types) if each not in IN_JSON]
    for row in rows:
        for at, each in others:
            if row[at] is not None:
                row[at] = cast(each, row[at])
    return rows


def _executed(here: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> list[Any]:
    name, statement, answer = _named(sql, len(params))
    here.ensure_connection()
    names = _sessions.names.setdefault(here.connection, set())
    if name not in names:
        with here.cursor() as cursor:
            cursor.execute(statement)
        names.add(name)
    return _fetched(here, answer, params)


@lru_cache(maxsize=1024)
def _named(sql: str, count: int) -> tuple[str, str, str]:
    """A name that says which statement it is, also to another process on the same session; what plans, and asks it."""
    name = f"asked_{hashlib.sha256(sql.encode()).hexdigest()[:32]}"
    given = f" ({', '.join(['%s'] * count)})" if count else ""
    statement = f"PREPARE {name} AS {sql % tuple(f'${n}' for n in range(1, count + 1))}"
    return name, statement, f"EXECUTE {name}{given}"


def fetched(sql: str, params: Sequence[Any]) -> list[Any]:
    """The rows a statement gives; straight from the driver where nobody watches what is asked."""
    return _fetched(connections[DEFAULT_DB_ALIAS], sql, params)


def _fetched(here: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> list[Any]:
    if here.queries_logged or here.execute_wrappers:
        with here.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
    here.ensure_connection()
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        if here.vendor == "sqlite":
            found: list[Any] = here.connection.execute(_marked(sql), params).fetchall()
            return found
        with here.create_cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


@lru_cache(maxsize=512)
def _marked(sql: str) -> str:
    """With the signs SQLite has for parameters, as its cursors put them in anew each time they are asked."""
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
