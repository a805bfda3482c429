"""The search over everything: each kind of record through its own index, the first few with their passages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.filters import CaseFilters
from cases.models import Case, CaseSource, Mask, Source
from cases.models.extracted import PUBLIC_STATES
from cases.models.source import Rights
from cases.search import Index, Query, parse
from cases.search.index import FEW
from cases.search.indexes import CASES
from cases.search.tokens import SHORTEST
from cases.search.words import Passage, Piece, highlighted, passages
from cases.searched import cut_note, words_notes
from metrics.models import Figure
from metrics.search import FIGURES
from programs.models import CaseProgram, Measure, Program
from programs.search import MEASURES, PROGRAMS

SHOWN = 5
TITLED = 50  # newest hits in titles among which the first shown are looked for
FIRST = 20  # of more hits than are counted, those looked at before all others
LONGEST = 200_000  # characters of a text looked through for passages


@dataclass(frozen=True)
class Shown:
    """A passage with the words lit, and where its first hit stands in the source."""

    pieces: list[Piece]
    url: str = ""


@dataclass(frozen=True)
class Hit:
    """One record: its title and passages with the words lit, where it stands, and where it leads."""

    url: str
    title: list[Piece]
    passages: list[Shown]
    about: str = ""
    case: Case | None = None


@dataclass(frozen=True)
class Group:
    """One kind of record: how many hold the words, the first few, and the list of all."""

    name: str
    fields: str
    total: int
    hits: list[Hit]
    url: str
    more: bool = False
    complete: bool = True

    @property
    def counted(self) -> str:
        return _("more than %(counted)s") % {"counted": FEW} if self.more else str(self.total)


@dataclass(frozen=True)
class Less:
    """The question with a word less, which finds something."""

    words: str
    count: str
    url: str


@dataclass(frozen=True)
class Answer:
    """What a question found in each kind of record, what to know of it, and where to go when it found nothing."""

    groups: list[Group]
    notes: list[str]
    less: list[Less]


def search_all(asked: str) -> Answer:
    query = parse(asked)
    measures = Measure.objects.filter(case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)
    programs = Program.objects.published()
    kinds: list[tuple[str, str, str, Index, QuerySet[Any], Callable[[Any, Query], Hit]]] = [
        (_("Cases"), _("title, text, places"), "cases:list", CASES, _cases(Case.objects.published()), _case),
        (_("Programmes"), _("name, aliases, slogan"), "programs:list", PROGRAMS, _programs(programs), _program),
        (_("Measures"), _("heading, text, practices"), "programs:measures", MEASURES, _finds(measures), _measure),
        (_("Figures"), _("label, words, scope"), "metrics:list", FIGURES, _finds(Figure.objects.published()), _figure),
    ]
    groups = [_group(asked, query, *kind) for kind in kinds]
    notes = words_notes(query)
    if not all(group.complete for group in groups):
        notes.append(cut_note())
    nothing = not any(group.total for group in groups)
    return Answer(groups, notes, _less(query) if nothing else [])


def _group(
    asked: str,
    query: Query,
    name: str,
    fields: str,
    url_name: str,
    index: Index,
    records: QuerySet[Any],
    shown: Callable[[Any, Query], Hit],
) -> Group:
    """Hits in titles first, by a search of their own; then the newest."""
    found = index.rows(query)
    titled = index.rows(query, TITLED, titles=True).keys if found.keys else []
    more = len(found.keys) > FEW
    rows = list(dict.fromkeys([*titled, *found.keys]))
    public = _public(index, records, rows[:FIRST] if more else rows)
    if more and len(public) < SHOWN:
        public = _public(index, records, rows)
    first = public[:SHOWN]
    got = {record.pk: record for record in records.filter(pk__in=first)} if first else {}
    url = f"{reverse(url_name)}?{urlencode({'q': asked})}"
    hits = [shown(got[key], query) for key in first]
    return Group(name, fields, FEW if more else len(public), hits, url, more, found.complete)


def _public(index: Index, records: QuerySet[Any], rows: list[int]) -> list[int]:
    """The keys of the records of these rows that everyone sees; of cases the list's columns know it, where read."""
    keys = index.records(rows)
    columns = CaseFilters.memory.at_hand() if keys and records.model is Case else None
    if columns is not None:
        public = columns.among(keys)
    else:
        public = set(records.order_by().filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return [key for key in keys if key in public]


def _less(query: Query) -> list[Less]:
    """Each term left out in turn; a single long one in halves."""
    terms = query.terms
    if len(terms) > 1:
        questions = [Query(terms[:at] + terms[at + 1 :], query.without) for at in range(len(terms))]
    elif terms and len(terms[0]) >= 2 * SHORTEST:
        half = len(terms[0]) // 2
        questions = [Query((part,), query.without) for part in (terms[0][:half].strip(), terms[0][half:].strip())]
    else:
        questions = [Query(terms)] if query.without else []
    return [offer for offer in map(_offer, questions) if offer]


def _offer(query: Query) -> Less | None:
    found = CASES.found(query)
    public = Case.objects.published().filter(pk__in=found.keys).count()
    if not public:
        return None
    words = " ".join([*map(_quoted, query.terms), *(f"-{_quoted(term)}" for term in query.without)])
    count = f"{FEW}+" if len(found.keys) > FEW else str(public)
    return Less(words, count, f"{reverse('search')}?{urlencode({'q': words})}")


def _quoted(term: str) -> str:
    return f'"{term}"' if " " in term else term


def _masked(*put_off: str) -> QuerySet[Source]:
    return Source.objects.defer("raw", "repairs", *put_off).with_masks()


def _cases(cases: QuerySet[Case]) -> QuerySet[Case]:
    masks = Prefetch("source__masks", Mask.objects.order_by("source_id", "start"))
    links = CaseSource.objects.select_related("source").defer("source__raw", "source__repairs").prefetch_related(masks)
    return cases.select_related("place").prefetch_related(Prefetch("source_links", links))  # type: ignore[return-value]


def _programs(programs: QuerySet[Program]) -> QuerySet[Program]:
    links = CaseProgram.objects.filter(case__state=Case.Status.PUBLISHED, state__in=PUBLIC_STATES)
    links = links.select_related("case__place").prefetch_related(Prefetch("source", _masked("text", "cleaned", "runs")))
    return programs.prefetch_related(Prefetch("case_links", links))


def _finds(finds: QuerySet[Any]) -> QuerySet[Any]:
    return finds.with_words().select_related("case__place").prefetch_related(Prefetch("source", _masked()))  # type: ignore[attr-defined]


def _case(case: Case, query: Query) -> Hit:
    found = [] if _text_link(case) is None else _in_text(case, query)
    if not any(passage.url for passage in found):
        found = _plain(case.public_lead, query) or found
    title = highlighted(case.public_title, query.terms)
    return Hit(case.get_absolute_url(), title, found, _place(case), case)


def _text_link(case: Case) -> CaseSource | None:
    link = case.primary_link
    return link if link and link.source.rights == Rights.FULL else None


def _in_text(case: Case, query: Query) -> list[Shown]:
    """Passages of the case's text, each with the address of its first hit's characters in the source."""
    link = case.primary_link
    assert link is not None
    mapped = link.source.mapped
    begin = mapped.clean_span(link.start, link.end).start
    address = reverse("cases:source", args=[case.number])

    def shown(passage: Passage) -> Shown:
        if passage.start is None or passage.end is None:
            return Shown(passage.pieces)
        span = mapped.source_span(begin + passage.start, begin + passage.end)
        return Shown(passage.pieces, f"{address}?s={link.number}&c={span.start}-{span.end}#c")

    return [shown(each) for each in passages(link.source.public_clean(link.start, link.end)[:LONGEST], query.terms)]


def _plain(text: str, query: Query, at_most: int = 2) -> list[Shown]:
    return [Shown(passage.pieces) for passage in passages(text, query.terms, at_most=at_most)]


def _program(program: Program, query: Query) -> Hit:
    links = list(program.case_links.all())
    words = [program.name, "、".join(map(str, program.aliases))]
    for link in links:
        words = [link.source.public_words(each) for each in words]
    about = "、".join(dict.fromkeys(_place(link.case) for link in links))
    return Hit(program.get_absolute_url(), highlighted(words[0], query.terms), _plain(words[1], query), about)


def _measure(measure: Measure, query: Query) -> Hit:
    text = measure.source.public_clean(measure.start, measure.end)[:LONGEST]
    url = f"{measure.case.get_absolute_url()}#m{measure.pk}"
    return Hit(
        url,
        highlighted(measure.public_heading, query.terms),
        _plain(text, query, at_most=1),
        _place(measure.case),
    )


def _figure(figure: Figure, query: Query) -> Hit:
    words = figure.source.public_clean(figure.start, figure.end)
    title = highlighted(f"{words} {figure.public_label}", query.terms)
    around = figure.source.public_clean(max(0, figure.start - 30), figure.end + 30)
    lit = [Shown(passage.pieces) for passage in passages(around, [*query.terms, words], at_most=1)]
    return Hit(figure.words_url, title, lit, _place(figure.case))


def _place(case: Case) -> str:
    return " ".join(filter(None, [case.place.name if case.place else "", case.years]))
