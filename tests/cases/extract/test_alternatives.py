"""A pattern that is asked only where it can begin finds what it would find everywhere."""

from __future__ import annotations

import re
import sys

import pytest

from cases.extract.alternatives import begun, first_of
from seeds.reading import read  # what the readers use is loaded by it
from seeds.reviewed_form import TEXTS

TEXT = "".join(path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt")))
EVERY = {
    f"{name}.{key}": (value.pattern, re.RegexFlag(value.flags))
    for name, module in sorted(sys.modules.items())
    if ".extract" in name and vars(module).get("begun") is begun
    for key, value in vars(module).items()
    if isinstance(value, re.Pattern) and first_of(value.pattern, re.RegexFlag(value.flags))
}


def spans(found: object) -> list[tuple[int, int]]:
    return [one.span() for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", EVERY)
def test_each_finds_what_its_pattern_finds(name: str) -> None:
    assert read
    told, plain = begun(*EVERY[name]), re.compile(*EVERY[name])
    assert told is not plain
    assert spans(told.finditer(TEXT)) == spans(plain.finditer(TEXT))
    assert spans(told.finditer(TEXT, 100, 20_000)) == spans(plain.finditer(TEXT, 100, 20_000))


FORMS = ["(?<=a)b|c?d", "(?i:x)y|Z", "[^a]b", "(?:a|b*)c", r"\d+|\s\w", "^a|b$", "(?=a)[ab]c", ".b", "(a)|(?:(b))?c"]


@pytest.mark.parametrize("form", [*FORMS, "(?<!b)a", "(?P<one>a)|(?P<two>b)"])
def test_every_form_finds_what_its_pattern_finds(form: str) -> None:
    text = "abcdxXyZ ab1 2b\nacb bc .b cab aabbcc Xy"
    told, plain = begun(form), re.compile(form)
    assert spans(told.finditer(text)) == spans(plain.finditer(text)) != []
    assert [one.groups() for one in told.finditer(text)] == [one.groups() for one in plain.finditer(text)]
    assert (told.pattern, told.flags, told.groupindex) == (plain.pattern, plain.flags, plain.groupindex)


def test_in_any_case_where_case_does_not_matter() -> None:
    assert [found[0] for found in begun("gdp|[a-c]1", re.IGNORECASE).finditer("GDP gdp B1 d1")] == ["GDP", "gdp", "B1"]


def test_what_may_be_nothing_begins_anywhere() -> None:
    assert first_of("a*") is first_of("[^a]") is None
