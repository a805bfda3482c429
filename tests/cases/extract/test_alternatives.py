"""A pattern that is asked only where it can begin finds what it would find everywhere."""

from __future__ import annotations

import re
import sys

import pytest

from cases.extract.alternatives import Begun, first_of
from seeds.reading import read  # what the readers use is loaded by it
from seeds.reviewed_form import TEXTS

TEXT = "".join(path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt")))
EVERY = {
    f"{name}.{key}": value
    for name, module in sorted(sys.modules.items())
    if ".extract" in name
    for key, value in vars(module).items()
    if isinstance(value, Begun)
}


def spans(found: object) -> list[tuple[int, int]]:
    return [one.span() for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", EVERY)
def test_each_finds_what_its_pattern_finds(name: str) -> None:
    assert read
    wanted = EVERY[name]
    assert wanted.first != "(?s:.)"
    assert spans(wanted.finditer(TEXT)) == spans(wanted.pattern.finditer(TEXT))
    assert spans(wanted.finditer(TEXT, 100, 20_000)) == spans(wanted.pattern.finditer(TEXT, 100, 20_000))


@pytest.mark.parametrize(
    "form",
    ["(?<=a)b|c?d", "(?i:x)y|Z", "[^a]b", "(?:a|b*)c", r"\d+|\s\w", "^a|b$", "(?=a)[ab]c", ".b", "(a)|(?:(b))?c"],
)
def test_every_form_finds_what_its_pattern_finds(form: str) -> None:
    text = "abcdxXyZ ab1 2b\nacb bc .b cab aabbcc Xy"
    assert spans(Begun(form).finditer(text)) == spans(re.finditer(form, text)) != []


def test_in_any_case_where_case_does_not_matter() -> None:
    assert [found[0] for found in Begun("gdp|[a-c]1", re.IGNORECASE).finditer("GDP gdp B1 d1")] == ["GDP", "gdp", "B1"]


def test_what_may_be_nothing_begins_anywhere() -> None:
    assert first_of(re.compile("a*")) == first_of(re.compile("[^a]")) == "(?s:.)"
