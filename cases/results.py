"""The way on from a record through the list it was opened from, without a session.

The list's query string comes in `?from=`, or on the first step from the list's own address in the Referer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from cases.listing import APART, Listing
from cases.paging import neighbours


@dataclass(frozen=True)
class Result:
    """A record's place in a list: “3 of 6”, with the ways back, to the one before and the one after."""

    position: int
    total: int
    previous: str
    next: str
    back: str
    words: str


def result_around(request: HttpRequest, listing: type[Listing], record: Any) -> Result | None:
    """Where the record stands in the list one came from; None where one came from elsewhere."""
    if "from" not in request.GET and "HTTP_REFERER" not in request.META:
        return None
    view = listing()
    view.setup(request)
    query = _query(request, view.url)
    if query is None:
        return None
    reading = view.read(QueryDict(query))
    around = neighbours(reading.rows, reading.sort, record.pk)
    if around is None:
        return None
    return Result(
        position=around.position,
        total=around.total,
        previous=_address(around.previous, query),
        next=_address(around.next, query),
        back=f"{view.url}?{query}" if query else view.url,
        words=_(", ").join(str(chip.short) for chip in reading.filters.chips()),
    )


def _query(request: HttpRequest, list_url: str) -> str | None:
    if "from" in request.GET:
        return _without_keys(request.GET["from"][:2000])
    came = urlsplit(request.META.get("HTTP_REFERER", "")[:4000])
    same = came.netloc == request.get_host() and came.path == list_url
    return _without_keys(came.query) if same else None


def _without_keys(query: str) -> str:
    data = QueryDict(query).copy()
    for name in APART:
        if name != "sort":
            data.pop(name, None)
    return data.urlencode()


def _address(record: Any, query: str) -> str:
    return f"{record.get_absolute_url()}?{urlencode({'from': query})}" if record else ""
