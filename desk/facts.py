"""A case's own facts on the desk: title, lead, authors, place and years, corrected like finds."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin import CaseForm
from cases.models import Case
from cases.quoted import filled
from desk import steps
from desk.choosing import TypedField
from desk.steps import Step

# Told as one: who decides on one of them decides on all, so that no new reading mixes its own with a person's.
GROUPS = {
    "place": ("place", "township", "place_basis", "place_evidence"),
    "years": ("year_from", "year_to", "year_basis", "year_evidence"),
}
FIRST, LAST = 1900, 2100


class FactsForm(CaseForm):
    """Only what the person changed is taken, and nothing that somebody else has changed since the page was made."""

    completeness = None  # type: ignore[assignment]
    place = TypedField("place", label=gettext_lazy("place"), required=False)
    checked_place = forms.BooleanField(label=gettext_lazy("Checked: the place stays as it is"), required=False)
    checked_years = forms.BooleanField(label=gettext_lazy("Checked: the years stay as they are"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=steps.REASON, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Case
        fields = ["title", "lead", "authors", *GROUPS["place"], *GROUPS["years"]]
        rows = {"lead": 4, "place_evidence": 2, "year_evidence": 2}
        widgets = {name: forms.Textarea({"rows": count}) for name, count in rows.items()}

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="c_%s", label_suffix="", **kwargs)
        self.fields["authors"].widget.attrs |= {"rows": 2}
        for name in GROUPS:
            if not self.undecided(name):
                del self.fields[f"checked_{name}"]
        self.now = {name: _flat(self[name].field.prepare_value(self[name].initial)) for name in self._meta.fields or ()}

    def undecided(self, group: str) -> bool:
        return not set(GROUPS[group]) <= set(self.instance.decided)

    @property
    def shown(self) -> str:
        """What the page shows, to be sent back with it."""
        return json.dumps(self.now, ensure_ascii=False)

    @cached_property
    def touched(self) -> list[str]:
        """The fields that the person changed."""
        try:
            seen = {**self.now, **json.loads(self.data.get("seen") or "{}")}
        except (TypeError, ValueError):
            seen = self.now
        self.meanwhile = {name for name in self.now if seen[name] != self.now[name]}
        sent = [name for name in self.now if name in self.data or f"{name}-chosen" in self.data]
        return [name for name in sent if _flat(self[name].field.prepare_value(self[name].data)) != seen[name]]

    def clean_lead(self) -> str:
        return _flat(self.cleaned_data["lead"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in self.touched:
            if name in self.meanwhile:
                told = _("Somebody has changed this meanwhile. It now says “%(value)s”: look again, then save.")
                self.add_error(name, filled(told, {"value": self.now[name]}))
        self._check_place(given)
        self._check_years(given)
        return given

    def _check_place(self, given: dict[str, Any]) -> None:
        if given.get("place") and not given.get("place_basis"):
            self.add_error("place_basis", _("Say whether the text states the place or it is inferred."))

    def _check_years(self, given: dict[str, Any]) -> None:
        names = [name for name in ("year_from", "year_to") if given.get(name) is not None]
        for name in names:
            if not FIRST <= given[name] <= LAST:
                self.add_error(name, _("Write the year in four digits, like 2004."))
        if names and not given.get("year_basis"):
            self.add_error("year_basis", _("Say how the years are known."))

    def given(self) -> dict[str, Any]:
        """The fields to be set by decision, with those told as one with them."""
        given = {name: self.cleaned_data[name] for name in self.touched}
        if "place" in given and "place_evidence" not in given:
            given["place_evidence"] = ""  # it told of the other place
        stored = Case.objects.get(pk=self.instance.pk)
        for group, names in GROUPS.items():
            if self.cleaned_data.get(f"checked_{group}") or not given.keys().isdisjoint(names):
                given = {name: getattr(stored, name) for name in names} | given
        return given


def _flat(value: Any) -> str:
    return str("" if value is None else value).replace("\r\n", "\n").strip()


@transaction.atomic
def save(form: FactsForm) -> list[Step]:
    """Correct what the form changes; nothing where it changes nothing."""
    given = form.given()
    row = Case.objects.select_for_update().get(pk=form.instance.pk)
    if not given:
        return []
    key, reason = f"case-{row.pk}", form.cleaned_data["reason"]
    return [{**steps.step(key, row, lambda: steps.correct(row, given), given, reason), "at": ""}]
