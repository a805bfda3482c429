"""The three users' tasks from the first page, by hand and by keyboard alone, in the fewest steps; without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

FURTHEST = 120  # stops of the Tab key that a page may have


class Hand:
    """A pointer that counts its clicks."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def press(self, selector: str) -> None:
        self.steps += 1
        self.page.locator(selector).first.click()

    def write(self, selector: str, words: str) -> None:
        """Typing is no click; leaving the field sends it."""
        self.page.locator(selector).fill(words)
        self.page.locator(selector).blur()

    def skip(self, part: str) -> None:
        """Scrolling is no click."""

    def steps_since(self) -> int:
        taken, self.steps = self.steps, 0
        return taken


class Keys(Hand):
    """The same by keyboard alone: Tab until it is reached, Enter or the space bar to press it."""

    def reach(self, target: Locator) -> None:
        expect(target).to_be_attached()
        for _stop in range(FURTHEST):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by Tab: {target}")

    def press(self, selector: str) -> None:
        self.steps += 1
        target = self.page.locator(selector).first
        self.reach(target)
        self.page.keyboard.press("Space" if target.evaluate("each => each.type === 'checkbox'") else "Enter")

    def skip(self, part: str) -> None:
        self.reach(self.page.locator(f".case-tabs a[href='{part}']"))
        self.page.keyboard.press("Enter")

    def write(self, selector: str, words: str) -> None:
        self.reach(self.page.locator(selector))
        self.page.keyboard.type(words)
        self.page.keyboard.press("Tab")


@pytest.fixture(params=[Hand, Keys])
def way(request: pytest.FixtureRequest, page: Page) -> Any:
    page.goto("/", wait_until="load")
    return request.param(page)


@pytest.fixture
def plain(browser: Browser, live_url: str) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(base_url=live_url, java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_staff_find_pairing_in_guizhou_compare_it_and_take_the_brief(way: Any, page: Page, watch: Any) -> None:
    way.write("#home-q", "结对帮扶")
    way.press(".home-search .button")
    way.press(".search-counts ~ section h2 a[href^='/cases/?']")
    way.press("input[name=place][value='520000']")
    expect(page.locator(".list-title em")).to_have_text("1 个案例")
    expect(page).to_have_url(re.compile("place=520000"))
    assert way.steps_since() == 3
    way.press(".rows h2 a")
    way.skip("#similar")
    way.press("#similar a[href^='/compare/']")
    expect(page.locator("table.compare thead th")).to_have_count(2)
    assert way.steps_since() == 2
    way.press("button[formaction='/brief/change/']")
    expect(page).to_have_url(re.compile("/brief/$"))
    with page.expect_download() as taken:
        way.press("a[href='/brief.docx']")
    assert taken.value.suggested_filename == "brief.docx" and way.steps_since() == 2
    assert watch.wrongs == []


def test_a_researcher_drops_unstated_years_exports_and_opens_words(way: Any, page: Page, watch: Any) -> None:
    way.press(".tiles a[href$='place=330000']")
    way.write("#id_year_min", "2000")
    way.write("#id_year_max", "2003")
    expect(page).to_have_url(re.compile("year_min=2000&year_max=2003"))
    way.press("input[name=year_basis][value='stated']")
    expect(page).to_have_url(re.compile("year_basis=stated"))
    expect(page.locator(".chip")).to_have_count(3)
    assert way.steps_since() == 2
    with page.expect_download() as taken:
        way.press(".downloads a >> text=CSV")
    assert taken.value.suggested_filename == "cases.csv" and way.steps_since() == 1
    way.press(".cells .fig")
    expect(page).to_have_url(re.compile("/source/"))
    expect(page.locator("#c").first).to_be_in_viewport()
    assert way.steps_since() == 1 and watch.wrongs == []


def test_a_reader_on_the_phone_reads_a_case_and_a_figures_words(phone: Page) -> None:
    phone.goto("/", wait_until="load")
    phone.locator(".home-rows h3 a").first.tap()
    expect(phone.locator(".case-text p").first).to_be_attached()
    phone.wait_for_load_state("load")  # before it a tap follows the link
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.locator(".case-text a[data-figure]").first.tap()
    phone.locator(".card [data-slot=words]").tap()
    expect(phone.locator("#c").first).to_be_in_viewport()


def test_a_reader_on_the_phone_opens_filters(phone: Page) -> None:
    phone.goto("/cases/", wait_until="load")
    phone.locator(".side-fold > summary").tap()
    phone.locator("input[name=kind]").first.tap()
    expect(phone).to_have_url(re.compile("kind="))
    expect(phone.locator("input[name=kind]").first).to_be_visible()  # the filters stay open


def test_ticked_rows_are_compared_and_kept_from_list_to_list(page: Page, watch: Any) -> None:
    page.goto("/cases/", wait_until="load")
    page.locator("[data-pick][value='2']").check()
    page.locator("input[name=place][value='520000']").click()
    page.wait_for_url("**place=520000**")
    page.locator("[data-pick][value='8']").check()
    expect(page.locator(".pick-bar [data-picked]")).to_have_text("2")
    page.locator(".pick-bar .lead-button").click()
    page.wait_for_url("**/compare/?case=*")
    expect(page.locator("table.compare thead th")).to_have_count(2)
    assert watch.wrongs == []


def test_what_is_being_written_is_not_lost_to_a_list_that_comes_late(page: Page) -> None:
    page.goto("/cases/", wait_until="load")
    page.route("**/cases/?*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.locator("#id_year_min").fill("2001")
    page.locator("#id_year_min").blur()
    page.locator("#id_year_max").click()
    with page.expect_response("**/cases/?*"):
        page.keyboard.type("200")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("year_min=2001&year_max=2003"))


def test_back_and_forward_bring_the_lists_again(page: Page) -> None:
    page.goto("/cases/", wait_until="load")
    page.locator("input[name=place][value='330000']").click()
    page.wait_for_url("**place=330000**")
    expect(page.locator(".list-title em")).to_have_text("3 个案例")
    with page.expect_navigation(wait_until="load"):
        page.evaluate("history.back()")
    expect(page.locator(".list-title em")).to_have_text("8 个案例")
    page.go_forward()
    expect(page.locator(".list-title em")).to_have_text("3 个案例")


def test_a_list_is_worked_by_its_shortcuts(page: Page) -> None:
    page.goto("/cases/", wait_until="load")
    for key in ("j", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-pick]:checked")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#top-q")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*/**")


def test_lists_case_source_and_comparison_work_without_scripts(plain: Page) -> None:
    plain.goto("/cases/")
    plain.locator("input[name=place][value='330000']").check()
    plain.locator(".apply").click()
    plain.wait_for_url("**place=330000**")
    for box in plain.locator(".pick").all()[:2]:
        box.check()
    assert plain.locator(".pick-bar").is_visible()
    plain.locator(".pick-bar .lead-button").click()
    expect(plain.locator("table.compare thead th")).to_have_count(2)
    plain.goto("/cases/4/")
    plain.locator("#mark-context").uncheck()
    plain.locator("article a[href*='/source/?s=']").first.click()
    expect(plain.locator("#c").first).to_be_visible()
