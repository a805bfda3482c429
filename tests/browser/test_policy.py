"""No page breaks the strict policy, asks another host for anything, or throws: for readers and for staff."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

READERS = [
    "/",
    "/cases/",
    "/cases/?q=结对&page_size=2",
    "/cases/4/",
    "/cases/7/",
    "/cases/4/source/?s=1&c=5400-5405#c",
    "/cases/7/source/",
    "/programs/",
    "/measures/",
    "/practices/",
    "/practices/pairing/",
    "/figures/",
    "/figures/?unit=元",
    "/places/",
    "/places/330824/",
    "/brief/",
    "/cases/4/report/?s=1&c=5400-5405",
    "/compare/?case=2&case=8",
    "/search/?q=两会两评",
    "/api/",
    "/accounts/login/",
    "/nowhere/",
]


@pytest.mark.parametrize("path", READERS)
def test_a_reader_page_keeps_the_policy(page: Page, watch: Any, path: str) -> None:
    response = page.goto(path, wait_until="load")
    assert response is not None
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert response.status == (404 if path == "/nowhere/" else 200)
    assert watch.wrongs == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/", "/cases/", "/cases/4/", "/cases/7/source/", "/figures/", "/programs/"])
def test_no_page_is_wider_than_its_window(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path, wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


FIGURED = ["/", "/cases/", "/cases/4/", "/figures/?unit=元", "/measures/", "/practices/pairing/", "/places/522423/"]
LENGTHEN = """words => document.querySelectorAll("main .fig[href]").forEach(each => {
  each.textContent = words; each.classList.add("long");
})"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", [*FIGURED, "/compare/?case=2&case=8&case=5"])
def test_long_words_of_figures_break_over_lines(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path, wait_until="load")
    page.evaluate(LENGTHEN, "每人每月1200余万元至3000余万元左右不等，999999999999999999.999999元")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 1100])
def test_every_list_of_choices_drops_down_in_sight(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/figures/", wait_until="load")
    drops = page.locator("details.drop")
    for n in range(drops.count()):
        drops.nth(n).locator("summary").click()
        expect(drops.nth(n).locator(".drop-body")).to_be_in_viewport(ratio=1)


ENGLISH = [
    "/",
    "/cases/?unit=元&case=2&case=4",
    "/cases/4/",
    "/cases/7/source/?s=1&c=1904-1946",
    "/compare/?case=2&case=8",
]


@pytest.mark.parametrize("path", [*ENGLISH, "/practices/pairing/", "/figures/?unit=元&sort=program", "/brief/"])
def test_english_fits_the_phone(page: Page, context: BrowserContext, live_url: str, path: str) -> None:
    context.add_cookies([{"name": "django_language", "value": "en", "url": live_url}])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path, wait_until="load")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_built_policy_stops_an_inline_script(page: Page, watch: Any) -> None:
    page.goto("/", wait_until="load")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.x = 1'; document.head.append(s) }"
    )
    assert page.evaluate("window.x") is None
    assert any("Content Security Policy" in wrong for wrong in watch.wrongs)


def test_one_click_leads_from_a_figure_to_its_words(page: Page) -> None:
    page.goto("/figures/?q=户联理事会", wait_until="load")
    page.locator("main a[href*='/source/?s=']").first.click()
    page.wait_for_url("**/source/**")
    expect(page.locator("#c").first).to_be_visible()
    start, end = page.url.split("c=")[1].split("#")[0].split("-")
    assert len(page.locator("mark#c").first.inner_text()) <= int(end) - int(start)


def test_one_click_works_without_scripts(context: BrowserContext, browser: Any, live_url: str) -> None:
    plain = browser.new_context(base_url=live_url, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/cases/4/", wait_until="load")
    page.locator("article a[href*='/source/?s=']").first.click()
    expect(page.locator("#c").first).to_be_visible()
    plain.close()
