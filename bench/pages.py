"""Pages as a reader gets them, over HTTP, against the least an application can answer under the same gunicorn."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from urllib.parse import quote

PORT = 8790
HELLO, LIBRARY = "bench.pages:hello", "config.wsgi:application"
# Asked for the first time, each at an address of its own, and again, since an answer is kept until something changes.
# Lists that differ in their filter show mostly the same rows, which are kept; those of their own are drawn each time.
PAGES = {
    "list page": "/cases/?year_max={year}",
    "list page, rows of its own": "/cases/?after={after}",
    "detail page": "/cases/{number}/",
    "search page": "/search/?q={words}",
}
AGAIN = ", asked again"
TIMES = 40
Run = Callable[[], object]


def hello(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


@contextmanager
def served(numbers: list[int], words: list[str]) -> Iterator[dict[str, list[Run]]]:
    """Both applications, one worker each; by page the requests that read it."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--workers=1",
        "--threads=4",
        "--no-control-socket",
        "--log-level=error",
    ]
    environment = {**os.environ, "HTTPS": ""}
    ports = {HELLO: PORT, LIBRARY: PORT + 1}
    servers = [
        subprocess.Popen([*command, f"--bind=127.0.0.1:{port}", name], env=environment) for name, port in ports.items()
    ]
    try:
        for port in ports.values():
            _wait(port)
        _warm(PORT + 1)
        yield {"hello": [_request(PORT, "/")] * TIMES, **_asked(numbers, words)}
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def _asked(numbers: list[int], words: list[str]) -> dict[str, list[Run]]:
    """By page, first and repeated questions; the one repeated has been asked once before."""
    from cases.paging import encode
    from cases.views import CaseList

    runs: dict[str, list[Run]] = {}
    for name, path in PAGES.items():
        first, *others = [
            _request(
                PORT + 1,
                path.format(
                    year=2100 - at,
                    number=number,
                    words=quote(word),
                    after=encode(SimpleNamespace(number=number), CaseList.sorts[0]),
                ),
            )
            for at, (number, word) in enumerate(zip(numbers, words, strict=False))
        ]
        first()
        runs |= {name: others[:TIMES], name + AGAIN: [first] * TIMES}
    return runs


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            return
        time.sleep(0.2)
    raise RuntimeError(f"nothing answers on port {port}")


def _warm(port: int) -> None:
    """A process reads its facets ahead: what is measured begins when lists no longer wait for them."""
    begun, asked = time.monotonic(), _request(port, "/cases/?condition=whole&year_min=1990")
    taken = 1.0
    while taken > 0.5 and time.monotonic() < begun + 120:
        before = time.monotonic()
        asked()
        taken = time.monotonic() - before


def _request(port: int, path: str) -> Run:
    def asked() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", path)
        response = connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status}")
        response.read()
        connection.close()

    return asked
