"""An import that is killed is run again: everything is in once, nothing half."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
COUNT = 120
STORY = """某某县推行“联心工程”

甲乙县委自2005年起在全县农村推行“联心工程”,取得明显成效。

一、主要做法

(一)结对帮扶到户。全县{}名党员干部与360户贫困户结成帮扶对子,投入资金45万元。

二、初步成效

全县有85户贫困户实现脱贫,人均纯收入增加600元。
"""
# Texts in the base; of them without their case; cases without their figures or search row; figures.
ASKED = """SELECT
  (SELECT count(*) FROM cases_source),
  (SELECT count(*) FROM cases_source s WHERE NOT EXISTS (SELECT 1 FROM cases_casesource l WHERE l.source_id = s.id)),
  (SELECT count(*) FROM cases_case c WHERE NOT EXISTS (SELECT 1 FROM metrics_figure f WHERE f.case_id = c.id)
     OR NOT EXISTS (SELECT 1 FROM cases_searchrow r WHERE r."index" = 'cases' AND r.record = c.id)),
  (SELECT count(*) FROM metrics_figure)"""

Ask = Callable[[str], tuple[Any, ...]]


@pytest.fixture
def base(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[tuple[str, Ask]]:
    """A copy of the test base that other processes may write to: its address, and what asks it."""
    with django_db_blocker.unblock():
        connection.close()
    yield from _on_sqlite(tmp_path) if connection.vendor == "sqlite" else _on_postgres()


def _on_sqlite(folder: Path) -> Iterator[tuple[str, Ask]]:
    copy = folder / "copy.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as given:
        given.execute("VACUUM INTO ?", [str(copy)])

    def ask(sql: str) -> tuple[Any, ...]:
        with closing(sqlite3.connect(copy, timeout=20)) as base:
            return tuple(base.execute(sql).fetchone())

    yield f"sqlite:///{copy}", ask


def _on_postgres() -> Iterator[tuple[str, Ask]]:
    import psycopg2

    parts = urlsplit(os.environ["DATABASE_URL"])
    given = connection.settings_dict["NAME"]
    copy = f"{given}_copy"

    def to(name: str) -> str:
        return urlunsplit(parts._replace(path=f"/{name}"))

    def run(sql: str, name: str = "postgres") -> Any:
        with closing(psycopg2.connect(to(name).replace("postgres://", "postgresql://", 1))) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone() if cursor.description else None

    run(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{given}'")
    run(f'CREATE DATABASE "{copy}" TEMPLATE "{given}"')
    try:
        yield to(copy), lambda sql: run(sql, copy)
    finally:
        run(f'DROP DATABASE "{copy}" WITH (FORCE)')


def start(folder: Path, address: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATABASE_URL": address, "VAR_DIR": str(folder)}
    command = [sys.executable, "manage.py", "import_texts", str(folder), "--processes", "2"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_a_killed_import_is_taken_up_where_it_was(base: tuple[str, Ask], tmp_path: Path) -> None:
    address, ask = base
    for number in range(COUNT):
        (tmp_path / f"{number:03}.txt").write_text(STORY.format(100 + number), encoding="utf-8")
    before, *_, figures_before = ask(ASKED)

    first = start(tmp_path, address)
    while ask(ASKED)[0] == before and first.poll() is None:
        time.sleep(0.01)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    sources, without_case, unfinished, _ = ask(ASKED)
    assert before < sources < before + COUNT, "killed too late to say anything"
    assert (without_case, unfinished) == (0, 0)

    said, _ = start(tmp_path, address).communicate(timeout=120)
    assert f"{before + COUNT - sources} 篇文本，" in said
    assert f"库中已有：{sources - before} 篇" in said or said.count("库中已有") == sources - before
    sources, without_case, unfinished, figures = ask(ASKED)
    assert (sources, without_case, unfinished) == (before + COUNT, 0, 0)
    assert figures == figures_before + 5 * COUNT
