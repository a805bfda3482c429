"""What a person did at the desk, so that it can be taken back: what stood before and what stands since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, State
from cases.models.extracted import PUBLIC_STATES, Decided
from cases.search.signals import held
from desk.reviewing import MODELS
from metrics.models import Figure, Flag
from programs.merging import free_name
from programs.models import Measure, Program
from seeds.rows import around
from seeds.searching import index_sources

RECORDS: dict[str, type[Any]] = {**MODELS, "flag": Flag, "case": Case, "program": Program}
REASON = 100  # characters the history keeps
Step = dict[str, Any]  # a record's key, its columns `before` and `after`: values a session can hold


class Refused(Exception):
    """An act that can't be done, with the sentence that says why."""


def step(key: str, row: Any, act: Callable[[], object], names: Iterable[str] = (), reason: str = "") -> Step:
    """Do it, the history saying why; what it changes are these fields, the state and what is decided."""
    kept = {*names, "state", "decided"} if isinstance(row, Decided) else {*names, "decided"}
    before = values(row, kept)
    row._change_reason = reason[:REASON]
    act()
    after = values(row, kept)
    changed = [name for name in before if before[name] != after[name]]
    return {"key": key, "before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed}}


def values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """The columns as a session holds them: a list of keys for many related records."""
    wanted, meta = set(names), row._meta
    held = {one.name: one.value_to_string(row) for one in meta.concrete_fields if one.name in wanted}
    many = {one.name: sorted(getattr(row, one.name).values_list("pk", flat=True))
            for one in meta.many_to_many if one.name in wanted}  # fmt: skip
    return held | many


@transaction.atomic
def take_back(steps: Sequence[Step]) -> int:
    """Write back what stood before, the last first; what somebody has decided otherwise since is left alone."""
    done = []
    many = len(steps) > 1 and all(one["key"].split("-")[0] in MODELS for one in steps)
    with held() if many else nullcontext():
        for one in reversed(steps):
            name, key = one["key"].split("-")
            row = RECORDS[name].objects.select_for_update().filter(pk=key).first()
            if row is not None and _stands(row, one["after"]):
                _restore(row, one)
                done.append(row)
        relink(steps)
    if many:
        index_sources({row.source_id for row in done})
    return len(done)


def relink(steps: Sequence[Step]) -> None:
    """Figures stand in the innermost measure around them: measures moved, added or rejected take them along."""
    keys = [one["key"].split("-")[1] for one in steps if one["key"].startswith("measure-") and _moved(one)]
    for case, source in set(Measure.objects.filter(pk__in=keys).values_list("case", "source")):
        of = {"case": case, "source": source}
        measures = list(Measure.objects.public().filter(**of))
        for figure in Figure.objects.filter(**of).exclude(state=State.ORPHANED):
            inner = around(measures, figure.start)
            if (inner and inner.pk) != figure.measure_id and "measure" not in figure.decided:
                figure.measure = inner
                figure.save()


def _moved(one: Step) -> bool:
    shown = [one[at].get("state") in PUBLIC_STATES for at in ("before", "after")]
    return "start" in one["before"] or shown[0] != shown[1]


def _stands(row: Any, after: dict[str, Any]) -> bool:
    """Whether the row still holds what the step left; of a case, other fields may have been decided since."""
    names = [name for name in after if name != "decided" or isinstance(row, Decided)]
    now = values(row, names)
    return all(_value(row, name, now[name]) == _value(row, name, after[name]) for name in names)


def _value(row: Any, name: str, kept: Any) -> Any:
    """What a session held, as the record holds it."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return kept
    if field.null and kept in ("None", ""):
        return None
    return field.target_field.to_python(kept) if field.is_relation else field.to_python(kept)


def _restore(row: Any, one: Step) -> None:
    row._change_reason = _("undone")
    if isinstance(row, Program) and "name" in one["before"]:
        free_name(row, one["before"]["name"])
    for name, kept in one["before"].items():
        field, value = row._meta.get_field(name), _value(row, name, kept)
        if field.many_to_many:
            _set_many(row, {name: value})
        elif name == "decided":
            newly = set(one["after"][name]) - set(value)
            row.decided = [each for each in row.decided if each not in newly]
        else:
            setattr(row, field.attname, value)
    row.save()


def correct(row: Any, given: dict[str, Any]) -> None:
    """Set these fields by decision, related records too: they outlive every new reading."""
    many = {one.name for one in row._meta.many_to_many} & set(given)
    _set_many(row, {name: given[name] for name in many})
    row.decided = sorted({*row.decided, *many})
    row.correct(**{name: value for name, value in given.items() if name not in many})


def _set_many(row: Any, given: dict[str, Any]) -> None:
    """Related records, without lines of history of their own: saving the row writes one that holds them."""
    row.skip_history_when_saving = True
    for name, value in given.items():
        getattr(row, name).set(value)
    del row.skip_history_when_saving
