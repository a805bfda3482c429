"""Every quantity a text reports, targets, prescribes or gives as background, and the checks on them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.addresses import address
from cases.models import Case, Extracted, Place, Section, Source
from cases.models.extracted import PUBLIC_STATES, ExtractedQuerySet
from programs.models import Measure


class Unit(models.Model):
    """A unit or counter, with its factor to the base unit (亩 → 平方米)."""

    name = models.CharField(_("name"), max_length=30, unique=True)
    dimension = models.CharField(_("dimension"), max_length=20, blank=True)
    base = models.CharField(_("base unit"), max_length=30, blank=True)
    factor = models.FloatField(_("factor to the base unit"), default=1)
    aliases = models.JSONField(_("aliases"), default=list, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """What is counted, under one name across cases.

    One merged into another keeps its record: its address leads there, and so does its name in texts to come.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    dimension = models.CharField(_("dimension"), max_length=20, blank=True)
    aliases = models.JSONField(_("aliases"), default=list, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged",
        verbose_name=_("merged into"),
    )  # fmt: skip

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class FigureQuerySet(ExtractedQuerySet):
    def published(self) -> FigureQuerySet:
        return self.filter(case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)


class Figure(Extracted):
    """One quantity: as written (`quote`), as a value with unit, and what it means."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exact")
        APPROX = "approx", _("about")
        MORE = "more", _("more than")
        LESS = "less", _("less than")
        RANGE = "range", _("range")

    class Kind(models.TextChoices):
        REPORTED = "reported", _("reported")
        TARGET = "target", _("target")
        NORM = "norm", _("rule")
        CONTEXT = "context", _("context")

    class Claim(models.TextChoices):
        INPUT = "input", _("input")
        ACTIVITY = "activity", _("activity")
        OUTPUT = "output", _("output")
        OUTCOME = "outcome", _("outcome")
        OTHER = "other", _("other claim")

    case = models.ForeignKey(Case, models.CASCADE, related_name="figures", db_index=False, verbose_name=_("case"))
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="figures")
    measure = models.ForeignKey(Measure, models.SET_NULL, null=True, blank=True, related_name="figures")
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    value_max = models.DecimalField(_("upper value"), max_digits=24, decimal_places=6, null=True, blank=True)
    amount = models.FloatField(_("value in the base unit"), editable=False, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="figures", db_index=False)
    qualifier = models.CharField(_("qualifier"), max_length=8, choices=Qualifier, default=Qualifier.EXACT)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REPORTED)
    claim = models.CharField(_("claim"), max_length=10, choices=Claim, default=Claim.OTHER)
    label = models.CharField(_("label"), max_length=120, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="figures",
        limit_choices_to={"merged_into": None},
    )  # fmt: skip
    scope = models.CharField(_("scope"), max_length=120, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="figures")
    period = models.CharField(_("period"), max_length=30, blank=True)
    period_basis = models.CharField(_("period basis"), max_length=10, blank=True, choices=Case.Basis)
    confidence = models.FloatField(_("confidence"), default=0.5)

    objects = FigureQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["context"])

    class Meta:
        ordering = ["case", "start"]
        indexes = [
            models.Index(fields=["case", "start"], name="figure_case_start"),
            models.Index(fields=["unit", "amount"], name="figure_unit_amount"),
        ]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return f"{self.quote} {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.amount = self.counted_amount()
        super().save(*args, **kwargs)

    def counted_amount(self) -> float:
        """The value in the base unit of its dimension: what figures of different units are sorted by."""
        return float(self.value) * (self.unit.factor if self.unit else 1)

    def get_absolute_url(self) -> str:
        return address("metrics:detail", self.pk)

    @property
    def public_label(self) -> str:
        return self.source.public_words(self.label)

    @property
    def public_scope(self) -> str:
        return self.source.public_words(self.scope)


class Flag(models.Model):
    """疑点: a check on figures that does not hold, told in one sentence."""

    class Kind(models.TextChoices):
        SUM = "sum", _("parts and total")
        TWO_VALUES = "two_values", _("two values")
        SHARE = "share", _("share and parts")
        RATE_GROUP = "rate_group", _("rate of another group")
        PER_HEAD = "per_head", _("per head and total")
        OTHER = "other", _("other doubt")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        EXPLAINED = "explained", _("explained")
        CONFIRMED = "confirmed", _("confirmed")

    case = models.ForeignKey(Case, models.CASCADE, related_name="flags", verbose_name=_("case"))
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    figures = models.ManyToManyField(Figure, related_name="flags", blank=True, verbose_name=_("figures"))
    message = models.TextField(_("message"))
    state = models.CharField(_("state"), max_length=10, choices=Status, default=Status.OPEN)
    reason = models.TextField(_("public reason"), blank=True)

    history = HistoricalRecords(m2m_fields=[figures])

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")

    def __str__(self) -> str:
        return self.message

    @property
    def public_message(self) -> str:
        return self.source.public_words(self.message)
