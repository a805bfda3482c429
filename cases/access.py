"""Who may open a case at its address: everyone a published one, staff the others; what is gone says so.

And who may change what a reader sees of the library: the pages of the library alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.csrf import csrf_failure
from django.views.decorators.csrf import csrf_exempt

from cases.models import Case

View = Callable[..., HttpResponse]


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


def from_here(view: View) -> View:
    """A view that changes no record of the library, only what this reader sees of it (language, brief).

    Where the request comes from stands for a form token (docs/decisions/0013-no-token-for-readers.md).
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not _is_from_here(request):
            return csrf_failure(request, "another site")
        return view(request, *args, **kwargs)

    return csrf_exempt(asked)


def _is_from_here(request: HttpRequest) -> bool:
    """What the browser says of it: by itself over HTTPS, else by the page's address, which no page can change."""
    if getattr(request, "_dont_enforce_csrf_checks", False):  # of Django's own client for tests
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    try:
        told = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    except ValueError:  # no address
        return False
    return told.netloc == request.get_host() or f"{told.scheme}://{told.netloc}" in settings.CSRF_TRUSTED_ORIGINS
