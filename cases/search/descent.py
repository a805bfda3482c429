"""The newest rows that fit, on PostgreSQL: each way to them is one statement, planned once for any terms.

The planner isn't asked which way to go, since it knows nothing of terms outside its statistics and would walk the
whole table for them. Rare pairs go through the index. Of pairs of a good part of all rows the index is asked for the
newest rows alone, by the tags it has of stretches of keys. Longer terms are confirmed in the text.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cases.planned import planned, planned_together
from cases.search.backends import Found, Span
from cases.search.confirm import CANDIDATES, SECONDS
from cases.search.query import Query
from cases.search.tokens import SHORTEST, STRETCH, TAGGED, pairs

WALK = 5_000  # a row's text costs as much as this many entries of the index that are passed over
EACH = 500  # and as many that are gathered
MARGIN = 2  # times as many rows as should do, by the sample
PART = 4  # a stretch of less than a fourth of all rows is worth reading their keys
GATHERED = 20_000  # rows that are gathered all sooner than a stretch of the newest is told
FIRST = 40  # candidates that are looked at even if the index took all the time
SAMPLE, LETTERS = 64, 4_000  # texts, and the letters of each at most
HELD = 600.0  # seconds

_Asked = tuple[str, list[Any]]  # a statement and its parameters

# Planned by itself (`OFFSET 0`), whatever order is wanted; the `+ 0` keeps plans from reading the keys of a whole kind
# beside those of the pairs.
_FOUND = """
(SELECT id FROM cases_searchrow WHERE {pairs} @> %s::bigint[] AND index = '{index}' AND {span}
OFFSET 0) AS found
"""
_WHOLE = "id + 0 >= %s AND id + 0 < %s"
_LOW = "SELECT greatest(%s, (SELECT id FROM cases_searchrow WHERE id < %s ORDER BY id DESC OFFSET %s LIMIT 1)) AS id"
# All stretches of keys from the newest down to one, each met by its last key: GIN passes over what lies in no other.
_NEAR = f"""
{TAGGED} && ARRAY(WITH RECURSIVE low AS ({_LOW}), tags(tag) AS (
(SELECT id >> {STRETCH} FROM cases_searchrow WHERE id < %s ORDER BY id DESC LIMIT 1) UNION ALL
SELECT (SELECT id >> {STRETCH} FROM cases_searchrow WHERE id < tag << {STRETCH} AND id >= (SELECT id FROM low)
ORDER BY id DESC LIMIT 1) FROM tags WHERE tag IS NOT NULL) SELECT -tag FROM tags WHERE tag IS NOT NULL)
"""
_NEAR_TITLES = f"id < %s AND id >= ({_LOW})"
# A thousand keys are read sooner as one string than as so many rows.
_EXACT = "SELECT string_agg(id::text, ','), TRUE FROM (SELECT id FROM {found} ORDER BY id DESC LIMIT %s) AS newest"
# The first, and whether there are so many.
_COUNTED = """
SELECT (SELECT string_agg(id::text, ',') FROM (SELECT id FROM {near} ORDER BY id DESC LIMIT %s) AS newest),
(SELECT count(*) FROM (SELECT FROM {counted} LIMIT %s) AS enough) = %s
"""
# Each text is unpacked once, none below the last that is wanted; of one that wasn't looked at in time it isn't known.
_LOOKED = """
SELECT string_agg(id::text, ',') FILTER (WHERE fits), count(*) = count(fits) FROM (
SELECT id, fits FROM (
SELECT id, CASE WHEN {late} clock_timestamp() - statement_timestamp() > %s * interval '1 second' THEN NULL ELSE
(SELECT coalesce(bool_and(strpos({within}, term) > 0), TRUE) FROM unnest(%s::text[]) AS term) AND
(SELECT coalesce(bool_and(strpos(title, term) + strpos(text, term) = 0), TRUE) FROM unnest(%s::text[]) AS term)
END AS fits FROM {newest} OFFSET 0) AS looked WHERE fits IS NOT FALSE LIMIT %s) AS told
"""
_TEXT = "title || E'\\n' || body"  # no term goes over a line's end
_LATE = f"n > {CANDIDATES} OR n > {FIRST} AND"
_CANDIDATES = f"""
unnest(ARRAY(SELECT id FROM {{found}} ORDER BY id DESC LIMIT {CANDIDATES + 1})) WITH ORDINALITY AS newest(id, n),
LATERAL (SELECT title, {{text}} AS text FROM cases_searchrow WHERE id = newest.id OFFSET 0) AS words
"""
_ROWS = """
(SELECT id, title, {text} AS text FROM cases_searchrow WHERE index = '{index}' AND id < %s
ORDER BY id DESC LIMIT %s) AS newest
"""
_SAMPLE = f"""
SELECT left({_TEXT}, {LETTERS}), (SELECT reltuples FROM pg_class WHERE oid = %s::regclass) FROM cases_searchrow
WHERE index = '{{index}}' AND id < %s ORDER BY id DESC LIMIT {SAMPLE}
"""


def newest_of(spans: Sequence[Span], query: Query, most: int, titles: bool) -> list[Found]:
    """Of each kind the keys of the newest rows that hold all terms (at least one) and none of those without."""
    return _together([_Search(span, query, most, titles) for span in spans], query)


def first_of(spans: Sequence[Span], query: Query, few: int, first: int) -> list[Found]:
    """Of each kind all keys, or of more than a few the first."""
    return _together([_First(span, query, few, first) for span in spans], query)


def _together(searches: Sequence[_Search], query: Query) -> list[Found]:
    """Where nothing has to be confirmed in the text, for which each has its own time, all are asked at once."""
    if not _sure(query):
        return [search.told(planned(*search.asked())) for search in searches]
    answers = planned_together([search.asked() for search in searches])
    return [search.told(rows) for search, rows in zip(searches, answers, strict=True)]


def holders(span: Span, asked: Sequence[int], most: int) -> list[int]:
    """The keys of the newest rows in whose title or body the index has all these pairs."""
    found = _FOUND.format(pairs=TAGGED, index=span.index, span=_WHOLE)
    return _answer(planned(_EXACT.format(found=found), [asked, span.low, span.high, most])).keys


def met_soon(span: Span, query: Query, most: int) -> bool:
    """Whether a walk meets `most` rows sooner than the index."""
    sample = _sample(span)
    return sample.walks(query, sample.share(query), most, EACH)


class _Search:
    """One search under its limit of time: among the newest, where these should do; among all, where they didn't."""

    def __init__(self, span: Span, query: Query, most: int, titles: bool) -> None:
        self.span, self.query, self.most, self.titles = span, query, most, titles
        sample = _sample(span)
        self.rows, self.share = sample.rows, sample.share(query, titles)
        self.reach = self._reach(most)
        self.walks = bool(self.reach) and not titles and sample.walks(query, self.share, most, WALK)

    def _reach(self, most: int) -> int:
        """So many of the newest rows should do; 0 where that isn't worth while."""
        reach = round(MARGIN * most / self.share) if self.share else 0
        return reach if reach < self.rows / PART else 0

    def asked(self) -> _Asked:
        """What to ask at first; from then on the time runs."""
        self.until = time.monotonic() + SECONDS
        return self._walked() if self.walks else self._looked_up(self.reach)

    def told(self, rows: Sequence[Any]) -> Found:
        """What that gave, or all do."""
        found = _answer(rows)
        if not self.reach or len(found.keys) == self.most or not (found.complete or self.walks):
            return found
        return _answer(planned(*self._looked_up()))

    def _looked_up(self, reach: int = 0) -> _Asked:
        """Through the index; terms of more than one pair are confirmed in the text, from the newest down."""
        found, asked = self._found(reach)
        if _sure(self.query):
            return _EXACT.format(found=found), [*asked, self.most]
        # What a title must not hold beside its terms, no body may either: it stays packed where nothing asks for it.
        within, text = ("title", "body") if self.titles else ("text", _TEXT)
        looked = _LOOKED.format(late=_LATE, within=within, newest=_CANDIDATES.format(found=found, text=text))
        terms = [term for term in self.query.terms if len(term) > SHORTEST]
        return looked, [*self._wanted(terms, self.until - time.monotonic()), *asked, self.most]

    def _found(self, reach: int) -> _Asked:
        """What the index has, and the parameters of that."""
        low, high = self.span.low, self.span.high
        indexed = "search_pairs(title, '')" if self.titles else TAGGED
        near, bounds = (_NEAR_TITLES, [high, low, high, reach]) if self.titles else (_NEAR, [low, high, reach, high])
        span, bounds = (near, bounds) if reach else (_WHOLE, [low, high])
        found = _FOUND.format(pairs=indexed, index=self.span.index, span=span)
        return found, [_apart(self.query.terms) if reach else pairs(self.query.terms), *bounds]

    def _walked(self) -> _Asked:
        """Row after row, from the newest down; given up where that takes more than half the time."""
        looked = _LOOKED.format(late="", within="text", newest=_ROWS.format(text=_TEXT, index=self.span.index))
        wanted = self._wanted(self.query.terms, SECONDS / 2)
        return looked, [*wanted, self.span.high, self.reach, self.most]

    def _wanted(self, terms: Sequence[str], seconds: float) -> list[Any]:
        return [max(0.0, seconds), list(terms), list(self.query.without)]


