"""What an admin does to chosen programmes: merge two, split one. Each asks on a page of its own first.

Indicators are merged by the same page and form (metrics/admin_acts.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.extracted import PUBLIC_STATES
from cases.quoted import filled
from programs.merging import free, merge, split
from programs.models import CaseProgram, Program


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason, kept in the history"), max_length=100, required=False)

    def __init__(self, records: QuerySet[Any], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.records = records
        self.order_fields([name for name in self.fields if name != "reason"])


class MergeForm(ReasonForm):
    merge: Any = staticmethod(merge)
    stays = forms.ModelChoiceField(
        Program.objects.none(), label=_("Which of them stays?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["stays"].queryset = self.records  # type: ignore[attr-defined]

    def act(self) -> str:
        into = self.cleaned_data["stays"]
        gone = self.records.exclude(pk=into.pk).get()
        self.merge(gone, into, self.cleaned_data["reason"])
        return filled(_("“%(program)s” is now a name of “%(into)s”."), {"program": gone, "into": into})


class LinksField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, link: Any) -> str:
        return f"{link.case} · {link.quote[:40]}"


class SplitForm(ReasonForm):
    name = forms.CharField(label=_("Name of the other programme"), max_length=120)
    links = LinksField(
        CaseProgram.objects.none(), label=_("Which cases name the other one?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        links = CaseProgram.objects.filter(program__in=self.records, state__in=PUBLIC_STATES)
        self.fields["links"].queryset = links.select_related("case")  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not free(self.records.get(), name):
            raise forms.ValidationError(_("There is a programme of this name already."))
        return name

    def act(self) -> str:
        program, chosen = self.records.get(), self.cleaned_data
        other = split(program, chosen["name"], chosen["links"], chosen["reason"])
        return filled(_("“%(other)s” now stands apart from “%(program)s”."), {"other": other, "program": program})


@admin.action(permissions=["delete"], description=_("Merge two programmes …"))
def merge_programs(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Program]) -> HttpResponse | None:
    if not fit(modeladmin, request, queryset, 2, _("Choose two programmes, neither of them merged already.")):
        return None
    about = _("The one that goes becomes a name of the other: its cases go over, its address leads there for good.")
    return ask(modeladmin, request, queryset, MergeForm, _("Merge two programmes"), about, _namings)


@admin.action(permissions=["delete"], description=_("Split a programme …"))
def split_program(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Program]) -> HttpResponse | None:
    if not fit(modeladmin, request, queryset, 1, _("Choose one programme that isn't merged.")):
        return None
    about = _("The chosen cases go over to a programme of another name. One merged into this before gets its own back.")
    return ask(modeladmin, request, queryset, SplitForm, _("Split a programme"), about, _namings)


def _namings(program: Any) -> list[str]:
    """Which cases name it, and how."""
    links = program.case_links.select_related("case")
    main = str(_("main programme"))
    return [" · ".join([str(link.case), *([main] if link.main else []), link.get_state_display()]) for link in links]


def fit(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Any], count: int, else_told: Any) -> bool:
    """Whether so many records are chosen, none of them merged already; what to choose is told otherwise."""
    if queryset.count() == count and not queryset.filter(merged_into__isnull=False).exists():
        return True
    modeladmin.message_user(request, else_told, messages.WARNING)
    return False


def ask(
    modeladmin: Any,
    request: HttpRequest,
    queryset: QuerySet[Any],
    form_class: type[Any],
    title: Any,
    about: Any,
    told: Callable[[Any], list[str]],
) -> HttpResponse | None:
    """The page that asks, each record with what is told of it; what it sends is the same action with the answer."""
    chosen = queryset.model._default_manager.filter(pk__in=queryset.values("pk"))
    form = form_class(chosen, request.POST if "confirmed" in request.POST else None)
    if form.is_valid():
        modeladmin.message_user(request, form.act(), messages.SUCCESS)
        return None
    opts = queryset.model._meta
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": title,
        "about": about,
        "form": form,
        "records": [(record, told(record)) for record in chosen],
        "act": request.POST["action"],
        "opts": opts,
        "back": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
    }
    return TemplateResponse(request, "admin/records_act.html", context)
