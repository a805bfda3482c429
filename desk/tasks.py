"""The two long steps of a file handed in, done by `manage.py work`: read it, and store it once it is confirmed.

A step begins by claiming the file for as long as it may take at most. One that died leaves its claim to run out, and
`reclaim` gives the file back. So every step may be done twice: bytes already in are left alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cases.models import Case, Source
from desk import uploads
from desk.alike import settle
from desk.models import Upload
from seeds.archives import Archive
from seeds.bulk import PAUSE
from seeds.limits import patience
from seeds.load import Outcome, store
from seeds.pool import Failure, Given, Pool, opened, told
from seeds.reading import Reading, clean_words
from seeds.reposts import alike
from seeds.reread import outdated, reread

logger = logging.getLogger(__name__)

Status = Upload.Status
MOST_TRIES = 3
REREADING = 15 * 60  # seconds a reread may take at most
SLACK = 30  # seconds beyond what a file may take, for what is done around it


@task()
def read_upload(pk: int) -> None:
    """Open the file in a process of its own; what was found waits for a person."""
    upload = _claimed(pk, Status.WAITING, Status.READING)
    if upload is None:
        return
    data = uploads.kept(upload.sha256)
    if _known(upload):
        return
    if data is None:
        _end(upload, Status.FAILED, why=_("The text is no longer kept: hand it in again."))
        return
    given = Given(uploads.folder() / upload.sha256, data, upload.sha256, upload.name)
    [(_given, result)] = _readers().read([given])
    _after_reading(upload, result)


@task(priority=10)
def store_upload(pk: int) -> None:
    """Store the confirmed file: the source, its cases and the mark that it is in, in one transaction."""
    upload = _claimed(pk, Status.CONFIRMED, Status.STORING)
    if upload is None:
        return
    try:
        with transaction.atomic():
            _store(upload)
    except Exception as error:
        logger.exception("%s could not be stored", upload.name)
        _end(upload, Status.FAILED, why=told(error))
    if not Upload.objects.filter(pk=upload.pk, state__in=Upload.UNDER_WAY).exists():
        uploads.drop(upload.sha256)
    # SQLite has one write lock: a curator's save gets in between two texts.
    time.sleep(PAUSE.get(connection.vendor, 0))


@task(priority=-10)
def reread_source(pk: int) -> None:
    """Read a stored text anew, unless this very reader has: decisions stay, proposals follow."""
    if pk in outdated():
        reread(pk)
        time.sleep(PAUSE.get(connection.vendor, 0))


def enqueue(step: Any, files: Iterable[Upload]) -> None:
    """Let the step be done for each of the files; called in the transaction that brings them to it."""
    for upload in files:
        Upload.objects.filter(pk=upload.pk).update(task=step.enqueue(upload.pk).id)


def read_again(files: Iterable[Upload]) -> None:
    """Back to be read by today's reader: nothing is stored that nobody has looked at. Called in a transaction."""
    files = list(files)
    Upload.objects.filter(pk__in=[upload.pk for upload in files]).update(state=Status.WAITING, lease=None, tries=0)
    enqueue(read_upload, files)


def reclaim() -> int:
    """Give back the files, and the rereads, whose worker died over them; what cost three workers is given up."""
    _reclaim_rereads()
    lost = Upload.objects.filter(state__in=(Status.READING, Status.STORING), lease__lt=timezone.now())
    with transaction.atomic():
        for upload in (found := list(lost.select_for_update())):
            _give_back(upload)
    return len(found)


def _reclaim_rereads() -> None:
    """A reread is one transaction and looks first whether it was done: done twice it changes nothing."""
    begun = timezone.now() - timedelta(seconds=REREADING)
    running = DBTaskResult.objects.filter(task_path=reread_source.module_path, status=TaskResultStatus.RUNNING)
    for result in running.filter(started_at__lt=begun):
        given_up = len(result.worker_ids) >= MOST_TRIES
        state = {"status": TaskResultStatus.FAILED if given_up else TaskResultStatus.READY}
        if given_up:
            logger.error("a reread cost %d workers and was given up: source %s", MOST_TRIES, result.args_kwargs["args"])
        DBTaskResult.objects.filter(pk=result.pk, started_at=result.started_at).update(**state)


