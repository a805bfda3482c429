"""The test universe: the five given texts, loaded, reviewed and published by the real loader, once a session.

1–3  开化 嘉善 淳安   one compilation, web page of 2002
4–5  兴山 翁源        one compilation; 翁源 is cut off; two masked names
6    临泽 (inferred from 倪家营乡), five masked persons
7    溧水 (inferred; Traditional, pinyin glosses, shifted bytes)
8    黔西 (then a county, now a city)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import setup_databases, teardown_databases

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs beside the tests' own queries.

TEXTS = Path(__file__).resolve().parent.parent / "seeds" / "texts"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database is the same on any engine."""
    for item in items:
        asked = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
        if not asked and item.get_closest_marker("django_db") is None:
            item.add_marker("any_engine")


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> None:
    """Pages are tested without collectstatic; one browser test looks at the built files."""
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, so that the server the browser talks to sees what the tests stored."""
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("base") / "test.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """The test base, made even where the only tests are those of a browser, which ask for none of their own."""
    with django_db_blocker.unblock():
        bases = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        call_command("load_seeds", quiet=True, verbosity=0)
    yield
    # A base that can't be dropped fails no test: the next run makes it anew, and a server of the run's own goes anyway.
    with django_db_blocker.unblock(), suppress(OperationalError):
        end_other_sessions()
    with django_db_blocker.unblock(), suppress(OperationalError):
        connection.close()
        teardown_databases(bases, verbosity=0)


def end_other_sessions() -> None:
    """A browser's last connection may outlive its test, and a base in use can't be dropped."""
    if connection.vendor == "postgresql":
        # A test that copied the base has ended every session on it, this one too.
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def library(db: None) -> None:
    """The eight published cases; what a test changes is rolled back."""


@pytest.fixture(scope="session")
def seed_texts() -> dict[str, str]:
    """The five texts by their number: `seed_texts["003"]`."""
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))}


@pytest.fixture
def staff(db: None, django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("staff", password="a-long-passphrase")


@pytest.fixture
def staff_client(client: Any, staff: Any) -> Any:
    client.force_login(staff)
    return client
