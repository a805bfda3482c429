"""Make libraries of the given sizes on both engines, measure each, write docs/performance.md: `make bench`.

`python -m bench.run 10000 100000`; `--short` takes texts of 400 characters, `--facets` measures facets alone (of a
library no search knows), `--sqlite` leaves PostgreSQL out, `--print` writes nothing. Everything lives in temporary
folders. Where two sizes were measured a last table holds them against each other.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

from bench.growth import compare
from tests.run import postgres


def measure(count: int, kind: str, write: bool, extra: dict[str, str]) -> int:
    """One library (of full texts; `short` ones; for `facets`): migrated, filled, measured; 0 where all went well."""
    made = {"short": ["--short"], "facets": ["--bare"]}.get(kind, [])
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "VAR_DIR": var, **extra}
        for command in (
            ["manage.py", "migrate", "-v0"],
            ["manage.py", "collectstatic", "--noinput", "-v0"],
            ["-m", "bench.generate", str(count), *made],
            ["-m", "bench.search", *(["--write"] if write else []), *([f"--{kind}"] if kind else [])],
        ):
            code = subprocess.run([sys.executable, *command], env=environment, check=False).returncode
            if code:
                return code
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the library at several sizes.")
    parser.add_argument("counts", type=int, nargs="+")
    for name in ("short", "facets", "sqlite", "print"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    kind = "facets" if options.facets else "short" if options.short else ""
    codes = []
    for count in options.counts:
        codes.append(measure(count, kind, not options.print, {}))
        if not options.sqlite:
            with postgres() as url:
                codes.append(measure(count, kind, not options.print, {"DATABASE_URL": url}))
    if kind == "" and not options.print and len(options.counts) > 1:
        compare(*options.counts[:2], keep=True)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
