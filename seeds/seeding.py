"""The library's first texts: loaded, reviewed, published, each in one transaction and only if not yet in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from metrics.models import Figure
from programs.models import Measure
from seeds.load import Outcome, preview, store, stored_source
from seeds.review import lay
from seeds.reviewed_form import TEXTS, read_reviewed, reviewed_files


def seed_all() -> Iterator[tuple[Path, Outcome]]:
    """Seed text by text, in order; a text already in is skipped and never touched."""
    for path in reviewed_files():
        yield path, seed(path)


@transaction.atomic
def seed(path: Path) -> Outcome:
    """One text with its reviewed reading laid over, published; raises `AnchorError` where the two do not fit."""
    file = next(TEXTS.glob(f"{path.stem}_*"))
    data = file.read_bytes()
    known = stored_source(data)
    if known is not None:
        return Outcome(known, skipped=True)
    reading = preview(data, file.name)
    reviewed = read_reviewed(path, reading.decoded.text)
    numbers = [case.number for case in reviewed.cases]
    stored = store(reading, data, file.name, numbers=numbers)
    cases = lay(reviewed, stored.source)
    for case in cases:
        case.publish()
    return Outcome(
        stored.source,
        cases=len(cases),
        measures=Measure.objects.public().filter(case__in=cases).count(),
        figures=Figure.objects.public().filter(case__in=cases).count(),
    )
