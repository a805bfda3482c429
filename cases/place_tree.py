"""Province → prefecture → county, as a list's places hang together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Spot = tuple[Any, ...]  # code and name of a place's province, of its prefecture, and its own
NO_NAMES = {"市辖区", "县"}


class PlaceTree:
    """The places held and those above them, by code: `names` with the depth of each, `above` what it lies in."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self.names: dict[str, tuple[str, int]] = {}
        self.above: dict[str, set[str]] = {}
        for spot in sorted(spots, key=lambda spot: spot[-2:]):
            codes = [code for code in spot[::2] if code]
            for at, code in enumerate(codes):
                self.above.setdefault(code, set()).update(c for c in codes[:at] if c != code)
            for depth, (code, name) in enumerate(zip(spot[::2], spot[1::2], strict=True)):
                if code and name not in NO_NAMES:
                    self.names.setdefault(code, (name, depth))
        self.names = dict(sorted(self.names.items()))
        self.labels = {code: name for code, (name, _depth) in self.names.items()}
        self._provinces = [(code, name, 0) for code, (name, depth) in self.names.items() if depth == 0]

    def narrowest(self, codes: Sequence[str]) -> list[str]:
        """Where a county is chosen, its province no longer widens the choice."""
        wider = set().union(*(self.above.get(code, set()) for code in codes))
        return [code for code in codes if code not in wider]

    def shown(self, chosen: Sequence[str]) -> list[tuple[str, str, int]]:
        """Code, name and depth of the provinces and of each step down with something chosen above, beside or below."""
        if not chosen:
            return self._provinces
        near = set(chosen).union(*(self.above.get(code, set()) for code in chosen))
        return [
            (code, name, depth)
            for code, (name, depth) in self.names.items()
            if depth == 0 or code in chosen or not near.isdisjoint(self.above[code])
        ]

    def summed(self, counted: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Each place's count is its own and that of the places in it."""
        counts: dict[str, int] = {}
        for code, count in counted:
            for each in (code, *self.above.get(code, ())):
                counts[each] = counts.get(each, 0) + count
        return counts
