"""A case's own facts, corrected on the desk: kept from new readings, undone, told in the history, never overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Place
from desk.choosing import offered
from seeds.load import load
from seeds.reread import reread
from tests.seeds.test_load import STORY


@pytest.fixture
def case(library: None) -> Case:
    return Case.objects.get(sources=load(STORY, "story.txt").source)


def address(case: Case) -> str:
    return reverse("desk:facts", args=[case.number])


def filled(client: Client, case: Case, **changed: Any) -> dict[str, Any]:
    """The form as the page shows it, but for what is changed."""
    form = client.get(address(case)).context["form"]
    return {"seen": form.shown} | {name: form[name].value() or "" for name in form.now} | shown_lines(form) | changed


def shown_lines(form: Any) -> dict[str, str]:
    return {name: form.now[name] for name in ("authors", "place")}


def save(client: Client, case: Case, **changed: Any) -> Any:
    response = client.post(address(case), filled(client, case, **changed))
    case.refresh_from_db()
    return response


def undo(client: Client, case: Case) -> None:
    client.post(reverse("desk:undo", args=[case.number]))
    case.refresh_from_db()


def test_only_what_was_changed_becomes_a_persons(staff_client: Client, case: Case) -> None:
    response = save(staff_client, case, title="新题目", reason="据原书")
    assert response.url.startswith(reverse("desk:review", args=[case.number]))
    assert (case.title, case.decided) == ("新题目", ["title"])
    line = case.history.first()
    assert (line.history_change_reason, line.history_user.username) == ("据原书", "staff")


def test_a_form_sent_as_it_stands_changes_nothing(staff_client: Client, case: Case) -> None:
    lines = case.history.count()
    save(staff_client, case)
    assert (case.decided, case.history.count()) == ([], lines)


def test_a_place_is_known_by_name_by_code_and_by_the_way_down(staff_client: Client, case: Case) -> None:
    for words in ("临泽县", "620723", "甘肃临泽县", "甘肃省张掖市临泽县"):
        Case.objects.filter(pk=case.pk).update(place=None)
        response = save(staff_client, case, place=words, place_basis="stated")
        if response.status_code == 422:
            [chosen] = [key for key, label in offered("place", words) if "临泽县" in label][:1]
            save(staff_client, case, **{"place": words, "place-chosen": f"={chosen}", "place_basis": "stated"})
        assert case.place is not None and case.place.code == "620723", words


def test_a_name_of_several_places_asks_which_without_script_too(staff_client: Client, case: Case) -> None:
    response = save(staff_client, case, place="鼓楼区", place_basis="stated")
    page = response.content.decode()
    assert response.status_code == 422 and "江苏省南京市鼓楼区" in page and "福建省福州市鼓楼区" in page
    assert case.place is None or case.place.name != "鼓楼区"
    [fuzhou] = [key for key, label in offered("place", "鼓楼区") if "福州" in label]
    save(staff_client, case, **{"place": "鼓楼区", "place-chosen": f"={fuzhou}", "place_basis": "stated"})
    assert case.place_id == fuzhou


def test_words_that_are_no_place_are_refused_with_what_to_do(staff_client: Client, case: Case) -> None:
    response = save(staff_client, case, place="没有这个地方")
    assert response.status_code == 422 and "六位" in response.content.decode()
    assert case.decided == []


def test_a_place_decides_its_basis_and_drops_evidence_of_another(staff_client: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(place_basis="inferred", place_evidence="旧依据")
    other = Place.objects.get(code="330824", name="开化县")
    save(staff_client, case, **{"place-chosen": f"={other.pk}"})
    assert (case.place, case.place_basis, case.place_evidence) == (other, "inferred", "")
    assert case.decided == ["place", "place_basis", "place_evidence", "township"]


def test_an_inferred_place_is_said_to_be_right_and_leaves_the_queue(staff_client: Client, library: None) -> None:
    case = Case.objects.get(number=6)
    Case.objects.filter(pk=case.pk).update(decided=[], place_basis="inferred")
    place = case.place
    page = reverse("desk:review", args=[6])
    assert staff_client.get(page).context["review"].inferred
    save(staff_client, case, checked_place="on")
    assert "place" in case.decided and case.place == place
    assert not staff_client.get(page).context["review"].inferred


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", {"title": " "}),
        ("year_to", {"year_from": "2008", "year_to": "2001", "year_basis": "stated"}),
        ("year_from", {"year_from": "99", "year_basis": "stated"}),
        ("year_from", {"year_from": "去年", "year_basis": "stated"}),
        ("year_basis", {"year_from": "2003", "year_basis": ""}),
        ("place_basis", {"place": "620723", "place_basis": ""}),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    staff_client: Client, case: Case, field: str, wrong: dict[str, str]
) -> None:
    response = save(staff_client, case, **wrong)
    assert response.status_code == 422 and field in response.context["form"].errors
    assert case.decided == []


def test_years_are_decided_together_and_outlive_a_new_reading(staff_client: Client, case: Case) -> None:
    save(staff_client, case, year_from="1999", year_to="2001", year_basis="inferred")
    assert case.decided == ["year_basis", "year_evidence", "year_from", "year_to"]
    said = case.reading["year_from"]
    reread(case.sources.get().pk, version="next")
    case.refresh_from_db()
    assert (case.year_from, case.year_to, case.reading["year_from"]) == (1999, 2001, said)


def test_undo_brings_back_value_and_undecidedness(staff_client: Client, case: Case) -> None:
    before = Case.objects.filter(pk=case.pk).values().get()
    other = Place.objects.get(code="330824", name="开化县")
    save(staff_client, case, **{"place-chosen": f"={other.pk}", "place_basis": "stated", "year_from": ""})
    save(staff_client, case, title="新题目")
    undo(staff_client, case)
    assert case.title == before["title"] and case.place == other
    undo(staff_client, case)
    assert Case.objects.filter(pk=case.pk).values().get() == before


def test_undo_keeps_what_others_decided_of_other_fields(staff_client: Client, case: Case) -> None:
    save(staff_client, case, title="新题目")
    case.correct(lead="别人的导语")
    case.publish()
    undo(staff_client, case)
    assert (case.title != "新题目", case.lead, case.decided) == (True, "别人的导语", ["lead"])
    assert case.state == "published"


def test_undo_leaves_what_somebody_changed_since(staff_client: Client, case: Case) -> None:
    save(staff_client, case, title="新题目")
    case.correct(title="第三个题目")
    undo(staff_client, case)
    assert case.title == "第三个题目"


def test_two_who_edit_at_once_overwrite_nothing(staff_client: Client, case: Case) -> None:
    mine = filled(staff_client, case, lead="我的导语")
    clash = filled(staff_client, case, title="我的题目")
    case.correct(title="别人的题目")
    assert staff_client.post(address(case), mine).status_code == 302
    refused = staff_client.post(address(case), clash)
    case.refresh_from_db()
    assert (case.title, case.lead) == ("别人的题目", "我的导语")
    assert refused.status_code == 422 and "别人的题目" in refused.context["form"].errors["title"][0]


def test_what_was_corrected_is_in_the_history_and_restored_there(staff_client: Client, library: None) -> None:
    case = Case.objects.get(number=8)
    old = case.year_from
    save(staff_client, case, year_from="1985", reason="据县志")
    changes = staff_client.get(reverse("take:history", args=[8])).context["page"]
    [change] = [one for one in changes if one.new == "1985"]
    assert (change.old, change.reason) == (str(old), "据县志")
    staff_client.post(reverse("desk:restore", args=[8]), {"change": change.back})
    case.refresh_from_db()
    assert case.year_from == old and "year_from" in case.decided


def test_places_are_offered_while_one_types(staff_client: Client, library: None) -> None:
    page = staff_client.get(reverse("desk:offered", args=["place"]), {"field": "place", "place": "临泽"})
    assert "甘肃省张掖市临泽县 620723" in page.content.decode()
    assert staff_client.get(reverse("desk:offered", args=["place"]), {"field": "place"}).status_code == 200
    assert staff_client.get(reverse("desk:offered", args=["no"])).status_code == 404
