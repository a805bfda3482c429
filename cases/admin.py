"""Curation of sources, cases, their sections and places, and of the masks over private names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.curation import SOURCE_TEXTS, DecidedAdmin, FindAdmin, KeptAdmin, LinesField, RecordAdmin, in_its_words, tell
from cases.form import told_form
from cases.models import Case, CaseSource, Mask, Place, Section, Source, State
from cases.models.extracted import words_address
from cases.names import sort_key


@admin.action(permissions=["publish"], description=_("Publish the chosen cases"))
def publish(modeladmin: CaseAdmin, request: HttpRequest, queryset: QuerySet[Case]) -> None:
    waiting = queryset.exclude(state=Case.Status.PUBLISHED)
    cases = [case for case in waiting if not case.obstacle(request.user)]
    for case in cases:
        case.publish(request.user)
    text = ngettext("%(count)d case was published.", "%(count)d cases were published.", len(cases))
    _tell_cases(modeladmin, request, text, len(cases), queryset.count())


@admin.action(permissions=["publish"], description=_("Withdraw the chosen cases, with a reason"))
def withdraw(modeladmin: CaseAdmin, request: HttpRequest, queryset: QuerySet[Case]) -> HttpResponse | None:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _ask_reason(modeladmin, request, queryset)
    chosen = queryset.count()
    cases = list(queryset.exclude(state__in=(Case.Status.WITHDRAWN, Case.Status.MERGED)))
    for case in cases:
        case.withdraw(reason)
    text = ngettext("%(count)d case was withdrawn.", "%(count)d cases were withdrawn.", len(cases))
    _tell_cases(modeladmin, request, text, len(cases), chosen)
    return None


def _tell_cases(modeladmin: CaseAdmin, request: HttpRequest, text: str, done: int, chosen: int) -> None:
    modeladmin.message_user(request, text % {"count": done}, messages.SUCCESS)
    if left := chosen - done:
        why = ngettext("%(count)d was left as it is.", "%(count)d were left as they are.", left)
        modeladmin.message_user(request, why % {"count": left}, messages.WARNING)


def _ask_reason(modeladmin: CaseAdmin, request: HttpRequest, queryset: QuerySet[Case]) -> HttpResponse:
    """The page that asks why: what it sends is the same action with the reason in it."""
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": _("Withdraw cases"),
        "cases": queryset,
        "opts": Case._meta,
        "missing": "reason" in request.POST,
    }
    return TemplateResponse(request, "admin/withdraw.html", context)


class CaseForm(forms.ModelForm):
    authors = LinesField(label=_("authors"), required=False, help_text=_("one a line"))
    completeness = forms.MultipleChoiceField(
        label=_("parts present"),
        required=False,
        choices=[choice for choice in Section.Kind.choices if choice[0] != Section.Kind.OTHER],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("year_from"), values.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", _("The last year comes before the first."))
        return values


class SourceLinks(admin.TabularInline):
    model = CaseSource
    fields = ["number", "source_page", "start", "end", "primary"]
    readonly_fields = ["number", "source_page", "start", "end"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseSource]:
        late = [f"source__{name}" for name in SOURCE_TEXTS]
        return super().get_queryset(request).select_related("source").defer(*late)

    @admin.display(description=_("source"))
    def source_page(self, link: CaseSource) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:cases_source_change", args=[link.source_id]), link.source
        )


@admin.register(Case)
class CaseAdmin(KeptAdmin):
    form = CaseForm
    actions = [publish, withdraw]
    change_form_template = "admin/case_form.html"
    list_display = ["number", "title", "place", "years", "year_basis", "state", "truncated", "published_at"]
    list_display_links = ["number", "title"]
    list_filter = [
        "state", "place_basis", "year_basis", "truncated", "published_at", "created_at",
        ("place__province", admin.RelatedOnlyFieldListFilter),
    ]  # fmt: skip
    list_select_related = ["place__province", "place__prefecture"]
    search_fields = ["=number", "title", "lead", "place__name", "township"]
    search_help_text = _("number, title, lead, county or township")
    autocomplete_fields = ["place"]
    inlines = [SourceLinks]
    readonly_fields = [
        "number", "state", "state_reason", "merged_into", "published_at", "published_by", "reader_version",
        "decided", "reading", "created_at", "finds", "form_line",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["number", "title", "lead", "authors", "finds"]}),
        (_("Place"), {"fields": ["place", "township", "place_basis", "place_evidence"]}),
        (_("Years"), {"fields": [("year_from", "year_to"), "year_basis", "year_evidence", "page_date"]}),
        (_("Text"), {"fields": ["completeness", "form_line", "truncated"]}),
        (_("State"), {"fields": ["state", "state_reason", "merged_into", "published_at", "published_by"]}),
        (_("Reading"), {"fields": ["decided", "reader_version", "created_at", "reading"], "classes": ["collapse"]}),
    ]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cases.publish_case")

    @admin.display(description=_("years"), ordering="year_key")
    def years(self, case: Case) -> str:
        return case.years

    @admin.display(description=_("finds"))
    def finds(self, case: Case) -> SafeString:
        """How much was found in the case, each a link to the list of it."""
        names = ("sections", "program_links", "measures", "figures", "flags")
        rows = (getattr(case, name).all() for name in names)
        links = ((_list_url(found.model, case), found.model._meta.verbose_name_plural, found.count()) for found in rows)
        return format_html_join(" · ", '<a href="{}">{} {}</a>', links)

    @admin.display(description=_("form"))
    def form_line(self, case: Case) -> SafeString:
        link = case.primary_link
        return render_to_string("cases/_form.html", told_form(case, link)) if link else SafeString("–")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["may_publish"] = self.has_publish_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Case) -> HttpResponse:
        if self.has_publish_permission(request):
            chosen = Case.objects.filter(pk=obj.pk)
            if "_publish" in request.POST:
                publish(self, request, chosen)
            elif "_withdraw" in request.POST:
                return _ask_reason(self, request, chosen)
        return super().response_change(request, obj)


def _list_url(model: Any, case: Case) -> str:
    return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?case__id__exact={case.pk}"


class SourceForm(forms.ModelForm):
    url = forms.URLField(label=_("URL"), required=False, max_length=1000, assume_scheme="https")
    damage = LinesField(label=_("damage"), required=False, help_text=_("one a line"))


@admin.register(Source)
class SourceAdmin(KeptAdmin):
    """What is known about a text can be corrected; the text itself can't, and it comes in by the desk only."""

    form = SourceForm
    change_list_template = "admin/source_list.html"
    change_form_template = "admin/source_form.html"
    list_display = ["__str__", "site", "page_date", "format", "encoding", "rights", "imported_at", "imported_by"]
    list_filter = ["rights", "format", "encoding", "imported_at", "captured_on"]
    list_select_related = ["imported_by"]
    search_fields = ["file_name", "site", "page_title", "url", "=sha256"]
    search_help_text = _("file name, site, page title, address or SHA-256")
    date_hierarchy = "imported_at"
    readonly_fields = [
        "sha256", "encoding", "format", "beginning", "told_cases", "imported_at", "imported_by", "reader_version",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["file_name", "site", "url", "page_title", "page_date", "captured_on", "rights", "damage"]}),
        (_("Text"), {"fields": ["told_cases", "beginning", "format", "encoding", "sha256"]}),
        (_("Import"), {"fields": ["imported_at", "imported_by", "reader_version"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).light()

    @admin.display(description=_("beginning of the text"))
    def beginning(self, source: Source) -> SafeString:
        return in_its_words(source.text[:800], 0, 0)

    @admin.display(description=_("cases told"))
    def told_cases(self, source: Source) -> SafeString:
        links = source.case_links.select_related("case")
        rows = ((_source_page(link.case.number, link.number), link.case) for link in links)
        return format_html_join(" · ", '<a href="{}">{}</a>', rows)


def _source_page(case: int, number: int) -> str:
    return f"{reverse('cases:source', args=[case])}?s={number}"


@admin.register(Section)
class SectionAdmin(FindAdmin):
    list_display = ["__str__", "told_in", "kind", "level", "state", "to_words"]
    list_filter = ["state", "kind", "level"]
    search_fields = ["heading", "quote", "=case__number", "case__title"]
    search_help_text = _("heading, words, or number or title of the case")
    fields = ["case", "words", "span", "kind", "heading", "level", "state", "decided", "reading"]


class MaskForm(forms.ModelForm):
    """A new mask is told by its characters; the name under them is read from the text, never typed."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        source, start, end = (values.get(name) for name in ("source", "start", "end"))
        if source is None or start is None or end is None:
            return values
        if not start < end <= len(source.text):
            self.add_error("end", _("These characters are not in the text."))
        elif end - start > 40:
            self.add_error("end", _("A name has at most 40 characters."))
        else:
            span = source.mapped.clean_span(start, end)
            self.instance.quote = source.text[start:end]
            self.instance.name = source.cleaned[span.start : span.end]
        return values


@admin.action(permissions=["change"], description=_("Accept the chosen masks"))
def accept_masks(modeladmin: MaskAdmin, request: HttpRequest, queryset: QuerySet[Mask]) -> None:
    _set_masks(modeladmin, request, queryset, State.ACCEPTED)


@admin.action(permissions=["change"], description=_("Reject the chosen masks: the names are shown in public"))
def reject_masks(modeladmin: MaskAdmin, request: HttpRequest, queryset: QuerySet[Mask]) -> None:
    _set_masks(modeladmin, request, queryset, State.REJECTED)


def _set_masks(modeladmin: MaskAdmin, request: HttpRequest, queryset: QuerySet[Mask], state: State) -> None:
    masks = list(queryset.exclude(state__in=(state, State.ORPHANED)))
    for mask in masks:
        mask.accept() if state == State.ACCEPTED else mask.reject()
    text = ngettext("%(count)d mask was changed.", "%(count)d masks were changed.", len(masks))
    tell(modeladmin, request, text % {"count": len(masks)}, queryset.count() - len(masks))


@admin.register(Mask)
class MaskAdmin(DecidedAdmin):
    form = MaskForm
    actions = [accept_masks, reject_masks]
    list_display = ["shown_name", "name", "source", "start", "reason", "state"]
    list_filter = ["state", "reason"]
    search_fields = ["name", "quote", "source__file_name", "source__page_title"]
    search_help_text = _("name, or file name or title of the source")
    autocomplete_fields = ["source"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a mask is rejected: its history stays

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mask]:
        around = {"source": OuterRef("source"), "start__lte": OuterRef("start"), "end__gte": OuterRef("end")}
        links = CaseSource.objects.filter(**around)
        late = [f"source__{name}" for name in SOURCE_TEXTS]
        found = super().get_queryset(request).select_related("source").defer(*late)
        return found.annotate(
            case_number=Subquery(links.values("case__number")[:1]), source_number=Subquery(links.values("number")[:1])
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return ["source", "start", "end", "reason"]
        return ["words", "source", "start", "end", "name", "shown_name", "reason", "state", "reading"]

    def save_model(self, request: HttpRequest, obj: Mask, form: Any, change: bool) -> None:
        if not change:
            obj.state = State.ACCEPTED  # laid by a person
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = ["words", "source", "start", "end", "name", "shown_name", "state", "reading"] if obj else []
        return [*fixed, *super().get_readonly_fields(request, obj)]

    @admin.display(description=_("shown as"))
    def shown_name(self, mask: Mask) -> str:
        return mask.shown_name

    @admin.display(description=_("words"))
    def words(self, mask: Any) -> SafeString:
        words = in_its_words(mask.source.text, mask.start, mask.end)
        if not getattr(mask, "case_number", None):
            return words
        address = words_address(mask.case_number, mask.source_number, mask)
        return words + format_html('<a href="{}">{}</a>', address, _("Show on the source page"))


@admin.register(Place)
class PlaceAdmin(RecordAdmin):
    list_display = ["code", "full_name", "level", "valid_from", "valid_to", "successor"]
    list_filter = ["level"]
    show_full_result_count = False
    search_fields = ["name", "^code"]
    search_help_text = _("name, or the beginning of the code")
    autocomplete_fields = ["parent", "province", "prefecture", "successor"]
    fields = ["code", "name", "level", "parent", "province", "prefecture", ("valid_from", "valid_to"), "successor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Place]:
        names = ("province", "prefecture", "successor__province", "successor__prefecture")
        return super().get_queryset(request).select_related(*names)

    def save_model(self, request: HttpRequest, obj: Place, form: Any, change: bool) -> None:
        obj.name_key = sort_key(obj.name)[:200]
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"), ordering="name_key")
    def full_name(self, place: Place) -> str:
        return place.full_name
