"""The fields of a find on the review desk, and beside each what the reader said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Mask, Section
from desk.naming import ProgramFields
from metrics.admin import FigureForm
from metrics.models import Figure, Indicator, Unit
from programs.models import Measure, Practice


class NamedField(forms.ModelChoiceField):
    """A record of a vocabulary, written by its name."""

    widget = forms.TextInput

    def __init__(self, model: type[Any], **kwargs: Any) -> None:
        super().__init__(model.objects.all(), to_field_name="name", required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.name if hasattr(value, "name") else value

    def clean(self, value: Any) -> Any:
        """The name of a merged one means the other."""
        found = super().clean(value)
        return getattr(found, "merged_into", None) or found


class FigureFields(FigureForm):
    unit = NamedField(Unit, label=_("unit"))
    indicator = NamedField(Indicator, label=_("indicator"))

    class Meta:
        model = Figure
        fields = [
            "label", "indicator", "scope", "period", "value", "value_max", "unit", "qualifier", "kind", "claim",
        ]  # fmt: skip
        labels = {"claim": _("stage")}


FIELDS: dict[str, Any] = {
    "mask": forms.modelform_factory(Mask, fields=[]),  # it hides the name or it doesn't
    "figure": FigureFields,
    "measure": forms.modelform_factory(
        Measure,
        fields=["heading", "level", "order", "practices"],
        widgets={"practices": forms.CheckboxSelectMultiple},
    ),
    "programme": ProgramFields,
    "section": forms.modelform_factory(Section, fields=["kind", "heading", "level"]),
}


@dataclass
class Shown:
    """A field, and what the reader would have it be where that differs."""

    field: Any
    said: str


def form_for(find: Any, data: Any = None) -> Any:
    """The form of a find; named records show by their names."""
    initial = {name: getattr(find.row, name) for name in ("unit", "indicator") if hasattr(find.row, name)}
    return FIELDS[find.name](data, instance=find.row, initial=initial, auto_id="f_%s", label_suffix="")


def shown_fields(form: Any, reading: dict[str, Any]) -> list[Shown]:
    names = _names(reading)
    return [Shown(field, _said(field, reading, names)) for field in form]


def _names(reading: dict[str, Any]) -> dict[str, str]:
    """The names of the records the reading points at."""
    models: dict[str, type[Any]] = {"unit": Unit, "indicator": Indicator}
    return {
        name: _name(model.objects.filter(pk=reading[name]).first())
        for name, model in models.items()
        if reading.get(name)
    }


def _name(row: Any) -> str:
    """What a record goes by today."""
    return str(getattr(getattr(row, "merged_into", None) or row, "name", ""))


def _said(field: Any, reading: dict[str, Any], names: dict[str, str]) -> str:
    """What the reader says of a field, in the words of the form; nothing where it says the same."""
    if field.name not in reading:
        return ""
    if field.name == "practices":
        return _said_practices(field, reading[field.name])
    value = names.get(field.name, reading[field.name])
    stored = field.initial
    if isinstance(value, float) and stored is not None:
        return "" if abs(float(stored) - value) < 1e-6 * max(1.0, abs(value)) else f"{value:g}"
    if str(value if value is not None else "") == str(getattr(stored, "name", stored) if stored is not None else ""):
        return ""
    choices = dict(getattr(field.field, "choices", None) or {}) if not isinstance(field.field, NamedField) else {}
    return str(choices.get(value, value)) or "—"


def _said_practices(field: Any, slugs: list[str]) -> str:
    said = {row.pk: str(row) for row in Practice.objects.filter(slug__in=slugs)}
    same = {row.pk for row in field.initial or ()} == set(said)
    return "" if same else "、".join(said.values()) or "—"
