"""What a page weighs and how soon it stands, as a browser that comes for the first time gets it from a running library.

`python -m bench.weight http://127.0.0.1:8000`, or `make weigh URL=…`; `--write` puts it into docs/performance.md.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from collections.abc import Iterable
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Response, ViewportSize, sync_playwright

from bench.search import write

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
TIMES = 5
PATHS = {
    "home": "/",
    "cases": "/cases/",
    "case": "/cases/4/",
    "a long case": "/cases/6/",
    "source": "/cases/7/source/",
    "figures": "/figures/?unit=元",
    "comparison": "/compare/?case=2&case=8",
    "practice": "/practices/pairing/",
}
SCREENS: dict[str, ViewportSize] = {"": {"width": 1440, "height": 900}, ", phone": {"width": 390, "height": 844}}
COLUMNS = "| page | kB | requests | first paint ms | shift |\n| --- | ---: | ---: | ---: | ---: |"
PAINT = """() => new Promise(done => { new PerformanceObserver(list =>
    list.getEntriesByName("first-contentful-paint").forEach(each => done(each.startTime)))
  .observe({ type: "paint", buffered: true }) })"""
# What has moved since the page began, the scroll through all of it included.
SHIFT = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value }))
    .observe({ type: "layout-shift", buffered: true });
  window.scrollTo(0, document.body.scrollHeight); setTimeout(() => done(sum), 200) })"""


class Measured(NamedTuple):
    """Compressed bytes of all answers, their number, milliseconds until something stands, and what moved after."""

    size: int
    requests: int
    paint: float
    shift: float


def measure(page: Page, address: str) -> Measured:
    """One visit by a page that has seen nothing yet."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="load")
    size = sum(answer.request.sizes()["responseBodySize"] for answer in answers)
    return Measured(size, len(answers), page.evaluate(PAINT), page.evaluate(SHIFT))


def visits(browser: Browser, address: str, screen: ViewportSize) -> Iterable[Measured]:
    for _time in range(TIMES):
        context = browser.new_context(viewport=screen)
        yield measure(context.new_page(), address)
        context.close()


def row(browser: Browser, name: str, address: str, screen: ViewportSize) -> str:
    """The line of a page: the median paint, the worst shift."""
    seen = list(visits(browser, address, screen))
    paint, shift = statistics.median(each.paint for each in seen), max(each.shift for each in seen)
    return f"| {name} | {seen[0].size / 1000:.1f} | {seen[0].requests} | {paint:.0f} | {shift:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Weigh the pages of a running library.")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        base = options.address.rstrip("/")
        pages = [(name + on, base + path, size) for name, path in PATHS.items() for on, size in SCREENS.items()]
        rows = [row(browser, *each) for each in pages]
        browser.close()
    print("\n".join([COLUMNS, *rows]))
    if options.write:
        write("Pages", [COLUMNS, *rows])


if __name__ == "__main__":
    main()
