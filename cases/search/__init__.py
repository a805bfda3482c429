"""Searching: each app declares an `Index` for its records; rows hold public words only."""

from cases.search.index import Index, registry
from cases.search.query import Query, parse
from cases.search.words import normalise, snippets

__all__ = ["Index", "Query", "normalise", "parse", "registry", "snippets"]
