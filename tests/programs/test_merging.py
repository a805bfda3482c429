"""Two records of one programme are merged, one of two is split: names, addresses and readings to come follow."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cases.models import State
from programs.extract.records import ProgramFound
from programs.merging import merge, split
from programs.models import CaseProgram, Program
from seeds.vocabulary import Vocabulary

LIST = reverse("admin:programs_program_changelist")
pytestmark = pytest.mark.django_db


@pytest.fixture
def two(library: None) -> tuple[Program, Program]:
    """Two programmes of two different published cases."""
    first = CaseProgram.objects.public().select_related("program").order_by("case__number", "pk").first()
    others = CaseProgram.objects.public().exclude(case=first.case).exclude(program=first.program)
    return first.program, others.select_related("program").order_by("case__number", "pk").first().program


def named(program: Program) -> set[int]:
    return set(program.case_links.values_list("case__number", flat=True))


def send(client: Client, act: str, programs: list[Program], **values: Any) -> Any:
    chosen = {"action": act, "_selected_action": [program.pk for program in programs]}
    return client.post(LIST, chosen | values, follow=True)


def test_a_merged_programme_gives_its_cases_names_and_address_to_the_other(
    two: tuple[Program, Program], client: Client
) -> None:
    gone, stays = two
    both = named(gone) | named(stays)
    merge(gone, stays, "同一工程")
    stays.refresh_from_db()
    assert named(stays) == both and not named(gone)
    assert {gone.name, *gone.aliases} <= set(stays.aliases)
    moved = client.get(gone.get_absolute_url())
    assert moved.status_code == 301 and moved["Location"] == stays.get_absolute_url()
    assert gone.name in client.get(stays.get_absolute_url()).content.decode()
    assert not Program.objects.published().filter(pk=gone.pk).exists()
    assert {stays.history.first().history_change_reason, gone.history.first().history_change_reason} == {"同一工程"}
    assert stays.case_links.filter(main=True).first().history.exists()


def test_a_later_merge_leads_the_first_address_on(two: tuple[Program, Program], client: Client) -> None:
    gone, stays = two
    last = Program.objects.published().exclude(pk__in=[gone.pk, stays.pk]).first()
    merge(gone, stays)
    merge(stays, last)
    assert client.get(gone.get_absolute_url())["Location"] == last.get_absolute_url()
    gone.refresh_from_db()
    with pytest.raises(ValueError, match="twice"):
        merge(gone, last)


def test_a_case_that_names_both_keeps_the_better_decided_one_as_main_if_either_is(two: tuple[Program, Program]) -> None:
    gone, stays = two
    link = gone.case_links.public().first()
    there = CaseProgram.objects.get(pk=link.pk)
    there.pk, there.program, there.state, there.main = None, stays, State.REJECTED, False
    there.save()
    CaseProgram.objects.filter(pk=link.pk).update(state=State.ACCEPTED, main=True)
    merge(gone, stays)
    left = CaseProgram.objects.get(case=link.case, program=stays)
    assert (left.pk, left.state, left.main) == (link.pk, State.ACCEPTED, True)
    assert CaseProgram.history.filter(id=there.pk, history_type="-").exists()


def test_what_was_rejected_makes_no_programme_the_main_one(two: tuple[Program, Program]) -> None:
    gone, stays = two
    link = stays.case_links.public().first()
    CaseProgram.objects.filter(pk=link.pk).update(state=State.ACCEPTED, main=False)
    spare = CaseProgram.objects.get(pk=link.pk)
    spare.pk, spare.program, spare.state, spare.main = None, gone, State.REJECTED, True
    spare.save()
    merge(gone, stays)
    left = CaseProgram.objects.get(case=link.case, program=stays)
    assert (left.pk, left.main) == (link.pk, False)


def test_readings_to_come_find_the_other_by_the_merged_name(two: tuple[Program, Program]) -> None:
    gone, stays = two
    merge(gone, stays)
    found = [ProgramFound(one.name, "工程", 0, 1) for one in (gone, stays)]
    vocabulary = Vocabulary()
    one, other = (vocabulary.program(each) for each in found)
    assert one is other and one.pk == stays.pk


def test_a_split_gives_the_chosen_cases_to_a_programme_of_another_name(two: tuple[Program, Program]) -> None:
    program, _other = two
    link = program.case_links.public().first()
    new = split(program, "另一个工程", [link], "两个工程")
    link.refresh_from_db()
    assert link.program == new and link.state == State.CORRECTED and "program" in link.decided
    assert link.history.first().history_change_reason == "两个工程"
    assert link.pk not in program.case_links.values_list("pk", flat=True)


def test_a_split_by_the_merged_name_takes_the_merge_back(two: tuple[Program, Program], client: Client) -> None:
    gone, stays = two
    cases = named(gone)
    links = [link.pk for link in gone.case_links.all()]
    merge(gone, stays)
    again = split(stays, gone.name, CaseProgram.objects.filter(pk__in=links))
    assert again == gone and again.merged_into is None and named(again) == cases
    assert gone.name not in stays.aliases
    assert client.get(gone.get_absolute_url()).status_code == 200


def test_the_admin_asks_before_it_merges(two: tuple[Program, Program], staff_client: Client) -> None:
    gone, stays = two
    asked = send(staff_client, "merge_programs", [gone, stays])
    assert gone.name in asked.content.decode() and not Program.objects.exclude(merged_into=None)
    send(staff_client, "merge_programs", [gone, stays], confirmed="1", stays=str(stays.pk), reason="重名")
    gone.refresh_from_db()
    assert gone.merged_into == stays and gone.history.first().history_user.username == "staff"
    address = reverse("admin:programs_program_change", args=[gone.pk])
    assert staff_client.post(address, {"name": "改名"}).status_code == 403
    assert staff_client.post(reverse("admin:programs_program_delete", args=[gone.pk])).status_code == 403


def test_the_admin_splits_by_a_name_nobody_bears(two: tuple[Program, Program], staff_client: Client) -> None:
    program, other = two
    link = program.case_links.public().first()
    values = {"confirmed": "1", "links": [link.pk], "reason": ""}
    send(staff_client, "split_program", [program], name=other.name, **values)
    link.refresh_from_db()
    assert link.program == program
    send(staff_client, "split_program", [program], name="另一个工程", **values)
    link.refresh_from_db()
    assert link.program.name == "另一个工程"


@pytest.mark.parametrize("act", ["merge_programs", "split_program"])
def test_a_wrong_number_of_programmes_is_told(two: tuple[Program, Program], staff_client: Client, act: str) -> None:
    chosen = list(two)[:1] if act == "merge_programs" else list(two)
    response = send(staff_client, act, chosen)
    assert [str(message.level_tag) for message in response.context["messages"]] == ["warning"]


@pytest.mark.parametrize(("role", "may"), [("curators", False), ("publishers", False), ("admins", True)])
def test_only_admins_merge(
    two: tuple[Program, Program], client: Client, django_user_model: Any, role: str, may: bool
) -> None:
    user = django_user_model.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    send(client, "merge_programs", list(two), confirmed="1", stays=str(two[1].pk))
    two[0].refresh_from_db()
    assert (two[0].merged_into_id is not None) == may
