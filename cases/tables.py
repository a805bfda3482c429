"""Rows into tables as fast as the engine takes them: COPY on PostgreSQL, executemany on SQLite.

Keys are given beforehand, so that rows may point at each other before any of them is written. No signal is sent
and no `save` runs: who writes in bulk sets derived columns, history and search rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from io import StringIO
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Field, Model
from django.db.models.base import ModelState
from django.utils import timezone

Reader = Callable[[Any], Any]
Row = TypeVar("Row", bound=Model)
# Fields whose Python value is what the database takes.
_AS_IS = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField)
FEWER = 6  # times as few rows a statement for what is left over
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def give_keys(rows: Sequence[Model]) -> None:
    """Keys for rows of one model that have none, never given before and never again."""
    if not rows:
        return
    table = rows[0]._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            counted = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(counted, [f'"{table}"', len(rows)])
            keys = [key for (key,) in cursor.fetchall()]
        else:
            # The transaction holds the one write lock; rows written with these keys move the counter on.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            keys = list(range(last + 1, last + 1 + len(rows)))
    name = rows[0]._meta.pk.attname
    for row, key in zip(rows, keys, strict=True):
        setattr(row, name, key)


def made(model: type[Row], **values: Any) -> Row:
    """A new row, as `model(**values)` would be, in a fifth of the time: nothing is asked of a field but its default."""
    relations, given, makers = _blank(model)
    row = model.__new__(model)
    state = row._state = ModelState()
    held = row.__dict__
    held.update(given)
    for name, maker in makers:
        held[name] = maker()
    for name, value in values.items():
        if attname := relations.get(name):
            held[attname] = None if value is None else value.pk
            state.fields_cache[name] = value
        else:
            held[name] = value
    return row


@lru_cache(maxsize=64)
def _blank(model: type[Model]) -> tuple[dict[str, str], dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """The columns of relations, the defaults that all rows may share, and what makes each row a default of its own."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    relations = {field.name: field.attname for field in fields if field.is_relation}
    makers = [(field.attname, field.get_default) for field in fields if field.has_default() and callable(field.default)]
    own = {name for name, _ in makers}
    return relations, {f.attname: f.get_default() for f in fields if f.attname not in own}, makers


def hold(record: Model, name: str, rows: Sequence[Any]) -> None:
    """Related rows that are at hand, as prefetching them would give them."""
    record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def snapshot(row: Any, kind: str = "+") -> Model:
    """The line of history that saving the row as it is now would write ("+" made, "~" changed)."""
    model: type[Model] = type(row)
    history, readers = _tracked(model)
    values = {name: read(row) for name, read in readers}
    return made(history, history_date=timezone.now(), history_type=kind, **values)


@lru_cache(maxsize=32)
def _tracked(model: type[Model]) -> tuple[type[Model], list[tuple[str, Reader]]]:
    """The model of its history, and what takes a line's values from a row: asking for it makes a class each time."""
    history = model.history.model  # type: ignore[attr-defined]
    fields = [field for field in history.tracked_fields if not field.generated]
    return history, [(f.attname, _key_reader(f) if f.is_relation else attrgetter(f.attname)) for f in fields]


def write(rows: Sequence[Model]) -> None:
    """Insert rows of any models, in this order as far as their tables matter."""
    for model, group in groupby(rows, key=type):
        members = list(group)
        columns = _columns(model, members[0].pk is not None)
        _written(model, columns, map(_reading(columns, connection.vendor), members))


@lru_cache(maxsize=128)
def _reading(columns: tuple[Field[Any, Any], ...], vendor: str) -> Callable[[Model], Sequence[Any]]:
    """What takes the values of these columns out of a row: all at once, then those the database wants otherwise."""
    taken, prepared = itemgetter(*(field.attname for field in columns)), _told if vendor == "postgresql" else _prepared
    others = [(at, _reader(f, prepared)) for at, f in enumerate(columns) if f.is_relation or not isinstance(f, _AS_IS)]

    def values(row: Model) -> Sequence[Any]:
        found = list(taken(row.__dict__))
        for at, read in others:
            found[at] = read(row)
        return found

    return values


def write_numbers(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[int]]) -> None:
    """Insert rows of plain numbers, thousands of them, with no object for each; keys are the database's."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    _written(model, [fields[name] for name in names], rows)


def _written(model: type[Model], columns: Sequence[Field[Any, Any]], rows: Iterable[Sequence[Any]]) -> None:
    _copy(model, columns, rows) if connection.vendor == "postgresql" else _insert(model, columns, rows)


@lru_cache(maxsize=128)
def _columns(model: type[Model], keyed: bool) -> tuple[Field[Any, Any], ...]:
    fields = model._meta.concrete_fields
    return tuple(field for field in fields if not field.generated and (keyed or not field.primary_key))


def _insert(model: type[Model], columns: Sequence[Field[Any, Any]], rows: Iterable[Sequence[Any]]) -> None:
    """Many rows a statement: SQLite keeps a copy of the pages that one touches in tables with triggers or checks."""
    left, row = list(rows), f"({', '.join('?' * len(columns))})"
    into = f"INSERT INTO {_named(model, columns)} VALUES "
    with connection.cursor() as cursor:
        for size in _sizes(len(columns)):
            whole = len(left) - len(left) % size
            many = [list(chain.from_iterable(left[at : at + size])) for at in range(0, whole, size)]
            cursor.executemany(into + ", ".join([row] * size), many)
            left = left[whole:]


def _sizes(columns: int) -> Iterator[int]:
    """Rows a statement: as many as it may have values, then ever fewer. The same few, so that each is compiled once."""
    size = max(1, (connection.features.max_query_params or columns) // columns)
    while size > 1:
        yield size
        size //= FEWER
    yield 1


def _copy(model: type[Model], columns: Sequence[Field[Any, Any]], rows: Iterable[Sequence[Any]]) -> None:
    lines = StringIO()
    for row in rows:
        lines.write("\t".join(map(_spelled, row)))
        lines.write("\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {_named(model, columns)} FROM STDIN", lines)


def _named(model: type[Model], columns: Sequence[Field[Any, Any]]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in columns)})"


def _reader(field: Field[Any, Any], prepared: Callable[[Field[Any, Any], Any], Any]) -> Reader:
    """What takes a field's value out of a row, as the database wants it."""
    if field.is_relation:
        return _key_reader(field)
    taken = attrgetter(field.attname)
    if isinstance(field, models.JSONField):
        # As the field would, without asking the connection each time; PostgreSQL keeps no spelling of its own.
        encode = (field.encoder or json.JSONEncoder)().encode
        return lambda row: None if (value := taken(row)) is None else encode(value)
    return lambda row: prepared(field, taken(row))


def _key_reader(field: Any) -> Reader:
    """The key a row points at: the record it was made with may have got its key since."""
    attname, name = field.attname, field.name

    def key(row: Any) -> Any:
        held = row.__dict__[attname]
        record = row._state.fields_cache.get(name) if held is None else None
        return record.pk if record is not None else held

    return key


def _prepared(field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _told(field: Field[Any, Any], value: Any) -> Any:
    """The value as COPY reads it in words."""
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return f"\\x{bytes(value).hex()}"
    return str(field.get_db_prep_save(value, connection))


def _spelled(value: Any) -> str:
    """A value in a line of COPY's text form: `None` is `\\N`, what would end a column or line is escaped."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    return str(value)
