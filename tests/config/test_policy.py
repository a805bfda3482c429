"""The content policy: on every answer, put together once, and yet an answer's own where one asks for it."""

from __future__ import annotations

from typing import Any

import pytest
from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.middleware import PolicyMiddleware


def plain(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def with_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]


def with_its_own(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={HEADER: "default-src 'none'"})


updated: Any = csp_update({"script-src": ["example.org"]})(plain)
exempt: Any = csp_exempt()(plain)


@pytest.mark.parametrize("view", [plain, with_nonce, with_its_own, updated, exempt])
def test_answers_have_the_policy_that_the_library_gives_them(view: Any) -> None:
    told = []
    for middleware in (CSPMiddleware, PolicyMiddleware):
        response = middleware(view)(RequestFactory().get("/"))
        told.append(sorted(response.headers.get(HEADER, "").split("; ")))
    assert told[0] == told[1]
    assert bool(told[0][0]) == (view is not exempt)
