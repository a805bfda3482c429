"""Rows made for bulk writing are those the models would make."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from cases.models import Case, CaseSource, Mask, Place, SearchRow, Section, Source
from cases.tables import give_keys, made, write
from metrics.models import Figure, Flag, Unit
from programs.models import CaseProgram, Measure, Program

MODELS = [CaseProgram, CaseSource, Figure, Flag, Mask, Measure, Program, SearchRow, Section, Measure.practices.through]


def held(row: Model) -> dict[str, object]:
    return {name: value for name, value in row.__dict__.items() if name != "_state"}


@pytest.mark.parametrize("model", MODELS)
def test_a_row_has_every_column_with_its_default(model: type[Model]) -> None:
    one, other = made(model), made(model)
    assert held(one) == held(model())
    assert one._state.adding
    lists = [value for value in held(one).values() if isinstance(value, list | dict)]
    assert not any(value is again for value in lists for again in held(other).values())


def test_a_row_knows_the_records_it_points_at_before_they_have_keys() -> None:
    case, source, unit = Case(title="甲"), Source(pk=7), Unit(pk=3, name="户")
    values = {"case": case, "source": source, "unit": unit, "section": None, "value": 2.0, "start": 4}
    row, plain = made(Figure, **values), Figure(**values)
    assert held(row) == held(plain)
    assert (row.case, row.source_id, row.unit, row.section) == (case, 7, unit, None)
    assert row._state.fields_cache == plain._state.fields_cache


@pytest.mark.parametrize("count", [1, 5, 6, 7, 200, 517])
def test_rows_of_any_number_are_written_each_once(db: None, count: int) -> None:
    rows = [made(Unit, name=f"量词{number}", aliases=[f"“{number}”\t\\"]) for number in range(count)]
    give_keys(rows)
    write(rows)
    stored = Unit.objects.filter(name__startswith="量词")
    assert {(row.pk, row.name, row.aliases[0]) for row in rows} == {(r.pk, r.name, r.aliases[0]) for r in stored}
    assert stored.count() == count


WORDS = ["", "甲\r乙", "\\N", "甲\\", "\\t", "甲\t乙", "甲\n乙", "甲\r\n乙", "\t", "甲\x1f乙", "甲\u2028乙"]


@pytest.mark.parametrize("words", WORDS)
def test_words_are_written_as_they_are_beside_columns_without_a_value(db: None, words: str) -> None:
    above = made(Place, code="990000", name="上", level="province", valid_from=1949)
    rows = [made(Place, code=f"99000{n}", name=words, level="county", valid_to=n, province=above) for n in (1, 2)]
    give_keys([above, *rows])
    write([above, *rows])
    stored = Place.objects.filter(code__startswith="99000").order_by("code")
    told = [(place.name, place.valid_from, place.valid_to, place.province) for place in stored]
    assert told == [("上", 1949, None, None), (words, None, 1, above), (words, None, 2, above)]


OURS = [model for name in ("cases", "programs", "metrics", "seeds") for model in apps.get_app_config(name).get_models()]


@pytest.mark.parametrize("model", OURS)
def test_no_index_is_only_the_beginning_of_another(db: None, model: type[Model]) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    # An index on what is made of columns names none.
    indexes = {n: one["columns"] for n, one in found.items() if any(one["columns"]) and (one["index"] or one["unique"])}
    for name, columns in indexes.items():
        # PostgreSQL has a second index on some columns, for what begins with given letters.
        others = [other for other in indexes if other != name and not other.endswith("_like")]
        begun = [other for other in others if indexes[other][: len(columns)] == columns]
        assert found[name]["unique"] or name.endswith("_like") or not begun, (name, begun)
