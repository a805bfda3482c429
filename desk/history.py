"""What people changed in a case and its finds: which field, from what to what, when, why; and taking a change back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from cases.extract.spans import Span
from cases.models import Case, Section
from cases.quoted import filled
from desk import steps
from desk.marking import words_of
from desk.naming import only_main
from desk.reviewing import Find
from desk.steps import Refused
from metrics.models import Figure, Flag
from programs.merging import rename
from programs.models import CaseProgram, Measure, Practice, Program
from seeds.merging import REREAD

FINDS = (Figure, Measure, CaseProgram, Section, Flag)
RECORDS: dict[str, type[Any]] = {model._meta.model_name or "": model for model in (Case, Program, *FINDS)}
# What follows from other fields, or tells how a value came about rather than what it is.
SILENT = {
    "id", "reading", "decided", "title_key", "heading_key", "label_key", "amount", "amount_max", "reader_version",
    "published_by", "confidence", "start", "end", "quote", "normal", "created_at", "published_at", "year_key",
    "year_down", "section", "measure", "name_key",
}  # fmt: skip
# Who may publish decides on these; they are changed by acts of their own.
STATES = {"state", "state_reason", "merged_into"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record, from one value to another, in words."""

    at: datetime
    user: Any
    reason: str
    record: str
    about: str
    url: str
    label: str
    old: str
    new: str
    back: str  # names the change for `take_back`; empty where it can't be taken back alone


def changes_of(case: Case) -> list[Change]:
    """Every change a person or a new reading made, newest first; how the records came in is not among them."""
    found = [change for model in RECORDS.values() for change in _changes(model, case)]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _mine(model: type[Any], case: Case) -> dict[str, Any]:
    """Which records, and lines of history, of a model are the case's: of programmes those it names."""
    if model is Program:
        return {"id__in": list(case.program_links.values_list("program", flat=True))}
    return {"id": case.pk} if model is Case else {"case_id": case.pk}


def _changes(model: type[Any], case: Case) -> Iterator[Change]:
    mine = _mine(model, case)
    lines = model.history.filter(**mine).select_related("history_user").order_by("id", "history_date", "history_id")
    records = {row.pk: row for row in model._default_manager.filter(**mine).select_related(*_linked(model))}
    practices = _practices(case) if model is Measure else {}
    for before, after in pairwise(lines):
        if before.id != after.id or after.history_type != "~" or after.id not in records:
            continue
        # A programme's names also grow by texts that have nothing to do with this case.
        if model is not Program or after.history_user_id:
            yield from _told(model, records[after.id], before, after, case)
        if model is Measure:
            yield from _told_measure(records[after.id], before, after, case, practices)


def _linked(model: type[Any]) -> tuple[str, ...]:
    return ("source",) if hasattr(model, "source") else ()


def _practices(case: Case) -> dict[int, list[int]]:
    """The practices of measures by their lines of history."""
    held: dict[int, list[int]] = {}
    rows = Measure.history.model.practices.model.objects.filter(history__case_id=case.pk)
    for line, practice in rows.values_list("history", "practice").order_by("practice"):
        held.setdefault(line, []).append(practice)
    return held


def _told(model: type[Any], record: Any, before: Any, after: Any, case: Case) -> Iterator[Change]:
    for field in _fields(model):
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            back = field.name if _free(model, field) else ""
            said = _said(field, old), _said(field, new)
            yield _change(record, before, after, case, str(field.verbose_name), *said, back)


def _told_measure(
    record: Measure, before: Any, after: Any, case: Case, practices: dict[int, list[int]]
) -> Iterator[Change]:
    """What the line of a measure doesn't hold by itself: its practices, and the words a person gave it."""
    old, new = (practices.get(line.history_id, []) for line in (before, after))
    if old != new:
        names = {row.pk: str(row) for row in Practice.objects.filter(pk__in=[*old, *new])}
        first, then = (", ".join(names.get(key, "?") for key in keys) or "—" for keys in (old, new))
        label = str(Measure._meta.get_field("practices").verbose_name)
        yield _change(record, before, after, case, label, first, then, "practices")
    if (before.start, before.end) != (after.start, after.end) and "start" in (*before.decided, *after.decided):
        first, then = (_ends(record.source.text[line.start : line.end]) for line in (before, after))
        yield _change(record, before, after, case, _("words"), first, then, "words")


def _ends(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:30]} … {words[-30:]}"


