"""Search, lists and saving against the plain way, on the library in the database: `python -m bench.search`.

Ours and the baselines run interleaved in random order within one run; what counts are the ratios. With `--write`
the table replaces the section of this engine and size in docs/performance.md. Fill a database by bench.generate first.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.pages import AGAIN, PAGES

Run = Callable[[], Any]
PAGE = 20
DOC = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
FACETS = ("a year", "a kind", "a county")
FEW_CASES = 5_000
JOINED = ("joined by a mark, a rare pair", "joined by a mark, common pairs")
COLUMNS = "| what | median ms | p95 ms | ratio |\n| --- | ---: | ---: | ---: |"


class Bench:
    """Named classes of runs; `slow` ones are run a few times only."""

    def __init__(self) -> None:
        from cases.models import Case, SearchRow

        self.rng = random.Random(4)
        self.runs: dict[str, list[Run]] = {}
        self.times: dict[str, list[float]] = {}
        self.rows = SearchRow.objects.filter(index="cases")
        cases = Case.objects.published()
        self.count = cases.count()
        keys = list(cases.order_by("pk").values_list("pk", flat=True)[:: max(1, self.count // 400)])
        self.texts = [row.body for row in self.rows.filter(record__in=self.rng.sample(keys, min(200, len(keys))))]
        self.keys = keys
        self.common: list[str] = []

    def add(self, name: str, runs: list[Run]) -> None:
        self.runs[name] = runs

    def run(self) -> None:
        """Every run once, all classes mixed."""
        plan = [(name, run) for name, runs in self.runs.items() for run in runs]
        self.rng.shuffle(plan)
        for name, run in plan:
            begun = time.perf_counter()
            run()
            self.times.setdefault(name, []).append((time.perf_counter() - begun) * 1000)

    def median(self, name: str) -> float:
        return statistics.median(self.times[name])

    def line(self, name: str, against: str = "", faster: bool = False) -> str:
        if name not in self.times:
            return f"| {name} | no such term here | | |"
        times = sorted(self.times[name])
        ratio = ""
        if against:
            one, other = self.median(name), self.median(against)
            ratio = f"{other / one:,.0f}× faster than {against}" if faster else f"{one / other:.1f}× {against}"
        return f"| {name} | {self.median(name):.2f} | {times[int(len(times) * 0.95)]:.2f} | {ratio} |"


HAN = r"[\u4e00-\u9fff]+"
MARKED = r"[\u4e00-\u9fff]{2,}[,。、;][\u4e00-\u9fff]{2,}"


def stretches(bench: Bench, size: int, count: int, least: int, most: int, form: str = HAN) -> list[str]:
    """Terms of the texts that so many cases hold (as the search itself counts them)."""
    from cases.search.indexes import CASES

    found: list[str] = []
    for _try in range(4000):
        text = bench.rng.choice(bench.texts)
        start = bench.rng.randrange(max(1, len(text) - size))
        term = text[start : start + size]
        if len(term) == size and re.fullmatch(form, term):
            held = len(CASES.newest(f'"{term}"', min(most + 1, 1001)).keys)
            if least <= held <= most and term not in found:
                found.append(term)
        if len(found) == count:
            break
    return found


def parted(terms: list[str]) -> tuple[list[str], list[str]]:
    """Terms of which some pair stands in few cases, and those of common pairs alone."""
    from cases.search.indexes import CASES

    def rare(term: str) -> bool:
        pairs = map("".join, itertools.pairwise(term))
        return any(len(CASES.newest(f'"{pair}"', FEW_CASES + 1).keys) <= FEW_CASES for pair in pairs)

    few = [term for term in terms if rare(term)]
    return few, [term for term in terms if term not in few]


def prepare(bench: Bench) -> None:
    from cases.models import Case
    from cases.search.indexes import CASES

    def newest(term: str) -> Run:
        return lambda: CASES.newest(term, PAGE)

    def plain(term: str) -> Run:
        rows = bench.rows.filter(body__icontains=term).order_by("-pk")
        return lambda: list(rows.values_list("pk", flat=True)[:PAGE])

    rare = stretches(bench, 2, 30, 1, 20)
    absent = ["".join(chr(bench.rng.randrange(0x4E00, 0x9FA0)) for _ in range(4)) for _ in range(30)]
    bench.common = common = stretches(bench, 2, 30, 1001, 1001)
    sizes = {
        "rare term": rare,
        "absent term": absent,
        "common term": common,
        "phrase": stretches(bench, 6, 30, 1, 1001),
        "phrase with a mark": stretches(bench, 6, 30, 1, 1001, MARKED),
    }
    for name, terms in sizes.items():
        bench.add(name, [newest(f'"{term}"') for term in terms])
    bench.add("two common terms", [newest(f"{a} {b}") for a, b in itertools.pairwise(common)])
    by_marks = [f"{a}{mark}{b}" for a, b in itertools.pairwise(common) for mark in ",、"]
    for name, terms in zip(JOINED, parted(by_marks), strict=True):
        bench.add(name, [newest(f'"{term}"') for term in terms])
    joined = [a[-1] + b[0] + a[0] for a, b in itertools.pairwise(common)]
    bench.add("joined of common characters", [newest(f'"{term}"') for term in joined])
    places = list(Case.objects.order_by().values_list("place_id", flat=True).distinct()[:30])
    filtered = [
        CASES.narrowed(Case.objects.published().filter(place=p), t) for p, t in zip(places, common, strict=False)
    ]
    bench.add("common term in a county", [_page(rows.order_by("-number")) for rows in filtered])
    bench.add("icontains", [plain(term) for term in [*rare[:2], *absent[:2]]])
    bench.add("get", [_get(key) for key in bench.keys[:60]])


def _page(rows: Any) -> Run:
    return lambda: list(rows.values_list("pk", flat=True)[:PAGE])


def _get(key: int) -> Run:
    from cases.models import Case

    return lambda: Case.objects.get(pk=key)


def prepare_lists(bench: Bench) -> None:
    """Pages by key against OFFSET, facets, and saving one case with its row against without."""
    from cases.models import Case
    from cases.paging import cut_page
    from cases.search.signals import held
    from cases.views import CaseList

    cases, sort = Case.objects.published(), CaseList.sorts[0]
    last = max(0, bench.count - PAGE)
    bench.add("first page", [lambda: cut_page(cases, sort, PAGE)] * 20)
    bench.add("last page", [lambda: cut_page(cases, sort, PAGE, before="end")] * 20)
    bench.add("OFFSET last", [lambda: list(cases.order_by("number")[last : last + PAGE])] * 3)
    prepare_facets(bench)

    def save(key: int, bare: bool) -> Run:
        case = Case.objects.get(pk=key)

        def changed() -> None:
            case.lead = f"{bench.rng.random()}"
            if bare:
                with held():
                    case.save()
            else:
                case.save()

        return changed

    bench.add("bare save", [save(key, True) for key in bench.keys[:20]])
    bench.add("save", [save(key, False) for key in bench.keys[20:40]])


def prepare_facets(bench: Bench) -> None:
    """All facets of a page, from the query string on, in memory and by GROUP BY; and the first answer after an edit."""
    from django.http import QueryDict

    from cases.columns import Memory
    from cases.filters import CaseFilters
    from cases.models import Case
    from programs.models import Practice

    class Counted(CaseFilters):
        memory = Memory(Case.objects.published, CaseFilters.memory.read)
        memory.current = lambda: None  # type: ignore[method-assign]

    def asked(filters: type[CaseFilters], query: str) -> Run:
        return lambda: filters.read(QueryDict(query), Case.objects.published())[0].facets()

    def edited() -> None:
        case = Case.objects.get(pk=bench.rng.choice(bench.keys))
        Case.objects.filter(pk=case.pk).update(truncated=not case.truncated)
        asked(CaseFilters, "year_min=2000")()

    begun = time.perf_counter()
    asked(CaseFilters, "")()
    bench.times["facets, first of a process"] = [(time.perf_counter() - begun) * 1000]
    slugs = list(Practice.objects.values_list("slug", flat=True)[:4])
    counties = Case.objects.exclude(place__province=None).values_list("place__province__code", "place__code").distinct()
    queries = {
        "a year": [f"year_min={year}" for year in range(1992, 2016, 2)],
        "a kind": [f"kind={k}&practice={p}" for k in ("活动", "模式", "制度") for p in slugs],
        "a county": [f"place={province}&place={county}" for province, county in counties.order_by()[:12]],
    }
    for name in FACETS:
        bench.add(f"facets, {name}", [asked(CaseFilters, query) for query in queries[name]])
        bench.add(f"facets, {name}, by GROUP BY", [asked(Counted, query) for query in queries[name][:3]])
    bench.add("facets, after an edit", [edited] * 5)


def run_pages(bench: Bench) -> None:
    """Pages by themselves: what is kept lives until the next edit."""
    from bench.pages import TIMES, served
    from cases.models import Case

    numbers = bench.rng.sample(list(Case.objects.published().values_list("number", flat=True)), TIMES + 1)
    with served(numbers, ["党员 培训", "两会两评", *stretches(bench, 2, TIMES, 20, 1001)]) as requests:
        bench.runs = dict(requests)
        bench.run()


def sizes() -> tuple[int, int]:
    """Bytes of the index and of the text it indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            tables = "SELECT block FROM cases_searchtokens_data UNION ALL SELECT block FROM cases_searchmarks_data"
            cursor.execute(f"SELECT sum(length(block)) FROM ({tables})")
        else:
            names = "'search_cases', 'search_others', 'search_titles'"
            cursor.execute(f"SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relname IN ({names})")
        index = int(cursor.fetchone()[0])
        length = (
            "length(CAST(title || body AS BLOB))" if connection.vendor == "sqlite" else "octet_length(title || body)"
        )
        cursor.execute(f"SELECT sum({length}) FROM cases_searchrow")
        return index, int(cursor.fetchone()[0])


