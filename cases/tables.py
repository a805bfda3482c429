"""Rows into tables as fast as the engine takes them: COPY on PostgreSQL, many a statement on SQLite.

Keys are given beforehand, so that rows may point at each other before any of them is written. No signal is sent
and no `save` runs: who writes in bulk sets derived columns, history and search rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from io import StringIO
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Field, ForeignKey, Model
from django.db.models.base import ModelState
from django.utils import timezone

Reader = Callable[[Any], Any]
Row = TypeVar("Row", bound=Model)
# Fields whose Python value is what the database takes.
_AS_IS = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField)
PLAIN = 1e15  # numbers up to here have no more digits than their column
FEWER = 6  # times as few rows a statement for what is left over


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
    history, names, taken = _tracked(model)
    values = dict(zip(names, taken(row), strict=True))
    return made(history, history_date=timezone.now(), history_type=kind, **values)


@lru_cache(maxsize=32)
def _tracked(model: type[Model]) -> tuple[type[Model], list[str], Reader]:
    """The model of its history, and what takes a line's values from a row: asking for it makes a class each time."""
    history = model.history.model  # type: ignore[attr-defined]
    fields = tuple(field for field in history.tracked_fields if not field.generated)
    return history, [field.attname for field in fields], _taking(fields)


def write(rows: Sequence[Model]) -> None:
    """Insert rows of any models, in this order as far as their tables matter."""
    for model, group in groupby(rows, key=type):
        members = list(group)
        columns = _columns(model, members[0].pk is not None)
        _written(model, columns, map(_reading(columns, connection.vendor), members))


@lru_cache(maxsize=128)
def _reading(columns: tuple[Field[Any, Any], ...], vendor: str) -> Reader:
    """What takes the values of these columns out of a row: all at once, then those the database wants otherwise."""
    taken, spell = _taking(columns), _told if vendor == "postgresql" else _prepared
    others = [
        (at, spell(field))
        for at, field in enumerate(columns)
        if not field.is_relation and not isinstance(field, _AS_IS)
    ]

    def values(row: Model) -> list[Any]:
        found: list[Any] = taken(row)
        for at, spelled in others:
            if found[at] is not None:
                found[at] = spelled(found[at])
        return found

    return values


@lru_cache(maxsize=256)
def _taking(fields: tuple[Field[Any, Any], ...]) -> Reader:
    """What takes these columns out of a row, all at once; the record it points at may have got its key since."""
    taken = itemgetter(*(field.attname for field in fields))
    keys = [
        (at, field.name, field.target_field.attname) for at, field in enumerate(fields) if isinstance(field, ForeignKey)
    ]

    def values(row: Model) -> list[Any]:
        found = list(taken(row.__dict__))
        for at, name, key in keys:
            if found[at] is None and (record := row._state.fields_cache.get(name)) is not None:
                found[at] = record.__dict__[key]
        return found

    return values


def write_numbers(model: type[Model], names: Sequence[str], rows: Iterable[tuple[int, ...]]) -> None:
    """Insert rows of plain numbers, thousands of them, with no object for each; keys are the database's."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    line = "\t".join(["%d"] * len(names)) + "\n"
    _written(model, [fields[name] for name in names], rows, line.__mod__)


def _written(
    model: type[Model],
    columns: Sequence[Field[Any, Any]],
    rows: Iterable[Any],
    line: Callable[[Any], str] | None = None,
) -> None:
    if connection.vendor == "postgresql":
        _copy(model, columns, map(line or _line, rows))
    else:
        _insert(model, columns, rows)


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


def _copy(model: type[Model], columns: Sequence[Field[Any, Any]], lines: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {_named(model, columns)} FROM STDIN", StringIO("".join(lines)))


def _named(model: type[Model], columns: Sequence[Field[Any, Any]]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in columns)})"


def _prepared(field: Field[Any, Any]) -> Reader:
    """What makes of a field's value what the database wants: as the field would, without asking it where it's plain."""
    if isinstance(field, models.JSONField):
        return _json(field, ascii=True)
    if isinstance(field, models.DecimalField):
        return _decimal(field)
    return lambda value: field.get_db_prep_save(value, connection)


def _told(field: Field[Any, Any]) -> Reader:
    """The same as COPY reads it in words; PostgreSQL keeps no spelling of its own of what is JSON."""
    if isinstance(field, models.BinaryField):
        return lambda value: f"\\x{bytes(value).hex()}"
    if isinstance(field, models.JSONField):
        return _json(field, ascii=False)
    prepared = _prepared(field)
    return lambda value: str(prepared(value))


def _json(field: models.JSONField[Any, Any], ascii: bool) -> Reader:
    encode = (field.encoder or json.JSONEncoder)(ensure_ascii=ascii).encode
    empty: dict[type, str] = {list: "[]", dict: "{}"}
    return lambda value: encode(value) if value else empty.get(type(value)) or encode(value)


def _decimal(field: models.DecimalField[Any, Any]) -> Reader:
    """A float by its digits: the field would do the same by way of a decimal."""
    places = field.decimal_places

    def prepared(value: Any) -> Any:
        if isinstance(value, float) and abs(value) < PLAIN:
            return f"{value:.{places}f}"
        return field.get_db_prep_save(value, connection)

    return prepared


def _line(row: Sequence[Any]) -> str:
    """A line of COPY's text form: `None` is `\\N`. Few rows hold what must be escaped: it is looked for in the line."""
    told = [each if type(each) is str else "\\N" if each is None else str(each) for each in row]
    line = "\t".join(told)
    marks = line.count("\\"), line.count("\t"), "\n" in line, "\r" in line
    if marks != (row.count(None), len(row) - 1, False, False):
        line = "\t".join(map(_escaped, row, told))
    return line + "\n"


def _escaped(value: Any, told: str) -> str:
    """A value without what would end a column or a line. A `translate` would look at each letter."""
    if value is None:
        return told
    told = told.replace("\\", "\\\\") if "\\" in told else told
    return told.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
