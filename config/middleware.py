"""The language of the interface, and the gate that keeps writers from crowding SQLite."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property


def chosen_language(request: HttpRequest) -> str:
    """The language of the reader's cookie, else Chinese."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class CookieLocaleMiddleware:
    """Unlike Django's, it never asks the browser: a Chinese library answers in Chinese by default."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class PolicyMiddleware(CSPMiddleware):
    """The policy of all answers that ask for none of their own, put together once."""

    @cached_property
    def policy(self) -> str:
        return build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        own = hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response))
        if settings.DEBUG or own:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response


class WriteGateMiddleware:
    """At most two writers a process on SQLite: more would wait for its one lock and stop the readers' threads.

    It stands before the session, so that a session stored at the end of a request is inside the gate too. Who finds
    no room within ten seconds is told to try again; PostgreSQL needs no gate.
    """

    WRITERS, PATIENCE = 2, 10.0
    SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if connection.vendor != "sqlite":
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.room = BoundedSemaphore(self.WRITERS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in self.SAFE:
            return self.get_response(request)
        if not self.room.acquire(timeout=self.PATIENCE):
            return self.busy(request)
        try:
            return self.get_response(request)
        finally:
            self.room.release()

    def busy(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen_language(request)):
            response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "10"
        return response
