"""Whole pages kept in memory for readers without an account, given again as long as the database is as it was.

A page shows something of a dozen tables. Instead of watching each, the engine is asked whether anything at all has
been committed: so no page can be older than any record it shows. One short question, where a page asks a dozen long.
Parts that many pages share, as the rows of lists, are kept by the same rule.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from time import monotonic
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from cases.planned import planned

MOST, LARGEST = 200, 500_000  # pages of a process, and bytes of one
MOST_PARTS = 3_000  # of a process; each some 2 kB
MOST_RECORDS = 5_000  # each some 3 kB
AGE = 60.0  # seconds: an answer that was cut short for want of time isn't kept for long
THEME = "theme"
SINCE = "_quiet_since"  # of a request, once it was asked
# With any other cookie (an account, a brief) a page may be the reader's own.
COMMON = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, THEME}
TOKEN_GIVEN = "CSRF_COOKIE_NEEDS_UPDATE"  # of a request whose answer holds a form token of the reader's own

View = Callable[..., Any]
Part = TypeVar("Part")
Answer = TypeVar("Answer")


class _Look(threading.local):
    """What this thread's connection last told, and since when it tells the same."""

    raw: Any = None
    told: Any = None
    since = 0.0


@dataclass(frozen=True)
class Page:
    """An answer, and when it was begun."""

    begun: float
    content: bytes
    headers: dict[str, str]


_look = _Look()
_pages: dict[tuple[Any, ...], Page] = {}
_parts: dict[tuple[Any, ...], tuple[float, Any]] = {}
_records: dict[tuple[Any, ...], tuple[float, Any]] = {}
_answers: dict[tuple[Any, ...], tuple[float, Any]] = {}
# While a page is made that may be kept: since when nothing has been committed.
_quiet: ContextVar[float | None] = ContextVar("quiet", default=None)


def kept(view: View) -> View:
    """A view whose answer hangs on nothing but the database, the address and what `_key` names."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _common(request):
            return view(request, *args, **kwargs)
        key, asked, since = _key(request), monotonic(), quiet_since()
        page = _pages.get(key)
        if page and page.begun >= max(since, monotonic() - AGE):
            return HttpResponse(page.content, headers=page.headers)
        request.__dict__[SINCE] = since
        # Its parts are as old as that question, or made since.
        begun = max(asked, since)
        meanwhile = _quiet.set(since)
        try:
            response = view(request, *args, **kwargs)
        finally:
            _quiet.reset(meanwhile)
        if TOKEN_GIVEN not in request.META:
            _keep(key, begun, response)
        return response

    return answered


def kept_parts(
    request: HttpRequest, name: str, keys: Sequence[int], make: Callable[[list[int]], Mapping[int, Part]]
) -> list[Part]:
    """The part of each record, in the order of these keys; `make` gives those that aren't at hand.

    A part must hang on nothing but the record, what the database holds beside it, and the language; a record that
    `make` no longer gives has none.
    """
    if not _common(request):
        made = make(list(keys))
        return [made[key] for key in keys if key in made]
    since, language = request.__dict__.get(SINCE) or quiet_since(), translation.get_language()
    held = _held(_parts, MOST_PARTS, (name, language), since, keys, make)
    return [held[key] for key in keys if key in held]


def kept_records(name: str, keys: Sequence[int], make: Callable[[list[int]], Mapping[int, Part]]) -> dict[int, Part]:
    """Records by key, as `make` gives them, of a table that hardly changes. Pages share them, so nobody may change one.

    Outside a page that may be kept they are made anew.
    """
    since = _quiet.get()
    if since is None or connection.in_atomic_block:
        return dict(make(list(keys))) if keys else {}
    return _held(_records, MOST_RECORDS, (name,), since, keys, make)


def _held(
    store: dict[tuple[Any, ...], tuple[float, Any]],
    most: int,
    kind: tuple[Any, ...],
    since: float,
    keys: Sequence[int],
    make: Callable[[list[int]], Mapping[int, Part]],
) -> dict[int, Part]:
    """What is stored of these keys and no older than `since`; the rest is made, and stored."""
    begun = monotonic()
    kept = {key: store.get((*kind, key)) for key in keys}
    held = {key: each[1] for key, each in kept.items() if each and each[0] >= since}
    missing = [key for key in keys if key not in held]
    if missing:
        made = dict(make(missing))
        if len(store) + len(made) > most:
            store.clear()
        store.update({(*kind, key): (begun, each) for key, each in made.items()})
        held |= made
    return held


def kept_answer(key: tuple[Any, ...], make: Callable[[], Answer], whole: Callable[[Answer], bool]) -> Answer:
    """What an earlier page made for this key of the database alone, as long as nothing has been committed since.

    Outside such a page it is made anew, and kept only where it is `whole`.
    """
    since = _quiet.get()
    if since is None:
        return make()
    kept = _answers.get(key)
    if kept and kept[0] >= since:
        return cast(Answer, kept[1])
    begun, made = monotonic(), make()
    if whole(made):
        if len(_answers) >= MOST:
            _answers.clear()
        _answers[key] = begun, made
    return made


def _common(request: HttpRequest) -> bool:
    """Whether the answer is anyone's. Inside a transaction are writes that may never come to be."""
    return request.method == "GET" and of_anyone(request) and not connection.in_atomic_block


def of_anyone(request: HttpRequest) -> bool:
    """Whether the reader shows nothing that sets them apart from others."""
    return request.COOKIES.keys() <= COMMON


def quiet_since() -> float:
    """A moment since which nothing has been committed: the first at which this connection told what it tells now."""
    here = connections[DEFAULT_DB_ALIAS]  # by itself, since `connection` looks it up for each thing asked of it
    here.ensure_connection()
    raw, told = here.connection, _told(here)
    if _look.raw is not raw or _look.told != told:
        _look.raw, _look.told, _look.since = raw, told, monotonic()
    return _look.since


def _told(here: BaseDatabaseWrapper) -> Any:
    """What changes with every commit. SQLite counts those of others, and this connection its own written rows."""
    postgres = here.vendor == "postgresql"
    told = planned("SELECT pg_current_snapshot()::text" if postgres else "PRAGMA data_version", [])
    return told if postgres else (told, here.connection.total_changes)


def _key(request: HttpRequest) -> tuple[Any, ...]:
    """All that a page hangs on: references tell the day, a case leads on through the list one came from."""
    asked = [request.headers.get(name) for name in ("Referer", "HX-Request")]
    theme = request.COOKIES.get(THEME)
    return (
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        translation.get_language(),
        theme,
        timezone.localdate(),
        *asked,
    )


def _keep(key: tuple[Any, ...], begun: float, response: HttpResponse) -> None:
    if response.status_code != 200 or response.streaming or response.cookies or len(response.content) > LARGEST:
        return
    if len(_pages) >= MOST:
        _pages.clear()
    _pages[key] = Page(begun, response.content, dict(response.items()))
