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
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from cases.addresses import one_site
from cases.planned import asked_along, planned

MOST, LARGEST = 200, 500_000  # pages of a process, and bytes of one
MOST_PARTS = 3_000  # of a process; each some 2 kB
AGE = 60.0  # seconds: an answer that was cut short for want of time isn't kept for long
THEME = "theme"
# With any other cookie (an account, a brief) a page may be the reader's own.
COMMON = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, THEME}
TOKEN_GIVEN = "CSRF_COOKIE_NEEDS_UPDATE"  # of a request whose answer holds a form token of the reader's own

_TOLD = "SELECT pg_current_snapshot()::text"

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


class _Moment:
    """When a page is begun, and since when nothing has been committed.

    That may be asked with the page's first questions: so a page takes one way to the server less.
    """

    def __init__(self) -> None:
        self.begun = monotonic()
        self._since: float | None = None

    @property
    def since(self) -> float:
        if self._since is None:
            self.told(_ask())
        return cast(float, self._since)

    @property
    def waits(self) -> str | None:
        """The question, as long as it waits for others."""
        return _TOLD if self._since is None else None

    def told(self, told: Any) -> None:
        self._since = _since(told)

    @property
    def sure(self) -> float:
        """Nothing that is at hand by `since` is older than this."""
        return max(self.begun, self.since)

    def ask_first(self) -> None:
        """Before anything else is asked: so nothing of the page is older than the answer."""
        self.begun = self.sure


_look = _Look()
_pages: dict[tuple[Any, ...], Page] = {}
_parts: dict[tuple[Any, ...], tuple[float, Any]] = {}
_answers: dict[tuple[Any, ...], tuple[float, Any]] = {}
_moment: ContextVar[_Moment | None] = ContextVar("moment", default=None)  # while a page is made that may be kept


def kept(view: View) -> View:
    """A view whose answer hangs on nothing but the database, the address and what `_key` names."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _common(request):
            return view(request, *args, **kwargs)
        key, moment = _key(request), _Moment()
        page = _pages.get(key)
        if page or not _can_wait():
            moment.ask_first()
        if page and page.begun >= max(moment.since, monotonic() - AGE):
            return HttpResponse(page.content, headers=page.headers)
        response = _made(moment, view, request, *args, **kwargs)
        if TOKEN_GIVEN not in request.META and moment.begun >= moment.since:
            _keep(key, moment.begun, response)
        return response

    return answered


def _made(moment: _Moment, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    meanwhile = _moment.set(moment)
    try:
        with asked_along(moment), one_site():
            return view(request, *args, **kwargs)
    finally:
        _moment.reset(meanwhile)


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
    moment, language = _moment.get() or _Moment(), translation.get_language()
    held = _held((name, language), moment, keys, make)
    return [held[key] for key in keys if key in held]


def _held(
    kind: tuple[Any, ...], moment: _Moment, keys: Sequence[int], make: Callable[[list[int]], Mapping[int, Part]]
) -> dict[int, Part]:
    """What is stored of these keys and still holds; the rest is made, of what the page has at hand too, and stored."""
    kept = {key: _parts.get((*kind, key)) for key in keys}
    held = {key: each[1] for key, each in kept.items() if each and each[0] >= moment.since}
    missing = [key for key in keys if key not in held]
    if missing:
        made = dict(make(missing))
        if len(_parts) + len(made) > MOST_PARTS:
            _parts.clear()
        _parts.update({(*kind, key): (moment.sure, each) for key, each in made.items()})
        held |= made
    return held


def kept_answer(key: tuple[Any, ...], make: Callable[[], Answer], whole: Callable[[Answer], bool]) -> Answer:
    """What an earlier page made for this key of the database alone, as long as nothing has been committed since.

    Outside such a page it is made anew, and kept only where it is `whole`.
    """
    moment = _moment.get()
    if moment is None:
        return make()
    kept = _answers.get(key)
    if kept and kept[0] >= moment.since:
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


def is_kept() -> bool:
    """Whether a page is being made that may be kept."""
    return _moment.get() is not None


def _can_wait() -> bool:
    """Whether it is worth while: a connection that hasn't told yet has nothing to compare with."""
    here = connections[DEFAULT_DB_ALIAS]
    return here.vendor == "postgresql" and here.connection is not None and _look.raw is here.connection


def _since(told: Any) -> float:
    """A moment since which nothing has been committed: the first at which this connection told what it tells now."""
    raw = connections[DEFAULT_DB_ALIAS].connection
    if _look.raw is not raw or _look.told != told:
        _look.raw, _look.told, _look.since = raw, told, monotonic()
    return _look.since


def _ask() -> Any:
    """What changes with every commit. SQLite counts those of others, and this connection its own written rows."""
    here = connections[DEFAULT_DB_ALIAS]  # by itself, since `connection` looks it up for each thing asked of it
    here.ensure_connection()
    if here.vendor == "postgresql":
        return planned(_TOLD, [])[0][0]
    return planned("PRAGMA data_version", []), here.connection.total_changes


def _key(request: HttpRequest) -> tuple[Any, ...]:
    """All that a page hangs on: references tell the day, a case leads on through the list one came from."""
    asked = [request.META.get(name) for name in ("HTTP_REFERER", "HTTP_HX_REQUEST")]  # `headers` would read them all
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
