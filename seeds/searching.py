"""Keep the search current for everything that hangs on a source, in the transaction that stored it."""

from __future__ import annotations

from collections.abc import Iterable

from cases.search import registry


def index_sources(sources: Iterable[int]) -> None:
    """Every index's rows that show words of these sources."""
    keys = list(sources)
    for index in registry.values():
        index.update_source(keys)
