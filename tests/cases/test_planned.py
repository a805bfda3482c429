"""Statements planned once a connection: the same answers as unplanned, whatever becomes of connection and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, DataError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from cases import planned as module
from cases.models import Case
from cases.planned import MOST, fetched, planned
from cases.prepared import Prepared

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
