"""Reposts are found among stored texts: in other furniture, cut off, in Traditional, in a compilation; others not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from opencc import OpenCC

from cases.models import Case, CaseSource, Source
from desk.erasing import erase
from seeds.batch import store_batch
from seeds.load import load
from seeds.models import Fingerprint
from seeds.pool import Given
from seeds.reading import read
from seeds.reposts import alike, forget, remember, told
from seeds.reread import reread
from seeds.shingles import SIZE, containment, fingerprint, shared_spans, shingles

FURNITURE = (
    "首页 > 党建 > 典型经验\n打印 关闭 字号:大 中 小\n\n{}\n\n相关链接\n上一篇:没有了\n版权所有 未经许可不得转载\n"
)


def told_by(number: int) -> str:
    return told(Case.objects.get(number=number).source_links.get())


def numbers(text: str) -> list[int]:
    return [one.case.number for one in alike(text)]


def test_the_same_story_is_told_by_the_case_itself_and_no_other(library: None) -> None:
    for number in range(1, 9):
        assert numbers(told_by(number)) == [number]


@pytest.mark.parametrize(
    "change",
    [
        FURNITURE.format,
        lambda text: text[: len(text) // 3],
        lambda text: text[len(text) // 2 :],
        lambda text: OpenCC("s2t").convert(text),
        lambda text: "".join("\n" + text[at : at + 37] for at in range(0, len(text), 37)),
        lambda text: "".join("?" if at % 40 == 0 else letter for at, letter in enumerate(text)),
    ],
    ids=["furniture", "cut off", "second half", "Traditional", "broken lines", "garbled"],
)
def test_a_repost_is_found_however_it_was_changed(library: None, change: object) -> None:
    for number in (2, 5, 8):
        assert numbers(change(told_by(number))) == [number]  # type: ignore[operator]


def test_a_compilation_is_found_to_hold_the_cases_in_it(library: None) -> None:
    found = alike("\n\n".join(told_by(number) for number in (2, 6, 8)))
    assert {one.case.number for one in found} == {2, 6, 8}
    assert all(one.holds > 0.95 > one.held for one in found)


def test_another_story_of_the_same_place_and_kind_is_not_taken_for_it(library: None) -> None:
    story = "开化县在全县农村推行党员上网工程的同时,还建起了科技示范园,投入资金300万元,带动农户1200户增收。" * 3
    assert numbers(story) == []


def test_a_merged_or_withdrawn_case_is_not_offered(library: None) -> None:
    text = told_by(8)
    Case.objects.get(number=8).withdraw("wrong")
    assert numbers(text) == []


def test_both_ways_of_storing_remember_the_words(db: None, tmp_path: Path) -> None:
    text = "某某县推行联心工程。全县120名党员干部与360户贫困户结成帮扶对子,投入资金45万元,办理实事89件。"
    one = load(text.encode(), "a.txt").source
    data = (text + "\n").encode()
    [outcome] = store_batch([(Given(tmp_path / "b.txt", data, hashlib.sha256(data).hexdigest()), read(data, "b.txt"))])
    values = [kept(source.pk) for source in (one, outcome.source)]
    assert values[0] == values[1] == fingerprint(one.cleaned) and values[0]


def kept(source: int) -> set[int]:
    return set(Fingerprint.objects.filter(source_id=source).values_list("value", flat=True))


def test_a_text_that_reads_otherwise_now_is_remembered_as_it_reads(library: None) -> None:
    source = CaseSource.objects.get(case__number=8).source
    forget(source)
    assert not kept(source.pk)
    old = "从前读出来的是另外一些话,以后不再这样读。" * 9
    Source.objects.filter(pk=source.pk).update(cleaned=old)
    remember([(source.pk, fingerprint(old))])
    reread(source.pk)
    assert kept(source.pk) == fingerprint(source.cleaned)


def test_an_erased_text_is_not_remembered(library: None) -> None:
    source = CaseSource.objects.get(case__number=8).source
    key, held = source.pk, Fingerprint.objects.count()
    gone = len(kept(key))
    erase(source, "wrong")
    assert gone and not kept(key) and Fingerprint.objects.count() == held - gone


def test_shingles_set_width_script_and_marks_aside() -> None:
    assert shingles("全县１２０名党员，干部。") == shingles("全縣 120 名黨員干部")
    assert shingles("短") == [] and len(shingles("字" * SIZE)) == 1
    assert containment(shingles("短"), set()) == 0.0


def test_shared_words_are_marked_in_the_text_as_it_stands() -> None:
    ours = "前言。全县 120 名党员干部,结成对子。后记不同。"
    theirs = "全縣120名黨員干部结成对子"
    assert [ours[start:end] for start, end in shared_spans(ours, set(shingles(theirs)))] == [
        "全县 120 名党员干部,结成对子"
    ]


def test_merging_keeps_both_sources_and_both_addresses(library: None, client: object) -> None:
    gone, kept = Case.objects.get(number=1), Case.objects.get(number=8)
    gone.merge_into(kept, "the same story")
    assert list(CaseSource.objects.filter(case=kept).values_list("number", flat=True).order_by("number")) == [1, 2]
    answer = client.get("/cases/1/")  # type: ignore[attr-defined]
    assert (answer.status_code, answer.headers["Location"]) == (301, "/cases/8/")
    assert client.get("/cases/8/source/?s=2").status_code == 200  # type: ignore[attr-defined]


def test_a_merged_case_is_followed_when_its_survivor_is_merged_too(library: None, client: object) -> None:
    one, two, three = (Case.objects.get(number=number) for number in (1, 2, 3))
    one.merge_into(two, "same")
    two.merge_into(three, "same")
    assert client.get("/cases/1/").headers["Location"] == "/cases/3/"  # type: ignore[attr-defined]


def test_a_case_is_not_merged_twice_or_into_itself(library: None) -> None:
    one, two = Case.objects.get(number=1), Case.objects.get(number=2)
    with pytest.raises(ValueError, match="merged"):
        one.merge_into(one, "same")
    one.merge_into(two, "same")
    with pytest.raises(ValueError, match="merged"):
        one.merge_into(two, "same")
    with pytest.raises(ValueError, match="merged"):
        two.merge_into(one, "same")
