"""ZIPs by command: their members come in like any other file, and what is broken in them is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cases.models import Source
from desk.models import Batch
from seeds.intake import Report
from seeds.unpacking import unpacked
from tests.seeds.test_hostile import packed
from tests.seeds.test_load import STORY


def told(capsys: pytest.CaptureFixture[str], *paths: Path, **options: Any) -> str:
    try:
        call_command("import_texts", *map(str, paths), **options)
    except SystemExit as end:
        assert end.code == 1
    return capsys.readouterr().out


def test_members_come_in_under_their_names_and_the_broken_one_is_named(
    library: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = STORY.replace(b"360", b"361")
    (tmp_path / "包.zip").write_bytes(packed({"甲.txt": STORY, "内/乙.txt": other, "坏.docx": b"PK\x03\x04 cut off"}))
    (tmp_path / "丙.txt").write_bytes(STORY.replace(b"360", b"362"))
    said = told(capsys, tmp_path)
    assert "3 篇文本，3 个案例" in said and "失败 包.zip/坏.docx" in said
    names = Source.objects.filter(file_name__in=["包.zip/甲.txt", "包.zip/内/乙.txt", "丙.txt"])
    assert names.count() == 3 and Batch.objects.latest("pk").sources.count() == 3
    assert "库中已有：包.zip/甲.txt" in told(capsys, tmp_path / "包.zip")


def test_a_dry_run_of_an_archive_writes_nothing(
    library: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = Source.objects.count()
    (tmp_path / "包.zip").write_bytes(packed({"甲.txt": STORY}))
    assert "1 篇文本，1 个案例" in told(capsys, tmp_path, dry_run=True)
    assert Source.objects.count() == count


def test_no_member_is_laid_where_its_name_says(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "a.zip").write_bytes(packed({"内/../../out.txt": STORY, "/etc/x.txt": STORY}))
    found = unpacked([tmp_path / "a.zip"], inside, Report())
    assert {path.parent for path in found.files} == {inside} and set(inside.iterdir()) == set(found.files)
    assert "a.zip//etc/x.txt" in found.names.values()


def test_what_only_calls_itself_an_archive_fails_by_name(tmp_path: Path, library: None, capsys: Any) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut off")
    assert "失败" in told(capsys, tmp_path / "a.zip")
