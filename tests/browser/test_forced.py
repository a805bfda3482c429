"""In forced colours (high contrast) the lines still tell the kinds apart, and drawings take the system's colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

# The contrast of a colour with the ground of the page, as WCAG counts it.
CONTRAST = """([selector, name]) => {
  const light = (words) => words.match(/[\\d.]+/g).slice(0, 3)
    .map(each => each / 255).map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
  const one = light(getComputedStyle(document.querySelector(selector))[name]);
  const ground = light(getComputedStyle(document.body).backgroundColor);
  return (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05);
}"""
STYLE = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"


@pytest.fixture(params=["light", "dark"])
def forced(request: pytest.FixtureRequest, browser: Browser, live_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=live_url, forced_colors="active", color_scheme=request.param)
    yield context.new_page()
    context.close()


def test_the_kinds_of_figures_differ_by_their_lines(forced: Page) -> None:
    forced.goto("/cases/4/", wait_until="load")
    lines = {"reported": "solid", "target": "dashed", "norm": "double", "context": "dotted"}
    for kind, line in lines.items():
        mark = f".case-text .fig.{kind}"
        assert forced.evaluate(STYLE, [mark, "borderBottomStyle"]) == line
        assert forced.evaluate(CONTRAST, [mark, "borderBottomColor"]) >= 3
    forced.locator("#mark-context").uncheck()
    assert forced.evaluate(CONTRAST, [".case-text .fig.context", "borderBottomColor"]) == 1


def test_where_one_is_shows_by_a_line_that_others_lack(forced: Page) -> None:
    forced.goto("/cases/", wait_until="load")
    assert forced.evaluate(CONTRAST, [".nav a[aria-current]", "borderBottomColor"]) >= 3
    assert forced.evaluate(CONTRAST, [".nav a:not([aria-current])", "borderBottomColor"]) == 1


@pytest.mark.parametrize(
    ("path", "selector", "name"),
    [
        ("/cases/", ".year-bars .in", "fill"),
        ("/cases/", ".slider .cut", "fill"),
        ("/figures/?unit=元", ".bar-reported .bar-body", "fill"),
        ("/figures/?unit=元&kind=target", ".bar-target .bar-body", "stroke"),
        ("/", ".years .known", "fill"),
    ],
)
def test_what_is_drawn_stands_out(forced: Page, path: str, selector: str, name: str) -> None:
    forced.goto(path, wait_until="load")
    assert forced.evaluate(CONTRAST, [selector, name]) >= 3


def test_a_doubt_is_a_word_not_a_colour(forced: Page) -> None:
    forced.goto("/cases/4/", wait_until="load")
    marked = "getComputedStyle(document.querySelector('.case-text .doubted'), '::after').content"
    assert forced.evaluate(marked) == '"疑"'
    assert forced.locator(".flag .doubt").first.inner_text() == "疑"
