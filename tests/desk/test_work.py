"""A draft is handed in, handed back, published by who may, with four eyes where they are asked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cases.models import Case
from desk.work import mine


@pytest.fixture
def people(db: None, django_user_model: Any) -> dict[str, Any]:
    users = {}
    for name, group in (("curator", "curators"), ("publisher", "publishers"), ("other", "publishers")):
        users[name] = django_user_model.objects.create_user(name, is_staff=True)
        users[name].groups.add(Group.objects.get(name=group))
    return users


@pytest.fixture
def draft(library: None) -> Case:
    case = Case.objects.get(number=8)
    case.state = Case.Status.DRAFT
    case.save()
    return case


def do(user: Any, act: str, **values: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(reverse("desk:act", args=[8]), {"act": act, **values}, follow=True)


def state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


def test_a_draft_is_handed_in_and_published_by_who_may(draft: Case, people: dict[str, Any]) -> None:
    do(people["curator"], "submit", words="请看第三节")
    assert state(draft) == "in_review" and draft.submitted_by == people["curator"]
    assert do(people["curator"], "publish").status_code == 403
    assert state(draft) == "in_review"
    do(people["publisher"], "publish")
    assert state(draft) == "published" and draft.published_by == people["publisher"]


def test_what_is_handed_back_says_what_is_to_be_done(draft: Case, people: dict[str, Any]) -> None:
    do(people["curator"], "submit")
    do(people["publisher"], "hand_back")
    assert state(draft) == "in_review"
    page = do(people["publisher"], "hand_back", words="年份要核对")
    assert state(draft) == "draft" and "年份要核对" in page.content.decode()


def test_four_eyes_ask_for_two_people(draft: Case, people: dict[str, Any], settings: Any) -> None:
    settings.FOUR_EYES = True
    do(people["publisher"], "publish")
    assert state(draft) == "draft"
    do(people["publisher"], "submit")
    do(people["publisher"], "publish")
    assert state(draft) == "in_review"
    do(people["other"], "publish")
    assert state(draft) == "published"


def test_four_eyes_hold_in_the_admin_too(draft: Case, people: dict[str, Any], settings: Any) -> None:
    settings.FOUR_EYES = True
    client = Client()
    client.force_login(people["publisher"])
    chosen = {"action": "publish", "_selected_action": [draft.pk]}
    client.post(reverse("admin:cases_case_changelist"), chosen)
    assert state(draft) == "draft"


def test_a_case_is_withdrawn_with_a_reason_only(library: None, people: dict[str, Any]) -> None:
    do(people["publisher"], "withdraw")
    case = Case.objects.get(number=8)
    assert case.is_published
    do(people["publisher"], "withdraw", words="原文有误")
    assert state(case) == "withdrawn" and case.state_reason == "原文有误"


def test_comments_are_for_the_desk_alone(draft: Case, people: dict[str, Any]) -> None:
    page = do(people["curator"], "comment", words="这里存疑吗")
    assert "这里存疑吗" in page.content.decode()
    draft.publish()
    assert "这里存疑吗" not in Client().get("/cases/8/").content.decode()


def test_my_work_is_what_is_assigned_to_me_and_what_waits_for_a_publisher(draft: Case, people: dict[str, Any]) -> None:
    do(people["publisher"], "assign", whom=str(people["curator"].pk))
    assert mine(people["curator"]) == [draft] and mine(people["publisher"]) == []
    do(people["curator"], "submit")
    assert mine(people["publisher"]) == [draft]
    do(people["publisher"], "publish")
    assert mine(people["curator"]) == mine(people["publisher"]) == []


def test_only_people_of_the_desk_are_assigned(draft: Case, people: dict[str, Any], django_user_model: Any) -> None:
    reader = django_user_model.objects.create_user("reader")
    do(people["publisher"], "assign", whom=str(reader.pk))
    draft.refresh_from_db()
    assert draft.assigned_to is None


@pytest.mark.parametrize("act", ["", "delete", "__class__"])
def test_an_unknown_act_does_nothing(draft: Case, people: dict[str, Any], act: str) -> None:
    assert do(people["publisher"], act).status_code == 200
    assert state(draft) == "draft"
