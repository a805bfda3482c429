"""Cases given their places: pages name them again and again, and they nearly never change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cases.kept import kept_records
from cases.models import Place
from cases.models.place import STEPS
from cases.prepared import Prepared

_PLACES = Prepared(lambda keys: Place.objects.select_related("province", "prefecture").filter(pk__in=keys).order_by())


def locate(cases: Iterable[Any]) -> None:
    """Give each case its place, with those above it."""
    _give(list(cases), "place")


def hold_successors(places: Iterable[Any]) -> None:
    """Give each place what became of it, step by step, with those above; few were renamed."""
    for _step in range(STEPS):
        places = _give([place for place in places if place.successor_id], "successor")


def _give(records: Sequence[Any], name: str) -> list[Any]:
    """Give each record the place it names so; gives these."""
    keys = {getattr(record, f"{name}_id") for record in records} - {None}
    found = kept_records("place", sorted(keys), _read)
    for record in records:
        record._state.fields_cache[name] = found.get(getattr(record, f"{name}_id"))
    return list(found.values())


def _read(keys: Sequence[int]) -> dict[int, Any]:
    return {place.pk: place for place in _PLACES(keys)}
