"""A list's facets in memory: for each value one whole number whose bits are the keys of the records that hold it.

An AND and a count of its bits answer how many records of a choice hold a value: a million cases take some hundredths
of a millisecond. Places, which are many and small, are one column of numbers instead. Each process reads the columns
once, and again the records that have changed since (`cases.changes`) before it answers from them.
"""

from __future__ import annotations

import logging
import re
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import compress
from operator import or_
from threading import Lock, Thread
from typing import Any, TypeVar

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from cases import changes
from cases.kept import kept_answer
from cases.place_tree import PlaceTree, Spot

log = logging.getLogger(__name__)

AT_ONCE = 500  # keys in one query
MANY = 20_000  # changed records that are read faster with all the others
ANSWERS = 200  # of a kind, kept at most
FEW_OF = 8  # rows of which less than one in so many is asked for are met sooner one by one
WAIT = 1.0  # seconds for another thread that reads; then the database counts
Answer = TypeVar("Answer")
_TRUE, _ONE = bytes.maketrans(b"01", b"\0\1"), re.compile(b"1")


def bits_of(keys: Iterable[int]) -> int:
    """`bits_of([0, 3])` is `0b1001`."""
    held = list(keys)
    found = bytearray(max(held, default=0) // 8 + 1)
    for key in held:
        found[key >> 3] |= 1 << (key & 7)
    return int.from_bytes(found, "little")


@dataclass(frozen=True)
class Columns:
    """What some records hold, by facet and value; never changed, so that threads may share it."""

    rows: int
    values: Mapping[str, Mapping[Any, int]]
    labels: Mapping[str, Mapping[Any, str]]
    spots: Mapping[Spot, int]  # a place and those above it: its number in the column `places`, from 1 on
    places: array[int]
    tree: PlaceTree
    answers: dict[str, dict[Hashable, Any]] = field(default_factory=dict)  # as long as nothing changes

    def answered(self, name: str, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """What is made of the columns, and of nothing else but the key: pages ask for the same again and again."""
        kept = self.answers.setdefault(name, {})
        answer: Answer | None = kept.get(key)
        if answer is None:
            if len(kept) >= ANSWERS:
                kept.clear()
            kept[key] = answer = make()
        return answer

    def among(self, keys: Iterable[int]) -> set[int]:
        """Those of the keys whose records are here."""
        held = self._row_bytes
        return {key for key in keys if key >> 3 < len(held) and held[key >> 3] >> (key & 7) & 1}

    @cached_property
    def _row_bytes(self) -> bytes:
        return self.rows.to_bytes(self.rows.bit_length() // 8 + 1, "little")

    def holding(self, name: str, wanted: Callable[[Any], bool]) -> int:
        """The records with a value that is wanted."""
        return reduce(or_, (bits for value, bits in self.values[name].items() if wanted(value)), 0)

    def named(self, name: str) -> dict[str, str]:
        """The values somebody holds, and their names, in the order of these."""
        labels = self.labels[name]
        return {value: labels[value] for value in sorted(self.values[name], key=lambda value: str(labels[value]))}

    def counts(self, name: str, rows: int) -> dict[str, int]:
        return {value: (bits & rows).bit_count() for value, bits in self.values[name].items()}

    def at(self, wanted: Callable[[Spot], bool]) -> int:
        """The records of places that are wanted."""
        marks = bytearray(b"0" * (max(self.spots.values(), default=0) + 1))
        for spot, number in self.spots.items():
            marks[number] = ord("1" if wanted(spot) else "0")
        digits = bytes(map(marks.__getitem__, reversed(self.places)))
        return int(digits or b"0", 2)

    def counts_at(self, rows: int) -> Iterator[tuple[Spot, int]]:
        digits, places = bin(rows)[:1:-1].encode(), self.places
        if rows.bit_count() < len(digits) // FEW_OF:
            counted = Counter(places[each.start()] for each in _ONE.finditer(digits, 0, len(places)))
        else:
            counted = Counter(compress(places, digits.translate(_TRUE)))
        return ((self._spot_of[number], count) for number, count in counted.items() if number)

    @cached_property
    def _spot_of(self) -> dict[int, Spot]:
        return {number: spot for spot, number in self.spots.items()}

    def patched(self, keys: Iterable[int], fresh: Columns) -> Columns:
        """With these records as `fresh` has them, or not at all where it hasn't."""
        gone = bits_of(keys)
        values = {
            name: _merged(self.values.get(name, {}), gone, fresh.values.get(name, {}))
            for name in self.values.keys() | fresh.values.keys()
        }
        labels = {name: {**self.labels.get(name, {}), **found} for name, found in fresh.labels.items()}
        return Columns(_put(self.rows, gone, fresh.rows), values, {**self.labels, **labels}, *self._moved(keys, fresh))

    def _moved(self, keys: Iterable[int], fresh: Columns) -> tuple[dict[Spot, int], array[int], PlaceTree]:
        spots, places = dict(self.spots), self.places[:]
        places.extend([0] * (len(fresh.places) - len(places)))
        for key in keys:
            if key < len(places):
                places[key] = 0
        last = max(spots.values(), default=0)
        numbers = {number: spots.setdefault(spot, last + number) for spot, number in fresh.spots.items()}
        for key, number in enumerate(fresh.places):
            if number:
                places[key] = numbers[number]
        held = set(places)
        spots = {spot: number for spot, number in spots.items() if number in held}
        return spots, places, self.tree if spots == self.spots else PlaceTree(spots)


def _put(old: int, gone: int, fresh: int) -> int:
    return old ^ (old & gone) | fresh


def _merged(old: Mapping[Any, int], gone: int, fresh: Mapping[Any, int]) -> dict[Any, int]:
    put = {value: _put(old.get(value, 0), gone, fresh.get(value, 0)) for value in {**old, **fresh}}
    return {value: bits for value, bits in put.items() if bits}


def gathered(
    keys: Iterable[int], held: Mapping[str, Iterable[tuple[int, Any, Any]]], spots: Iterable[tuple[Any, ...]]
) -> Columns:
    """The columns of these records: `held` gives by facet key, value and name, `spots` key, place and those above."""
    values: dict[str, dict[Any, int]] = {}
    labels: dict[str, dict[Any, str]] = {}
    for name, triples in held.items():
        found: dict[Any, list[int]] = {}
        labels[name] = {}
        for key, value, label in triples:
            if value not in (None, ""):
                found.setdefault(value, []).append(key)
                labels[name][value] = label
        values[name] = {value: bits_of(keys) for value, keys in found.items()}
    return Columns(bits_of(keys), values, labels, *_placed(spots))


def _placed(spots: Iterable[tuple[Any, ...]]) -> tuple[dict[Spot, int], array[int], PlaceTree]:
    numbers: dict[Spot, int] = {}
    at = {key: numbers.setdefault(tuple(spot), len(numbers) + 1) for key, *spot in spots}
    places = array("I", bytes(4 * (max(at, default=0) + 1)))
    for key, number in at.items():
        places[key] = number
    return numbers, places, PlaceTree(numbers)


class Memory:
    """The columns of one list, kept current: `read` gives them for a queryset, `base` is all that is ever listed."""

    def __init__(self, base: Callable[[], QuerySet[Any]], read: Callable[[QuerySet[Any]], Columns]) -> None:
        self.base, self.read = base, read
        self._seen: changes.Seen | None = None
        self._columns: Columns | None = None
        self._lock = Lock()

    @cached_property
    def where(self) -> Any:
        """What says which records are listed at all."""
        return self.base().query.where

    def current(self) -> Columns | None:
        """What the database holds now; None inside a transaction, whose writes may never come to be."""
        if connection.in_atomic_block:
            return None
        return kept_answer(("columns", self), self._current, lambda columns: columns is not None)

    def _current(self) -> Columns | None:
        if not self._lock.acquire(timeout=WAIT):
            return None
        try:
            return self.renewed()
        finally:
            self._lock.release()

    def read_ahead(self) -> Thread:
        """Begin to read everything before anyone asks; the database answers whoever comes before it is done."""
        ahead = Thread(target=self._alone, name="read ahead", daemon=True)
        ahead.start()
        return ahead

    def _alone(self) -> None:
        try:
            self.current()
        except DatabaseError as error:  # tables not made yet, say: the first list tries again
            log.warning("Facets were not read ahead: %s", error)
        finally:
            connection.close()

    def at_hand(self) -> Columns | None:
        """The same where they have been read once; who asks for a single case doesn't wait for all of them."""
        return self.current() if self._columns else None

    def renewed(self) -> Columns:
        """Read what has changed since the last look; everything where that isn't known, or too much."""
        seen, changed = changes.since(self._seen)
        if self._columns is None or changed is None or len(changed) > MANY:
            self._columns = self.read(self.base())
        else:
            self._columns = self._patched(self._columns, sorted(changed))
        self._seen = seen
        return self._columns

    def _patched(self, columns: Columns, changed: list[int]) -> Columns:
        for at in range(0, len(changed), AT_ONCE):
            keys = changed[at : at + AT_ONCE]
            columns = columns.patched(keys, self.read(self.base().filter(pk__in=keys)))
        return columns
