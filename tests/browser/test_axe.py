"""No page type has a barrier that axe-core finds: light, dark, and on the phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}
DESK = [
    "/desk/",
    "/desk/import/",
    "/desk/review/",
    "/desk/review/4/",
    "/desk/cases/4/alike/",
    "/desk/sources/1/erase/",
    "/cases/8/history/",
    "/accounts/password/",
]
PAGES = {
    "home": "/",
    "cases": "/cases/?unit=元&year_min=2000&case=2&case=4",
    "empty list": "/cases/?q=无此字样",
    "note": "/search/?q=党",
    "case": "/cases/4/",
    "case cut off": "/cases/5/",
    "history": "/cases/8/history/",
    "source": "/cases/7/source/?s=1&c=1904-1946",
    "compare": "/compare/?case=2&case=8&case=5",
    "compare one": "/compare/?case=2",
    "programmes": "/programs/",
    "measures": "/measures/",
    "practices": "/practices/",
    "practice": "/practices/pairing/",
    "figures": "/figures/",
    "figures as bars": "/figures/?unit=元&sort=value_down",
    "places": "/places/",
    "place": "/places/330824/",
    "search": "/search/?q=两会两评",
    "api": "/api/",
    "empty brief": "/brief/",
    "report": "/cases/4/report/?s=1&c=5400-5405",
    "empty search": "/search/?q=无此字样",
    "login": "/accounts/login/",
    "missing": "/nowhere/",
}


@pytest.fixture(scope="module", params=LOOKS)
def looked_at(request: pytest.FixtureRequest, browser: Browser, live_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=live_url, locale="zh-CN", **LOOKS[request.param])
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def barriers(page: Page) -> list[str]:
    """Each violation with the first places it stands at."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier(looked_at: Page, name: str) -> None:
    looked_at.goto(PAGES[name], wait_until="load")
    assert barriers(looked_at) == []


@pytest.mark.parametrize("list_name", ["/programs/", "/figures/"])
def test_a_record_has_no_barrier(looked_at: Page, list_name: str) -> None:
    looked_at.goto(list_name, wait_until="load")
    links = looked_at.locator(f"main a[href^='{list_name}']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    looked_at.goto(next(href for href in links if href.removeprefix(list_name).strip("/").isdigit()), wait_until="load")
    assert barriers(looked_at) == []


def test_what_floats_has_no_barrier(looked_at: Page) -> None:
    looked_at.goto("/cases/4/", wait_until="load")
    figure = looked_at.locator("a[data-figure]").nth(20)
    if looked_at.evaluate("navigator.maxTouchPoints"):
        figure.tap()
    else:
        figure.hover()
    looked_at.locator(".card").wait_for()
    assert barriers(looked_at) == []
    looked_at.keyboard.press("Escape")
    looked_at.keyboard.press("?")
    looked_at.locator("#keys[open]").wait_for()
    assert barriers(looked_at) == []


def test_a_brief_has_no_barrier(looked_at: Page) -> None:
    for number in (2, 5):
        looked_at.goto(f"/cases/{number}/", wait_until="load")
        looked_at.locator(f"#take-{number}").click()
        expect(looked_at.locator(f"#take-{number}")).to_have_attribute("aria-pressed", "true")
    looked_at.goto("/brief/", wait_until="load")
    expect(looked_at.locator(".brief-list li")).to_have_count(2)
    assert barriers(looked_at) == []


def test_the_desk_has_no_barrier(looked_at: Page, staff_cookie: Any) -> None:
    looked_at.context.add_cookies([staff_cookie])
    found = {}
    for path in DESK:
        looked_at.goto(path, wait_until="load")
        found[path] = barriers(looked_at)
    looked_at.context.clear_cookies(name="sessionid")
    assert not any(found.values()), found
