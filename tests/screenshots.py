"""Pictures of every page type at both widths, for the docs and for looking: `make screenshots [URL]`.

Takes a running library (default http://127.0.0.1:8000) and writes docs/screenshots/NAME-WIDTH.png; the desk's pages
too where STAFF=name:password says who may open them.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = (1440, 390)
PAGES = {
    "home": "/",
    "cases": "/cases/",
    "cases-filtered": "/cases/?year_min=2000&year_max=2010&unit=元",
    "case": "/cases/4/",
    "history": "/cases/8/history/",
    "source": "/cases/7/source/?s=1&c=1904-1946#c",
    "programs": "/programs/",
    "program": "/cases/4/",
    "measures": "/measures/",
    "practices": "/practices/",
    "practice": "/practices/pairing/",
    "figures": "/figures/?unit=元",
    "figure": "/figures/",
    "places": "/places/",
    "place": "/places/522423/",
    "compare": "/compare/?case=2&case=8&case=5",
    "brief": "/brief/",
    "report": "/cases/4/report/?s=1&c=5400-5405",
    "search": "/search/?q=两会两评",
    "empty": "/cases/?q=无此字样",
    "api": "/api/",
    "login": "/accounts/login/",
    "missing": "/nowhere/",
}
DESK = {
    "desk": "/desk/",
    "desk-import": "/desk/import/",
    "desk-batch": "/desk/",
    "desk-look": "/desk/",
    "desk-undo": "/desk/",
    "desk-queue": "/desk/review/",
    "desk-review": "/desk/review/4/",
    "desk-facts": "/desk/review/4/facts/",
    "desk-alike": "/desk/cases/6/alike/",
    "desk-erase": "/desk/sources/1/erase/",
    "password": "/accounts/password/",
    "admin": "/admin/",
}
# Pages whose address only the library knows: the first link of that kind, one after the other, leads there.
BATCH = "main a[href^='/desk/batches/']"
LINKS = {
    "program": ["main a[href^='/programs/']"],
    "figure": ["main a[href^='/figures/']:not([href*='?'])"],
    "desk-batch": [BATCH],
    "desk-look": [BATCH, "main a[href*='/files/']"],
    "desk-undo": [BATCH, "main a[href$='/undo/']"],
}
WINDOW = {"source", "case", "desk-review", "desk-facts", "desk-look"}  # so long that only what a screen shows is taken
GATHERED = (2, 8, 5)  # cases of the brief


def gather(page: Page, base: str) -> None:
    """A brief of a few cases, kept by the page's cookie."""
    for number in GATHERED:
        page.goto(f"{base}/cases/{number}/", wait_until="load")
        page.locator(f"#take-{number}[aria-pressed=false]").click()
        page.locator(f"#take-{number}[aria-pressed=true]").wait_for()


def log_in(page: Page, base: str, name: str, password: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(password)
    page.locator("main form .button").click()
    page.wait_for_url(lambda address: "/login/" not in address)


def shoot(page: Page, base: str, name: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(base + path, wait_until="load")
    for link in LINKS.get(name, ()):
        there = page.locator(link).first
        if not there.count():
            print(f"{name}: this library has none")
            return
        page.goto(base + str(there.get_attribute("href")), wait_until="load")
    page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=name not in WINDOW)


def main(arguments: list[str]) -> None:
    base = arguments[0].rstrip("/") if arguments else "http://127.0.0.1:8000"
    staff = os.environ.get("STAFF", "").partition(":")
    pages = {**PAGES, **(DESK if staff[0] else {})}
    wanted = arguments[1:] or list(pages)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(locale="zh-CN")
        if "brief" in wanted:
            gather(page, base)
        for name in wanted:
            if name == next(iter(DESK)):
                log_in(page, base, staff[0], staff[2])
            for width in WIDTHS:
                shoot(page, base, name, pages[name], width)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
