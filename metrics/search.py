"""What is searched of figures: the words, the label, the indicator, the scope, the sentence around."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from cases.changes import watch, watch_known
from cases.models import Source
from cases.search.index import Index
from cases.search.signals import follow
from metrics.models import Figure, Flag, Indicator, Unit


def _read(keys: Sequence[int]) -> QuerySet[Any]:
    source = Source.objects.defer("raw", "repairs").with_masks()
    figures = Figure.objects.select_related("indicator").prefetch_related(Prefetch("source", source))
    return figures.filter(pk__in=keys)


def _title(figure: Figure) -> str:
    return f"{figure.public_label} {figure.source.public_clean(figure.start, figure.end)}"


def _body(figure: Figure) -> str:
    indicator = figure.indicator
    named = [indicator.name, *map(str, indicator.aliases)] if indicator else []
    return "\n".join([*named, figure.public_scope, figure.period, figure.public_context])


def _of_source(sources: Iterable[int]) -> Q:
    return Q(source__in=sources)


FIGURES = Index("figures", Figure, {"title": _title, "body": _body}, _read, _of_source, kind=4)


def connect() -> None:
    """Once, when the app is ready."""
    follow(FIGURES, Figure)
    watch(Figure, "SELECT {row}.case_id AS key")
    watch(Flag, "SELECT {row}.case_id AS key")
    of = f"SELECT case_id AS key FROM {Figure._meta.db_table} WHERE"
    watch_known(Unit, f"{of} unit_id = {{row}}.id")
    watch_known(Indicator, f"{of} indicator_id = {{row}}.id")
