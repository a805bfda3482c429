"""Curation of figures and of the doubts about them, and the vocabularies of units and indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.curation import FindAdmin, KeptAdmin, LinesField, RecordAdmin
from metrics.admin_acts import merge_indicators
from metrics.models import Figure, Flag, Indicator, Unit
from programs.admin import only_of_case


class Confidence(admin.SimpleListFilter):
    """How sure the reader was: the doubtful ones are looked at first."""

    title = _("confidence")
    parameter_name = "sure"
    BANDS = {"low": (0.0, 0.6), "middle": (0.6, 0.85), "high": (0.85, 1.01)}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("low", _("below 0.6")), ("middle", _("0.6 to 0.85")), ("high", _("0.85 and above"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Figure]) -> QuerySet[Figure]:
        if (chosen := self.value()) not in self.BANDS:
            return queryset
        low, high = self.BANDS[str(chosen)]
        return queryset.filter(confidence__gte=low, confidence__lt=high)


def plain(value: Decimal | None) -> str:
    """A stored value without the zeros of its column: 6600000.000000 is 6600000."""
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".")


class ValueField(forms.DecimalField):
    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


class FigureForm(forms.ModelForm):
    value = ValueField(label=_("value"), max_digits=24, decimal_places=6)
    value_max = ValueField(label=_("upper value"), max_digits=24, decimal_places=6, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        low, high = values.get("value"), values.get("value_max")
        if low is not None and high is not None and high < low:
            self.add_error("value_max", _("The upper value is below the value."))
        return values


@admin.register(Figure)
class FigureAdmin(FindAdmin):
    form = FigureForm
    list_display = [
        "quote", "to_words", "label", "plain_value", "unit", "kind", "claim", "told_in", "confidence", "state",
    ]  # fmt: skip
    list_filter = [
        "state", "kind", "claim", "qualifier", Confidence, "period_basis",
        ("indicator", admin.EmptyFieldListFilter), "unit__dimension",
    ]  # fmt: skip
    list_select_related = ["case", "unit"]
    search_fields = ["quote", "label", "scope", "indicator__name", "=case__number", "case__title"]
    search_help_text = _("words, label, scope, indicator, or number or title of the case")
    autocomplete_fields = ["unit", "indicator", "place"]
    readonly_fields = ["amount", "confidence"]
    fields = [
        "case", "words", "span", ("value", "value_max", "qualifier", "unit"), "amount", "label", "indicator", "scope",
        "place", ("period", "period_basis"), ("kind", "claim"), "section", "measure", "state", "confidence", "decided",
        "reading",
    ]  # fmt: skip

    @admin.display(description=_("value"), ordering="amount")
    def plain_value(self, figure: Figure) -> str:
        return "–".join(filter(None, (plain(figure.value), plain(figure.value_max))))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return only_of_case(field, request, "figures") if db_field.name in ("section", "measure") else field


@admin.register(Flag)
class FlagAdmin(KeptAdmin):
    list_display = ["message", "kind", "case", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["case"]
    search_fields = ["message", "reason", "=case__number", "case__title"]
    search_help_text = _("message, reason, or number or title of the case")
    readonly_fields = ["case", "kind", "involved"]
    fields = ["case", "kind", "involved", "message", "state", "reason"]

    @admin.display(description=_("figures"))
    def involved(self, flag: Flag) -> SafeString:
        """Each figure of the doubt with its label, linked to its own page and to its words."""
        rows = (
            (reverse("admin:metrics_figure_change", args=[figure.pk]), figure.quote, figure.label, figure.words_url)
            for figure in flag.figures.with_words()
        )
        line = '<li><a href="{}">{}</a> {} · <a href="{}">' + str(_("words")) + "</a></li>"
        return format_html("<ul>{}</ul>", format_html_join("", line, rows))


class VocabularyForm(forms.ModelForm):
    aliases = LinesField(label=_("aliases"), required=False, help_text=_("one a line"))


class VocabularyAdmin(RecordAdmin):
    form = VocabularyForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(figure_count=Count("figures"))

    @admin.display(description=_("figures"), ordering="figure_count")
    def figure_count(self, row: Any) -> int:
        return int(row.figure_count)


@admin.register(Unit)
class UnitAdmin(VocabularyAdmin):
    list_display = ["name", "dimension", "base", "factor", "figure_count"]
    fields = ["name", "dimension", "base", "factor", "aliases"]
    list_filter = ["dimension"]
    search_fields = ["name", "base", "aliases"]
    search_help_text = _("name or alias")

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "factor" in form.changed_data:
            obj.figures.update(amount=F("value") * obj.factor)


@admin.register(Indicator)
class IndicatorAdmin(VocabularyAdmin):
    actions = [merge_indicators]
    list_display = ["name", "name_en", "dimension", "figure_count", "merged_into"]
    list_select_related = ["merged_into"]
    fields = ["name", "name_en", "dimension", "aliases", "merged_into"]
    readonly_fields = ["merged_into"]
    list_filter = ["dimension", ("merged_into", admin.EmptyFieldListFilter)]
    search_fields = ["name", "name_en", "aliases"]
    search_help_text = _("name or alias")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.merged_into_id) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.merged_into_id) and super().has_delete_permission(request, obj)
