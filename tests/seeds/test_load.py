"""From bytes to rows by the real loader, on real texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from cases.models import Case, Section, Source
from metrics.models import Figure
from programs.models import CaseProgram, Measure
from seeds import load as loader
from seeds.load import load

STORY = """某某县推行“联心工程”

甲乙县委自2005年起在全县农村推行“联心工程”,取得明显成效。

一、主要做法

(一)结对帮扶到户。全县120名党员干部与360户贫困户结成帮扶对子,投入资金45万元。

(二)开展技术培训。共举办培训班26期,培训农民3200人次。

二、初步成效

全县有85户贫困户实现脱贫,人均纯收入增加600元。
""".encode()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Source, Case, Section, CaseProgram, Measure, Figure))


def test_a_text_becomes_a_draft_case_with_its_finds(library: None) -> None:
    outcome = load(STORY, "story.txt")
    case = Case.objects.get(sources=outcome.source)
    assert case.state == Case.Status.DRAFT
    assert [figure.quote for figure in case.figures.all()][:3] == ["120名", "360户", "45万元"]
    assert {section.kind for section in case.sections.all()} >= {"practice", "results"}


def test_the_same_bytes_are_taken_once(library: None) -> None:
    load(STORY)
    before = counts()
    assert load(STORY).skipped
    assert counts() == before


def test_a_failure_half_way_leaves_nothing(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()

    def broken(*_: Any) -> None:
        raise IntegrityError("half-way")

    monkeypatch.setattr(loader, "index_sources", broken)
    with pytest.raises(IntegrityError):
        load(STORY)
    assert counts() == before


def test_a_new_case_gets_a_number_never_given_before(library: None) -> None:
    first = Case.objects.get(sources=load(STORY).source)
    number = first.number
    assert number > 8
    first.figures.all().delete()
    first.delete()
    second = Case.objects.get(sources=load(STORY + b"\n").source)
    assert second.number == number + 1


def test_a_text_without_a_story_is_kept_as_a_source_with_no_case(library: None) -> None:
    outcome = load("首页 新闻 关于我们\n版权所有".encode())
    assert outcome.cases == 0
    assert Source.objects.filter(pk=outcome.source.pk).exists()


def test_every_stored_quote_is_its_characters(library: None) -> None:
    load(STORY)
    for model in (Section, CaseProgram, Measure, Figure):
        for found in model.objects.select_related("source"):
            assert found.source.text[found.start : found.end] == found.quote


def test_a_loaded_case_is_searchable_at_once(library: None) -> None:
    from cases.search.indexes import CASES

    outcome = load(STORY, publish=True)
    hits = Case.objects.published().filter(pk__in=CASES.matching("联心工程"))
    assert [case.sources.get() for case in hits] == [outcome.source]


def test_the_text_of_a_source_never_changes(library: None) -> None:
    from django.core.exceptions import ValidationError

    source = Source.objects.first()
    assert source is not None
    source.text += "!"
    with pytest.raises(ValidationError):
        source.save()


def test_import_texts_reports_and_fails_with_what_failed(library: None, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.txt").write_bytes(STORY)
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.bin").write_bytes(b"\x00\x01")
    with pytest.raises(SystemExit) as ended:
        call_command("import_texts", str(tmp_path))
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert "1 篇文本，1 个案例" in said
    assert "失败" in said and "b.txt" in said and "c.bin" not in said


def test_import_texts_twice_changes_nothing(library: None, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.txt").write_bytes(STORY)
    call_command("import_texts", str(tmp_path))
    before = counts()
    call_command("import_texts", str(tmp_path))
    assert counts() == before
    assert "库中已有" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(library: None, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.txt").write_bytes(STORY)
    before = counts()
    call_command("import_texts", str(tmp_path), dry_run=True)
    assert counts() == before
    assert "1 篇文本，1 个案例" in capsys.readouterr().out


def test_publish_makes_the_cases_public(library: None, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(STORY)
    call_command("import_texts", str(tmp_path), publish=True)
    assert Case.objects.published().count() == 9
