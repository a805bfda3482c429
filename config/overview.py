"""What the front page says of the library: how much there is, where, from when, and what isn't there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Prefetch, QuerySet
from django.urls import reverse

from cases.models import Case, Place, Source
from cases.models.extracted import PUBLIC_STATES
from cases.templatetags.library import short_place
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure, Practice, Program

# A grid of all 34 units by rough position: rows from north to south, columns from west to east.
GRID = {
    "23": (7, 0), "65": (0, 1), "15": (5, 1), "21": (6, 1), "22": (7, 1), "63": (1, 2), "62": (2, 2), "64": (3, 2),
    "14": (4, 2), "11": (5, 2), "12": (6, 2), "54": (0, 3), "61": (3, 3), "41": (4, 3), "13": (5, 3), "37": (6, 3),
    "51": (2, 4), "50": (3, 4), "42": (4, 4), "34": (5, 4), "32": (6, 4), "31": (7, 4), "53": (2, 5), "52": (3, 5),
    "43": (4, 5), "36": (5, 5), "33": (6, 5), "45": (4, 6), "44": (5, 6), "35": (6, 6), "71": (7, 6), "46": (4, 7),
    "82": (5, 7), "81": (6, 7),
}  # fmt: skip
WALL = 12  # programmes of one kind
KNOWN = ("stated", "inferred")


@dataclass(frozen=True)
class Tile:
    """One province-level unit with the cases held; `url` is the list of them."""

    name: str
    code: str
    column: int
    row: int
    count: int

    @property
    def shade(self) -> int:
        return min(self.count, 3)

    @property
    def url(self) -> str:
        return f"{reverse('cases:list')}?place={self.code}"


@dataclass
class Year:
    """Cases of one year: those whose years are known, and those of which only the page's date is."""

    year: int
    known: int = 0
    paged: int = 0

    @property
    def known_url(self) -> str:
        return _year_url(self.year, KNOWN)

    @property
    def paged_url(self) -> str:
        return _year_url(self.year, ("page_date",))


@dataclass
class Overview:
    """The rows of cases counted by place and years: everything drawn from one query."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def tiles(self) -> list[Tile]:
        counts: dict[str, int] = defaultdict(int)
        for row in self.rows:
            counts[(row["province"] or "")[:2]] += row["n"]
        provinces = Place.objects.filter(level="province").order_by("code").values_list("code", "name")
        return [
            Tile(short_place(name), code, *GRID[code[:2]], counts[code[:2]])
            for code, name in dict(provinces).items()
            if code[:2] in GRID
        ]

    @property
    def years(self) -> list[Year]:
        years: dict[int, Year] = {}
        for row in self.rows:
            for year in _span(row):
                each = years.setdefault(year, Year(year))
                each.paged += row["n"] if row["year_basis"] == "page_date" else 0
                each.known += row["n"] if row["year_basis"] != "page_date" else 0
        return [years[year] for year in sorted(years)]

    @property
    def coverage(self) -> list[dict[str, Any]]:
        """A line a province: its cases in all, and by year as (count, only page dates)."""
        lines: dict[str, dict[str, Any]] = {}
        columns = [each.year for each in self.years]
        for row in self.rows:
            name = short_place(row["name"] or "")
            line = lines.setdefault(name, {"name": name, "total": 0, "held": defaultdict(lambda: [0, 0])})
            line["total"] += row["n"]
            for year in _span(row):
                line["held"][year][row["year_basis"] == "page_date"] += row["n"]
        for line in lines.values():
            line["cells"] = [line["held"].get(year, [0, 0]) for year in columns]
        return sorted(lines.values(), key=lambda line: -line["total"])


def overview() -> Overview:
    named = {"province": F("place__province__code"), "name": F("place__province__name")}
    rows = Case.objects.published().order_by().values("year_from", "year_to", "year_basis", **named)
    return Overview([dict(row) for row in rows.annotate(n=Count("pk"))])


def _span(row: dict[str, Any]) -> Iterable[int]:
    first = row["year_from"]
    return range(first, (row["year_to"] or first) + 1) if first else ()


def _year_url(year: int, bases: Iterable[str]) -> str:
    query = urlencode([("year_min", year), ("year_max", year), *(("year_basis", basis) for basis in bases)])
    return f"{reverse('cases:list')}?{query}"


def counts() -> dict[str, int]:
    """The ledger of the library."""
    published = Case.objects.published()
    places = published.filter(place__isnull=False)
    public = {"case__state": Case.Status.PUBLISHED, "state__in": PUBLIC_STATES}
    return {
        "cases": published.count(),
        "sources": Source.objects.filter(cases__in=published).distinct().count(),
        "counties": places.values("place").distinct().count(),
        "provinces": places.values("place__province").distinct().count(),
        "inferred": places.filter(place_basis="inferred").values("place").distinct().count(),
        "programs": Program.objects.published().count(),
        "measures": Measure.objects.filter(**public).count(),
        "practices": Practice.objects.filter(measures__in=Measure.objects.filter(**public)).distinct().count(),
        "figures": Figure.objects.published().count(),
        "flags": Flag.objects.filter(case__state=Case.Status.PUBLISHED).count(),
    }


def wall() -> list[dict[str, Any]]:
    """Programmes by kind, the main ones first, each with a case that names it."""
    links = CaseProgram.objects.filter(case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)
    totals = dict(Program.objects.published().order_by().values_list("kind").annotate(Count("pk")))
    found = []
    for kind, label in Program.Kind.choices:
        if kind in totals:
            found.append({"kind": kind, "label": label, "total": totals[kind], "programs": _of_kind(kind, links)})
    return found


def _of_kind(kind: str, links: QuerySet[CaseProgram]) -> list[dict[str, Any]]:
    rows = links.filter(program__kind=kind).order_by("-main", "case__number", "start")
    rows = rows.select_related("program", "case__place").prefetch_related(
        Prefetch("source", Source.objects.light().with_masks())
    )
    seen: dict[int, dict[str, Any]] = {}
    for link in rows[: WALL * 3]:
        name = link.source.public_words(link.program.name)
        seen.setdefault(link.program_id, {"name": name, "url": link.program.get_absolute_url(), "case": link.case})
    return list(seen.values())[:WALL]
