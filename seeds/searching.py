"""Keep the search current for everything that hangs on a source, in the transaction that stored it."""

from __future__ import annotations

from cases.models import Source
from cases.search import registry


def index_source(source: Source) -> None:
    """Every index's rows that show words of this source."""
    for index in registry.values():
        index.update_source([source.pk])
