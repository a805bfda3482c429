"""Errors reported by readers: at a passage, masked, counted, seen by the editors."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from cases.models import Case, Mask
from desk.models import Report
from metrics.models import Figure


def send(client: Client, address: str = "/cases/4/report/", **data: Any) -> Any:
    return client.post(address, {"wrong": "应为 42 840 户", **data})


def test_a_figure_is_reported_where_it_stands(library: None, client: Client) -> None:
    figure = Figure.objects.published().with_words().get(case__number=2, quote="302户")
    assert figure.report_url == f"/cases/2/report/?s=1&c={figure.start}-{figure.end}"
    html = client.get(figure.report_url).content.decode()
    assert "“302户”" in html
    answer = send(client, figure.report_url, contact="me@example.cn")
    assert answer["Location"] == "/cases/2/report/thanks/"
    report = Report.objects.get()
    assert (report.quote, report.start, report.case.number, report.state) == ("302户", figure.start, 2, "open")
    assert report.words_url == figure.words_url
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("query", ["", "?s=9&c=1-2", "?c=9-1", "?c=x", "?c=1-99999999999"])
def test_a_report_without_a_passage_is_about_the_case(library: None, client: Client, query: str) -> None:
    address = f"/cases/4/report/{query}"
    assert client.get(address).status_code == 200
    assert send(client, address).status_code == 302
    assert Report.objects.get().words_url in {"/cases/4/", "/cases/4/source/?s=1&c=1-2#c"}


def test_an_empty_or_endless_report_is_sent_back(library: None, client: Client) -> None:
    for wrong in ("", "   ", "长" * 2001):
        assert send(client, wrong=wrong).status_code == 200
    assert not Report.objects.exists()


def test_a_program_that_fills_in_everything_stores_nothing(library: None, client: Client) -> None:
    assert send(client, website="http://spam.example/").status_code == 302
    assert not Report.objects.exists()


def test_the_sixth_report_within_an_hour_waits(library: None, client: Client) -> None:
    for _n in range(5):
        assert send(client).status_code == 302
    answer = send(client, wrong="第六条")
    assert answer.status_code == 429 and "第六条" in answer.content.decode()
    assert client.post("/cases/4/report/", {"wrong": "别人"}, REMOTE_ADDR="10.0.0.9").status_code == 302
    forwarded = {"X-Forwarded-For": "1.2.3.4, 10.0.0.7"}
    assert client.post("/cases/4/report/", {"wrong": "经代理"}, headers=forwarded).status_code == 302
    assert not Report.objects.filter(sender__contains="10.0.0").exists()


def test_a_report_needs_its_token(library: None) -> None:
    assert send(Client(enforce_csrf_checks=True)).status_code == 403


def test_the_passage_is_stored_masked(library: None, client: Client) -> None:
    mask = Mask.objects.filter(source__cases__number=4).first()
    assert mask
    address = f"/cases/4/report/?s=1&c={mask.start}-{mask.end}"
    assert mask.quote not in client.get(address).content.decode()
    send(client, address)
    assert Report.objects.get().quote == mask.shown


def test_a_case_not_public_takes_no_report(library: None, client: Client) -> None:
    Case.objects.filter(number=4).update(state="draft")
    assert send(client).status_code == 404
    assert client.get("/cases/4/report/thanks/").status_code == 404


def test_the_pages_lead_to_the_form(library: None, client: Client) -> None:
    assert 'href="/cases/4/report/"' in client.get("/cases/4/").content.decode()
    assert "/cases/4/report/?s=1&amp;c=5-9" in client.get("/cases/4/source/?s=1&c=5-9").content.decode()


def test_editors_see_and_settle_it(library: None, client: Client, staff_client: Client, staff: Any) -> None:
    send(client)
    report = Report.objects.get()
    assert "应为 42 840 户" in staff_client.get("/desk/").content.decode()
    address = f"/admin/desk/report/{report.pk}/change/"
    assert staff_client.get(address).status_code == 200
    staff_client.post(address, {"state": "corrected", "answer": "已改"})
    report.refresh_from_db()
    assert (report.state, report.answer, report.settled_by) == ("corrected", "已改", staff)
    assert staff_client.get("/desk/").context["report_count"] == 0


@pytest.mark.parametrize("role", ["curators", "publishers", "admins"])
def test_every_role_may_answer(library: None, role: str) -> None:
    held = set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))
    assert {"view_report", "change_report"} <= held
