"""Lay a reviewed reading over a freshly loaded text: a person's decisions, as if made one by one at the desk.

A find the person left as the reader had it is `accepted`, a changed or added one `corrected`, one the person
dropped `rejected`. All fields of a reviewed find are decided: no later reading changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from cases.models import Case, Extracted, Mask, Section, Source, State
from cases.search.signals import held
from metrics.models import Figure, Flag
from programs.extract.normal import normal_name
from programs.models import CaseProgram, Measure, Practice, Program
from seeds.matching import Same, covers, equal, matched, same_figure, starts_alike
from seeds.reviewed_form import Reviewed, ReviewedCase
from seeds.rows import around, case_values, figure_row, figure_values, span_of
from seeds.searching import index_sources
from seeds.vocabulary import Vocabulary, stored_program


@transaction.atomic
def lay(reviewed: Reviewed, source: Source) -> list[Case]:
    """Decide every find of the source as reviewed; gives the cases in the order of the text, with pinned numbers."""
    with held():
        cases = _lay_all(reviewed, source)
    index_sources([source.pk])
    return cases


def _lay_all(reviewed: Reviewed, source: Source) -> list[Case]:
    _lay_source(reviewed, source)
    loaded = list(Case.objects.filter(source_links__source=source).order_by("source_links__start"))
    cases = []
    for wanted in reviewed.cases:
        case = next((case for case in loaded if _same_story(case, wanted, source)), None)
        cases.append(_lay_case(case, wanted, source))
    for case in loaded:
        if case.pk not in {kept.pk for kept in cases}:
            case.withdraw("Not a case of its own, said the review.")
    return cases


def _lay_source(reviewed: Reviewed, source: Source) -> None:
    said = reviewed.source
    source.site = said.get("site") or source.site
    source.page_date = said.get("page_date") or source.page_date
    source.page_title = said.get("page_title") or source.page_title
    source.url = said.get("url") or source.url
    source.rights = said.get("rights") or source.rights
    source.save()
    _lay_masks(reviewed, source)


def _lay_masks(reviewed: Reviewed, source: Source) -> None:
    """The names the person masked; what the reader proposed besides is rejected."""
    kept = []
    for mask in reviewed.masks:
        clean = source.mapped.clean_span(mask.start, mask.end)
        row, _new = Mask.objects.update_or_create(
            source=source,
            start=mask.start,
            end=mask.end,
            defaults={
                "quote": source.text[mask.start : mask.end],
                "name": source.cleaned[clean.start : clean.end],
                "reason": mask.reason,
                "state": State.ACCEPTED,
            },
        )
        kept.append(row.pk)
    for row in source.masks.exclude(pk__in=kept):
        row.reject()


def _same_story(case: Case, wanted: ReviewedCase, source: Source) -> bool:
    return covers(case.source_links.get(source=source), wanted.reading.start, wanted.reading.end)


def _lay_case(case: Case | None, wanted: ReviewedCase, source: Source) -> Case:
    values = case_values(wanted.reading, Vocabulary())
    case = case or Case(reader_version=source.reader_version)
    if not case.number and not Case.objects.filter(number=wanted.number).exists():
        case.number = wanted.number
    case.completeness = sorted({found.kind for found in wanted.reading.sections if found.kind != "other"})
    case.correct(**values)
    case.source_links.update_or_create(
        source=source, defaults={"start": wanted.reading.start, "end": wanted.reading.end}
    )
    _lay_sections(case, wanted, source)
    _lay_programs(case, wanted, source)
    _lay_measures(case, wanted, source)
    _lay_figures(case, wanted, source)
    _lay_flags(case, wanted, source)
    return case


def _decide(row: Any, values: dict[str, Any]) -> None:
    """Save a row with a person's values: accepted where the reader had said the same, else corrected."""
    same = row.pk is not None and all(equal(getattr(row, name), value) for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    row.decided = sorted(values)
    row.state = State.ACCEPTED if same else State.CORRECTED
    row.save()


def _matched(rows: Iterable[Any], found: Sequence[Any], same: Same) -> list[tuple[Any, Any]]:
    """Each reviewed find with the loaded row that is the same find, or None; rows left over are rejected."""
    pairs, free = matched(rows, found, same)
    for row in free:
        row.reject()
    return pairs


def _place_row(row: Extracted, source: Source, found: Any) -> None:
    for name, value in span_of(source, found).items():
        setattr(row, name, value)


def _lay_sections(case: Case, wanted: ReviewedCase, source: Source) -> None:
    for found, row in _matched(case.sections.all(), wanted.reading.sections, starts_alike):
        row = row or Section(case=case)
        _place_row(row, source, found)
        _decide(row, {"kind": found.kind, "heading": found.heading[:300], "level": found.level})


def _lay_programs(case: Case, wanted: ReviewedCase, source: Source) -> None:
    kept = []
    for found in wanted.reading.programs:
        program = stored_program(found)
        if program.normal == normal_name(found.name):  # not one that it was merged into
            _settle(program, _program_values(found))
        row = CaseProgram.objects.filter(case=case, program=program).first() or CaseProgram(case=case, program=program)
        _place_row(row, source, found)
        _decide(row, {"main": found.main})
        kept.append(row.pk)
    for row in case.program_links.exclude(pk__in=kept):
        row.reject()


def _settle(program: Program, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(program, name, value)
    program.decided = sorted(values)
    program.save()


def _program_values(found: Any) -> dict[str, Any]:
    parts = [{"name": part.name, "means": list(part.means)} for part in found.parts]
    return {"name": found.name, "kind": found.kind, "aliases": list(found.aliases), "parts": parts}


def _lay_measures(case: Case, wanted: ReviewedCase, source: Source) -> None:
    sections = list(case.sections.public())
    practices = {practice.slug: practice for practice in Practice.objects.all()}
    for found, row in _matched(case.measures.all(), wanted.reading.measures, starts_alike):
        row = row or Measure(case=case)
        _place_row(row, source, found)
        row.section = around(sections, found.start)
        _decide(row, {"order": found.order, "level": found.level, "heading": found.heading[:300]})
        row.practices.set(practices[slug] for slug in found.practices)


def _lay_figures(case: Case, wanted: ReviewedCase, source: Source) -> None:
    sections, measures = list(case.sections.public()), list(case.measures.public())
    vocabulary = Vocabulary([wanted.reading])
    for found, row in _matched(case.figures.select_related("unit"), wanted.reading.figures, same_figure):
        fresh = figure_row(case, source, found, sections, measures, vocabulary)
        row = row or Figure(case=case, reading={})
        for name in ("section", "measure", "context"):
            setattr(row, name, getattr(fresh, name))
        row.confidence = found.confidence
        _place_row(row, source, found)
        values = figure_values(found, vocabulary)
        # How sure the reader was is not a person's decision.
        del values["confidence"]
        _decide(row, values)


def _lay_flags(case: Case, wanted: ReviewedCase, source: Source) -> None:
    case.flags.all().delete()
    figures = {(figure.start, figure.end): figure for figure in case.figures.public()}
    for found in wanted.reading.flags:
        flag = Flag.objects.create(case=case, source=source, kind=found.kind, message=found.message)
        flag.figures.set(figures[span] for span in found.figures if span in figures)
