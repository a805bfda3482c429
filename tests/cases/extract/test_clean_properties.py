"""Whatever is put in, cleaning keeps the map to the source whole, reports true spans and ends in time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.extract.clean import STEPS, clean
from cases.extract.spans import Runs, Text

SEEDS = [
    path.read_bytes().decode("utf-8") for path in sorted((Path(__file__).parents[3] / "seeds/texts").glob("*.txt"))
]
NOISE = [
    *("(dòng)", "?;", "?qū)<", "髴?", "\ue1d6⒅", "*縣", "“”", "\ufffd", "\0", "\r\n", "\r", "\n", "\u2028", "\x1c"),
    *(
        "&nbsp;",
        "&#0;",
        "&#xD800;",
        "<br>",
        "</p>",
        "<p class=",
        "１２％",
        ",,",
        "。。",
        "(",
        ")",
        "（",
        "[1]",
        "?",
        "=",
        "~",
    ),
    *("打印本页\n", "\n首页 > 新闻 > 正文\n", "======\n", "版权所有", "第1页 / 共13页\n", "a", "。", "某网\n"),
    *("\u200b", "\ufeff", "\U00020000", "é", "\ud800", "\U000e0100"),
]


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Pieces of the seeds and noise, in any order."""
    parts = []
    for _ in range(draw(st.integers(0, 8))):
        seed = draw(st.sampled_from(SEEDS))
        start = draw(st.integers(0, len(seed)))
        parts.append(seed[start : start + draw(st.integers(0, 300))])
        parts.append(draw(st.sampled_from(NOISE) | st.text(max_size=5)))
    return "".join(parts)


def assert_whole(text: Text, source: str) -> None:
    """The map runs forward through the source, span and quote agree, a character kept stands for itself."""
    before = 0
    for at, character in enumerate(text.string):
        span = text.source_span(at, at + 1)
        assert before <= span.start < span.end <= len(source)
        assert text.quote(at, at + 1) == source[span.start : span.end]
        if span.end - span.start == 1 and source[span.start] != character:
            assert any(repair.start <= span.start < repair.end for repair in text.repairs)
        before = span.start
    assert text.source == source
    for repair in text.repairs:
        assert 0 <= repair.start <= repair.end <= len(source)


@settings(max_examples=150, deadline=None)
@given(mangled())
def test_the_map_stays_whole_whatever_is_cleaned(source: str) -> None:
    assert_whole(clean(source), source)


@settings(max_examples=60, deadline=None)
@given(mangled())
def test_what_is_stored_of_the_map_gives_it_back(source: str) -> None:
    text = clean(source)
    again = Text.from_runs(text.string, source, text.runs())
    assert all(again.source_span(at, at + 1) == text.source_span(at, at + 1) for at in range(len(text)))


@settings(max_examples=150, deadline=None)
@given(mangled(), st.data())
def test_the_stored_map_tells_where_a_stretch_is_without_being_written_out(source: str, data: st.DataObject) -> None:
    text = clean(source)
    again, runs = Text.from_runs(text.string, source, text.runs()), Runs(text.runs())
    for _time in range(20):
        start = data.draw(st.integers(0, len(source)))
        end = data.draw(st.integers(start, len(source)))
        assert runs.clean_span(start, end) == again.clean_span(start, end)
        clean_start = min(start, len(text) - 1)
        if text.string and clean_start < (clean_end := min(end, len(text))):
            assert runs.source_span(clean_start, clean_end) == again.source_span(clean_start, clean_end)


@settings(max_examples=60, deadline=None)
@given(mangled())
def test_a_change_that_is_not_reported_does_not_happen(source: str) -> None:
    text = clean(source)
    at, kept = 0, []
    for repair in sorted(text.repairs, key=lambda repair: repair.start):
        kept.append(source[at : repair.start])
        at = max(at, repair.end)
    untouched = "".join([*kept, source[at:]])
    assert all(character in text.string for character in set(untouched))


@pytest.mark.parametrize("number", range(5))
def test_the_map_of_every_seed_is_whole(number: int) -> None:
    assert_whole(clean(SEEDS[number]), SEEDS[number])


@pytest.mark.parametrize(("name", "step"), STEPS, ids=lambda value: value if isinstance(value, str) else "")
def test_no_step_minds_an_empty_text(name: str, step: object) -> None:
    assert clean("").string == ""
    assert callable(step) and step(Text.of("")).string == "", name


@pytest.mark.parametrize(
    "piece",
    ["農(nóng)", "(", "<p ", "&", "?;顒?", "中?;", "\n", "“”", "*縣", "a,", "党。某网\n", "> ", "=", SEEDS[3][:400]],
    ids=repr,
)
def test_what_repeats_without_end_is_cleaned_to_its_end(piece: str) -> None:
    # What would take for ever here never comes back: `bench.reading` measures how the time grows.
    assert len(clean(piece * (80_000 // len(piece))).source) >= 80_000 - len(piece)
    assert_whole(clean(piece * (2_000 // len(piece))), piece * (2_000 // len(piece)))
