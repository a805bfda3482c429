"""Two records of one indicator made one: figures and names go over, each with a line of history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from cases.merging import hold, lead_on
from cases.tables import snapshot, write
from metrics.models import Figure, Indicator
from metrics.search import FIGURES

AT_ONCE = 2000  # figures


@transaction.atomic
def merge(indicator: Any, into: Any, reason: str = "") -> None:
    """The figures and names of an indicator go over to another, and its address leads there.

    Raises `ValueError` for one that is merged already, or into itself.
    """
    hold(indicator, into)
    into.name_en = into.name_en or indicator.name_en
    lead_on(indicator, into, reason)
    _move(indicator, into, {"history_change_reason": reason, "history_user_id": into.history.first().history_user_id})


def _move(indicator: Any, into: Any, told: dict[str, Any]) -> None:
    """Some indicators have a hundred thousand figures: they go over by the thousand, history and search with them."""
    keys = list(Figure.objects.filter(indicator=indicator).values_list("pk", flat=True))
    for at in range(0, len(keys), AT_ONCE):
        some = keys[at : at + AT_ONCE]
        Figure.objects.filter(pk__in=some).update(indicator=into)
        write([_line(figure, told) for figure in Figure.objects.filter(pk__in=some)])
    FIGURES.update(Figure.objects.filter(indicator=into).values_list("pk", flat=True))


def _line(figure: Figure, told: dict[str, Any]) -> Any:
    line = snapshot(figure, "~")
    for name, value in told.items():
        setattr(line, name, value)
    return line


def led_on(names: Sequence[str]) -> dict[str, str]:
    """Of these names those that lead to another indicator, and its name."""
    merged = Indicator.objects.filter(name__in=names, merged_into__isnull=False)
    return dict(merged.values_list("name", "merged_into__name"))
