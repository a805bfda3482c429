"""A new reading over stored texts: what people decided stays, proposals follow, nothing is left half-written."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.extract.decode import Decoded
from cases.models import Case, Section, Source, State
from cases.search.indexes import CASES
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure, Practice, Program
from seeds import reread as rereading
from seeds.load import load
from seeds.reading import Reading, read_decoded
from seeds.reread import reread
from tests.seeds.test_load import STORY
from tests.test_public_surface import TOLD

FINDS = (Section, CaseProgram, Measure, Figure)


@pytest.fixture
def source(library: None) -> Source:
    return load(STORY, "story.txt", publish=True).source


def ruled(monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], Any]) -> None:
    """From here on the reader has another rule: `change` makes its figures from what they were."""

    def read(decoded: Any) -> Reading:
        reading = read_decoded(decoded)
        cases = [replace(case, figures=tuple(filter(None, map(change, case.figures)))) for case in reading.cases]
        return replace(reading, cases=tuple(cases))

    monkeypatch.setattr(rereading, "read_decoded", read)


def figure(source: Source, quote: str) -> Figure:
    return Figure.objects.get(source=source, quote=quote)


def everything() -> list[Any]:
    """All that a reread may touch, history included."""
    models = (Case, Program, Flag, *FINDS)
    rows = [sorted(map(str, model.objects.values_list())) for model in models]
    sources = list(Source.objects.order_by("pk").values_list("pk", "reader_version", "cleaned", "runs", "repairs"))
    history = [model.history.count() for model in (Source, *models)]
    return [sources, *rows, history, sorted(map(str, Measure.practices.through.objects.values_list()))]


def test_the_same_reading_again_changes_nothing(source: Source) -> None:
    before = everything()
    result = reread(source.pk)
    assert everything() == before
    assert not {"changed", "new", "gone"} & set(result.merged.counts)
    assert result.merged.counts["kept"] == sum(model.objects.filter(source=source).count() for model in FINDS)


def test_decided_fields_stay_and_reading_tells_what_the_reader_would_say(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure(source, "120名").correct(label="结对干部人数")
    figure(source, "360户").accept()
    figure(source, "45万元").reject()
    ruled(monkeypatch, lambda found: replace(found, label="新名", scope="新范围"))
    reread(source.pk, version="next")
    corrected, accepted, rejected = (figure(source, quote) for quote in ("120名", "360户", "45万元"))
    assert (corrected.label, corrected.scope, corrected.state) == ("结对干部人数", "新范围", State.CORRECTED)
    assert (accepted.label != "新名", accepted.state) == (True, State.ACCEPTED)
    assert (rejected.label != "新名", rejected.state) == (True, State.REJECTED)
    assert {row.reading["label"] for row in (corrected, accepted, rejected)} == {"新名"}


def test_proposals_follow_the_reader_and_say_why(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    ruled(monkeypatch, lambda found: replace(found, label="新名"))
    result = reread(source.pk, version="next")
    row = figure(source, "26期")
    assert (row.label, row.state, row.reading["label"]) == ("新名", State.PROPOSED, "新名")
    assert row.history.first().history_change_reason == "reread by reader next"
    assert result.merged.counts["changed"] == Figure.objects.filter(source=source).count()
    source.refresh_from_db()
    assert source.reader_version == "next"


def test_what_is_no_longer_found_goes_if_proposed_and_stays_if_decided(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = figure(source, "120名")
    kept.accept()
    ruled(monkeypatch, lambda found: None)
    result = reread(source.pk, version="next")
    assert [row.pk for row in Figure.objects.filter(source=source)] == [kept.pk]
    kept.refresh_from_db()
    assert (kept.state, kept.reading) == (State.ACCEPTED, {"gone": "next"})
    assert any("人工决定仍保留" in line for line in result.lines())
    assert reread(source.pk, version="3").merged.counts["gone"] == 0
    kept.refresh_from_db()
    assert kept.reading == {"gone": "next"}


def test_a_corrected_value_is_not_proposed_again(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    figure(source, "120名").correct(value=12)
    count = Figure.objects.filter(source=source).count()
    reread(source.pk)
    assert Figure.objects.filter(source=source).count() == count
    assert figure(source, "120名").value == 12


def test_new_finds_come_as_proposals(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    ruled(monkeypatch, lambda found: found if found.value != 26 else None)
    reread(source.pk)
    assert not Figure.objects.filter(source=source, quote="26期").exists()
    monkeypatch.undo()
    assert reread(source.pk).merged.counts["new"] == 1
    row = figure(source, "26期")
    assert (row.state, row.measure is not None, row.section is not None) == (State.PROPOSED, True, True)


def test_a_find_a_person_added_is_never_gone(source: Source) -> None:
    case = Case.objects.get(sources=source)
    at = source.text.index("农村")
    added = Figure.objects.create(
        case=case, source=source, start=at, end=at + 2, quote="农村", value=1, state=State.CORRECTED, decided=["value"]
    )
    reread(source.pk)
    added.refresh_from_db()
    assert (added.state, added.reading) == (State.CORRECTED, {})


def test_an_anchor_that_does_not_fit_is_orphaned_not_moved(source: Source) -> None:
    row = figure(source, "120名")
    Figure.objects.filter(pk=row.pk).update(start=row.start + 1, end=row.end + 1)
    result = reread(source.pk)
    row.refresh_from_db()
    assert (row.state, row.start) == (State.ORPHANED, row.start)
    assert any("原文位置已对不上" in line for line in result.lines())
    assert Figure.objects.filter(source=source, quote="120名", state=State.PROPOSED).count() == 1


def test_a_case_keeps_what_was_decided_and_takes_the_rest(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case.objects.get(sources=source)
    case.correct(title="联心工程")
    old = read_decoded

    def read(decoded: Any) -> Reading:
        reading = old(decoded)
        cases = [replace(one, header=replace(one.header, title="新题", lead="新导语")) for one in reading.cases]
        return replace(reading, cases=tuple(cases))

    monkeypatch.setattr(rereading, "read_decoded", read)
    reread(source.pk)
    case.refresh_from_db()
    assert (case.title, case.lead, case.reading["title"]) == ("联心工程", "新导语", "新题")


def test_practices_a_person_set_stay(source: Source) -> None:
    measure = Measure.objects.filter(source=source).first()
    practice = Practice.objects.exclude(measures=measure).first()
    assert measure is not None and practice is not None
    measure.practices.set([practice])
    measure.decided = ["practices"]
    measure.correct()
    reread(source.pk)
    assert list(measure.practices.all()) == [practice]


def test_a_case_no_longer_found_keeps_its_number_and_its_finds(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "read_decoded", lambda decoded: replace(read_decoded(decoded), cases=()))
    count = Figure.objects.filter(source=source).count()
    result = reread(source.pk, version="next")
    case = Case.objects.get(sources=source)
    assert case.reading == {"gone": "next"} and Figure.objects.filter(source=source).count() == count
    assert any(f"案例 {case.number} " in line for line in result.lines())


def test_a_new_reading_is_searchable_and_a_proposal_gone_is_not(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    from metrics.search import FIGURES

    ruled(monkeypatch, lambda found: replace(found, label="稀奇指标") if found.value == 120 else None)
    gone = figure(source, "26期").pk
    reread(source.pk)
    assert set(FIGURES.matching("稀奇指标").values_list("record", flat=True)) == {figure(source, "120名").pk}
    assert gone not in FIGURES.matching("培训班").values_list("record", flat=True)
    assert CASES.matching("联心工程").exists()


def decided() -> list[Any]:
    """What people decided of finds, as it is shown."""
    states = [State.ACCEPTED, State.CORRECTED]
    values = ("pk", "start", "value", "unit", "label", "kind", "claim", "scope", "period", "confidence")
    spans = [list(model.objects.filter(state__in=states).values_list("pk", "start", "end")) for model in FINDS]
    return [*spans, list(Figure.objects.filter(state__in=states).values_list(*values))]


def test_the_reviewed_cases_come_through_a_reread_as_they_were(library: None) -> None:
    def shown() -> list[Any]:
        cases = Case.objects.published().values_list("number", "title", "place", "year_from", "year_to")
        return [decided(), list(cases), sorted(Flag.objects.values_list("case", "message"))]

    before = shown()
    call_command("reread", all=True)
    assert shown() == before
    after = everything()
    call_command("reread", all=True)
    assert everything() == after


def test_masks_a_person_decided_on_outlive_a_reread_and_no_name_is_shown_by_one(
    library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = load(TOLD.encode(), "told.txt", publish=True).source
    first, *rest = source.masks.order_by("start")
    first.reject()
    rest[0].accept()
    gone, moved = rest[1], rest[2]
    new = replace(read_decoded(Decoded(source.text, "", "")).masks[0], start=0, end=3, name="甲乙县")

    def read(decoded: Any) -> Reading:
        reading = read_decoded(decoded)
        masks = [mask for mask in reading.masks if mask.start != gone.start]
        masks = [replace(mask, end=mask.end - 1) if mask.start == moved.start else mask for mask in masks]
        return replace(reading, masks=(*masks, new))

    monkeypatch.setattr(rereading, "read_decoded", read)
    for _twice in range(2):
        reread(source.pk, version="next")
        found = {mask.start: mask for mask in source.masks.all()}
        assert (found[first.start].state, found[rest[0].start].state) == (State.REJECTED, State.ACCEPTED)
        assert (found[gone.start].state, found[gone.start].reading) == (State.PROPOSED, {"gone": "next"})
        assert (found[moved.start].quote, found[moved.start].state) == (moved.quote[:-1], State.PROPOSED)
        assert (found[0].name, found[0].state, found[0].reading["name"]) == ("甲乙县", State.PROPOSED, "甲乙县")
        assert len(found) == len(rest) + 2
    assert found[0].history.get().history_change_reason == "reread by reader next"


def test_a_failure_half_way_leaves_all_as_it_was(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    ruled(monkeypatch, lambda found: replace(found, label="新名"))
    before = everything()

    def broken(*_: Any) -> None:
        raise RuntimeError("half-way")

    monkeypatch.setattr(rereading, "index_sources", broken)
    with pytest.raises(RuntimeError):
        reread(source.pk, version="next")
    assert everything() == before


def test_a_dry_run_reports_and_writes_nothing(source: Source, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    ruled(monkeypatch, lambda found: replace(found, label="新名"))
    before = everything()
    call_command("reread", source=[source.pk], dry_run=True)
    assert everything() == before
    assert "改动 7 条" in capsys.readouterr().out


def test_the_command_takes_what_an_older_reader_read(source: Source, capsys: Any) -> None:
    Source.objects.filter(pk=source.pk).update(reader_version="0")
    call_command("reread")
    assert "重新识读了 1 篇文本" in capsys.readouterr().out
    call_command("reread")
    assert "重新识读了 0 篇文本" in capsys.readouterr().out
    with pytest.raises(CommandError, match="999999"):
        call_command("reread", source=[999999])


KILLED = """
import os, signal, sys
import django
django.setup()
from dataclasses import replace
from metrics.models import Figure
from seeds import reread as rereading
from seeds.reading import read_decoded
def read(decoded):
    reading = read_decoded(decoded)
    return replace(reading, cases=tuple(
        replace(case, figures=tuple(replace(one, label="新名") for one in case.figures)) for case in reading.cases))
rereading.read_decoded = read
left, save = int(sys.argv[1]), Figure.save
def counted(self, *args, **kwargs):
    global left
    save(self, *args, **kwargs)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
Figure.save = counted
Figure.objects.update(state="proposed", decided=[])
rereading.reread(1, version="next")
"""


@pytest.mark.parametrize("after", [1, 30])
def test_killed_at_any_moment_nothing_is_half_written(library: None, tmp_path: Path, after: int) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the file is copied; on PostgreSQL the same transaction is the server's own")
    copy = tmp_path / "library.sqlite3"
    with sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True) as base:
        base.backup(sqlite3.connect(copy))
    environment = os.environ | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    ended = subprocess.run([sys.executable, "-c", KILLED, str(after)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    with sqlite3.connect(copy) as base:
        assert base.execute("SELECT count(*) FROM metrics_figure WHERE label = '新名'").fetchone() == (0,)
        assert base.execute("SELECT count(*) FROM cases_source WHERE reader_version = 'next'").fetchone() == (0,)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
