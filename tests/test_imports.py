"""The order of the house, held on the syntax trees: who may import whom, and how long things may grow."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["cases", "programs", "metrics", "seeds", "desk", "config"]
# Within an app: a room may import from those before it.
ROOMS = ["extract", "models", "listing", "views", "urls"]
ROOM_OF = {
    "names": "extract",
    "divisions": "models",
    "filters": "listing",
    "serializers": "listing",
    "search": "listing",
    "facets": "listing",
    "admin": "views",
    "exports": "views",
}


def modules(*apps: str) -> list[Path]:
    found = [path for app in apps for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def app_of(name: str) -> str:
    return name.split(".")[0]


def room_of(parts: tuple[str, ...]) -> str | None:
    name = parts[1].removesuffix(".py") if len(parts) > 1 else ""
    name = ROOM_OF.get(name, name)
    return name if name in ROOMS else None


@pytest.mark.parametrize("path", modules(*APPS), ids=lambda path: str(path.relative_to(ROOT)))
def test_an_app_imports_only_itself_and_those_below(path: Path) -> None:
    here = APPS.index(path.relative_to(ROOT).parts[0])
    above = {name for name in imported(path) if app_of(name) in APPS and APPS.index(app_of(name)) > here}
    # Typed settings are read by the settings file alone; no app imports the front door.
    assert not above


@pytest.mark.parametrize("path", modules(*APPS), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    here = room_of(parts)
    if here is None:
        return
    for name in imported(path):
        there = room_of(tuple(name.split("."))) if app_of(name) in APPS else None
        assert there is None or ROOMS.index(there) <= ROOMS.index(here), f"{here} imports {name}"


@pytest.mark.parametrize("path", [p for p in modules(*APPS) if "extract" in p.parts], ids=lambda p: p.name)
def test_reading_code_knows_no_django(path: Path) -> None:
    assert not [name for name in imported(path) if app_of(name) in {"django", "rest_framework", "desk", "config"}]


@pytest.mark.parametrize("path", modules(*APPS, "bench"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_over_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_functions_stay_short() -> None:
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in modules(*APPS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    )
    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30
