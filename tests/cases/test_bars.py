"""Bars tell no more than the text does."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from cases.bars import PLOT, Scale


def figure(
    value: float, qualifier: str = "exact", value_max: float | None = None, kind: str = "reported"
) -> SimpleNamespace:
    return SimpleNamespace(value=value, value_max=value_max, qualifier=qualifier, kind=kind)


@pytest.mark.parametrize(
    ("most", "top"), [(36_850_000, 40_000_000), (1, 1), (7, 8), (2961, 3000), (42_840, 60_000), (0.5, 0.6)]
)
def test_a_scale_is_round_and_holds_the_longest_bar(most: float, top: float) -> None:
    assert Scale.over([most]).top == pytest.approx(top)


def test_marks_are_told_in_the_magnitude_that_reads_best() -> None:
    assert [tick.label for tick in Scale.over([36_850_000], "元").ticks] == ["0", "1000", "2000", "3000", "4000 万元"]


def test_an_exact_bar_is_as_long_as_its_number() -> None:
    scale = Scale(100, 25)
    assert scale.bar(figure(50)).body == PLOT / 2
    assert scale.bar(figure(100)).body == PLOT


def test_more_than_stays_open_and_draws_no_length_beyond() -> None:
    bar = Scale(100, 25).bar(figure(50, "more"))
    assert (bar.end, bar.body, bar.hatch) == ("more", PLOT / 2, 0)


def test_a_range_is_hatched_between_its_ends() -> None:
    bar = Scale(100, 25).bar(figure(25, "range", 75))
    assert (bar.body, bar.tip) == (PLOT / 4, PLOT * 3 / 4)


def test_about_fades_on_both_sides_of_the_number() -> None:
    bar = Scale(100, 25).bar(figure(50, "approx"))
    assert bar.body < PLOT / 2 < bar.tip


def test_less_than_stops_short_of_the_number() -> None:
    assert Scale(100, 25).bar(figure(50, "less")).body < PLOT / 2


def test_the_smallest_number_is_still_seen() -> None:
    assert Scale(1e9, 2.5e8).bar(figure(1)).body == 1


def test_nothing_to_draw_is_no_error() -> None:
    assert Scale.over([]).top == 1
    assert Scale.over([0]).bar(figure(0)).body == 1
