"""Cases: one county's story, its state, its permanent number, its sections and its sources."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Prefetch
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.addresses import address
from cases.extract.records import years_shown
from cases.models.extracted import Extracted, ExtractedQuerySet
from cases.models.held import held
from cases.models.place import STEPS, Place
from cases.models.source import Source

UNKNOWN_YEAR = 9999  # sorts last


class Counter(models.Model):
    """Numbers given so far: one is given once and never again, whatever becomes of what bore it."""

    name = models.CharField(max_length=20, primary_key=True)
    value = models.PositiveIntegerField(default=0)

    @classmethod
    def next(cls, name: str, count: int = 1) -> int:
        """The next number, or the last of the next `count`; the row's own lock keeps two writers apart until the
        transaction ends."""
        with transaction.atomic():
            cls.objects.get_or_create(name=name)
            cls.objects.filter(name=name).update(value=F("value") + count)
            return cls.objects.get(name=name).value


class CaseQuerySet(models.QuerySet["Case"]):
    def published(self) -> CaseQuerySet:
        """What everyone sees: the one set behind public lists, search, counts, exports and API."""
        return self.filter(state=Case.Status.PUBLISHED)

    def with_place(self) -> CaseQuerySet:
        """The place with those above it; what became of it by a query a step, as few places were renamed."""
        near = Place.objects.select_related("province", "prefecture")
        steps = ["__".join(["place", *["successor"] * step]) for step in range(1, STEPS + 1)]
        cases = self.select_related("place__province", "place__prefecture")
        return cases.prefetch_related(*(Prefetch(step, near) for step in steps))

    def with_sources(self) -> CaseQuerySet:
        """The link to each source and the source itself without its long texts, primary first, masks ready."""
        links = CaseSource.objects.order_by("-primary", "pk").prefetch_related(
            Prefetch("source", Source.objects.light().with_masks())
        )
        return self.prefetch_related(Prefetch("source_links", links))


class Case(models.Model):
    """One county's story, read from one or more sources."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged")

    class Basis(models.TextChoices):
        STATED = "stated", _("stated")
        INFERRED = "inferred", _("inferred")
        PAGE_DATE = "page_date", _("page date")

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    title_key = models.CharField(max_length=600, editable=False, db_index=True)
    lead = models.TextField(_("lead"), blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    place_basis = models.CharField(
        _("place basis"), max_length=10, blank=True, choices=[c for c in Basis.choices if c[0] != "page_date"]
    )
    place_evidence = models.TextField(_("place evidence"), blank=True)
    township = models.CharField(_("township"), max_length=60, blank=True)
    authors = models.JSONField(_("authors"), default=list, blank=True)
    page_date = models.CharField(_("page date"), max_length=10, blank=True)
    year_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    year_basis = models.CharField(_("year basis"), max_length=10, blank=True, choices=Basis)
    year_evidence = models.TextField(_("year evidence"), blank=True)
    year_key = models.GeneratedField(
        expression=Coalesce("year_from", UNKNOWN_YEAR), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    truncated = models.BooleanField(_("cut off"), default=False)
    completeness = models.JSONField(_("parts present"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)
    state_reason = models.TextField(_("reason of the state"), blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("assigned to"),
    )  # fmt: skip
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("handed in by"),
    )  # fmt: skip
    reader_version = models.CharField(_("reader version"), max_length=20, editable=False)
    reading = models.JSONField(_("what the reader said"), default=dict, editable=False)
    decided = models.JSONField(_("fields set by a person"), default=list, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    sources = models.ManyToManyField(Source, through="CaseSource", related_name="cases")

    objects = CaseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["state", "year_key", "number"], name="case_state_year"),
        ]
        permissions = [("publish_case", _("Can publish and withdraw cases"))]
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            self.number = Counter.next("case")
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("cases:detail", self.number)

    def derive(self) -> None:
        """Set the columns that follow from others."""
        from cases.names import sort_key

        self.title_key = sort_key(self.title)[:600]

    @property
    def is_published(self) -> bool:
        return self.state == self.Status.PUBLISHED

    @property
    def primary_link(self) -> CaseSource | None:
        """Where the shown text comes from (prefetch with `with_sources`)."""
        links = sorted(held(self, "source_links"), key=lambda link: (not link.primary, link.pk))
        return links[0] if links else None

    def public_words(self, words: str) -> str:
        """A title, lead or other derived value of the case as the public may read it."""
        for link in held(self, "source_links"):
            words = link.source.public_words(words)
        return words

    @property
    def public_title(self) -> str:
        return self.public_words(self.title)

    @property
    def public_lead(self) -> str:
        return self.public_words(self.lead)

    @property
    def years(self) -> str:
        """2000–2001, 2007 or 2007– as shown; empty where not known."""
        return years_shown(self.year_from, self.year_to)

    def publish(self, user: Any = None) -> None:
        self.mark_published(user)
        self.save()

    def mark_published(self, user: Any = None) -> None:
        """As `publish`, not saved."""
        self.state, self.state_reason = self.Status.PUBLISHED, ""
        self.published_at, self.published_by = timezone.now(), user

    def submit(self, user: Any) -> None:
        """The work on a draft is done: someone who may publish looks at it."""
        self.state, self.state_reason, self.submitted_by = self.Status.IN_REVIEW, "", user
        self.save()

    def hand_back(self, reason: str) -> None:
        """Not yet: back to being a draft, with what is to be done."""
        self.state, self.state_reason, self.submitted_by = self.Status.DRAFT, reason, None
        self.save()

    def obstacle(self, user: Any) -> str:
        """Why this person can't publish the case now; empty where nothing stands in the way (docs/roles.md)."""
        if self.state == self.Status.MERGED:
            return str(_("It was merged into another case."))
        if not settings.FOUR_EYES:
            return ""
        if self.state != self.Status.IN_REVIEW:
            return str(_("Four eyes: it has to be handed in for review first."))
        own = self.submitted_by_id == user.pk
        return str(_("Four eyes: someone else than who handed it in publishes it.")) if own else ""

    def withdraw(self, reason: str) -> None:
        self.state, self.state_reason = self.Status.WITHDRAWN, reason
        self.save()

    @transaction.atomic
    def merge_into(self, other: Case, reason: str, user: Any = None) -> None:
        """This case told the same story: its sources go over to the other, and its address leads there.

        What was published stays published: the other is, where this one was. Raises `ValueError` for a case that is
        merged already, or into itself.
        """
        if other.pk == self.pk or self.Status.MERGED in (self.state, other.state):
            raise ValueError("a case can't be merged twice, or into itself")
        if self.is_published and not other.is_published:
            other.publish(user)
        other.take_sources(self)
        Case.objects.filter(merged_into=self).update(merged_into=other)
        self.state, self.state_reason, self.merged_into = self.Status.MERGED, reason, other
        self.save()

    def take_sources(self, other: Case) -> None:
        """Every source of the other case tells this one too, after its own."""
        known = {link.source_id: link.number for link in self.source_links.all()}
        fresh = [link for link in other.source_links.all() if link.source_id not in known]
        for number, link in enumerate(fresh, start=max(known.values(), default=0) + 1):
            span = {"start": link.start, "end": link.end}
            CaseSource.objects.create(case=self, source_id=link.source_id, number=number, primary=False, **span)

    def correct(self, **values: Any) -> None:
        """Set fields by a person's decision: they outlive every new reading."""
        for name, value in values.items():
            setattr(self, name, value)
        self.decided = sorted({*self.decided, *values})
        self.save()


class CaseSource(models.Model):
    """A source tells a case between two offsets; a repost is another source of the same case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="source_links", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="case_links")
    number = models.PositiveSmallIntegerField(_("number in the case"), default=1)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    primary = models.BooleanField(_("shown"), default=True)

    class Meta:
        ordering = ["-primary", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "source"], name="case_source_once"),
            models.UniqueConstraint(fields=["case", "number"], name="case_source_number"),
        ]
        verbose_name = _("source of a case")
        verbose_name_plural = _("sources of cases")

    def __str__(self) -> str:
        return f"{self.source_id} {self.start}–{self.end}"


class Section(Extracted):
    """A part of a case's text: background, practice, results …"""

    class Kind(models.TextChoices):
        BACKGROUND = "background", _("background")
        PRACTICE = "practice", _("practice")
        RESULTS = "results", _("results")
        LESSONS = "lessons", _("lessons")
        PROBLEMS = "problems", _("problems")
        APPENDIX = "appendix", _("appendix")
        OTHER = "other", _("other")

    case = models.ForeignKey(Case, models.CASCADE, related_name="sections", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=1)

    objects = ExtractedQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["quote", "context"])

    class Meta:
        ordering = ["case", "start"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()
