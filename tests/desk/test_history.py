"""What was changed is there to be read, by whom only for staff; any earlier value stands again in two clicks."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from cases.models import Case, Mask
from metrics.models import Figure


def history(client: Client, number: int = 8) -> str:
    return client.get(reverse("take:history", args=[number])).content.decode()


def corrected(reason: str = "") -> Figure:
    figure = Figure.objects.filter(case__number=8, state="accepted").first()
    assert figure is not None
    figure._change_reason = reason
    figure.correct(label="改过的名称")
    return figure


def test_readers_see_what_was_changed_and_why_but_not_by_whom(library: None, staff: Any) -> None:
    old = corrected("原文如此").label
    shown = history(Client())
    assert old in shown and "改过的名称" in shown and "原文如此" in shown
    assert staff.username not in shown and reverse("desk:restore", args=[8]) not in shown


def test_staff_see_who_changed_it(library: None, staff_client: Client, staff: Any) -> None:
    figure = Figure.objects.filter(case__number=8, state="accepted").first()
    staff_client.post(
        reverse("desk:decide", args=[8]), {"find": f"figure-{figure.pk}", "act": "reject", "reason": "重复"}
    )
    shown = history(staff_client)
    assert staff.username in shown and "重复" in shown
    assert staff.username not in history(Client())


def test_an_earlier_value_stands_again(library: None, staff_client: Client) -> None:
    figure = Figure.objects.filter(case__number=8, state="accepted").first()
    label = figure.label
    figure.correct(label="改过的名称")
    page = staff_client.get(reverse("take:history", args=[8]))
    [back] = [change.back for change in page.context["page"] if change.new == "改过的名称"]
    response = staff_client.post(reverse("desk:restore", args=[8]), {"change": back}, follow=True)
    figure.refresh_from_db()
    assert figure.label == label and response.status_code == 200
    assert next(change.old for change in response.context["page"]) == "改过的名称"


def test_a_field_of_the_case_is_restored_and_outlives_new_readings(library: None, staff_client: Client) -> None:
    case = Case.objects.get(number=8)
    title = case.title
    case.correct(title="另一个题目")
    changes = staff_client.get(reverse("take:history", args=[8])).context["page"]
    [back] = [one.back for one in changes if one.new == "另一个题目"]
    staff_client.post(reverse("desk:restore", args=[8]), {"change": back})
    case.refresh_from_db()
    assert case.title == title and "title" in case.decided


def test_a_place_is_told_by_its_name_and_restored(library: None, staff_client: Client) -> None:
    case = Case.objects.get(number=8)
    place, other = case.place, Case.objects.get(number=1).place
    case.correct(place=other)
    changes = staff_client.get(reverse("take:history", args=[8])).context["page"]
    [change] = [one for one in changes if one.new == str(other)]
    staff_client.post(reverse("desk:restore", args=[8]), {"change": change.back})
    case.refresh_from_db()
    assert change.old == str(place) and case.place == place


def test_publishing_is_not_taken_back_here(library: None, staff_client: Client) -> None:
    case = Case.objects.get(number=8)
    case.withdraw("错")
    changes = staff_client.get(reverse("take:history", args=[8])).context["page"]
    assert [one.back for one in changes if one.new == str(Case.Status.WITHDRAWN.label)] == [""]
    line = Case.history.filter(id=case.pk).last()
    staff_client.post(reverse("desk:restore", args=[8]), {"change": f"case-{line.history_id}-state"})
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_a_made_up_change_restores_nothing(library: None, staff_client: Client) -> None:
    lines = Figure.history.count()
    for name in ("", "x", "figure-1", "figure-x-label", "user-1-password", "figure-999999999-label", "case-1-number"):
        assert staff_client.post(reverse("desk:restore", args=[8]), {"change": name}).status_code == 302
    assert Figure.history.count() == lines


def test_masked_names_stay_masked_in_the_history(library: None) -> None:
    mask = Mask.objects.filter(state="accepted").select_related("source").first()
    case = Case.objects.filter(source_links__source=mask.source, state="published").first()
    assert mask is not None and case is not None
    figure = case.figures.first()
    figure.correct(label=f"{mask.name}家的收入")
    figure.correct(label="一户的收入")
    shown = history(Client(), case.number)
    assert "家的收入" in shown and mask.name not in shown


def test_the_history_of_what_is_not_public_is_not_public(library: None) -> None:
    case = Case.objects.get(number=8)
    case.withdraw("错")
    assert Client().get(reverse("take:history", args=[8])).status_code == 410
    Case.objects.filter(number=7).update(state="draft")
    assert Client().get(reverse("take:history", args=[7])).status_code == 404


def test_a_case_with_no_change_says_so(library: None, client: Client) -> None:
    Case.history.filter(history_type="~").delete()
    Figure.history.filter(history_type="~").delete()
    response = client.get(reverse("take:history", args=[3]))
    assert response.status_code == 200


def test_the_address_of_a_figure_leads_where_its_case_went(library: None) -> None:
    figure = Figure.objects.filter(case__number=1).first()
    Case.objects.get(number=1).merge_into(Case.objects.get(number=2), "same")
    assert Client().get(f"/figures/{figure.pk}/").headers["Location"] == "/cases/2/"
    other = Figure.objects.filter(case__number=8).first()
    Case.objects.get(number=8).withdraw("错")
    assert Client().get(f"/figures/{other.pk}/").status_code == 410
