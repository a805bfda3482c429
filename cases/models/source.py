"""Sources: the given bytes, the text read from them, and its clean form with the map between the two."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.extract.spans import Repair, Runs, Text
from cases.models.held import held
from cases.repairs import unpacked

if TYPE_CHECKING:
    from cases.models.extracted import Mask


class Rights(models.TextChoices):
    FULL = "full", _("full text public")
    QUOTES = "quotes", _("quotes only")
    STAFF = "staff", _("staff only")


class SourceQuerySet(models.QuerySet["Source"]):
    def light(self) -> SourceQuerySet:
        """Without the bytes and long texts: for lists, which never show them."""
        return self.defer("raw", "text", "cleaned", "runs", "repairs")

    def with_masks(self) -> SourceQuerySet:
        return self.prefetch_related("masks")


class Source(models.Model):
    """One given text. Its bytes and decoded text never change; offsets everywhere count characters of `text`."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    raw = models.BinaryField(editable=False)
    text = models.TextField(_("text"), editable=False)
    cleaned = models.TextField(_("clean text"), editable=False)
    runs = models.JSONField(default=list, editable=False)
    repairs = models.JSONField(_("repairs"), default=list, editable=False)
    encoding = models.CharField(_("encoding"), max_length=40, editable=False)
    format = models.CharField(_("format"), max_length=10, default="txt", editable=False)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    site = models.CharField(_("site"), max_length=200, blank=True)
    url = models.URLField(_("URL"), max_length=1000, blank=True)
    page_title = models.CharField(_("page title"), max_length=500, blank=True)
    page_date = models.CharField(_("page date"), max_length=10, blank=True, help_text=_("2002-07-04, 2002-07 or 2002"))
    captured_on = models.DateField(_("captured on"), null=True, blank=True)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("imported by")
    )
    damage = models.JSONField(_("damage"), default=list, blank=True)
    rights = models.CharField(_("rights"), max_length=10, choices=Rights, default=Rights.FULL)
    reader_version = models.CharField(_("reader version"), max_length=20, editable=False)

    # What the database gave, to hold the text to it; not a column.
    _given: ClassVar[dict[str, str | None]] = {}

    objects = SourceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["raw", "text", "cleaned", "runs", "repairs"])

    class Meta:
        ordering = ["pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.file_name or self.page_title or self.sha256[:12]

    def save(self, *args: Any, **kwargs: Any) -> None:
        for name, given in self._given.items():
            if given is not None and given != self.__dict__.get(name, given):
                raise ValidationError(_("The text of a source never changes."))
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Source:
        source = super().from_db(db, field_names, values, **kwargs)
        source.as_loaded()
        return source

    def as_loaded(self) -> None:
        """Once it has its values."""
        self.__dict__["_given"] = {name: self.__dict__.get(name) for name in ("sha256", "text")}

    @cached_property
    def mapped(self) -> Text:
        """The clean text with its way back to the source."""
        return Text.from_runs(self.cleaned, self.text, self.runs)

    @cached_property
    def placed(self) -> Runs:
        """Where stretches of the source stand in the clean text: quicker than `mapped` to ask for a few."""
        return Runs(self.runs)

    @cached_property
    def found_repairs(self) -> list[Repair]:
        return unpacked(self.repairs)

    @cached_property
    def hiding(self) -> list[Mask]:
        """The masks that hide a name in public, in the order of the text (prefetch `masks` for many sources)."""
        return sorted((mask for mask in held(self, "masks") if mask.is_public), key=lambda mask: mask.start)

    def public_text(self, start: int = 0, end: int | None = None) -> str:
        """Characters start–end of the source as the public may read them: one for one, names masked."""
        return _masked(self.text, self.hiding, start, len(self.text) if end is None else end)

    def public_quote(self, quote: str, start: int) -> str:
        """`public_text` of a quote that starts there and is already at hand: the long text isn't read for it."""
        end = start + len(quote)
        inside = [mask for mask in self.hiding if mask.start < end and mask.end > start]
        if not inside:
            return quote
        masks = [(max(mask.start, start) - start, min(mask.end, end) - start, mask) for mask in inside]
        shown = [(a, b, mask.shown[a + start - mask.start :][: b - a]) for a, b, mask in masks]
        return _overlaid(quote, shown)

    def public_clean(self, start: int = 0, end: int | None = None) -> str:
        """The clean text of source characters start–end, names masked."""
        span = self.placed.clean_span(start, len(self.text) if end is None else end)
        return self._public_clean[span.start : span.end]

    @cached_property
    def _public_clean(self) -> str:
        masks = []
        for mask in self.hiding:
            span = self.placed.clean_span(mask.start, mask.end)
            masks.append((span.start, span.end, mask.shown_name))
        return _overlaid(self.cleaned, masks)

    def public_words(self, words: str) -> str:
        """A derived value (label, scope, title) as the public may read it: masked names replaced where they stand.

        `public_words("王小明家的收入")` is `"王某某家的收入"` where that name is masked in the source.
        """
        for name, shown in self._hidden_names:
            words = words.replace(name, shown)
        return words

    @cached_property
    def _hidden_names(self) -> list[tuple[str, str]]:
        """Each masked name, as written and as it stands in the clean text, with what is shown; the longest first."""
        names = {mask.name: mask.shown_name for mask in self.hiding} | {mask.quote: mask.shown for mask in self.hiding}
        return sorted(names.items(), key=lambda each: -len(each[0]))

    def intact(self) -> bool:
        """Whether the stored bytes are still those that were given (a flipped bit passes the database's own check)."""
        return hashlib.sha256(bytes(self.raw)).hexdigest() == self.sha256


def _masked(text: str, masks: Sequence[Mask], start: int, end: int) -> str:
    return _overlaid(text, [(mask.start, mask.end, mask.shown) for mask in masks])[start:end]


def _overlaid(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    """The text with pieces of the same length laid over it; overlapping ones may repeat."""
    if not pieces:
        return text
    shown = list(text)
    for start, end, piece in pieces:
        if len(piece) == end - start:
            shown[start:end] = piece
        else:
            shown[start:end] = "某" * (end - start)
    return "".join(shown)
