"""Pages of a long list by the key of their first and last row: as fast at the end as at the start, and stable."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, reduce
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

PACKER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: a list has a key a year
END = "end"  # `?before=end` is the last page


@dataclass(frozen=True)
class Sort:
    """One order of a list. `keys` are `order_by` names of columns that are never null, the last one unique.

    Where the first of them is a year, `least` is lower than whatever the others hold: so a page can begin at a year.
    """

    name: str
    label: str | Promise
    keys: tuple[str, ...]
    least: tuple[str | int, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """What the rows are ordered by, in either direction."""
        return tuple(key.lstrip("-") for key in self.keys)

    def from_year(self, year: int) -> str:
        """The key after which the rows of that year come."""
        return _packed(self.name, (year, *self.least))


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the keys that lead to its neighbours (None where there are none)."""

    rows: list[Any]
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class Neighbours:
    """The rows before and after one row of a list, and its place in it."""

    previous: Any | None
    next: Any | None
    position: int
    total: int


class BadKey(ValueError):
    """The page key doesn't fit this list: the caller shows the first page and says so."""


def cut_page(queryset: QuerySet[Any], sort: Sort, size: int, after: str = "", before: str = "") -> Page:
    """At most `size` rows after (or before) the row whose key is given; the first page without a key."""
    back = bool(before) and not after
    key = before if back else after
    queryset = queryset.order_by(*(_turned(name) if back else name for name in sort.keys))
    if key and key != END:
        queryset = queryset.filter(_beyond(sort.keys, decode(key, queryset, sort), back))
    rows = list(queryset[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    has_previous = more if back else bool(key)
    has_next = bool(key) and key != END if back else more
    return Page(
        rows,
        encode(rows[0], sort) if rows and has_previous else None,
        encode(rows[-1], sort) if rows and has_next else None,
    )


def neighbours(queryset: QuerySet[Any], sort: Sort, pk: int) -> Neighbours | None:
    """Around the row with this key; None where the list doesn't hold it."""
    row = queryset.filter(pk=pk).first()
    if row is None:
        return None
    values = [_value(row, name) for name in sort.columns]
    before = queryset.filter(_beyond(sort.keys, values, back=True))
    after = queryset.filter(_beyond(sort.keys, values, back=False))
    return Neighbours(
        previous=before.order_by(*map(_turned, sort.keys)).first(),
        next=after.order_by(*sort.keys).first(),
        position=before.count() + 1,
        total=queryset.count(),
    )


def encode(row: Any, sort: Sort) -> str:
    """The key of a row in this order: its sort values, opaque and safe in a URL."""
    return _packed(sort.name, tuple(_plain(_value(row, name)) for name in sort.columns))


@lru_cache(maxsize=1024)
def _packed(name: str, values: tuple[Any, ...]) -> str:
    packed = PACKER.encode([name, *values])
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def decode(key: str, queryset: QuerySet[Any], sort: Sort) -> list[Any]:
    """The sort values of a key; `BadKey` for anything `encode` can't have given in this order."""
    try:
        packed = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        name, *values = json.loads(packed.decode(), parse_constant=_refuse)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadKey(key) from error
    if name != sort.name or len(values) != len(sort.keys):
        raise BadKey(key)
    return [_checked(queryset, path, value) for path, value in zip(sort.columns, values, strict=True)]


def _beyond(keys: Sequence[str], values: Sequence[Any], back: bool) -> Q:
    """Rows that come after the given values: greater in the first key, or equal there and greater in the next …"""
    found, equal = [], Q()
    for key, value in zip(keys, values, strict=True):
        name = key.lstrip("-")
        found.append(equal & Q(**{f"{name}__{'lt' if key.startswith('-') != back else 'gt'}": value}))
        equal &= Q(**{name: value})
    return reduce(lambda one, other: one | other, found)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _checked(queryset: QuerySet[Any], path: str, value: Any) -> Any:
    """The value as its column takes it."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadKey(path)
    if isinstance(value, str) and ("\0" in value or (not value.isprintable() and "\n" not in value)):
        raise BadKey(path)
    try:
        value = _column(queryset, path).to_python(value)
    except (ValidationError, ValueError, TypeError, OverflowError, ArithmeticError) as error:
        raise BadKey(path) from error
    if value is None or (isinstance(value, float | Decimal) and not math.isfinite(value)):
        raise BadKey(path)
    return value


def _column(queryset: QuerySet[Any], path: str) -> models.Field[Any, Any]:
    annotation = queryset.query.annotations.get(path)
    if annotation is not None:
        return annotation.output_field  # type: ignore[no-any-return]
    model: Any = queryset.model
    for name in path.split("__"):
        try:
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise BadKey(path) from error
        model = field.related_model
    column: Any = field
    return column.output_field if isinstance(field, models.GeneratedField) else column  # type: ignore[no-any-return]


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
