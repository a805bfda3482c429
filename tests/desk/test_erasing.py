"""A text goes out again whole: an import undone, or a text erased from everything that held it."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import Case, Source
from desk import erasing
from desk.models import Batch
from metrics.models import Figure
from programs.merging import merge
from programs.models import Program
from seeds.load import load
from tests.seeds.test_load import STORY

WORD = "联心工程"


def imported(user: Any, publish: bool = False) -> Batch:
    batch = Batch.objects.create(user=user, label="story")
    batch.sources.add(load(STORY, "story.txt", user=user, publish=publish).source)
    return batch


def rows_holding(word: str) -> list[str]:
    """Every table and column of the database whose text holds the word."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.get_internal_type() in {"CharField", "TextField", "JSONField"}:
                values = model._default_manager.values_list(field.attname, flat=True)
                if any(word in str(value) for value in values.iterator()):
                    found.append(f"{model._meta.label}.{field.name}")
    return found


def test_an_import_that_was_never_public_leaves_nothing(library: None, staff: Any) -> None:
    before = Case.objects.count(), Source.objects.count(), Figure.objects.count(), Program.objects.count()
    batch = imported(staff)
    assert "cases.Source.text" in rows_holding(WORD)
    assert erasing.undo(batch, "试", staff) == 1
    assert rows_holding(WORD) == []
    assert (Case.objects.count(), Source.objects.count(), Figure.objects.count(), Program.objects.count()) == before
    assert load(STORY, "story.txt").cases == 1


def test_what_was_public_keeps_number_and_reason_and_nothing_else(library: None, staff: Any, client: Client) -> None:
    source = imported(staff, publish=True).sources.get()
    number = source.cases.get().number
    erasing.erase(source, "涉密", staff)
    assert rows_holding(WORD) == []
    answer = client.get(f"/cases/{number}/")
    assert answer.status_code == 410 and "涉密" in answer.content.decode()
    assert Case.objects.get(number=number).published_at is not None


def test_the_search_forgets_an_erased_text(library: None, staff: Any, client: Client) -> None:
    source = imported(staff, publish=True).sources.get()
    address = source.cases.get().get_absolute_url()
    assert address in client.get("/search/", {"q": WORD}).content.decode()
    erasing.erase(source, "涉密", staff)
    call_command("check_search", stdout=StringIO())
    assert address not in client.get("/search/", {"q": WORD}).content.decode()


def test_a_further_source_goes_without_the_case(library: None, staff: Any) -> None:
    source = imported(staff).sources.get()
    gone, kept = source.cases.get(), Case.objects.get(number=8)
    gone.merge_into(kept, "same")
    erasing.erase(source, "误", staff)
    kept.refresh_from_db()
    assert kept.is_published and kept.source_links.count() == 1 and kept.figures.exists()
    assert not Case.objects.filter(pk=gone.pk).exists()


def test_a_merged_case_comes_back_when_what_it_went_into_is_erased(library: None, staff: Any) -> None:
    source = imported(staff).sources.get()
    survivor, merged = source.cases.get(), Case.objects.get(number=8)
    merged.merge_into(survivor, "same")
    erasing.erase(source, "误", staff)
    merged.refresh_from_db()
    assert merged.state == "draft" and merged.source_links.count() == 1 and merged.figures.exists()


def test_the_import_page_leads_to_undoing_it(library: None, staff_client: Client, staff: Any) -> None:
    batch = imported(staff)
    address = reverse("desk:undo_batch", args=[batch.pk])
    assert address in staff_client.get(reverse("desk:batch", args=[batch.pk])).content.decode()
    assert (
        "story" in staff_client.get(address).content.decode() and Case.objects.filter(sources__batches=batch).exists()
    )
    staff_client.post(address, {"reason": "试"})
    assert not batch.sources.exists()


@pytest.mark.parametrize(("publish", "code"), [(False, 302), (True, 403)])
def test_curators_undo_their_own_imports_that_were_never_public(
    publish: bool, code: int, library: None, client: Client, django_user_model: Any
) -> None:
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user("curator", is_staff=True)
    user.groups.add(Group.objects.get(name="curators"))
    client.force_login(user)
    batch = imported(user, publish)
    assert client.post(reverse("desk:undo_batch", args=[batch.pk])).status_code == code
    assert batch.sources.exists() == (code == 403)


def test_nothing_is_erased_without_a_reason(library: None, staff_client: Client) -> None:
    source = Source.objects.first()
    address = reverse("desk:erase", args=[source.pk])
    assert staff_client.post(address, {"reason": " "}).status_code == 200
    assert Source.objects.filter(pk=source.pk).exists()
    assert staff_client.post(address, {"reason": "涉密"}).status_code == 302
    assert not Source.objects.filter(pk=source.pk).exists()


def test_every_given_text_can_be_erased(library: None, staff: Any) -> None:
    for source in Source.objects.all():
        erasing.erase(source, "清", staff)
    assert not Figure.objects.exists() and not Program.objects.exists()
    assert set(Case.objects.values_list("state", "title")) == {("withdrawn", "")}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL frees the room by VACUUM (docs/operations.md)")
def test_what_is_erased_is_overwritten_in_the_file(library: None, staff: Any) -> None:
    source = imported(staff).sources.get()
    erasing.erase(source, "涉密", staff)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


def test_names_that_lead_to_another_programme_go_with_it_and_no_sooner(library: None, staff: Any) -> None:
    kept = Program.objects.filter(case_links__case__number=8).first()
    stays, goes = Program.objects.create(name="并入的名称"), Program.objects.create(name="随之而去的名称")
    source = load(STORY, "story.txt").source
    merge(stays, kept)
    merge(goes, source.cases.get().programs.get())
    erasing.erase(source, "")
    assert set(Program.objects.filter(pk__in=[stays.pk, goes.pk])) == {stays}
