"""The brief: gathered by forms, looked at, printed, and taken away as a document or as references."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.access import from_here
from cases.cite import cited, reference_of
from desk import briefs
from desk.briefs import Kept, keep, kept
from desk.docx import document
from desk.paper import cases_of, write

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    brief = kept(request)
    cases = cases_of(brief.numbers)
    context = {
        "cases": cases,
        "gone": len(brief.numbers) - len(cases),
        "paper": write(brief, cases, request) if cases else None,
    }
    return render(request, "desk/brief.html", context)


@never_cache
@require_safe
def as_docx(request: HttpRequest) -> HttpResponse:
    """The brief as a document; an empty one leads to its page, which says what to do."""
    brief = kept(request)
    cases = cases_of(brief.numbers)
    if not cases:
        return redirect("take:brief")
    headers = {"Content-Disposition": 'attachment; filename="brief.docx"'}
    return HttpResponse(document(write(brief, cases, request)), content_type=DOCX, headers=headers)


@never_cache
@require_safe
def cite(request: HttpRequest, form: str) -> HttpResponse:
    cases = cases_of(kept(request).numbers)
    return cited([reference_of(case, request) for case in cases], form, "brief")


@from_here
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """One change, by the name of the button pressed: back to where it was pressed, or the button's other face."""
    brief = kept(request)
    for name, act in ACTS.items():
        if name in request.POST:
            act(brief, request.POST)
            break
    single = request.POST.get("add") or request.POST.get("remove")
    if request.headers.get("HX-Request") and single:
        response = render(
            request, "desk/_taken.html", {"case": {"number": _number(single), "is_published": True}, "changed": True}
        )
    else:
        response = redirect(_back(request))
    keep(request, response, brief)
    return response


def _number(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 10 else 0


def _numbers(data: QueryDict, name: str) -> list[int]:
    """Numbers of published cases among those sent."""
    sent = [_number(words) for words in data.getlist(name)[: 10 * briefs.MOST]]
    held = briefs.published(sent)
    return [number for number in sent if number in held]


def _set(brief: Kept, data: QueryDict) -> None:
    brief.options = briefs.known(data.getlist("option"))
    brief.title = " ".join(data.get("title", "").replace("\x00", "").split())[: briefs.TITLE]


def _clear(brief: Kept, _data: QueryDict) -> None:
    brief.numbers = []


# The name of each button, and what it does.
ACTS: dict[str, Callable[[Kept, QueryDict], None]] = {
    "add": lambda brief, data: brief.add(_numbers(data, "add")),
    "remove": lambda brief, data: brief.remove(map(_number, data.getlist("remove"))),
    "up": lambda brief, data: brief.move(_number(data.get("up")), -1),
    "down": lambda brief, data: brief.move(_number(data.get("down")), 1),
    "options": _set,
    "clear": _clear,
    "case": lambda brief, data: brief.add(_numbers(data, "case")),  # ticked in a list: the form has no button's name
}


def _back(request: HttpRequest) -> str:
    """Where the button was pressed, if it was in this house."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else "take:brief"
