"""A programme merged while texts that name it are being stored or read anew: they name the other."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from programs.merging import merge
from programs.models import Program
from seeds import batch, load, reread
from seeds.pool import Given
from seeds.reading import read
from tests.seeds.test_load import STORY

AGAIN = STORY.replace(b"360", b"361")


@pytest.fixture
def two(library: None) -> tuple[Program, Program]:
    gone = load.load(STORY, "story.txt").source.cases.get().programs.get()
    return gone, Program.objects.create(name="别的工程")


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, two: tuple[Program, Program]) -> None:
    """The merge comes after the rows were made, before they are written."""
    real = getattr(module, name)

    def made(*args: Any) -> Any:
        rows = real(*args)
        merge(*two)
        return rows

    monkeypatch.setattr(module, name, made)


def test_a_text_stored_by_itself_follows_the_merge(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, load, "text_rows", two)
    assert list(load.load(AGAIN, "again.txt").source.cases.get().programs.all()) == [two[1]]


def test_a_batch_follows_the_merge(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, batch, "text_rows", two)
    given = Given(Path("again.txt"), AGAIN, sha256(AGAIN).hexdigest())
    [outcome] = batch.store_batch([(given, read(AGAIN, "again.txt"))])
    assert list(outcome.source.cases.get().programs.all()) == [two[1]]


def test_a_new_reading_follows_the_merge(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    [link] = two[0].case_links.all()
    source = link.source
    link.delete()
    meanwhile(monkeypatch, reread, "case_rows", two)
    reread.reread(source.pk)
    assert [each.program for each in source.cases.get().program_links.all()] == [two[1]]
