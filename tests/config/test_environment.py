"""Settings come typed from the environment; a bad value gives one clear line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment as env


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("0", False), ("", False), ("off", False)]
)
def test_a_flag_reads_the_usual_words(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("HTTPS", value)
    assert env.flag("HTTPS") is expected


def test_a_flag_refuses_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS", "maybe")
    with pytest.raises(ImproperlyConfigured, match="HTTPS='maybe' must be 1 or 0"):
        env.flag("HTTPS")


@pytest.mark.parametrize("value", ["abc", "0", "70000", "-1", "1.5", "²"])
def test_a_port_must_be_a_port(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match="PORT="):
        env.number("PORT", 8000, 1, 65535)


@pytest.mark.parametrize("value", ["mysql://a@b/c", "nonsense", "postgres://", "postgres://user@host:port/base"])
def test_a_database_url_that_names_no_database_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database("DATABASE_URL", tmp_path / "x.sqlite3")


def test_a_database_url_is_taken_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p%23x@db.example:5433/cases")
    found = env.database("DATABASE_URL", tmp_path / "x.sqlite3")
    assert (found["NAME"], found["HOST"], found["PORT"], found["PASSWORD"]) == ("cases", "db.example", 5433, "p#x")


def test_the_secret_key_is_made_once_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    path = tmp_path / "new" / "secret_key"
    key = env.secret("SECRET_KEY", path)
    assert len(key) > 60
    assert env.secret("SECRET_KEY", path) == key
    assert path.stat().st_mode & 0o077 == 0


def test_a_bad_setting_ends_in_one_line(tmp_path: Path) -> None:
    surroundings = {**os.environ, "PORT": "http", "VAR_DIR": str(tmp_path)}
    for command in (["manage.py", "check"], ["-m", "config.serve"]):
        ended = subprocess.run(
            [sys.executable, *command], env=surroundings, capture_output=True, text=True, check=False
        )
        assert ended.returncode != 0
        assert ended.stderr.strip() == "Settings: PORT='http' must be a whole number from 1 to 65535."
