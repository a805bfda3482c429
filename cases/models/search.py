"""The rows behind the search: one a record, holding what the public may read, normalised."""

from django.db import models


class SearchRow(models.Model):
    """What a search looks through for one record: `index` names the kind of record, `record` is its key.

    The row's own key begins with kind and year, so that the newest first is the order of keys; the engine gives it.
    """

    id = models.BigIntegerField(primary_key=True)
    index = models.CharField(max_length=20)
    record = models.PositiveBigIntegerField()
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "record"], name="search_row_record")]
        verbose_name = "search row"
