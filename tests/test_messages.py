"""Every word of the interface is translated, and the compiled messages are those of the text file."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
TAG = re.compile(r"""{%\s*(?:translate|trans)\s+(?:"([^"]+)"|'([^']+)')""")
APPS = ("cases", "programs", "metrics", "seeds", "desk", "config")


@cache
def catalog() -> dict[object, str]:
    with (FOLDER / "django.mo").open("rb") as file:
        return dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]


def in_code() -> Iterator[str]:
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES and node.args:
                first = node.args[1] if node.func.id.startswith("pgettext") else node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def in_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.[hj]*"):
        for double, single in TAG.findall(path.read_text(encoding="utf-8")):
            yield double or single


def test_no_message_stands_inside_an_f_string_where_the_catalogue_is_not_made_from() -> None:
    """`make messages` reads an f-string as one word, and would drop what is asked for within."""
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(outer, ast.JoinedStr):
                called = [
                    node.func.id
                    for node in ast.walk(outer)
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                ]
                assert not NAMES & set(called), f"{path}:{outer.lineno}"


def known(words: str, messages: dict[object, str]) -> bool:
    return bool(messages.get(words) or messages.get((words, 0)))


@pytest.mark.parametrize("source", [in_code, in_templates])
def test_every_message_has_its_chinese(source: object) -> None:
    messages = catalog()
    missing = {words for words in source() if not any(known(form, messages) for form in forms(words))}  # type: ignore[operator]
    assert missing == set()


def forms(words: str) -> list[str]:
    """Contexted messages are keyed by context and words; a template may escape quotes."""
    return [words, words.replace("&quot;", '"'), *(key for key in catalog_keys() if key.endswith(f"\x04{words}"))]


def catalog_keys() -> list[str]:
    return [key for key in catalog() if isinstance(key, str)]


def test_no_entry_of_the_text_file_is_empty_or_unsure() -> None:
    text = (FOLDER / "django.po").read_text(encoding="utf-8")
    assert "#, fuzzy" not in text
    entries = text.split("\n\n")[1:]
    assert len(entries) > 500
    assert [entry for entry in entries if re.search(r'^msgstr(\[0\])? ""$(?!\n")', entry, re.MULTILINE)] == []


def test_the_compiled_file_is_that_of_the_text_file() -> None:
    text = (FOLDER / "django.po").read_text(encoding="utf-8")
    assert len(catalog()) == len(re.findall(r"^msgid ", text, re.MULTILINE)) + len(
        re.findall(r"^msgstr\[[1-9]\]", text, re.MULTILINE)
    )
