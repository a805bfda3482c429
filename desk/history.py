"""What people changed in a case and its finds: which field, from what to what, when, why; and taking a change back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from cases.models import Case, Section
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure

FINDS = (Figure, Measure, CaseProgram, Section, Flag)
RECORDS: dict[str, type[Any]] = {model._meta.model_name or "": model for model in (Case, *FINDS)}
# What follows from other fields, or tells how a value came about rather than what it is.
SILENT = {
    "id", "reading", "decided", "title_key", "heading_key", "label_key", "amount", "amount_max", "reader_version",
    "published_by", "confidence", "start", "end", "quote", "normal", "created_at", "published_at", "year_key",
    "year_down",
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


def _changes(model: type[Any], case: Case) -> Iterator[Change]:
    mine = {"id": case.pk} if model is Case else {"case_id": case.pk}
    lines = model.history.filter(**mine).select_related("history_user").order_by("id", "history_date", "history_id")
    records = {row.pk: row for row in model._default_manager.filter(**mine).select_related(*_linked(model))}
    for before, after in pairwise(lines):
        if before.id == after.id and after.history_type == "~" and after.id in records:
            yield from _told(model, records[after.id], before, after, case)


def _linked(model: type[Any]) -> tuple[str, ...]:
    return ("source",) if hasattr(model, "source") else ()


def _told(model: type[Any], record: Any, before: Any, after: Any, case: Case) -> Iterator[Change]:
    for field in _fields(model):
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            yield Change(
                after.history_date,
                after.history_user,
                case.public_words(after.history_change_reason or ""),
                str(model._meta.verbose_name),
                case.public_words(getattr(record, "label", "") or getattr(record, "heading", "") or _quote(record)),
                "" if model in (Case, Flag) else record.words_url,
                str(field.verbose_name),
                case.public_words(_said(field, old)),
                case.public_words(_said(field, new)),
                f"{model._meta.model_name}-{before.history_id}-{field.name}" if _free(model, field) else "",
            )


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
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@transaction.atomic
def take_back(case: Case, name: str) -> bool:
    """Set one field of one record of the case to the value before a change; False where there is no such change."""
    model_name, key, field_name = [*name.split("-", 2), "", ""][:3]
    model = RECORDS.get(model_name)
    if model is None or not key.isdecimal():
        return False
    line = model.history.filter(history_id=key, **({"id": case.pk} if model is Case else {"case_id": case.pk})).first()
    field = next((one for one in _fields(model) if one.name == field_name and _free(model, one)), None)
    record = model._default_manager.select_for_update().filter(pk=line.id).first() if line else None
    if field is None or record is None:
        return False
    _set(record, field, getattr(line, field.attname))
    return True


def _set(record: Any, field: models.Field[Any, Any], value: Any) -> None:
    record._change_reason = _("an earlier value restored")
    if field.name == "state":
        record.state = value
        record.save()
    else:
        record.correct(**{field.attname if field.is_relation else field.name: value})
