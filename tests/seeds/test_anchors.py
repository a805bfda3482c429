"""Anchors by words fit exactly once, or name themselves in an error."""

import pytest

from seeds.anchors import AnchorError, once, quoted, stretch

TEXT = "全县建立扶贫基地12个,投入资金54万元。全乡建立扶贫基地12个。"


def test_a_quote_is_found_within_its_context() -> None:
    record = {"type": "figure", "quote": "12个", "context": "全乡建立扶贫基地12个"}
    span, context = quoted(TEXT, record)
    assert (span.start, context.start) == (29, 21)
    assert TEXT[span.start : span.end] == "12个"


def test_words_that_stand_twice_are_no_anchor() -> None:
    with pytest.raises(AnchorError, match="more than once"):
        once(TEXT, "扶贫基地12个", "figure")


def test_an_anchor_that_no_longer_fits_is_named() -> None:
    record = {"type": "figure", "quote": "13个", "context": "全县建立扶贫基地13个"}
    with pytest.raises(AnchorError, match="figure “13个”"):
        quoted(TEXT, record)


def test_a_stretch_runs_from_its_first_words_to_its_last() -> None:
    record = {"type": "measure", "heading": "建立", "start_quote": "全县建立", "end_quote": "54万元。"}
    span = stretch(TEXT, record)
    assert TEXT[span.start : span.end] == "全县建立扶贫基地12个,投入资金54万元。"


def test_a_stretch_that_ends_before_it_begins_is_an_error() -> None:
    record = {"type": "measure", "heading": "x", "start_quote": "54万元。", "end_quote": "全县建立"}
    with pytest.raises(AnchorError, match="ends before"):
        stretch(TEXT, record)
