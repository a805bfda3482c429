"""Facets held in memory: equal to GROUP BY for whatever is chosen, and current after whatever is written."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from bench.generate import SHORT, generate
from cases import changes
from cases import columns as facets
from cases.columns import Memory, bits_of, gathered
from cases.filters import CaseFilters
from cases.models import Case, Change, Place
from cases.yearbars import YearsOf, year_bars
from metrics.models import Figure, Flag, Unit
from programs.models import CaseProgram, Measure, Practice, Program

PUBLISHED = Case.objects.published


class Held(Memory):
    """Answers inside a test's transaction too."""

    def current(self) -> Any:
        return self.renewed()


@pytest.fixture
def memory(library: None) -> Memory:
    return Held(PUBLISHED, CaseFilters.memory.read)


def answers(query: str, memory: Memory | None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """All that the list's page counts; by the database where there is no memory."""
    monkeypatch.setattr(CaseFilters, "memory", memory or Memory(PUBLISHED, CaseFilters.memory.read))
    filters, notes = CaseFilters.read(QueryDict(query), PUBLISHED())
    assert (filters.columns is None) == (memory is None)
    facets = {
        facet["name"]: {(o.value, str(o.label), o.count, o.checked, o.depth) for o in facet["options"]}
        for facet in filters.facets()
    }
    return facets, filters.total(), year_bars(filters, YearsOf()), notes


def choices() -> dict[str, list[str]]:
    """What may be chosen of each filter."""
    filters = CaseFilters({}, PUBLISHED())
    known = {name: list(filters.filters[name].known) for name in ("place", "kind", "practice", "unit", "year_basis")}
    years = [str(year) for year in range(1988, 2026)]
    words = ["党员", "培训", "不在任何一篇里", "-党员", "村"]
    numbers = [str(number) for number in PUBLISHED().values_list("number", flat=True)]
    extra = {"condition": ["whole", "cut", "doubt"], "year_min": years, "year_max": years, "q": words, "case": numbers}
    return known | extra


def random_query(chance: random.Random, known: dict[str, list[str]]) -> str:
    data = QueryDict(mutable=True)
    for name in chance.sample(sorted(known), chance.choice([0, 1, 1, 2, 2, 3, 4])):
        most = 1 if name in {"q", "year_min", "year_max"} else 3
        data.setlist(name, chance.sample(known[name], min(len(known[name]), chance.randint(1, most))))
    return data.urlencode()


def test_memory_counts_as_the_database_does(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(120, SHORT)
    chance, known = random.Random(20020704), choices()
    found = 0
    for _ in range(300):
        query = random_query(chance, known)
        in_memory = answers(query, memory, monkeypatch)
        assert in_memory == answers(query, None, monkeypatch), query
        found += in_memory[1] > 0
    assert found > 100


def test_a_wide_search_is_counted_in_its_newest_hits(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.search.index.FEW", 3)
    monkeypatch.setattr("cases.searched.FEW", 3)
    monkeypatch.setattr("cases.facets.FEW", 3)
    for query in ("q=党员", "q=党员&place=330000"):
        in_memory = answers(query, memory, monkeypatch)
        assert in_memory == answers(query, None, monkeypatch)
    assert sum(count for _value, _label, count, _checked, depth in in_memory[0]["place"] if depth == 0) == 3


def test_hits_that_are_known_are_counted_without_a_question(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CaseFilters, "memory", memory)
    for few, query in ((3, "q=党员"), (1_000, "q=党员&year_basis=stated&year_basis=inferred")):
        monkeypatch.setattr("cases.search.index.FEW", few)
        monkeypatch.setattr("cases.searched.FEW", few)
        monkeypatch.setattr("cases.facets.FEW", few)
        filters, _notes = CaseFilters.read(QueryDict(query), PUBLISHED())
        assert filters.found and filters.columns
        with CaptureQueriesContext(connection) as asked:
            counts, total = filters.counts("place"), filters.total()
        assert not asked.captured_queries and counts
        assert min(total, few + 1) == min(filters.narrowed().count(), few + 1)


def test_the_same_rows_are_counted_once_however_they_are_asked_for(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million cases take a hundredth of a second for the years alone."""
    told = answers("year_max=2100&unit=个", memory, monkeypatch)
    with monkeypatch.context() as counting:
        counting.setattr(facets.Columns, "counts", None)
        counting.setattr(facets.Columns, "counts_at", None)
        counting.setattr(CaseFilters, "bits", None)
        again = answers("unit=个&year_max=2099&sort=newest", memory, monkeypatch)
    assert again[:2] == told[:2] and told[1] > 0
    assert again[2].bars == told[2].bars
    other = answers("year_max=2001&unit=个", memory, monkeypatch)
    assert other == answers("year_max=2001&unit=个", None, monkeypatch) != told
    case = PUBLISHED().filter(figures__unit__name="个", year_from__isnull=False)[0]
    Case.objects.filter(pk=case.pk).update(state="review")
    assert answers("year_max=2099&unit=个", memory, monkeypatch)[1] == told[1] - 1


def test_places_are_counted_alike_one_by_one_and_all_at_once(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(120, SHORT)
    columns = memory.current()
    assert columns
    chance, keys = random.Random(3), list(PUBLISHED().values_list("pk", flat=True))
    for count in (0, 1, 5, 60, len(keys)):
        rows, counted = bits_of(chance.sample(keys, count)), []
        for few_of in (1, 1 << 40):
            monkeypatch.setattr(facets, "FEW_OF", few_of)
            counted.append(dict(columns.counts_at(rows)))
        assert counted[0] == counted[1]
        assert sum(counted[0].values()) == PUBLISHED().filter(place__isnull=False).count() or count < len(keys)


def rename(model: type[Any], **values: str) -> None:
    """One of them that a published case shows, by a statement that no signal hears of."""
    paths = {Unit: "figures__case", Practice: "measures__case", Program: "case_links__case", Place: "case"}
    pk = model.objects.filter(**{f"{paths[model]}__number": 1}).order_by("pk").values_list("pk", flat=True)[0]
    model.objects.filter(pk=pk).update(**values)


def doubt(case: Case) -> None:
    Flag.objects.create(case=case, source=case.sources.get(), kind="sum", message="?")


OPENED = "place=330000"  # shows the names of counties too

CHANGES: dict[str, Callable[[], Any]] = {
    "a case": lambda: Case.objects.filter(number=1).update(year_from=1991, year_to=1993, truncated=True),
    "a place": lambda: Case.objects.filter(number=1).update(place=Place.objects.get(case__number=7)),
    "no place": lambda: Case.objects.filter(number=1).update(place=None),
    "withdrawn": lambda: Case.objects.get(number=2).withdraw("test"),
    "a programme's link": lambda: CaseProgram.objects.filter(case__number=1).update(state="rejected"),
    "a programme's kind": lambda: rename(Program, kind="其他"),
    "a measure gone": lambda: Measure.objects.filter(case__number=1).delete(),
    "a practice more": lambda: Measure.objects.filter(case__number=1)[0].practices.add(*Practice.objects.all()),
    "a practice's name": lambda: rename(Practice, name="另一个名字"),
    "a figure": lambda: Figure.objects.filter(case__number=1).update(state="rejected"),
    "a unit's name": lambda: rename(Unit, name="另一个单位"),
    "a doubt": lambda: doubt(Case.objects.get(number=3)),
    "a place's name": lambda: rename(Place, name="另一个县"),
    "a province's name": lambda: Place.objects.filter(code="330000").update(name="另一个省"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_memory_follows_whatever_changes(
    memory: Memory, change: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(OPENED, memory, monkeypatch)
    reads: list[int] = []
    read = memory.read
    monkeypatch.setattr(memory, "read", lambda rows: (reads.append(rows.count()), read(rows))[1])
    change()
    after = answers(OPENED, memory, monkeypatch)
    assert after != before
    assert after == answers(OPENED, None, monkeypatch)
    assert sum(reads) < 8  # what has changed, not everything


def test_a_bulk_import_is_counted_at_once(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    from seeds.batch import store_batch
    from seeds.pool import Given
    from seeds.reading import read

    before = answers("", memory, monkeypatch)
    path = sorted((Path(__file__).parents[2] / "seeds" / "texts").glob("*.txt"))[0]
    data = path.read_bytes() + "\n又一篇".encode()
    store_batch([(Given(path, data, hashlib.sha256(data).hexdigest()), read(data, path.name))], publish=True)
    after = answers("", memory, monkeypatch)
    assert after == answers("", None, monkeypatch)
    assert after[1] > before[1]


def test_what_was_rolled_back_is_forgotten(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers("", memory, monkeypatch)
    with transaction.atomic():
        Case.objects.filter(number=1).update(place=None)
        assert answers("", memory, monkeypatch) != before
        transaction.set_rollback(True)
    assert answers("", memory, monkeypatch) == before


def test_who_has_not_looked_for_long_looks_at_everything(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    answers("", memory, monkeypatch)
    monkeypatch.setattr(changes, "KEPT", 2)
    for number in range(1, 9):
        Case.objects.filter(number=number).update(truncated=True)
    changes.trim()
    assert Change.objects.count() == 2
    assert answers("", memory, monkeypatch) == answers("", None, monkeypatch)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no numbers of transactions")
def test_lines_of_another_server_are_not_read_again_and_again(memory: Memory) -> None:
    Change.objects.create(record=1, stamp=2**62)
    seen, _everything = changes.since(None)
    assert changes.since(seen)[1] == set()


def test_nothing_is_remembered_of_a_transaction_or_of_another_set(library: None) -> None:
    assert CaseFilters.memory.current() is None
    filters, _notes = CaseFilters.read(QueryDict(), Case.objects.filter(number=1))
    filters.memory = Held(PUBLISHED, CaseFilters.memory.read)  # type: ignore[misc]
    filters.__dict__.pop("columns", None)
    assert filters.columns is None


def test_columns_know_which_keys_are_public_records(library: None) -> None:
    keys = list(Case.objects.published().values_list("pk", flat=True))
    Case.objects.filter(pk=keys[0]).update(state=Case.Status.DRAFT)
    columns = CaseFilters({}, Case.objects.published()).columns_of(Case.objects.published())
    assert columns.among([*keys, 0, max(keys) + 1, 10**7]) == set(keys[1:])


class Ahead(Memory):
    """Reads as long as it isn't told to end; asks no database."""

    def __init__(self, told: Event) -> None:
        super().__init__(PUBLISHED, CaseFilters.memory.read)
        self.told = told

    def renewed(self) -> Any:
        self.told.wait(20)
        self._columns = gathered([1], {}, [])
        return self._columns


def test_who_comes_while_all_is_read_ahead_does_not_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "WAIT", 0.01)
    memory = Ahead(told := Event())
    ahead = memory.read_ahead()
    assert memory.current() is None
    told.set()
    ahead.join()
    assert memory.at_hand() is not None


def test_a_base_without_tables_is_said_and_read_later(caplog: pytest.LogCaptureFixture) -> None:
    def refused(_rows: Any) -> Any:
        raise OperationalError("no such table")

    memory = Held(PUBLISHED, refused)
    memory.renewed = lambda: refused(None)  # type: ignore[method-assign]
    memory.read_ahead().join()
    assert "no such table" in caplog.text
    assert memory.at_hand() is None