def facet_lines(bench: Bench) -> Iterator[str]:
    for name in FACETS:
        yield bench.line(f"facets, {name}", f"facets, {name}, by GROUP BY", faster=True)
    for name in ("facets, after an edit", "facets, first of a process"):
        yield bench.line(name, "facets, a year, by GROUP BY")


def table(bench: Bench) -> Iterator[str]:
    yield COLUMNS
    for name in ("rare term", "absent term"):
        yield bench.line(name, "icontains", faster=True)
    for name in ("rare term", "absent term", "common term", "phrase", "two common terms"):
        yield bench.line(name, "get")
    for name in ("phrase with a mark", *JOINED, "joined of common characters", "common term in a county"):
        yield bench.line(name, "get")
    yield bench.line("last page", "first page")
    yield bench.line("last page", "OFFSET last", faster=True)
    yield bench.line("save", "bare save")
    yield from facet_lines(bench)
    for name in (f"{page}{again}" for page in PAGES for again in ("", AGAIN)):
        share = bench.median("hello") / bench.median(name)
        yield bench.line(name).removesuffix(" |") + f"{share:.2f} of the requests a second of hello |"
    for name in ("icontains", "get", "hello"):
        yield bench.line(name)
    index, text = sizes()
    yield f"| index to text, bytes | | | {index / text:.2f}× |"


