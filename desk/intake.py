"""From files handed in to a look at what would be imported, and from a confirmed look to the import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.models import Section
from desk import uploads
from desk.alike import ANSWERS, ShownAlike, shown_alikes
from desk.forms import Given
from desk.models import Batch, Upload
from desk.tasks import enqueue, read_again, read_upload, store_upload
from metrics.models import Figure
from seeds.reading import CaseReading, Reading, clean_words

MOST_FIGURES = 200
Status = Upload.Status


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure in its sentence, as the look shows it."""

    before: str
    quote: str
    after: str
    kind: str
    found: Any


@dataclass(frozen=True, slots=True)
class ShownCase:
    found: CaseReading
    sections: tuple[str, ...]
    figures: tuple[ShownFigure, ...]
    more_figures: int
    alikes: tuple[ShownAlike, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file would bring in, and its text with the words of every figure marked."""

    reading: Reading
    cases: tuple[ShownCase, ...]
    marked: SafeString


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the files of a batch are: out of `count`, so many are done with or wait for a person."""

    count: int
    settled: int
    ready: int

    @property
    def under_way(self) -> bool:
        return self.settled < self.count


@transaction.atomic
def hand_in(given: Iterable[Given], user: Any) -> Batch:
    """Keep the files and have them read; what is wrong with one of them is said beside it."""
    files = [_upload(one) for one in given]
    batch = Batch.objects.create(user=user, label=", ".join(file.name for file in files)[:200])
    for file in files:
        file.batch = batch
        file.save()
    enqueue(read_upload, (file for file in files if file.state == Status.WAITING))
    return batch


def _upload(given: Given) -> Upload:
    name = given.name[-255:]
    if given.data is None:
        why = _("The file is larger than 20 MB: cut it into smaller ones.")
        return Upload(name=name, state=Status.FAILED, why=why)
    return Upload(name=name, size=len(given.data), sha256=uploads.keep(given.data))


@transaction.atomic
def answer(batch: Batch, chosen: Iterable[int], given: Mapping[str, str]) -> None:
    """Keep what a person says of a file's likeness to stored cases: fields `alike-PLACE-NUMBER`."""
    for upload in batch.uploads.select_for_update().filter(pk__in=list(chosen), state=Status.READY):
        for one in upload.alikes:
            said = given.get(f"alike-{one['case']}-{one['number']}")
            one |= {"answer": said} if said in ANSWERS else {}
        upload.save(update_fields=["found"])


@transaction.atomic
def confirm(batch: Batch, chosen: Iterable[int], publish: bool) -> int:
    """Have the chosen files stored that are ready and known to be new, or what they repeat; how many.

    What another reader read is read again instead: it may find something else than was looked at.
    """
    ready = batch.uploads.select_for_update().filter(pk__in=list(chosen), state=Status.READY)
    sure = [upload for upload in ready if not upload.undecided]
    files = [upload for upload in sure if uploads.is_read(upload.sha256)]
    read_again(upload for upload in sure if upload not in files)
    batch.uploads.filter(pk__in=[file.pk for file in files]).update(state=Status.CONFIRMED, publish=publish)
    enqueue(store_upload, files)
    return len(files)


@transaction.atomic
def leave_out(batch: Batch, chosen: Iterable[int]) -> int:
    """Forget the chosen files that are ready: their bytes go."""
    files = list(batch.uploads.select_for_update().filter(pk__in=list(chosen), state=Status.READY))
    batch.uploads.filter(pk__in=[file.pk for file in files]).update(state=Status.DROPPED, found={})
    for file in files:
        uploads.drop(file.sha256)
    return len(files)


def progress(batch: Batch) -> Progress:
    states = dict(batch.uploads.order_by().values_list("state").annotate(Count("pk")))
    under_way = sum(states.get(state, 0) for state in Upload.UNDER_WAY)
    count = sum(states.values())
    return Progress(count, count - under_way, states.get(Status.READY, 0))


def files_of(batch: Batch) -> QuerySet[Upload]:
    return batch.uploads.select_related("source").defer("source__text", "source__raw", "source__cleaned")


def look(upload: Upload) -> Look | None:
    """What the file would bring in; None where its reading is no longer kept: then it is read again."""
    reading = uploads.kept_reading(upload.sha256)
    if reading is not None:
        text = reading.decoded.text
        return Look(reading, tuple(_shown(case, reading) for case in reading.cases), _marked(reading, text))
    with transaction.atomic():
        read_again(Upload.objects.select_for_update().filter(pk=upload.pk, state=Status.READY))
    return None


def _shown(case: CaseReading, reading: Reading) -> ShownCase:
    text = reading.decoded.text
    figures = tuple(
        ShownFigure(
            text[figure.context_start : figure.start],
            text[figure.start : figure.end],
            text[figure.end : figure.context_end],
            str(Figure.Kind(figure.kind).label),
            figure,
        )
        for figure in case.figures[:MOST_FIGURES]
    )
    sections = tuple(section.heading or str(Section.Kind(section.kind).label) for section in case.sections)
    alikes = shown_alikes(clean_words(reading, case), case.header.truncated)
    return ShownCase(case, sections, figures, len(case.figures) - len(figures), tuple(alikes))


def _marked(reading: Reading, text: str) -> SafeString:
    pieces, at = [], 0
    for figure in sorted((each for case in reading.cases for each in case.figures), key=lambda each: each.start):
        if figure.start >= at:
            pieces.append((text[at : figure.start], text[figure.start : figure.end]))
            at = figure.end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:])
