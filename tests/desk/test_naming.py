"""Programmes and measures of a case on the desk: attached, told apart, renamed, given their practices and words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, State
from desk.reviewing import review_of
from programs.merging import merge
from programs.models import CaseProgram, Measure, Practice, Program
from seeds.load import load
from seeds.reread import reread
from tests.desk.test_review import act, filled, undo
from tests.seeds.test_load import STORY


@pytest.fixture
def case(library: None) -> Case:
    return Case.objects.get(sources=load(STORY, "story.txt").source)


@pytest.fixture
def link(case: Case) -> CaseProgram:
    return case.program_links.get()


def key(link: CaseProgram) -> str:
    return f"programme-{link.pk}"


def restore(client: Client, case: Case, new: str) -> Any:
    """Take back the change to this value on the page of the history."""
    changes = client.get(reverse("take:history", args=[case.number])).context["page"]
    [back] = [one.back for one in changes if one.new == new]
    return client.post(reverse("desk:restore", args=[case.number]), {"change": back}, follow=True)


def test_a_known_programme_is_attached_where_the_text_names_it(staff_client: Client, case: Case) -> None:
    program = Program.objects.create(name="技术培训")
    act(staff_client, case, "", "add_program", program="技术培训")
    link = case.program_links.get(program=program)
    assert (link.quote, link.state, link.main) == ("技术培训", State.CORRECTED, False)
    assert link.source.text[link.start : link.end] == link.quote
    reread(link.source_id)
    assert case.program_links.filter(program=program, state=State.CORRECTED).exists()
    undo(staff_client, case)
    link.refresh_from_db()
    assert link.state == State.REJECTED


def test_marked_words_name_a_new_programme_and_a_merged_name_leads_to_the_other(
    staff_client: Client, case: Case, link: CaseProgram
) -> None:
    act(staff_client, case, "", "add_program", words="结对帮扶到户")
    assert case.program_links.get(program__name="结对帮扶到户").quote == "结对帮扶到户"
    other = Program.objects.create(name="技术培训")
    merge(other, link.program)
    page = act(staff_client, case, "", "add_program", words="开展技术培训", program="技术培训")
    assert page.status_code == 302 and case.program_links.count() == 2  # it names that one already


@pytest.mark.parametrize("sent", [{}, {"program": "没有这个项目"}, {"program": "两会两评"}, {"words": "没有这些字"}])
def test_what_cannot_be_attached_is_refused(staff_client: Client, case: Case, sent: dict[str, str]) -> None:
    count = CaseProgram.objects.count(), Program.objects.count()
    page = staff_client.post(
        reverse("desk:decide", args=[case.number]), {"find": "", "act": "add_program", **sent}, follow=True
    )
    assert (CaseProgram.objects.count(), Program.objects.count()) == count
    assert 'class="warning"' in page.content.decode()


def test_a_naming_means_another_programme_and_no_reread_says_otherwise(
    staff_client: Client, case: Case, link: CaseProgram
) -> None:
    old, other = link.program, Program.objects.exclude(pk=link.program_id).exclude(cases=case).first()
    assert other is not None
    data = filled(staff_client, case, link) | {"find": key(link), "act": "save", "program": other.name}
    staff_client.post(reverse("desk:decide", args=[case.number]), data)
    link.refresh_from_db()
    assert link.program == other
    reread(link.source_id, version="next")
    assert [each.program for each in case.program_links.all()] == [other]
    undo(staff_client, case)
    link.refresh_from_db()
    assert link.program == old


def test_a_case_has_one_main_programme(staff_client: Client, case: Case, link: CaseProgram) -> None:
    act(staff_client, case, "", "add_program", words="结对帮扶到户")
    added = case.program_links.exclude(pk=link.pk).get()
    data = {"find": key(added), "act": "save", "program": added.program.name, "main": "on"}
    staff_client.post(reverse("desk:decide", args=[case.number]), data)
    assert list(case.program_links.filter(main=True)) == [added]
    link.refresh_from_db()
    assert (link.state, link.decided) == (State.PROPOSED, ["main"])
    undo(staff_client, case)
    assert list(case.program_links.filter(main=True)) == [link]


def rename(client: Client, case: Case, link: CaseProgram, **values: str) -> Any:
    sent = {"program-name": link.program.name, "program-aliases": "", "program-kind": link.program.kind} | values
    return client.post(reverse("desk:decide", args=[case.number]), {"find": key(link), "act": "save_program", **sent})


def test_a_renamed_programme_keeps_its_old_name_in_texts_to_come(
    staff_client: Client, case: Case, link: CaseProgram
) -> None:
    old = link.program.name
    rename(staff_client, case, link, **{"program-name": "连心富民", "program-aliases": "连民", "reason": "据县志"})
    program = Program.objects.get(pk=link.program_id)
    assert (program.name, program.aliases) == ("连心富民", [old, "连民"])
    assert {"name", "aliases"} <= set(program.decided)
    again = load(STORY.replace(b"360", b"361"), "again.txt").source.cases.get()
    assert [each.program for each in again.program_links.all()] == [program]
    undo(staff_client, case)
    program.refresh_from_db()
    assert (program.name, program.aliases, program.decided) == (old, [], [])
    assert rename(staff_client, case, link, **{"program-name": "两会两评"}).status_code == 422


def test_a_rename_is_in_the_history_and_restored(staff_client: Client, library: None) -> None:
    case = Case.objects.get(number=8)
    link = case.program_links.get(main=True)
    old = link.program.name
    rename(staff_client, case, link, **{"program-name": "一个新名字"})
    restore(staff_client, case, "一个新名字")
    program = Program.objects.get(pk=link.program_id)
    assert (program.name, "一个新名字" in program.aliases) == (old, True)


def test_restoring_a_naming_of_a_programme_merged_since_says_so(staff_client: Client, library: None) -> None:
    case = Case.objects.get(number=8)
    link = case.program_links.get(main=True)
    old, other, third = link.program, Program.objects.create(name="甲乙丙"), Program.objects.create(name="丁戊己")
    link.correct(program=other)
    merge(old, third)
    page = restore(staff_client, case, str(other))
    assert page.status_code == 200 and "丁戊己" in page.content.decode()
    link.refresh_from_db()
    assert link.program == other


def test_restoring_a_naming_that_another_holds_by_now_says_so(staff_client: Client, library: None) -> None:
    case = Case.objects.get(number=8)
    link = case.program_links.get(main=True)
    old, other = link.program, Program.objects.create(name="甲乙丙")
    link.correct(program=other)
    spot = {"start": link.start, "end": link.end, "quote": link.quote}
    CaseProgram.objects.create(case=case, source=link.source, program=old, **spot)
    page = restore(staff_client, case, str(other))
    assert page.status_code == 200 and 'class="warning"' in page.content.decode()


def test_practices_of_a_measure_are_decided_undone_and_restored(staff_client: Client, library: None) -> None:
    measure = Measure.objects.filter(case__number=8, practices__isnull=False).first()
    assert measure is not None
    case, before = measure.case, set(measure.practices.all())
    other = Practice.objects.exclude(pk__in=[row.pk for row in before]).first()
    assert other is not None
    data = filled(staff_client, case, measure) | {"practices": [other.pk], "reason": "看上文"}
    act(staff_client, case, measure, "save", **data)
    assert list(measure.practices.all()) == [other]
    measure.refresh_from_db()
    assert "practices" in measure.decided and measure.state == State.CORRECTED
    reread(measure.source_id, version="next")
    assert list(measure.practices.all()) == [other]
    restore(staff_client, case, str(other))
    assert set(measure.practices.all()) == before
    undo(staff_client, case)  # somebody restored it since
    assert set(measure.practices.all()) == before


def test_marked_words_become_the_span_of_a_measure_and_figures_follow(staff_client: Client, case: Case) -> None:
    measure = case.measures.get(heading__startswith="结对帮扶到户")
    inside = case.figures.get(quote="45万元")
    assert inside.measure == measure
    old = (measure.start, measure.end, measure.quote)
    words = "全县120名党员干部与360户贫困户结成帮扶对子"
    act(staff_client, case, measure, "set_span", words=words)
    measure.refresh_from_db()
    inside.refresh_from_db()
    assert measure.source.text[measure.start : measure.end] == measure.quote == words
    assert inside.measure is None and case.figures.get(quote="360户").measure == measure
    reread(measure.source_id, version="next")
    reread(measure.source_id, version="later")
    assert (case.measures.count(), case.measures.get(pk=measure.pk).quote) == (2, words)
    undo(staff_client, case)
    measure.refresh_from_db()
    inside.refresh_from_db()
    assert (measure.start, measure.end, measure.quote) == old and inside.measure == measure


def test_a_new_span_is_restored_in_the_history(staff_client: Client, library: None) -> None:
    case = Case.objects.get(number=8)
    measure = review_of(8).case.measures.first()
    old, words = measure.quote, measure.quote.split("\n")[0]
    act(staff_client, case, measure, "set_span", words=words, at=str(clean_start(measure)))
    assert Measure.objects.get(pk=measure.pk).quote == words
    restore(staff_client, case, words)
    assert Measure.objects.get(pk=measure.pk).quote == old


def clean_start(measure: Any) -> int:
    return int(measure.source.mapped.clean_span(measure.start, measure.end).start)


def test_a_state_restored_in_the_history_takes_its_figures_along(staff_client: Client, library: None) -> None:
    measure = Measure.objects.public().filter(case__state="published", figures__isnull=False).first()
    assert measure is not None
    count = measure.figures.count()
    act(staff_client, measure.case, measure, "reject")
    assert not measure.figures.exists()
    restore(staff_client, measure.case, str(State.REJECTED.label))
    assert measure.figures.count() == count


def test_a_rejected_measure_holds_no_figures(staff_client: Client, case: Case) -> None:
    measure = case.measures.get(heading__startswith="结对帮扶到户")
    act(staff_client, case, measure, "reject")
    assert case.figures.get(quote="45万元").measure is None
    undo(staff_client, case)
    assert case.figures.get(quote="45万元").measure == measure
