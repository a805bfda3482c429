"""Log-in, log-out, one's own password, and a library for members only."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

PASSWORD = "a-long-passphrase"


@pytest.fixture
def member(db: None, django_user_model: Any) -> Any:
    return django_user_model.objects.create_user("member", password=PASSWORD)


def test_login_leads_back_to_where_one_wanted_to_go(client: Client, member: Any) -> None:
    data = {"username": "member", "password": PASSWORD, "next": reverse("password_change")}
    assert client.post(reverse("login"), data).headers["Location"] == reverse("password_change")


def test_login_never_leads_to_another_site(client: Client, member: Any) -> None:
    data = {"username": "member", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post(reverse("login"), data).headers["Location"] == reverse("home")


def test_a_wrong_password_says_so_without_saying_which(client: Client, member: Any) -> None:
    wrong = client.post(reverse("login"), {"username": "member", "password": "x"}).context["form"].non_field_errors()
    nobody = client.post(reverse("login"), {"username": "nobody", "password": "x"}).context["form"].non_field_errors()
    assert wrong == nobody and wrong


def test_only_a_form_logs_out(client: Client, member: Any) -> None:
    client.force_login(member)
    assert b"<form" in client.get(reverse("logout")).content
    assert "_auth_user_id" in client.session
    response = client.post(reverse("logout"), follow=True)
    assert response.redirect_chain == [(reverse("logged_out"), 302)] and "_auth_user_id" not in client.session


def test_a_password_is_changed_and_a_weak_one_refused(client: Client, member: Any) -> None:
    client.force_login(member)
    new = {"old_password": PASSWORD, "new_password1": "another-long-one", "new_password2": "another-long-one"}
    weak = new | {"new_password1": "12345678", "new_password2": "12345678"}
    assert client.post(reverse("password_change"), weak).context["form"].errors["new_password2"]
    assert client.post(reverse("password_change"), new).headers["Location"] == reverse("password_change_done")
    member.refresh_from_db()
    assert member.check_password("another-long-one")


@pytest.mark.parametrize("name", ["login", "logout", "logged_out", "password_change", "password_change_done"])
def test_pages_of_the_account_open_within_the_policy(name: str, client: Client, member: Any) -> None:
    if name != "login":
        client.force_login(member)
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert b"style=" not in response.content and "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.fixture
def members_only(settings: Any, db: None) -> None:
    settings.MEMBERS_ONLY = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]


@pytest.mark.parametrize("name", ["home", "search", "desk:home", "password_change"])
def test_members_only_asks_everyone_to_log_in(name: str, members_only: None, client: Client) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302 and response.headers["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", ["login", "health", "logged_out", "admin:login"])
def test_members_only_leaves_the_way_in_open(name: str, members_only: None, client: Client) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_members_only_lets_the_language_be_chosen(members_only: None, client: Client) -> None:
    response = client.post(reverse("set_language"), {"language": "en", "next": reverse("login")})
    assert response.headers["Location"] == reverse("login") and client.cookies["django_language"].value == "en"


def test_members_only_lets_members_in(members_only: None, client: Client, member: Any) -> None:
    client.force_login(member)
    assert client.get(reverse("home")).status_code == 200


def test_a_form_without_its_token_is_refused_in_style(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert b"<style" not in response.content and b"library.css" in response.content
