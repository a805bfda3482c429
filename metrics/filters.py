"""What the list of figures can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.facets import Chip, Facet, Filters, QuestionFacet
from cases.models.extracted import PUBLIC_STATES
from metrics.models import Figure
from metrics.search import FIGURES
from programs.filters import FindFilters
from programs.models import CaseProgram, Program

VALUES = ("value_min", "value_max")
MAGNITUDES = {"万": 10_000, "亿": 100_000_000}


class AmountField(forms.DecimalField):
    """A number as people write it here: 200000, or 20万."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        written = str(value or "").strip().replace(",", "").replace(" ", "")
        factor = MAGNITUDES.get(written[-1:], 1)
        number = super().to_python(written[:-1] or written if factor > 1 else written)
        return None if number is None else number * factor


class AmountFilter(django_filters.Filter):
    field_class = AmountField


def amount_filter(lookup: str, label: Any, method: str) -> AmountFilter:
    limits = {"max_digits": 18, "decimal_places": 6}
    return AmountFilter(field_name="value", lookup_expr=lookup, label=label, method=method, **limits)


class FigureFilters(FindFilters):
    index = FIGURES
    spans = {**FindFilters.spans, VALUES: _("Value")}

    unit = Facet(field_name="unit__name", label=_("Unit"))
    value_min = amount_filter("gte", _("Value from"), "reaches")
    value_max = amount_filter("lte", _("Value until"), "stays_within")
    indicator = Facet(field_name="indicator__name", label=_("Indicator"))
    practice = Facet(
        field_name="measure__practices__slug",
        label_path="measure__practices__name",
        where=Q(measure__state__in=PUBLIC_STATES),
        label=_("Practice"),
    )
    program = django_filters.ModelChoiceFilter(
        field_name="case__program_links__program",
        lookup_expr="exact",
        label=_("Programme"),
        queryset=lambda _request: Program.objects.published(),
        method="of_program",
        widget=forms.HiddenInput,
    )
    kind = Facet(field_name="kind", label=_("Said as"), choices=Figure.Kind.choices)
    claim = Facet(field_name="claim", label=_("Type"), choices=Figure.Claim.choices)
    qualifier = Facet(field_name="qualifier", label=_("Exactness"), choices=Figure.Qualifier.choices)
    year_basis = Facet(field_name="case__year_basis", label=_("Year basis"))
    state = Facet(field_name="state", label=_("Checked"), choices=[(one.value, one.label) for one in PUBLIC_STATES])
    doubt = QuestionFacet(
        label=_("Doubts"),
        questions={
            "with": (_("with doubts"), Q(flags__isnull=False)),
            "without": (_("without doubts"), Q(flags__isnull=True)),
        },
    )

    class Meta:
        model = Figure
        fields: list[str] = []

    @classmethod
    def read(cls, data: QueryDict, queryset: QuerySet[Any], apart: Sequence[str] = ()) -> tuple[Filters, list[str]]:
        """Numbers of different units don't compare: bounds of the value ask for one unit."""
        filters, notes = super().read(data, queryset, apart)
        if len(filters.chosen.get("unit", [])) == 1 or not any(name in filters.chosen for name in VALUES):
            return filters, notes
        data = filters.data.copy()
        for name in VALUES:
            data.pop(name, None)
        note = gettext("The value was ignored: numbers of different units don't compare. Choose one unit first.")
        return cls(data, queryset), [*notes, note]

    def of_program(self, queryset: QuerySet[Any], _name: str, value: Program) -> QuerySet[Any]:
        """Figures of the cases that name the programme."""
        links = CaseProgram.objects.filter(program=value, state__in=PUBLIC_STATES)
        return queryset.filter(case__in=links.values("case"))

    def chip(self, name: str, value: Any) -> Chip:
        chip = super().chip(name, value)
        return Chip(chip.label, value.public_name, chip.names) if name == "program" else chip

    def reaches(self, queryset: QuerySet[Any], _name: str, value: Decimal) -> QuerySet[Any]:
        return queryset.alias(upper=Coalesce("value_max", "value")).filter(upper__gte=value)

    def stays_within(self, queryset: QuerySet[Any], _name: str, value: Decimal) -> QuerySet[Any]:
        return queryset.filter(value__lte=value)

    @property
    def one_unit(self) -> str:
        """The unit chosen, where it is one alone: only then is there a scale."""
        units = self.chosen.get("unit", [])
        return units[0] if len(units) == 1 else ""
