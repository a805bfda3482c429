"""Cases like this one, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import islice
from operator import and_
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.addresses import address
from cases.columns import Columns
from cases.extract.records import years_shown
from cases.kept import kept_parts
from cases.known import records
from cases.models import Case, Mask, Place, Source
from cases.models.extracted import PUBLIC_STATES
from cases.models.held import held
from cases.prepared import Prepared, hold
from cases.rows import MASKS_OF
from cases.templatetags.library import way

SHOWN = 3
NAMED = 3
STRETCH = 4096  # bits

# More than are shown, as the case itself and those that share its practices are among them.
_NEAR = Prepared(
    lambda keys: (
        Case.objects.published().filter(place__prefecture__in=keys).order_by("pk").values_list("pk")[: 2 * SHOWN]
    )
)


class _Row(NamedTuple):
    """What is asked of a case, once for each of its sources."""

    pk: int
    number: int
    title: str
    year_from: int | None
    year_to: int | None
    place: int | None
    source: int | None  # None where it has none
    masked: bool  # whether a name in the source is


def _rows(keys: Sequence[int]) -> QuerySet[Any]:
    masked = Exists(Mask.objects.filter(source=OuterRef("source_links__source")))
    columns = *_Row._fields[:-2], "source_links__source", masked
    return Case.objects.published().filter(pk__in=keys).order_by("pk", "-source_links__primary").values_list(*columns)


_ROWS = Prepared(_rows)


@dataclass(frozen=True, slots=True)
class Other:
    """What is told of a case beside another."""

    pk: int
    number: int
    title: str
    url: str
    place: str
    years: str
    prefecture: int | None
    sources: frozenset[int | None]


@dataclass(frozen=True)
class Similar:
    """Another case, and in words what it shares with this one."""

    case: Other
    reason: str


def similar_to(
    request: HttpRequest, case: Case, practices: Mapping[int, Any], columns: Columns | None
) -> list[Similar]:
    """At most three: those that share most of its practices (by key), else those of the same prefecture."""
    shared = _counted(case, practices) if columns is None else _remembered(case, practices, columns)
    others = kept_parts(request, "similar", list(shared), _others)
    words = _words(get_language())
    return [Similar(other, _reason(case, other, shared[other.pk], words)) for other in others]


def _others(keys: list[int]) -> dict[int, Other]:
    rows = [_Row(*row) for row in _ROWS(keys)]
    titles, places = _titles(rows), records(Place, {row.place for row in rows if row.place})
    sources = {row.pk: frozenset(each.source for each in rows if each.pk == row.pk) for row in rows}
    return {row.pk: _other(row, titles[row.pk], places.get(row.place or 0), sources[row.pk]) for row in rows}


def _titles(rows: Sequence[_Row]) -> dict[int, str]:
    """As the public may read them: masks are asked for where there are any."""
    titles, masked = {row.pk: row.title for row in rows}, [row for row in rows if row.masked]
    sources = {row.source: Source(pk=row.source) for row in masked}
    if masked:
        hold(sources.values(), "masks", MASKS_OF([row.pk for row in masked]), "source_id")
    for row in masked:
        titles[row.pk] = sources[row.source].public_words(titles[row.pk])
    return titles


def _other(row: _Row, title: str, place: Any, sources: frozenset[int | None]) -> Other:
    where, prefecture = (way(place), place.prefecture_id) if place else ("", None)
    url, years = address("cases:detail", row.number), years_shown(row.year_from, row.year_to)
    return Other(row.pk, row.number, title, url, where, years, prefecture, sources)


def _counted(case: Case, practices: Mapping[int, Any]) -> dict[int, list[str]]:
    """Their keys with the names of the practices shared, by the database."""
    others = Case.objects.published().exclude(pk=case.pk)
    if not practices:  # the database layer takes a count of what is in an empty set for no rows at all
        near = others.filter(_near(case)).order_by("pk")
        return {pk: [] for pk in near.values_list("pk", flat=True)[:SHOWN]}
    shared = Q(measures__practices__in=practices, measures__state__in=PUBLIC_STATES)
    found = others.filter(shared | _near(case))
    counted = found.annotate(shared=Count("measures__practices", filter=shared, distinct=True))
    names: dict[int, list[str]] = {
        pk: [] for pk in counted.order_by("-shared", "pk").values_list("pk", flat=True)[:SHOWN]
    }
    held = Case.objects.filter(shared, pk__in=names).order_by().values_list("pk", "measures__practices").distinct()
    for pk, practice in held:
        names[pk].append(str(practices[practice]))
    return names


def _remembered(case: Case, practices: Mapping[int, Any], columns: Columns) -> dict[int, list[str]]:
    """The same from the columns of the list."""
    names = {practice.slug: str(practice) for practice in practices.values()}
    slugs = tuple(sorted(names))
    sharing = columns.answered("sharing", slugs, lambda: _sharing(slugs, columns))
    found = {pk: [names[slug] for slug in shared] for pk, shared in sharing.items() if pk != case.pk}
    if len(found) < SHOWN:
        near = _NEAR([case.place.prefecture_id] if case.place and case.place.prefecture_id else [])
        found |= {pk: [] for (pk,) in near if pk != case.pk and pk not in found}
    return dict(islice(found.items(), SHOWN))


def _sharing(slugs: Sequence[str], columns: Columns) -> dict[int, list[str]]:
    """The keys of those that share most of these practices, and which; one more than are shown, as the case is one."""
    held = {slug: columns.values["practice"].get(slug, 0) for slug in slugs}
    keys = islice(most_held(list(held.values())), SHOWN + 1)
    return {pk: [slug for slug, bits in held.items() if bits >> pk & 1] for pk in keys}


def most_held(sets: Sequence[int]) -> Iterator[int]:
    """The keys that most of these sets of bits hold, before those that fewer hold; of equals the lowest first.

    Each key's count stands in binary across `planes`: so a million keys are counted by a few sums of whole sets.
    """
    planes: list[int] = []
    for carried in sets:
        for at, plane in enumerate(planes):
            planes[at], carried = plane ^ carried, plane & carried
        planes.append(carried)
    for count in range(len(sets), 0, -1):
        yield from _keys(reduce(and_, (plane if count >> at & 1 else ~plane for at, plane in enumerate(planes))))


def _keys(bits: int) -> Iterator[int]:
    """The keys of a set of bits, the lowest first: by stretches, as each step on the set takes as long as it is."""
    at = 0
    while bits:
        left = bits & (1 << STRETCH) - 1
        passed = STRETCH if left else (bits & -bits).bit_length() - 1
        while left:
            yield at + (left & -left).bit_length() - 1
            left &= left - 1
        bits >>= passed
        at += passed


def _near(case: Case) -> Q:
    return Q(place__prefecture=case.place.prefecture_id) if case.place and case.place.prefecture_id else Q(pk__in=[])


@lru_cache(maxsize=8)
def _words(_language: str | None) -> dict[str, str]:
    """What reasons are put together of, looked up once a language."""
    return {
        "both": _("both have %(practices)s"),
        "and": _(" and "),
        "near": _("same prefecture"),
        "text": _("from the same text"),
        "then": _("; "),
    }


def _reason(case: Case, other: Other, names: list[str], words: Mapping[str, str]) -> str:
    reasons = []
    if names:
        reasons.append(words["both"] % {"practices": words["and"].join(sorted(names)[:NAMED])})
    if case.place and other.place and other.prefecture == case.place.prefecture_id:
        reasons.append(words["near"])
    if other.sources & {link.source_id for link in held(case, "source_links")}:
        reasons.append(words["text"])
    return words["then"].join(reasons)
