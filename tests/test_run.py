"""The run of every test: which failures may be looked at twice, and which are failures at once."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests import servers
from tests.run import counted, lost_races, own_servers


def failed(folder: Path, *names: str) -> Path:
    (folder / "v/cache").mkdir(parents=True)
    (folder / "v/cache/lastfailed").write_text(json.dumps(dict.fromkeys(names, True)), encoding="utf-8")
    return folder


def test_a_page_that_failed_in_the_browser_is_tried_once_more(tmp_path: Path) -> None:
    assert lost_races(failed(tmp_path, "tests/browser/test_case.py::test_a")) == ["tests/browser/test_case.py::test_a"]


@pytest.mark.parametrize(
    "names",
    [
        ["tests/browser/test_case.py::test_a", "tests/cases/test_views.py::test_b"],
        [f"tests/browser/test_case.py::test_{number}" for number in range(4)],
        [],
    ],
)
def test_any_other_failure_or_many_of_them_fail_at_once(tmp_path: Path, names: list[str]) -> None:
    assert lost_races(failed(tmp_path, *names)) == []


def test_a_run_that_never_came_to_a_test_fails_at_once(tmp_path: Path) -> None:
    assert lost_races(tmp_path) == []


def test_a_run_is_counted_from_its_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    suite = '<testsuite tests="9" failures="1" errors="1" skipped="3"></testsuite>'
    report.write_text(f"<testsuites>{suite}</testsuites>", encoding="utf-8")
    assert counted(report) == {"passed": 4, "failed": 2, "skipped": 3}


def test_a_run_without_a_report_counts_nothing(tmp_path: Path) -> None:
    assert counted(tmp_path / "report.xml") == {}


@pytest.mark.parametrize(("process", "told"), [("gw0", "first"), ("gw1", "second"), ("gw2", "first"), ("", "first")])
def test_each_process_of_a_run_has_a_server_of_its_own(
    monkeypatch: pytest.MonkeyPatch, process: str, told: str
) -> None:
    monkeypatch.setattr(os, "environ", own_servers(["first", "second"]) | {"PYTEST_XDIST_WORKER": process})
    servers.choose()
    assert os.environ["DATABASE_URL"] == told
