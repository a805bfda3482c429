"""The page that lays two to four cases side by side, at an address one can send on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.detail import practices_of
from cases.filters import CaseFilters
from cases.models import Case
from cases.quoted import filled
from cases.similar import Similar, similar_to
from cases.whole import whole_cases
from desk.aligned import align

FEWEST, MOST = 2, 4


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    numbers, notes = _asked(request)
    cases, missing = _got(numbers)
    notes += [_("There is no case no. %(number)s here; it is left out.") % {"number": number} for number in missing]
    chosen = [case.number for case in cases]
    context: dict[str, Any] = {"cases": cases, "notes": notes, "most": MOST, "removals": _removals(chosen)}
    context["similar"] = _suggested(request, cases) if len(cases) < MOST else []
    context["asked"] = _query(chosen)
    if len(cases) >= FEWEST:
        context["aligned"] = align(cases)
    return render(request, "desk/compare.html", context)


def _asked(request: HttpRequest) -> tuple[list[int], list[str]]:
    """The numbers asked for, each once, at most four; and what was left out."""
    numbers, notes = [], []
    for value in dict.fromkeys(request.GET.getlist("case")):
        if not value.strip():
            continue
        if value.isascii() and value.isdigit() and len(value) < 10:
            numbers.append(int(value))
        else:
            notes.append(filled(_("“%(value)s” is not the number of a case and was ignored."), {"value": value[:40]}))
    numbers = list(dict.fromkeys(numbers))
    if len(numbers) > MOST:
        left = "、".join(map(str, numbers[MOST : MOST * 3]))
        notes.append(
            _("Four cases at most are compared; left out: %(left)s. Remove one to make room.") % {"left": left}
        )
    return numbers[:MOST], notes


def _got(numbers: Sequence[int]) -> tuple[list[Case], list[int]]:
    """The published cases in the order asked for, and the numbers no published case has."""
    found = {case.number: case for case in whole_cases(numbers) if case.is_published}
    return [found[n] for n in numbers if n in found], [n for n in numbers if n not in found]


def _suggested(request: HttpRequest, cases: Sequence[Case]) -> list[tuple[Similar, str]]:
    """What could stand beside them: cases similar to the first, with the address of that comparison."""
    if not cases:
        return []
    chosen = [case.number for case in cases]
    found = similar_to(request, cases[0], practices_of(cases[0]), CaseFilters.memory.at_hand())
    similar = [each for each in found if each.case.number not in chosen]
    return [(each, _query([*chosen, each.case.number])) for each in similar]


def _removals(chosen: Sequence[int]) -> dict[int, str]:
    """The address of the comparison without each of its cases."""
    return {number: _query([other for other in chosen if other != number]) for number in chosen}


def _query(numbers: Sequence[int]) -> str:
    return reverse("compare") + "".join(f"{'&' if at else '?'}case={n}" for at, n in enumerate(numbers))
