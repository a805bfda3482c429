"""What the lists of programmes, measures and practices can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.facets import Facet, Filters, PlaceFacet, QuestionFacet
from cases.models import Case
from cases.models.extracted import PUBLIC_STATES
from cases.searched import SearchedFilters
from programs.models import CaseProgram, Measure, Practice, Program
from programs.search import MEASURES, PROGRAMS
from programs.shown import PUBLISHED

YEARS = {"min_value": 1900, "max_value": 2100, "decimal_places": 0}
NAMED = Q(case_links__case__state=Case.Status.PUBLISHED, case_links__state__in=PUBLIC_STATES)


def words_filter() -> django_filters.CharFilter:
    return django_filters.CharFilter(
        field_name="pk", lookup_expr="in", label=_("Words"), method="search", max_length=200
    )


def year_filter(name: str, lookup: str, label: Any) -> django_filters.NumberFilter:
    return django_filters.NumberFilter(
        field_name="case__year_from", lookup_expr=lookup, label=label, method=name, **YEARS
    )


class FindFilters(SearchedFilters):
    """Filters of finds that hang on one case: by its place, years and number."""

    spans = {("year_min", "year_max"): _("Years")}

    q = words_filter()
    place = PlaceFacet(field_name="case__place", label=_("Place"))
    year_min = year_filter("ends_after", "gte", _("From year"))
    year_max = year_filter("starts_before", "lte", _("Until year"))
    case = django_filters.NumberFilter(
        field_name="case__number",
        lookup_expr="exact",
        label=_("Case"),
        min_value=1,
        max_value=2**31 - 1,
        decimal_places=0,
    )

    def ends_after(self, queryset: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Finds of cases whose years reach that year; one with only a first year counts as that year."""
        return queryset.alias(told_to=Coalesce("case__year_to", "case__year_from")).filter(told_to__gte=int(value))

    def starts_before(self, queryset: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        return queryset.filter(case__year_from__lte=int(value))


class NamedPlaceFacet(PlaceFacet):
    """Places of the cases that name a record: one that two counties of a province name counts once there."""

    def counts(self, queryset: QuerySet[Any]) -> dict[str, int]:
        held: dict[str, set[int]] = {}
        for key, code in self.related(queryset).order_by().values_list("pk", f"{self.field_name}__code").distinct():
            for each in {code, *self.tree.above.get(code, ())} - {None}:
                held.setdefault(each, set()).add(key)
        return {code: len(keys) for code, keys in held.items()}


class ProgramFilters(SearchedFilters):
    index = PROGRAMS
    spans = {("year_min", "year_max"): _("Years")}

    q = words_filter()
    kind = Facet(field_name="kind", label=_("Kind of programme"), choices=Program.Kind.choices)
    main = QuestionFacet(
        label=_("Part in the case"),
        questions={
            "main": (_("main programme of a case"), NAMED & Q(case_links__main=True)),
            "beside": (_("named beside it"), NAMED & Q(case_links__main=False)),
        },
    )
    place = NamedPlaceFacet(field_name="case_links__case__place", where=NAMED, label=_("Place"))
    year_min = year_filter("in_years", "gte", _("From year"))
    year_max = year_filter("in_years", "lte", _("Until year"))

    class Meta:
        model = Program
        fields: list[str] = []

    def in_years(self, queryset: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        """Programmes that a case of those years names: both bounds hold for the same case."""
        chosen = self.form.cleaned_data
        links = CaseProgram.objects.filter(**PUBLISHED)
        if chosen.get("year_min") is not None:
            links = links.alias(told_to=Coalesce("case__year_to", "case__year_from"))
            links = links.filter(told_to__gte=int(chosen["year_min"]))
        if chosen.get("year_max") is not None:
            links = links.filter(case__year_from__lte=int(chosen["year_max"]))
        return queryset.filter(pk__in=links.values("program"))


class MeasureFilters(FindFilters):
    index = MEASURES

    practice = Facet(field_name="practices__slug", label_path="practices__name", label=_("Practice"))

    class Meta:
        model = Measure
        fields: list[str] = []


def _taken() -> QuerySet[Any]:
    """The practices that a measure of a published case belongs to."""
    return Measure.objects.filter(**PUBLISHED, practices__isnull=False).values("practices")


class PracticeFilters(Filters):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Words"), max_length=200)
    held = QuestionFacet(
        label=_("Held"),
        questions={
            "yes": (_("found in a case"), Q(pk__in=_taken())),
            "no": (_("not found yet"), ~Q(pk__in=_taken())),
        },
    )

    class Meta:
        model = Practice
        fields: list[str] = []
