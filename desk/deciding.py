"""What a person does on the review desk with finds and doubts: accept, correct, reject, settle."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import State
from cases.search.signals import held
from desk import steps
from desk.naming import only_main
from desk.reviewing import Find, Review
from desk.steps import Refused, Step, relink, step
from metrics.models import Flag
from seeds.searching import index_sources


def accept(finds: Sequence[Find], reason: str = "") -> list[Step]:
    """Accept what waits or was rejected; a correction says more than accepted and stays."""
    return _each([find for find in finds if find.row.state in (State.PROPOSED, State.REJECTED)], "accept", reason)


def reject(finds: Sequence[Find], reason: str = "") -> list[Step]:
    return _each([find for find in finds if find.row.state not in (State.REJECTED, State.ORPHANED)], "reject", reason)


@transaction.atomic
def _each(finds: Sequence[Find], act: str, reason: str) -> list[Step]:
    many = len(finds) > 1
    with held() if many else nullcontext():
        done = [step(find.key, find.row, getattr(find.row, act), reason=reason) for find in finds]
        relink(done)
    if many:
        index_sources({find.row.source_id for find in finds})
    return done


@transaction.atomic
def correct(find: Find, values: dict[str, Any], reason: str = "") -> list[Step]:
    """Set these fields by decision; the row must still hold the old values."""
    row = find.row
    columns = {one.name for one in row._meta.concrete_fields}
    row.refresh_from_db(fields=[*columns & set(values), "state", "decided"])
    done = [step(find.key, row, lambda: steps.correct(row, values), values, reason)]
    return [*done, *only_main(find, reason)] if find.name == "programme" and values.get("main") else done


@transaction.atomic
def settle(review: Review, flag: str, state: str, reason: str = "") -> list[Step]:
    """Say of a doubt that it is explained (with a reason readers see), confirmed, or open again."""
    row = next((row for row in review.case.flags.all() if str(row.pk) == flag), None)
    if row is None:
        raise Refused(_("There is no such doubt."))
    if state == Flag.Status.EXPLAINED and not reason.strip():
        raise Refused(_("Say what explains the doubt: readers see the reason."))
    said = "" if state == Flag.Status.OPEN else reason.strip() or row.reason
    done = step(f"flag-{row.pk}", row, lambda: _tell(row, state, said), ["state", "reason"])
    return [{**done, "at": review.asked}]


def _tell(flag: Flag, state: str, reason: str) -> None:
    flag.state, flag.reason = state, reason
    flag.save()
