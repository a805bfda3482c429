"""The case page under the hand: cards on figures, contents, kinds on and off, words selected and linked to."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

SELECT = """([node, from, to]) => {
  const range = document.createRange(); range.setStart(node.firstChild, from); range.setEnd(node.firstChild, to);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


@pytest.fixture
def case(page: Page, watch: Any) -> Page:
    page.goto("/cases/4/", wait_until="load")
    return page


def figure(page: Page, words: str) -> Locator:
    return page.locator("a[data-figure]", has_text=words).first


def test_a_card_opens_on_hover_stays_under_the_pointer_and_closes_with_escape(case: Page, watch: Any) -> None:
    figure(case, "42840家").hover()
    card = case.locator(".card")
    card.wait_for()
    assert "网络农户数" in card.inner_text() and "42.8" in card.inner_text()
    assert case.locator("[data-row].lit").inner_text().startswith("网络农户数")
    card.hover()
    case.wait_for_timeout(400)
    assert card.is_visible()
    case.keyboard.press("Escape")
    assert card.count() == 0 and case.locator("[data-row].lit").count() == 0
    assert watch.wrongs == []


def test_the_keyboard_leads_into_the_card_and_back(case: Page) -> None:
    marks = case.locator("a[data-figure]")
    marks.nth(3).focus()
    case.locator(".card").wait_for()
    case.keyboard.press("ArrowDown")
    expect(case.locator(".card :focus")).to_have_count(1)
    case.keyboard.press("Escape")
    expect(case.locator(".card")).to_have_count(0)
    expect(marks.nth(3)).to_be_focused()
    case.keyboard.press("Tab")
    expect(marks.nth(4)).to_be_focused()


def test_a_tap_opens_a_sheet_on_the_phone(phone: Page) -> None:
    phone.goto("/cases/4/", wait_until="load")
    figure(phone, "42840家").tap()
    box = phone.locator(".card").bounding_box()
    assert box is not None and box["width"] == 390 and box["y"] + box["height"] == 844


def test_a_kind_of_figure_can_be_left_unmarked(case: Page) -> None:
    mark = "getComputedStyle(document.querySelector('.case-text .fig.context')).borderBottomColor"
    assert case.evaluate(mark) != "rgba(0, 0, 0, 0)"
    case.locator("#mark-context").uncheck()
    assert case.evaluate(mark) == "rgba(0, 0, 0, 0)"


def test_the_contents_follow_the_scroll(case: Page) -> None:
    case.locator("#text h2").last.scroll_into_view_if_needed()
    case.mouse.wheel(0, 700)
    case.wait_for_function("document.querySelector('[data-contents] a[aria-current]')")
    assert case.locator("[data-contents] a[aria-current]").count() == 1


def test_selected_words_link_to_exactly_their_characters(page: Page) -> None:
    page.goto("/cases/7/", wait_until="load")
    paragraph = page.locator("#text p[data-c]", has_text="专家咨询问题").first
    handle = paragraph.evaluate_handle(
        "p => [...p.querySelectorAll('.r-shifted_bytes')].find(each => each.textContent === '专家咨询问题')"
    )
    page.evaluate(SELECT, [handle, 0, 6])
    link = page.locator(".select-bar [data-act=link]").get_attribute("data-copy")
    assert link is not None and link.endswith("/cases/7/source/?s=1&c=1931-1941#c")
    page.goto(link)
    assert "专家咨询问题" in page.locator(".beside-clean mark").first.inner_text()


def test_characters_are_counted_not_code_units(page: Page) -> None:
    """𠮷 is one character and two units of UTF-16: what follows it must not slip by one."""
    page.goto("/cases/4/", wait_until="load")
    handle = page.locator("#text p[data-c]").first.evaluate_handle(
        "p => { p.textContent = '𠮷林党员干部'; p.dataset.c = '6:100'; return p }"
    )
    page.evaluate(SELECT, [handle, 3, 5])
    link = page.locator(".select-bar [data-act=link]").get_attribute("data-copy")
    assert link is not None and "c=102-104#c" in link


def test_a_quotation_carries_its_reference(case: Page) -> None:
    handle = case.locator("#text p[data-c]").nth(1).evaluate_handle("p => p")
    case.evaluate(SELECT, [handle, 0, 8])
    words = case.locator(".select-bar [data-act=cite]").get_attribute("data-copy")
    assert words is not None and words.startswith("“") and "[EB/OL]" in words and "c=" in words
