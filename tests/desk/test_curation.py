"""What a person decides in the admin: kept from new readings, told in the history, published or withdrawn by right."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from cases.models import Case, Mask, Place, SearchRow, Source, State
from metrics.models import Figure, Unit
from programs.models import Measure, Practice, Program


def change(model: Any, pk: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def sent(client: Client, address: str, **changed: Any) -> Any:
    """Send the form of a change page as it stands, but for what is changed."""
    context = client.get(address).context
    form = context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for inline in context["inline_admin_formsets"]:
        management = inline.formset.management_form
        data |= {management.add_prefix(name): management[name].value() for name in management.fields}
        for row in inline.formset.forms:
            data |= {row.add_prefix(name): row[name].value() for name in row.fields}
    data = {name: value for name, value in (data | changed).items() if value not in (None, False)}
    return client.post(address, data)


@pytest.fixture
def publisher(client: Client, django_user_model: Any, library: None) -> Client:
    user = django_user_model.objects.create_user("publisher", password="a-long-passphrase", is_staff=True)
    user.groups.add(Group.objects.get(name="publishers"))
    client.force_login(user)
    return client


@pytest.fixture
def curator(client: Client, django_user_model: Any, library: None) -> Client:
    user = django_user_model.objects.create_user("curator", password="a-long-passphrase", is_staff=True)
    user.groups.add(Group.objects.get(name="curators"))
    client.force_login(user)
    return client


def proposed_figure() -> Figure:
    figure = Figure.objects.published().first()
    figure.state, figure.decided = State.PROPOSED, []
    figure.save()
    return figure


def test_a_changed_field_is_a_decision_and_the_find_is_corrected(curator: Client) -> None:
    figure = proposed_figure()
    assert sent(curator, change(Figure, figure.pk), label="加工合同产值").status_code == 302
    figure.refresh_from_db()
    assert (figure.label, figure.state, figure.decided) == ("加工合同产值", State.CORRECTED, ["label"])
    assert figure.history.first().history_user.username == "curator"


def test_a_form_saved_as_it_stands_decides_nothing(curator: Client) -> None:
    figure = proposed_figure()
    sent(curator, change(Figure, figure.pk))
    figure.refresh_from_db()
    assert (figure.state, figure.decided) == (State.PROPOSED, [])


def test_practices_of_a_measure_are_a_decision_too(curator: Client) -> None:
    measure = Measure.objects.filter(case__state="published").first()
    practice = Practice.objects.exclude(measures=measure).first()
    assert sent(curator, change(Measure, measure.pk), practices=[practice.pk]).status_code == 302
    measure.refresh_from_db()
    assert "practices" in measure.decided
    assert list(measure.practices.all()) == [practice]


def test_a_corrected_case_keeps_its_number_and_state(curator: Client) -> None:
    case = Case.objects.get(number=1)
    assert sent(curator, change(Case, case.pk), title="上网工程", authors="甲\n乙", number="77").status_code == 302
    case.refresh_from_db()
    assert (case.number, case.title, case.authors) == (1, "上网工程", ["甲", "乙"])
    assert {"title", "authors"} <= set(case.decided) and case.is_published


def test_years_the_wrong_way_round_are_refused(curator: Client) -> None:
    case = Case.objects.get(number=1)
    response = sent(curator, change(Case, case.pk), year_from="2003", year_to="2001")
    assert response.status_code == 200 and response.context["adminform"].errors["year_to"]


def test_the_text_of_a_source_cannot_be_sent(curator: Client) -> None:
    source = Source.objects.first()
    assert sent(curator, change(Source, source.pk), site="某网站", text="改", raw="改", sha256="0").status_code == 302
    again = Source.objects.get(pk=source.pk)
    assert (again.site, again.text, again.sha256) == ("某网站", source.text, source.sha256)
    assert again.intact()


def act(client: Client, model: Any, name: str, *keys: int, **more: str) -> Any:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return client.post(address, {"action": name, "_selected_action": keys, **more}, follow=True)


def test_accept_and_reject_leave_decided_finds_alone(curator: Client) -> None:
    first, second = Figure.objects.published()[:2]
    first.state, second.state = State.PROPOSED, State.ORPHANED
    first.save(), second.save()
    response = act(curator, Figure, "accept", first.pk, second.pk)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == (State.ACCEPTED, State.ORPHANED)
    assert [message.level_tag for message in response.context["messages"]] == ["success", "warning"]
    act(curator, Figure, "reject", first.pk)
    first.refresh_from_db()
    assert first.state == State.REJECTED and not Figure.objects.published().filter(pk=first.pk).exists()


def test_accept_in_the_form_keeps_a_correction_a_correction(curator: Client) -> None:
    figure = proposed_figure()
    sent(curator, change(Figure, figure.pk), _accept="1")
    figure.refresh_from_db()
    assert figure.state == State.ACCEPTED
    sent(curator, change(Figure, figure.pk), label="另一名称", _accept="1")
    figure.refresh_from_db()
    assert figure.state == State.CORRECTED


def test_withdrawing_asks_for_a_reason_first(publisher: Client) -> None:
    case = Case.objects.get(number=2)
    assert b"<textarea" in act(publisher, Case, "withdraw", case.pk).content
    case.refresh_from_db()
    assert case.is_published
    act(publisher, Case, "withdraw", case.pk, reason="来源要求撤下")
    case.refresh_from_db()
    assert (case.state, case.state_reason) == ("withdrawn", "来源要求撤下")
    act(publisher, Case, "publish", case.pk)
    case.refresh_from_db()
    assert case.is_published and case.published_by.username == "publisher"


@pytest.mark.parametrize("name", ["publish", "withdraw"])
def test_curators_do_not_publish_or_withdraw(curator: Client, name: str) -> None:
    case = Case.objects.get(number=2)
    Case.objects.filter(pk=case.pk).update(state="in_review")
    act(curator, Case, name, case.pk, reason="理由")
    sent(curator, change(Case, case.pk), **{f"_{name}": "1"})
    assert Case.objects.get(pk=case.pk).state == "in_review"


def test_a_mask_reads_the_name_under_it(curator: Client) -> None:
    source = Case.objects.get(number=1).primary_link.source
    start = source.text.index("傅长龙")
    data = {"source": source.pk, "start": start, "end": start + 3, "reason": "illness"}
    assert curator.post(reverse("admin:cases_mask_add"), data).status_code == 302
    mask = Mask.objects.get(source=source, start=start)
    assert (mask.quote, mask.name, mask.shown) == ("傅长龙", "傅长龙", "傅某某")
    assert not SearchRow.objects.filter(body__contains="傅长龙").exists(), "the search still finds the name"


def test_a_mask_outside_the_text_is_refused(curator: Client) -> None:
    source = Source.objects.first()
    data = {"source": source.pk, "start": 5, "end": len(source.text) + 1, "reason": "illness"}
    assert curator.post(reverse("admin:cases_mask_add"), data).context["adminform"].errors["end"]


def test_a_slogan_is_edited_line_by_line(curator: Client) -> None:
    program = Program.objects.first()
    response = sent(curator, change(Program, program.pk), parts="两会 = 党支部+关怀理事会; 村委会+户联理事会\n两评")
    assert response.status_code == 302
    program.refresh_from_db()
    assert program.parts == [
        {"name": "两会", "means": ["党支部+关怀理事会", "村委会+户联理事会"]},
        {"name": "两评", "means": []},
    ]
    assert "parts" in program.decided


def test_two_programmes_of_one_name_are_refused(curator: Client) -> None:
    one, other = Program.objects.all()[:2]
    assert sent(curator, change(Program, one.pk), name=other.name).context["adminform"].errors["name"]


def test_a_new_factor_counts_the_figures_anew(staff_client: Client, library: None) -> None:
    unit = Unit.objects.filter(figures__isnull=False).first()
    figure = unit.figures.first()
    sent(staff_client, change(Unit, unit.pk), factor="3")
    figure.refresh_from_db()
    assert figure.amount == pytest.approx(float(figure.value) * 3)


def test_a_place_added_by_hand_sorts_by_its_sound(staff_client: Client, staff: User) -> None:
    staff_client.post(reverse("admin:cases_place_add"), {"code": "999999", "name": "开化县", "level": "county"})
    assert Place.objects.get(code="999999").name_key == "kai1 hua4 xian4"
