"""Make libraries of the given sizes on both engines, measure each, write docs/performance.md: `make bench`.

`python -m bench.run 10000 100000`; `--short` takes texts of 400 characters, `--sqlite` leaves PostgreSQL out,
`--print` writes nothing. Everything lives in temporary folders.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

from tests.run import postgres


def measure(count: int, short: bool, write: bool, extra: dict[str, str]) -> int:
    """One library: migrated, filled, measured; 0 where all of it went well."""
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "VAR_DIR": var, **extra}
        for command in (
            ["manage.py", "migrate", "-v0"],
            ["manage.py", "collectstatic", "--noinput", "-v0"],
            ["-m", "bench.generate", str(count), *(["--short"] if short else [])],
            ["-m", "bench.search", *(["--write"] if write else []), *(["--short"] if short else [])],
        ):
            code = subprocess.run([sys.executable, *command], env=environment, check=False).returncode
            if code:
                return code
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the library at several sizes.")
    parser.add_argument("counts", type=int, nargs="+")
    for name in ("short", "sqlite", "print"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    codes = []
    for count in options.counts:
        codes.append(measure(count, options.short, not options.print, {}))
        if not options.sqlite:
            with postgres() as url:
                codes.append(measure(count, options.short, not options.print, {"DATABASE_URL": url}))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
