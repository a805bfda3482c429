"""Bringing files in: which ones, one after another, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cases.extract.decode import LIMIT, DecodeError
from seeds.load import load, preview, stored_source

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".pdf"})


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

    def lines(self) -> list[str]:
        """The report for a person."""
        counted = f"{self.texts} texts, {self.cases} cases, {self.measures} measures, {self.figures} figures"
        return [
            counted,
            *(f"already in: {name}" for name in self.skipped),
            *(f"no case found in: {name}" for name in self.without_case),
            *(f"FAILED {name}: {why}" for name, why in self.failed),
        ]


def text_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and in folders every file of a kind we read, sorted; a missing path is kept, to fail by name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in SUFFIXES)
            found += sorted(inside)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def take_in(path: Path, report: Report, *, dry_run: bool = False, publish: bool = False, user: Any = None) -> None:
    """One file into the library (or only read, on a dry run), its outcome added to the report; never half a text."""
    try:
        if path.stat().st_size > LIMIT:
            raise DecodeError(f"larger than {LIMIT // 1024 // 1024} MB: split it or take the text out of it")
        data = path.read_bytes()
        _read_only(data, path, report) if dry_run else _store(data, path, report, publish, user)
    except (OSError, DecodeError) as error:
        report.failed.append((str(path), str(error)))


def _read_only(data: bytes, path: Path, report: Report) -> None:
    if stored_source(data) is not None:
        report.skipped.append(str(path))
        return
    reading = preview(data, path.name)
    measures = sum(len(case.measures) for case in reading.cases)
    figures = sum(len(case.figures) for case in reading.cases)
    _count(report, path, len(reading.cases), measures, figures)


def _store(data: bytes, path: Path, report: Report, publish: bool, user: Any) -> None:
    outcome = load(data, path.name, user=user, publish=publish)
    if outcome.skipped:
        report.skipped.append(str(path))
        return
    report.sources.append(outcome.source.pk)
    _count(report, path, outcome.cases, outcome.measures, outcome.figures)


def _count(report: Report, path: Path, cases: int, measures: int, figures: int) -> None:
    report.texts += 1
    report.cases += cases
    report.measures += measures
    report.figures += figures
    if not cases:
        report.without_case.append(str(path))
