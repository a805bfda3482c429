"""Whether the index says what the texts say, and making it anew where it doesn't."""

from __future__ import annotations

from collections import Counter as Tally
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import transaction

from cases.models import Counter, SearchRow
from cases.search.backends import VERSION, backend
from cases.search.index import BATCH, Index, registry


def check() -> Tally[str]:
    """What is wrong, by kind: rows `missing`, `outdated` or `left over`, tokens `not found` or `phantom`."""
    wrong: Tally[str] = Tally()
    for index in registry.values():
        wrong += _checked(index)
    wrong["phantom"] += backend().strangers()
    return +wrong


def _checked(index: Index) -> Tally[str]:
    wrong: Tally[str] = Tally()
    keys = list(index.model._default_manager.order_by("pk").values_list("pk", flat=True))
    wrong["left over"] = SearchRow.objects.filter(index=index.name).exclude(record__in=_existing(index)).count()
    for at in range(0, len(keys), BATCH):
        wrong += _compared(index, keys[at : at + BATCH])
    return wrong


def _existing(index: Index) -> Any:
    return index.model._default_manager.values("pk")


def _compared(index: Index, keys: list[int]) -> Tally[str]:
    stored = {row.pk: row for row in SearchRow.objects.filter(index=index.name, record__in=keys)}
    wrong: Tally[str] = Tally()
    for row in index.rows_of(keys, stored.values()):
        held = stored.get(row.pk)
        if held is None:
            wrong["missing"] += 1
        elif (held.title, held.body) != (row.title, row.body):
            wrong["outdated"] += 1
        elif backend().wrong(held):
            wrong["not found"] += 1
    return wrong


@transaction.atomic
def rebuild() -> None:
    """Rows and tokens from the records, whatever is there now."""
    SearchRow.objects.all().delete()
    backend().clear()
    with backend().together():
        for index in registry.values():
            index.update_all()
    backend().settle()
    Counter.objects.update_or_create(name="search", defaults={"value": VERSION})


def rebuild_outdated(apps: Apps = installed, **_kwargs: Any) -> None:
    """After `migrate`: where the rule has changed since the rows were made, and every table is there."""
    there = {model._meta.label for model in apps.get_models()}
    ready = all(index.model._meta.label in there for index in registry.values())
    if ready and not Counter.objects.filter(name="search", value=VERSION).exists():
        rebuild()
