"""The search is exactly a substring search: on both engines, for terms of every frequency and form."""

from __future__ import annotations

import itertools
import random
import re
import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Mask, SearchRow
from cases.search import Query, descent, parse, registry
from cases.search.backends import VERSION, Found, backend
from cases.search.index import first_in
from cases.search.indexes import CASES
from cases.search.query import SHORTEST
from cases.search.sqlite import CREATE, CREATE_MARKS, MARKS, TABLE
from cases.search.tokens import marked, marks, phrase, spelled
from cases.search.upkeep import check, rebuild, rebuild_outdated

# 1+1 and the like never stood in these texts: they are put there for the test.
ADDED = "“1+1”结对,“4321”工作法;一、十、百、千;100% 规范化_管理 ab\\c 𠮷𪚥 😀党"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is exact is told by no clock: a busy machine may take longer than a reader is let wait."""
    for module in ("descent", "sqlite"):
        monkeypatch.setattr(f"cases.search.{module}.SECONDS", 60.0)


def test_pairs_are_spelled_one_after_the_other_and_apart_where_they_would_read_as_one_run() -> None:
    chance = random.Random(7)
    for _ in range(3_000):
        text = "".join(chance.choice("甲乙丙a1𠮷,,。_ \n+") for _ in range(chance.randrange(14)))
        tokens, last = [], ""
        for run in re.findall(r"[^\W_]{2,}", text):
            tokens += ["\U0010fffd"] if run[0] == last else []
            tokens += [run[at : at + 2] for at in range(len(run) - 1)]
            last = run[-1]
        assert spelled(text).split(" ") == (tokens or [""])


def substring(query: Query) -> set[int]:
    """What the search must give, the plain way."""
    rows = SearchRow.objects.filter(index="cases")
    return {row.record for row in rows if _fits(row, query)}


def _fits(row: SearchRow, query: Query, titles: bool = False) -> bool:
    def stands(term: str) -> bool:
        return term in row.title or term in row.body

    wanted = all(term in row.title for term in query.terms) if titles else all(map(stands, query.terms))
    return wanted and not any(map(stands, query.without))


def terms_of(texts: list[str], count: int) -> list[str]:
    """Stretches of the texts, and of two texts joined so that most stand nowhere."""
    rng = random.Random(4)
    found = []
    while len(found) < count:
        one, other = rng.choice(texts), rng.choice(texts)
        start, size = rng.randrange(len(one)), rng.choice([2, 2, 2, 3, 4, 6, 12])
        term = one[start : start + size]
        if rng.random() < 0.3:
            at = rng.randrange(len(other))
            term = term[:1] + other[at : at + size - 1]
        if len(" ".join(term.split())) >= SHORTEST and '"' not in term:
            found.append(" ".join(term.split()))
    return found


@pytest.fixture
def with_signs(library: None) -> None:
    case = Case.objects.get(number=2)
    case.lead = ADDED
    case.save()


def test_every_answer_equals_the_plain_substring_search(with_signs: None) -> None:
    texts = list(SearchRow.objects.filter(index="cases").values_list("body", flat=True))
    counts = set()
    for term in terms_of(texts, 300):
        query = parse(f'"{term}"')
        right = substring(query)
        counts.add(len(right))
        assert set(CASES.newest(query).keys) == right, term
        assert set(CASES.matching(query).values_list("record", flat=True)) == right, term
        every = SearchRow.objects.filter(index="cases")
        assert set(backend().each(every, query).values_list("record", flat=True)) == right, term
    assert {0, 1, 8} <= counts


@pytest.mark.parametrize("dear", [0.0, 1e30, None], ids=["walked", "looked up among the newest", "looked up"])
def test_the_newest_are_the_same_whichever_way_they_are_met(
    with_signs: None, monkeypatch: pytest.MonkeyPatch, dear: float | None
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one way")
    sample = descent._Sample(0 if dear is None else 1e30, [], float("inf"))
    monkeypatch.setattr(descent, "_sample", lambda _span: sample)
    monkeypatch.setattr(descent._Sample, "share", lambda *_args: 1.0)
    monkeypatch.setattr(descent, "WALK", dear)
    rows = list(SearchRow.objects.filter(index="cases").order_by("-pk"))
    queries = [Query((term,)) for term in terms_of([row.body for row in rows], 60)]
    queries += [parse(typed) for typed in ("结对 帮扶 -兴山 -开化", "党员 村民 干部", "党员干部 -贷款", '"1+1"结对')]
    for query, most in itertools.product(queries, (1, 3, 1001)):
        for titles in (False, True):
            right = [row.pk for row in rows if _fits(row, query, titles)]
            assert CASES.rows(query, most, titles) == Found(right[:most]), (query, most, titles)


@pytest.mark.parametrize("gathered", [0, 10_000], ids=["a stretch", "all"])
@pytest.mark.parametrize("share", [1.0, 0.0])
def test_of_many_hits_the_first_are_told_and_that_there_are_more(
    with_signs: None, monkeypatch: pytest.MonkeyPatch, gathered: int, share: float
) -> None:
    monkeypatch.setattr("cases.search.index.FEW", 3)
    monkeypatch.setattr(descent, "_sample", lambda _span: descent._Sample(1e3, [], float("inf")))
    monkeypatch.setattr(descent._Sample, "share", lambda *_args: share)
    monkeypatch.setattr(descent, "GATHERED", gathered)
    rows = list(SearchRow.objects.filter(index="cases").order_by("-pk"))
    queries = [Query((term,)) for term in terms_of([row.body for row in rows], 60)]
    wide = 0
    for query in [*queries, parse("党员 村民"), parse("党员 -贷款"), parse("龘龘"), Query()]:
        right = [row.pk for row in rows if query and _fits(row, query)]
        (found,) = first_in([CASES], query, 2)
        assert found.more == (len(right) > 3), query
        assert found.keys[:2] == right[:2] and found.complete
        assert found.more or found.keys == right
        wide += found.more
    assert 5 < wide < 60


def test_candidates_that_are_not_looked_at_are_said(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has a limit of its own")
    right = CASES.rows("党员 -甲乙丙").keys
    monkeypatch.setattr(descent, "_LATE", "n > 3 OR n > 2 AND")
    assert CASES.rows("党员 -甲乙丙") == Found(right[:3], complete=False)
    assert CASES.rows("党员 -甲乙丙", 3) == Found(right[:3])
    monkeypatch.setattr(descent, "SECONDS", 0.0)
    assert CASES.rows("党员 -甲乙丙") == Found(right[:2], complete=False)


@pytest.mark.parametrize(
    "typed",
    ["1+1", "４３２１", "一、十、百、千", "規範化", "100%", "规范化_管理", "b\\c", "𠮷𪚥", "😀党", "”工", ";一"],
)
def test_signs_inside_a_word_count(with_signs: None, typed: str) -> None:
    query = parse(f'"{typed}"')
    assert Case.objects.get(number=2).pk in substring(query)
    assert set(CASES.newest(query).keys) == substring(query)


@pytest.mark.parametrize("typed", ["1-1", "一十百千", "1 1", "100_", "规范化%管理", "b/c", "𠮷𪚦"])
def test_other_signs_are_other_words(with_signs: None, typed: str) -> None:
    assert CASES.newest(f'"{typed}"').keys == []


@pytest.mark.parametrize(
    "typed", ["党员 -贷款", "-贷款", '-"技术培训" -贷款', "结对 帮扶 -兴山 -开化", "党员 村民 干部"]
)
def test_terms_join_by_and_over_the_whole_case(library: None, typed: str) -> None:
    query = parse(typed)
    right = substring(query)
    assert right
    assert set(CASES.newest(query).keys) == right
    assert set(CASES.matching(query).values_list("record", flat=True)) == right
    every = SearchRow.objects.filter(index="cases")
    assert set(backend().each(every, query).values_list("record", flat=True)) == right


def test_a_single_character_is_no_term_and_is_reported() -> None:
    assert parse("党 结对 -村") == Query(("结对",), short=("党", "村"))


def test_the_newest_come_first(library: None) -> None:
    years = [Case.objects.get(pk=key).year_from or 0 for key in CASES.newest("党员").keys]
    assert years == sorted(years, reverse=True)
    assert len(years) == 8


def test_titles_are_a_search_of_their_own(library: None) -> None:
    case = Case.objects.get(number=3)
    case.title = "独一无二的农村党员上网工程"
    case.save()
    assert CASES.newest("独一无二 上网工程", titles=True).keys == [case.pk]
    assert CASES.newest("贷款", titles=True).keys == []


def test_a_changed_year_moves_the_row(library: None) -> None:
    case = Case.objects.get(number=1)
    case.year_from = 2024
    case.save()
    assert CASES.newest("党员").keys[0] == case.pk
    assert not check()


def test_a_narrowed_list_is_the_same_whichever_way_it_is_asked(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = Case.objects.published()
    right = set(CASES.narrowed(cases, "结对").values_list("number", flat=True))
    assert right
    monkeypatch.setattr("cases.search.index.FEW", 1)
    assert set(CASES.narrowed(cases, "结对").values_list("number", flat=True)) == right
    monkeypatch.setattr(type(backend()), "many", lambda *_args: True)
    assert set(CASES.narrowed(cases, "结对").values_list("number", flat=True)) == right


def test_masked_names_are_in_no_token(library: None) -> None:
    assert Mask.objects.exists()
    for mask in Mask.objects.all():
        for index in registry.values():
            assert index.newest(f'"{mask.name}"').keys == []
            assert index.newest(f'"{mask.name}"', titles=True).keys == []


def test_the_check_finds_the_index_sound_after_many_changes(library: None) -> None:
    for case in Case.objects.all():
        case.title += "改"
        case.save()
    mask = Mask.objects.all()[0]
    mask.state = "rejected"
    mask.save()
    assert not check()


def test_the_check_sees_what_is_missing_outdated_and_left_over(library: None) -> None:
    first, second = SearchRow.objects.filter(index="cases")[:2]
    CASES.remove([first.record])
    SearchRow.objects.filter(pk=second.pk).update(title="另一个标题")
    SearchRow.objects.create(pk=CASES.span.high - 1, index="cases", record=10**8, title="", body="")
    assert check()["missing"] == check()["outdated"] == check()["left over"] == 1
    with pytest.raises(CommandError, match="多余 1，缺失 1，过时 1"):
        call_command("check_search")
    call_command("check_search", rebuild=True, verbosity=0)
    assert not check()


def waiting() -> tuple[str, bool]:
    """How much may wait to be indexed, and whether a case's first words are found by the index."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW gin_pending_list_limit")
        limit = cursor.fetchone()[0]
    return limit, not any(backend().wrong(row) for row in SearchRow.objects.filter(index="cases"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets nothing wait")
def test_rows_written_together_wait_together_and_are_found_all_the_while(library: None) -> None:
    case = Case.objects.order_by("pk").first()
    assert case is not None and waiting() == ("256kB", True)
    with backend().together():
        CASES.update([case.pk])
        assert waiting() == ("1GB", True)
    assert waiting() == ("256kB", True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index itself")
def test_the_check_sees_tokens_without_a_row_and_a_row_without_tokens(library: None) -> None:
    rows = list(SearchRow.objects.filter(index="cases")[:2])
    SearchRow.objects.filter(pk=rows[0].pk).delete()
    backend().replace([rows[1]], [])
    wrong = check()
    assert (wrong["missing"], wrong["phantom"], wrong["not found"]) == (1, 1, 1)


def test_another_rule_makes_the_rows_anew_after_migrating(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild()
    SearchRow.objects.filter(index="cases").update(title="旧")
    rebuild_outdated()
    assert SearchRow.objects.filter(title="旧").exists()
    monkeypatch.setattr("cases.search.upkeep.VERSION", VERSION + 1)
    rebuild_outdated()
    assert not SearchRow.objects.filter(title="旧").exists()


def test_every_character_keeps_its_token_apart() -> None:
    """No two characters are one to SQLite's tokenizer, and none is cut at."""
    held = sqlite3.connect(":memory:")
    held.execute(CREATE)
    held.execute(CREATE_MARKS)
    every = [chr(n) for n in [*range(0x20, 0x7F), *range(0xA0, 0x3000), 0x4E00, 0x9FFF, 0x1F600, 0x20000, 0x2EBF0]]
    every = [letter for letter in every if letter == letter.lower()]
    words = [(ord(letter), f"党{letter}员") for letter in every]
    held.executemany(f"INSERT INTO {TABLE} (rowid, body, title) VALUES (?, ?, '')", [(n, spelled(w)) for n, w in words])
    held.executemany(f"INSERT INTO {MARKS} (rowid, pairs) VALUES (?, ?)", [(n, marked(w)) for n, w in words])
    for number, word in words:
        for table, matches in ((TABLE, filter(None, [phrase(word)])), (MARKS, marks(word))):
            for match in matches:
                rows = held.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", [match]).fetchall()
                assert rows == [(number,)], hex(number)
        assert phrase(word) or len(marks(word)) == 2


MADE = "甲甲乙，。a1"  # few letters, so that every way of meeting at a mark happens


@pytest.fixture
def made(db: None) -> None:
    """Short texts of very few characters, among them all ways to begin and to end."""
    rng = random.Random(5)
    for _number in range(200):
        title, lead = ("".join(rng.choices(MADE, k=rng.randint(2, 9))) for _ in range(2))
        case = Case(title=title, lead=lead, year_from=rng.choice([None, 2001, 2003]))
        case.save()


@pytest.mark.parametrize("titles", [False, True])
def test_letters_and_marks_of_any_order_are_found_exactly(made: None, titles: bool) -> None:
    rng, rows = random.Random(6), list(SearchRow.objects.filter(index="cases"))
    for _time in range(300):
        words = ["".join(rng.choices(MADE, k=rng.randint(2, 5))).replace(",", "，") for _ in range(rng.randint(1, 3))]
        minus = [rng.random() < 0.3 for _ in words]
        query = parse(" ".join(f'{"-" * out}"{word}"' for word, out in zip(words, minus, strict=True)))
        right = {row.record for row in rows if _fits(row, query, titles)} if query.terms or not titles else set()
        assert set(CASES.newest(query, titles=titles).keys) == right, query
        if not titles:
            assert set(CASES.matching(query).values_list("record", flat=True)) == right, query
            every = SearchRow.objects.filter(index="cases")
            assert set(backend().each(every, query).values_list("record", flat=True)) == right, query


@pytest.mark.parametrize("titles", [False, True])
def test_the_newest_few_are_the_first_of_all(made: None, titles: bool) -> None:
    rng = random.Random(7)
    for _time in range(100):
        words = ["".join(rng.choices(MADE, k=rng.randint(2, 4))).replace(",", "，") for _ in range(rng.randint(1, 2))]
        query = parse(" ".join(f'{"-" * (rng.random() < 0.2)}"{word}"' for word in words))
        every = CASES.newest(query, titles=titles).keys
        for most in (1, 3, 9):
            assert CASES.newest(query, most, titles) == Found(every[:most]), query


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL asks one index")
def test_pairs_with_a_mark_are_looked_for_no_further_down_than_the_page(made: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert len(CASES.newest('"甲甲，"', 1).keys) == 1
    marked = [one["sql"] for one in asked if f"{MARKS} MATCH" in one["sql"]]
    assert "DESC LIMIT 2" in marked[0]  # the newest alone
    first = next(sql for sql in marked if "LIMIT" not in sql)
    keys = SearchRow.objects.filter(index="cases").order_by("-pk").values_list("pk", flat=True)
    low = int(re.findall(r"rowid >= (\d+)", first)[-1])
    assert keys[30] < low <= keys[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL asks one index")
def test_letters_are_not_looked_for_where_a_pair_with_a_mark_is_in_few_texts(made: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert CASES.newest('"甲甲！甲甲"', 1).keys == []
    assert not [one["sql"] for one in asked if f"{TABLE} MATCH" in one["sql"]]


def test_an_answer_that_could_not_be_confirmed_in_time_says_so(made: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CASES.newest("甲,乙").complete
    monkeypatch.setattr("cases.search.confirm.CHUNK", 5)
    monkeypatch.setattr(descent, "_LATE", "n > 5 AND")
    for module in ("sqlite", "descent"):
        monkeypatch.setattr(f"cases.search.{module}.SECONDS", -1.0)
    found = CASES.newest("甲,乙")
    assert found.keys
    assert not found.complete


def test_a_case_keeps_its_place_until_its_year_changes(library: None) -> None:
    def key(number: int) -> int:
        return SearchRow.objects.get(index="cases", record=Case.objects.get(number=number).pk).pk

    before = {number: key(number) for number in range(1, 9)}
    case = Case.objects.get(number=3)
    case.title += "改"
    case.save()
    assert {number: key(number) for number in range(1, 9)} == before
    case.year_from = 1990
    case.save()
    assert key(3) < min(before.values())
    assert not check()


def test_no_year_takes_more_cases_than_it_has_keys_for(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's keys are the cases' own")
    monkeypatch.setattr("cases.search.sqlite.SqliteBackend.step", 4)
    rebuild()
    assert not check()
    with pytest.raises(OverflowError, match="more than 4 records of one year"):
        backend().keys(CASES.span.low + 4 * 1990, range(5))
