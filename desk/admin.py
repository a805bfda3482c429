"""The import batches, and the name of the admin itself."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.curation import SOURCE_TEXTS
from desk.models import Batch, Report

admin.site.site_header = _("Library of Party-Building Cases: records")
admin.site.site_title = _("Library of Party-Building Cases")
admin.site.index_title = _("All records")


@admin.register(Batch)
class BatchAdmin(admin.ModelAdmin):
    """What was imported, when and by whom: there to be read."""

    list_display = ["label", "at", "user", "source_count"]
    list_filter = ["at", "user"]
    list_select_related = ["user"]
    date_hierarchy = "at"
    search_fields = ["label", "user__username"]
    search_help_text = _("label or user name")
    fields = ["label", "at", "user", "texts", "shown_report"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        return super().get_queryset(request).annotate(source_count=Count("sources"))

    @admin.display(description=_("texts"), ordering="source_count")
    def source_count(self, batch: Any) -> int:
        return int(batch.source_count)

    @admin.display(description=_("texts"))
    def texts(self, batch: Batch) -> SafeString:
        sources = batch.sources.defer(*SOURCE_TEXTS)
        rows = ((reverse("admin:cases_source_change", args=[source.pk]), source) for source in sources)
        return format_html_join(" · ", '<a href="{}">{}</a>', rows)

    @admin.display(description=_("report"))
    def shown_report(self, batch: Batch) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(batch.report, ensure_ascii=False, indent=1))


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """What readers reported: read, settled and answered; never made or deleted by hand."""

    list_display = ["wrong", "case", "state", "at", "settled_by"]
    list_filter = ["state", "at"]
    list_select_related = ["case", "settled_by"]
    search_fields = ["wrong", "quote", "answer", "case__title", "=case__number"]
    search_help_text = _("words of the report or its answer, title or number of the case")
    fields = ["case", "passage", "quote", "wrong", "contact", "at", "state", "answer", "settled_by"]
    readonly_fields = ["case", "passage", "quote", "wrong", "contact", "at", "settled_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.settled_by = request.user if obj.state != Report.Status.OPEN else None
        super().save_model(request, obj, form, change)

    @admin.display(description=_("passage"))
    def passage(self, report: Report) -> SafeString:
        words = f"{report.start}–{report.end}" if report.end else report.case.number
        return format_html('<a href="{}">{}</a>', report.words_url, words)
