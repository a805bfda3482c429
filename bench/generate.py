"""A library of any size, made from a seed number: sentences of the given texts, shuffled, with words of their own.

`python -m bench.generate 10000` fills the (migrated) database of DATABASE_URL or VAR_DIR; `--short` makes texts of
400 characters, `--bare` of 40 with no rows of the search (for facets alone). The same number gives the same library;
nothing of it is kept in the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SEED = 20020704
BATCH = 500
FULL, SHORT, BARE = 2_400, 400, 40  # characters of a text
FIRST = 1_000  # numbers of made cases begin after those of the seeds
TEXTS = Path(__file__).resolve().parent.parent / "seeds" / "texts"
RARE = range(0x4E00, 0x9FA0)  # characters for words that stand in few texts


@dataclass
class Batch:
    """Rows of one batch by their model, in the order they are written."""

    sources: list[Any] = field(default_factory=list)
    cases: list[Any] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)
    programs: list[Any] = field(default_factory=list)
    measures: list[Any] = field(default_factory=list)
    practices: list[Any] = field(default_factory=list)
    figures: list[Any] = field(default_factory=list)

    def tables(self) -> Iterator[list[Any]]:
        yield from (self.sources, self.cases, self.links, self.programs, self.measures, self.practices, self.figures)


class Words:
    """Sentences and titles from one random number generator."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        text = "".join(path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt")))
        whole = re.sub(r"\s+", "", text.replace("\0", ""))
        self.sentences = [one for one in re.split(r"(?<=[。;；])", whole) if 8 < len(one) < 120]

    def word(self) -> str:
        """Two to four characters, most of them seldom."""
        return "".join(chr(self.rng.choice(RARE)) for _ in range(self.rng.randint(2, 4)))

    def text(self, size: int) -> str:
        parts: list[str] = []
        left = size
        while left > 0:
            sentence = self.rng.choice(self.sentences)
            if self.rng.random() < 0.3:
                at = self.rng.randrange(len(sentence))
                sentence = sentence[:at] + self.word() + sentence[at:]
            parts.append(sentence[:left])
            left -= len(sentence)
        return "".join(parts)


class Maker:
    """Turns numbers into cases with everything that lists and facets count."""

    def __init__(self, size: int) -> None:
        from django.utils import timezone

        from cases.extract.spans import Text
        from cases.models import Place
        from metrics.models import Unit
        from programs.models import Practice, Program

        self.rng, self.size = random.Random(SEED), size
        self.words, self.now = Words(self.rng), timezone.now()
        counties = Place.objects.filter(level="county").select_related("province", "prefecture", "successor")
        self.places = list(counties.order_by("pk"))
        self.itself = Text.of("字" * size)  # the map of a text in which nothing was cleaned
        self.units = [Unit.objects.get_or_create(name=name)[0].pk for name in ("人", "元", "亩", "户", "万元", "个")]
        self.practices = list(Practice.objects.order_by("pk").values_list("pk", flat=True))
        kinds = [kind for kind, _label in Program.Kind.choices]
        names = [f"{self.words.word()}{kind}" for kind in kinds for _ in range(300)]
        made = [Program(name=n, normal=f"{i} {n}", name_key=n, kind=n[-2:]) for i, n in enumerate(names)]
        self.programs = [program.pk for program in Program.objects.bulk_create(made)]

    def case(self, number: int, batch: Batch) -> None:
        from cases.models import Case, CaseSource
        from cases.tables import hold, made

        rng = self.rng
        key, source = FIRST + number, self.source(number)
        text = source.text
        batch.sources.append(source)
        place, year = rng.choice(self.places), rng.choice([None, *range(1990, 2025)])
        title = f"{place.name}{text[: rng.randint(6, 20)]}"
        case = made(Case, id=key, number=key, title=title, title_key=title, state=Case.Status.PUBLISHED, place=place)
        case.year_from = year
        case.year_to = year + rng.randint(0, 3) if year and rng.random() < 0.5 else year
        case.year_basis = rng.choice(["stated", "inferred", "page_date"]) if year else ""
        case.created_at = self.now
        case.truncated = rng.random() < 0.1
        batch.cases.append(case)
        link = made(CaseSource, case=case, source=source, start=0, end=len(text))
        hold(case, "source_links", [link])
        batch.links.append(link)
        self.finds(key, text, batch)

    def source(self, number: int) -> Any:
        """A text with all at hand that the search asks of it."""
        from cases.models import Source
        from cases.tables import hold, made

        text = self.words.text(self.size)
        data = f"{number}\n{text}".encode()
        values = {"runs": [[len(text), 0, len(text)]], "imported_at": self.now}
        sha256 = hashlib.sha256(data).hexdigest()
        source = made(Source, id=FIRST + number, sha256=sha256, raw=data, text=text, cleaned=text, **values)
        source.mapped = self.itself
        hold(source, "masks", [])
        return source

    def finds(self, key: int, text: str, batch: Batch) -> None:
        from cases.tables import made
        from metrics.models import Figure
        from programs.models import CaseProgram, Measure

        rng, through = self.rng, Measure.practices.through
        words = {"source_id": key, "case_id": key, "start": 0, "end": 10, "quote": text[:10]}
        for program in rng.sample(self.programs, rng.randint(1, 2)):
            batch.programs.append(made(CaseProgram, program_id=program, **words))
        for number in range(2):
            measure = key * 2 + number
            batch.measures.append(made(Measure, id=measure, heading=text[:12], **words))
            for practice in rng.sample(self.practices, rng.randint(0, 2)):
                batch.practices.append(made(through, measure_id=measure, practice_id=practice))
        for _ in range(3):
            unit = rng.choice(self.units)
            batch.figures.append(made(Figure, value=rng.randint(1, 999), amount=1, unit_id=unit, **words))


def generate(count: int, size: int = FULL) -> float:
    """Fill the database and, but for bare texts, the search's index of cases; the seconds it took."""
    from django.db import connection, transaction

    from cases.search.backends import backend
    from cases.search.indexes import CASES
    from cases.tables import write

    begun = time.monotonic()
    maker = Maker(size)
    for at in range(0, count, BATCH):
        batch = Batch()
        for number in range(at, min(count, at + BATCH)):
            maker.case(number + 1, batch)
        with transaction.atomic():
            for rows in batch.tables():
                write(rows)
            if size > BARE:
                with backend().together():
                    CASES.add(batch.cases)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill the database with a made library.")
    parser.add_argument("count", type=int)
    parser.add_argument("--short", action="store_true", help=f"texts of {SHORT} characters")
    parser.add_argument("--bare", action="store_true", help=f"texts of {BARE} characters that no search knows")
    options = parser.parse_args()
    size = BARE if options.bare else SHORT if options.short else FULL
    print(f"{options.count} cases in {generate(options.count, size):.0f} s")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
