"""How quick reading is: `python -m bench.reading`; `--write` puts the table into docs/performance.md.

Texts of several lengths, made from the given ones: their lines in order from a random one on, every digit and one
character a line changed, so that no text and no line is read twice and nothing kept from the text before helps. All
runs, of the reader from bytes to `Reading` and of a bare scan for numbers over the same text, are mixed in random
order; what is told are medians of processor time of this one process, which uses one core.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from bench.search import write
from seeds.limits import collect_seldom
from seeds.reading import read
from seeds.reviewed_form import TEXTS

LENGTHS = {5_000: 100, 20_000: 25, 100_000: 7, 300_000: 5, 1_000_000: 3}  # characters → runs
BARE = re.compile(r"\d+(?:[.,]\d+)?[万亿千百]?[%％\u4e00-\u9fff]?|[一二三四五六七八九十百千万亿两]+[个户名人次元亩年]")
TITLE = "Reading"
Runs = dict[int, list[float]]


class Maker:
    """Texts of any length from one random number generator."""

    def __init__(self, seed: int = 3) -> None:
        self.chance = random.Random(seed)
        self.lines = [path.read_text(encoding="utf-8").split("\n") for path in sorted(TEXTS.glob("*.txt"))]
        self.signs = sorted({sign for lines in self.lines for line in lines for sign in line if "一" <= sign <= "龥"})

    def text(self, length: int) -> str:
        made: list[str] = []
        while sum(map(len, made)) + len(made) < length:
            lines = self.chance.choice(self.lines)
            made += map(self._changed, lines[self.chance.randrange(len(lines)) :])
        return "\n".join(made)[:length]

    def _changed(self, line: str) -> str:
        line = re.sub("[2-9]", lambda _: str(self.chance.randint(2, 9)), line)
        at = self.chance.randrange(len(line) + 1)
        return line[:at] + self.chance.choice(self.signs) + line[at + 1 :] if len(line) > 10 else line


def first() -> float:
    """Seconds of processor time of the first text of a process: word lists, gazetteer and patterns are made ready."""
    begun = time.process_time()
    read(Maker().text(5_000).encode())
    return time.process_time() - begun


def measure(lengths: dict[int, int]) -> tuple[Runs, Runs]:
    """Seconds of processor time of each run by length: of the reader, and of the bare scan."""
    maker, reader, scan = Maker(), defaultdict[int, list[float]](list), defaultdict[int, list[float]](list)
    plan = [length for length, runs in lengths.items() for _ in range(runs)]
    maker.chance.shuffle(plan)
    for length in plan:
        text = maker.text(length)
        data = text.encode()
        ways: list[tuple[Runs, Callable[[], object]]] = [(reader, partial(read, data)), (scan, partial(_scanned, text))]
        for runs, way in maker.chance.sample(ways, 2):
            begun = time.process_time()
            way()
            runs[length].append(time.process_time() - begun)
    return reader, scan


def _scanned(text: str) -> int:
    return sum(1 for _ in BARE.finditer(text))


def exponent(reader: Runs) -> float:
    """The slope of log time over log length, by least squares: 1 is linear."""
    points = [(math.log(length), math.log(statistics.median(runs))) for length, runs in reader.items()]
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def table(reader: Runs, scan: Runs) -> list[str]:
    lines = ["| characters | runs | median s | characters a second | lowest | × a bare scan |"]
    lines.append("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for length, runs in sorted(reader.items()):
        median, bare = statistics.median(runs), statistics.median(scan[length])
        rates = f"{length / median:,.0f} | {length / max(runs):,.0f}"
        lines.append(f"| {length:,} | {len(runs)} | {median:.3f} | {rates} | {median / bare:,.0f} |")
    steps = ", ".join(f"{_step(reader, a, b):.2f}" for a, b in pairwise(sorted(reader)))
    return [*lines, "", f"Time grows as length to the power of {exponent(reader):.2f} (from row to row {steps})."]


def _step(reader: Runs, shorter: int, longer: int) -> float:
    more = statistics.median(reader[longer]) / statistics.median(reader[shorter])
    return math.log(more) / math.log(longer / shorter)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reading against a bare scan for numbers.")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("--short", action="store_true", help="texts of 5,000 and 20,000 characters alone")
    options = parser.parse_args()
    collect_seldom()  # as the processes of an import do
    lengths = {length: runs for length, runs in LENGTHS.items() if length <= 20_000 or not options.short}
    ready = f"The first text of a process takes {first():.1f} s: word lists and the gazetteer are loaded."
    lines = [*table(*measure(lengths)), "", ready]
    print("\n".join(lines))
    if options.write:
        write(TITLE, lines)


if __name__ == "__main__":
    main()
