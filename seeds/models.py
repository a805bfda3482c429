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
    """A run of letters of a source's clean text, as a hash: by those they share, texts that tell the same are found.

    Hundreds a text, so nothing more is kept of each than the index itself. A source takes them along when it is erased
    (`seeds.reposts.forget`); one that stayed behind would lead nowhere, as no source's key is given twice.
    """

    pk = models.CompositePrimaryKey("value", "source")
    value = models.BigIntegerField()
    source = models.ForeignKey(Source, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.value:08x}"
