"""The page of a case's own facts, and what is offered while a name is typed."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from desk.choosing import KINDS, offered
from desk.facts import FactsForm, save
from desk.review_views import UNDO, remember, to_find
from desk.reviewing import Review, review_of
from desk.views import needs


@needs("cases.change_case")
@require_GET
def offer(request: HttpRequest, kind: str) -> HttpResponse:
    """The records that come near to what is typed, one to be chosen."""
    if kind not in KINDS:
        raise Http404
    field = request.GET.get("field", "")
    context = {"name": field, "choices": offered(kind, request.GET.get(field, ""))}
    return render(request, "desk/_offered.html", context)


@needs("cases.change_case")
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, number: int) -> HttpResponse:
    """Title, lead, authors, place and years beside the text; what is saved can be taken back on the review desk."""
    if request.method == "GET":
        review = review_of(number)
        return _page(request, review, FactsForm(instance=review.case))
    with transaction.atomic():
        review = review_of(number)
        form = FactsForm(request.POST, instance=review.case)
        if not form.is_valid():
            return _page(request, review_of(number), form, 422)
        steps = save(form)
    remember(request, steps)
    if not steps:
        messages.info(request, _("Nothing was changed."))
    else:
        messages.success(request, _("Saved: no new reading changes it."))
    return to_find(review, "")


def _page(request: HttpRequest, review: Review, form: FactsForm, status: int = 200) -> HttpResponse:
    context = {"review": review, "case": review.case, "form": form, "undo": len(request.session.get(UNDO, []))}
    return render(request, "desk/facts.html", context, status=status)
