"""Lists whose facets are held in memory: the same answers as from the database, at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from operator import and_
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property

from cases.columns import Columns, Memory, bits_of, gathered
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
        return self.columns.answered(name, self.bits([name]), self.filters[name].counted_in)

    def total(self) -> int:
        if self.columns is None:
            return super().total()
        if self.wide and self.found:
            hits = self._fitting(self._other & bits_of(self.found.keys)).bit_count()
            return hits if hits > len(self.newest) else super().total()
        return self.bits().bit_count()

    def bits(self, ignoring: Sequence[str] = ()) -> int:
        """The rows that facets count, under every filter but some."""
        return self._fitting(self._asked, ignoring)

    def _fitting(self, rows: int, ignoring: Sequence[str] = ()) -> int:
        return reduce(and_, (bits for name, bits in self._masks.items() if name not in ignoring), rows)

    @cached_property
    def _masks(self) -> dict[str, int]:
        assert self.columns is not None
        masks = {}
        for name, value in self.chosen.items():
            each = self.filters[name]
            if isinstance(each, Facet):
                masks[name] = each.held_in(self.columns, value)
            elif name in self.bounds:
                masks[name] = self.columns.holding(name, partial(self.bounds[name][1], value))
        return masks

    @cached_property
    def _asked(self) -> int:
        """The rows that fit what only the database knows; of a wide search, the newest that do."""
        return self._other if self.found is None else self._other & bits_of(self.newest)

    @cached_property
    def _other(self) -> int:
        """The same without the words, whose hits are known by their keys."""
        assert self.columns is not None
        if self.chosen.keys() <= {*self._masks, "q"}:
            return self.columns.rows
        rows = self.narrowed([*self._masks, "q"])
        return bits_of(rows.order_by().values_list("pk", flat=True)) & self.columns.rows


def _simple(each: Any) -> bool:
    return isinstance(each, Facet) and not isinstance(each, PlaceFacet)
