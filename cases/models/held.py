"""Related records that are at hand already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models


def held(record: models.Model, name: str) -> Iterable[Any]:
    """As `record.name.all()`, without the manager Django makes of a class of its own each time it is asked for what was
    prefetched: a page asks dozens of times.
    """
    found = record.__dict__.get("_prefetched_objects_cache", {}).get(name)
    return getattr(record, name).all() if found is None else found  # type: ignore[no-any-return]
