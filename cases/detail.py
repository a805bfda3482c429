"""What the page of one case says of its figures and practices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from cases.columns import Columns
from cases.models import Case
from cases.models.extracted import PUBLIC_STATES, choice_words
from cases.models.held import held

CLAIMS = ("input", "activity", "output", "outcome", "other")
SHOWN = 6


@dataclass
class ClaimGroup:
    """The figures of one claim, the first few and the rest; `name` is "context" for background."""

    name: str
    label: str
    figures: list[Any] = field(default_factory=list)

    @property
    def first(self) -> list[Any]:
        return self.figures[:SHOWN]

    @property
    def rest(self) -> list[Any]:
        return self.figures[SHOWN:]


def once(figures: Iterable[Any]) -> list[Any]:
    """Each number of a case once, where it comes first, with the `again` that follow and how many `times` it is said:
    512万元 said three times is one.

    13位 that grow orchids and 13位 that raise hens, stay two.
    """
    found: dict[tuple[Any, ...], list[Any]] = {}
    shown: list[Any] = []
    for figure in figures:
        worth = (figure.case_id, figure.value, figure.value_max, figure.unit_id)
        firsts = found.setdefault((*worth, figure.qualifier, figure.kind, figure.scope), [])
        first = next((each for each in firsts if _same(each, figure)), None)
        if first is not None:
            first.again.append(figure)
            first.times += 1
            continue
        figure.again, figure.times = [], 1
        firsts.append(figure)
        shown.append(figure)
    return shown


def _same(one: Any, other: Any) -> bool:
    """Whether two mentions of a number say the same: under one label, or one of mostly the same characters."""
    letters, others = set(one.label), set(other.label)
    alike = 3 * len(letters & others) >= 2 * len(letters | others) > 0
    return one.label == other.label or (alike and one.indicator_id == other.indicator_id)


def by_claim(figures: Iterable[Any]) -> list[ClaimGroup]:
    """What was put in, done, made and reached; what was there before comes last, by itself."""
    groups: dict[str, ClaimGroup] = {}
    for figure in once(figures):
        context = figure.kind == "context"
        name = "context" if context else figure.claim
        if name not in groups:
            groups[name] = ClaimGroup(name, choice_words(figure, "kind" if context else "claim"))
        groups[name].figures.append(figure)
    return [groups[name] for name in (*CLAIMS, "context") if name in groups]


KINDS = ("reported", "target", "norm", "context")


def by_kind(figures: Iterable[Any]) -> list[tuple[str, str, int]]:
    """Each kind of figure that the text has, its name and how often it is marked."""
    found: dict[str, list[Any]] = {}
    for figure in figures:
        found.setdefault(figure.kind, []).append(figure)
    return [(kind, choice_words(found[kind][0], "kind"), len(found[kind])) for kind in KINDS if kind in found]


def practices_of(case: Any) -> dict[int, Any]:
    return {practice.pk: practice for measure in held(case, "measures") for practice in held(measure, "practices")}


def cases_by_practice(practices: Mapping[int, Any], columns: Columns | None) -> dict[int, int]:
    """In how many published cases each of these practices is found."""
    if columns is not None:
        held = columns.values["practice"]
        return {
            key: columns.answered("cases", practice.slug, held.get(practice.slug, 0).bit_count)
            for key, practice in practices.items()
        }
    counted = Q(measures__practices__in=practices, measures__state__in=PUBLIC_STATES)
    rows = Case.objects.published().filter(counted).values_list("measures__practices")
    return dict(rows.annotate(Count("pk", distinct=True)))
