"""The divisions of China from province to township, with the years each name and code held.

The table (`data/gazetteer.tsv.gz`, see `data/README.md`) is read once, when first asked for. A *line* is one place
through all its codes and names: 溧水县 322626 → 320124 → 溧水区 320117; it is named by its last code.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from cases.extract.names import stem_of
from cases.extract.values import value

LEVELS = ("province", "prefecture", "county", "township")
TABLE = Path(__file__).parent / "data" / "gazetteer.tsv.gz"


@value(frozen=True, slots=True)
class Division:
    """One name and code of a place and the yearly listings that hold it (None: open on that side)."""

    code: str
    name: str
    level: str
    parent: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    successor: str = ""
    lat: float | None = None
    lon: float | None = None

    @property
    def stem(self) -> str:
        return stem_of(self.name)

    def held(self, year: int | None) -> bool:
        """Whether this was the name in that year; without a year, whether it is today."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)

    def distance(self, year: int | None) -> int:
        """How many years lie between the year and the nearest one this name held."""
        if year is None:
            return 0 if self.valid_to is None else 9999 - self.valid_to
        return max((self.valid_from or 0) - year, year - (self.valid_to or 9999), 0)


@value(frozen=True, slots=True)
class Chain:
    """The names from the province down, as of a year; None where there is no such level."""

    province: str | None = None
    prefecture: str | None = None
    county: str | None = None


class Gazetteer:
    """Look-ups over all divisions; made once by `gazetteer()`.

    >>> g = gazetteer()
    >>> g.chain("522423", 2007)
    Chain(province='贵州省', prefecture='毕节地区', county='黔西县')
    >>> [d.code for d in g.named("溧水县", 2005)], [d.code for d in g.named("溧水", 2020)]
    (['320124'], ['320117'])
    """

    def __init__(self, table: Path = TABLE) -> None:
        with gzip.open(table, "rt", encoding="utf-8") as lines:
            next(lines)
            cells = [line.rstrip("\n").split("\t") for line in lines]
        self._townships = [c for c in cells if c[2] == "township"]
        self.upper = [_division(c) for c in cells if c[2] != "township"]

    @cached_property
    def by_code(self) -> dict[str, list[Division]]:
        """Code → its divisions above townships, in the order of time."""
        found: dict[str, list[Division]] = defaultdict(list)
        for division in self.upper:
            found[division.code].append(division)
        return dict(found)

    @cached_property
    def by_name(self) -> dict[str, list[Division]]:
        """Full name or stem → divisions above townships."""
        found: dict[str, list[Division]] = defaultdict(list)
        for division in self.upper:
            for name in {division.name, division.stem}:
                found[name].append(division)
        return dict(found)

    @cached_property
    def _lines(self) -> dict[tuple[str, int | None], str]:
        """(code, valid_from) → the code its line ends in."""
        ends: dict[tuple[str, int | None], str] = {}
        for division in self.upper:
            last, steps = division, 0
            while (heir := self._heir(last)) and steps < 20:
                last, steps = heir, steps + 1
            ends[division.code, division.valid_from] = last.code if steps < 20 else division.code
        return ends

    def _heir(self, division: Division) -> Division | None:
        if not division.successor or division.valid_to is None:
            return None
        return next((d for d in self.by_code[division.successor] if d.valid_from == division.valid_to + 1), None)

    @cached_property
    def members(self) -> dict[str, tuple[Division, ...]]:
        """Line → its divisions in the order of time."""
        found: dict[str, list[Division]] = defaultdict(list)
        for division in self.upper:
            found[self.line(division)].append(division)
        return {k: tuple(sorted(v, key=lambda d: d.valid_to or 9999)) for k, v in found.items()}

    @cached_property
    def township_lines(self) -> dict[str, frozenset[str]]:
        """Township stem → lines of the counties that have such a township, today or in an older listing."""
        found: dict[str, set[str]] = defaultdict(set)
        now = {code: self.line(rows[-1]) for code, rows in self.by_code.items()}
        for cells in self._townships:
            found[stem_of(cells[1])].add(now[cells[3]])
        return {stem: frozenset(lines) for stem, lines in found.items()}

    def line(self, division: Division) -> str:
        """The code that names the line a division above townships belongs to."""
        return self._lines[division.code, division.valid_from]

    def division(self, code: str, year: int | None = None) -> Division | None:
        """The division with the code as of the year, else the one nearest to it; None for an unknown code."""
        if len(code) == 9:
            rows = [_division(c) for c in self._townships if c[0] == code]
        else:
            rows = self.by_code.get(code, [])
        return min(rows, key=lambda d: d.distance(year), default=None)

    def named(self, name: str, year: int | None = None, level: str | None = None) -> list[Division]:
        """Divisions above townships with this full name or stem, as of the year (None: today)."""
        return [d for d in self.by_name.get(name, []) if d.held(year) and level in (None, d.level)]

    def children(self, code: str, year: int | None = None) -> list[Division]:
        """What lies directly below a division, as of the year (None: today)."""
        if code in self.by_code and self.by_code[code][-1].level == "county":
            below = [_division(c) for c in self._townships if c[3] == code]
        else:
            below = [d for d in self.upper if d.parent == code]
        return [d for d in below if d.held(year)]

    def chain(self, code: str, year: int | None = None) -> Chain:
        """Province, prefecture and county names of a code, all as of the year."""
        names: dict[str, str] = {}
        at = self.division(code, year)
        while at is not None:
            names[at.level] = at.name
            at = self.division(at.parent, year) if at.parent else None
        return Chain(names.get("province"), names.get("prefecture"), names.get("county"))

    def divisions(self, levels: Collection[str] = LEVELS) -> Iterator[Division]:
        """Every row of the table at these levels, provinces first, each with its validity."""
        yield from (d for d in self.upper if d.level in levels)
        if "township" in levels:
            yield from (_division(c) for c in self._townships)


def _division(cells: list[str]) -> Division:
    """A line of the table; empty cells at its end are not written."""
    code, name, level, parent, first, last, successor, lat, lon = cells + [""] * (9 - len(cells))
    return Division(
        code,
        name,
        level,
        parent,
        int(first) if first else None,
        int(last) if last else None,
        successor,
        float(lat) if lat else None,
        float(lon) if lon else None,
    )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The one gazetteer, read when first needed."""
    return Gazetteer()
