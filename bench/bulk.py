"""Bulk import against text by text, on both engines: `python -m bench.bulk`; `--write` puts it in docs/performance.md.

The texts are the given ones with other digits, made in memory from a seed; as many as an import stores at once, which
is by their length. Ways are run in turn, in random order,
from readings already made, each rolled back; what is printed are ratios of the quickest within one run, by processor
time, on PostgreSQL that of its session too (by the clock where the server is on another machine). The last lines import
files end to end, by reading processes and one writer, a few times over, and tell the characters a second of processor
time where it went quickest.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

TEXTS, ROUNDS, FILES = 30, 9, 500
IMPORTS = (5, 6, 7)  # what their texts are made from


def main() -> int:
    from tests.run import postgres

    codes = [measure_on({})]
    with postgres() as url:
        codes.append(measure_on({"DATABASE_URL": url}))
    return max(codes)


def measure_on(extra: dict[str, str]) -> int:
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "VAR_DIR": var, "DJANGO_SETTINGS_MODULE": "config.settings", **extra}
        return subprocess.run(
            [sys.executable, "-m", "bench.bulk", "here", *sys.argv[1:]], env=environment, check=False
        ).returncode


def varied(count: int, seed: int = 4) -> Iterator[bytes]:
    """The given texts over and over, each time with other digits."""
    from seeds.reviewed_form import TEXTS as GIVEN

    chance = random.Random(seed)
    given = [path.read_text(encoding="utf-8") for path in sorted(GIVEN.glob("*.txt"))]
    for number in range(count):
        words = re.sub("[2-9]", lambda _: str(chance.randint(2, 9)), given[number % len(given)])
        yield f"{words}\n{number}\n".encode()


def here() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.search import write

    # The base is a fresh one: of a folder, or of a server, that is gone after the run.
    call_command("migrate", verbosity=0)
    call_command("load_seeds", quiet=True, stdout=StringIO())
    title, lines = f"Bulk import, {connection.display_name}", ["| what | |", "| --- | ---: |"]
    print(f"== {title}", flush=True)
    for what, measured in (*compare(), *end_to_end()):
        lines.append(f"| {what} | {measured} |")
        print(lines[-1], flush=True)
    if "--write" in sys.argv:
        write(title, lines)


def compare() -> Iterator[tuple[str, str]]:
    from seeds import batch, load
    from seeds.pool import Given
    from seeds.reading import read

    used = processor()
    texts = [
        (Given(Path("text.txt"), data, hashlib.sha256(data).hexdigest()), read(data, "text.txt"))
        for data in varied(TEXTS)
    ]
    characters = sum(len(reading.decoded.text) for _, reading in texts)
    yield "characters a second of processor time, reading alone", f"{characters / (processor() - used):,.0f}"

    def one_by_one() -> None:
        for given, reading in texts:
            load.store(reading, given.data, given.path.name)

    def in_bulk() -> None:
        batch.store_batch(texts)

    written = in_turn({"bulk_create": prepared(False), "bulk": prepared(True)}, texts)
    yield "rows alone, built beforehand: bulk against `bulk_create` text by text", ratio(written)
    whole = in_turn({"bulk_create": lambda _: one_by_one, "bulk": lambda _: in_bulk}, texts)
    yield "rows built, written, made searchable: bulk against text by text", ratio(whole)


def prepared(bulk: bool) -> Callable[[Sequence[object]], Callable[[], None]]:
    """Rows of all texts, built now; what writes them (the same rows either way) when it is called."""

    def build(texts: Sequence[object]) -> Callable[[], None]:
        from cases.models import Counter
        from seeds import batch
        from seeds.models import Fingerprint
        from seeds.rows import text_rows
        from seeds.vocabulary import Vocabulary

        vocabulary = Vocabulary(case for _, reading in texts for case in reading.cases)  # type: ignore[misc, has-type]
        rows = [text_rows(reading, given.data, "", None, vocabulary) for given, reading in texts]  # type: ignore[misc, has-type]
        for program in vocabulary.touched():
            program.save()
        if bulk:
            return lambda: batch.write_texts(rows, None, False)

        def text_by_text() -> None:
            for text in rows:
                create([text.source], logged=True)
                create([Fingerprint(value=n, source_id=text.source.pk) for n in text.marks])
                create(text.masks, logged=True)
                for found in text.cases:
                    found.case.number = Counter.next("case")
                    create([found.case], logged=True)
                    for table in ([found.link], *found.tables):
                        create(table)

        return text_by_text

    return build


def create(rows: Sequence[Any], logged: bool = False) -> None:
    """Rows of one table by `bulk_create`, with their lines of history where they have one."""
    from cases.tables import snapshot

    if rows:
        type(rows[0])._default_manager.bulk_create(rows)
    if logged:
        create([snapshot(row) for row in rows])


def in_turn(ways: dict[str, Callable[..., Callable[[], None]]], texts: Sequence[object]) -> dict[str, float]:
    """The seconds of each way at its quickest, which other work on the machine disturbs least; every round runs all of
    them, in random order, and keeps nothing."""
    from django.db import transaction

    from cases.search.signals import held

    clock = working()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS):
        for name in random.Random(number).sample(sorted(ways), len(ways)):
            with transaction.atomic(), held():
                run = ways[name](texts)
                begun = clock()
                run()
                taken[name].append(clock() - begun)
                transaction.set_rollback(True)
    return {name: min(seconds) for name, seconds in taken.items()}


def working() -> Callable[[], float]:
    """A clock that runs while this process or the database's session works, so that other work isn't counted."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL")
        session, here = cursor.fetchone()
    used = Path(f"/proc/{session}/schedstat")
    if not here or not used.exists():
        return time.perf_counter
    return lambda: time.process_time() + int(used.read_text().split()[0]) / 1e9


def ratio(seconds: dict[str, float]) -> str:
    return f"{seconds['bulk_create'] / seconds['bulk']:.1f}×"


def end_to_end() -> Iterator[tuple[str, str]]:
    """Of some imports the one that took least, each of texts of its own and with processes of its own."""
    used, taken, read = map(min, zip(*map(imported, IMPORTS), strict=True))
    cores = os.cpu_count() or 1
    yield "characters a second of processor time, end to end", f"{read / used:,.0f}"
    yield f"characters a second a core ({cores}), start of the processes included", f"{read / taken / cores:,.0f}"


def imported(seed: int) -> tuple[float, float, int]:
    """Seconds of processor time and of the clock that importing as many files takes, and their characters."""
    from seeds.bulk import Bulk
    from seeds.intake import Report
    from seeds.pool import Pool

    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(varied(FILES, seed)):
            Path(folder, f"{number:04}.txt").write_bytes(data)
        read: list[int] = []
        begun, used = time.perf_counter(), processor()
        with Pool(os.cpu_count() or 1) as readers:
            Bulk(Report(), told=read.append).take_in(sorted(Path(folder).iterdir()), readers)
        taken = time.perf_counter() - begun
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # so that what it used is counted
    return processor() - used, taken, sum(read)


def processor() -> float:
    """Seconds of processor time of this process and those it has ended."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    sys.exit(here() if "here" in sys.argv else main())
