"""One index a kind of record, its rows kept current; a plain substring search stands behind it for now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from cases.models import SearchRow
from cases.search.query import Query, parse
from cases.search.words import normalise

Reader = Callable[[Any], str]
BATCH = 200


class Index:
    """`Index("cases", Case, {"title": …, "body": …}, prepared=…, of_source=…)`.

    The two readers of `fields` give a record's PUBLIC words, masked: what isn't in a row is found by nobody.
    `prepared` adds to a queryset what they need; `of_source` gives the records that show words of some sources.
    """

    def __init__(
        self,
        name: str,
        model: type[models.Model],
        fields: Mapping[str, Reader],
        prepared: Callable[[QuerySet[Any]], QuerySet[Any]],
        of_source: Callable[[Iterable[int]], Q],
    ) -> None:
        self.name, self.model, self.fields = name, model, dict(fields)
        self.prepared, self.of_source = prepared, of_source
        registry[name] = self

    def update(self, records: QuerySet[Any] | Iterable[Any]) -> None:
        """Write the rows of these records (or keys) anew; a key whose record is gone loses its row."""
        wanted = _keys(records)
        for at in range(0, len(wanted), BATCH):
            self._write(wanted[at : at + BATCH])

    def _write(self, ids: list[int]) -> None:
        records = self.prepared(self.model._default_manager.filter(pk__in=ids))
        rows = [SearchRow(index=self.name, record=record.pk, **self._words(record)) for record in records]
        self.remove(set(ids) - {row.record for row in rows})
        SearchRow.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["index", "record"], update_fields=["title", "body"]
        )

    def _words(self, record: Any) -> dict[str, str]:
        return {name: normalise(read(record)) for name, read in self.fields.items()}

    def remove(self, ids: Iterable[int]) -> None:
        SearchRow.objects.filter(index=self.name, record__in=list(ids)).delete()

    def update_all(self) -> None:
        """Every record (after a change of the rules); rows of records that are gone go."""
        everything = self.model._default_manager.all()
        SearchRow.objects.filter(index=self.name).exclude(record__in=everything.values("pk")).delete()
        self.update(everything)

    def update_source(self, sources: Iterable[int]) -> None:
        """The records that show words of these sources: after a change of masks."""
        self.update(self.model._default_manager.filter(self.of_source(list(sources))))

    def matching(self, query: str | Query) -> QuerySet[SearchRow, Any]:
        """The keys of the records that fit, to be used as `filter(pk__in=index.matching(query))`."""
        asked = parse(query) if isinstance(query, str) else query
        rows = SearchRow.objects.filter(index=self.name)
        if not asked:
            rows = rows.none()
        for term in asked.terms:
            rows = rows.filter(self._holds(term))
        for term in asked.without:
            rows = rows.exclude(self._holds(term))
        return rows.values("record")

    @staticmethod
    def _holds(term: str) -> Q:
        return Q(title__contains=term) | Q(body__contains=term)


def _keys(records: QuerySet[Any] | Iterable[Any]) -> list[int]:
    if isinstance(records, QuerySet):
        return list(records.order_by().values_list("pk", flat=True).distinct())
    return list(dict.fromkeys(getattr(record, "pk", record) for record in records))


registry: dict[str, Index] = {}
