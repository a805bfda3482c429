"""From given bytes to a look at what would be imported, and from a confirmed look to the import itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from cases.extract.decode import DecodeError
from cases.models import Section, Source
from desk import uploads
from desk.forms import Given
from desk.models import Batch
from metrics.models import Figure
from seeds.load import load, preview, stored_source
from seeds.reading import CaseReading, Reading

SALT = "desk.intake"


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure in its sentence, as the look shows it."""

    before: str
    quote: str
    after: str
    kind: str
    found: Any


@dataclass(frozen=True, slots=True)
class ShownCase:
    found: CaseReading
    sections: tuple[str, ...]
    figures: tuple[ShownFigure, ...]
    more_figures: int


@dataclass(frozen=True, slots=True)
class Look:
    """What would become of a text: `error` says what is wrong and what to do, `token` is what a confirmation sends."""

    name: str
    error: str = ""
    known: Source | None = None
    reading: Reading | None = None
    cases: tuple[ShownCase, ...] = ()
    token: str = ""


MOST_FIGURES = 200


def look(given: Given, user: Any) -> Look:
    """Read the text as the import would; nothing is written but the bytes, to wait for the confirmation."""
    if given.data is None:
        return Look(given.name, error=_("The file is larger than 20 MB: cut it into smaller ones."))
    try:
        reading = preview(given.data, given.name)
    except DecodeError as error:
        return Look(given.name, error=str(error))
    known = stored_source(given.data)
    if known is not None:
        return Look(given.name, known=known, reading=reading)
    token = signing.dumps([uploads.keep(given.data), given.name, user.pk], salt=SALT)
    cases = tuple(_shown(case, reading.decoded.text) for case in reading.cases)
    return Look(given.name, reading=reading, cases=cases, token=token)


def _shown(case: CaseReading, text: str) -> ShownCase:
    figures = tuple(
        ShownFigure(
            text[figure.context_start : figure.start],
            text[figure.start : figure.end],
            text[figure.end : figure.context_end],
            str(Figure.Kind(figure.kind).label),
            figure,
        )
        for figure in case.figures[:MOST_FIGURES]
    )
    sections = tuple(section.heading or str(Section.Kind(section.kind).label) for section in case.sections)
    return ShownCase(case, sections, figures, len(case.figures) - len(figures))


def bring_in(tokens: Sequence[str], user: Any, publish: bool = False) -> Batch | None:
    """Import the confirmed texts, each in a transaction of its own; None where not one of them was new."""
    lines, sources = [], []
    for token in tokens:
        line, source = _one(token, user, publish)
        lines.append(line)
        if source is not None:
            sources.append(source)
    return _batch(lines, sources, user) if sources else None


def _one(token: str, user: Any, publish: bool) -> tuple[dict[str, Any], Source | None]:
    try:
        sha256, name, owner = signing.loads(token, salt=SALT, max_age=uploads.KEPT)
    except signing.BadSignature:
        return {"name": "?", "status": "failed", "why": _("The confirmation is too old: hand the text in again.")}, None
    data = uploads.kept(sha256) if owner == user.pk else None
    if data is None:
        return {"name": name, "status": "failed", "why": _("The text is no longer kept: hand it in again.")}, None
    outcome = load(data, name, user=user, publish=publish)
    uploads.drop(sha256)
    line = {
        "name": name,
        "status": "skipped" if outcome.skipped else "imported",
        "source": outcome.source.pk,
        "cases": outcome.cases,
        "measures": outcome.measures,
        "figures": outcome.figures,
    }
    return line, None if outcome.skipped else outcome.source


@transaction.atomic
def _batch(lines: list[dict[str, Any]], sources: Iterable[Source], user: Any) -> Batch:
    names = ", ".join(line["name"] for line in lines)
    batch = Batch.objects.create(user=user, label=names[:200], report={"texts": lines})
    batch.sources.set(sources)
    return batch
