"""The review desk: which cases need a person most, and one case, find by find. Every act is a form that is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cases.form import told_form
from cases.models import Case, Mask
from desk import bulk, deciding, marking, masking, work
from desk.naming import add_program, named_form, save_named
from desk.review_forms import form_for, shown_fields
from desk.reviewing import Review, queue, review_of
from desk.steps import Refused, Step, take_back
from desk.tasks import reread_source
from desk.views import needs
from metrics.models import Flag
from seeds.reread import outdated, reread

UNDO = "review_steps"  # in the session: the last acts, newest last
KEPT = 30


@needs("metrics.change_figure")
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/review_queue.html", {"queue": queue()})


@needs("metrics.change_figure")
@require_GET
def case(request: HttpRequest, number: int) -> HttpResponse:
    review = _review(request, number, request.GET)
    return _page(request, review, form_for(review.current) if review.current else None)


def _review(request: HttpRequest, number: int, sent: Any) -> Review:
    return review_of(number, sent.get("find", ""), masks=request.user.has_perm("cases.change_mask"))


def _page(request: HttpRequest, review: Review, form: Any, status: int = 200, named: Any = None) -> HttpResponse:
    fields = shown_fields(form, review.current.row.reading) if review.current and form else []
    context = {
        "review": review,
        "case": review.case,
        "current": review.current,
        "fields": fields,
        "groups": bulk.groups(review),
        "like": bulk.like(review),
        "reasons": Mask.Reason.choices,
        "same_name": masking.same_name(review),
        "named": named or named_form(review.current),
        "form": told_form(review.case, review.link),
        "undo": len(request.session.get(UNDO, [])),
        "staff": work.staff(),
        "comments": review.case.comments.select_related("user"),
        "obstacle": review.case.obstacle(request.user),
    }
    return render(request, "desk/review.html", context, status=status)


@needs("metrics.change_figure")
@require_POST
def act(request: HttpRequest, number: int) -> HttpResponse:
    """One act on the case as a whole: hand in, hand back, publish, withdraw, assign, comment."""
    get_object_or_404(Case, number=number)
    asked = request.POST.get("act", "")
    if asked not in work.ACTS:
        return redirect("desk:review", number)
    try:
        work.do(asked, number, request.user, request.POST.get("words", ""), request.POST.get("whom", ""))
    except work.Refused as refused:
        messages.warning(request, str(refused))
    return redirect(f"{reverse('desk:review', args=[number])}#work")


@needs("metrics.change_figure")
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """One act on one find, or on many, and on to the next that waits; or on a doubt, and stay."""
    review, act = _review(request, number, request.POST), request.POST.get("act", "")
    if act in NEEDS and not request.user.has_perms(NEEDS[act]):
        raise PermissionDenied
    try:
        if act in SAVED and review.current:
            return SAVED[act](request, review)
        steps = ACTS[act](review, request.POST) if act in ACTS else []
    except Refused as refused:
        messages.warning(request, str(refused))
        return to_find(review, review.asked)
    except IntegrityError:
        messages.warning(request, _("Somebody has changed this meanwhile: look again."))
        return to_find(review, review.asked)
    remember(request, steps)
    _tell_many(request, act, steps)
    return to_find(review, _next(review, act, steps))


def _tell_many(request: HttpRequest, act: str, steps: Sequence[Step]) -> None:
    """What one step did to many finds."""
    if act not in ("accept_all", "hide", "keep_hidden", "show") or not steps:
        return
    count = len(steps)
    told = {
        "accept_all": ngettext("%d find was accepted.", "%d finds were accepted.", count),
        "show": ngettext("The name is shown again at %d place.", "The name is shown again at %d places.", count),
    }
    hidden = ngettext("The name is hidden at %d place.", "The name is hidden at %d places.", count)
    messages.success(request, told.get(act, hidden) % count)


def _next(review: Review, act: str, steps: Sequence[Step]) -> str:
    if act in SETTLED or act in ("set_span", "hide"):
        return review.asked
    return steps[0]["key"] if act.startswith("add_") and steps else review.after(review.asked)


def _save(request: HttpRequest, review: Review) -> HttpResponse:
    """Save what was changed as a correction; a form sent as it stands accepts the find."""
    find, reason = review.current, request.POST.get("reason", "")
    assert find is not None
    form = form_for(find, request.POST)
    if not form.is_valid():
        return _page(request, review, form, status=422)
    changed = {name: form.cleaned_data[name] for name in form.changed_data}
    steps = deciding.correct(find, changed, reason) if changed else deciding.accept([find], reason)
    remember(request, steps)
    return to_find(review, review.after(find.key))


def _save_program(request: HttpRequest, review: Review) -> HttpResponse:
    """Correct the programme itself: in every case that names it."""
    find = review.current
    assert find is not None
    form = named_form(find, request.POST)
    if form is None or not form.is_valid():
        return _page(request, review, form_for(find), 422, form)
    remember(request, save_named(form, find, request.POST.get("reason", "")))
    return to_find(review, find.key)


def _current(review: Review) -> list[Any]:
    return [review.current] if review.current and review.current.key == review.asked else []


def _settle(review: Review, sent: Any) -> list[Step]:
    return deciding.settle(review, sent.get("flag", ""), SETTLED[sent["act"]], sent.get("reason", ""))


SAVED = {"save": _save, "save_program": _save_program}
SETTLED = {"explain": Flag.Status.EXPLAINED, "confirm": Flag.Status.CONFIRMED, "reopen": Flag.Status.OPEN}
# What an act needs besides the right to the desk.
NEEDS = {act: ["metrics.change_flag"] for act in SETTLED} | {
    "hide": ["cases.add_mask", "cases.change_mask"],
    "keep_hidden": ["cases.change_mask"],
    "show": ["cases.change_mask"],
    "save_program": ["programs.change_program"],
}
ACTS: dict[str, Any] = {
    **dict.fromkeys(SETTLED, _settle),
    "accept": lambda review, sent: deciding.accept(_current(review), sent.get("reason", "")),
    "reject": lambda review, sent: deciding.reject(_current(review), sent.get("reason", "")),
    "accept_all": lambda review, sent: deciding.accept(bulk.chosen(review, sent.get("kind", ""))),
    "add_figure": lambda review, sent: marking.add_figure(review, _marked(review, sent), sent.get("reason", "")),
    "add_measure": lambda review, sent: marking.add_measure(review, _marked(review, sent), sent.get("reason", "")),
    "add_program": lambda review, sent: add_program(review, sent),
    "hide": lambda review, sent: masking.hide(
        review, _marked(review, sent), sent.get("why", ""), sent.get("reason", "")
    ),
    "keep_hidden": lambda review, sent: masking.keep_hidden(review, sent.get("reason", "")),
    "show": lambda review, sent: masking.show(review, sent.get("reason", "")),
    "set_span": lambda review, sent: marking.set_span(review, _marked(review, sent), sent.get("reason", "")),
}


def _marked(review: Review, sent: Any) -> Any:
    return marking.span_of_words(review, sent.get("at", ""), sent.get("words", ""))


def remember(request: HttpRequest, steps: Sequence[Step]) -> None:
    if steps:
        request.session[UNDO] = [*request.session.get(UNDO, []), list(steps)][-KEPT:]


@needs("metrics.change_figure")
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take back the person's own last act, whatever case it was in."""
    review = _review(request, number, request.POST)
    kept = request.session.get(UNDO, [])
    if not kept:
        messages.info(request, _("There is nothing to take back."))
        return to_find(review, review.asked)
    *request.session[UNDO], steps = kept
    left = len(steps) - take_back(steps)
    if left:
        messages.warning(request, _("Left as it is: somebody has decided otherwise since."))
    return to_find(review, steps[0].get("at", steps[0]["key"]))


def to_find(review: Review, key: str) -> HttpResponse:
    return redirect(f"{reverse('desk:review', args=[review.case.number])}?find={key}#now")


@needs("metrics.change_figure")
@require_POST
def read_anew(request: HttpRequest, number: int) -> HttpResponse:
    """Today's reader over the text of one case: what was decided stays, and what is new is told."""
    review = review_of(number, "")
    for line in reread(review.link.source_id).lines():
        messages.info(request, line)
    return redirect("desk:review", number)


@needs("metrics.change_figure")
@require_POST
def read_all_anew(request: HttpRequest) -> HttpResponse:
    """Every text that an older reader read, one after another, by the worker."""
    keys = outdated()
    for key in keys:
        reread_source.enqueue(key)
    messages.info(
        request, ngettext("%d text is being read anew.", "%d texts are being read anew.", len(keys)) % len(keys)
    )
    return redirect("desk:home")
