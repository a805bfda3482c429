"""The review desk in a real browser: at most two keys a proposal, words marked to add what was missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from cases.models import Case, Mask, State
from metrics.models import Figure, Flag
from seeds.load import load
from tests.browser.test_axe import barriers
from tests.seeds.test_load import STORY


@pytest.fixture
def review(context: BrowserContext, page: Page, live_url: str, django_db_blocker: Any) -> Iterator[tuple[Page, Case]]:
    """A draft with proposals on the desk of someone logged in; all of it gone from the shared base afterwards."""
    with django_db_blocker.unblock():
        user = User.objects.create_superuser("reviewer", password="a-long-passphrase")
        client = Client()
        client.force_login(user)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_url}])
        source = load(STORY, "story.txt").source
        case = Case.objects.get(sources=source)
        yield page, case
        client.logout()
        for row in (*case.figures.all(), *case.measures.all(), *case.program_links.all(), *case.sections.all()):
            row.delete()
        case.source_links.all().delete()
        case.delete()
        source.masks.all().delete()  # of a test that failed half-way: else all after it find its text
        source.delete()
        user.delete()


def waiting(case: Case) -> int:
    finds = (case.figures, case.measures, case.program_links, case.sections)
    return sum(manager.filter(state=State.PROPOSED).count() for manager in finds)


def pressed(page: Page, key: str) -> None:
    """Press a key that sends a form, and wait for the page that answers."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def test_a_whole_case_takes_at_most_two_keys_a_proposal(review: tuple[Page, Case], watch: Any) -> None:
    page, case = review
    proposals, keys = waiting(case), 0
    page.goto(f"/desk/review/{case.number}/", wait_until="load")
    while waiting(case):
        pressed(page, "x" if keys == 2 else "a")
        keys += 1
    assert proposals > 0 and keys <= 2 * proposals
    pressed(page, "u")
    assert waiting(case) == 1
    assert watch.wrongs == []


def test_all_like_the_one_shown_are_accepted_by_one_key_and_taken_back_by_one(
    review: tuple[Page, Case], watch: Any
) -> None:
    page, case = review
    measure = case.measures.first()
    assert measure is not None
    page.goto(f"/desk/review/{case.number}/?find=measure-{measure.pk}", wait_until="load")
    assert "2" in page.locator('[data-key="b"]').inner_text()
    pressed(page, "b")
    assert not case.measures.filter(state=State.PROPOSED).exists()
    assert case.figures.filter(state=State.PROPOSED).count() == case.figures.count()
    pressed(page, "u")
    assert case.measures.filter(state=State.PROPOSED).count() == 2
    page.locator("#bulk button").first.focus()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert not case.figures.filter(state=State.PROPOSED).exists()
    assert watch.wrongs == []


def test_a_marked_name_is_hidden_and_shown_again(review: tuple[Page, Case], watch: Any) -> None:
    page, case = review
    page.goto(f"/desk/review/{case.number}/", wait_until="load")
    mark(page, "甲乙")
    pressed(page, "h")
    masks = Mask.objects.filter(source__cases=case)
    assert {mask.state for mask in masks} == {State.ACCEPTED} and masks.count() > 0
    assert "甲某" in page.locator(".review-text").inner_text()
    with page.expect_navigation(wait_until="load"):
        page.locator(".find.mask").first.click()
    pressed(page, "x")
    assert masks.filter(state=State.REJECTED).count() == 1
    pressed(page, "u")
    pressed(page, "u")
    assert {mask.state for mask in masks.all()} == {State.REJECTED}
    assert "甲乙" in page.locator(".review-text").inner_text()
    masks.delete()
    assert watch.wrongs == []


def test_a_value_is_edited_from_the_keyboard(review: tuple[Page, Case], watch: Any) -> None:
    page, case = review
    row = case.figures.get(quote="120名")
    page.goto(f"/desk/review/{case.number}/?find=figure-{row.pk}", wait_until="load")
    page.keyboard.press("e")
    page.keyboard.type("结对干部")
    pressed(page, "Enter")
    row.refresh_from_db()
    assert (row.label, row.state, row.decided) == ("结对干部", State.CORRECTED, ["label"])
    assert f"figure-{row.pk}" not in page.url
    pressed(page, "k")
    assert f"figure-{row.pk}" in page.url
    assert watch.wrongs == []


