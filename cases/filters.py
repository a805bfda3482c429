"""What the list of cases can be narrowed by."""

from __future__ import annotations

import operator
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.columns import Memory
from cases.facets import Facet, PlaceFacet, QuestionFacet
from cases.models import Case
from cases.models.extracted import PUBLIC_STATES
from cases.remembered import RememberedFilters
from cases.search.indexes import CASES

YEARS = {"min_value": 1900, "max_value": 2100, "decimal_places": 0}
LAST_YEAR = Coalesce("year_to", "year_from")


class Numbers(tuple[int, ...]):
    """Numbers of cases, said as a list."""

    def __str__(self) -> str:
        return "、".join(str(number) for number in self)


class NumbersField(forms.Field):
    """`case=2&case=8`: the cases ticked in a list, or named one by one."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> Numbers:
        return Numbers(dict.fromkeys(self._number(each) for each in value or []))

    def _number(self, value: str) -> int:
        if value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        raise forms.ValidationError(_("not the number of a case"))


class NumbersFilter(django_filters.Filter):
    field_class = NumbersField


class CaseFilters(RememberedFilters):
    index = CASES
    memory = Memory(Case.objects.published, lambda cases: CaseFilters({}, cases).columns_of(cases))
    bounds = {"year_min": (LAST_YEAR, operator.le), "year_max": (F("year_from"), operator.ge)}
    spans = {("year_min", "year_max"): _("Years")}

    q = django_filters.CharFilter(field_name="pk", lookup_expr="in", label=_("Words"), method="search", max_length=200)
    case = NumbersFilter(field_name="number", lookup_expr="in", label=_("Case numbers"))
    place = PlaceFacet(field_name="place", label=_("Place"))
    year_min = django_filters.NumberFilter(
        field_name="year_from", lookup_expr="gte", label=_("From year"), method="ends_after", **YEARS
    )
    year_max = django_filters.NumberFilter(
        field_name="year_from", lookup_expr="lte", label=_("Until year"), method="starts_before", **YEARS
    )
    year_basis = Facet(field_name="year_basis", label=_("Year basis"), choices=Case.Basis.choices)
    kind = Facet(
        field_name="program_links__program__kind",
        where=Q(program_links__state__in=PUBLIC_STATES),
        label=_("Kind of programme"),
    )
    practice = Facet(
        field_name="measures__practices__slug",
        label_path="measures__practices__name",
        where=Q(measures__state__in=PUBLIC_STATES),
        label=_("Practice"),
    )
    unit = Facet(
        field_name="figures__unit__name",
        where=Q(figures__state__in=PUBLIC_STATES),
        label=_("Has figures in"),
    )
    condition = QuestionFacet(
        label=_("Condition of the text"),
        questions={
            "whole": (_("complete"), Q(truncated=False)),
            "cut": (_("cut off at the end"), Q(truncated=True)),
            "doubt": (_("with doubts"), Q(flags__isnull=False)),
        },
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def ends_after(self, queryset: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Cases whose years reach that year; one with only a first year counts as that year."""
        return queryset.alias(last_year=LAST_YEAR).filter(last_year__gte=int(value))

    def starts_before(self, queryset: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        return queryset.filter(year_from__lte=int(value))
