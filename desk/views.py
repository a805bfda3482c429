"""The desk: what waits for work, and the intake of texts in two steps, a look and a confirmation."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.curation import SOURCE_TEXTS
from cases.models import CaseSource
from desk import intake, queue, uploads
from desk.forms import MOST_FILES, IntakeForm
from desk.models import Batch

View = Callable[..., HttpResponse]


def needs(permission: str) -> Callable[[View], View]:
    """Someone not logged in is asked to; someone without the right is told so."""

    def wrap(view: View) -> View:
        return never_cache(login_required(permission_required(permission, raise_exception=True)(view)))

    return wrap


@needs("cases.view_case")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    waiting, unchecked = queue.unchecked()
    drafts, flags, reports = queue.drafts(), queue.open_flags(), queue.open_reports()
    context = {
        "drafts": drafts[: queue.SHOWN],
        "draft_count": drafts.count(),
        "waiting": waiting,
        "unchecked_count": unchecked,
        "flags": flags[: queue.SHOWN],
        "flag_count": flags.count(),
        "reports": reports[: queue.SHOWN],
        "report_count": reports.count(),
        "batches": queue.batches()[:10],
    }
    return render(request, "desk/home.html", context)


@needs("desk.add_batch")
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """The form; sent, it shows what would be imported. Nothing is stored but the bytes, for a day."""
    form = IntakeForm(request.POST, request.FILES) if request.method == "POST" else IntakeForm()
    if not form.is_valid():
        return render(request, "desk/import.html", {"form": form})
    uploads.sweep()
    looks = [intake.look(given, request.user) for given in form.given()]
    return render(request, "desk/look.html", {"looks": looks, "ready": sum(bool(look.token) for look in looks)})


@needs("desk.add_batch")
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    publish = "publish" in request.POST
    if publish and not request.user.has_perm("cases.publish_case"):
        raise PermissionDenied
    batch = intake.bring_in(request.POST.getlist("texts")[:MOST_FILES], request.user, publish)
    if batch is None:
        messages.warning(request, _("Nothing was imported: the texts are already in, or no longer kept."))
        return redirect("desk:import")
    return redirect("desk:batch", batch.pk)


@needs("desk.view_batch")
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Batch.objects.select_related("user"), pk=pk)
    late = [f"source__{name}" for name in SOURCE_TEXTS]
    links = CaseSource.objects.filter(source__batches=found).select_related("case", "source").defer(*late)
    return render(request, "desk/batch.html", {"batch": found, "links": links.order_by("case__number")})
