"""The desk: who may work at it, and what waits for work."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from desk import queue, work
from seeds.reread import outdated

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
        "outdated": len(outdated()),
        "mine": work.mine(request.user),
        "drafts": drafts[: queue.SHOWN],
        "draft_count": drafts.count(),
        "waiting": waiting,
        "unchecked_count": unchecked,
        "mask_count": queue.proposed_masks().count(),
        "flags": flags[: queue.SHOWN],
        "flag_count": flags.count(),
        "reports": reports[: queue.SHOWN],
        "report_count": reports.count(),
        "batches": queue.batches()[:10],
    }
    return render(request, "desk/home.html", context)
