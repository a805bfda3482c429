"""Every page of the admin opens, for every record, with a number of queries that does not grow with the rows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cases.models import Case, Mask, Place, Section, Source
from desk.models import Batch, Report
from metrics.models import Figure, Flag, Indicator, Unit
from programs.models import CaseProgram, Measure, Practice, Program

KEPT = [Source, Case, Section, Program, CaseProgram, Measure, Figure, Flag, Batch, Report]
ADDED = [Mask, Place, Practice, Unit, Indicator, User, Group]
INLINE = re.compile(rb"\sstyle=|<style|\son[a-z]+=|<script>|javascript:")


def page(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def records(library: None, staff: User) -> None:
    """Something of every kind: the library has all but a batch, a report, a group and a mask of our own."""
    batch = Batch.objects.create(label="000.txt", user=staff, report={"texts": [{"name": "000.txt"}]})
    batch.sources.add(Source.objects.first())
    Report.objects.create(case=Case.objects.get(number=4), wrong="应为 42 840 户", sender="0")


def test_every_record_has_an_admin() -> None:
    # The tasks' own list is the library's that keeps them.
    assert {*KEPT, *ADDED} == {model for model in admin.site._registry if model is not DBTaskResult}


@pytest.mark.parametrize("model", [*KEPT, *ADDED], ids=lambda model: model.__name__)
def test_list_search_and_change_page_open(model: type[Model], records: None, staff_client: Client) -> None:
    one = model._default_manager.first()
    assert one is not None
    for address in (
        page(model, "changelist"),
        f"{page(model, 'changelist')}?q=1",
        page(model, "change", one.pk),
        page(model, "history", one.pk),
    ):
        response = staff_client.get(address)
        assert response.status_code == 200, address
        assert not INLINE.search(response.content), f"{address} would break the content security policy"


@pytest.mark.parametrize("model", ADDED, ids=lambda model: model.__name__)
def test_add_page_opens(model: type[Model], db: None, staff_client: Client) -> None:
    assert staff_client.get(page(model, "add")).status_code == 200


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_what_comes_from_reading_is_not_added_or_deleted_by_hand(
    model: type[Model], records: None, staff_client: Client
) -> None:
    one = model._default_manager.first()
    assert one is not None
    assert staff_client.get(page(model, "add")).status_code == 403
    # A programme without a case may go; one that a case names is protected.
    assert model is Program or staff_client.get(page(model, "delete", one.pk)).status_code == 403


@pytest.mark.parametrize(
    "model",
    [model for model in [*KEPT, *ADDED] if hasattr(model, "history")],
    ids=lambda model: model.__name__,
)
def test_an_old_version_is_read_not_taken_back(model: Any, library: None, staff_client: Client) -> None:
    one = model.objects.first()
    one.save()
    address = page(model, "simple_history", one.pk, one.history.first().history_id)
    response = staff_client.get(address)
    assert response.status_code == 200 and not INLINE.search(response.content)
    assert b'name="_save"' not in response.content
    assert staff_client.post(address, {"state": "published"}).status_code == 403


@pytest.mark.parametrize("model", [*KEPT, *ADDED], ids=lambda model: model.__name__)
def test_a_list_asks_as_much_for_one_row_as_for_many(model: type[Model], records: None, staff_client: Client) -> None:
    one = model._default_manager.first()
    assert one is not None
    address = page(model, "changelist")
    staff_client.get(address)  # fills the caches of content types and the like
    with CaptureQueriesContext(connection) as many:
        staff_client.get(address)
    with CaptureQueriesContext(connection) as few:
        staff_client.get(f"{address}?pk={one.pk}")
    assert len(many) <= len(few) + 1, [query["sql"][:200] for query in many]


def test_the_list_of_sources_leaves_the_long_texts_in_the_database(records: None, staff_client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        staff_client.get(page(Source, "changelist"))
    assert not [query for query in queries if '"cases_source"."raw"' in query["sql"] or '."clean"' in query["sql"]]


def test_a_find_is_shown_in_its_words_escaped_with_a_link_to_them(library: None, staff_client: Client) -> None:
    figure = Figure.objects.published().first()
    source = figure.source
    Source.objects.filter(pk=source.pk).update(
        text=source.text[: figure.start - 8] + "<script>" + source.text[figure.start :]
    )
    content = staff_client.get(page(Figure, "change", figure.pk)).content.decode()
    assert f"&lt;script&gt;<mark>{figure.quote}</mark>" in content
    assert figure.words_url.replace("&", "&amp;") in content


def test_sources_come_in_by_the_desk(records: None, staff_client: Client) -> None:
    assert reverse("desk:import").encode() in staff_client.get(page(Source, "changelist")).content


def test_what_pages_put_off_is_listed_under_a_chinese_heading(staff_client: Client, library: None) -> None:
    page = staff_client.get(reverse("admin:index"), headers={"accept-language": "zh-Hans"}).content.decode()
    assert "后台任务" in page and "Tasks Database" not in page and "Task Result" not in page
