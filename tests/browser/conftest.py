"""A real Chromium against a real server on the test database, watched for what the policy forbids."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from desk.models import Batch

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What a test waits for may take seconds on a busy machine; what never comes fails all the same.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)

# The walks through whole tasks, which store and search, run on each engine; how the pages look is the same on all.
WALKS = {"test_desk.py", "test_tasks.py"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason="no Chromium found: apt-get install chromium to run the pages in a real browser")
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker("browser")
            if item.path.name not in WALKS:
                item.add_marker("any_engine")
            if CHROMIUM is None:
                item.add_marker(skip)


class Server(ThreadedWSGIServer):
    """Closes the database connections of a request's thread with it, so that the base can be dropped at the end."""

    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        super().process_request_thread(request, client_address)
        connections.close_all()


@pytest.fixture(scope="session")
def live_url(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The library as a browser sees it: the eight cases, served from the test database."""
    with django_db_blocker.unblock():
        server = Server(("127.0.0.1", 0), QuietWSGIRequestHandler)
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def built_url(live_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The library as `make run` serves it, static files built and compressed, over the same base."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    name = str(connection.settings_dict["NAME"])
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    address = given._replace(path=f"/{name}").geturl() if connection.vendor == "postgresql" else f"sqlite:///{name}"
    var = str(tmp_path_factory.mktemp("built"))
    # Without the worker: it would take the files other tests hand in on this base, and look for them in its own folder.
    own = {"VAR_DIR": var, "DATABASE_URL": address, "PORT": port, "WORKERS": "1", "WORKER": "0"}
    environment = {**os.environ, **own}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=environment, check=True)
    with subprocess.Popen([sys.executable, "-m", "config.serve"], env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            yield answering(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()


def answering(url: str, server: subprocess.Popen[bytes]) -> str:
    """The address, as soon as something answers there."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=30):
                return url
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the built library did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Watch:
    """What a page did that it must not: policy violations, errors, requests to another host."""

    def __init__(self, context: BrowserContext, own: str) -> None:
        self.own, self.wrongs = own, []  # type: tuple[str, list[str]]
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.wrongs.append(f"script error: {error.error}"))

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.own, "data:", "blob:", "about:")):
            self.wrongs.append(f"foreign request: {request.url}")

    def _said(self, message: Any) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.wrongs.append(message.text)


@pytest.fixture
def context(browser: Browser, live_url: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_url, viewport={"width": 1440, "height": 900}, locale="en-US")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def watch(context: BrowserContext, live_url: str) -> Watch:
    return Watch(context, live_url)


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    return context.new_page()


@pytest.fixture
def phone(browser: Browser, live_url: str) -> Iterator[Page]:
    """A narrow page under a finger: a mouse would hover first, and its click then follow the link."""
    size = {"width": 390, "height": 844}
    context = browser.new_context(base_url=live_url, viewport=size, has_touch=True, is_mobile=True, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def staff_cookie(live_url: str, django_db_blocker: Any) -> Iterator[Any]:
    """The session of someone who may do everything; gone from the shared base after the module."""
    with django_db_blocker.unblock():
        user = User.objects.create_superuser("browser-staff", password="a-long-passphrase")
        client = Client()
        client.force_login(user)
        yield {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_url}
        client.logout()
        Batch.objects.filter(user=user).delete()
        user.delete()
