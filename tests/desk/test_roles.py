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
