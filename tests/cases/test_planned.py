"""Statements planned once a connection: the same answers as unplanned, whatever becomes of connection and tables."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, DataError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from cases import planned as module
from cases.models import Case
from cases.planned import MOST, WIDEST, fetched, planned, planned_around, planned_together
from cases.prepared import Prepared
from cases.search import registry
from cases.search.index import rows_in
from cases.whole import whole_cases

# Of every type a column of ours has, and each of them empty.
TYPES = """
SELECT %s::bigint, 3::smallint, TRUE, 'a"\n\\''，'::text, 'b'::varchar, 0.1::float8, 5::float8, 1.50::numeric,
'2026-07-01'::date, '2026-07-01 08:00+08'::timestamptz, '{"a": [1.0, null]}'::jsonb, '\\x00ff'::bytea, '{1,2}'::bigint[]
UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
"""
NUMBERS = "SELECT number, 'a%%' FROM cases_case WHERE number IN (%s, %s) ORDER BY number"


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library without a test's transaction, asked on a connection that knows no statement yet."""
    monkeypatch.setattr(module, "_sessions", module._Sessions())
    with django_db_blocker.unblock():
        connection.close()
        yield
        connection.close()


@pytest.fixture
def postgres(committed: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's driver keeps its statements by itself")


def statements(sql: str, params: list[Any]) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        planned(sql, params)
    return [query["sql"].split(" ")[0] for query in queries.captured_queries]


def test_each_answer_is_that_of_its_own_parameters(committed: None) -> None:
    for one, other in ((4, 5), (1, 8), (4, 5), (999, 4)):
        assert planned(NUMBERS, [one, other]) == [(n, "a%") for n in (one, other) if n < 9]


def test_a_statement_is_planned_once_a_connection(postgres: None) -> None:
    assert statements(NUMBERS, [4, 5]) == ["PREPARE", "EXECUTE"]
    assert statements(NUMBERS, [6, 7]) == ["EXECUTE"]
    connection.close()
    assert statements(NUMBERS, [6, 7]) == ["PREPARE", "EXECUTE"]


def test_several_statements_are_one_question_with_the_answers_each_has_alone(postgres: None) -> None:
    nobody = "SELECT number FROM cases_case WHERE number = %s"
    newest = "SELECT number, title, created_at FROM cases_case WHERE number < %s ORDER BY number DESC"
    asked: list[tuple[str, list[Any]]] = [(TYPES, [7]), (nobody, [999]), (newest, [6])]
    alone = [list(map(tuple, map(plain, fetched(sql, params)))) for sql, params in asked]
    for _again in range(2):
        assert [list(map(tuple, map(plain, rows))) for rows in planned_together(asked)] == alone
    with CaptureQueriesContext(connection) as queries:
        planned_together(asked)
    assert [query["sql"].split(" ")[0] for query in queries.captured_queries] == ["EXECUTE"]
    assert [len(rows) for rows in alone] == [2, 0, 5]


def test_cases_got_in_few_questions_are_those_got_one_by_one(committed: None) -> None:
    def told(case: Any) -> list[Any]:
        finds = (case.sections, case.measures, case.figures, case.program_links, case.flags, case.source_links)
        records = [case, *(each for manager in finds for each in manager.all())]
        practices = [[each.slug for each in measure.practices.all()] for measure in case.measures.all()]
        return [[(name, repr(getattr(one, name))) for name in names(one)] for one in records] + practices

    def names(record: Any) -> list[str]:
        return [field.attname for field in record._meta.concrete_fields if field.attname in record.__dict__]

    with transaction.atomic():
        apart = [told(case) for case in whole_cases(range(1, 9))]
    for _again in range(2):
        assert [told(case) for case in whole_cases(range(1, 9))] == apart
    assert len(apart) == 8


@pytest.mark.parametrize("numbers", [[], [999], [999, 4], [5, 4, 4]])
def test_numbers_that_no_case_has_are_passed_over(committed: None, numbers: list[int]) -> None:
    found = {case.number: len(case.figures.all()) for case in whole_cases(numbers)}
    assert found == {case.number: case.figures.count() for case in Case.objects.filter(number__in=numbers)}


def test_what_hangs_on_records_is_asked_with_them_unless_there_are_many_values(postgres: None) -> None:
    first = ("SELECT id, number FROM cases_case WHERE number IN (%s, %s) ORDER BY number", [4, 999])
    figures = (
        "SELECT id FROM metrics_figure WHERE start > %s AND case_id IN (%s) AND kind IN (%s, %s) ORDER BY id",
        (3, -1, "reported", "norm"),
    )
    flags = ("SELECT count(*) FROM metrics_flag WHERE case_id = %s", (-1,))
    ((key, number),) = fetched(*first)
    expected = fetched(figures[0], [3, key, "reported", "norm"]), fetched(flags[0], [key])
    with CaptureQueriesContext(connection) as queries:
        found = planned_around(first, (figures, flags), -1)
    assert found == [[[key, number]], *([list(row) for row in rows] for rows in expected)]
    assert [query["sql"].split(" ")[0] for query in queries.captured_queries][-1] == "EXECUTE"
    many = f"SELECT 1 FROM metrics_flag WHERE id IN ({', '.join(['%s'] * MOST)})"
    assert planned_around(first, ((many, tuple(range(MOST))),), -1) is None


def plain(row: Any) -> list[str]:
    """Values with their types and zones; bytes by what they hold."""
    return [repr(bytes(value) if isinstance(value, memoryview) else value) for value in row]


def test_several_statements_are_asked_apart_where_there_are_many_values_or_columns(postgres: None) -> None:
    wide, keys = f"SELECT %s, {', '.join(['1'] * WIDEST)}", list(range(1, MOST + 1))
    many = f"SELECT id FROM cases_case WHERE id IN ({', '.join(['%s'] * len(keys))})"
    for asked in ([(wide, [1]), (NUMBERS, [4, 5])], [(many, keys), (NUMBERS, [4, 5])]):
        assert planned_together(asked)[1] == [(4, "a%"), (5, "a%")]


def test_all_kinds_of_records_are_searched_at_once_where_pairs_tell_all(postgres: None) -> None:
    kinds = list(registry.values())
    rows_in(kinds, "党员 培训")
    for typed, asked in (("党员 培训", 1), ("党员培训", len(kinds)), ("党员 -培训", len(kinds))):
        with CaptureQueriesContext(connection) as queries:
            rows_in(kinds, typed)
        assert len([query for query in queries.captured_queries if query["sql"].startswith("EXECUTE")]) == asked


def test_in_a_transaction_several_statements_see_its_writes(committed: None) -> None:
    with transaction.atomic():
        Case.objects.filter(number=4).update(number=4004)
        assert planned_together([(NUMBERS, [4, 4004]), (NUMBERS, [4, 5])]) == [[(4004, "a%")], [(5, "a%")]]
        transaction.set_rollback(True)


def test_no_plan_is_kept_of_a_statement_with_hundreds_of_parameters(postgres: None) -> None:
    keys = list(range(1, MOST + 2))
    assert statements(f"SELECT 1 FROM cases_case WHERE id IN ({', '.join(['%s'] * len(keys))})", keys) == ["SELECT"]


def test_inside_a_transaction_its_own_writes_are_seen_and_nothing_is_planned(committed: None) -> None:
    planned(NUMBERS, [4, 5])
    with transaction.atomic():
        Case.objects.filter(number=4).update(number=4004)
        assert planned(NUMBERS, [4, 4004]) == [(4004, "a%")]
        assert statements(NUMBERS, [4, 5]) == ["SELECT"]
        transaction.set_rollback(True)
    assert planned(NUMBERS, [4, 4004]) == [(4, "a%")]


@pytest.mark.parametrize("forgotten", ["by the server", "by us"])
def test_a_session_that_changes_hands_is_asked_as_it_is_from_then_on(postgres: None, forgotten: str) -> None:
    planned(NUMBERS, [4, 5])
    if forgotten == "by us":
        module._sessions.names.clear()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
    assert planned(NUMBERS, [4, 5]) == [(4, "a%"), (5, "a%")]
    assert statements(NUMBERS, [4, 5]) == ["SELECT"]


def test_a_column_of_another_type_is_read_as_it_is_now(postgres: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changing (held integer)")
        cursor.execute("INSERT INTO changing VALUES (7)")
        assert planned("SELECT held FROM changing", []) == [(7,)]
        cursor.execute("ALTER TABLE changing ALTER COLUMN held TYPE text")
    assert planned("SELECT held FROM changing", []) == [("7",)]
    assert statements(NUMBERS, [4, 5]) == ["PREPARE", "EXECUTE"]


def test_an_error_of_the_statement_itself_is_told(postgres: None) -> None:
    for _again in range(2):
        with pytest.raises(DataError):
            planned("SELECT 1 / %s", [0])
    assert planned("SELECT 4 / %s", [2]) == [(2,)]


def test_a_prepared_question_gives_the_same_records_planned(committed: None) -> None:
    prepared = Prepared(lambda numbers: Case.objects.filter(number__in=numbers).select_related("place"))
    for numbers in ([4], [4, 8, 1], [5], [999]):
        got = {case.number: (case.title, case.place.name) for case in prepared(numbers)}
        cases = Case.objects.filter(number__in=numbers).select_related("place")
        assert got == {case.number: (case.title, case.place and case.place.name) for case in cases}


def test_a_statement_goes_straight_to_the_driver_unless_watched(committed: None) -> None:
    cursors: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: (cursors.append(sql), execute(sql, *rest))[1]):
        watched = fetched(NUMBERS, [4, 5])
    assert fetched(NUMBERS, [4, 5]) == watched == [(4, "a%"), (5, "a%")]
    assert cursors == [NUMBERS]


def test_a_moment_is_told_in_the_same_zone_whichever_way_it_is_asked(committed: None) -> None:
    asked = "SELECT created_at FROM cases_case WHERE number = %s"
    straight = fetched(asked, [4])
    with connection.execute_wrapper(lambda execute, *given: execute(*given)):
        assert [*map(repr, fetched(asked, [4])[0])] == [*map(repr, straight[0])]


def test_what_the_driver_refuses_is_told_as_django_tells_it(committed: None) -> None:
    with pytest.raises(DatabaseError):
        fetched("SELECT nothing FROM nowhere", [])


def test_after_a_fault_a_transaction_answers_no_more(committed: None) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            fetched(NUMBERS, [4, 5])


def test_what_is_asked_together_is_of_one_moment(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is asked once for all")
    titles, fetch = ("SELECT title FROM cases_case WHERE number = %s", [4]), module._fetched
    before = fetched(*titles)

    def titled(title: str) -> None:
        Case.objects.filter(number=4).update(title=title)
        connection.close()

    def meanwhile(*asked: Any) -> list[Any]:
        rows = fetch(*asked)
        other = Thread(target=titled, args=("改过的题名",))
        other.start()
        other.join()
        return rows

    try:
        with monkeypatch.context() as patched:
            patched.setattr(module, "_fetched", meanwhile)
            assert planned_together([titles, titles]) == [before, before]
        assert planned_together([titles, titles]) == [[("改过的题名",)]] * 2
    finally:
        titled(before[0][0])
