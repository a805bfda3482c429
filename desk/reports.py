"""Errors that readers report: at a passage, or about a case as a whole. No account is needed and no name asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gone_or_moved
from cases.asked import Asked, read_asked
from cases.models import Case
from cases.models.source import Rights
from cases.whole import sourced_cases
from desk.models import Report

LONGEST = 300  # characters of a passage shown back
LIMITS = ((timedelta(hours=1), 5), (timedelta(days=1), 20))  # so many from one sender


class ReportForm(forms.Form):
    wrong = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What should it say, and how do you know? A page, a file or a witness helps."),
    )
    contact = forms.CharField(
        label=gettext_lazy("How to reach you (may stay empty)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Seen by the editors only, used for this answer only."),
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
    # People don't see this field; programs that fill in everything do.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """The form; the passage is named by its address (`?s=1&c=120-131`), never by what was sent as its words."""
    case = get_object_or_404(sourced_cases(), number=number)
    gone = gone_or_moved(request, case)
    if gone is not None:
        return gone
    asked = read_asked(request, case)
    form, status = ReportForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("take:thanks", number)
        if not too_many(sender(request)):
            store(request, case, asked, form.cleaned_data)
            return redirect("take:thanks", number)
        form.add_error(None, _("Many reports came from here just now. Please try again in an hour; all is kept below."))
        status = 429
    context = {"case": case, "asked": asked, "quote": _quote(asked), "form": form}
    return render(request, "desk/report.html", context, status=status)


@require_safe
def thanks(request: HttpRequest, number: int) -> HttpResponse:
    case = get_object_or_404(Case.objects.with_sources(), number=number)
    return gone_or_moved(request, case) or render(request, "desk/thanks.html", {"case": case})


def store(request: HttpRequest, case: Case, asked: Asked | None, data: dict[str, Any]) -> Report:
    """The report with the passage as the reader saw it."""
    lit = asked.lit if asked else None
    return Report.objects.create(
        case=case,
        source=asked.link.source if asked and lit else None,
        start=lit.start if lit else None,
        end=lit.end if lit else None,
        quote=_quote(asked),
        wrong=data["wrong"],
        contact=data["contact"],
        sender=sender(request),
    )


def _quote(asked: Asked | None) -> str:
    if asked is None or asked.lit is None or asked.link.source.rights != Rights.FULL:
        return ""
    return asked.link.source.public_text(asked.lit.start, min(asked.lit.end, asked.lit.start + LONGEST))


def sender(request: HttpRequest) -> str:
    """Who sends, as a keyed hash of the address: enough to count, too little to know."""
    address = request.META.get("REMOTE_ADDR", "")
    if address in {"127.0.0.1", "::1", ""}:  # behind a proxy of ours, which adds the address it saw last
        address = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip() or address
    return salted_hmac("desk.reports", address, algorithm="sha256").hexdigest()


def too_many(sent_by: str) -> bool:
    sent = Report.objects.filter(sender=sent_by)
    return any(sent.filter(at__gt=timezone.now() - span).count() >= most for span, most in LIMITS)
