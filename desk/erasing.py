"""Taking a text out again: an import undone, or a text that must not be here erased from everything that holds it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from cases.models import Case, CaseSource, Mask, Section, Source
from cases.search import registry
from cases.search.signals import held
from desk import uploads
from desk.models import Batch, BriefItem, Report, Upload
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure, Program
from seeds.reposts import forget

FINDS = (Figure, Measure, CaseProgram, Section)
Status = Case.Status


def was_public(batch: Batch) -> bool:
    """Whether any case of the import was ever shown: then taking it back is a publisher's act."""
    return Case.objects.filter(source_links__source__batches=batch, published_at__isnull=False).exists()


@transaction.atomic
def undo(batch: Batch, reason: str, user: Any) -> int:
    """Take every text of the import out again; how many. Numbers that were public stay, with the reason."""
    sources = list(batch.sources.defer("raw", "text", "cleaned", "runs", "repairs"))
    for source in sources:
        erase(source, reason, user)
    return len(sources)


@transaction.atomic
def erase(source: Source, reason: str, user: Any = None) -> None:
    """Erase a text from bytes, text, finds, search, exports and history.

    What was public keeps its number, its date and the reason; a case that only had this text as a further source loses
    that source; a case merged into one that goes comes back as a draft, if another text tells it.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten with zeros
    links = list(CaseSource.objects.filter(source=source).select_related("case"))
    with held():
        _erase_finds(source)
        CaseSource.objects.filter(source=source).delete()
        for link in links:
            if not _told_by_another(link):
                _erase_case(link.case, reason, user)
        _erase_source(source)
    for index in registry.values():
        index.update([link.case_id for link in links] if index.model is Case else [])


def _told_by_another(link: CaseSource) -> bool:
    """Whether the case's own text is another one: this was a further source."""
    return link.case.state != Status.MERGED and link.case.source_links.filter(primary=True).exists()


def _erase_finds(source: Source) -> None:
    Flag.objects.filter(figures__source=source).delete()
    for model in (*FINDS, Mask):
        rows = model._default_manager.filter(source=source)
        keys = list(rows.values_list("pk", flat=True))
        # Measures point at sections, figures at measures: the order of FINDS lets each go.
        rows.delete()
        _forget(model, keys)
    orphans = list(Program.objects.filter(case_links=None, merged_into=None).values_list("pk", flat=True))
    names = list(Program.objects.filter(merged_into__in=orphans).values_list("pk", flat=True))
    for keys in (names, orphans):  # a name that leads to another goes with it, and no sooner
        Program.objects.filter(pk__in=keys).delete()
        _forget(Program, keys)


def _forget(model: type[Any], keys: Iterable[int]) -> None:
    """The history of records that are gone, the line of their going too, and their rows in the search."""
    gone = list(keys)
    model.history.filter(id__in=gone).delete()
    for index in registry.values():
        if index.model is model:
            index.remove(gone)


def _erase_case(case: Case, reason: str, user: Any) -> None:
    for merged in case.merged.all():
        merged.state, merged.merged_into, merged.state_reason = Status.DRAFT, None, reason
        merged.save()
        CaseSource.objects.filter(case=case, source__case_links__case=merged).delete()
    flags = list(case.flags.values_list("pk", flat=True))
    case.flags.all().delete()
    _forget(Flag, flags)
    Report.objects.filter(case=case).delete()
    BriefItem.objects.filter(case=case).delete()
    case.source_links.all().delete()
    key, shown = case.pk, case.published_at
    case.delete()
    _forget(Case, [key])
    if shown is not None:
        stone = Case(pk=key, number=case.number, title="", state=Status.WITHDRAWN, state_reason=reason)
        stone.published_at, stone._history_user = shown, user  # type: ignore[attr-defined]
        stone.save(force_insert=True)


def _erase_source(source: Source) -> None:
    forget(source)
    same = Q(source=source) | Q(sha256=source.sha256)
    Upload.objects.filter(same).update(name="", found={}, sha256="")
    uploads.drop(source.sha256)
    Report.objects.filter(source=source).delete()
    key = source.pk
    source.delete()
    _forget(Source, [key])
