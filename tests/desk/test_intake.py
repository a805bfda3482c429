"""Texts come in at the desk: handed in, read by the worker, looked at, confirmed, and stored once."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from cases.models import Case, Source
from desk import tasks, uploads
from desk.models import Batch, Upload
from metrics.models import Figure

STORY = """仙居县:“红色代办员”走进山村

2005年以来,浙江省仙居县在全县农村开展“红色代办员”活动,方便群众办事。

一、主要做法
(一)建立队伍。全县418个村选出代办员836名,每村2名。
(二)定期培训。县委组织部举办培训班12期,培训代办员1600余人次。

二、主要成效
一年来,代办员为群众办理事项9600件,为群众节约开支60余万元。
"""


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def curator(client: Client, db: None, django_user_model: Any) -> Client:
    user = django_user_model.objects.create_user("curator", is_staff=True)
    user.groups.add(Group.objects.get(name="curators"))
    client.force_login(user)
    return client


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the worker do all that waits."""
    # A worker drops its connection between two tasks; here it is the test's own, in the midst of a transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    worker = db_worker.Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="test", excluded_queue_names=[],
    )  # fmt: skip
    return worker.run


def hand_in(client: Client, *files: tuple[str, bytes], pasted: str = "") -> Batch:
    uploaded = [SimpleUploadedFile(name, data) for name, data in files]
    response = client.post(reverse("desk:import"), {"upload": uploaded, "pasted": pasted})
    batch = Batch.objects.latest("pk")
    assert response.headers["Location"] == reverse("desk:batch", args=[batch.pk])
    return batch


def confirm(client: Client, batch: Batch, **values: Any) -> Any:
    files = [file.pk for file in batch.uploads.all()]
    return client.post(reverse("desk:confirm", args=[batch.pk]), {"files": files, **values})


def states(batch: Batch) -> dict[str, str]:
    return dict(batch.uploads.values_list("name", "state"))


def look(client: Client, batch: Batch) -> Any:
    return client.get(reverse("desk:look", args=[batch.pk, batch.uploads.get(state="ready").pk]))