def write(title: str, lines: list[str]) -> None:
    """Replace the section of that title."""
    text = DOC.read_text(encoding="utf-8") if DOC.exists() else "# Performance\n"
    section = f"## {title}\n\n" + "\n".join(lines) + "\n\n"
    old = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.M | re.S)
    text = old.sub(lambda _found: section, text) if old.search(text) else f"{text.rstrip()}\n\n{section}"
    DOC.write_text(text.rstrip() + "\n", encoding="utf-8")


def measured(bench: Bench, facets: bool) -> list[str]:
    """Everything, or the facets alone, for a library too large to be searched in the time there is."""
    if facets:
        prepare_facets(bench)
        bench.run()
        return [COLUMNS, *facet_lines(bench)]
    prepare(bench)
    prepare_lists(bench)
    bench.run()
    run_pages(bench)
    return list(table(bench))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure search, pages and saving against the plain way.")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("--short", action="store_true", help="the texts are short ones: say so in the title")
    parser.add_argument("--facets", action="store_true", help="the facets alone, of a library made by --bare")
    options = parser.parse_args()
    from django.db import connection

    bench = Bench()
    kind = ", facets alone" if options.facets else " of 400 characters" if options.short else ""
    title = f"{connection.display_name}, {bench.count:,} cases{kind}"
    lines = measured(bench, options.facets)
    print(f"{title}\n" + "\n".join(lines))
    if options.write:
        write(title, lines)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
