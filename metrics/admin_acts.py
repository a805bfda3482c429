"""What an admin does to chosen indicators: merge two, asked on a page of its own first."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from metrics.merging import merge
from metrics.models import Indicator
from programs.admin_acts import MergeForm, ask, fit


class IndicatorMergeForm(MergeForm):
    merge = staticmethod(merge)


@admin.action(permissions=["delete"], description=_("Merge two indicators …"))
def merge_indicators(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Indicator]) -> HttpResponse | None:
    if not fit(modeladmin, request, queryset, 2, _("Choose two indicators, neither of them merged already.")):
        return None
    about = _("The one that goes becomes a name of the other: its figures go over, its address leads there for good.")
    return ask(modeladmin, request, queryset, IndicatorMergeForm, _("Merge two indicators"), about, _counted)


def _counted(indicator: Any) -> list[str]:
    """In how many figures it is counted, unit by unit."""
    units = indicator.figures.order_by().values_list("unit__name").annotate(held=Count("pk")).order_by("-held")
    return [" · ".join(filter(None, (name, _figures(held)))) for name, held in units]


def _figures(count: int) -> str:
    return ngettext("%(count)d figure", "%(count)d figures", count) % {"count": count}