def packed(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_the_look_shows_what_would_come_in_and_stores_no_case(curator: Client, work: Callable[[], None]) -> None:
    before = Source.objects.count(), Case.objects.count()
    batch = hand_in(curator, ("仙居.txt", STORY.encode()))
    assert states(batch) == {"仙居.txt": "waiting"}
    work()
    content = look(curator, batch).content.decode()
    assert "红色代办员" in content and "<mark>836名</mark>" in content and "仙居县" in content
    assert (Source.objects.count(), Case.objects.count()) == before


def test_the_confirmation_imports_once_as_drafts(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("仙居.txt", STORY.encode("gb18030")))
    work()
    sources = Source.objects.count()
    assert confirm(curator, batch).headers["Location"] == reverse("desk:batch", args=[batch.pk])
    work()
    source = batch.sources.get()
    assert source.text == STORY and bytes(source.raw) == STORY.encode("gb18030") and source.file_name == "仙居.txt"
    assert source.imported_by.username == "curator"
    assert {case.state for case in source.cases.all()} == {"draft"}
    confirm(curator, batch)
    work()
    assert Source.objects.count() == sources + 1 and states(batch) == {"仙居.txt": "imported"}


def test_a_step_done_twice_changes_nothing(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    confirm(curator, batch)
    work()
    sources = Source.objects.count()
    DBTaskResult.objects.update(status="READY")
    work()
    assert Source.objects.count() == sources and states(batch) == {"a.txt": "imported"}


def test_the_kept_bytes_go_when_they_are_in(curator: Client, var: Path, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    assert len(list((var / "uploads").iterdir())) == 2  # the bytes and their reading
    confirm(curator, batch)
    work()
    assert not list((var / "uploads").iterdir())


def test_a_file_left_out_is_forgotten(curator: Client, var: Path, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    confirm(curator, batch, leave="1")
    work()
    assert states(batch) == {"a.txt": "dropped"} and not batch.sources.exists()
    assert not list((var / "uploads").iterdir())


def test_a_pasted_text_comes_in_like_a_file(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, pasted=STORY.replace("\n", "\r\n"))
    work()
    confirm(curator, batch)
    work()
    assert batch.sources.get().text == STORY


def test_good_and_bad_files_are_told_apart(curator: Client, settings: Any, work: Callable[[], None]) -> None:
    settings.UPLOAD_LIMIT = 5000
    files = [
        ("good.txt", STORY.encode()),
        ("empty.txt", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        ("large.txt", b"x" * 5001),
    ]
    batch = hand_in(curator, *files)
    work()
    assert states(batch) == {"good.txt": "ready", "empty.txt": "failed", "picture.png": "failed", "large.txt": "failed"}
    assert all(file.why for file in batch.uploads.filter(state="failed"))
    content = curator.get(reverse("desk:batch", args=[batch.pk])).content.decode()
    assert "picture.png" in content and "这是图片" in content


def test_an_archive_is_taken_apart_and_its_broken_file_named(curator: Client, work: Callable[[], None]) -> None:
    members = {"甲.txt": STORY.encode(), "乙.docx": b"PK\x03\x04 cut off", "照片.jpg": b"\xff\xd8\xff", ".hidden": b"x"}
    batch = hand_in(curator, ("案例.zip", packed(**members)))
    work()
    assert states(batch) == {
        "案例.zip": "unpacked", "案例.zip/甲.txt": "ready", "案例.zip/乙.docx": "failed", "案例.zip/照片.jpg": "failed",
    }  # fmt: skip
    confirm(curator, batch)
    work()
    assert batch.sources.get().text == STORY
    assert "不完整" in batch.uploads.get(name="案例.zip/乙.docx").why


def test_a_file_whose_worker_died_goes_back_to_be_done(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    died_over(batch)
    assert tasks.reclaim() == 1
    work()
    assert states(batch) == {"a.txt": "ready"}


def died_over(batch: Batch) -> None:
    """As a worker leaves a file and its task when it is killed and the lease has run out."""
    DBTaskResult.objects.update(status="RUNNING")
    batch.uploads.update(state="reading", lease=timezone.now() - timedelta(seconds=1))


def test_a_file_that_costs_three_workers_is_given_up(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    batch.uploads.update(tries=3)
    died_over(batch)
    tasks.reclaim()
    work()
    assert states(batch) == {"a.txt": "failed"}


def test_a_file_being_worked_on_is_left_to_its_worker(curator: Client) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    batch.uploads.update(state="reading", lease=timezone.now() + timedelta(seconds=60))
    assert tasks.reclaim() == 0 and states(batch) == {"a.txt": "reading"}


def test_a_failure_while_storing_leaves_nothing_behind(
    curator: Client, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    confirm(curator, batch)
    sources = Source.objects.count()
    monkeypatch.setattr(tasks, "_end", raising(tasks._end))
    work()
    assert Source.objects.count() == sources and states(batch) == {"a.txt": "failed"}


def raising(real: Callable[..., None]) -> Callable[..., None]:
    """As `real`, but a text can't be marked as imported: the last thing its transaction does."""

    def end(upload: Upload, state: str, **values: Any) -> None:
        if state == "imported":
            raise RuntimeError("the disk is full")
        real(upload, state, **values)

    return end


def test_a_text_with_no_case_in_it_says_so(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("note.txt", "今天天气很好。".encode()))
    work()
    assert look(curator, batch).context["cases"] == ()


def test_markup_in_a_text_is_shown_as_text(curator: Client, work: Callable[[], None]) -> None:
    story = STORY.replace("为群众节约开支", "<script>alert(1)</script>为群众节约开支")
    batch = hand_in(curator, ("<b>x.txt", story.encode()))
    work()
    content = look(curator, batch).content.decode()
    assert "<script>alert" not in content and "<b>x" not in content


def test_a_text_already_in_is_left_alone(library: None, curator: Client, work: Callable[[], None]) -> None:
    source = Source.objects.first()
    batch = hand_in(curator, ("again.txt", bytes(source.raw)))
    work()
    assert batch.uploads.get().source == source and states(batch) == {"again.txt": "known"}


def test_the_same_text_twice_in_one_import_comes_in_once(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()), ("b.txt", STORY.encode()))
    work()
    confirm(curator, batch)
    work()
    assert states(batch) == {"a.txt": "imported", "b.txt": "known"}


def test_a_reading_by_an_older_reader_is_made_again(
    curator: Client, var: Path, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    monkeypatch.setattr(uploads, "READER_VERSION", "next")
    response = look(curator, batch)
    assert response.headers["Location"] == reverse("desk:batch", args=[batch.pk])
    work()
    assert look(curator, batch).status_code == 200


@pytest.mark.parametrize("renewed", ["before it is confirmed", "before it is stored"])
def test_what_an_older_reader_read_is_looked_at_anew_before_it_comes_in(
    curator: Client, var: Path, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch, renewed: str
) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    if renewed == "before it is stored":
        confirm(curator, batch)
    monkeypatch.setattr(uploads, "READER_VERSION", "next")
    if renewed == "before it is confirmed":
        told = curator.get(confirm(curator, batch).headers["Location"])
        assert "识读程序已更新" in told.content.decode()
    work()
    assert states(batch) == {"a.txt": "ready"} and not batch.sources.exists()
    confirm(curator, batch)
    work()
    assert states(batch) == {"a.txt": "imported"}


def test_an_empty_form_says_what_to_do(curator: Client) -> None:
    response = curator.post(reverse("desk:import"), {"pasted": "  \n "})
    assert response.context["form"].non_field_errors() and not Batch.objects.exists()


@pytest.mark.parametrize("chosen", ["", "x", "-1", "9" * 30, "../../etc/passwd"])
def test_a_made_up_confirmation_imports_nothing(curator: Client, work: Callable[[], None], chosen: str) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    curator.post(reverse("desk:confirm", args=[batch.pk]), {"files": [chosen]})
    assert states(batch) == {"a.txt": "ready"}


def test_nobody_confirms_for_someone_else(curator: Client, staff: Any, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    other = Client()
    other.force_login(staff)
    assert confirm(other, batch).status_code in (403, 404)
    assert states(batch) == {"a.txt": "ready"}


def test_curators_do_not_publish_by_importing(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    assert confirm(curator, batch, publish="1").status_code == 403
    assert states(batch) == {"a.txt": "ready"}


def test_the_page_asks_again_only_while_files_are_under_way(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    address = reverse("desk:batch", args=[batch.pk])
    assert "every 1s" in curator.get(address).content.decode()
    work()
    content = curator.get(address, headers={"hx-request": "true"}).content.decode()
    assert "every 1s" not in content and "<html" not in content


def test_the_desk_shows_what_waits(curator: Client, work: Callable[[], None]) -> None:
    batch = hand_in(curator, ("a.txt", STORY.encode()))
    work()
    confirm(curator, batch)
    work()
    response = curator.get(reverse("desk:home"))
    case = Case.objects.order_by("-number").first()
    assert case in response.context["drafts"]
    assert [row for row in response.context["waiting"] if row.case == case]


def test_the_desk_asks_the_same_number_of_questions_however_much_waits(
    library: None, staff_client: Client, django_assert_num_queries: Any
) -> None:
    Figure.objects.filter(pk=Figure.objects.first().pk).update(state="proposed")
    # Session and user; unchecked finds of four kinds and their cases; drafts, flags and reports, each with its count;
    # the reader’s own brief, kept in two tables; batches; what waits for this very person;
    # texts an older reader read; names that wait to be hidden or shown.
    with django_assert_num_queries(19):
        staff_client.get(reverse("desk:home"))


def test_reading_pages_take_no_post(curator: Client) -> None:
    assert curator.post(reverse("desk:home")).status_code == 405
    assert curator.get(reverse("desk:confirm", args=[1])).status_code == 405


def test_kept_bytes_are_whole_and_gone_after_a_week(var: Path) -> None:
    name = uploads.keep(b"abc")
    assert uploads.kept(name) == b"abc" and uploads.kept("../" + name) is None
    uploads.sweep()
    assert uploads.kept(name) == b"abc"
    week_ago = time.time() - uploads.KEPT - 1
    os.utime(var / "uploads" / name, (week_ago, week_ago))
    uploads.sweep()
    assert uploads.kept(name) is None


def test_kept_bytes_that_changed_are_not_taken(var: Path) -> None:
    name = uploads.keep(b"abc")
    (var / "uploads" / name).write_bytes(b"abd")
    assert uploads.kept(name) is None
