"""Values are equal, told and sent as those of `dataclass` are, and changed only by making another."""

from __future__ import annotations

import pickle

import pytest

from cases.extract.records import MaskFound
from cases.extract.spans import Span
from cases.extract.values import replace, value


def test_values_with_the_same_fields_are_one() -> None:
    assert {Span(3, 7), Span(3, 7)} == {Span(3, 7)} != {Span(3, 8)}
    assert Span(3, 7) < Span(3, 8)
    assert repr(Span(3, 7)) == "Span(start=3, end=7)"


def test_a_value_is_sent_whole() -> None:
    mask = MaskFound(3, 6, "王小明", "death")
    assert pickle.loads(pickle.dumps(mask)) == mask


def test_another_is_made_and_the_first_stays() -> None:
    mask = MaskFound(3, 6, "王小明", "death")
    assert replace(mask, end=5, name="王明") == MaskFound(3, 5, "王明", "death")
    assert mask == MaskFound(3, 6, "王小明", "death")


def test_what_is_no_field_is_no_change() -> None:
    with pytest.raises(AttributeError):
        replace(Span(3, 7), stop=9)  # type: ignore[call-arg]


def test_values_are_never_said_to_change() -> None:
    with pytest.raises(AssertionError):
        value(frozen=False, slots=True)
