"""Killed at any moment, an import or a merge leaves nothing half-done, and is taken up again where it stopped."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from cases.models import Case, CaseSource, Source
from desk import erasing, tasks, uploads
from desk.forms import Given
from desk.intake import confirm, hand_in
from desk.models import Batch, Upload
from metrics.models import Figure
from seeds.load import load
from seeds.models import Fingerprint
from tests.seeds.test_load import STORY

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
