"""Who may open a case at its address: everyone a published one, staff the others; what is gone says so."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from cases.models import Case


def gone_or_moved(request: HttpRequest, case: Case) -> HttpResponse | None:
    """The answer in place of the page, or None where the reader may see it; Http404 where it must not be known."""
    if case.is_published or request.user.has_perm("cases.view_case"):
        return None
    if case.state == Case.Status.MERGED and case.merged_into and case.merged_into.is_published:
        return HttpResponsePermanentRedirect(case.merged_into.get_absolute_url())
    if case.state == Case.Status.WITHDRAWN:
        return render(request, "cases/withdrawn.html", {"case": case}, status=410)
    raise Http404


def gone_with_its_case(request: HttpRequest, case: Case) -> HttpResponse:
    """The answer at the address of a find whose case isn't public: where the case went, or Http404."""
    if case.is_published or case.state not in (Case.Status.MERGED, Case.Status.WITHDRAWN):
        raise Http404
    gone = gone_or_moved(request, case)
    if gone is None:
        raise Http404
    return gone
