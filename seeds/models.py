"""What an import remembers of texts it could not read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Source


class FailedText(models.Model):
    """Bytes that could not be read or stored, and why: a bulk import passes them by until the reader changes."""

    sha256 = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    reader_version = models.CharField(_("reader version"), max_length=20)
    error = models.TextField(_("what went wrong"))
    failed_at = models.DateTimeField(_("failed at"), auto_now=True)

    class Meta:
        ordering = ["-failed_at"]
        verbose_name = _("failed text")
        verbose_name_plural = _("failed texts")

    def __str__(self) -> str:
        return self.file_name


class Fingerprint(models.Model):
    """A run of letters of a source's clean text, as a hash: by those they share, texts that tell the same are found."""

    value = models.BigIntegerField()
    source = models.ForeignKey(Source, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["value"], name="fingerprint_value")]

    def __str__(self) -> str:
        return f"{self.value:08x}"
