"""The brief: gathered by cookie or account, in the order wanted, with nobody's masked name in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Mask
from desk.briefs import COOKIE, MOST, OPTIONS, SALT, Kept
from desk.models import Brief
from desk.paper import cases_of, numeral, write
from desk.telling import _cut, told

ALL = tuple(OPTIONS)


def change(client: Client, **data: Any) -> Any:
    return client.post("/brief/change/", data)


def numbers(client: Client) -> list[int]:
    return [case.number for case in client.get("/brief/").context["cases"]]


def asked() -> HttpRequest:
    request = HttpRequest()
    request.META = {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    return request


def test_two_clicks_lead_from_a_case_to_its_brief(library: None, client: Client) -> None:
    assert 'name="add" value="8"' in client.get("/cases/8/").content.decode()
    back = change(client, add=8, next="/cases/8/")
    assert (back.status_code, back["Location"]) == (302, "/cases/8/")
    html = client.get("/cases/8/").content.decode()
    assert 'name="remove" value="8"' in html and 'href="/brief/"' in html
    assert "城乡共建" in client.get("/brief/").content.decode()


def test_an_empty_brief_says_what_to_do(library: None, client: Client) -> None:
    answer = client.get("/brief/")
    assert answer.status_code == 200 and not answer.context["cases"]
    assert client.get("/brief.docx")["Location"] == "/brief/"
    assert client.get("/brief/cite.bib").content == b""


def test_cases_are_ordered_and_taken_out(library: None, client: Client) -> None:
    change(client, case=[2, 8, 5])
    assert numbers(client) == [2, 8, 5]
    change(client, up=5)
    assert numbers(client) == [2, 5, 8]
    change(client, down=2)
    change(client, remove=8)
    assert numbers(client) == [5, 2]
    change(client, clear=1)
    assert numbers(client) == []
    assert not client.cookies[COOKIE].value


def test_only_published_cases_come_in_and_one_withdrawn_is_told(library: None, client: Client) -> None:
    Case.objects.filter(number=3).update(state="draft")
    change(client, case=["2", "3", "99", "x", "-1", "9" * 30, "\x00"])
    assert numbers(client) == [2]
    Case.objects.filter(number=2).update(state="withdrawn")
    answer = client.get("/brief/")
    assert answer.context["gone"] == 1 and not answer.context["paper"]


def test_options_and_title_are_kept(library: None, client: Client) -> None:
    change(client, add=2)
    change(client, options=1, option=["background", "nonsense"], title="  三县\n简报  " + "长" * 99)
    answer = client.get("/brief/")
    assert answer.context["brief"].options == ("background",)
    assert answer.context["paper"].title.startswith("三县 简报 长") and len(answer.context["paper"].title) == 60


@pytest.mark.parametrize(
    "value",
    ["", "2.8", "x" * 5000, signing.dumps([[2], [], ""], salt="other"),
     *(signing.dumps(held, salt=SALT) for held in ("abc", [["a"], [], ""], [2, 3], [[2], 5, ""]))],
    ids=range(8),
)  # fmt: skip
def test_a_cookie_that_was_tampered_with_holds_nothing(library: None, client: Client, value: str) -> None:
    client.cookies[COOKIE] = value
    assert client.get("/brief/").status_code == 200
    assert numbers(client) == []


def test_a_changed_letter_breaks_the_signature(library: None, client: Client) -> None:
    change(client, add=2)
    value = client.cookies[COOKIE].value
    client.cookies[COOKIE] = ("A" if value[0] != "A" else "B") + value[1:]
    assert numbers(client) == []


def test_a_brief_has_room_for_thirty() -> None:
    brief = Kept()
    brief.add(range(1, 100))
    assert len(brief) == MOST and brief.full


def test_what_was_gathered_joins_the_account_at_log_in(library: None, client: Client, staff: Any) -> None:
    client.force_login(staff)
    change(client, add=5)
    client.logout()
    change(client, case=[2, 5])
    client.post("/accounts/login/", {"username": "staff", "password": "a-long-passphrase"})
    assert numbers(client) == [5, 2]
    change(client, remove=5)
    assert [item.case.number for item in Brief.objects.get(user=staff).items.all()] == [2]
    assert not client.cookies[COOKIE].value


def test_a_change_is_asked_for_here_and_leads_to_no_other_house(library: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/brief/change/", {"add": 2}).status_code == 403
    assert strict.post("/brief/change/", {"add": 2}, headers={"Origin": "http://testserver"}).status_code == 302
    assert strict.get("/brief/change/").status_code == 405
    away = Client().post("/brief/change/", {"add": 2, "next": "https://elsewhere.example/"})
    assert away["Location"] == "/brief/"


def test_htmx_gets_the_other_face_of_the_button_and_the_count(library: None, client: Client) -> None:
    html = client.post("/brief/change/", {"add": 2}, headers={"HX-Request": "true"}).content.decode()
    assert 'name="remove" value="2"' in html and "hx-swap-oob" in html and "<b>1</b>" in html


def test_every_figure_has_a_footnote_that_leads_to_its_words(library: None) -> None:
    cases = cases_of([2])
    paper = write(Kept([2], ALL), cases, asked())
    marked = {run.words: run.note for line in paper.lines for run in line.runs if run.note}
    assert marked["302户"].url.startswith("http://testserver/cases/2/source/?s=1&c=")
    assert marked["302户"].words == "同注1，"
    assert paper.notes[0].words.startswith("俞泓刚，徐智华. 党员群众致富联合行动[EB/OL]")
    assert [note.number for note in paper.notes] == list(range(1, len(paper.notes) + 1))


def test_what_is_inferred_and_what_is_doubted_is_said(library: None) -> None:
    cases = cases_of([7, 8])
    words = "\n".join(line.words for line in write(Kept([7, 8]), cases, asked()).lines)
    assert "（地点系推断，年份据网页日期）" in words
    assert "附：文中数字的疑点" in words
    plain = write(Kept([7, 8], ("measures",)), cases, asked())
    assert "推断" not in "".join(line.words for line in plain.lines)
    assert [note for note in plain.notes if note.place] == []


def test_a_part_the_text_does_not_have_is_called_unwritten(library: None) -> None:
    paper = write(Kept([2], ("lessons",)), cases_of([2]), asked())
    assert [line.words for line in paper.lines][-2:] == ["（一）启示", "（原文未写。）"]


def test_sentences_of_the_paper_stand_in_the_public_text(library: None) -> None:
    for case in cases_of(range(1, 9)):
        link = case.primary_link
        text = link.source.public_clean(link.start, link.end).replace("\n", "")
        for paragraph in (paragraph for part in told(case) for paragraph in part.paragraphs):
            for sentence in paragraph.sentences:
                assert "".join(piece.text for piece in sentence) in text


def test_no_masked_name_is_in_the_paper(library: None) -> None:
    paper = write(Kept(list(range(1, 9)), ALL), cases_of(range(1, 9)), asked())
    words = "".join([line.words for line in paper.lines] + [note.words + note.after for note in paper.notes])
    assert len(words) > 5000
    assert [name for name in Mask.objects.values_list("name", flat=True) if name in words] == []


def test_a_text_of_quotes_only_gives_its_quotes(library: None) -> None:
    source = Case.objects.get(number=8).primary_link.source
    source.rights = "quotes"
    source.save()
    case = cases_of([8])[0]
    parts = {part.name: part for part in told(case)}
    assert all(len(sentence) == 2 for paragraph in parts["results"].paragraphs for sentence in paragraph.sentences)


def test_one_case_or_eight_take_the_same_queries(library: None, client: Client) -> None:
    taken = []
    for chosen in ([8], list(range(1, 9))):
        change(client, clear=1)
        change(client, case=chosen)
        with CaptureQueriesContext(connection) as queries:
            client.get("/brief/")
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 16


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三")])
def test_numerals(number: int, words: str) -> None:
    assert numeral(number) == words


def test_a_sentence_ends_behind_the_closing_mark() -> None:
    assert _cut("建立基地。“真好！”大家说。余下") == ["建立基地。", "“真好！”", "大家说。", "余下"]
