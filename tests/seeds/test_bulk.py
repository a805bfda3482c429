"""Thousands of texts at once must be what the same texts are one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from cases.models import Case, Change, SearchRow, Source
from seeds import batch, bulk
from seeds.bulk import Bulk
from seeds.intake import Report, take_in
from seeds.models import FailedText
from seeds.pool import Given, Result, reading_of

STORY = """某某县推行“联心工程”

甲乙县委自2005年起在全县农村推行“联心工程”,取得明显成效。

一、主要做法

(一)结对帮扶到户。全县120名党员干部与360户贫困户结成帮扶对子,投入资金45万元。

(二)开展技术培训。共举办培训班{}期,培训农民3200人次。

二、初步成效

全县有85户贫困户实现脱贫,人均纯收入增加600元,比上年增长12%。共建设45个村,其中甲村20个、乙村30个。
"""
APPS = ("cases", "programs", "metrics", "seeds")


class Here:
    """Reads in this process, so that a test can look on."""

    def read(self, files: Iterable[Given]) -> Iterator[tuple[Given, Result]]:
        for given in files:
            yield given, reading_of(given.data, given.path.name)


@pytest.fixture
def folder(tmp_path: Path, seed_texts: dict[str, str]) -> Path:
    """Variants of the given texts, a made-up story told five times, a text without a story."""
    for number, text in seed_texts.items():
        (tmp_path / f"{number}.txt").write_text(text.replace("年", "年 "), encoding="utf-8")
    for number in range(5):
        (tmp_path / f"story{number}.txt").write_text(STORY.format(20 + number), encoding="utf-8")
    (tmp_path / "menu.txt").write_text("首页 新闻 关于我们\n版权所有", encoding="utf-8")
    return tmp_path


def contents() -> dict[str, list[Any]]:
    """Every row of every table, keys told by their rank in their table and moments left out."""
    everything = apps.get_models(include_auto_created=True)
    # The log of changes has a line a written row: how many is nobody's concern.
    tables = [m for m in everything if m._meta.app_label in APPS and m is not Change]
    ranks = {model: _ranks(model) for model in tables}
    told = {model: [_row(row, ranks) for row in model._base_manager.all()] for model in tables}
    return {model._meta.label: sorted(rows, key=repr) for model, rows in told.items()}


def _ranks(model: Any) -> dict[Any, int]:
    keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
    return {key: rank for rank, key in enumerate(keys)}


def _row(row: models.Model, ranks: dict[Any, dict[Any, int]]) -> list[Any]:
    told: list[Any] = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.DateTimeField):
            value = value is not None
        elif field.primary_key:
            value = None
        elif field.name == "id" or (field.is_relation and field.related_model in ranks):
            model = row.instance_type if field.name == "id" else field.related_model
            value = ranks[model].get(value)
        elif isinstance(row, SearchRow) and field.name == "record":
            continue
        elif field.name == "reading":
            value = {k: v for k, v in value.items() if k not in {"unit", "indicator"}}
        elif isinstance(value, memoryview | bytes):
            value = bytes(value)
        told.append((field.name, value))
    return told


def in_bulk(files: list[Path], reader: Any = None, **options: Any) -> Report:
    report = Report()
    Bulk(report, **options).take_in(files, reader or Here())
    return report


@pytest.mark.parametrize("publish", [False, True])
def test_in_bulk_and_one_by_one_every_table_is_the_same(library: None, folder: Path, publish: bool) -> None:
    files = sorted(folder.iterdir())
    one_by_one = Report()
    with transaction.atomic():
        for path in files:
            take_in(path, one_by_one, publish=publish)
        expected = contents()
        transaction.set_rollback(True)
    report = in_bulk(files, publish=publish)
    found = contents()
    assert report.figures == one_by_one.figures > 300
    for table, rows in expected.items():
        assert found[table] == rows, table


def test_numbers_and_keys_go_on_where_they_stood(library: None, folder: Path) -> None:
    in_bulk(sorted(folder.glob("story*")))
    take_in(folder / "000.txt", Report())
    numbers = list(Case.objects.filter(number__gt=8).values_list("number", flat=True))
    assert numbers == list(range(9, 9 + len(numbers)))
    assert len(numbers) == 8


def test_the_same_bytes_are_taken_once_even_within_a_batch(library: None, folder: Path) -> None:
    (folder / "twin.txt").write_bytes((folder / "story0.txt").read_bytes())
    files = [*sorted(folder.glob("story*")), folder / "twin.txt"]
    report = in_bulk(files)
    assert (report.texts, report.skipped) == (5, [str(folder / "twin.txt")])
    again = in_bulk(files)
    assert (again.texts, len(again.skipped)) == (0, 6)


def test_a_text_that_can_not_be_stored_costs_only_itself(
    library: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = batch.text_rows

    def broken(reading: Any, data: bytes, name: str, *rest: Any) -> Any:
        rows = real(reading, data, name, *rest)
        if name == "story2.txt":
            rows.cases[0].case.year_from = -1
        return rows

    monkeypatch.setattr(batch, "text_rows", broken)
    monkeypatch.setattr("seeds.load.text_rows", broken)
    report = in_bulk(sorted(folder.glob("story*")))
    assert report.texts == 4
    assert [Path(name).name for name, _ in report.failed] == ["story2.txt"]
    assert not Source.objects.filter(file_name="story2.txt").exists()


def test_a_failed_text_is_passed_by_until_the_reader_changes(
    library: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    files = [folder / "empty.txt", folder / "story0.txt"]
    first = in_bulk(files)
    assert FailedText.objects.get().file_name == "empty.txt"
    read: list[str] = []

    class Watched(Here):
        def read(self, files: Iterable[Given]) -> Iterator[tuple[Given, Result]]:
            return super().read(read.append(one.path.name) or one for one in files)

    second = in_bulk(files, Watched())
    assert read == [] and second.failed[0][1].startswith(first.failed[0][1])
    in_bulk(files, Watched(), retry=True)
    assert read == ["empty.txt"]
    monkeypatch.setattr(bulk, "READER_VERSION", "next")
    in_bulk(files, Watched())
    assert read == ["empty.txt"] * 2


def test_a_failed_text_that_is_read_at_last_is_forgotten(library: None, folder: Path) -> None:
    given = next(Bulk(Report())._fresh([folder / "story0.txt"]))
    FailedText.objects.create(sha256=given.sha256, reader_version="older", error="no text", failed_at=timezone.now())
    in_bulk([folder / "story0.txt"])
    assert not FailedText.objects.exists()


def test_texts_imported_in_bulk_are_found_at_once(library: None, folder: Path) -> None:
    from cases.search.indexes import CASES
    from cases.search.upkeep import check

    in_bulk(sorted(folder.glob("story*")), publish=True)
    assert not check()
    assert Case.objects.published().filter(pk__in=CASES.matching("联心工程")).count() == 5


def test_the_import_pauses_between_transactions_where_writers_wait(
    library: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(bulk.time, "sleep", slept.append)
    monkeypatch.setattr(bulk, "MOST_TEXTS", 2)
    monkeypatch.setattr(bulk, "PAUSE", {"sqlite": 0.05, "postgresql": 0.05})
    in_bulk(sorted(folder.glob("story*")))
    assert slept == [0.05] * 3


def test_the_command_reads_many_files_in_processes(library: None, folder: Path, capsys: Any) -> None:
    for number in range(5, 20):
        (folder / f"story{number}.txt").write_text(STORY.format(20 + number), encoding="utf-8")
    with pytest.raises(SystemExit):
        (folder / "empty.txt").write_bytes(b"")
        call_command("import_texts", str(folder), processes=2)
    said = capsys.readouterr().out
    assert "26 篇文本，28 个案例" in said
    assert "失败" in said and "empty.txt" in said and "未读出案例" in said


def test_a_dry_run_of_many_writes_nothing(library: None, folder: Path) -> None:
    report = in_bulk(sorted(folder.iterdir()), dry_run=True)
    assert report.texts == 11
    assert Source.objects.count() == 5
