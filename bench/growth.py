"""What ten times the cases cost, from the tables in docs/performance.md: `python -m bench.growth 10000 100000 --write`.

Libraries of two sizes are measured in two runs, whose hours differ; beside `get`, one row by its key in the same
run, the hour drops out.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from bench.search import DOC, JOINED, write

ENGINES = ("SQLite", "PostgreSQL")
CLASSES = (
    "rare term",
    "absent term",
    "common term",
    "phrase",
    "two common terms",
    "phrase with a mark",
    *JOINED,
    "joined of common characters",
    "common term in a county",
    "last page",
)
HEAD = "| what | ms | ms | × | × get’s |\n| --- | ---: | ---: | ---: | ---: |"


def medians(text: str, title: str) -> dict[str, float]:
    """The medians of a section, by what was measured; nothing where there is no such section.

    >>> medians("## SQLite, 10 cases\\n\\n| get | 0.76 | 1.40 |  |\\n", "SQLite, 10 cases")
    {'get': 0.76}
    """
    section = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) \|", section[1] if section else "", re.M)
    return {name: float(median) for name, median in rows}


def lines(few: dict[str, float], many: dict[str, float]) -> Iterator[str]:
    yield HEAD
    get = many["get"] / few["get"]
    for name in (*CLASSES, "get"):
        if name in few and name in many:
            growth = many[name] / few[name]
            yield f"| {name} | {few[name]:.2f} | {many[name]:.2f} | {growth:.1f} | {growth / get:.1f} |"


def compare(few: int, many: int, keep: bool) -> None:
    """A table for each engine that was measured at both sizes."""
    text = DOC.read_text(encoding="utf-8")
    for engine in ENGINES:
        sizes = [medians(text, f"{engine}, {count:,} cases") for count in (few, many)]
        if all(sizes):
            title, table = f"{engine}, from {few:,} to {many:,} cases", list(lines(*sizes))
            print(f"{title}\n" + "\n".join(table))
            if keep:
                write(title, table)


def main() -> None:
    parser = argparse.ArgumentParser(description="Hold the measurements of two sizes against each other.")
    parser.add_argument("counts", type=int, nargs=2)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    compare(*options.counts, options.write)


if __name__ == "__main__":
    main()
