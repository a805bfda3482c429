"""The library as it stands after `load_seeds`: eight reviewed cases."""

from __future__ import annotations

from django.core.management import call_command

from cases.models import Case, Mask, SearchRow, Source
from metrics.models import Figure
from programs.models import CaseProgram, Measure

COUNTIES = ["开化县", "嘉善县", "淳安县", "兴山县", "翁源县", "临泽县", "溧水县", "黔西县"]
MAIN = [
    "农村党员上网工程",
    "党群致富联合体",
    "百村百星",
    "两会两评",
    "农村党员创业示范工程",
    "联户带创",
    "网上科技党日",
    "城乡共建新农村党建“1+1”结对帮扶",
]


def test_eight_cases_are_published_in_the_order_of_the_texts(library: None) -> None:
    cases = Case.objects.published().order_by("number")
    assert [case.number for case in cases] == list(range(1, 9))
    assert [case.place.name for case in cases if case.place] == COUNTIES


def test_each_case_has_its_main_programme(library: None) -> None:
    links = CaseProgram.objects.public().filter(main=True).order_by("case__number").select_related("program")
    assert all(name in link.program.name for link, name in zip(links, MAIN, strict=True))


def test_two_counties_are_inferred_and_say_from_what(library: None) -> None:
    inferred = Case.objects.filter(place_basis="inferred").order_by("number")
    assert [case.place.name for case in inferred if case.place] == ["临泽县", "溧水县"]
    assert all(case.place_evidence for case in inferred)


def test_only_one_case_is_cut_off(library: None) -> None:
    assert [case.number for case in Case.objects.filter(truncated=True)] == [5]


def test_years_say_how_they_are_known(library: None) -> None:
    known = {case.number: (case.years, case.year_basis) for case in Case.objects.all()}
    assert known[1] == ("2000–2001", "stated")
    assert known[5] == ("2007–", "stated")
    assert known[6] == ("2010", "page_date")


def test_at_least_330_figures_equal_their_characters(library: None) -> None:
    figures = list(Figure.objects.published().select_related("source"))
    assert len(figures) >= 330
    assert all(figure.source.text[figure.start : figure.end] == figure.quote for figure in figures)


def test_reviewed_finds_are_accepted_or_corrected(library: None) -> None:
    for model in (Figure, Measure, CaseProgram):
        assert set(model.objects.public().values_list("state", flat=True)) <= {"accepted", "corrected"}


def test_figures_know_their_section_and_measure(library: None) -> None:
    assert Figure.objects.published().filter(section=None).count() < 20
    assert Figure.objects.published().exclude(measure=None).count() > 100


def test_no_search_row_holds_a_masked_name(library: None) -> None:
    names = set(Mask.objects.values_list("name", flat=True))
    assert len(names) >= 6
    for name in names:
        assert not SearchRow.objects.filter(body__contains=name).exists()
        assert not SearchRow.objects.filter(title__contains=name).exists()


def test_loading_again_changes_nothing_even_after_an_edit(library: None) -> None:
    Case.objects.filter(number=1).update(title="改过的标题")
    call_command("load_seeds", quiet=True)
    assert Case.objects.get(number=1).title == "改过的标题"
    assert Source.objects.count() == 5


def test_the_stored_bytes_are_the_given_ones(library: None) -> None:
    assert all(source.intact() for source in Source.objects.all())