class _First(_Search):
    """Of many hits the first alone, and whether there are more than a few: these are counted wherever they stand."""

    def __init__(self, span: Span, query: Query, few: int, first: int) -> None:
        super().__init__(span, query, few + 1, titles=False)
        self.first = first if _sure(query) and self.share * self.rows > MARGIN * self.most else 0

    def asked(self) -> _Asked:
        if not self.first:
            return super().asked()
        near, asked = self._found(self._reach(self.first))
        counted, so = self._found(self.reach if self.share * self.rows > GATHERED else 0)
        sql = _COUNTED.format(near=near, counted=counted)
        return sql, [*asked, self.first, *so, self.most, self.most]

    def told(self, rows: Sequence[Any]) -> Found:
        found = _answer(rows)
        if self.first and found.complete and len(found.keys) == self.first:
            return Found(found.keys, more=True)
        whole = super().told(planned(*super().asked()) if self.first else rows)
        return whole if len(whole.keys) < self.most else replace(whole, more=True)


def _sure(query: Query) -> bool:
    """Whether the pairs of the index tell all."""
    return not query.without and all(len(term) == SHORTEST for term in query.terms)


def _answer(rows: Sequence[Any]) -> Found:
    ((keys, complete),) = rows
    return Found(sorted(map(int, keys.split(",")), reverse=True) if keys else [], complete)


