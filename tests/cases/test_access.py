"""What readers change of the library's face is asked for by the library's own pages."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from cases.access import from_here

HOST = "library.example:8000"
ELSEWHERE = "http://elsewhere.example"


@from_here
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("changed")


def asked(method: str = "post", **headers: str) -> int:
    request = getattr(RequestFactory(HTTP_HOST=HOST), method)(
        "/x/", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    return view(request).status_code


@pytest.fixture(autouse=True)
def hosts(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://behind-a-proxy.example"},
        {"Origin": f"http://{HOST}"},
        {"Origin": f"https://{HOST}", "Referer": f"{ELSEWHERE}/"},
        {"Referer": f"http://{HOST}/cases/?q=1"},
    ],
)
def test_a_page_of_the_library_is_answered(headers: dict[str, str]) -> None:
    assert asked(**headers) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "cross-site", "Origin": f"http://{HOST}"},
        {"Sec_Fetch_Site": "same-site", "Referer": f"http://{HOST}/"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": ELSEWHERE, "Referer": f"http://{HOST}/"},
        {"Origin": "null"},
        {"Origin": "http://library.example"},
        {"Referer": f"{ELSEWHERE}/?{HOST}"},
        {"Referer": "http://[::1"},
    ],
)
def test_another_site_is_refused(headers: dict[str, str]) -> None:
    assert asked(**headers) == 403


def test_a_trusted_address_is_answered_where_a_proxy_gives_the_library_another_name(settings: object) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://cases.example"]  # type: ignore[attr-defined]
    assert asked(Origin="https://cases.example") == 200
    assert asked(Origin="http://cases.example") == 403


def test_who_only_looks_is_asked_for_nothing() -> None:
    assert asked("get") == 200


def test_the_language_is_changed_from_here_alone(db: None) -> None:
    strict, chosen = Client(enforce_csrf_checks=True), {"language": "en", "next": "/"}
    refused = strict.post("/i18n/setlang/", chosen, headers={"Origin": ELSEWHERE})
    assert refused.status_code == 403 and not refused.cookies
    assert "请" in refused.content.decode()
    answered = strict.post("/i18n/setlang/", chosen, headers={"Origin": "http://testserver"})
    assert answered.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
