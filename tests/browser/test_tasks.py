"""The three users' tasks from the first page, in the fewest clicks; pages without scripts; weight."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

MOST_BYTES, MOST_REQUESTS = 60_000, 8


@pytest.fixture
def plain(browser: Browser, live_url: str) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(base_url=live_url, java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_staff_find_pairing_in_guizhou_compare_it_and_take_the_brief(page: Page, watch: Any) -> None:
    page.goto("/", wait_until="load")
    page.locator("#home-q").fill("结对帮扶")
    page.locator(".home-search .button").click()  # 1
    page.locator(".search-counts ~ section h2 a[href^='/cases/?']").first.click()  # 2
    page.locator("input[name=place][value='520000']").click()  # 3: a filtered list
    expect(page.locator(".list-title em")).to_have_text("1 个案例")
    assert "place=520000" in page.url
    page.locator(".rows h2 a").first.click()  # compare, 1
    page.locator("#similar a[href^='/compare/']").first.click()  # compare, 2
    assert page.locator("table.compare thead th").count() == 2
    page.locator("button[formaction='/brief/change/']").click()  # brief, 1
    page.wait_for_url("**/brief/")
    with page.expect_download() as taken:
        page.locator("a[href='/brief.docx']").first.click()  # brief, 2
    assert taken.value.suggested_filename == "brief.docx"
    assert watch.wrongs == []


def test_ticked_rows_are_compared_and_kept_from_list_to_list(page: Page, watch: Any) -> None:
    page.goto("/cases/", wait_until="load")
    page.locator("[data-pick][value='2']").check()
    page.locator("input[name=place][value='520000']").click()
    page.wait_for_url("**place=520000**")
    page.locator("[data-pick][value='8']").check()
    expect(page.locator(".pick-bar [data-picked]")).to_have_text("2")
    page.locator(".pick-bar .lead-button").click()
    page.wait_for_url("**/compare/?case=*")
    assert page.locator("table.compare thead th").count() == 2
    assert watch.wrongs == []


def test_a_researcher_drops_unstated_years_opens_words_and_exports(page: Page) -> None:
    page.goto("/cases/?place=330000&year_min=2000&year_max=2003", wait_until="load")
    page.locator("input[name=year_basis][value='stated']").click()
    page.wait_for_url("**year_basis=stated**")
    with page.expect_download() as taken:
        page.locator(".downloads a", has_text="CSV").click()
    assert taken.value.suggested_filename == "cases.csv"
    page.locator(".cells .fig").first.click()  # one click from a figure to its words
    page.wait_for_url("**/source/**")
    assert page.locator("#c").first.is_visible()


def test_a_reader_on_the_phone_opens_filters_and_reads_a_case(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/cases/", wait_until="load")
    page.locator(".side-fold > summary").click()
    page.locator("input[name=kind]").first.click()
    page.wait_for_url("**kind=**")
    page.locator(".rows h2 a").first.click()
    assert page.locator(".case-text p").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_back_and_forward_bring_the_lists_again(page: Page) -> None:
    page.goto("/cases/", wait_until="load")
    page.locator("input[name=place][value='330000']").click()
    page.wait_for_url("**place=330000**")
    page.go_back()
    expect(page.locator(".list-title em")).to_have_text("8 个案例")
    page.go_forward()
    expect(page.locator(".list-title em")).to_have_text("3 个案例")


def test_a_list_is_worked_by_keyboard_alone(page: Page) -> None:
    page.goto("/cases/", wait_until="load")
    for key in ("j", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("[data-pick]:checked").count() == 1
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "top-q"
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*/**")


def test_lists_case_source_and_comparison_work_without_scripts(plain: Page) -> None:
    plain.goto("/cases/")
    plain.locator("input[name=place][value='330000']").check()
    plain.locator(".apply").click()
    assert "place=330000" in plain.url
    for box in plain.locator(".pick").all()[:2]:
        box.check()
    assert plain.locator(".pick-bar").is_visible()
    plain.locator(".pick-bar .lead-button").click()
    assert plain.locator("table.compare thead th").count() == 2
    plain.goto("/cases/4/")
    plain.locator("#mark-context").uncheck()
    plain.locator("article a[href*='/source/?s=']").first.click()
    assert plain.locator("#c").first.is_visible()


@pytest.mark.parametrize("path", ["/cases/", "/cases/4/", "/cases/7/"])
def test_a_page_is_light(page: Page, live_url: str, path: str) -> None:
    """Compressed as the server sends the built files; nothing moves once it stands."""
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(gzip.compress(answer.body(), 9))}))
    page.goto(path, wait_until="networkidle")
    assert len(sizes) <= MOST_REQUESTS
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    shift = page.evaluate(
        """() => new Promise(done => { let sum = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value }))
          .observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 200) })"""
    )
    assert shift < 0.001
