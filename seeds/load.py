"""Reading → library: one transaction a text, the same text never twice, nothing half-written.

What people decided alone is left alone: a text already in is skipped whole (its new readings are the desk's work).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cases import changes
from cases.models import Case, Source
from cases.search.signals import held
from seeds.naming import settle_names
from seeds.reading import Reading, read
from seeds.reposts import remember
from seeds.rows import CaseRows, TextRows, text_rows
from seeds.searching import index_sources
from seeds.vocabulary import Vocabulary, hold_vocabulary


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: its source (unsaved if only read), how much was found, `skipped` if already in."""

    source: Source
    skipped: bool = False
    cases: int = 0
    measures: int = 0
    figures: int = 0

    @classmethod
    def of(cls, source: Source, reading: Reading) -> Outcome:
        return cls(
            source,
            cases=len(reading.cases),
            measures=sum(len(found.measures) for found in reading.cases),
            figures=sum(len(found.figures) for found in reading.cases),
        )


def preview(data: bytes, name: str = "") -> Reading:
    """What `load` would store, nothing written; raises `DecodeError`."""
    return read(data, name)


def stored_source(data: bytes) -> Source | None:
    """The source these bytes already are, if any."""
    return Source.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()


def load(data: bytes, name: str = "", *, user: Any = None, publish: bool = False) -> Outcome:
    """Read the bytes and store what was found, unless they are already in; on `DecodeError` nothing is written."""
    known = stored_source(data)
    if known is not None:
        return Outcome(known, skipped=True)
    return store(read(data, name), data, name, user=user, publish=publish)


@transaction.atomic
def store(
    reading: Reading,
    data: bytes,
    name: str = "",
    *,
    user: Any = None,
    publish: bool = False,
    numbers: Sequence[int] = (),
) -> Outcome:
    """Store a reading of these bytes: the source, its cases and all their finds, searchable when it returns.

    `numbers` pins the cases' numbers in their order, as far as they are still free.
    """
    hold_vocabulary()
    if known := stored_source(data):
        return Outcome(known, skipped=True)
    vocabulary = Vocabulary(reading.cases)
    rows = text_rows(reading, data, name, user, vocabulary)
    with held():
        for program in vocabulary.touched():
            program.save()
        settle_names(rows.cases)
        _save(rows, numbers)
        for found in rows.cases if publish else []:
            found.case.publish(user)
    index_sources([rows.source.pk])
    changes.trim()
    return Outcome.of(rows.source, reading)


def _save(rows: TextRows, numbers: Sequence[int]) -> None:
    rows.source.save()
    remember([(rows.source.pk, rows.marks)])
    for mask in rows.masks:
        mask.save()
    pinned = [*numbers, *[0] * len(rows.cases)]
    for found, number in zip(rows.cases, pinned, strict=False):
        _save_case(found, number)


def _save_case(found: CaseRows, number: int) -> None:
    if number and not Case.objects.filter(number=number).exists():
        found.case.number = number
    found.case.save()
    found.link.save()
    for table in filter(None, found.tables):
        type(table[0])._default_manager.bulk_create(table)
