"""What is searched of programmes (name, aliases, slogan) and measures (heading, body, kinds of practice)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.signals import m2m_changed

from cases.changes import watch, watch_known
from cases.models import Mask, Source
from cases.models.extracted import PUBLIC_STATES, public_name
from cases.search.index import Index
from cases.search.signals import follow, paused
from programs.models import CaseProgram, Measure, Practice, Program

BODY = 2000  # characters of a measure's body that count


def _with_names(keys: Sequence[int]) -> list[Any]:
    """With the names that texts of theirs hide. A programme may be named by thousands: they are asked for as words."""
    programs: list[Any] = list(Program.objects.filter(pk__in=keys))
    of = "source__caseprogram__"
    shown = {f"{of}program__in": [program.pk for program in programs], f"{of}state__in": PUBLIC_STATES}
    masks = Mask.objects.filter(state__in=PUBLIC_STATES, **shown).order_by()
    hidden: dict[int, set[str]] = {}
    for program, *names in masks.values_list(f"{of}program", "name", "quote").distinct():
        hidden.setdefault(program, set()).update(names)
    for program in programs:
        program.hidden = sorted(hidden.get(program.pk, ()), key=lambda name: (-len(name), name))
    return programs


def _public(program: Any, words: str) -> str:
    for name in program.hidden:
        words = words.replace(name, public_name(name))
    return words


def _slogan(program: Any) -> str:
    return _public(program, "\n".join([*map(str, program.aliases), *_words(program.parts)]))


def _words(value: Any) -> list[str]:
    """Every string in a part of a slogan, however deep."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [word for each in inner for word in _words(each)]


def _programs_of(sources: Iterable[int]) -> Q:
    return Q(case_links__source__in=sources)


PROGRAMS = Index(
    "programs", Program, {"title": lambda p: _public(p, p.name), "body": _slogan}, _with_names, _programs_of, kind=2
)


def _with_texts(keys: Sequence[int]) -> QuerySet[Any]:
    source = Source.objects.defer("raw", "repairs").with_masks()
    return Measure.objects.filter(pk__in=keys).prefetch_related("practices", Prefetch("source", source))


def _body(measure: Measure) -> str:
    kinds = [str(word) for practice in measure.practices.all() for word in (practice.name, *practice.aliases)]
    return "\n".join([*kinds, measure.source.public_clean(measure.start, min(measure.end, measure.start + BODY))])


def _measures_of(sources: Iterable[int]) -> Q:
    return Q(source__in=sources)


MEASURES = Index(
    "measures", Measure, {"title": lambda m: m.public_heading, "body": _body}, _with_texts, _measures_of, kind=3
)


def connect() -> None:
    """Once, when the app is ready."""
    follow(PROGRAMS, Program)
    follow(PROGRAMS, CaseProgram, lambda link: [link.program_id])
    follow(MEASURES, Measure)
    m2m_changed.connect(_practices_changed, sender=Measure.practices.through, dispatch_uid="search-measure-practices")
    _watch()


def _watch() -> None:
    """What of a case's place in lists hangs on programmes, measures and their practices."""
    links, measures, through = (m._meta.db_table for m in (CaseProgram, Measure, Measure.practices.through))
    watch(CaseProgram, "SELECT {row}.case_id AS key")
    watch(Program, f"SELECT case_id AS key FROM {links} WHERE program_id = {{row}}.id", on=("UPDATE",))
    watch(Measure, "SELECT {row}.case_id AS key")
    watch(Measure.practices.through, f"SELECT case_id AS key FROM {measures} WHERE id = {{row}}.measure_id")
    held = f"SELECT measure_id FROM {through} WHERE practice_id = {{row}}.id"
    watch_known(Practice, f"SELECT case_id AS key FROM {measures} WHERE id IN ({held})")


def _practices_changed(instance: Any, action: str, reverse: bool, **_kwargs: Any) -> None:
    if action.startswith("post_") and not reverse and not paused():
        MEASURES.update([instance.pk])
