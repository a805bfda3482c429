"""Two records of one programme made one, and one record of two programmes made two; each step a line of history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cases.merging import hold, lead_on
from cases.models import State
from programs.extract.normal import normal_name
from programs.models import Program

WORTH = (State.CORRECTED, State.ACCEPTED, State.PROPOSED)  # of two namings in one case the first of these stays


@transaction.atomic
def merge(program: Any, into: Any, reason: str = "") -> None:
    """The cases and names of a programme go over to another, and its address leads there.

    Raises `ValueError` for one that is merged already, or into itself.
    """
    hold(program, into)
    for link in program.case_links.select_related("source"):
        _hand_over(link, into, reason)
    into.parts = into.parts or program.parts
    lead_on(program, into, reason)


def _hand_over(link: Any, into: Program, reason: str) -> None:
    """The naming goes over; where the case names the other too, the one more decided on stays."""
    kept = link
    if there := into.case_links.filter(case=link.case_id).first():
        kept, spare = sorted((there, link), key=_worth)
        kept.main = kept.main or (spare.main and _worth(spare) < len(WORTH))
        spare._change_reason = reason
        spare.delete()
    kept.program, kept._change_reason = into, reason
    kept.save()


def _worth(link: Any) -> int:
    return WORTH.index(State(link.state)) if link.state in WORTH else len(WORTH)


@transaction.atomic
def rename(program: Any, values: dict[str, Any]) -> None:
    """Correct a programme; its old name stays a name of it, in texts to come too.

    Raises `ValueError` where another programme bears the new name.
    """
    old = Program.objects.get(pk=program.pk)
    name = values.get("name", old.name)
    if not free_name(program, name):
        raise ValueError("there is a programme of this name already")
    if name != old.name:
        known = [old.name, *values.get("aliases", old.aliases)]
        values = values | {"aliases": [each for each in dict.fromkeys(known) if each != name]}
    program.correct(**values)
    if normal_name(name) != old.normal:
        Program(name=old.name, kind=old.kind, merged_into=program).save()


def free_name(program: Any, name: str) -> bool:
    """Make way for a name: one that leads to this very programme, and never was another, goes. Whether it is free."""
    others = Program.objects.filter(normal=normal_name(name)).exclude(pk=program.pk)
    for stub in others.filter(merged_into=program.pk, case_links=None, merged=None):
        stub.delete()
    return not others.exists()


@transaction.atomic
def split(program: Any, name: str, links: Iterable[Any], reason: str = "") -> Program:
    """These namings mean another programme of that name: a new one, or one that was merged into this one before.

    They are decisions, which no new reading takes back. Raises `ValueError` where `free` says no.
    """
    if not free(program, name):
        raise ValueError("there is a programme of this name already")
    known = Program.objects.filter(normal=normal_name(name)).first()
    other: Any = known or Program(kind=program.kind)
    other.name, other.merged_into, other._change_reason = name, None, reason
    other.save()
    for link in links:
        link._change_reason = reason
        link.correct(program=other)
    program.aliases = [alias for alias in program.aliases if normal_name(alias) != other.normal]
    program._change_reason = reason
    program.save()
    return other  # type: ignore[no-any-return]


def free(program: Program, name: str) -> bool:
    """Whether a programme of this name can part from that one: nobody bears it, or it was merged into it."""
    return not Program.objects.filter(normal=normal_name(name)).exclude(merged_into=program.pk).exists()
