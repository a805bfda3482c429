"""One index a kind of record: its rows kept current, and exactly the records found that hold the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.kept import kept_answer
from cases.models import SearchRow
from cases.prepared import Prepared
from cases.search.backends import Backend, Found, Span, backend
from cases.search.query import Query, parse
from cases.search.words import normalise
from cases.tables import made, write

_RECORDS = Prepared(lambda keys: SearchRow.objects.filter(pk__in=keys).order_by().values_list("pk", "record"))

Reader = Callable[[Any], str]
BATCH = 200
FEW = 1_000  # hits that are counted exactly
KINDS = 10**14  # step of the rows' keys from kind to kind; that of years is the engine's


class Index:
    """`Index("cases", Case, {"title": …, "body": …}, read=…, of_source=…, kind=1)`.

    The two readers of `fields` give a record's PUBLIC words, masked: what isn't in a row is found by nobody. `read`
    gives the records of some keys with what they need; `of_source` those that show words of some sources.
    `kind` is the index's own number, `year` (where there is one) orders the records before their keys do.
    """

    def __init__(
        self,
        name: str,
        model: type[models.Model],
        fields: Mapping[str, Reader],
        read: Callable[[Sequence[int]], Iterable[Any]],
        of_source: Callable[[Iterable[int]], Q],
        kind: int,
        year: Callable[[Any], int | None] | None = None,
    ) -> None:
        self.name, self.model, self.fields = name, model, dict(fields)
        self.read, self.of_source, self.year = read, of_source, year
        self.span = Span(name, kind * KINDS, (kind + 1) * KINDS)
        self._stored = Prepared(lambda keys: SearchRow.objects.filter(index=name, record__in=keys))
        registry[name] = self

    @property
    def backend(self) -> Backend:
        return backend()

    def update(self, records: QuerySet[Any] | Iterable[Any]) -> None:
        """Write the rows of these records (or keys) anew; a key whose record is gone loses its row."""
        wanted = _keys(records)
        for at in range(0, len(wanted), BATCH):
            self._write(wanted[at : at + BATCH])

    def _write(self, ids: list[int]) -> None:
        with transaction.atomic():
            stored = self._stored(ids)
            rows = {row.pk: row for row in self.rows_of(ids, stored)}
            same = {old.pk for old in stored if old.pk in rows and _said(old) == _said(rows[old.pk])}
            old = [row for row in stored if row.pk not in same]
            new = [row for key, row in rows.items() if key not in same]
            self.backend.replace(old, new)
            SearchRow.objects.filter(pk__in=[row.pk for row in old]).delete()
            write(new)

    def add(self, records: Iterable[Any]) -> None:
        """Write the rows of records that were stored a moment ago and are at hand with all that `read` gives."""
        rows = sorted(self._rows(list(records), []), key=lambda row: row.pk)
        self.backend.replace([], rows)
        write(rows)

    def rows_of(self, records: Sequence[int], stored: Iterable[SearchRow]) -> list[SearchRow]:
        """The rows as the records of these keys would have them now; a row's key that is `stored` is kept as long as
        the year is."""
        return self._rows(list(self.read(records)), stored)

    def _rows(self, records: Sequence[Any], stored: Iterable[SearchRow]) -> list[SearchRow]:
        keys = self._keys(records, {row.record: row.pk for row in stored})
        return [made(SearchRow, id=keys[one.pk], index=self.name, record=one.pk, **self._words(one)) for one in records]

    def _keys(self, records: Sequence[Any], held: Mapping[int, int]) -> dict[int, int]:
        if self.year is None:
            return {record.pk: self.span.low + int(record.pk) for record in records}
        keys: dict[int, int] = {}
        new: dict[int, list[int]] = {}
        for record in records:
            low = self.span.low + (self.year(record) or 0) * self.backend.step
            if low <= held.get(record.pk, 0) < low + self.backend.step:
                keys[record.pk] = held[record.pk]
            else:
                new.setdefault(low, []).append(record.pk)
        for low, found in new.items():
            keys |= zip(found, self.backend.keys(low, found), strict=True)
        return keys

    def _words(self, record: Any) -> dict[str, str]:
        return {name: normalise(read(record)) for name, read in self.fields.items()}

    def remove(self, ids: Iterable[int]) -> None:
        with transaction.atomic():
            rows = list(SearchRow.objects.filter(index=self.name, record__in=list(ids)))
            self.backend.replace(rows, [])
            SearchRow.objects.filter(pk__in=[row.pk for row in rows]).delete()

    def update_all(self) -> None:
        """Every record (after a change of the rules); rows of records that are gone go."""
        everything = self.model._default_manager.all()
        gone = SearchRow.objects.filter(index=self.name).exclude(record__in=everything.values("pk"))
        self.remove(gone.values_list("record", flat=True))
        self.update(everything)

    def update_source(self, sources: Iterable[int]) -> None:
        """The records that show words of these sources: after a change of masks."""
        self.update(self.model._default_manager.filter(self.of_source(list(sources))))

    def newest(self, query: str | Query, most: int = FEW, titles: bool = False) -> Found:
        """The keys of the newest records that fit; `titles` looks in titles alone."""
        found = self.rows(query, most, titles)
        return Found(self.records(found.keys), found.complete)

    def rows(self, query: str | Query, most: int = FEW + 1, titles: bool = False) -> Found:
        """As `newest`, by the keys of the search's own rows: `records` of the first of a thousand may cost less."""
        return rows_in([self], query, most, titles)[0]

    def records(self, keys: Sequence[int]) -> list[int]:
        """The records of these rows, in their order."""
        if self.year is None:
            return [key - self.span.low for key in keys]
        told = self.backend.records(self.span, keys)
        if told is not None:
            return told
        held = dict(_RECORDS(keys))
        return [held[key] for key in keys if key in held]

    def found(self, query: str | Query) -> Found:
        """All that fit where they are few; else the first of them and one more than `FEW`.

        What a list's first page counted, its next page and its facets needn't count again.
        """
        asked = _parsed(query)
        return kept_answer((self.name, asked.terms, asked.without), lambda: self.newest(asked, FEW + 1), _complete)

    def narrowed(self, queryset: QuerySet[Any], query: str | Query, found: Found | None = None) -> QuerySet[Any]:
        """The records of the queryset that fit; an answer cut by time (see `found`) narrows to what was found."""
        asked = _parsed(query)
        found = found or self.found(asked)
        if len(found.keys) <= FEW or not found.complete:
            return queryset.filter(pk__in=found.keys)
        rows = SearchRow.objects.filter(index=self.name)
        if self.backend.many(self.span, asked):
            return queryset.filter(Exists(self.backend.each(rows.filter(record=OuterRef("pk")), asked)))
        return queryset.filter(self.backend.among(self.matching(asked)))

    def matching(self, query: str | Query) -> QuerySet[SearchRow, Any]:
        """The keys of all records that fit, as a set: `filter(pk__in=index.matching(query))`."""
        asked, rows = _parsed(query), SearchRow.objects.filter(index=self.name)
        return (self.backend.holding(rows, self.span, asked) if asked else rows.none()).values("record")


