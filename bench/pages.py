"""Pages as a reader gets them, over HTTP, against the least an application can answer under the same gunicorn."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

PORT = 8790
HELLO, LIBRARY = "bench.pages:hello", "config.wsgi:application"
PAGES = {"hello": "/", "list page": "/cases/", "detail page": "/cases/{number}/", "search page": "/search/?q={words}"}
TIMES = 40
Run = Callable[[], object]


def hello(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


@contextmanager
def served(number: int, words: list[str]) -> Iterator[dict[str, list[Run]]]:
    """Both applications, one worker each; by page the requests that read it, as often for each."""
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
        runs: dict[str, list[Run]] = {}
        for name, path in PAGES.items():
            port = ports[HELLO if name == "hello" else LIBRARY]
            asked = [path.format(number=number, words=quote(words[at % len(words)])) for at in range(TIMES)]
            runs[name] = [_request(port, one) for one in asked]
            runs[name][0]()
        yield runs
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            return
        time.sleep(0.2)
    raise RuntimeError(f"nothing answers on port {port}")


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
