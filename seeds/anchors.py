"""Anchors by words: where a quote stands in a text, found by the words around it, or an error that names it.

No Django, and never "close enough": an anchor fits exactly once or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.extract.spans import Span


class AnchorError(ValueError):
    """An anchor that no longer fits its text, or fits more than once."""


def once(text: str, words: str, what: str, within: Span | None = None) -> Span:
    """The one place where the words stand; `what` names the record in the error.

    >>> once("全县建立扶贫基地12个", "12个", "figure")
    Span(start=8, end=11)
    """
    low, high = (within.start, within.end) if within else (0, len(text))
    start = text.find(words, low, high) if words else -1
    if start < 0:
        raise AnchorError(f"{what}: “{words}” is not in the text")
    if text.find(words, start + 1, high) >= 0:
        raise AnchorError(f"{what}: “{words}” stands there more than once")
    return Span(start, start + len(words))


def quoted(text: str, record: Mapping[str, Any]) -> tuple[Span, Span]:
    """The spans of a record's quote and of its context, which must be unique in the text."""
    what = f"{record.get('type', 'anchor')} “{record['quote']}”"
    context = once(text, record["context"], f"{what}, context")
    return once(text, record["quote"], what, context), context


def stretch(text: str, record: Mapping[str, Any], within: Span | None = None) -> Span:
    """From the first words of a section, measure or case to its last."""
    what = f"{record['type']} “{record.get('heading') or record.get('title')}”"
    start = once(text, record["start_quote"], f"{what}, start", within).start
    end = once(text, record["end_quote"], f"{what}, end", within).end
    if end <= start:
        raise AnchorError(f"{what}: ends before it begins")
    return Span(start, end)
