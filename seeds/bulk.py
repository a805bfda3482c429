"""Thousands of texts at once: read in many processes, written by one, a batch of texts in a transaction.

The same guarantees as `seeds.load`: a text is in whole or not at all, the same bytes never twice, found at once. An
import that was killed is simply run again: what is in is known by the hash of its bytes, what failed is remembered.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from cases.extract.decode import DecodeError
from cases.models import Source
from seeds.batch import Text, store_batch
from seeds.intake import Report, file_bytes
from seeds.limits import collecting_seldom
from seeds.load import Outcome, store, stored_source
from seeds.models import FailedText
from seeds.pool import Failure, Given, Result, told
from seeds.reading import READER_VERSION, Reading

logger = logging.getLogger(__name__)

FROM = 20  # files from which on an import is done in bulk
LOOK = 64  # files whose hashes are looked up together
MOST_TEXTS = 40  # in a batch, and
MOST_CHARACTERS = 200_000  # whichever comes first: a transaction of some tenths of a second
LONGEST = 2.0  # seconds a reading waits for others to fill its batch
# SQLite has one write lock, and who waits for it looks again every 25 to 100 ms: let them in.
PAUSE = {"sqlite": 0.05}


class Reads(Protocol):
    """What reads the files: processes here or on a cluster."""

    def read(self, files: Iterable[Given]) -> Iterator[tuple[Given, Result]]: ...


@dataclass(frozen=True, slots=True)
class Bulk:
    """An import in bulk: `told` hears of each file that is done with, and how many characters were read."""

    report: Report
    user: Any = None
    publish: bool = False
    dry_run: bool = False
    retry: bool = False
    told: Callable[[int], None] = lambda characters: None
    names: Mapping[Path, str] = field(default_factory=dict)  # of files that bear another than their path

    @collecting_seldom()
    def take_in(self, files: Sequence[Path], reader: Reads) -> None:
        """All the files into the library, what became of each added to the report."""
        for batch in _batches(reader.read(self._fresh(files))):
            texts = [(given, result) for given, result in batch if isinstance(result, Reading)]
            failed = [(given, result) for given, result in batch if isinstance(result, Failure)]
            for (given, reading), outcome in zip(texts, self._stored(texts), strict=True):
                self._tell(given, outcome)
                self.told(len(reading.decoded.text))
            for given, failure in failed:
                self._tell(given, failure)
                self.told(0)
            time.sleep(PAUSE.get(connection.vendor, 0))

    def _fresh(self, files: Sequence[Path]) -> Iterator[Given]:
        """The files whose bytes are neither in nor known to fail; the others are told of at once."""
        for at in range(0, len(files), LOOK):
            given = [one for path in files[at : at + LOOK] if (one := self._given(path))]
            hashes = [one.sha256 for one in given]
            stored = set(Source.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
            failed = {} if self.retry else _failed_before(hashes)
            for one in given:
                if one.sha256 in stored:
                    self.report.skipped.append(one.shown)
                elif one.sha256 in failed:
                    self.report.failed.append((one.shown, f"{failed[one.sha256]} (--retry reads it again)"))
                else:
                    yield one
                    continue
                self.told(0)

    def _given(self, path: Path) -> Given | None:
        try:
            data = file_bytes(path)
        except (OSError, DecodeError) as error:
            self.report.failed.append((str(path), str(error)))
            self.told(0)
            return None
        return Given(path, data, hashlib.sha256(data).hexdigest(), self.names.get(path, ""))

    def _stored(self, texts: Sequence[Text]) -> list[Outcome | Failure]:
        """One transaction for all, or, where that fails, one for each, so that a text costs only itself."""
        if self.dry_run:
            return [Outcome.of(Source(), reading) for _, reading in texts]
        try:
            return list(store_batch(texts, user=self.user, publish=self.publish))
        except Exception:
            logger.exception("a batch of %d texts could not be stored: one by one now", len(texts))
            return [self._stored_alone(given, reading) for given, reading in texts]

    def _stored_alone(self, given: Given, reading: Reading) -> Outcome | Failure:
        known = stored_source(given.data)
        if known is not None:
            return Outcome(known, skipped=True)
        try:
            return store(reading, given.data, given.file_name, user=self.user, publish=self.publish)
        except Exception as error:
            logger.exception("%s could not be stored", given.path)
            return Failure(told(error))

    def _tell(self, given: Given, outcome: Outcome | Failure) -> None:
        if isinstance(outcome, Outcome):
            self.report.add(given.shown, outcome)
            return
        self.report.failed.append((given.shown, outcome.why))
        if not self.dry_run:
            values = {"file_name": given.file_name[-255:], "reader_version": READER_VERSION, "error": outcome.why}
            FailedText.objects.update_or_create(sha256=given.sha256, defaults=values)


def _failed_before(hashes: Sequence[str]) -> dict[str, str]:
    """The errors of bytes this reader could not read before."""
    known = FailedText.objects.filter(sha256__in=hashes, reader_version=READER_VERSION)
    return dict(known.values_list("sha256", "error"))


def _batches(results: Iterable[tuple[Given, Result]]) -> Iterator[list[tuple[Given, Result]]]:
    batch: list[tuple[Given, Result]] = []
    characters, since = 0, time.monotonic()
    for given, result in results:
        batch.append((given, result))
        characters += len(result.decoded.text) if isinstance(result, Reading) else 0
        waited = time.monotonic() - since
        if len(batch) >= MOST_TEXTS or characters >= MOST_CHARACTERS or waited > LONGEST:
            yield batch
            batch, characters, since = [], 0, time.monotonic()
    if batch:
        yield batch
