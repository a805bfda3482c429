"""Questions worded once: the same answers as those of their querysets, whatever the keys."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count, F, Model
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from cases.models import Case, CaseSource
from cases.prepared import MOST, Prepared, hold, together
from cases.rows import rows_of
from cases.whole import whole_cases
from metrics.models import Figure
from programs.models import Practice


def columns(record: Any) -> dict[str, Any]:
    """What an object holds, the records joined to it included."""
    joined = {name: columns(each) for name, each in record._state.fields_cache.items() if isinstance(each, Model)}
    return {name: held for name, held in record.__dict__.items() if name != "_state"} | joined


@pytest.mark.parametrize("keys", [[4], [4, 8], [8, 4, 999], list(range(1, 20)), list(range(1, MOST + 20))])
def test_records_are_those_of_the_queryset(library: None, keys: list[int]) -> None:
    def asked(numbers: Any) -> Any:
        figures = Figure.objects.filter(case__number__in=numbers).annotate(twice=F("value") * 2)
        return figures.select_related("unit", "indicator", "case__place__province").defer("reading").order_by("pk")

    prepared = Prepared(asked)
    expected = [columns(figure) for figure in asked(keys)]
    assert expected
    assert [columns(figure) for figure in prepared(keys)] == expected
    assert [columns(figure) for figure in prepared(keys)] == expected


def test_records_know_that_they_are_stored_and_keep_the_care_of_their_model(library: None) -> None:
    links = CaseSource.objects.select_related("source").defer("end")
    (link,) = Prepared(lambda keys: links.filter(case__number__in=keys))([4])
    assert [(one._state.adding, one._state.db) for one in (link, link.source)] == [(False, "default")] * 2
    assert link.end == CaseSource.objects.get(pk=link.pk).end
    link.source.text += "添"
    with pytest.raises(ValidationError):
        link.source.save()


def test_rows_are_those_of_the_queryset(library: None) -> None:
    def counted(keys: Any) -> Any:
        return Figure.objects.filter(case__in=keys).order_by("case").values_list("case").annotate(Count("pk"))

    keys = list(Case.objects.values_list("pk", flat=True))
    assert Prepared(counted)(keys) == list(counted(keys))
    assert len(Prepared(counted)(keys)) == 8


def test_a_question_is_worded_once_for_each_power_of_two(library: None) -> None:
    worded: list[int] = []

    def asked(numbers: Any) -> Any:
        worded.append(len(numbers))
        return Case.objects.filter(number__in=numbers)

    prepared = Prepared(asked)
    for numbers in ([1], [2], [3, 4], [5, 6], [7], [1, 2, 3], [1, 2, 3, 4]):
        assert sorted(case.number for case in prepared(numbers)) == numbers
    assert worded == [1, 2, 4]


def test_questions_asked_together_give_what_each_gives(library: None) -> None:
    cases = Prepared(lambda keys: Case.objects.filter(pk__in=keys).order_by("pk"))
    links = Prepared(lambda keys: CaseSource.objects.filter(case__in=keys).order_by("pk"))
    keys = list(Case.objects.values_list("pk", flat=True))
    many = [*keys, *range(10**6, 10**6 + MOST)]
    asked = [(cases, keys), (cases, []), (links, many), (links, keys[:1]), (cases, [10**30])]
    got = together(*asked)
    assert got == [each(wanted) for each, wanted in asked]
    assert [len(found) for found in got] == [8, 0, CaseSource.objects.count(), 1, 0]


@pytest.mark.parametrize("key", [2**31, 2**63 - 2, 2**63, 10**30])
def test_a_key_no_column_holds_finds_nothing(library: None, key: int) -> None:
    prepared = Prepared(lambda numbers: Case.objects.filter(number__in=numbers))
    assert prepared([key]) == []
    assert [case.number for case in prepared([4, key])] == [4]


def test_no_key_asks_nothing(library: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert Prepared(lambda keys: Case.objects.filter(pk__in=keys))([]) == []
    assert not queries


def test_what_is_held_is_had_as_after_a_prefetch(library: None) -> None:
    case = Case.objects.get(number=4)
    links = list(CaseSource.objects.filter(case=case))
    practices = list(Practice.objects.filter(measures__case=case).annotate(measure=F("measures")))
    measures = list(case.measures.all())
    hold([case], "source_links", links, "case_id")
    hold((measure for measure in measures), "practices", practices, "measure")
    with CaptureQueriesContext(connection) as queries:
        assert list(case.source_links.all()) == links
        held = {measure.pk: {practice.pk for practice in measure.practices.all()} for measure in measures}
    assert not queries
    assert any(held.values())
    assert held == {measure.pk: set(measure.practices.values_list("pk", flat=True)) for measure in case.measures.all()}


def test_practices_of_a_measure_come_in_the_order_of_their_slugs(library: None) -> None:
    measures = [measure for case in whole_cases(range(1, 9)) for measure in case.measures.all()]
    told = [[practice.slug for practice in measure.practices.all()] for measure in measures]
    stored = [list(Practice.objects.filter(measures=each).values_list("slug", flat=True)) for each in measures]
    assert told == [sorted(slugs) for slugs in stored]
    assert max(map(len, told)) > 1


def test_a_case_and_its_row_are_got_in_few_questions_none_worded_anew(library: None, monkeypatch: Any) -> None:
    """Case, links with sources, masks, sections, programmes, measures, what practices they have, figures, flags and the
    figures of these; units, indicators, practices, place and what became of it. Of a row case, links, masks,
    programmes, flags, figures and place."""
    for number, got, most in ((1, whole_cases, 13), (4, whole_cases, 14), (4, rows_of, 7)):
        got([number])
        with CaptureQueriesContext(connection) as queries, monkeypatch.context() as patched:
            patched.setattr(SQLCompiler, "as_sql", None)
            [case] = got([number])
        assert case.number == number
        assert len(queries) <= most
