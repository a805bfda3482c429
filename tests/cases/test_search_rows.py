"""Rows of the search: how they are tagged, which record each tells, several kinds of them at once."""

from __future__ import annotations

import pytest
from django.db import connection

from cases.models import SearchRow
from cases.search import descent, registry
from cases.search.backends import backend
from cases.search.index import rows_in
from cases.search.indexes import CASES
from cases.search.tokens import STRETCH, TAGGED
from cases.tables import write


def test_a_row_bears_the_tag_of_its_stretch_of_keys(library: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's postings are in the order of keys")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {TAGGED}[array_upper({TAGGED}, 1)] FROM cases_searchrow")
        assert all(tag == -(key >> STRETCH) for key, tag in cursor.fetchall())


@pytest.mark.parametrize("typed", ["党员", "结对 帮扶", "贷款 -结对", '"技术培训"', "-贷款", "龘龘"])
@pytest.mark.parametrize("titles", [False, True])
def test_several_kinds_give_together_what_each_gives_alone(library: None, typed: str, titles: bool) -> None:
    for indexes in ([], [CASES], list(registry.values())):
        assert rows_in(indexes, typed, 9, titles) == [index.rows(typed, 9, titles) for index in indexes]


def test_the_record_of_a_row_is_told_by_its_key_or_the_row(library: None) -> None:
    for index in registry.values():
        rows = SearchRow.objects.filter(index=index.name)
        assert index.records([row.pk for row in rows]) == [row.record for row in rows]


def test_no_stretch_beside_another_is_passed_over(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's postings are in the order of keys")
    monkeypatch.setattr(descent, "_sample", lambda _span: descent._Sample(1e3, [], float("inf")))
    monkeypatch.setattr(descent._Sample, "share", lambda *_args: 1.0)
    low = CASES.span.low + 2024 * backend().step
    keys = [low + (number << STRETCH) for number in range(6)]
    write([SearchRow(id=key, index="cases", record=key - low, title="", body="龘靐") for key in keys])
    assert CASES.rows("龘靐", 3).keys == keys[:2:-1]
