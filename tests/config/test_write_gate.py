"""At most two writers a process on SQLite; the third waits, and is told so when it waited too long."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.middleware import WriteGateMiddleware


@pytest.fixture
def on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.middleware.connection", type("Connection", (), {"vendor": "sqlite"}))


def held(monkeypatch: pytest.MonkeyPatch, writers: int) -> tuple[WriteGateMiddleware, threading.Event]:
    """A gate with so many writers inside, who leave when the event is set."""
    monkeypatch.setattr(WriteGateMiddleware, "PATIENCE", 0.05)
    leave, inside = threading.Event(), threading.Semaphore(0)

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == "/held/":
            inside.release()
            leave.wait(5)
        return HttpResponse("ok")

    gate = WriteGateMiddleware(answer)
    for _n in range(writers):
        threading.Thread(target=gate, args=[RequestFactory().post("/held/")]).start()
        inside.acquire(timeout=5)
    return gate, leave


def test_two_writers_pass_and_a_third_is_told_to_wait(
    on_sqlite: None, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    gate, leave = held(monkeypatch, 2)
    try:
        response = gate(RequestFactory().post("/x/"))
    finally:
        leave.set()
    assert response.status_code == 503 and response.headers["Retry-After"] == "10"


def test_readers_never_wait(on_sqlite: None, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, leave = held(monkeypatch, 2)
    try:
        assert gate(RequestFactory().get("/x/")).status_code == 200
    finally:
        leave.set()


def test_room_is_given_back_even_by_a_view_that_fails(on_sqlite: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WriteGateMiddleware, "PATIENCE", 0.05)

    def fail(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    gate: Any = WriteGateMiddleware(fail)
    for _n in range(5):
        with pytest.raises(RuntimeError):
            gate(RequestFactory().post("/x/"))


def test_postgresql_needs_no_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.middleware.connection", type("Connection", (), {"vendor": "postgresql"}))
    with pytest.raises(MiddlewareNotUsed):
        WriteGateMiddleware(lambda request: HttpResponse())
