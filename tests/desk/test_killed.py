"""Killed at any moment, an import, a merge or a reread leaves nothing half-done, and is taken up again."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases.models import Case, CaseSource, Section, Source
from desk import erasing, tasks, uploads
from desk.forms import Given
from desk.intake import confirm, hand_in
from desk.models import Batch, Upload
from metrics.models import Figure
from programs.models import CaseProgram, Measure
from seeds.load import load
from seeds.models import Fingerprint
from seeds.reread import outdated
from tests.seeds.test_load import STORY
from tests.seeds.test_reread import ruled

POINTS = 20


@pytest.fixture
def real(django_db_setup: None, django_db_blocker: Any, settings: Any, tmp_path: Any) -> Iterator[User]:
    """The shared base without a transaction around the test: what is done is really done, and undone at the end."""
    settings.VAR_DIR = tmp_path
    with django_db_blocker.unblock():
        user = User.objects.create_superuser("killed", password="a-long-passphrase")
        yield user
        for batch in Batch.objects.filter(user=user):
            erasing.undo(batch, "", user)
            batch.delete()
        user.delete()


def killed_at(point: int, act: Callable[[], object]) -> bool:
    """Do the act in a process of its own that is killed before its query of this number; whether it was."""
    child = os.fork()
    if child == 0:
        mine = connection.connection  # the parent's: neither used nor closed here
        connection.connection = None
        with suppress(BaseException), connection.execute_wrapper(_Killer(point)):
            act()
        os._exit(1 if mine is None else 0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


class _Killer:
    def __init__(self, point: int) -> None:
        self.left = point

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)


def queries(act: Callable[[], object]) -> int:
    counter = _Killer(-1)
    with connection.execute_wrapper(counter):
        act()
    return -1 - counter.left


def confirmed(user: User) -> Upload:
    """A file read and confirmed, that only has to be stored."""
    batch = hand_in([Given("story.txt", STORY)], user)
    upload = batch.uploads.get()
    tasks.read_upload.func(upload.pk)
    confirm(batch, [upload.pk], publish=False)
    return upload


def stored() -> tuple[int, ...]:
    return tuple(model._default_manager.count() for model in (Source, Case, CaseSource, Figure, Fingerprint))


def test_an_import_killed_anywhere_is_whole_or_not_there_and_is_taken_up_again(real: User) -> None:
    before = stored()
    upload = confirmed(real)
    count = queries(lambda: tasks.store_upload.func(upload.pk))
    whole = stored()
    assert upload.batch.sources.count() == 1 and whole > before
    killed = 0
    for point in random.Random(6).sample(range(1, count + 1), POINTS):
        erasing.undo(upload.batch, "", real)
        upload = confirmed(real)
        killed += killed_at(point, lambda key=upload.pk: tasks.store_upload.func(key))  # type: ignore[misc]
        assert stored() in (before, whole), point
        Upload.objects.filter(pk=upload.pk, state="storing").update(lease=timezone.now() - timedelta(seconds=1))
        tasks.reclaim()
        tasks.store_upload.func(upload.pk)
        upload.refresh_from_db()
        assert stored() == whole and upload.state == "imported", point
    assert uploads.kept(upload.sha256) is None
    # What is asked only the first time (kinds of records, say) is no point to die at later.
    assert killed >= POINTS - 4


def test_a_merge_killed_anywhere_is_whole_or_not_done_and_can_be_done_again(real: User) -> None:
    batch = Batch.objects.create(user=real, label="two")
    for words in (STORY, STORY.replace(b"360", b"370")):
        batch.sources.add(load(words, "story.txt", user=real).source)
    gone, kept = Case.objects.filter(sources__batches=batch).order_by("number")

    def merge() -> None:
        Case.objects.get(pk=gone.pk).merge_into(Case.objects.get(pk=kept.pk), "same")

    def now() -> tuple[str, int]:
        return Case.objects.get(pk=gone.pk).state, CaseSource.objects.filter(case=kept).count()

    def part() -> None:
        CaseSource.objects.filter(case=kept).exclude(source=kept.source_links.first().source).delete()
        Case.objects.filter(pk=gone.pk).update(state="draft", merged_into=None)

    count, killed = queries(merge), 0
    for point in random.Random(7).choices(range(1, count + 1), k=POINTS):
        part()
        killed += killed_at(point, merge)
        assert now() in (("draft", 1), ("merged", 2)), point
        if now()[0] == "draft":
            merge()
        assert now() == ("merged", 2)
    part()
    assert killed >= POINTS - 4


def read_before(user: User) -> Batch:
    """Two texts that an older reader read, with a correction, an acceptance and a rejection in each."""
    batch = Batch.objects.create(user=user, label="two")
    for words in (STORY, STORY.replace(b"26\xe6\x9c\x9f", b"27\xe6\x9c\x9f")):
        source = load(words, "story.txt", user=user).source
        batch.sources.add(source)
        finds = Figure.objects.filter(source=source)
        finds.get(quote="120名").correct(label="结对干部人数")
        finds.get(quote="360户").accept()
        finds.get(quote="45万元").reject()
    batch.sources.update(reader_version="0")
    return batch


def told(source: Source) -> tuple[Any, ...]:
    """All that a reread changes in a text, keys left out."""
    rows = [
        sorted(map(str, model.objects.filter(source=source).values_list("quote", "state", "decided", "reading")))
        for model in (Figure, Measure, Section, CaseProgram)
    ]
    labels = sorted(Figure.objects.filter(source=source).values_list("quote", "label"))
    lines = [model.history.filter(source=source).count() for model in (Figure, Measure, CaseProgram)]
    return source.reader_version, rows, labels, lines


def by_task(batch: Batch) -> None:
    for source in batch.sources.order_by("pk"):
        tasks.reread_source.func(source.pk)


def by_command(batch: Batch) -> None:
    call_command("reread", stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("again", [by_task, by_command])
def test_a_reread_killed_anywhere_leaves_each_text_as_it_was_or_as_it_will_be(
    real: User, again: Callable[[Batch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ruled(monkeypatch, lambda found: replace(found, label="新名") if found.label else None)
    batch = read_before(real)
    before = [told(source) for source in batch.sources.order_by("pk")]
    count = queries(lambda: again(batch))
    after = [told(source) for source in batch.sources.order_by("pk")]
    assert [one != two for one, two in zip(before, after, strict=True)] == [True, True]
    killed = between = 0
    for point in random.Random(8).sample(range(1, count + 1), POINTS):
        erasing.undo(batch, "", real)
        batch.delete()
        batch = read_before(real)
        killed += killed_at(point, lambda batch=batch: again(batch))  # type: ignore[misc]
        now = [told(source) for source in batch.sources.order_by("pk")]
        assert all(one in each for one, *each in zip(now, before, after, strict=True)), point
        between += now == [after[0], before[1]]
        again(batch)
        assert [told(source) for source in batch.sources.order_by("pk")] == after, point
    assert killed >= POINTS - 4 and between


def test_a_reread_whose_worker_died_is_taken_up_again_and_given_up_after_three(real: User) -> None:
    batch = read_before(real)
    source = batch.sources.order_by("pk")[0]
    result = DBTaskResult.objects.get(pk=tasks.reread_source.enqueue(source.pk).id)
    for worker in ("one", "two", "three"):
        result.refresh_from_db()
        assert result.status == "READY"
        result.claim(worker)
        tasks.reclaim()
        result.refresh_from_db()
        assert result.status == "RUNNING"  # it may still be at work
        DBTaskResult.objects.filter(pk=result.pk).update(started_at=timezone.now() - timedelta(hours=1))
        tasks.reclaim()
    result.refresh_from_db()
    assert result.status == "FAILED" and source.pk in outdated()
    result.delete()
