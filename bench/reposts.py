"""Reposts among stored texts: are all found, is another story taken for one, how quick: `python -m bench.reposts`.

Ten thousand texts are made from a seed: sentences of the given texts with words of their own, a fifth of the sentences
as they are, as boilerplate is. Two hundred of them come again, changed as reposts are; two hundred new ones are asked
for too. The time is told as a ratio to one pass that hashes every stored text, medians, interleaved.
"""

from __future__ import annotations

import hashlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

STORED, PLANTED, ROUNDS, BATCH = 10_000, 200, 5, 500
SIZE = 2_400  # characters of a text
CHANGES = ("furniture", "cut off", "Traditional", "garbled", "compilation")


def main() -> int:
    from tests.run import postgres

    codes = [measure_on("SQLite", {})]
    with postgres() as url:
        codes.append(measure_on("PostgreSQL", {"DATABASE_URL": url}))
    return max(codes)


def measure_on(engine: str, extra: dict[str, str]) -> int:
    print(f"== {engine}", flush=True)
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "VAR_DIR": var, "DJANGO_SETTINGS_MODULE": "config.settings", **extra}
        return subprocess.run([sys.executable, "-m", "bench.reposts", "here"], env=environment, check=False).returncode


def here() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    chance = random.Random(7)
    texts = list(made(chance, STORED))
    store(texts)
    judge(texts, chance)
    clock(texts, chance)


def made(chance: random.Random, count: int) -> Iterator[str]:
    """Texts that share sentences as real ones do, and are told in words of their own."""
    from bench.generate import Words

    words = Words(chance)
    for _ in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < SIZE:
            sentence = chance.choice(words.sentences)
            parts.append(sentence if chance.random() < 0.2 else own(sentence, words))
        yield "".join(parts)


def own(sentence: str, words: object) -> str:
    """The sentence with a word of its own after every six characters."""
    pieces = (sentence[at : at + 6] for at in range(0, len(sentence), 6))
    return "".join(piece + words.word() for piece in pieces)  # type: ignore[attr-defined]


def store(texts: list[str]) -> None:
    from django.db import transaction

    from cases.models import Case, CaseSource, Source
    from seeds.reposts import remember
    from seeds.shingles import fingerprint

    for at in range(0, len(texts), BATCH):
        sources, rows = [], []
        for key, text in enumerate(texts[at : at + BATCH], start=at + 1):
            data = text.encode()
            digest = hashlib.sha256(data).hexdigest()
            runs = [[len(text), 0, len(text)]]
            sources.append(Source(pk=key, sha256=digest, raw=b"", text=text, cleaned=text, runs=runs))
            rows += [Case(pk=key, number=key, title=str(key), title_key=str(key), state=Case.Status.PUBLISHED)]
            rows += [CaseSource(case_id=key, source_id=key, start=0, end=len(text))]
        with transaction.atomic():
            Source.objects.bulk_create(sources, batch_size=100)
            Case.objects.bulk_create(rows[::2], batch_size=100)
            CaseSource.objects.bulk_create(rows[1::2], batch_size=100)
            remember((source.pk, fingerprint(source.cleaned)) for source in sources)


def changed(text: str, change: str, chance: random.Random) -> str:
    """The text as another site gives it."""
    from opencc import OpenCC

    if change == "furniture":
        return f"首页 > 党建\n打印 关闭\n\n{text}\n\n相关链接\n版权所有\n"
    if change == "cut off":
        return text[: chance.randint(len(text) // 4, len(text) // 2)]
    if change == "Traditional":
        return str(OpenCC("s2t").convert(text))
    if change == "garbled":
        return "".join("?" if chance.random() < 0.02 else letter for letter in text)
    return next(made(chance, 1)) + text + next(made(chance, 1))


def judge(texts: list[str], chance: random.Random) -> None:
    from seeds.reposts import alike

    found, false = 0, 0
    for number, key in enumerate(chance.sample(range(len(texts)), PLANTED)):
        cases = [one.case.number for one in alike(changed(texts[key], CHANGES[number % len(CHANGES)], chance))]
        found += key + 1 in cases
        false += len(set(cases) - {key + 1})
    for text in made(chance, PLANTED):
        false += len(alike(text))
    print(f"reposts found {found} of {PLANTED}; false pairs {false} in {2 * PLANTED} texts", flush=True)


def clock(texts: list[str], chance: random.Random) -> None:
    from cases.models import Source
    from seeds.reposts import alike

    times: dict[str, list[float]] = {"look-up": [], "scan": []}
    ways: dict[str, Callable[[], object]] = {
        "look-up": lambda: alike(chance.choice(texts)),
        "scan": lambda: [
            hashlib.sha256(text.encode()).digest()
            for text in Source.objects.values_list("cleaned", flat=True).iterator(chunk_size=500)
        ],
    }
    for _ in range(ROUNDS):
        for name in chance.sample(sorted(ways), len(ways)):
            begun = time.perf_counter()
            ways[name]()
            times[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"one look-up among {len(texts):,} texts takes {medians['look-up'] / medians['scan']:.2f} of one hash scan")


if __name__ == "__main__":
    sys.exit(here() if sys.argv[1:] == ["here"] else main())
