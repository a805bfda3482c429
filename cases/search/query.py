"""What a reader types, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.search.tokens import SHORTEST
from cases.search.words import normalise

_PART = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|([^\s"“”]+))')
LIMIT = 20


@dataclass(frozen=True)
class Query:
    """All `terms` must be there (a quoted phrase is one term), none of `without`; `short` ones are not looked for."""

    terms: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    short: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.without)


def parse(query: str) -> Query:
    """`parse('結對 "技术培训" -贷款')` is `Query(("结对", "技术培训"), ("贷款",))`; at most 20 parts count.

    A lone `-` and empty quotes say nothing; Chinese quotes work like straight ones. A single character is no term:
    it stands in almost every text.
    """
    parts: dict[str, list[str]] = {"terms": [], "without": [], "short": []}
    for minus, straight, curly, word in _PART.findall(query.replace("\0", "").replace("\u3000", " "))[:LIMIT]:
        term = " ".join(normalise(straight or curly or word).split())
        if term and term != "-":
            parts["short" if len(term) < SHORTEST else "without" if minus else "terms"].append(term)
    return Query(**{name: tuple(dict.fromkeys(found)) for name, found in parts.items()})
