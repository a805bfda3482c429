"""The search: words as they are compared, queries, snippets, and rows that follow the records."""

import re

import pytest

from cases.models import Case, Mask, SearchRow
from cases.search import Query, normalise, parse, registry, snippets
from cases.search.index import BATCH
from cases.search.indexes import CASES
from cases.search.signals import held
from cases.search.words import hits, pieces
from metrics.models import Figure
from metrics.search import FIGURES
from programs.models import Program
from programs.search import MEASURES, PROGRAMS


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("党建１＋１", "党建1+1"),
        ("農村黨員上網工程", "农村党员上网工程"),
        ("QQ群", "qq群"),
        ("３㎡", "3m2"),
        ("①", "1"),
        ("", ""),
    ],
)
def test_width_case_and_script_are_set_aside(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("结对 贷款", Query(("结对", "贷款"))),
        ('"技术培训" -贷款', Query(("技术培训",), ("贷款",))),
        ("“两会 两评”", Query(("两会 两评",))),
        ("結對\u3000帮扶", Query(("结对", "帮扶"))),
        ("结对 结对", Query(("结对",))),
        ('-"贴息 贷款" 培训', Query(("培训",), ("贴息 贷款",))),
        ('- "" “”', Query()),
        ("", Query()),
        ("\0", Query()),
        ("2007-11", Query(("2007-11",))),
    ],
)
def test_a_query_is_taken_apart(typed: str, query: Query) -> None:
    assert parse(typed) == query


def test_a_very_long_query_counts_its_first_parts_only() -> None:
    assert len(parse(" ".join(f"词{n}" for n in range(500))).terms) == 20


def found(typed: str) -> list[int]:
    return list(Case.objects.filter(pk__in=CASES.matching(typed)).order_by("number").values_list("number", flat=True))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("开化", [1]),
        ("開化縣", [1]),
        ("兴山 两会两评", [4]),
        ("兴山 淳安", []),
        ("“网上科技党日”", [7]),
        ("黔西", [8]),
        ("溧水区", [7]),
        ("", []),
    ],
)
def test_cases_are_found_by_all_their_words(library: None, typed: str, expected: list[int]) -> None:
    assert found(typed) == expected


def test_wildcards_of_the_database_are_plain_characters(library: None) -> None:
    assert found("兴%山") == []
    assert found("兴_县") == []


def test_a_word_with_a_minus_is_kept_out(library: None) -> None:
    assert set(found("结对 -贷款")) == set(found("结对")) - set(found("贷款"))


def test_only_words_kept_out_leave_all_the_rest(library: None) -> None:
    assert set(found("-兴山")) == set(range(1, 9)) - {4}


def test_a_masked_name_is_found_by_nobody(library: None) -> None:
    names = {name for mask in Mask.objects.all() for name in (mask.name, mask.quote)}
    assert names
    for name in names:
        for index in registry.values():
            assert not index.matching(f'"{name}"').exists(), name


def test_a_new_mask_takes_the_name_out_of_every_row(library: None) -> None:
    case = Case.objects.get(number=1)
    source = case.primary_link.source
    assert 1 in found("傅长龙")
    for spot in re.finditer("傅长龙", source.text):
        names = {"quote": "傅长龙", "name": "傅长龙", "reason": "poverty"}
        Mask.objects.create(source=source, start=spot.start(), end=spot.end(), **names)
    assert 1 not in found("傅长龙")
    assert not FIGURES.matching("傅长龙").exists()


def test_a_mask_taken_back_lets_the_name_be_found_again(library: None) -> None:
    mask = Mask.objects.first()
    Mask.objects.filter(source=mask.source, name=mask.name).exclude(pk=mask.pk).update(state="rejected")
    mask.state = "rejected"
    mask.save()
    assert CASES.matching(mask.name).exists()


def test_rows_follow_a_saved_record(library: None) -> None:
    case = Case.objects.get(number=1)
    case.title = "独一无二的标题"
    case.save()
    assert found("独一无二") == [1]


def test_rows_go_with_their_record(library: None) -> None:
    figure = Figure.objects.first()
    key = figure.pk
    figure.delete()
    assert not SearchRow.objects.filter(index="figures", record=key).exists()


def test_a_bulk_writer_may_hold_the_rows(library: None) -> None:
    case = Case.objects.get(number=1)
    with held():
        case.title = "独一无二的标题"
        case.save()
        assert found("独一无二") == []
    CASES.update([case.pk])
    assert found("独一无二") == [1]


def test_every_record_has_its_row(library: None) -> None:
    for index in registry.values():
        assert SearchRow.objects.filter(index=index.name).count() == index.model.objects.count()
    assert set(registry) == {"cases", "programs", "measures", "figures"}


def test_updating_everything_changes_nothing(library: None) -> None:
    before = set(SearchRow.objects.values_list("index", "record", "title", "body"))
    for index in registry.values():
        index.update_all()
    assert set(SearchRow.objects.values_list("index", "record", "title", "body")) == before
    assert len(before) > BATCH


def test_programmes_are_found_by_alias_and_slogan(library: None) -> None:
    name = Program.objects.get(pk__in=PROGRAMS.matching("岗评 群众评")).name
    assert "两会两评" in name


def test_measures_are_found_by_the_kind_of_their_practice(library: None) -> None:
    assert MEASURES.matching("考核评议").exists()


def lit(text: str, *terms: str) -> list[str]:
    return [piece.text for piece in pieces(text, hits(text, terms)) if piece.hit]


def test_hits_are_lit_in_the_text_as_written() -> None:
    assert lit("農村黨員上網工程,面積3㎡", "党员", "m2") == ["黨員", "㎡"]


def test_places_hold_behind_letters_that_width_makes_several() -> None:
    assert lit("积3㎡和7㎏,共…多户,㎏-]^", "户", "kg-", "和7") == ["和7", "户", "㎏-"]


def test_hits_that_overlap_are_one() -> None:
    assert lit("结对帮扶", "结对帮", "帮扶") == ["结对帮扶"]


def test_snippets_frame_the_hits_and_lose_nothing_between() -> None:
    text = "前" * 100 + "结对" + "后" * 100
    (passage,) = snippets(text, ["结对"], around=5)
    assert "".join(piece.text for piece in passage) == "…" + "前" * 5 + "结对" + "后" * 5 + "…"


def test_a_text_without_hits_gives_its_beginning() -> None:
    (passage,) = snippets("没有这个词的文本", ["结对"])
    assert "".join(piece.text for piece in passage) == "没有这个词的文本"
