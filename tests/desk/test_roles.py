"""Who may open what: the table of docs/roles.md, role by role and page by page."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse

from cases.models import Source
from desk.models import Batch
from desk.urls import urlpatterns

ROLES = ["anyone", "member", "curators", "publishers", "admins"]
# What each role gets: a page (200), a request to log in (302), or a refusal (403), in the order of ROLES.
PAGES = {
    "desk:home": [302, 403, 200, 200, 200],
    "desk:queue": [302, 403, 200, 200, 200],
    "desk:import": [302, 403, 200, 200, 200],
    "admin:index": [302, 302, 200, 200, 200],
    "admin:cases_case_changelist": [302, 302, 200, 200, 200],
    "admin:cases_source_changelist": [302, 302, 200, 200, 200],
    "admin:metrics_figure_changelist": [302, 302, 200, 200, 200],
    "admin:cases_mask_add": [302, 302, 200, 200, 200],
    "admin:metrics_unit_changelist": [302, 302, 200, 200, 200],
    "admin:metrics_unit_add": [302, 302, 403, 403, 200],
    "admin:programs_practice_add": [302, 302, 403, 403, 200],
    "admin:auth_user_changelist": [302, 302, 403, 403, 200],
    "admin:auth_group_add": [302, 302, 403, 403, 200],
}


# The desk's addresses with something in them (case 8, its source, an import of someone else's): GET, then POST.
DESK = {
    "desk:batch": ([302, 403, 200, 200, 200], [302, 403, 405, 405, 405]),
    "desk:look": ([302, 403, 404, 404, 404], [302, 403, 405, 405, 405]),
    "desk:confirm": ([302, 403, 405, 405, 405], [302, 403, 404, 404, 404]),
    "desk:undo_batch": ([302, 403, 403, 200, 200], [302, 403, 403, 302, 302]),
    "desk:alike": ([302, 403, 200, 200, 200], [302, 403, 403, 302, 302]),
    "desk:review": ([302, 403, 200, 200, 200], [302, 403, 405, 405, 405]),
    "desk:facts": ([302, 403, 200, 200, 200], [302, 403, 422, 422, 422]),
    "desk:offered": ([302, 403, 200, 200, 200], [302, 403, 405, 405, 405]),
    "desk:decide": ([302, 403, 405, 405, 405], [302, 403, 302, 302, 302]),
    "desk:undo": ([302, 403, 405, 405, 405], [302, 403, 302, 302, 302]),
    "desk:act": ([302, 403, 405, 405, 405], [302, 403, 302, 302, 302]),
    "desk:anew_all": ([302, 403, 405, 405, 405], [302, 403, 302, 302, 302]),
    "desk:anew": ([302, 403, 405, 405, 405], [302, 403, 302, 302, 302]),
    "desk:restore": ([302, 403, 405, 405, 405], [302, 403, 302, 302, 302]),
    "desk:erase": ([302, 403, 403, 403, 200], [302, 403, 403, 403, 200]),
}


def as_role(client: Client, role: str, users: Any) -> Client:
    if role == "anyone":
        return client
    user = users.objects.create_user(role, password="a-long-passphrase", is_staff=role != "member")
    if role != "member":
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_others(role: str, client: Client, db: None, django_user_model: Any) -> None:
    as_role(client, role, django_user_model)
    found = {name: client.get(reverse(name)).status_code for name in PAGES}
    assert found == {name: codes[ROLES.index(role)] for name, codes in PAGES.items()}


@pytest.mark.parametrize(("role", "code"), [*zip(ROLES, [302, 403, 404, 404, 404], strict=True)])
def test_who_may_confirm_an_import(role: str, code: int, client: Client, db: None, django_user_model: Any) -> None:
    as_role(client, role, django_user_model)
    assert client.post(reverse("desk:confirm", args=[1])).status_code == code


@pytest.mark.parametrize("role", ["curators", "publishers", "admins"])
def test_only_publishers_and_admins_hold_the_right_to_publish(role: str, db: None, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user(role)
    user.groups.add(Group.objects.get(name=role))
    assert user.has_perm("cases.publish_case") == (role != "curators")
    assert user.has_perm("metrics.change_figure") and user.has_perm("cases.view_source")
    assert user.has_perm("auth.change_user") == (role == "admins")


def test_making_the_roles_twice_changes_nothing(db: None) -> None:
    def rights() -> set[tuple[str, str]]:
        return set(Group.objects.values_list("name", "permissions__codename"))

    before = rights()
    then = MigrationLoader(connection).project_state(("desk", "0002_roles")).apps
    import_module("desk.migrations.0002_roles").make_roles(then, SimpleNamespace(connection=connection))
    assert rights() == before


@pytest.mark.parametrize("role", ROLES)
def test_each_address_of_the_desk_asks_for_its_right(
    role: str, library: None, client: Client, django_user_model: Any, staff: Any
) -> None:
    as_role(client, role, django_user_model)
    batch = Batch.objects.create(user=staff, label="someone else's")
    source = Source.objects.get(case_links__case__number=8)
    keys: dict[str, list[Any]] = {
        "anew_all": [],
        "offered": ["place"],
        "batch": [batch.pk],
        "look": [batch.pk, 1],
        "confirm": [batch.pk],
        "undo_batch": [batch.pk],
    }
    for name, (reading, sending) in DESK.items():
        address = reverse(name, args=keys.get(name.split(":")[1], [source.pk if "erase" in name else 8]))
        found = client.get(address).status_code, client.post(address).status_code
        at = ROLES.index(role)
        assert found == (reading[at], sending[at]), name


def test_every_address_of_the_desk_is_in_the_table() -> None:
    names = {f"desk:{pattern.name}" for pattern in urlpatterns}
    assert names == {name for name in (*PAGES, *DESK) if name.startswith("desk:")}
