"""What the county created, the steps of its practice, and the kinds of practice they belong to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.addresses import address
from cases.models import Case, Extracted, Section
from cases.models.extracted import PUBLIC_STATES, ExtractedQuerySet
from cases.names import sort_key
from programs.extract.normal import normal_name


class ProgramQuerySet(models.QuerySet["Program"]):
    def published(self) -> ProgramQuerySet:
        """Programmes that a published case names."""
        links = CaseProgram.objects.filter(case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)
        return self.filter(pk__in=links.values("program"))


class Program(models.Model):
    """A programme a county created, one record a normalised name.

    One merged into another keeps its record: its address leads there, and so does its name in texts to come.
    """

    class Kind(models.TextChoices):
        PROJECT = "工程", _("project")
        ACTIVITY = "活动", _("activity")
        MODEL = "模式", _("model")
        MECHANISM = "机制", _("mechanism")
        SYSTEM = "制度", _("system")
        OTHER = "其他", _("other")

    name = models.CharField(_("name"), max_length=120)
    normal = models.CharField(max_length=120, unique=True, editable=False)
    name_key = models.CharField(max_length=400, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.OTHER)
    aliases = models.JSONField(_("aliases"), default=list, blank=True)
    parts = models.JSONField(_("slogan taken apart"), default=list, blank=True)
    decided = models.JSONField(_("fields set by a person"), default=list, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged",
        verbose_name=_("merged into"),
    )  # fmt: skip
    cases = models.ManyToManyField(Case, through="CaseProgram", related_name="programs")

    objects = ProgramQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("programs:detail", self.pk)

    def derive(self) -> None:
        """Set the columns that follow from others."""
        self.normal = normal_name(self.name)
        self.name_key = sort_key(self.name)[:400]

    def correct(self, **values: Any) -> None:
        """Set fields by a person's decision: they outlive every new reading."""
        for name, value in values.items():
            setattr(self, name, value)
        self.decided = sorted({*self.decided, *values})
        self.save()

    def public_words(self, words: str) -> str:
        """A name, alias or slogan as the public may read it (prefetch the links and their sources' masks)."""
        for link in self.case_links.all():
            words = link.source.public_words(words)
        return words

    @property
    def public_name(self) -> str:
        return self.public_words(self.name)

    @property
    def public_aliases(self) -> list[str]:
        return [self.public_words(str(alias)) for alias in self.aliases]

    @property
    def public_parts(self) -> list[dict[str, Any]]:
        """The slogan taken apart: each piece with what it stands for."""
        return [
            {"name": self.public_words(part["name"]), "means": [self.public_words(one) for one in part["means"]]}
            for part in self.parts
        ]


class CaseProgram(Extracted):
    """A case names a programme: as its main one or beside it, first at these words."""

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="program_links", db_index=False, verbose_name=_("case")
    )  # fmt: skip
    program = models.ForeignKey(
        Program, models.PROTECT, related_name="case_links", verbose_name=_("programme"),
        limit_choices_to={"merged_into": None},
    )  # fmt: skip
    main = models.BooleanField(_("main programme"), default=False)

    objects = ExtractedQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["quote", "context"])

    class Meta:
        ordering = ["case", "-main", "start"]
        constraints = [models.UniqueConstraint(fields=["case", "program"], name="case_program_once")]
        verbose_name = _("programme of a case")
        verbose_name_plural = _("programmes of cases")

    def __str__(self) -> str:
        return self.quote


class Practice(models.Model):
    """A kind of step, so that the same practice is found under any brand."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    aliases = models.JSONField(_("aliases"), default=list, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    def get_absolute_url(self) -> str:
        return address("programs:practice", self.slug)


class Measure(Extracted):
    """A step of the practice: its heading and the body that follows."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="measures", verbose_name=_("case"))
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="measures")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    heading = models.CharField(_("heading"), max_length=300)
    practices = models.ManyToManyField(Practice, related_name="measures", blank=True, verbose_name=_("practices"))

    objects = ExtractedQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["quote", "context"], m2m_fields=[practices])

    class Meta:
        ordering = ["case", "start"]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def __str__(self) -> str:
        return self.heading

    @property
    def public_heading(self) -> str:
        return self.source.public_words(self.heading)