def test_doubts_are_explained_and_confirmed_from_the_keyboard(review: tuple[Page, Case], watch: Any) -> None:
    page, case = review
    source = case.source_links.get().source
    for message in ("各项之和与总数不符", "两处数字不同"):
        Flag.objects.create(case=case, source=source, kind="sum", message=message)
    page.goto(f"/desk/review/{case.number}/", wait_until="load")
    page.keyboard.press("d")
    page.keyboard.type("有5户分家")
    pressed(page, "Enter")
    pressed(page, "c")
    settled = list(case.flags.order_by("pk").values_list("state", "reason"))
    assert settled == [("explained", "有5户分家"), ("confirmed", "")]
    assert watch.wrongs == []


def mark(page: Page, words: str) -> None:
    """Select words in the text, as a mouse would."""
    page.evaluate(
        """(words) => {
        const pieces = [...document.querySelectorAll(".review-text [data-at]")];
        const piece = pieces.find((each) => each.textContent.includes(words));
        const node = piece.firstChild, at = node.data.indexOf(words), range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }""",
        words,
    )


def test_marked_words_become_a_programme_and_a_measures_own(review: tuple[Page, Case], watch: Any) -> None:
    page, case = review
    page.goto(f"/desk/review/{case.number}/", wait_until="load")
    mark(page, "结对帮扶到户")
    pressed(page, "p")
    link = case.program_links.get(quote="结对帮扶到户")
    assert f"programme-{link.pk}" in page.url
    page.locator(".review-program summary").click()
    page.fill("#p_program-name", "结对工程队")
    with page.expect_navigation(wait_until="load"):
        page.locator("button[value=save_program]").click()
    link.refresh_from_db()
    assert link.program.name == "结对工程队"
    measure = case.measures.get(heading__startswith="开展技术培训")
    page.goto(f"/desk/review/{case.number}/?find=measure-{measure.pk}", wait_until="load")
    mark(page, "共举办培训班")
    pressed(page, "w")
    measure.refresh_from_db()
    assert measure.quote == "共举办培训班"
    page.locator(".practices summary").click()
    page.locator(".practices input:not(:checked)").first.check()
    pressed(page, "s")
    assert case.measures.get(pk=measure.pk).practices.count() >= 1
    for _step in range(4):
        pressed(page, "u")
    measure.refresh_from_db()
    assert measure.quote != "共举办培训班" and measure.state == State.PROPOSED
    assert watch.wrongs == []
    link.delete()
    link.program.merged.all().delete()
    link.program.delete()


def test_words_marked_in_the_text_become_a_figure(review: tuple[Page, Case], watch: Any) -> None:
    page, case = review
    case.figures.filter(quote="360户").delete()
    page.goto(f"/desk/review/{case.number}/", wait_until="load")
    mark(page, "360户")
    pressed(page, "n")
    row = Figure.objects.get(case=case, quote="360户")
    assert row.source.text[row.start : row.end] == "360户"
    assert f"figure-{row.pk}" in page.url
    assert page.locator(".find.now").inner_text() == "360户"
    assert watch.wrongs == []


def test_a_place_is_chosen_while_it_is_typed_and_taken_back(review: tuple[Page, Case], watch: Any) -> None:
    page, case = review
    page.goto(f"/desk/review/{case.number}/", wait_until="load")
    pressed(page, "f")
    page.click("#c_place")
    page.keyboard.press("Control+a")
    page.keyboard.type("鼓楼区")
    page.get_by_label("福建省福州市鼓楼区").check()
    page.select_option("#c_place_basis", "stated")
    page.keyboard.press("Escape")
    pressed(page, "s")
    case.refresh_from_db()
    assert (str(case.place), case.place_basis) == ("福建省福州市鼓楼区", "stated")
    pressed(page, "u")
    case.refresh_from_db()
    assert (case.place, case.decided) == (None, [])
    assert watch.wrongs == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_fit_and_keep_the_policy(review: tuple[Page, Case], watch: Any, width: int) -> None:
    page, case = review
    page.set_viewport_size({"width": width, "height": 900})
    finds = [f"?find=measure-{case.measures.first().pk}", f"?find=programme-{case.program_links.first().pk}"]  # type: ignore[union-attr]
    for path in ("", *(f"{case.number}/{find}" for find in finds), "6/", f"{case.number}/facts/"):
        page.goto(f"/desk/review/{path}", wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for fold in page.locator(".review-find summary").all():
            fold.click()
        assert barriers(page) == []
    assert watch.wrongs == []
