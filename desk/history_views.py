"""The history of a case for everyone, taking a change back, undoing an import, erasing a text."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import gone_or_moved
from cases.models import Case, Source
from cases.whole import sourced_cases
from desk import erasing
from desk.history import changes_of, take_back
from desk.models import Batch
from desk.steps import Refused
from desk.views import needs

A_PAGE = 100
REASON = 500


@require_safe
def history(request: HttpRequest, number: int) -> HttpResponse:
    """What was changed in a published case, newest first; who changed it is for staff."""
    case = get_object_or_404(sourced_cases(), number=number)
    gone = gone_or_moved(request, case)
    if gone is not None:
        return gone
    staff = request.user.has_perm("cases.view_case")
    page = Paginator(changes_of(case), A_PAGE).get_page(request.GET.get("page"))
    context = {"case": case, "page": page, "staff": staff, "may": request.user.has_perm("metrics.change_figure")}
    return render(request, "desk/history.html", context)


@needs("metrics.change_figure")
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponseRedirect:
    """Set one field back to what it was before a change."""
    case = get_object_or_404(Case, number=number)
    try:
        take_back(case, request.POST.get("change", ""))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The earlier value stands again."))
    return redirect("take:history", number)


@needs("desk.add_batch")
@require_http_methods(["GET", "POST"])
def undo_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole import out again; a second page asks, since it can't be taken back itself."""
    batch = get_object_or_404(Batch, pk=pk)
    if (erasing.was_public(batch) or batch.user_id != request.user.pk) and not request.user.has_perm(
        "cases.publish_case"
    ):
        raise PermissionDenied
    cases = Case.objects.filter(source_links__source__batches=batch).distinct()
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()[:REASON] or _("The import was undone.")
        count = erasing.undo(batch, reason, request.user)
        messages.success(request, ngettext("%d text was taken out.", "%d texts were taken out.", count) % count)
        return redirect("desk:batch", pk)
    return render(request, "desk/undo.html", {"batch": batch, "cases": cases, "texts": batch.sources.count()})


@needs("cases.delete_source")
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a text that must not be here; the reason is asked for and stays."""
    source = get_object_or_404(Source.objects.light(), pk=pk)
    reason = request.POST.get("reason", "").strip()[:REASON]
    if request.method == "POST" and reason:
        erasing.erase(source, reason, request.user)
        messages.success(request, _("The text was erased."))
        return redirect("desk:home")
    cases = Case.objects.filter(source_links__source=source)
    context = {"source": source, "cases": cases, "asked": request.method == "POST"}
    return render(request, "desk/erase.html", context)
