"""Where people work with the records: the batches texts came in by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Source


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
