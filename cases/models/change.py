"""The log of changed cases, written by the database itself."""

from django.db import models


class Change(models.Model):
    """One case that a transaction changed, or something that hangs on it (see `cases.changes`).

    `stamp` tells the line from another that may get its key after a rollback: on PostgreSQL the number of the
    transaction, elsewhere a random one.
    """

    record = models.BigIntegerField()
    stamp = models.BigIntegerField()

    class Meta:
        verbose_name = "change"
