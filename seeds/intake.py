"""Bringing files in: which ones, one after another, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cases.extract.decode import DecodeError, check_size
from cases.models import Source
from seeds.archives import ARCHIVE, SUFFIXES
from seeds.load import Outcome, load, preview, stored_source

PLAIN = frozenset({".txt", ".md"})
NAMED = 50  # files already in are named up to here, beyond it counted


@dataclass(slots=True)
class Report:
    """What an import did, text by text: counts, what was already in, what failed and why."""

    texts: int = 0
    cases: int = 0
    measures: int = 0
    figures: int = 0
    sources: list[int] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    without_case: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, outcome: Outcome) -> None:
        """What became of a file."""
        if outcome.skipped:
            self.skipped.append(name)
            return
        self.texts += 1
        self.cases += outcome.cases
        self.measures += outcome.measures
        self.figures += outcome.figures
        if outcome.source.pk:
            self.sources.append(outcome.source.pk)
        if not outcome.cases:
            self.without_case.append(name)

    def lines(self) -> list[str]:
        """The report for a person."""
        skipped = [_("already in: %s") % name for name in self.skipped]
        if len(skipped) > NAMED:
            skipped = [_("already in: %d texts") % len(skipped)]
        return [
            _("%(texts)d texts") % {"texts": self.texts} + _(", ") + found_words(self),
            *skipped,
            *(_("no case found in: %s") % name for name in self.without_case),
            *(_("FAILED %(name)s: %(why)s") % {"name": name, "why": why} for name, why in self.failed),
        ]


def found_words(found: Report | Outcome) -> str:
    """What was read, counted."""
    words = _("%(cases)d cases, %(measures)d measures, %(figures)d figures")
    return words % {"cases": found.cases, "measures": found.measures, "figures": found.figures}


def text_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and in folders every file of a kind we read and every ZIP, sorted.

    A missing path is kept, to fail by name.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (
                file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in SUFFIXES | {ARCHIVE}
            )
            found += sorted(inside)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def plain(path: Path) -> bool:
    """A file that nothing has to be unpacked of or parsed for: only such are read in this process."""
    return path.suffix.lower() in PLAIN


def file_bytes(path: Path) -> bytes:
    """What is in the file; raises `OSError`, or `DecodeError` where it is too large to be read."""
    check_size(path.stat().st_size)
    return path.read_bytes()


def take_in(path: Path, report: Report, *, dry_run: bool = False, publish: bool = False, user: Any = None) -> None:
    """One file into the library (or only read, on a dry run), its outcome added to the report; never half a text."""
    try:
        data = file_bytes(path)
        outcome = _read_only(data, path) if dry_run else load(data, path.name, user=user, publish=publish)
        report.add(str(path), outcome)
    except (OSError, DecodeError) as error:
        report.failed.append((str(path), str(error)))


def _read_only(data: bytes, path: Path) -> Outcome:
    known = stored_source(data)
    return Outcome(known, skipped=True) if known else Outcome.of(Source(), preview(data, path.name))
