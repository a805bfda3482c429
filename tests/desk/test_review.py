"""The review desk: what asks for a person first, one decision a form, each of them to be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, State
from desk.reviewing import queue, review_of
from metrics.models import Figure, Flag
from programs.models import Measure
from seeds.load import load
from seeds.reread import reread
from tests.seeds.test_load import STORY


@pytest.fixture
def case(library: None) -> Case:
    return Case.objects.get(sources=load(STORY, "story.txt").source)


@pytest.fixture
def curator(client: Client, django_user_model: Any) -> Client:
    user = django_user_model.objects.create_user("curator", password="a-long-passphrase", is_staff=True)
    user.groups.add(Group.objects.get(name="curators"))
    client.force_login(user)
    return client


def figure(case: Case, quote: str) -> Figure:
    return case.figures.get(quote=quote)


def act(client: Client, case: Case, find: Any, name: str, **more: Any) -> Any:
    key = find if isinstance(find, str) else f"{find._meta.model_name}-{find.pk}"
    data = {"find": key, "act": name, **more}
    return client.post(reverse("desk:decide", args=[case.number]), data)


def undo(client: Client, case: Case) -> Any:
    return client.post(reverse("desk:undo", args=[case.number]))


def filled(client: Client, case: Case, row: Any, **changed: Any) -> dict[str, Any]:
    """The form of a find as the page shows it, but for what is changed."""
    page = client.get(reverse("desk:review", args=[case.number]), {"find": f"{row._meta.model_name}-{row.pk}"})
    values = {shown.field.name: shown.field.value() for shown in page.context["fields"]}
    return {name: value for name, value in (values | changed).items() if value not in (None, False)}


def test_accepting_goes_on_to_the_next_that_waits(curator: Client, case: Case) -> None:
    first, second = figure(case, "120名"), figure(case, "360户")
    response = act(curator, case, first, "accept")
    assert response.status_code == 302 and response.url.endswith(f"find=figure-{second.pk}#now")
    first.refresh_from_db()
    assert first.state == State.ACCEPTED
    assert first.history.first().history_user.username == "curator"


def test_rejecting_keeps_the_reason_in_the_history(curator: Client, case: Case) -> None:
    row = figure(case, "120名")
    act(curator, case, row, "reject", reason="不是数据")
    row.refresh_from_db()
    assert row.state == State.REJECTED
    assert row.history.first().history_change_reason == "不是数据"


def test_saving_a_changed_field_corrects_it_alone(curator: Client, case: Case) -> None:
    row = figure(case, "45万元")
    data = filled(curator, case, row, label="帮扶资金", unit="元", kind="target", reason="看上文")
    act(curator, case, row, "save", **data)
    row.refresh_from_db()
    assert (row.label, row.kind, row.state) == ("帮扶资金", "target", State.CORRECTED)
    assert row.decided == ["kind", "label"]
    assert row.history.first().history_change_reason == "看上文"


def test_saving_a_form_as_it_stands_accepts(curator: Client, case: Case) -> None:
    row = figure(case, "45万元")
    act(curator, case, row, "save", **filled(curator, case, row))
    row.refresh_from_db()
    assert (row.state, row.decided) == (State.ACCEPTED, [])


def test_a_wrong_value_is_refused_and_nothing_is_changed(curator: Client, case: Case) -> None:
    row = figure(case, "45万元")
    for wrong in ({"value": "多"}, {"unit": "没有的单位"}, {"value": "5", "value_max": "3"}):
        assert act(curator, case, row, "save", **filled(curator, case, row, **wrong)).status_code == 422
    assert figure(case, "45万元").state == State.PROPOSED


def test_undo_brings_back_what_stood_before(curator: Client, case: Case) -> None:
    row = figure(case, "45万元")
    before = Figure.objects.filter(pk=row.pk).values().get()
    act(curator, case, row, "save", **filled(curator, case, row, label="新", unit="户", value="3"))
    act(curator, case, row, "reject")
    undo(curator, case)
    row.refresh_from_db()
    assert (row.state, row.label, str(row.unit)) == (State.CORRECTED, "新", "户")
    assert undo(curator, case).url.endswith(f"find=figure-{row.pk}#now")
    assert Figure.objects.filter(pk=row.pk).values().get() == before


def test_undo_leaves_alone_what_somebody_else_decided_since(curator: Client, case: Case) -> None:
    row = figure(case, "45万元")
    act(curator, case, row, "accept")
    row.refresh_from_db()
    row.reject()
    undo(curator, case)
    row.refresh_from_db()
    assert row.state == State.REJECTED


def test_bulk_accept_by_kind_then_the_whole_case_and_back(curator: Client, case: Case) -> None:
    act(curator, case, "", "accept_all", kind="figure")
    assert not case.figures.filter(state=State.PROPOSED).exists()
    assert case.measures.filter(state=State.PROPOSED).exists()
    act(curator, case, "", "accept_all", kind="")
    assert not review_of(case.number).waiting
    undo(curator, case), undo(curator, case)
    assert review_of(case.number).decided == 0


def buttons(client: Client, case: Case, find: str = "") -> dict[tuple[str, str, bool], Any]:
    """The buttons that accept many, by kind of find, kind of figure and whether they ask for confidence."""
    groups = client.get(reverse("desk:review", args=[case.number]), {"find": find}).context["groups"]
    return {(group.name, group.kind, bool(group.sure)): group for _title, row in groups for group in row}


def test_figures_of_a_kind_as_sure_as_the_one_shown_are_accepted_in_one_step(curator: Client, case: Case) -> None:
    sure, unsure, target = (figure(case, quote) for quote in ("120名", "360户", "45万元"))
    case.figures.update(confidence=0.9)
    Figure.objects.filter(pk=sure.pk).update(confidence=0.8)
    Figure.objects.filter(pk=unsure.pk).update(confidence=0.7)
    Figure.objects.filter(pk=target.pk).update(kind="target")
    found = buttons(curator, case, f"figure-{sure.pk}")
    chosen = found["figure", "reported", True]
    assert chosen.count == case.figures.filter(kind="reported", confidence__gte=0.8).count()
    act(curator, case, sure, "accept_all", kind=chosen.value)
    states = {row.quote: row.state for row in case.figures.all()}
    assert (states["120名"], states["360户"], states["45万元"]) == ("accepted", "proposed", "proposed")
    assert list(states.values()).count("accepted") == chosen.count
    undo(curator, case)
    assert not case.figures.exclude(state=State.PROPOSED).exists()


def test_all_of_a_kind_is_one_step_and_its_number_was_said(curator: Client, case: Case) -> None:
    group = buttons(curator, case)["measure", "", False]
    assert group.count == case.measures.count() == 2
    act(curator, case, "", "accept_all", kind=group.value)
    assert not case.measures.filter(state=State.PROPOSED).exists()
    assert case.figures.filter(state=State.PROPOSED).count() == case.figures.count()


def test_no_more_are_accepted_than_were_said(curator: Client, case: Case) -> None:
    value = buttons(curator, case)["figure", "", False].value
    figure(case, "360户").delete()
    act(curator, case, "", "accept_all", kind=value)
    assert case.figures.filter(state=State.PROPOSED).count() == case.figures.count()
    for nonsense in ("figure||x|3", "measure||0.5|2", "no|such|thing", "|||999"):
        assert act(curator, case, "", "accept_all", kind=nonsense).status_code == 302
    assert not case.figures.exclude(state=State.PROPOSED).exists()


def test_a_missed_figure_is_added_from_its_words(curator: Client, case: Case) -> None:
    case.figures.filter(quote="360户").delete()
    source = case.sources.get()
    at = source.cleaned.index("360户")
    act(curator, case, "", "add_figure", at=at, words="360户")
    row = figure(case, "360户")
    assert source.text[row.start : row.end] == row.quote
    assert (row.value, str(row.unit), row.state, row.reading) == (360, "户", State.CORRECTED, {})
    assert row.section is not None and "结成帮扶对子" in row.context
    reread(source.pk)
    assert case.figures.filter(quote="360户").count() == 1


@pytest.mark.parametrize(
    ("at", "words"),
    [("0", "360户"), ("", "没有这句3个"), ("", ""), ("99999999", "360户"), ("", "培训"), ("x", "农村")],
)
def test_words_that_do_not_stand_there_are_refused(curator: Client, case: Case, at: str, words: str) -> None:
    count = Figure.objects.count()
    act(curator, case, "", "add_figure", at=at, words=words)
    assert Figure.objects.count() == count


def test_without_script_words_that_stand_once_are_enough(curator: Client, case: Case) -> None:
    case.measures.all().delete()
    act(curator, case, "", "add_measure", words="开展技术培训。共举办培训班26期，培训农民3200人次。")
    row = case.measures.get()
    assert (row.heading, row.state) == ("开展技术培训", State.CORRECTED)
    assert row.source.text[row.start : row.end] == row.quote
    undo(curator, case)
    row.refresh_from_db()
    assert row.state == State.REJECTED


def test_the_page_shows_what_the_reader_would_say(curator: Client, case: Case) -> None:
    row = figure(case, "120名")
    row.correct(label="我的名")
    page = curator.get(reverse("desk:review", args=[case.number]), {"find": f"figure-{row.pk}"})
    said = {shown.field.name: shown.said for shown in page.context["fields"] if shown.said}
    assert set(said) == {"label"} and said["label"] == row.reading["label"]
    row.reading = {"gone": "9"}
    row.save()
    assert "9" in curator.get(reverse("desk:review", args=[case.number]), {"find": f"figure-{row.pk}"}).text


def test_every_kind_of_find_has_a_page_and_can_be_saved(curator: Client, case: Case) -> None:
    for find in review_of(case.number).finds:
        address = reverse("desk:review", args=[case.number])
        page = curator.get(address, {"find": find.key})
        assert page.context["current"].key == find.key
        data = {s.field.name: s.field.value() for s in page.context["fields"] if s.field.value() not in (None, False)}
        assert act(curator, case, find.key, "save", **data).status_code == 302
    assert not review_of(case.number).waiting


def test_the_queue_puts_open_doubts_first_and_counts(library: None, case: Case) -> None:
    Flag.objects.all().update(state=Flag.Status.EXPLAINED)
    assert queue()[0].case == case
    source = case.sources.get()
    Flag.objects.create(case=Case.objects.get(number=3), source=source, kind="sum", message="合计不符")
    first = queue()[0]
    assert (first.case.number, first.flags) == (3, 1)


def test_queries_do_not_grow_with_the_case(curator: Client, case: Case) -> None:
    counts = []
    for number in (case.number, Measure.objects.filter(case__number=6).first().case.number):  # type: ignore[union-attr]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert curator.get(reverse("desk:review", args=[number])).status_code == 200
        counts.append(len(asked))
    assert max(counts) <= 26 and max(counts) - min(counts) <= 3


def test_nonsense_is_no_error(curator: Client, case: Case) -> None:
    address = reverse("desk:review", args=[case.number])
    assert curator.get(address, {"find": "figure-x'"}).status_code == 200
    assert act(curator, case, "figure-999999", "accept").status_code == 302
    assert act(curator, case, "x", "explode").status_code == 302
    assert case.figures.filter(state=State.PROPOSED).count() == case.figures.count()
    assert curator.get(reverse("desk:review", args=[99999])).status_code == 404
    assert undo(curator, case).status_code == 302


def test_readers_and_members_stay_outside(client: Client, case: Case, django_user_model: Any) -> None:
    pages = [reverse("desk:queue"), reverse("desk:review", args=[case.number])]
    acts = [reverse("desk:decide", args=[case.number]), reverse("desk:undo", args=[case.number])]
    assert {client.get(page).status_code for page in pages} == {302}
    assert all("/accounts/" in client.post(act).url for act in acts)
    client.force_login(django_user_model.objects.create_user("member", password="a-long-passphrase"))
    assert {client.get(page).status_code for page in pages} | {client.post(act).status_code for act in acts} == {403}
