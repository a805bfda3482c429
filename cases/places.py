"""Places that tell a story: a county then and now, what is held of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from cases.models import Case, Place
from cases.models.extracted import PUBLIC_STATES

STEPS = 6  # names a place may have had one after another


@dataclass
class Province:
    """A province with the places held in it and their cases."""

    name: str
    code: str
    places: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cases(self) -> int:
        return sum(place["cases"] for place in self.places)


def held_places() -> list[Province]:
    """Every place a published case plays in, under its province, with counts and years."""
    names = ("place__province__name", "place__province__code", "place__prefecture__name", "place__name", "place__code")
    rows = (
        Case.objects.published()
        .filter(place__isnull=False)
        .order_by("place__code")
        .values(*names)
        .annotate(cases=Count("pk"), first=Min("year_from"), last=Max("year_to"))
    )
    figures = dict(
        Case.objects.published()
        .filter(place__isnull=False, figures__state__in=PUBLIC_STATES)
        .order_by()
        .values_list("place__code")
        .annotate(Count("figures"))
    )
    provinces: dict[str, Province] = {}
    for row in rows:
        name, code = row["place__province__name"] or "", row["place__province__code"] or ""
        place = {**row, "figures": figures.get(row["place__code"], 0)}
        provinces.setdefault(code, Province(name, code)).places.append(place)
    return list(provinces.values())


def names_of(code: str) -> list[Place]:
    """The records of a code: a place under each of its names, the latest last."""
    above = ("province", "prefecture", "successor__successor__successor")
    if not (code.isascii() and code.isdigit()):
        return []
    return list(Place.objects.filter(code=code).select_related(*above).order_by("valid_from", "pk"))


def line_of(places: list[Place]) -> list[Place]:
    """All the place was before and became since, in order of time."""
    known = {place.pk: place for place in places}
    fresh = list(known)
    for _step in range(STEPS):
        near = Place.objects.filter(Q(predecessors__in=fresh) | Q(successor__in=fresh)).exclude(pk__in=known)
        found = {place.pk: place for place in near.select_related("province", "prefecture")}
        if not found:
            break
        known.update(found)
        fresh = list(found)
    return sorted(known.values(), key=lambda place: (place.valid_to or 9999, place.valid_from or 0))


def cases_in(places: list[Place], line: list[Place]) -> QuerySet[Case]:
    """Published cases that play there, under whichever of its names, or in a part of it."""
    keys, codes = [place.pk for place in line], [place.code for place in places]
    below = Q(place__province__code__in=codes) | Q(place__prefecture__code__in=codes)
    return Case.objects.published().filter(Q(place__in=keys) | below)
