"""Curation of programmes, the steps of the practice, and the vocabulary of practices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.curation import FindAdmin, LinesField, RecordAdmin
from programs.admin_acts import merge_programs, split_program
from programs.extract.normal import normal_name
from programs.merging import rename
from programs.models import CaseProgram, Measure, Practice, Program


class PartsField(LinesField):
    """A slogan taken apart, one piece a line: `两会 = 党支部+关怀理事会; 村委会+户联理事会`."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{part['name']} = {'; '.join(part.get('means', []))}".removesuffix(" = ") for part in value)

    def to_python(self, value: Any) -> Any:
        return [_part(line) for line in super().to_python(value)]


def _part(line: str) -> dict[str, Any]:
    name, _equals, means = line.replace("\uff1d", "=", 1).partition("=")
    pieces = (piece.strip() for piece in means.replace("\uff1b", ";").split(";"))
    return {"name": name.strip(), "means": [piece for piece in pieces if piece]}


class ProgramForm(forms.ModelForm):
    aliases = LinesField(label=_("aliases"), required=False, help_text=_("one a line"))
    parts = PartsField(
        label=_("slogan taken apart"), required=False, help_text=_("one piece a line: name = meaning; meaning")
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Program.objects.filter(normal=normal_name(name)).exclude(pk=self.instance.pk)
        if others.exclude(merged_into=self.instance.pk or 0, case_links=None).exists():
            raise forms.ValidationError(_("There is a programme of this name already."))
        return name


class ProgramCases(admin.TabularInline):
    """The cases that name the programme; each link is corrected on its own page."""

    model = CaseProgram
    fields = ["case", "quote", "main", "state"]
    readonly_fields = ["case", "quote", "main", "state"]
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseProgram]:
        return super().get_queryset(request).select_related("case", "program")


@admin.register(Program)
class ProgramAdmin(RecordAdmin):
    form = ProgramForm
    actions = [merge_programs, split_program]
    list_display = ["name", "kind", "shown_aliases", "case_count", "merged_into"]
    list_filter = ["kind", ("merged_into", admin.EmptyFieldListFilter)]
    list_select_related = ["merged_into"]
    search_fields = ["name", "normal", "aliases"]
    search_help_text = _("name or alias")
    fields = ["name", "kind", "aliases", "parts", "merged_into", "decided"]
    readonly_fields = ["merged_into", "decided"]
    inlines = [ProgramCases]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a programme is there because a case names it

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.merged_into_id) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.merged_into_id) and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._history_user = request.user
        rename(obj, {name: form.cleaned_data[name] for name in form.changed_data})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        return super().get_queryset(request).annotate(case_count=Count("case_links"))

    @admin.display(description=_("cases"), ordering="case_count")
    def case_count(self, program: Any) -> int:
        return int(program.case_count)

    @admin.display(description=_("aliases"))
    def shown_aliases(self, program: Program) -> str:
        return ", ".join(program.aliases)


@admin.register(CaseProgram)
class CaseProgramAdmin(FindAdmin):
    list_display = ["program", "quote", "told_in", "main", "state", "to_words"]
    list_filter = ["state", "main", "program__kind"]
    list_select_related = ["case", "program"]
    search_fields = ["program__name", "quote", "=case__number", "case__title"]
    search_help_text = _("programme, words, or number or title of the case")
    autocomplete_fields = ["program"]
    fields = ["case", "words", "span", "program", "main", "state", "decided", "reading"]


@admin.register(Measure)
class MeasureAdmin(FindAdmin):
    list_display = ["heading", "told_in", "order", "level", "state", "to_words"]
    list_filter = ["state", "level", "practices"]
    search_fields = ["heading", "quote", "=case__number", "case__title"]
    search_help_text = _("heading, words, or number or title of the case")
    autocomplete_fields = ["practices"]
    fields = [
        "case", "words", "span", "heading", ("order", "level"), "section", "practices", "state", "decided", "reading",
    ]  # fmt: skip

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return only_of_case(field, request, "measures") if db_field.name == "section" else field


def only_of_case(field: Any, request: HttpRequest, finds: str) -> Any:
    """A choice among the parts of the find's own case, not of all cases."""
    match = request.resolver_match
    key = match.kwargs.get("object_id") if match else None
    field.queryset = field.queryset.filter(**{f"case__{finds}": key}) if key else field.queryset.none()
    return field


class PracticeForm(forms.ModelForm):
    aliases = LinesField(label=_("aliases"), required=False, help_text=_("one a line"))


@admin.register(Practice)
class PracticeAdmin(RecordAdmin):
    form = PracticeForm
    list_display = ["slug", "name", "name_en", "measure_count"]
    list_display_links = ["slug", "name"]
    fields = ["slug", "name", "name_en", "aliases"]
    search_fields = ["slug", "name", "name_en", "aliases"]
    search_help_text = _("name or alias")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Practice]:
        return super().get_queryset(request).annotate(measure_count=Count("measures"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The slug is the practice's address and what the reader says: it is given once.
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    @admin.display(description=_("measures"), ordering="measure_count")
    def measure_count(self, practice: Any) -> int:
        return int(practice.measure_count)
