"""Programmes on the desk: one attached to a case by its name or its words, the main one, a name corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.extract.spans import Span
from cases.models import State
from cases.quoted import filled
from desk.choosing import TypedField, offered
from desk.marking import added_row, span_of_words, words_of
from desk.reviewing import Find, Review
from desk.steps import Refused, Step, step
from programs.admin import ProgramForm
from programs.extract.mentions import KINDS
from programs.extract.normal import normal_name
from programs.merging import rename
from programs.models import CaseProgram, Program

QUOTES = "“”\"‘’'《》「」『』 \n"


class NamedForm(ProgramForm):
    """The programme itself: what is changed here is changed in every case that names it."""

    parts = None  # type: ignore[assignment]

    class Meta:
        model = Program
        fields = ["name", "aliases", "kind"]


def named_form(find: Find | None, data: Any = None) -> NamedForm | None:
    if find is None or find.name != "programme":
        return None
    return NamedForm(data, instance=find.row.program, prefix="program", auto_id="p_%s", label_suffix="")


@transaction.atomic
def save_named(form: NamedForm, find: Find, reason: str = "") -> list[Step]:
    """Rename a programme, or correct its aliases or kind; the old name stays one of its names."""
    given = {name: form.cleaned_data[name] for name in form.changed_data}
    row = Program.objects.select_for_update().get(pk=find.row.program_id)
    if row.merged_into_id:
        told = _("This programme was merged into “%(name)s”: correct that one.")
        raise Refused(filled(told, {"name": row.merged_into}))
    if not given:
        return []
    done = step(f"program-{row.pk}", row, lambda: rename(row, given), [*given, "aliases"], reason)
    return [{**done, "at": find.key}]


@transaction.atomic
def add_program(review: Review, sent: Any) -> list[Step]:
    """A programme the reader missed: one that is there, by its name, else a new one named by the marked words."""
    program, words = _typed(sent), sent.get("words", "")
    span = span_of_words(review, sent.get("at", ""), words) if words.strip() else _first_named(review, program)
    source = review.link.source
    clean = source.mapped.clean_span(span.start, span.end)
    program = program or _of_words(source.cleaned[clean.start : clean.end])
    if link := CaseProgram.objects.filter(case=review.case, program=program).first():
        return _again(link, sent.get("reason", ""))
    main = not any(find.name == "programme" and find.row.main and find.row.is_public for find in review.finds)
    link = CaseProgram(case=review.case, source=source, program=program, main=main, **words_of(source.text, span))
    return added_row("programme", link, ["main", "program"], sent.get("reason", ""))


def _typed(sent: Any) -> Program | None:
    field: Any = TypedField("program", required=False)
    words = field.widget.value_from_datadict(sent, None, "program")
    try:
        found: Program | None = field.clean(words)
    except ValidationError as error:
        names = "、".join(label for _key, label in offered("program", str(words)))
        raise Refused(" ".join([*error.messages, names]).strip()) from error
    return found


def _first_named(review: Review, program: Program | None) -> Span:
    """Where the text first names the programme."""
    if program is None:
        raise Refused(_("Write the name of a programme, or mark the words that name it."))
    source, link = review.link.source, review.link
    whole = source.mapped.clean_span(link.start, link.end)
    names = [program.name, *map(str, program.aliases)]
    places = [(source.cleaned.find(name, whole.start, whole.end), len(name)) for name in names if name]
    found = min((place for place in places if place[0] >= 0), default=None)
    if found is None:
        raise Refused(_("Its name doesn't stand in the text: mark the words that name it."))
    return source.mapped.source_span(found[0], found[0] + found[1])


def _of_words(words: str) -> Program:
    """The programme these words name, a new one where there is none yet."""
    name = "".join(words.split()).strip(QUOTES)[:120]
    if not normal_name(name):
        raise Refused(_("Mark words in the text first."))
    known = Program.objects.filter(normal=normal_name(name)).select_related("merged_into").first()
    if known is not None:
        return known.merged_into or known
    program = Program(name=name, kind=next((kind for word, kind in KINDS.items() if name.endswith(word)), "其他"))
    program.save()
    return program


def _again(link: CaseProgram, reason: str) -> list[Step]:
    """A naming that is there already, or was rejected."""
    if link.state != State.REJECTED:
        raise Refused(_("The case names this programme already."))
    return [step(f"programme-{link.pk}", link, link.accept, reason=reason)]


def only_main(find: Find, reason: str = "") -> list[Step]:
    """A case has one main programme: the others are named beside it."""
    others = CaseProgram.objects.filter(case=find.row.case_id, main=True).exclude(pk=find.row.pk)
    return [step(f"programme-{row.pk}", row, lambda row=row: _beside(row), ["main"], reason) for row in others]  # type: ignore[misc]


def _beside(row: CaseProgram) -> None:
    row.main, row.decided = False, sorted({*row.decided, "main"})
    row.save()


class ProgramFields(forms.ModelForm):
    """Which programme a naming means, and whether it is the case's main one."""

    program = TypedField("program", label=gettext_lazy("programme"))

    class Meta:
        model = CaseProgram
        fields = ["program", "main"]

    def clean_program(self) -> Program:
        program: Program = self.cleaned_data["program"]
        others = CaseProgram.objects.filter(case=self.instance.case_id, program=program).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("Another naming in this case means this programme already: accept that one."))
        return program
