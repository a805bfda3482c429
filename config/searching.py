"""The search over everything: each kind of record through its own index, the first few with their passages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, CaseSource, SearchRow, Source
from cases.models.extracted import PUBLIC_STATES
from cases.models.source import Rights
from cases.search import Index, Query, parse, snippets
from cases.search.indexes import CASES
from cases.search.words import Piece, highlighted
from metrics.models import Figure
from metrics.search import FIGURES
from programs.models import CaseProgram, Measure, Program
from programs.search import MEASURES, PROGRAMS

SHOWN = 5
LONGEST = 20_000  # characters of a text looked through for passages


@dataclass(frozen=True)
class Hit:
    """One record: its title and passages with the words lit, where it stands, and where it leads."""

    url: str
    title: list[Piece]
    passages: list[list[Piece]]
    about: str = ""
    case: Case | None = None


@dataclass(frozen=True)
class Group:
    """One kind of record: how many hold the words, the first few, and the list of all."""

    name: str
    total: int
    hits: list[Hit]
    url: str


def search_all(asked: str) -> list[Group]:
    query = parse(asked)
    measures = Measure.objects.filter(case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)
    return [
        _group(_("Cases"), "cases:list", asked, CASES, query, _cases(Case.objects.published()), _case),
        _group(
            _("Programmes"), "programs:list", asked, PROGRAMS, query, _programs(Program.objects.published()), _program
        ),
        _group(_("Measures"), "programs:measures", asked, MEASURES, query, _finds(measures), _measure),
        _group(_("Figures"), "metrics:list", asked, FIGURES, query, _finds(Figure.objects.published()), _figure),
    ]


def _group(
    name: str,
    url_name: str,
    asked: str,
    index: Index,
    query: Query,
    records: QuerySet[Any],
    shown: Callable[[Any, Query], Hit],
) -> Group:
    """Records with a word in the title come first."""
    found = records.filter(pk__in=index.matching(query))
    titled = SearchRow.objects.filter(index=index.name, record=OuterRef("pk"))
    for term in query.terms:
        titled = titled.filter(title__contains=term)
    first = found.annotate(titled=Exists(titled)).order_by("-titled", "pk")[:SHOWN]
    url = f"{reverse(url_name)}?{urlencode({'q': asked})}"
    return Group(name, found.count(), [shown(record, query) for record in first], url)


def _masked(*put_off: str) -> QuerySet[Source]:
    return Source.objects.defer("raw", "repairs", *put_off).with_masks()


def _cases(cases: QuerySet[Case]) -> QuerySet[Case]:
    links = CaseSource.objects.prefetch_related(Prefetch("source", _masked()))
    return cases.select_related("place").prefetch_related(Prefetch("source_links", links))  # type: ignore[return-value]


def _programs(programs: QuerySet[Program]) -> QuerySet[Program]:
    links = CaseProgram.objects.filter(case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)
    links = links.select_related("case__place").prefetch_related(Prefetch("source", _masked("text", "cleaned", "runs")))
    return programs.prefetch_related(Prefetch("case_links", links))


def _finds(finds: QuerySet[Any]) -> QuerySet[Any]:
    return finds.with_words().select_related("case__place").prefetch_related(Prefetch("source", _masked()))  # type: ignore[attr-defined]


def _case(case: Case, query: Query) -> Hit:
    link = case.primary_link
    text = case.public_lead
    if link and link.source.rights == Rights.FULL:
        text += "\n" + link.source.public_clean(link.start, link.end)[:LONGEST]
    title = highlighted(case.public_title, query.terms)
    return Hit(case.get_absolute_url(), title, snippets(text, query.terms), _place(case), case)


def _program(program: Program, query: Query) -> Hit:
    links = list(program.case_links.all())
    words = [program.name, "、".join(map(str, program.aliases))]
    for link in links:
        words = [link.source.public_words(each) for each in words]
    about = "、".join(dict.fromkeys(_place(link.case) for link in links))
    return Hit(program.get_absolute_url(), highlighted(words[0], query.terms), snippets(words[1], query.terms), about)


def _measure(measure: Measure, query: Query) -> Hit:
    text = measure.source.public_clean(measure.start, measure.end)[:LONGEST]
    url = f"{measure.case.get_absolute_url()}#m{measure.pk}"
    return Hit(
        url,
        highlighted(measure.public_heading, query.terms),
        snippets(text, query.terms, at_most=1),
        _place(measure.case),
    )


def _figure(figure: Figure, query: Query) -> Hit:
    words = figure.source.public_clean(figure.start, figure.end)
    title = highlighted(f"{words} {figure.public_label}", query.terms)
    around = figure.source.public_clean(max(0, figure.start - 30), figure.end + 30)
    return Hit(figure.words_url, title, snippets(around, [*query.terms, words], at_most=1), _place(figure.case))


def _place(case: Case) -> str:
    return " ".join(filter(None, [case.place.name if case.place else "", case.years]))
