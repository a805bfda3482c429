"""Rows of the search follow the records: saved, deleted, masked. Bulk writers call `index.update` themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_migrate, post_save

from cases.models import CaseSource, Mask, Source
from cases.search.index import Index, registry

Keys = Callable[[Any], Iterable[int]]

_held: ContextVar[bool] = ContextVar("search rows held", default=False)


@contextmanager
def held() -> Iterator[None]:
    """Rows stay as they are meanwhile: for a bulk writer that updates the indexes itself at the end."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def paused() -> bool:
    return _held.get()


def follow(index: Index, model: type[models.Model], keys: Keys | None = None) -> None:
    """Keep `index` current when records of `model` change: the record itself, or those whose keys are given."""

    def saved(instance: Any, **_kwargs: Any) -> None:
        if not paused():
            index.update(keys(instance) if keys else [instance.pk])

    label = f"{index.name}-{model._meta.label}"
    post_save.connect(saved, sender=model, weak=False, dispatch_uid=f"{label}-save")
    post_delete.connect(saved, sender=model, weak=False, dispatch_uid=f"{label}-delete")


def _source_changed(instance: Any, created: bool = False, **_kwargs: Any) -> None:
    source = instance.pk if isinstance(instance, Source) else instance.source_id
    if paused() or (isinstance(instance, Source) and created):
        return
    for index in registry.values():
        index.update_source([source])


def connect() -> None:
    """Once, when the app is ready."""
    from cases.models import Case
    from cases.search.indexes import CASES
    from cases.search.upkeep import rebuild_outdated

    follow(CASES, Case)
    follow(CASES, CaseSource, lambda link: [link.case_id])
    for model in (Mask, Source):
        post_save.connect(_source_changed, sender=model, dispatch_uid=f"search-{model.__name__}-save")
    post_delete.connect(_source_changed, sender=Mask, dispatch_uid="search-mask-delete")
    post_migrate.connect(rebuild_outdated, sender=apps.get_app_config("cases"), dispatch_uid="search-rebuild")
