"""However mangled the input: reading never raises, and every find is exactly its characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.extract.decode import Decoded
from seeds.reading import Reading, read_decoded
from seeds.records import records

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(Path("seeds/texts").glob("*.txt"))]
NOISE = st.sampled_from(
    [
        "",
        "\n",
        "\n\n",
        " ",
        "(dòng)",
        "?;顒?",
        "&nbsp;",
        "<b>",
        "**",
        "*縣",
        "万",
        "3至5万元",
        "1/",
        "%",
        "“”",
        "。。",
        "①",
    ]
) | st.text(max_size=12)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Pieces of the real texts in any order, with noise between and characters dropped."""
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(TEXTS))
        start = draw(st.integers(0, len(text) - 1))
        piece = text[start : start + draw(st.integers(1, 700))]
        step = draw(st.integers(2, 60))
        kept = "".join(char for at, char in enumerate(piece) if at % step or draw(st.booleans()))
        pieces += [kept, draw(NOISE)]
    return "".join(pieces)


def spans_are_exact(reading: Reading) -> None:
    text = reading.decoded.text
    for record in records(reading):
        if "start" not in record:
            continue
        assert 0 <= record["start"] <= record["end"] <= len(text)
        if "quote" in record:
            assert record["quote"] == text[record["start"] : record["end"]] != ""
        if "context" in record and record["type"] == "figure":
            assert record["quote"] in record["context"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(mangled())
def test_mangled_real_text_reads_with_exact_spans(text: str) -> None:
    spans_are_exact(read_decoded(Decoded(text=text, encoding="utf-8", format="txt")))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300))
def test_any_text_at_all_reads_with_exact_spans(text: str) -> None:
    spans_are_exact(read_decoded(Decoded(text=text, encoding="utf-8", format="txt")))


REPEATED = [
    "。",
    "“”",
    "(",
    "*",
    "1",
    "1/",
    "一是",
    "①",
    "李家村。\n",
    "“”工程",
    "?;顒?",
    "其中：",
    "张 三\n",
    "甲县：",
    "<p ",
    "截至2001年底，",
]


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_one_thing_over_and_over_is_read(piece: str) -> None:
    spans_are_exact(read_decoded(Decoded(text=piece * (3000 // len(piece)), encoding="utf-8", format="txt")))
