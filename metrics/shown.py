"""What showing figures needs: their story, their words within the sentence, their neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import F, FloatField, Max, QuerySet
from django.db.models.functions import Coalesce, Greatest, Least, Substr

from cases.bars import Scale
from cases.models.extracted import plain_words
from metrics.models import Figure
from programs.shown import with_story

BEFORE = 400  # characters before a figure that tell where in its sentence it stands


class Words(NamedTuple):
    """A sentence cut around a figure's own words."""

    left: str
    quote: str
    right: str


def shown_figures(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return with_story(queryset).select_related(
        "case__place__province", "case__place__prefecture", "unit", "indicator", "section"
    )


def texts_before(figures: Iterable[Figure]) -> Mapping[int, str]:
    """What stands before each figure in its source, without loading whole texts."""
    before = Substr("source__text", Greatest(F("start") - (BEFORE - 1), 1), Least(F("start"), BEFORE))
    rows = Figure.objects.filter(pk__in=[figure.pk for figure in figures]).order_by().annotate(before=before)
    return dict(rows.values_list("pk", "before"))


def place_in_context(context: str, quote: str, before: str) -> int | None:
    """Where in its sentence the figure itself stands, not a look-alike: `13个` within `113个` or said twice."""
    at = context.find(quote)
    while at >= 0:
        if before.endswith(context[max(0, at - BEFORE) : at]):
            return at
        at = context.find(quote, at + 1)
    return None


def words_in_context(figure: Figure, before: str) -> Words:
    """The sentence as the public may read it, the figure's words apart."""
    at = place_in_context(figure.context, figure.quote, before)
    context = figure.public_context
    if at is None:
        return Words("", figure.public_quote, "")
    return Words(context[:at], figure.public_quote, context[at + len(figure.quote) :])


def plain(words: Words) -> Words:
    """As lists show it: without glosses, in simplified characters."""
    return Words(*(plain_words(piece) for piece in words))


def scale_over(figures: QuerySet[Any], unit: str) -> Scale:
    """One scale for all figures of a set in one unit, whatever page they are on."""
    upper = Coalesce("value_max", "value")
    most = figures.order_by().aggregate(most=Max(upper, output_field=FloatField()))["most"]
    return Scale.over([float(most or 1)], unit)


def neighbours(figure: Figure, most: int = 40) -> tuple[list[Figure], list[Figure]]:
    """Figures of the same indicator, the earliest first: those of the same unit (itself among them), and the others."""
    if figure.indicator_id is None:
        return [], []
    published = Figure.objects.published().filter(indicator=figure.indicator_id)
    alike = shown_figures(published).order_by("case__year_key", "case__number", "start")
    return (
        list(alike.filter(unit=figure.unit_id)[:most]),
        list(alike.exclude(unit=figure.unit_id)[:most]) if figure.unit_id else [],
    )


def hectares(figure: Figure) -> float | None:
    """An area in hectares, beside the 亩 it is written in."""
    area = figure.unit is not None and figure.unit.dimension == "area" and figure.unit.name != "公顷"
    return figure.amount / 10_000 if area else None
