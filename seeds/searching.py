"""Keep the search current for everything that hangs on a source, in the transaction that stored it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cases.search import registry
from cases.tables import hold
from programs.models import Measure, Practice
from seeds.rows import TextRows


def index_sources(sources: Iterable[int]) -> None:
    """Every index's rows that show words of these sources."""
    keys = list(sources)
    for index in registry.values():
        index.update_source(keys)


def index_texts(texts: Sequence[TextRows]) -> None:
    """The same for texts whose rows were written a moment ago: their words and masks are at hand."""
    practices = Practice.objects.in_bulk()
    records: dict[type, list[Any]] = {}
    for text in texts:
        hold(text.source, "masks", text.masks)
        for found in text.cases:
            hold(found.case, "source_links", [found.link])
            records.setdefault(type(found.case), []).append(found.case)
            for table in filter(None, found.tables):
                records.setdefault(type(table[0]), []).extend(table)
    _hold_practices(records, practices)
    for index in registry.values():
        if index.name == "programs":  # other texts, whose names may be masked, tell of them too
            index.update_source([text.source.pk for text in texts])
        else:
            index.add(records.get(index.model, []))


def _hold_practices(records: dict[type, list[Any]], practices: dict[int, Practice]) -> None:
    held: dict[int, list[Practice]] = {}
    for row in records.get(Measure.practices.through, []):
        held.setdefault(row.measure.pk, []).append(practices[row.practice_id])
    for measure in records.get(Measure, []):
        hold(measure, "practices", sorted(held.get(measure.pk, []), key=lambda practice: practice.slug))
