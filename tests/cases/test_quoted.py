"""Words between “ and ” have ‘ and ’ inside, in every sentence that quotes what it is given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils.safestring import SafeString, mark_safe

from cases.quoted import filled, inside, names_inside

ROOT = Path(__file__).resolve().parents[2]
APPS = ("cases", "programs", "metrics", "seeds", "desk", "config")
BLOCK = re.compile(r"\{% blocktranslate([^%]*)%\}(.*?)\{% endblocktranslate %\}")
GIVEN = re.compile(r"“[^“”]*?\{\{ ?(\w+) ?\}\}")


@pytest.mark.parametrize(
    ("words", "turned"),
    [
        ("推行“三联”工作法", "推行‘三联’工作法"),
        ("“三联”和“两会”", "‘三联’和‘两会’"),
        ("记“推行‘三联’工作法”", "记‘推行“三联”工作法’"),
        ("the county’s “pairing”", "the county’s ‘pairing’"),
        ("推行“三联工", "推行‘三联工"),
        ("没有引号", "没有引号"),
    ],
)
def test_marks_are_turned_one_level_deeper(words: str, turned: str) -> None:
    assert inside(words) == turned


def test_words_that_are_safe_stay_so() -> None:
    assert isinstance(inside(mark_safe("“<b>三联</b>”")), SafeString)
    assert not isinstance(inside("“<b>三联</b>”"), SafeString)


def test_only_what_a_message_quotes_is_turned() -> None:
    values = {"name": "“甲”", "into": "“乙”"}
    assert filled("%(name)s已并入“%(into)s”", values) == "“甲”已并入“‘乙’”"


@pytest.mark.django_db
def test_what_an_empty_list_offers_to_drop_has_single_marks_inside(client: Client) -> None:
    page = client.get("/cases/", {"q": "“无此”字样"}).content.decode()
    assert "去掉“检索词 ‘“无此”字样’”" in page


@pytest.mark.django_db
def test_a_note_turns_the_marks_of_what_was_typed(client: Client) -> None:
    assert "没有“‘甲’”这种排序" in client.get("/cases/", {"sort": "“甲”"}).content.decode()


def _quoting(node: ast.AST) -> bool:
    """Whether it is a message that puts a value between marks."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args
    return bool(called) and isinstance(node.args[0], ast.Constant) and bool(names_inside(node.args[0].value))


def _percent(tree: ast.AST) -> Iterator[ast.AST]:
    return (node.left for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod))


def test_every_message_that_quotes_is_filled_with_its_marks_turned() -> None:
    told = 0
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told += sum(_quoting(node) for node in ast.walk(tree))
        named = {
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and _quoting(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        plain = [left for left in _percent(tree) if _quoting(left) or (isinstance(left, ast.Name) and left.id in named)]
        assert plain == [], path
    assert told > 10


def test_every_block_of_djangos_templates_that_quotes_turns_the_marks() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        for heads, words in BLOCK.findall(path.read_text(encoding="utf-8")):
            for name in GIVEN.findall(words):
                assert "get_state_display" in heads or re.search(rf"\b{name}=\S+\|inside\b", heads), (path, words)
