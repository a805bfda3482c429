"""Lists whose facets are held in memory: the same answers as from the database, at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial, reduce
from operator import and_
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property

from cases.columns import Answer, Columns, Memory, bits_of, gathered
from cases.facets import Facet, PlaceFacet
from cases.searched import SearchedFilters


class RememberedFilters(SearchedFilters):
    """Filters over `memory`, with the bounds that compare a number: `{"year_max": (F("year_from"), operator.ge)}`
    keeps what the asked year is at least equal to.

    What memory doesn't know (words, keys) is asked of the database; so is everything inside a transaction.
    """

    memory: ClassVar[Memory]
    bounds: ClassVar[Mapping[str, tuple[Any, Callable[[Any, Any], bool]]]] = {}

    @cached_property
    def columns(self) -> Columns | None:  # type: ignore[override]
        listed = self.queryset.query.where == self.memory.where
        return self.memory.current() if listed else None

    def columns_of(self, queryset: QuerySet[Any]) -> Columns:
        """Read from the database what these records hold."""
        queryset = queryset.order_by()
        held = {name: each.held(queryset) for name, each in self.filters.items() if _simple(each)}
        held |= {name: queryset.values_list("pk", column, column) for name, (column, _fits) in self.bounds.items()}
        places = next(each for each in self.filters.values() if isinstance(each, PlaceFacet))
        return gathered(queryset.values_list("pk", flat=True), held, places.spots(queryset))

    def counts(self, name: str) -> Mapping[str, int]:
        if self.columns is None:
            return super().counts(name)
        return self.answered(name, [name], partial(self.filters[name].counted_in, self.columns))

    def total(self) -> int:
        if self.columns is None:
            return super().total()
        if self.wide and self.found:
            hits = self._fitting(self._other & bits_of(self.found.keys)).bit_count()
            return hits if hits > len(self.newest) else super().total()
        return self.answered("total", (), int.bit_count)

    def answered(self, name: str, ignoring: Sequence[str], count: Callable[[int], Answer]) -> Answer:
        """What is counted in the rows under every filter but some: once, as long as nothing changes."""
        assert self.columns is not None
        return self.columns.answered(name, self._told(ignoring), lambda: count(self.bits(ignoring)))

    def _told(self, ignoring: Sequence[str]) -> Hashable:
        """What says which rows these are: where memory knows all that is chosen, the choices, which are short."""
        if self._asked is not self.columns.rows:  # type: ignore[union-attr]
            return self.bits(ignoring)
        return frozenset((name, choice) for name, choice in self._choices.items() if name not in ignoring)

    @cached_property
    def _choices(self) -> dict[str, tuple[Any, ...]]:
        """By filter that memory knows the values that fit: years 2000 to 2024 whether 2024 is asked for or 2100."""
        assert self.columns is not None
        found = {}
        for name, value in self.chosen.items():
            if isinstance(self.filters[name], Facet):
                found[name] = tuple(sorted(value))
            elif name in self.bounds:
                found[name] = tuple(filter(partial(self.bounds[name][1], value), self.columns.values[name]))
        return found

    def bits(self, ignoring: Sequence[str] = ()) -> int:
        """The rows that facets count, under every filter but some."""
        return self._fitting(self._asked, ignoring)

    def _fitting(self, rows: int, ignoring: Sequence[str] = ()) -> int:
        return reduce(and_, (bits for name, bits in self._masks.items() if name not in ignoring), rows)

    @cached_property
    def _masks(self) -> dict[str, int]:
        assert self.columns is not None
        masks = {}
        for name, choice in self._choices.items():
            each = self.filters[name]
            wanted = set(choice).__contains__
            masks[name] = (
                each.held_in(self.columns, choice) if isinstance(each, Facet) else self.columns.holding(name, wanted)
            )
        return masks

    @cached_property
    def _asked(self) -> int:
        """The rows that fit what only the database knows; of a wide search, the newest that do."""
        return self._other if self.found is None else self._other & bits_of(self.newest)

    @cached_property
    def _other(self) -> int:
        """The same without the words, whose hits are known by their keys."""
        assert self.columns is not None
        if self.chosen.keys() <= {*self._choices, "q"}:
            return self.columns.rows
        rows = self.narrowed([*self._choices, "q"])
        return bits_of(rows.order_by().values_list("pk", flat=True)) & self.columns.rows


def _simple(each: Any) -> bool:
    return isinstance(each, Facet) and not isinstance(each, PlaceFacet)
