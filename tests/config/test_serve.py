"""The library as it is really served: gunicorn, built static files, DEBUG off, gone when told."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str) -> tuple[int, str, dict[str, str]]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    surroundings = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DEBUG", "HTTPS", "SECRET_KEY"}}
    surroundings |= {"VAR_DIR": str(tmp_path_factory.mktemp("var")), "PORT": str(port), "WORKERS": "1"}
    for command in (["migrate", "--verbosity=0"], ["load_seeds"], ["collectstatic", "--noinput", "--verbosity=0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=surroundings, check=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "config.serve"],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            get(f"{address}/health/")
            break
        except OSError:
            time.sleep(0.2)
    yield address, server
    server.kill()
    server.wait()


def test_pages_come_with_built_static_files(served: tuple[str, object]) -> None:
    status, body, headers = get(f"{served[0]}/cases/")
    assert status == 200
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', body)
    assert sheets and all(re.search(r"\.[0-9a-f]{12}\.css$", sheet) for sheet in sheets)
    assert all(get(served[0] + sheet)[0] == 200 for sheet in sheets)


def test_an_unknown_page_shows_no_code(served: tuple[str, object]) -> None:
    status, body, _ = get(f"{served[0]}/nowhere/")
    assert status == 404
    assert "Traceback" not in body and "DEBUG" not in body


def test_a_taken_port_is_told_in_one_line(served: tuple[str, object]) -> None:
    port = served[0].rsplit(":", 1)[1]
    ended = subprocess.run(
        [sys.executable, "-m", "config.serve"],
        cwd=ROOT,
        env={**os.environ, "PORT": port},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode != 0
    assert ended.stderr.strip().startswith(f"Settings: HOST=127.0.0.1 PORT={port}:")


def workers(server: subprocess.Popen[str]) -> list[psutil.Process]:
    children = psutil.Process(server.pid).children(recursive=True)
    return [child for child in children if child.status() != psutil.STATUS_ZOMBIE and "work" in child.cmdline()]


def test_a_worker_that_dies_is_followed_by_another(served: tuple[str, subprocess.Popen[str]]) -> None:
    [first] = waited_for(lambda: workers(served[1]))
    first.kill()
    [second] = waited_for(lambda: [worker for worker in workers(served[1]) if worker.pid != first.pid])
    assert second.is_running()


def waited_for(found: Callable[[], list[psutil.Process]]) -> list[psutil.Process]:
    for _ in range(300):
        if processes := found():
            return processes
        time.sleep(0.2)
    return []


def test_one_signal_ends_it_all(served: tuple[str, subprocess.Popen[str]]) -> None:
    address, server = served
    children = psutil.Process(server.pid).children(recursive=True)
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0
    _ended, alive = psutil.wait_procs(children, timeout=30)
    assert len(children) >= 2 and alive == []
    port = int(address.rsplit(":", 1)[1])
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
