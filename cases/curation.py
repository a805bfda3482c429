"""What every record's admin has in common: its history, its words in their place, a person's decisions kept.

Each app's admin.py builds on these; nothing in here knows the apps above.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from cases.models import Extracted, State

AROUND = 120  # characters shown on either side of a quote
LONG = 600  # a quote longer than this shows its two ends only
SOURCE_TEXTS = ("raw", "text", "cleaned", "runs", "repairs")


class LinesField(forms.CharField):
    """A list of short strings, edited one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class RecordAdmin(SimpleHistoryAdmin):
    """A record with its history; what a person changes is kept from every new reading.

    Each admin names its `fields` (or fieldsets): an old version shows just these, read-only.
    """

    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    object_history_list_template = "admin/history_list.html"
    list_per_page = 50

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An old version is there to be read: taking it back whole would undo states and later decisions unseen."""
        return True

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        if self._shows_old_version(request):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_readonly_fields(request, obj)

    def _shows_old_version(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return bool(match and match.url_name and match.url_name.endswith("_simple_history"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        names = [name for name in form.changed_data if hasattr(type(obj), name)]
        if not (change and names and hasattr(obj, "decided")):
            super().save_model(request, obj, form, change)
            return
        obj._history_user = request.user
        obj.decided = sorted({*obj.decided, *names})
        if hasattr(obj, "correct"):
            obj.correct()
        else:
            obj.save()


class KeptAdmin(RecordAdmin):
    """Records that come from reading: never added by hand, never deleted (a find is rejected, a case withdrawn)."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def in_its_words(text: str, start: int, end: int) -> SafeString:
    """`text[start:end]` marked in what stands around it, everything escaped."""
    quote = text[start:end]
    if len(quote) > LONG:
        quote = f"{quote[: LONG // 2]} … {quote[-LONG // 2 :]}"
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return format_html('<blockquote class="words" lang="zh">{}<mark>{}</mark>{}</blockquote>', before, quote, after)


@admin.action(permissions=["change"], description=_("Accept the chosen finds"))
def accept(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> None:
    finds = queryset.filter(state__in=(State.PROPOSED, State.REJECTED))
    done = _each(finds, "accept")
    text = ngettext("%(count)d find was accepted.", "%(count)d finds were accepted.", done)
    _tell(modeladmin, request, text, done, queryset.count() - done)


@admin.action(permissions=["change"], description=_("Reject the chosen finds: they are shown nowhere in public"))
def reject(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> None:
    finds = queryset.exclude(state__in=(State.REJECTED, State.ORPHANED))
    done = _each(finds, "reject")
    text = ngettext("%(count)d find was rejected.", "%(count)d finds were rejected.", done)
    _tell(modeladmin, request, text, done, queryset.count() - done)


def _each(queryset: QuerySet[Any], act: str) -> int:
    rows = list(queryset)
    for row in rows:
        getattr(row, act)()
    return len(rows)


def _tell(modeladmin: Any, request: HttpRequest, text: str, done: int, left: int) -> None:
    tell(modeladmin, request, text % {"count": done}, left)


def tell(modeladmin: Any, request: HttpRequest, text: str, left: int) -> None:
    """Say what was done and, where something was left alone, how much and why."""
    modeladmin.message_user(request, text, messages.SUCCESS)
    if left:
        why = ngettext(
            "%(count)d was left as it is: already decided, or its words are gone.",
            "%(count)d were left as they are: already decided, or their words are gone.",
            left,
        )
        modeladmin.message_user(request, why % {"count": left}, messages.WARNING)


class DecidedAdmin(RecordAdmin):
    """A proposal: accepted or rejected by the buttons of its page."""

    change_form_template = "admin/find_form.html"

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        # A find changed in the same form stays corrected: that says more than accepted.
        if "_accept" in request.POST and obj.state in (State.PROPOSED, State.REJECTED):
            obj.accept()
        elif "_reject" in request.POST:
            obj.reject()
        return super().response_change(request, obj)


class FindAdmin(DecidedAdmin, KeptAdmin):
    """A find: its span is fixed and shown in its words; the rest can be corrected, accepted or rejected."""

    actions = [accept, reject]
    list_select_related: Sequence[str] = ("case",)
    finds_readonly = ("case", "words", "span", "state", "decided", "reading")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_words().select_related(*self.list_select_related)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        return [*self.finds_readonly, *super().get_readonly_fields(request, obj)]

    @admin.display(description=_("words"))
    def words(self, find: Extracted) -> SafeString:
        link = format_html('<a href="{}">{}</a>', find.words_url, _("Show on the source page"))
        return in_its_words(find.source.text, find.start, find.end) + link

    @admin.display(description=_("characters"))
    def span(self, find: Extracted) -> str:
        return f"{find.start}–{find.end}"

    @admin.display(description=_("words"))
    def to_words(self, find: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', find.words_url, _("Show words"))

    @admin.display(description=_("case"), ordering="case__number")
    def told_in(self, find: Any) -> str:
        return f"{find.case.number} {find.case.title[:10]}"
