"""A repost is offered as such before anything is stored; a person says what it is, and both addresses live on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from seeds.reposts import told
from tests.desk.test_intake import confirm, hand_in, look, states, work

__all__ = ["work"]


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def repost(library: None) -> bytes:
    """Case 8 on another site."""
    text = told(Case.objects.get(number=8).source_links.get())
    return f"首页 > 基层党建\n\n{text}\n\n版权所有\n".encode()


def answered(client: Client, batch: Any, answer: str) -> Any:
    return confirm(client, batch, **{"alike-0-8": answer})


def test_a_repost_waits_until_a_person_says_what_it_is(
    staff_client: Client, repost: bytes, work: Callable[[], None]
) -> None:
    batch = hand_in(staff_client, ("repost.txt", repost))
    work()
    assert [one["number"] for one in batch.uploads.get().alikes] == [8]
    shown = look(staff_client, batch).context["cases"][0].alikes
    assert shown[0].case.number == 8 and shown[0].percent >= 95 and "<mark>" in shown[0].ours
    confirm(staff_client, batch)
    assert states(batch) == {"repost.txt": "ready"}


def test_the_same_story_becomes_a_further_source_and_its_address_leads_to_the_kept_one(
    staff_client: Client, client: Client, repost: bytes, work: Callable[[], None]
) -> None:
    batch = hand_in(staff_client, ("repost.txt", repost))
    work()
    answered(staff_client, batch, "into")
    work()
    kept, gone = Case.objects.get(number=8), Case.objects.latest("number")
    assert gone.merged_into == kept and "8" in gone.state_reason
    assert kept.source_links.count() == 2
    assert Client().get(gone.get_absolute_url()).headers["Location"] == kept.get_absolute_url()


def test_the_better_copy_takes_the_place_of_the_stored_one(
    staff_client: Client, repost: bytes, work: Callable[[], None]
) -> None:
    batch = hand_in(staff_client, ("repost.txt", repost))
    work()
    answered(staff_client, batch, "over")
    work()
    gone, kept = Case.objects.get(number=8), Case.objects.latest("number")
    assert gone.merged_into == kept and kept.is_published and kept.source_links.count() == 2
    assert Client().get("/cases/8/").headers["Location"] == kept.get_absolute_url()


def test_another_story_comes_in_as_a_case_of_its_own(
    staff_client: Client, repost: bytes, work: Callable[[], None]
) -> None:
    batch = hand_in(staff_client, ("repost.txt", repost))
    work()
    answered(staff_client, batch, "other")
    work()
    case = Case.objects.latest("number")
    assert case.state == "draft" and Case.objects.get(number=8).source_links.count() == 1


def test_two_stored_cases_are_found_to_be_one_and_merged(
    staff_client: Client, repost: bytes, work: Callable[[], None]
) -> None:
    batch = hand_in(staff_client, ("repost.txt", repost))
    work()
    answered(staff_client, batch, "other")
    work()
    case = Case.objects.latest("number")
    address = reverse("desk:alike", args=[case.number])
    assert [one.case.number for one in staff_client.get(address).context["alikes"]] == [8]
    response = staff_client.post(address, {"alike-0-8": "into"})
    case.refresh_from_db()
    assert case.merged_into.number == 8 and response.headers["Location"] == reverse("desk:alike", args=[8])