@dataclass(frozen=True)
class _Sample:
    """How many rows there are, and the newest texts of some time ago. They choose the way, never the answer."""

    rows: float
    texts: Sequence[str]
    until: float

    def share(self, query: Query, titles: bool = False) -> float:
        """The share of texts that fit: none where it is small."""
        within = [text.partition("\n")[0] for text in self.texts] if titles else self.texts
        fitting = [text for text in within if all(map(text.__contains__, query.terms))]
        return sum(not any(map(text.__contains__, query.without)) for text in fitting) / SAMPLE

    def walks(self, query: Query, share: float, most: int, dear: int) -> bool:
        """Whether a walk meets `most` rows of such a share sooner than the index has gone through its lists."""
        return len(_apart(query.terms)) * share * share * self.rows > dear * most


_samples: dict[str, _Sample] = {}


def _sample(span: Span) -> _Sample:
    """The database's own statistics know no more than the thousand most common pairs, each in a third of all texts."""
    held = _samples.get(span.index)
    if held is None or held.until < time.monotonic():
        index = "search_cases" if span.index == "cases" else "search_others"
        found = planned(_SAMPLE.format(index=span.index), [index, span.high])
        rows = found[0][1] if found else 0.0
        held = _samples[span.index] = _Sample(rows, [text for text, _ in found], time.monotonic() + HELD)
    return held


def _apart(terms: Sequence[str]) -> list[int]:
    """The pairs of all terms but those that lie across two others: half as many lists, where nearly all that is found
    will fit."""
    return pairs(part for term in terms for part in [*(term[at : at + 2] for at in range(0, len(term), 2)), term[-2:]])
