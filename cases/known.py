"""Records that pages name again and again and that nearly never change: places, units, practices.

So each process has all of them at hand, as long as none is written (`cases.changes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db.models import Model

from cases import changes
from cases.kept import is_kept, kept_answer
from cases.models import Place
from cases.models.place import STEPS
from cases.prepared import Prepared

ABOVE: dict[type[Model], tuple[str, ...]] = {Place: ("province", "prefecture")}  # what a record is never shown without
Table = dict[int, Any]


class _Known:
    """All records of these tables by key. Pages share them: nobody may change one."""

    def __init__(self) -> None:
        self._seen: changes.Seen | None = None
        self._tables: dict[type[Model], Table] = {}

    def of(self, model: type[Model]) -> Table:
        """Those of a model but what was made since they were read; none outside a page that may be kept."""
        if not is_kept():
            return {}
        tables = kept_answer(("known",), self._current, lambda _: True)
        if model not in tables:
            tables[model] = _all(model)
        return tables[model]

    def _current(self) -> dict[type[Model], Table]:
        """The same as long as none was written. Who has them in hand meanwhile keeps them until its page is made."""
        seen, changed = changes.since(self._seen)
        if changed is None or changes.KNOWN in changed:
            self._tables = {}
        self._seen = seen
        return self._tables


_known = _Known()


def _all(model: type[Model]) -> Table:
    held = {record.pk: record for record in model._default_manager.order_by()}
    for record in held.values():
        for name in (*ABOVE.get(model, ()), *(["successor"] if model is Place else [])):
            record._state.fields_cache[name] = held.get(getattr(record, f"{name}_id"))
    return held


@cache
def _by_key(model: type[Model]) -> Prepared:
    records = model._default_manager.select_related(*ABOVE.get(model, ())).order_by()
    return Prepared(lambda keys: records.filter(pk__in=keys))


def name_all(found: Iterable[Any], *names: str) -> None:
    """Give each of these records, of one kind, what it points at under these names."""
    found = list(found)
    for name in names:
        _give(found, name)


def locate(cases: Iterable[Any]) -> None:
    """Give each case its place, with those above it."""
    name_all(cases, "place")


def hold_successors(places: Iterable[Any]) -> None:
    """Give each place what became of it, step by step, with those above; those at hand know it already."""
    for _step in range(STEPS):
        open_ones = [place for place in places if place.successor_id and not Place.successor.is_cached(place)]
        places = _give(open_ones, "successor")


def records(model: type[Model], keys: set[int]) -> Table:
    """The records of these keys."""
    held = _known.of(model)
    found = {key: held[key] for key in keys if key in held}
    if len(found) < len(keys):
        found |= {each.pk: each for each in _by_key(model)(sorted(keys - found.keys()))}
    return found


def _give(named: Sequence[Any], name: str) -> list[Any]:
    """Give each record what it names so; gives these."""
    if not named:
        return []
    field = named[0]._meta.get_field(name)
    found = records(field.related_model, {getattr(record, field.attname) for record in named} - {None})
    for record in named:
        record._state.fields_cache[name] = found.get(getattr(record, field.attname))
    return list(found.values())
