"""The gazetteer as Place records: filled once by a migration, from the table the reader itself reads."""

from __future__ import annotations

from typing import Any

from cases.extract.gazetteer import Division, gazetteer
from cases.names import sort_key

LEVELS = ("province", "prefecture", "county")


def fill_places(place: Any) -> None:
    """Create every division above townships, each under its own name; `place` is the model (or its past state)."""
    rows: dict[tuple[str, str], Any] = {}
    for level in LEVELS:
        fresh = []
        for division in gazetteer().divisions((level,)):
            if (division.code, division.name) not in rows:
                row = _row(place, division, rows)
                rows[division.code, division.name] = row
                fresh.append(row)
        place.objects.bulk_create(fresh, batch_size=500)
        for row in fresh:
            if level != "county":
                setattr(row, level, row)
        place.objects.bulk_update(fresh, ["province", "prefecture"], batch_size=500)
    _join_successors(place, rows)


def _row(place: Any, division: Division, rows: dict[tuple[str, str], Any]) -> Any:
    parent = _parent(division, rows)
    row = place(
        code=division.code,
        name=division.name,
        name_key=sort_key(division.name),
        level=division.level,
        parent=parent,
        valid_from=division.valid_from,
        valid_to=division.valid_to,
    )
    if parent is not None:
        row.province = parent if parent.level == "province" else parent.province
        row.prefecture = parent if parent.level == "prefecture" else None
    return row


def _parent(division: Division, rows: dict[tuple[str, str], Any]) -> Any:
    """The parent as it was called while the division held (its last year decides)."""
    if not division.parent:
        return None
    held = gazetteer().division(division.parent, division.valid_to)
    return rows.get((held.code, held.name)) if held else None


def _join_successors(place: Any, rows: dict[tuple[str, str], Any]) -> None:
    changed = []
    for division in gazetteer().divisions(LEVELS):
        row = rows[division.code, division.name]
        if not division.successor or division.valid_to is None:
            continue
        heir = gazetteer().division(division.successor, division.valid_to + 1)
        after = rows.get((heir.code, heir.name)) if heir else None
        if after is not None and after is not row:
            row.successor = after
            changed.append(row)
    place.objects.bulk_update(changed, ["successor"], batch_size=500)
