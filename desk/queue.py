"""What waits for people: the questions the start page of the desk asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from cases.models import Case, Mask, Section, State
from desk.models import Batch, Report
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure

SHOWN = 20
FINDS = (Section, CaseProgram, Measure, Figure)


@dataclass(frozen=True, slots=True)
class Part:
    """So many unchecked finds of one kind, and the admin's list of that kind."""

    label: str
    page: str
    count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case with finds nobody has looked at, kind by kind."""

    case: Case
    count: int
    parts: tuple[Part, ...]


def drafts() -> QuerySet[Case]:
    """Cases not yet public, newest first."""
    return Case.objects.filter(state__in=(Case.Status.DRAFT, Case.Status.IN_REVIEW)).with_place().order_by("-number")


def unchecked() -> tuple[list[Waiting], int]:
    """The cases with the most unchecked finds, and how many such finds there are in all."""
    by_model = {model: _unchecked_by_case(model) for model in FINDS}
    counts = sum(by_model.values(), Counter())
    most = counts.most_common(SHOWN)
    cases = Case.objects.in_bulk([key for key, _count in most])
    return [Waiting(cases[key], count, _parts(key, by_model)) for key, count in most], counts.total()


def _unchecked_by_case(model: type[Any]) -> Counter[int]:
    rows = model.objects.filter(state=State.PROPOSED).order_by().values_list("case").annotate(Count("pk"))
    return Counter(dict(rows))


def _parts(case: int, by_model: dict[type[Any], Counter[int]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            str(model._meta.verbose_name_plural),
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist",
            counts[case],
        )
        for model, counts in by_model.items()
        if counts[case]
    )


def proposed_masks() -> QuerySet[Mask]:
    return Mask.objects.filter(state=State.PROPOSED)


def open_flags() -> QuerySet[Flag]:
    return Flag.objects.filter(state=Flag.Status.OPEN).select_related("case")


def batches() -> QuerySet[Batch]:
    return Batch.objects.select_related("user").annotate(text_count=Count("sources"))


def open_reports() -> QuerySet[Report]:
    """Errors reported and not yet answered, the oldest first."""
    return Report.objects.filter(state=Report.Status.OPEN).select_related("case").order_by("at", "pk")