def rows_in(indexes: Sequence[Index], query: str | Query, most: int = FEW + 1, titles: bool = False) -> list[Found]:
    """The `rows` of several kinds of records."""
    return _kept(indexes, query, (most, titles), lambda spans, asked: backend().newest_of(spans, asked, most, titles))


def first_in(indexes: Sequence[Index], query: str | Query, first: int) -> list[Found]:
    """All rows of each kind; of more than `FEW` the first."""
    return _kept(indexes, query, (first,), lambda spans, asked: backend().first_of(spans, asked, FEW, first))


def _kept(
    indexes: Sequence[Index],
    query: str | Query,
    wanted: tuple[int, ...],
    found: Callable[[Sequence[Span], Query], list[Found]],
) -> list[Found]:
    asked, spans = _parsed(query), [index.span for index in indexes]
    if not asked or not indexes:
        return [Found([]) for _index in indexes]
    key = (tuple(index.name for index in indexes), asked.terms, asked.without, *wanted)
    return kept_answer(key, lambda: found(spans, asked), lambda found: all(map(_complete, found)))


def _parsed(query: str | Query) -> Query:
    return parse(query) if isinstance(query, str) else query


def _complete(found: Found) -> bool:
    return found.complete


def _said(row: SearchRow) -> tuple[str, str]:
    return row.title, row.body


def _keys(records: QuerySet[Any] | Iterable[Any]) -> list[int]:
    if isinstance(records, QuerySet):
        return list(records.order_by().values_list("pk", flat=True).distinct())
    return list(dict.fromkeys(getattr(record, "pk", record) for record in records))


registry: dict[str, Index] = {}
