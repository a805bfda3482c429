"""The brief a reader gathers: numbers of cases and how to write them up.

A signed cookie keeps it for readers, the database for people logged in; what was in the cookie joins at log-in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from cases.kept import of_anyone
from cases.models import Case
from desk.models import Brief, BriefItem

COOKIE, SALT = "brief", "desk.brief"
AGE = 180 * 24 * 3600
MOST = 30
TITLE = 60
# What a brief may hold, in the order it is written, and what it holds unless told otherwise.
OPTIONS = {
    "lead": True, "background": False, "measures": True, "results": True, "lessons": False,
    "notes": True, "flags": True, "bases": True,
}  # fmt: skip
USUAL = tuple(name for name, usual in OPTIONS.items() if usual)


@dataclass
class Kept:
    """Cases in order, options switched on, and the title if one was given."""

    numbers: list[int] = field(default_factory=list)
    options: tuple[str, ...] = USUAL
    title: str = ""

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def full(self) -> bool:
        return len(self.numbers) >= MOST

    def add(self, numbers: Iterable[int]) -> None:
        self.numbers = list(dict.fromkeys([*self.numbers, *numbers]))[:MOST]

    def remove(self, numbers: Iterable[int]) -> None:
        gone = set(numbers)
        self.numbers = [number for number in self.numbers if number not in gone]

    def move(self, number: int, by: int) -> None:
        """One place up (-1) or down (1), as far as there is room."""
        if number in self.numbers:
            at = self.numbers.index(number)
            self.numbers.insert(max(0, at + by), self.numbers.pop(at))


def kept(request: HttpRequest) -> Kept:
    """The reader's brief, read once a request."""
    if not hasattr(request, "_brief"):
        request._brief = Kept() if of_anyone(request) else _stored(request)  # type: ignore[attr-defined]
    return request._brief  # type: ignore[attr-defined,no-any-return]


def _stored(request: HttpRequest) -> Kept:
    user = getattr(request, "user", None)
    return _of_user(user) if user is not None and user.is_authenticated else _of_cookie(request)


def keep(request: HttpRequest, response: HttpResponse, brief: Kept) -> None:
    """Store the brief where this reader's is kept."""
    if request.user.is_authenticated:
        _store(request.user, brief)
        response.delete_cookie(COOKIE)
    elif brief == Kept():
        response.delete_cookie(COOKIE)
    else:
        value = signing.dumps([brief.numbers, brief.options, brief.title], salt=SALT, compress=True)
        response.set_cookie(COOKIE, value, max_age=AGE, httponly=True, samesite="Lax", secure=request.is_secure())


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """`brief` on every page; nothing is read where no template asks."""
    return {"brief": SimpleLazyObject(lambda: kept(request))}


def _of_cookie(request: HttpRequest) -> Kept:
    """What the cookie holds; one that was changed by hand, or is too old, holds nothing."""
    try:
        numbers, options, title = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
        return Kept([int(number) for number in numbers][:MOST], known(options), str(title)[:TITLE])
    except (signing.BadSignature, ValueError, TypeError):
        return Kept()


def published(numbers: Iterable[int]) -> set[int]:
    return set(Case.objects.published().filter(number__in=list(numbers)).values_list("number", flat=True))


def known(options: Iterable[str]) -> tuple[str, ...]:
    chosen = set(options)
    return tuple(name for name in OPTIONS if name in chosen)


def _of_user(user: Any) -> Kept:
    rows = BriefItem.objects.filter(brief__user=user).order_by("order", "pk")
    found = list(rows.values_list("case__number", "brief__options", "brief__title"))
    if found:
        return Kept([number for number, _options, _title in found], known(found[0][1]), found[0][2])
    brief = Brief.objects.filter(user=user).first()
    return Kept([], known(brief.options), brief.title) if brief else Kept()


@transaction.atomic
def _store(user: Any, brief: Kept) -> None:
    values = {"options": list(brief.options), "title": brief.title}
    stored, _new = Brief.objects.update_or_create(user=user, defaults=values)
    stored.items.all().delete()
    keys = dict(Case.objects.filter(number__in=brief.numbers).values_list("number", "pk"))
    chosen = [number for number in brief.numbers if number in keys]
    rows = [BriefItem(brief=stored, case_id=keys[number], order=at) for at, number in enumerate(chosen)]
    BriefItem.objects.bulk_create(rows)


@receiver(user_logged_in)
def join_at_log_in(request: HttpRequest | None, user: Any, **_kwargs: Any) -> None:
    """What was gathered before the log-in follows what the account already holds."""
    gathered = _of_cookie(request) if request else Kept()
    if not gathered.numbers:
        return
    stored = _of_user(user)
    stored.add(gathered.numbers)
    stored.title = stored.title or gathered.title
    _store(user, stored)
