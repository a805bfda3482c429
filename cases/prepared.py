"""What pages ask again and again, put into words once: wording a question takes the database layer several times as
long as the database takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, get_related_populators

from cases.planned import one_moment, planned_around, planned_together, several_at_once

MOST = 1024  # keys at once
# Stand for the first key, the second … in the words: higher than any key.
STAND_INS = range(2**63 - 1 - MOST, 2**63 - 1)


class Prepared:
    """The rows a queryset gives for some keys: `Prepared(lambda keys: Case.objects.filter(pk__in=keys))([1, 2])`.

    It must ask for every key as it is, and for nothing else that changes from one time to the next; what it prefetches
    is left out. It is worded for 1, 2, 4, 8 … keys, the last of which may be asked for again and again.
    """

    def __init__(self, asked: Callable[[Sequence[int]], QuerySet[Any]]) -> None:
        self._asked = asked
        self._worded: dict[int, _Words] = {}

    def __call__(self, keys: Sequence[int]) -> list[Any]:
        return together((self, keys))[0]

    def worded(self, keys: Sequence[int]) -> _Asked:
        """What to ask for these keys, of which there is one at least."""
        size = 1 << (len(keys) - 1).bit_length()
        words = self._worded.get(size)
        if words is None:
            words = self._worded[size] = _Words.of(self._asked(STAND_INS[:size]))
        return _Asked(words, words.filled([*keys, *repeat(keys[-1], size - len(keys))]))

    def usual(self, keys: Sequence[int]) -> list[Any]:
        return list(self._asked(keys).prefetch_related(None))


def together(*asked: tuple[Prepared, Sequence[int]]) -> list[list[Any]]:
    """What each of these gives for its keys; PostgreSQL is asked once for all."""
    held = [(each, [key for key in keys if key < STAND_INS.start]) for each, keys in asked]
    found = [each.usual(keys) if len(keys) > MOST else [] for each, keys in held]
    worded = {at: each.worded(keys) for at, (each, keys) in enumerate(held) if 0 < len(keys) <= MOST}
    answers = planned_together([(one.words.sql, one.params) for one in worded.values()])
    for (at, one), rows in zip(worded.items(), answers, strict=True):
        found[at] = one.words.read(rows)
    return found


def around(first: Prepared, keys: Sequence[int], *others: Prepared) -> list[list[Any]]:
    """What `first` gives for its keys, and each of the others for the keys of the records it gives; PostgreSQL is asked
    once for all.
    """
    known = [key for key in keys if key < STAND_INS.start]
    if 0 < len(known) <= MOST and several_at_once():
        asked, hung = first.worded(known), _hung(others)
        statements = tuple((words.sql, words.params) for words in hung)
        answers = planned_around((asked.words.sql, asked.params), statements, STAND_INS.start)
        if answers is not None:
            return [words.read(rows) for words, rows in zip((asked.words, *hung), answers, strict=True)]
    with one_moment():
        found = first(keys)
        return [found, *together(*((each, [record.pk for record in found]) for each in others))]


@cache
def _hung(others: tuple[Prepared, ...]) -> tuple[_Words, ...]:
    """Their words for one key, which stands there by itself."""
    return tuple(each.worded(STAND_INS[:1]).words for each in others)


@dataclass(frozen=True)
class _Words:
    """A statement, its parameters with the stand-ins among them, and how a row of its answer is read."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any
    models: bool

    @classmethod
    def of(cls, queryset: QuerySet[Any]) -> _Words:
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        assert set(STAND_INS[:1]) <= {each for each in params if isinstance(each, int)}
        # A choice is asked for as the word it is: the driver is quicker with plain words.
        plain = tuple(str(each) if isinstance(each, str) else each for each in params)
        return cls(sql, plain, compiler, issubclass(queryset._iterable_class, ModelIterable))  # type: ignore[attr-defined]

    def filled(self, keys: Sequence[int]) -> list[Any]:
        stands = dict(zip(STAND_INS, keys, strict=False))
        return [stands.get(each, each) if isinstance(each, int) else each for each in self.params]

    def read(self, rows: Sequence[Any]) -> list[Any]:
        converted = self.compiler.apply_converters(rows, self._converters) if self._converters else rows
        return list(self._records(converted) if self.models else map(tuple, converted))

    @cached_property
    def _converters(self) -> dict[int, Any]:
        found: dict[int, Any] = self.compiler.get_converters([each[0] for each in self.compiler.select])
        return found

    def _records(self, rows: Sequence[Any]) -> Iterator[Any]:
        """The models' objects, as a queryset makes them of its rows."""
        (first, last), model, names, above = self._read
        for row in rows:
            record = _loaded(model, names, row[first:last])
            for each in above:
                _populate(each, row, record)
            for name, at in self.compiler.annotation_col_map.items():
                setattr(record, name, row[at])
            yield record

    @cached_property
    def _read(self) -> tuple[tuple[int, int], Any, list[str], Sequence[Any]]:
        """Where a row holds the columns of the model itself, these by name, and who reads the records joined to it."""
        info, select = self.compiler.klass_info, self.compiler.select
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [each[0].target.attname for each in select[first:last]]
        return (first, last), info["model"], names, get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]


def _loaded(model: type[Model], names: Sequence[str], values: Sequence[Any]) -> Any:
    """As `model.from_db`, in a quarter of the time: it sets each value by itself and tells whoever listens."""
    record: Any = model.__new__(model)
    state = record._state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    record.__dict__.update(zip(names, values, strict=True))
    if _minds(model):
        record.as_loaded()
    return record


@cache
def _minds(model: type[Model]) -> bool:
    """Whether a model does something of its own once a record is loaded."""
    own = model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
    assert own == hasattr(model, "as_loaded"), f"{model.__name__}.from_db: say in as_loaded what it does"
    return own


def _populate(above: Any, row: Sequence[Any], record: Any) -> None:
    """Give a record the one joined to it, as Django's populator does."""
    values = above.reorder_for_init(row) if above.reorder_for_init else row[above.cols_start : above.cols_end]
    joined = None if values[above.pk_idx] is None else _loaded(above.model_cls, above.init_list, values)
    above.local_setter(record, joined)
    if joined is not None:
        above.remote_setter(joined, record)
        for further in above.related_populators:
            _populate(further, row, joined)


@dataclass(frozen=True)
class _Asked:
    """A statement with the parameters of some keys."""

    words: _Words
    params: Sequence[Any]


def hold(records: Iterable[Any], name: str, found: Iterable[Any], key: str) -> None:
    """Give each record what was found of it, to be had as after a prefetch; `key` tells in there whose it is."""
    records = list(records)
    held: dict[int, list[Any]] = {record.pk: [] for record in records}
    for each in found:
        held.setdefault(getattr(each, key), []).append(each)
    for record in records:
        record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held[record.pk]
