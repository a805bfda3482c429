"""Statements that pages ask again and again, planned once a connection: planning them takes PostgreSQL several times as
long as answering. SQLite's driver keeps its own, by the very string. With both, the way to the driver takes long too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

# A pooler may give each transaction another session of the server: there the name is unknown, or known already.
POOLED = {"26000", "42P05"}
CHANGED = "0A000"  # since it was planned a column has got another type
MOST = 200  # parameters: with more, planning is little of the work, and a plan takes room


class _Sessions:
    """What has been planned on each of this process's connections, unless a pooler stands between."""

    def __init__(self) -> None:
        self.names: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
        self.pooled = False

    def keep(self) -> bool:
        return connection.vendor == "postgresql" and not connection.in_atomic_block and not self.pooled


_sessions = _Sessions()


def planned(sql: str, params: Sequence[Any]) -> list[Any]:
    """The rows a statement gives; all that changes from one time to the next must be among its parameters.

    Inside a transaction, which an error would end, it is asked as it is.
    """
    if _sessions.keep() and len(params) <= MOST:
        try:
            return _executed(sql, params)
        except DatabaseError as error:
            code = getattr(error.__cause__, "pgcode", None)
            if code not in {*POOLED, CHANGED}:
                raise
            _sessions.pooled = code in POOLED
    return fetched(sql, params)


def _executed(sql: str, params: Sequence[Any]) -> list[Any]:
    name, statement, answer = _named(sql, len(params))
    connection.ensure_connection()
    names = _sessions.names.setdefault(connection.connection, set())
    if name not in names:
        with connection.cursor() as cursor:
            cursor.execute(statement)
        names.add(name)
    return fetched(answer, params)


@lru_cache(maxsize=1024)
def _named(sql: str, count: int) -> tuple[str, str, str]:
    """A name that says which statement it is, also to another process on the same session; what plans, and asks it."""
    name = f"asked_{hashlib.sha256(sql.encode()).hexdigest()[:32]}"
    given = f" ({', '.join(['%s'] * count)})" if count else ""
    statement = f"PREPARE {name} AS {sql % tuple(f'${n}' for n in range(1, count + 1))}"
    return name, statement, f"EXECUTE {name}{given}"


def fetched(sql: str, params: Sequence[Any]) -> list[Any]:
    """The rows a statement gives; straight from the driver where nobody watches what is asked."""
    here = connections[DEFAULT_DB_ALIAS]
    if here.queries_logged or here.execute_wrappers:
        with connection.cursor() as cursor:
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
