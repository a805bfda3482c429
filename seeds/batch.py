"""A batch of readings into the library: the rows `seeds.load` would write text by text, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from cases import changes
from cases.models import Counter, Mask, Source
from cases.search.backends import backend
from cases.search.signals import held
from cases.tables import give_keys, snapshot, write
from programs.models import Program
from seeds.load import Outcome
from seeds.models import FailedText
from seeds.naming import settle_names
from seeds.pool import Given
from seeds.reading import Reading
from seeds.reposts import remember
from seeds.rows import CaseRows, TextRows, text_rows
from seeds.searching import index_texts
from seeds.vocabulary import Vocabulary, hold_vocabulary

Text = tuple[Given, Reading]


@transaction.atomic
def store_batch(texts: Sequence[Text], *, user: Any = None, publish: bool = False) -> list[Outcome]:
    """Store these readings, all or none of them; what became of each, in order. Searchable when it returns."""
    hold_vocabulary()
    known = _stored([given.sha256 for given, _ in texts])
    fresh: dict[str, Text] = {}
    for given, reading in texts:
        if given.sha256 not in known:
            fresh.setdefault(given.sha256, (given, reading))
    rows = _write(list(fresh.values()), user, publish)
    with backend().together():
        index_texts(rows)
    sources = {text.source.sha256: text.source for text in rows}
    FailedText.objects.filter(sha256__in=list(sources)).delete()
    outcomes = []
    for given, reading in texts:
        source = sources.pop(given.sha256, None)
        known |= {given.sha256: source} if source else {}
        outcomes.append(Outcome.of(source, reading) if source else Outcome(known[given.sha256], skipped=True))
    changes.trim()
    return outcomes


def _stored(hashes: Sequence[str]) -> dict[str, Source]:
    return {source.sha256: source for source in Source.objects.light().filter(sha256__in=hashes)}


def _write(texts: Sequence[Text], user: Any, publish: bool) -> list[TextRows]:
    """Build the rows of all texts, and write them."""
    vocabulary = Vocabulary(case for _, reading in texts for case in reading.cases)
    programs = _Programs()
    rows: list[TextRows] = []
    with held():
        for given, reading in texts:
            rows.append(text_rows(reading, given.data, given.file_name, user, vocabulary))
            programs.add(vocabulary.touched())
        programs.write()
        settle_names(found for text in rows for found in text.cases)
        write_texts(rows, user, publish)
    return rows


def write_texts(texts: Sequence[TextRows], user: Any, publish: bool) -> None:
    """Give the rows of all texts their keys and write them table by table; their programmes are there."""
    _write_sources([text.source for text in texts])
    remember((text.source.pk, text.marks) for text in texts)
    _write_masks([mask for text in texts for mask in text.masks])
    cases = [found for text in texts for found in text.cases]
    _write_cases(cases, user, publish)
    for tables in zip(*(found.tables for found in cases), strict=True):
        _write_finds(list(chain.from_iterable(tables)))


class _Programs:
    """The programmes a batch makes or changes, with a line of history a text that did, as saving it would write."""

    def __init__(self) -> None:
        self._new: list[Program] = []
        self._changed: dict[int, Program] = {}
        self._history: list[tuple[Program, Any]] = []

    def add(self, touched: Iterable[Program]) -> None:
        for program in touched:
            made = program.pk is None and not any(program is other for other in self._new)
            self._history.append((program, snapshot(program, "+" if made else "~")))
            if made:
                self._new.append(program)
            elif program.pk is not None:
                self._changed[program.pk] = program

    def write(self) -> None:
        give_keys(self._new)
        write(self._new)
        Program.objects.bulk_update(self._changed.values(), ["aliases", "parts"])
        for program, line in self._history:
            line.id = program.pk
        write([line for _, line in self._history])


def _write_sources(sources: Sequence[Source]) -> None:
    give_keys(sources)
    for source in sources:
        source.imported_at = timezone.now()
    write(sources)
    write([snapshot(source) for source in sources])


def _write_masks(masks: Sequence[Mask]) -> None:
    """Each with its line of history: a name hidden or shown is always logged."""
    give_keys(masks)
    write(masks)
    write([snapshot(mask) for mask in masks])


def _write_cases(cases: Sequence[CaseRows], user: Any, publish: bool) -> None:
    rows = [found.case for found in cases]
    give_keys(rows)
    first = Counter.next("case", len(rows)) - len(rows) + 1 if rows else 0
    history: list[Model] = []
    for number, case in enumerate(rows, start=first):
        case.number, case.created_at = number, timezone.now()
        history.append(snapshot(case))
        if publish:
            case.mark_published(user)
            history.append(snapshot(case, "~"))
    write(rows)
    write(history)
    write([found.link for found in cases])


def _write_finds(rows: Sequence[Model]) -> None:
    """One table of finds; those that others point at need their keys before they are written."""
    if rows and rows[0]._meta.auto_created is False:
        give_keys(rows)
    write(rows)
