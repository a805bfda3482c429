"""What the list of cases can be narrowed by, and that every count equals the list it leads to."""

import pytest
from django.http import QueryDict

from cases.filters import CaseFilters
from cases.models import Case
from metrics.models import Figure
from programs.models import Measure


def kept(query: str) -> list[int]:
    filters, _notes = CaseFilters.read(QueryDict(query), Case.objects.published())
    return list(filters.narrowed().order_by("number").values_list("number", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("place=330000", [1, 2, 3]),
        ("place=330800", [1]),
        ("place=330824", [1]),
        ("place=330824&place=420526", [1, 4]),
        ("place=330000&place=330824", [1]),
        ("place=330000&place=330824&place=420000", [1, 4]),
        ("year_min=2001&year_max=2002", [1, 2, 3]),
        ("year_min=2007&year_max=2007", [4, 5, 8]),
        ("year_max=2000", [1]),
        ("year_min=2021", [7]),
        ("year_basis=page_date", [6, 7]),
        ("condition=cut", [5]),
        ("condition=whole", [1, 2, 3, 4, 6, 7, 8]),
        ("condition=cut&condition=whole", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("q=溧水", [7]),
        ("q=兴山&place=330000", []),
    ],
)
def test_filters_keep_what_they_say(library: None, query: str, expected: list[int]) -> None:
    assert kept(query) == expected


def test_several_values_of_one_facet_are_joined_by_or(library: None) -> None:
    one, other = kept("kind=模式"), kept("kind=机制")
    assert kept("kind=模式&kind=机制") == sorted({*one, *other})


def test_different_facets_are_joined_by_and(library: None) -> None:
    assert kept("kind=活动&place=330000") == sorted(set(kept("kind=活动")) & set(kept("place=330000")))


QUERIES = ["", "place=330000", "kind=活动&year_min=2002", "practice=loans&place=420526", "q=培训"]


@pytest.mark.parametrize("query", QUERIES)
def test_every_count_of_a_facet_is_the_list_of_that_one_choice(library: None, query: str) -> None:
    filters, _notes = CaseFilters.read(QueryDict(query), Case.objects.published())
    checked = 0
    for facet in filters.facets():
        for option in facet["options"]:
            data = QueryDict(query, mutable=True)
            data.setlist(facet["name"], [option.value])
            assert option.count == len(kept(data.urlencode())), (facet["name"], option.value)
            checked += 1
    assert checked > 10


def test_rejected_finds_count_nowhere(library: None) -> None:
    assert 1 in kept("unit=元")
    Figure.objects.filter(case__number=1, unit__name="元").update(state="rejected")
    assert 1 not in kept("unit=元")
    facets = {facet["name"]: facet for facet in CaseFilters.read(QueryDict(), Case.objects.published())[0].facets()}
    money = next(option for option in facets["unit"]["options"] if option.value == "元")
    assert money.count == len(kept("unit=元")) > 0


def test_a_facet_asks_one_record_for_value_and_state(library: None) -> None:
    """A rejected measure of a practice beside an accepted one of another must not add up."""
    case = Case.objects.get(number=1)
    slug = case.measures.first().practices.first().slug
    Measure.objects.filter(case=case, practices__slug=slug).update(state="rejected")
    Measure.objects.filter(case=case).exclude(practices__slug=slug).update(state="accepted")
    assert 1 not in kept(f"practice={slug}")


def test_nonsense_is_left_out_and_the_rest_kept(library: None) -> None:
    filters, notes = CaseFilters.read(QueryDict("place=330000&place=zz&year_min=x"), Case.objects.published())
    assert filters.chosen == {"place": ["330000"]}
    assert len(notes) == 2


@pytest.mark.parametrize("name", ["q", "year_min", "place", "unit"])
def test_an_empty_value_is_no_filter(library: None, name: str) -> None:
    filters, notes = CaseFilters.read(QueryDict(f"{name}="), Case.objects.published())
    assert not notes
    assert filters.narrowed().count() == 8


def test_all_filters_state_field_and_lookup() -> None:
    for name, each in CaseFilters.base_filters.items():
        assert each.field_name, name
        assert each.lookup_expr, name
        assert each.label, name


def test_bounds_of_a_span_share_one_chip(library: None) -> None:
    for query, words in [("year_min=2000&year_max=2003", "2000–2003"), ("year_min=2000&year_max=2000", "2000")]:
        filters, _notes = CaseFilters.read(QueryDict(query), Case.objects.published())
        assert [chip.short for chip in filters.chips()] == [words]


def test_each_set_of_filters_knows_what_its_own_rows_hold(library: None) -> None:
    everything, first = Case.objects.published(), Case.objects.published().filter(number=1)
    query = QueryDict("place=420000&year_min=2001")
    for queryset, chosen in [
        (everything, {"place", "year_min"}),
        (first, {"year_min"}),
        (everything, {"place", "year_min"}),
    ]:
        filters, _notes = CaseFilters.read(query, queryset)
        assert set(filters.chosen) == chosen
        assert all(each.parent is filters for each in filters.filters.values())
        assert filters.filters["year_min"].filter.f is filters.filters["year_min"]
