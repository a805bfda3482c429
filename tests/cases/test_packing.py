"""Long texts are packed by lz4 on a PostgreSQL that knows it; any other stores them as they are."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from cases.search.postgres import HAS_LZ4

migration = import_module("cases.migrations.0012_lz4")
unpacked = import_module("cases.migrations.0014_unpacked_texts")
PACKED = """
SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attcompression = 'l'
AND attrelid = ANY(%s::regclass[])
"""
AS_THEY_ARE = PACKED.replace("attcompression = 'l'", "attstorage = 'e'")


class _Server:
    """A server that knows lz4, or doesn't, and keeps what it is told."""

    vendor = "postgresql"

    def __init__(self, knows: bool) -> None:
        self.knows, self.told = knows, []  # type: bool, list[str]

    def __enter__(self) -> _Server:
        return self

    def __exit__(self, *_: Any) -> None: ...

    def cursor(self) -> _Server:
        return self

    def execute(self, sql: str) -> None:
        self.told += [] if sql == HAS_LZ4 else [sql]

    def fetchone(self) -> tuple[int] | None:
        return (1,) if self.knows else None


@pytest.mark.parametrize("knows", [True, False])
def test_columns_are_altered_only_where_the_server_knows_how(knows: bool) -> None:
    server = _Server(knows)
    migration.pack(None, SimpleNamespace(connection=server))
    assert [sql.split()[2] for sql in server.told] == (list(migration.LONG) if knows else [])
    assert all("COMPRESSION lz4" in sql for sql in server.told)


@pytest.mark.parametrize("knows", [True, False])
def test_texts_stay_as_they_are_only_where_the_server_packs_slowly(knows: bool) -> None:
    server = _Server(knows)
    unpacked.unpack(None, SimpleNamespace(connection=server))
    unpacked.pack(None, SimpleNamespace(connection=server))
    counts = [len(names) for names in unpacked.LONG.values()]
    for way, told in (("EXTERNAL", server.told[: len(counts)]), ("EXTENDED", server.told[len(counts) :])):
        assert [sql.count(f"SET STORAGE {way}") for sql in told] == ([] if knows else counts)


def test_the_base_packs_long_texts_as_its_engine_can(db: None) -> None:
    if connection.vendor != "postgresql":
        for alter in (migration.pack, unpacked.unpack):
            alter(None, SimpleNamespace(connection=connection))  # nothing is asked of SQLite
        return
    with connection.cursor() as cursor:
        cursor.execute(HAS_LZ4)
        knows = cursor.fetchone() is not None
        cursor.execute(PACKED, [list(migration.LONG)])
        found = set(cursor.fetchall())
        cursor.execute(AS_THEY_ARE, [list(unpacked.LONG)])
        plain = set(cursor.fetchall())
    assert unpacked.LONG == migration.LONG
    columns = {(table, name) for table, names in migration.LONG.items() for name in names}
    assert (found, plain) == ((columns, set()) if knows else (set(), columns))
