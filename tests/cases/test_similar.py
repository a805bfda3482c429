"""Cases that share most, counted by the database and from the columns of the list alike."""

from __future__ import annotations

import random

import pytest
from django.test import RequestFactory

from cases import similar
from cases.columns import bits_of
from cases.detail import cases_by_practice, practices_of
from cases.filters import CaseFilters
from cases.models import Case, CaseSource, Mask
from cases.similar import most_held, similar_to
from cases.templatetags.library import way
from cases.whole import whole_cases

ALL = range(1, 9)


def test_what_most_sets_hold_comes_first_and_of_equals_the_lowest() -> None:
    assert list(most_held([0b1010, 0b1100, 0b1001])) == [3, 0, 1, 2]
    assert list(most_held([])) == list(most_held([0, 0])) == []


@pytest.mark.parametrize("spread", [1, similar.STRETCH - 1, similar.STRETCH, 3 * similar.STRETCH + 7])
def test_the_order_is_that_of_counting_one_by_one(spread: int) -> None:
    rng = random.Random(7)
    for size in (1, 2, 3, 4, 7, 9):
        sets = [bits_of(key * spread for key in range(60) if rng.random() < 0.5) for _ in range(size)]
        counts = {key * spread: sum(bits >> key * spread & 1 for bits in sets) for key in range(60)}
        held = sorted((key for key in counts if counts[key]), key=lambda key: (-counts[key], key))
        assert list(most_held(sets)) == held


@pytest.mark.parametrize("number", ALL)
def test_columns_and_database_find_the_same_similar_cases(library: None, number: int) -> None:
    [case] = whole_cases([number])
    practices, columns = (
        practices_of(case),
        CaseFilters({}, Case.objects.published()).columns_of(Case.objects.published()),
    )
    request = RequestFactory().get("/")
    by_columns = [(each.case.pk, each.reason) for each in similar_to(request, case, practices, columns)]
    assert by_columns == [(each.case.pk, each.reason) for each in similar_to(request, case, practices, None)]
    assert cases_by_practice(practices, columns) == cases_by_practice(practices, None)


def test_a_case_without_practices_is_beside_its_neighbours_either_way(library: None) -> None:
    keys = Case.objects.published().order_by("pk").values_list("pk", "place")
    (one, place), (other, _other) = keys[0], keys[1]
    Case.objects.filter(pk=other).update(place=place)
    case = Case.objects.published().get(pk=one)
    columns = CaseFilters({}, Case.objects.published()).columns_of(Case.objects.published())
    for known in (columns, None):
        found = similar_to(RequestFactory().get("/"), case, {}, known)
        assert other in [each.case.pk for each in found]


def test_what_is_told_of_other_cases_is_what_their_own_pages_tell(library: None) -> None:
    first, second = CaseSource.objects.filter(case__number__in=(1, 4), primary=True).order_by("pk")
    CaseSource.objects.create(case=first.case, source=second.source, number=2, start=0, end=10)
    cases = whole_cases(ALL)
    told = similar._others([case.pk for case in cases])
    for case in cases:
        other = told[case.pk]
        assert (other.number, other.title, other.url) == (case.number, case.public_title, case.get_absolute_url())
        assert (other.years, other.place) == (case.years, way(case.place))
        assert other.prefecture == case.place.prefecture_id
        assert other.sources == {link.source_id for link in case.source_links.all()}
    assert len(told[first.case_id].sources) == 2


def named_after_a_masked_person() -> tuple[Case, Mask]:
    mask = Mask.objects.filter(source__case_links__case__number=4).exclude(state="rejected")[0]
    case = Case.objects.get(number=4)
    case.title = f"{mask.name}的故事"
    case.save()
    return case, mask


def test_a_masked_name_in_the_title_of_another_case_stays_masked(library: None) -> None:
    case, mask = named_after_a_masked_person()
    [other] = similar._others([case.pk]).values()
    assert other.title == f"{mask.shown_name}的故事" != case.title
