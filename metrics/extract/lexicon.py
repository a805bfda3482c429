"""The verbs and marker words of `data/verbs.json`, and looking for them in a stretch of text."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from cases.extract.alternatives import any_of, begun

DATA = Path(__file__).parent / "data" / "verbs.json"


@cache
def _load() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return loaded


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One regular expression for all words of a list, the longest first.

    >>> bool(pattern("target").search("力争三年内建成"))
    True
    """
    return re.compile(any_of(_load()[name]))


@cache
def claim_pattern(claim: str) -> re.Pattern[str]:
    """The words that speak for a claim: input, activity, output or outcome."""
    return re.compile(any_of(_load()["claims"][claim]))


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of one list."""
    return tuple(_load()[name])


@cache
def ending_verbs() -> frozenset[str]:
    """Verbs and particles that end a noun phrase wherever they stand (开通, 已, 与), not those inside nouns (培训)."""
    return frozenset(_load()["predicates"]) - frozenset(_load()["nominal"])


@cache
def strong() -> re.Pattern[str]:
    """One regular expression for all of `ending_verbs`."""
    return re.compile(any_of(ending_verbs()))


@cache
def verbs() -> re.Pattern[str]:
    """All verbs, those inside nouns too; 组织 behind 党 or 社会 is a body.

    >>> verbs().search("党组织完成换届")[0]
    '完成'
    """
    words = {*_load()["predicates"], *_load()["nominal"]} - {"组织"}
    return re.compile(f"{any_of(words)}|组织(?<!党组织)(?<!社会组织)")


@cache
def scope_words(name: str) -> tuple[str, ...]:
    """One of the lists of `data/scopes.json`.

    >>> "养殖" in scope_words("trades")
    True
    """
    loaded: dict[str, list[str]] = json.loads((DATA.parent / "scopes.json").read_text(encoding="utf-8"))
    return tuple(loaded[name])


@cache
def acts_at_end() -> re.Pattern[str]:
    """One to three verbs of the kind that stand inside nouns too, at the end of a stretch: …群众走访慰问.

    >>> acts_at_end().search("贫困群众走访慰问")[0], acts_at_end().search("共选派")[0]
    ('走访慰问', '选派')
    """
    words = any_of(word for word in {*_load()["nominal"], *_load()["predicates"]} if len(word) > 1)
    return begun(f"(?:{words}){{1,3}}$")


def last_match(wanted: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place where a pattern is found.

    >>> last_match(re.compile("[一二]"), "一是二非")[0]
    '二'
    """
    found = None
    for match in wanted.finditer(text):
        found = match
    return found
