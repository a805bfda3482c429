"""The search over everything: each kind of record through its own index, the first few with their passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cases.addresses import address
from cases.models import Case, CaseSource
from cases.models.source import Rights
from cases.search import Index, Query, parse
from cases.search.backends import Found
from cases.search.index import FEW, first_in, rows_in
from cases.search.indexes import CASES
from cases.search.tokens import SHORTEST
from cases.search.words import Passage, Piece, highlighted, passages
from cases.searched import cut_note, words_notes
from config.found import public_of, records_of
from metrics.models import Figure
from metrics.search import FIGURES
from programs.models import Measure, Program
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


# Name, what is searched of it, its list, its index, and how a record is shown.
_Kind = tuple[str, str, str, Index, Callable[[Any, Query], Hit]]


def search_all(asked: str) -> Answer:
    query = parse(asked)
    kinds: list[_Kind] = [
        (_("Cases"), _("title, text, places"), "cases:list", CASES, _case),
        (_("Programmes"), _("name, aliases, slogan"), "programs:list", PROGRAMS, _program),
        (_("Measures"), _("heading, text, practices"), "programs:measures", MEASURES, _measure),
        (_("Figures"), _("label, words, scope"), "metrics:list", FIGURES, _figure),
    ]
    found = first_in([kind[3] for kind in kinds], query, FIRST)
    # Hits in titles by a search of their own, of the kinds that have any.
    held = [kind[3] for kind, each in zip(kinds, found, strict=True) if each.keys]
    titled = {index: each.keys for index, each in zip(held, rows_in(held, query, TITLED, titles=True), strict=True)}
    groups = [_group(asked, query, each, titled, *kind) for kind, each in zip(kinds, found, strict=True)]
    notes = words_notes(query)
    if not all(group.complete for group in groups):
        notes.append(cut_note())
    nothing = not any(group.total for group in groups)
    return Answer(groups, notes, _less(query) if nothing else [])


def _group(
    asked: str,
    query: Query,
    found: Found,
    titled: Mapping[Index, Sequence[int]],
    name: str,
    fields: str,
    url_name: str,
    index: Index,
    shown: Callable[[Any, Query], Hit],
) -> Group:
    """Hits in titles first; then the newest."""
    more, titles = found.more, titled.get(index, ())
    public = _public(index, [*titles, *found.keys][:FIRST] if more else [*titles, *found.keys])
    if more and len(public) < SHOWN:
        public = _public(index, [*titles, *index.rows(query).keys])
    url = f"{address(url_name)}?{urlencode({'q': asked})}"
    hits = [shown(record, query) for record in records_of(index.model, public[:SHOWN])]
    return Group(name, fields, FEW if more else len(public), hits, url, more, found.complete)


def _public(index: Index, rows: Sequence[int]) -> list[int]:
    """The records of these rows that everyone sees, each once."""
    return public_of(index.model, index.records(list(dict.fromkeys(rows))))


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
    return Less(words, count, f"{address('search')}?{urlencode({'q': words})}")


def _quoted(term: str) -> str:
    return f'"{term}"' if " " in term else term


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
    placed = link.source.placed
    begin = placed.clean_span(link.start, link.end).start
    source = address("cases:source", case.number)

    def shown(passage: Passage) -> Shown:
        if passage.start is None or passage.end is None:
            return Shown(passage.pieces)
        span = placed.source_span(begin + passage.start, begin + passage.end)
        return Shown(passage.pieces, f"{source}?s={link.number}&c={span.start}-{span.end}#c")

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
