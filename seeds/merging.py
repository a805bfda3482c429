"""Lay what a reader now says over stored finds: decisions stay, proposals follow, what is gone says so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from cases.models import State
from cases.quoted import inside
from cases.search.index import registry
from seeds.matching import equal
from seeds.rows import plain

SPAN = ("start", "end", "quote", "context")
REREAD = "reread by reader "  # in the history: why a record changed, before the version
GONE = "gone"  # in `reading`: since which version the reader no longer finds this


@dataclass(slots=True)
class Merged:
    """What became of the finds of one text, counted, and what a person should look at, told."""

    version: str
    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def save(self, row: Any, changed: dict[str, Any], counted: bool = True) -> None:
        """Save a stored row with what is new in it, its history saying why; a row with nothing new isn't touched."""
        if counted:
            self.counts["changed" if changed else "kept"] += 1
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            row._change_reason = f"{REREAD}{self.version}"
            row.save()

    def tell(self, what: str, row: Any) -> None:
        self.told.append(_(": ").join((what, f"{row._meta.verbose_name} {row.pk} “{inside(str(row)[:30])}”")))


def changes(old: Any, new: Any, **links: Any) -> dict[str, Any]:
    """What a new reading changes in a stored find: always its `reading`, and the columns nobody has decided."""
    names = [name for name in _followed(old, new) if name not in old.decided]
    # By its place a new reading knows again what a person has given another.
    place = {name: getattr(new, name) for name in ("start", "end") if name in old.decided}
    wanted = {name: getattr(new, name) for name in names} | links
    wanted["reading"] = as_stored(plain(new.reading) | place)
    return {name: value for name, value in wanted.items() if not equal(getattr(old, name), value)}


def _followed(old: Any, new: Any) -> Sequence[str]:
    """The columns that follow the reader: an accepted find is right, and a rejected one wrong, as it stands."""
    columns = {one.name for one in new._meta.concrete_fields}
    said = [name for name in new.reading if name in columns and name not in SPAN]
    if old.state == State.PROPOSED:
        return [*(name for name in SPAN if name in columns), *said]
    # How sure the reader is says nothing of what a person has decided.
    return [name for name in said if name != "confidence"] if old.state == State.CORRECTED else []


def as_stored(value: Any) -> Any:
    """A JSON value as the database gives it back: lists for tuples."""
    return json.loads(json.dumps(value))


def let_go(rows: Iterable[Any], merged: Merged) -> None:
    """Rows the reader finds no more: proposals are removed, decided ones stay and say so."""
    for row in rows:
        if row.state == State.PROPOSED:
            merged.counts["gone"] += 1
            merged.tell(_("no longer found, proposal removed"), row)
            _delete(row)
        else:
            mark_gone(row, merged)


def mark_gone(row: Any, merged: Merged) -> None:
    """A row the reader finds no more stays and says so.

    What a person added was never found, so it can't be gone; what is gone already keeps its first version.
    """
    if not row.reading or GONE in row.reading:
        merged.counts["kept"] += 1
        return
    merged.save(row, {"reading": {GONE: merged.version}}, counted=False)
    merged.counts["decided, no longer found"] += 1
    if row.state != State.REJECTED:
        merged.tell(_("no longer found, decision kept"), row)


def _delete(row: Model) -> None:
    """The row and what the searches know of it."""
    key = row.pk
    row.delete()
    for index in registry.values():
        if index.model is type(row):
            index.remove([key])


def orphan(rows: Iterable[Any], text: str, merged: Merged) -> list[Any]:
    """The rows whose words still stand where they were; the others are orphaned, never moved."""
    fitting = []
    for row in rows:
        if text[row.start : row.end] == row.quote:
            fitting.append(row)
        elif row.state != State.ORPHANED:
            merged.tell(_("its words don't stand where they stood, orphaned"), row)
            merged.counts["orphaned"] += 1
            merged.save(row, {"state": State.ORPHANED}, counted=False)
    return [row for row in fitting if row.state != State.ORPHANED]
