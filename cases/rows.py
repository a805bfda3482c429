"""What one row of a list of cases shows, got in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Case, Source
from cases.models.extracted import PUBLIC_STATES

KINDS = {"reported": 0, "target": 1, "norm": 2}
CLAIMS = {"outcome": 0, "output": 0, "activity": 1, "input": 1}
SHOWN = 3


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
            Prefetch("program_links", links.order_by("case", "-main", "start")),
            Prefetch("figures", figures, to_attr="tellable"),
        )
    )


def telling(figures: Iterable[Any]) -> list[Any]:
    """The few figures that say most: what was reached before what was put in, the largest of each unit."""
    ranked = sorted(figures, key=_rank)
    chosen: list[Any] = []
    for figure in ranked:
        if figure.unit_id not in {other.unit_id for other in chosen}:
            chosen.append(figure)
        if len(chosen) == SHOWN:
            break
    return sorted(chosen, key=lambda figure: figure.start)


def _rank(figure: Any) -> tuple[Any, ...]:
    return KINDS.get(figure.kind, 3), CLAIMS.get(figure.claim, 2), not figure.label, -figure.amount
