"""What every find has in common, and the masks laid over private names."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.addresses import address
from cases.extract.glosses import take_glosses
from cases.extract.script import convert
from cases.extract.spans import Text
from cases.models.source import Source


class State(models.TextChoices):
    PROPOSED = "proposed", _("unchecked")
    ACCEPTED = "accepted", _("accepted")
    CORRECTED = "corrected", _("corrected")
    REJECTED = "rejected", _("rejected")
    ORPHANED = "orphaned", _("orphaned")


PUBLIC_STATES = (State.PROPOSED, State.ACCEPTED, State.CORRECTED)


class ExtractedQuerySet(models.QuerySet[Any]):
    def public(self) -> ExtractedQuerySet:
        """Finds shown in a published case: rejected and orphaned ones never are."""
        return self.filter(state__in=PUBLIC_STATES)

    def with_words(self) -> ExtractedQuerySet:
        """With what `words_url` needs: the case and the source's number in it, in the same query."""
        links = apps.get_model("cases", "CaseSource").objects.filter(case=OuterRef("case"), source=OuterRef("source"))
        return self.select_related("case").annotate(source_number=Subquery(links.values("number")[:1]))


class Decided(models.Model):
    """What the reader proposes and a person decides.

    Columns hold what is shown, `reading` what the reader last said, `decided` the fields a person set: a new
    reading writes `reading` and every column not in `decided`.
    """

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    reading = models.JSONField(_("what the reader said"), default=dict, editable=False)
    decided = models.JSONField(_("fields set by a person"), default=list, editable=False)

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    def accept(self) -> None:
        self.state = State.ACCEPTED
        self.save()

    def reject(self) -> None:
        self.state = State.REJECTED
        self.save()

    def correct(self, **values: Any) -> None:
        """Set fields by a person's decision: they outlive every new reading."""
        for name, value in values.items():
            setattr(self, name, value)
        self.decided = sorted({*self.decided, *values})
        self.state = State.CORRECTED
        self.save()


class Extracted(Decided):
    """A find tied to its characters: `source.text[start:end] == quote`, always."""

    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"))
    start = models.PositiveIntegerField(_("start"), editable=False)
    end = models.PositiveIntegerField(_("end"), editable=False)
    quote = models.TextField(_("quote"), editable=False)
    context = models.TextField(_("context"), blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def words_url(self) -> str:
        """The permanent address of the find's words, highlighted in the source there (use `with_words` for many)."""
        number = getattr(self, "source_number", None)
        if number is None:
            number = self.case.source_links.get(source=self.source_id).number  # type: ignore[attr-defined]
        return words_address(self.case.number, number, self)  # type: ignore[attr-defined]

    @property
    def report_url(self) -> str:
        """Where an error in these words is reported: beside the words themselves."""
        return self.words_url.replace("/source/?", "/report/?").removesuffix("#c")

    @property
    def public_quote(self) -> str:
        """The quote with names masked; it needs the source's masks, not its text."""
        return self.source.public_quote(self.quote, self.start)

    @property
    def public_shown(self) -> str:
        """The quote as lists show it: without glosses and line ends, in simplified characters."""
        return plain_words(self.public_quote)

    @property
    def public_context(self) -> str:
        """The sentence around the find as the public may read it."""
        return self.source.public_words(self.context)


def words_address(case: int, source: int, span: Any) -> str:
    """The address of these characters in the source of that number in the case."""
    return f"{address('cases:source', case)}?s={source}&c={span.start}-{span.end}#c"


def choice_words(record: models.Model, name: str) -> str:
    """As the `get_…_display` of a field of a fixed choice, for the hundreds of finds of a page."""
    value = getattr(record, name)
    return choices_of(type(record), name).get(value, value)


def choices_of(model: type[models.Model], name: str) -> dict[str, str]:
    """The words of each choice of a field."""
    return _choices(model, name, get_language())


@lru_cache(maxsize=128)
def _choices(model: type[models.Model], name: str, _language: str | None) -> dict[str, str]:
    return {value: str(label) for value, label in model._meta.get_field(name).flatchoices}  # type: ignore[union-attr]


@lru_cache(maxsize=4096)
def plain_words(quote: str) -> str:
    """`plain_words("180多條(tiáo)")` is `"180多条"`."""
    return convert("".join(take_glosses(Text.of(quote)).string.split()))


def public_name(name: str) -> str:
    """A private person's name one for one: 张三 → 张某, 王小明 → 王某某; noise between its letters goes too."""
    return name[:1] + "某" * (len(name) - 1)


class Mask(Decided):
    """A private person's name in a sensitive context: `text[start:end]` is shown masked on every public surface.

    A proposed mask hides the name like an accepted one, until a person rejects it.
    """

    class Reason(models.TextChoices):
        DEATH = "death", _("a death")
        SECT = "sect", _("religion or sect")
        POVERTY = "poverty", _("poverty")
        QUARREL = "quarrel", _("a quarrel")
        ILLNESS = "illness", _("illness")
        DISABILITY = "disability", _("disability")
        CRIME = "crime", _("crime")
        FAMILY = "family", _("family")
        OTHER = "other", _("other")  # laid by a person, not by rule

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="masks", db_index=False, verbose_name=_("source")
    )  # fmt: skip
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    quote = models.CharField(_("name as written"), max_length=80)
    name = models.CharField(_("name in the clean text"), max_length=40)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)

    history = HistoricalRecords()

    class Meta:
        ordering = ["source", "start"]
        constraints = [models.UniqueConstraint(fields=["source", "start", "end"], name="mask_span")]
        verbose_name = _("mask")
        verbose_name_plural = _("masks")

    def __str__(self) -> str:
        return f"{self.shown_name} {self.start}–{self.end}"

    @property
    def shown(self) -> str:
        return public_name(self.quote)

    @property
    def shown_name(self) -> str:
        return public_name(self.name)
