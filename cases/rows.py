"""What one row of a list of cases shows, got in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.known import locate
from cases.models import Case, CaseSource, Mask, Source
from cases.models.extracted import PUBLIC_STATES, plain_words, words_address
from cases.prepared import Prepared, hold, together

# What a row shows: a list has no use for the dozens of other columns.
YEARS = ("year_from", "year_to", "year_basis", "year_evidence")
ROW = ("number", "title", "lead", "state", "place", "place_basis", "place_evidence", "township", *YEARS, "truncated")
KINDS = {"reported": 0, "target": 1, "norm": 2}
CLAIMS = {"outcome": 0, "output": 0, "activity": 1, "input": 1}
SHOWN = 3


class _Figure(NamedTuple):
    """What a row asks of a figure."""

    case: int
    pk: int
    source: int
    start: int
    end: int
    quote: str
    kind: str
    claim: str
    label: str
    amount: float
    unit: int | None


def related(name: str) -> Any:
    """The records above that hang on a case, reached by their related name."""
    return Case._meta.get_field(name).related_model._default_manager.all()  # type: ignore[union-attr]


def counted(name: str, **where: Any) -> Coalesce:
    """How many of them a case has, as a subquery: no join, so that counts don't multiply."""
    rows = related(name).filter(case=OuterRef("pk"), **where).order_by().values("case").annotate(n=Count("pk"))
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def with_row_parts(queryset: Any) -> QuerySet[Any]:
    """Place, sources with masks, programmes, figures that may be told in the row, and counts."""
    links = related("program_links").filter(state__in=PUBLIC_STATES).select_related("program")
    figures = (
        related("figures")
        .filter(state__in=PUBLIC_STATES)
        .exclude(kind="context")
        .defer("context", "reading", "decided")
        .with_words()
        .prefetch_related("unit", Prefetch("source", Source.objects.light().with_masks()))
    )
    return (
        queryset.with_place()
        .with_sources()
        .annotate(
            figure_count=counted("figures", state__in=PUBLIC_STATES),
            flag_count=counted("flags"),
        )
        .prefetch_related(
            Prefetch("program_links", links.order_by("case_id", "-main", "start")),
            Prefetch("figures", figures, to_attr="tellable"),
        )
    )


@dataclass
class Told:
    """A figure as a row tells it, by the names a `Figure` has for the same."""

    kind: str
    words_url: str
    public_shown: str
    public_label: str


def _public(*columns: str) -> Prepared:
    near = Case.objects.published().only(*columns)
    return Prepared(lambda keys: near.filter(pk__in=keys).order_by("pk"))


def masks_of(links: QuerySet[CaseSource]) -> QuerySet[Mask]:
    """The masks of the sources these links lead to, each once."""
    masks = Mask.objects.filter(source__in=links.order_by().values("source"))
    return masks.defer("reading", "decided").order_by("start")


def _links(keys: Sequence[int]) -> QuerySet[Any]:
    links = CaseSource.objects.select_related("source").only("case", "number", "primary", "source__sha256")
    return links.filter(case__in=keys).order_by("-primary", "pk")


def _mains(keys: Sequence[int]) -> QuerySet[Any]:
    mains = related("program_links").filter(case__in=keys, state__in=PUBLIC_STATES, main=True).order_by("start")
    found: QuerySet[Any] = mains.select_related("program").only("case", "main", "program__name", "program__kind")
    return found


def _figures(keys: Sequence[int]) -> QuerySet[Any]:
    figures: QuerySet[Any] = related("figures").filter(case__in=keys, state__in=PUBLIC_STATES).order_by("start")
    return figures.values_list(*_Figure._fields)


def _doubts(keys: Sequence[int]) -> QuerySet[Any]:
    flags: QuerySet[Any] = related("flags").filter(case__in=keys).order_by()
    return flags.values_list("case").annotate(Count("pk"))


_ROWS, _LINKS, _MAINS = _public(*ROW), Prepared(_links), Prepared(_mains)
_MASKS = Prepared(lambda keys: Mask.objects.filter(source__in=keys).defer("reading", "decided").order_by("start"))
MASKS_OF = Prepared(lambda keys: masks_of(CaseSource.objects.filter(case__in=keys)))
_FIGURES, _DOUBTS = Prepared(_figures), Prepared(_doubts)


def hold_sources(cases: Iterable[Any], links: Sequence[Any], masks: Sequence[Any] | None = None) -> None:
    """Give each case its links to sources, and these their masks."""
    hold(cases, "source_links", links, "case_id")
    hold_masks(links, masks)


def hold_masks(finds: Sequence[Any], masks: Sequence[Any] | None = None) -> None:
    """Give the sources of these links or finds their masks, where these aren't at hand."""
    if masks is None:
        masks = _MASKS(sorted({find.source_id for find in finds}))
    hold((find.source for find in finds), "masks", masks, "source_id")


def rows_of(keys: Sequence[int]) -> list[Any]:
    """The public cases of these keys, each with what its row shows: `telling`, `figure_count`, `flag_count` are set."""
    asked = (_ROWS, _LINKS, MASKS_OF, _MAINS, _DOUBTS, _FIGURES)
    rows, links, masks, mains, doubted, figures = together(*((each, keys) for each in asked))
    hold_sources(rows, links, masks)
    locate(rows)
    hold(rows, "program_links", mains, "case_id")
    doubts, told_of = dict(doubted), _by_case(figures)
    for case in rows:
        told = told_of.get(case.pk, [])
        case.figure_count, case.flag_count = len(told), doubts.get(case.pk, 0)
        case.telling = _told(case, telling(figure for figure in told if figure.kind != "context"))
    return rows


def _by_case(figures: Iterable[Any]) -> dict[int, list[Any]]:
    """The public figures of each case, in the order of the text: as tuples, since a long case has hundreds."""
    found: dict[int, list[Any]] = {}
    for figure in map(_Figure._make, figures):
        found.setdefault(figure.case, []).append(figure)
    return found


def _told(case: Any, figures: Iterable[Any]) -> list[Told]:
    links: Mapping[int, Any] = {link.source_id: link for link in case.source_links.all()}
    found = []
    for figure in figures:
        link = links[figure.source]
        shown = plain_words(link.source.public_quote(figure.quote, figure.start))
        url = words_address(case.number, link.number, figure)
        found.append(Told(figure.kind, url, shown, link.source.public_words(figure.label)))
    return found


def telling(figures: Iterable[Any]) -> list[Any]:
    """The few figures that say most: what was reached before what was put in, the largest of each unit."""
    ranked = sorted(figures, key=_rank)
    chosen: list[Any] = []
    for figure in ranked:
        if figure.unit not in {other.unit for other in chosen}:
            chosen.append(figure)
        if len(chosen) == SHOWN:
            break
    return sorted(chosen, key=lambda figure: figure.start)


def _rank(figure: Any) -> tuple[Any, ...]:
    return KINDS.get(figure.kind, 3), CLAIMS.get(figure.claim, 2), not figure.label, -figure.amount
