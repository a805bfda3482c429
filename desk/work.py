"""Who works on which case: handing in for review, handing back, publishing, withdrawing, assigning, comments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from desk.models import Comment

LONGEST = 2000
Status = Case.Status


class Refused(Exception):
    """An act that can't be done now, with the sentence that says why."""


def staff() -> QuerySet[Any]:
    """Whom a case can be assigned to: those who may work at the desk."""
    may = Q(groups__permissions__codename="change_figure") | Q(user_permissions__codename="change_figure")
    return get_user_model().objects.filter(may | Q(is_superuser=True), is_active=True).distinct().order_by("username")


def mine(user: Any) -> list[Case]:
    """What waits for this person: cases assigned to them, and for publishers those handed in by others."""
    wanted = Q(assigned_to=user, state__in=(Status.DRAFT, Status.IN_REVIEW))
    if user.has_perm("cases.publish_case"):
        wanted |= Q(state=Status.IN_REVIEW) & ~Q(submitted_by=user)
    return list(
        Case.objects.filter(wanted).with_place().select_related("submitted_by", "assigned_to").order_by("number")
    )


@transaction.atomic
def do(act: str, number: int, user: Any, words: str, whom: str = "") -> None:
    """One act on a case; raises `Refused` with what to do, `PermissionDenied` where the person has no right to it."""
    case = Case.objects.select_for_update().get(number=number)
    words = words.strip()[:LONGEST]
    ACTS[act](case, user, words, whom)
    if words:
        Comment.objects.create(case=case, user=user, text=words)


def _submit(case: Case, user: Any, words: str, whom: str) -> None:
    if case.state != Status.DRAFT:
        raise Refused(_("Only a draft is handed in for review."))
    case.submit(user)


def _hand_back(case: Case, user: Any, words: str, whom: str) -> None:
    if case.state != Status.IN_REVIEW:
        raise Refused(_("Only what was handed in is handed back."))
    if not words:
        raise Refused(_("Say what is to be done."))
    case.hand_back(words)


def _publish(case: Case, user: Any, words: str, whom: str) -> None:
    _may_publish(user)
    if why := case.obstacle(user):
        raise Refused(why)
    case.publish(user)


def _withdraw(case: Case, user: Any, words: str, whom: str) -> None:
    _may_publish(user)
    if not words:
        raise Refused(_("Give the reason that readers will see."))
    case.withdraw(words)


def _assign(case: Case, user: Any, words: str, whom: str) -> None:
    case.assigned_to = staff().filter(pk=whom).first() if whom.isdecimal() else None
    case.save()


def _comment(case: Case, user: Any, words: str, whom: str) -> None:
    if not words:
        raise Refused(_("Write the comment first."))


def _may_publish(user: Any) -> None:
    if not user.has_perm("cases.publish_case"):
        raise PermissionDenied


ACTS: dict[str, Callable[[Case, Any, str, str], None]] = {
    "submit": _submit,
    "hand_back": _hand_back,
    "publish": _publish,
    "withdraw": _withdraw,
    "assign": _assign,
    "comment": _comment,
}