def _change(record: Any, before: Any, after: Any, case: Case, label: str, old: str, new: str, field: str) -> Change:
    """One line of the page; nothing in it that the public may not read."""

    def public(words: str) -> str:
        return case.public_words(record.public_words(words) if isinstance(record, Program) else words)

    name = record._meta.model_name
    about = getattr(record, "label", "") or getattr(record, "heading", "") or _quote(record)
    return Change(
        after.history_date,
        after.history_user,
        public(_reason(after.history_change_reason or "")),
        str(record._meta.verbose_name),
        public(str(record) if isinstance(record, Program) else about),
        _url(record),
        label,
        public(old),
        public(new),
        f"{name}-{before.history_id}-{field}" if field else "",
    )


def _reason(words: str) -> str:
    """Why, as it was given; what a new reading wrote is told in the language of the page."""
    version = words.removeprefix(REREAD)
    return words if version == words else _("read anew by reader %s") % version


def _url(record: Any) -> str:
    if isinstance(record, Program):
        return record.get_absolute_url()
    return "" if isinstance(record, Case | Flag) else str(record.words_url)


def _quote(record: Any) -> str:
    return str(getattr(record, "quote", ""))[:40]


def _fields(model: type[Any]) -> Iterable[models.Field[Any, Any]]:
    tracked = model.history.model.tracked_fields
    return [field for field in tracked if field.name not in SILENT]


def _free(model: type[Any], field: models.Field[Any, Any]) -> bool:
    """Whether a change of this field may be taken back by itself."""
    return model is not Flag and not (model is Case and field.name in STATES)


def _said(field: models.Field[Any, Any], value: Any) -> str:
    if value is None or value in ("", []):
        return "—"
    if field.is_relation:
        found = field.related_model._default_manager.filter(pk=value).first()  # type: ignore[union-attr]
        return str(found or value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(str(one["name"]) if isinstance(one, dict) and "name" in one else str(one) for one in value)
    return str(value)


@transaction.atomic
def take_back(case: Case, name: str) -> None:
    """Set one field of one record of the case to the value before a change; `Refused` says why it can't be."""
    model_name, key, field_name = [*name.split("-", 2), "", ""][:3]
    model = RECORDS.get(model_name)
    line = model.history.filter(history_id=key, **_mine(model, case)).first() if model and key.isdecimal() else None
    record = model._default_manager.select_for_update().filter(pk=line.id).first() if model and line else None
    if record is None:
        raise Refused(_("This change can't be taken back: its record is gone."))
    record._change_reason = _("an earlier value restored")
    if isinstance(record, Measure) and field_name in ("practices", "words"):
        _restore_measure(record, line, field_name)
        return
    field = next((one for one in _fields(type(record)) if one.name == field_name and _free(type(record), one)), None)
    if field is None:
        raise Refused(_("This change can't be taken back: its record is gone."))
    _set(record, field, getattr(line, field.attname))


def _restore_measure(record: Measure, line: Any, name: str) -> None:
    if name == "practices":
        keys = [row.practice_id for row in line.practices.all()]
        steps.correct(record, {"practices": list(Practice.objects.filter(pk__in=keys))})
        return
    given = words_of(record.source.text, Span(line.start, line.end))
    steps.relink([steps.step(f"measure-{record.pk}", record, lambda: steps.correct(record, given), given)])


def _set(record: Any, field: models.Field[Any, Any], value: Any) -> None:
    if field.name == "state":
        before, record.state = record.state, value
        record.save()
        key = f"{record._meta.model_name}-{record.pk}"
        steps.relink([{"key": key, "before": {"state": before}, "after": {"state": value}}])
        return
    _check(record, field, value)
    if isinstance(record, Program):
        try:
            rename(record, {field.name: value})
        except ValueError as error:
            raise Refused(_("There is a programme of this name already.")) from error
        return
    record.correct(**{field.name: getattr(record, field.name)})
    if isinstance(record, CaseProgram) and field.name == "main" and value:
        only_main(Find("programme", record))


def _check(record: Any, field: models.Field[Any, Any], value: Any) -> None:
    """Whether the value can still stand: what it points at may be merged or gone, its place taken."""
    if field.is_relation and value is not None:
        found = field.related_model._default_manager.filter(pk=value).first()  # type: ignore[union-attr]
        if found is None:
            raise Refused(_("This change can't be taken back: what it pointed at is gone."))
        into = getattr(found, "merged_into", None)
        if into is not None:
            told = _("“%(name)s” was merged into “%(into)s” since: the naming stays as it is. Split the two first.")
            raise Refused(filled(told, {"name": found, "into": into}))
    try:
        setattr(record, field.attname, value)
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as error:
        raise Refused(_("This change can't be taken back: another record holds its place now.")) from error
