"""Where people work with the records: the batches texts came in by, briefs, and reports of errors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Source


class Batch(models.Model):
    """One import: who brought which texts in, when, and what became of them.

    An import writes this line, not a line of history a record.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("user"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    label = models.CharField(_("label"), max_length=200)
    sources = models.ManyToManyField(Source, related_name="batches", blank=True, verbose_name=_("sources"))
    report = models.JSONField(_("report"), default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")

    def __str__(self) -> str:
        return self.label


class Upload(models.Model):
    """A file handed in at the desk, on its way: read in a process of its own, looked at, confirmed, stored.

    Its bytes wait in a folder under their hash. Each step is a claim with a lease: who dies over it loses the file to
    the next one, and a step done twice changes nothing.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits to be read")
        READING = "reading", _("is being read")
        READY = "ready", _("ready to be looked at")
        CONFIRMED = "confirmed", _("waits to be stored")
        STORING = "storing", _("is being stored")
        IMPORTED = "imported", _("imported")
        KNOWN = "known", _("already in, left alone")
        UNPACKED = "unpacked", _("archive, taken apart")
        FAILED = "failed", _("not imported")
        DROPPED = "dropped", _("left out")

    UNDER_WAY = (Status.WAITING, Status.READING, Status.CONFIRMED, Status.STORING)

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="uploads", verbose_name=_("import batch"))
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=Status, default=Status.WAITING)
    why = models.TextField(_("what went wrong"), blank=True)
    publish = models.BooleanField(_("publish at once"), default=False)
    found = models.JSONField(_("what was found"), default=dict, blank=True)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    lease = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    task = models.CharField(max_length=36, blank=True, editable=False)

    class Meta:
        # Seen and decided through its batch alone.
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "lease"], name="upload_state_lease")]
        verbose_name = _("file handed in")
        verbose_name_plural = _("files handed in")

    def __str__(self) -> str:
        return self.name

    @property
    def alikes(self) -> list[dict[str, Any]]:
        """The stored cases that cases of this file may be: `case` is a place in the file, `number` the stored one's."""
        return list(self.found.get("alike", []))

    @property
    def answers(self) -> dict[int, dict[int, str]]:
        """What a person said of them: by the place of the case in the file and the number of the stored one."""
        found: dict[int, dict[int, str]] = {}
        for one in self.alikes:
            if answer := one.get("answer"):
                found.setdefault(one["case"], {})[one["number"]] = answer
        return found

    @property
    def undecided(self) -> bool:
        return any(not one.get("answer") for one in self.alikes)


class Brief(models.Model):
    """The brief of someone with an account: which cases, in which order, and how to write them up."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="brief", verbose_name=_("user"))
    title = models.CharField(_("title"), max_length=60, blank=True)
    options = models.JSONField(_("options"), default=list, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")

    def __str__(self) -> str:
        return self.title or str(self.user)


class BriefItem(models.Model):
    """A case in a brief."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name=_("case"))
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["brief", "case"], name="brief_case_once")]

    def __str__(self) -> str:
        return f"{self.order} {self.case_id}"


class Report(models.Model):
    """An error a reader reported, at a passage or about a case as a whole, and what became of it."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        CORRECTED = "corrected", _("corrected")
        DECLINED = "declined", _("declined")

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports", verbose_name=_("case"))
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    quote = models.TextField(_("words as the reader saw them"), blank=True)
    wrong = models.TextField(_("what is wrong"))
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    sender = models.CharField(max_length=64, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=Status, default=Status.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("settled by")
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "-at"], name="report_state_at")]
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")

    def __str__(self) -> str:
        return self.wrong[:60]

    @property
    def words_url(self) -> str:
        """The passage in the source, or the case where the report is about it as a whole."""
        link = self.case.source_links.filter(source=self.source).first() if self.source and self.end else None
        if link is None:
            return self.case.get_absolute_url()
        return f"{reverse('cases:source', args=[self.case.number])}?s={link.number}&c={self.start}-{self.end}#c"


class Comment(models.Model):
    """What someone at the desk says about a case to the others; never shown to readers."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="comments", verbose_name=_("case"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("user"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    text = models.TextField(_("comment"))

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return self.text[:60]
