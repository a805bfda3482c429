"""The pages of the intake: hand files in, watch them being read, look, confirm or leave out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.curation import SOURCE_TEXTS
from cases.models import Case, CaseSource
from desk import intake, uploads
from desk.alike import INTO, OVER, settle, shown_alikes
from desk.forms import IntakeForm
from desk.models import Batch, Upload
from desk.tasks import reclaim
from desk.views import needs
from seeds.reposts import told

FILES_A_PAGE = 100


@needs("desk.add_batch")
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """The form; sent, its files are kept and read by the worker. Nothing is stored yet."""
    form = IntakeForm(request.POST, request.FILES) if request.method == "POST" else IntakeForm()
    if not form.is_valid():
        return render(request, "desk/import.html", {"form": form})
    uploads.sweep()
    return redirect("desk:batch", intake.hand_in(form.given(), request.user).pk)


def _may_publish_at_once(request: HttpRequest) -> bool:
    return request.user.has_perm("cases.publish_case") and not settings.FOUR_EYES


@needs("desk.view_batch")
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the files of an import are; asked again each second by the page while any is under way."""
    found = get_object_or_404(Batch.objects.select_related("user"), pk=pk)
    reclaim()
    late = [f"source__{name}" for name in SOURCE_TEXTS]
    links = CaseSource.objects.filter(source__batches=found).select_related("case", "source").defer(*late)
    context = {
        "batch": found,
        "mine": found.user_id == request.user.pk and request.user.has_perm("desk.add_batch"),
        "may_publish": _may_publish_at_once(request),
        "progress": intake.progress(found),
        "files": Paginator(intake.files_of(found), FILES_A_PAGE).get_page(request.GET.get("page")),
        "links": Paginator(links.order_by("case__number"), FILES_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "desk/_progress.html" if request.htmx else "desk/batch.html", context)  # type: ignore[attr-defined]


@needs("desk.view_batch")
@require_GET
def look(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """What one file would bring in, before anything of it is stored."""
    upload = get_object_or_404(Upload.objects.select_related("batch"), pk=file, batch=pk, state=Upload.Status.READY)
    shown = intake.look(upload)
    if shown is None:
        messages.info(request, _("The reader has changed since: the file is being read again."))
        return redirect("desk:batch", pk)
    others = upload.batch.uploads.filter(state=Upload.Status.READY)
    context = {
        "upload": upload,
        "reading": shown.reading,
        "cases": shown.cases,
        "marked": shown.marked,
        "mine": upload.batch.user_id == request.user.pk,
        "may_publish": _may_publish_at_once(request),
        "before": others.filter(pk__lt=file).last(),
        "after": others.filter(pk__gt=file).first(),
    }
    return render(request, "desk/look.html", context)


@needs("desk.add_batch")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Have the chosen files stored, or leave them out; only who handed them in decides."""
    found = get_object_or_404(Batch, pk=pk, user=request.user)
    chosen = [int(key) for key in request.POST.getlist("files") if key.isdecimal() and len(key) < 16]
    if "leave" in request.POST:
        _say(
            request,
            ngettext("%d file left out.", "%d files left out.", count := intake.leave_out(found, chosen)),
            count,
        )
        return redirect("desk:batch", pk)
    publish = "publish" in request.POST
    if (publish or OVER in request.POST.values()) and not request.user.has_perm("cases.publish_case"):
        raise PermissionDenied
    if publish and settings.FOUR_EYES:
        raise PermissionDenied(_("Four eyes: it has to be handed in for review first."))
    intake.answer(found, chosen, request.POST.dict())
    count = intake.confirm(found, chosen, publish)
    if again := found.uploads.filter(pk__in=chosen, state=Upload.Status.WAITING).count():
        messages.info(request, _("The reader has changed since: look at what it finds now, then import it."))
    if count or not again:
        _say(request, ngettext("%d file is being imported.", "%d files are being imported.", count), count)
    if count < len(set(chosen)) and any(upload.undecided for upload in found.uploads.filter(state=Upload.Status.READY)):
        messages.warning(request, _("Of files marked “told already?” say first whether they tell a stored case."))
    return redirect("desk:batch", pk)


def _say(request: HttpRequest, words: str, count: int) -> None:
    if count:
        messages.success(request, words % count)
    else:
        messages.warning(request, _("Choose files that are ready first."))


@needs("metrics.change_figure")
@require_http_methods(["GET", "POST"])
def alike(request: HttpRequest, number: int) -> HttpResponse:
    """Stored cases that tell what this one tells; a person says which of them are one story, and which copy stays."""
    case = get_object_or_404(Case.objects.exclude(state=Case.Status.MERGED).with_sources(), number=number)
    link = case.source_links.select_related("source").order_by("-primary", "pk").first()
    shown = shown_alikes(told(link), case.truncated, [case.pk]) if link else []
    if request.method == "GET":
        return render(request, "desk/alike.html", {"case": case, "alikes": shown})
    if not request.user.has_perm("cases.publish_case"):
        raise PermissionDenied
    answers = {one.case.number: request.POST.get(f"alike-0-{one.case.number}", "") for one in shown}
    settle(case, {other: answer for other, answer in answers.items() if answer in (INTO, OVER)}, request.user)
    case.refresh_from_db()
    return redirect("desk:alike", (case.merged_into or case).number)
