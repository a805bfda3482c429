"""Cases like this one, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cases.models import Case
from cases.models.extracted import PUBLIC_STATES

SHOWN = 3
NAMED = 3


@dataclass(frozen=True)
class Similar:
    """Another case, and in words what it shares with this one."""

    case: Case
    reason: str


def similar_to(case: Case, practices: dict[int, str]) -> list[Similar]:
    """At most three: those that share most of its practices (key → name), else those of the same prefecture."""
    shared = Q(measures__practices__in=practices, measures__state__in=PUBLIC_STATES)
    near = Q(place__prefecture=case.place.prefecture_id) if case.place and case.place.prefecture_id else Q(pk__in=[])
    found = (
        Case.objects.published()
        .exclude(pk=case.pk)
        .filter(shared | near)
        .annotate(shared=Count("measures__practices", filter=shared, distinct=True))
        .order_by("-shared", "number")
        .with_place()
        .with_sources()[:SHOWN]
    )
    names = _names(list(found), practices)
    return [Similar(other, _reason(case, other, names.get(other.pk, []))) for other in found]


def _names(cases: list[Case], practices: dict[int, str]) -> dict[int, list[str]]:
    """The names of the shared practices, by case."""
    shared = Case.objects.filter(
        pk__in=[case.pk for case in cases], measures__practices__in=practices, measures__state__in=PUBLIC_STATES
    )
    names: dict[int, list[str]] = {}
    for pk, practice in shared.values_list("pk", "measures__practices").distinct():
        names.setdefault(pk, []).append(practices[practice])
    return names


def _reason(case: Case, other: Any, names: list[str]) -> str:
    reasons = []
    if names:
        reasons.append(_("both have %(practices)s") % {"practices": _(" and ").join(sorted(names)[:NAMED])})
    if case.place and other.place and other.place.prefecture_id == case.place.prefecture_id:
        reasons.append(_("same prefecture"))
    mine = {link.source_id for link in case.source_links.all()}
    if mine & {link.source_id for link in other.source_links.all()}:
        reasons.append(_("from the same text"))
    return _("; ").join(reasons)