def _give_back(upload: Upload) -> None:
    if upload.tries >= MOST_TRIES:
        why = _("The program died over this file three times. Save it as plain text and hand it in again.")
        _end(upload, Status.FAILED, why=why)
        return
    before = Status.WAITING if upload.state == Status.READING else Status.CONFIRMED
    Upload.objects.filter(pk=upload.pk).update(state=before, lease=None)
    dead = DBTaskResult.objects.filter(pk=upload.task, status=TaskResultStatus.RUNNING)
    if not dead.update(status=TaskResultStatus.READY):
        enqueue(read_upload if before == Status.WAITING else store_upload, [upload])


@cache
def _readers() -> Pool:
    """One process that opens files, kept from file to file; a new one takes its place when a file costs it."""
    return Pool(1, opened)


def _claimed(pk: int, before: str, after: str) -> Upload | None:
    """The file, if it still waits for this step: now ours until the lease runs out."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().filter(pk=pk, state=before).first()
        if upload is None:
            return None
        upload.state, upload.tries = after, upload.tries + 1
        upload.lease = timezone.now() + timedelta(seconds=patience(upload.size) + SLACK)
        upload.save(update_fields=["state", "tries", "lease"])
        return upload


def _end(upload: Upload, state: str, **values: Any) -> None:
    """The step is done: the file stands in its next state."""
    Upload.objects.filter(pk=upload.pk).update(state=state, lease=None, tries=0, **values)


def _after_reading(upload: Upload, result: Reading | Failure | Archive) -> None:
    if isinstance(result, Failure):
        uploads.drop(upload.sha256)
        _end(upload, Status.FAILED, why=result.why)
    elif isinstance(result, Archive):
        _unpack(upload, result)
    else:
        uploads.keep_reading(upload.sha256, result)
        _end(upload, Status.READY, found=_found(result))


@transaction.atomic
def _unpack(upload: Upload, archive: Archive) -> None:
    """Each member of the archive is a file handed in of its own, in the same batch."""
    files = []
    for member in archive.members:
        file = Upload(batch_id=upload.batch_id, name=f"{upload.name}/{member.name}"[-255:], size=len(member.data))
        if member.why:
            file.state, file.why = Status.FAILED, member.why
        else:
            file.sha256 = uploads.keep(member.data)
        file.save()
        files.append(file)
    enqueue(read_upload, (file for file in files if file.state == Status.WAITING))
    _end(upload, Status.UNPACKED, found={"members": len(files)})
    uploads.drop(upload.sha256)


def _found(reading: Reading) -> dict[str, Any]:
    outcome = Outcome.of(None, reading)  # type: ignore[arg-type]
    return {
        "cases": outcome.cases,
        "measures": outcome.measures,
        "figures": outcome.figures,
        "titles": [case.header.title[:80] for case in reading.cases[:5]],
        "alike": list(_alike(reading)),
    }


def _alike(reading: Reading) -> Iterator[dict[str, Any]]:
    """Which stored case each case found may be: a person decides before anything is stored."""
    for at, case in enumerate(reading.cases):
        for one in alike(clean_words(reading, case)):
            yield {"case": at, "number": one.case.number, "percent": round(one.share * 100)}


def _known(upload: Upload) -> bool:
    """Whether these bytes are in the library: then nothing is left to do."""
    known = Source.objects.filter(sha256=upload.sha256).first()
    if known is not None:
        _end(upload, Status.KNOWN, source=known)
    return known is not None


def _store(upload: Upload) -> None:
    if _known(upload):
        return
    data, reading = uploads.kept(upload.sha256), uploads.kept_reading(upload.sha256)
    if data is None:
        _end(upload, Status.FAILED, why=_("The text is no longer kept: hand it in again."))
        return
    if reading is None:
        read_again([upload])
        return
    outcome = store(reading, data, upload.name, user=upload.batch.user, publish=upload.publish)
    upload.batch.sources.add(outcome.source)
    for at, case in enumerate(Case.objects.filter(source_links__source=outcome.source).order_by("source_links__start")):
        settle(case, upload.answers.get(at, {}), upload.batch.user)
    _end(upload, Status.IMPORTED, source=outcome.source)
