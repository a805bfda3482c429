"""What making two records of one thing one always is: both held, the names gone over, the old address led on."""

from __future__ import annotations

from typing import Any


def hold(record: Any, into: Any) -> None:
    """Hold both as they are stored now: what names one of them is in before this begins, or finds it merged.

    Raises `ValueError` for one that is merged already, or into itself.
    """
    both = type(record)._default_manager.filter(pk__in=(record.pk, into.pk))
    list(both.select_for_update().order_by("pk"))
    for each in (record, into):
        each.refresh_from_db()
    if record.pk == into.pk or record.merged_into_id or into.merged_into_id:
        raise ValueError("a record can't be merged twice, or into itself")


def lead_on(record: Any, into: Any, reason: str) -> None:
    """The record's names become names of the other, and whatever led to it leads there; each a line of history."""
    names = dict.fromkeys([*into.aliases, record.name, *record.aliases])
    into.aliases = [name for name in names if name != into.name]
    type(record)._default_manager.filter(merged_into=record).update(merged_into=into)
    record.merged_into = into
    for each in (into, record):
        each._change_reason = reason
        each.save()
