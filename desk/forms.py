"""The intake form: files, or a text pasted in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Given:
    """One text as it was handed in; a file over the limit is never read: its data is None."""

    name: str
    data: bytes | None


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; what is wrong with one of them is said beside it, not here."""

    widget = ManyFilesInput(attrs={"accept": ".txt,.html,.htm,.docx,.pdf,.zip"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [file for file in data or [] if file]


class IntakeForm(forms.Form):
    upload = ManyFilesField(
        label=_("Files"),
        required=False,
        help_text=_("text, web page, Word, PDF, or a ZIP of these; up to 20 MB each, 100 at a time"),
    )
    pasted = forms.CharField(
        label=_("Or paste a text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    name = forms.CharField(
        label=_("Name of the pasted text"), required=False, max_length=200, help_text=_("shown as its file name")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("upload") and not str(values.get("pasted") or "").strip():
            raise forms.ValidationError(_("Choose a file or paste a text first."))
        if len(values.get("upload", [])) > MOST_FILES:
            self.add_error("upload", _("At most 100 files at a time: put more of them into a ZIP."))
        return values

    def given(self) -> list[Given]:
        """All that was handed in, in the order of the form."""
        texts = [Given(file.name or "", _bytes(file)) for file in self.cleaned_data["upload"]]
        # A browser sends line ends as it likes; a pasted text has no bytes of its own to keep.
        pasted = str(self.cleaned_data["pasted"]).replace("\r\n", "\n")
        if pasted.strip():
            name = self.cleaned_data["name"] or str(_("pasted text"))
            texts.append(Given(name if "." in name else f"{name}.txt", pasted.encode("utf-8", "replace")))
        return texts


def _bytes(file: Any) -> bytes | None:
    return None if file.size > settings.UPLOAD_LIMIT else file.read()
