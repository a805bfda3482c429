"""A list and a case page are light and stand still, over the wire, as the built library sends them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from bench.weight import SCREENS, measure

MOST_BYTES, MOST_REQUESTS = 60_000, 8


@pytest.mark.parametrize(
    "path", ["/cases/", "/cases/4/", "/cases/6/", "/cases/7/", "/programs/", "/measures/", "/figures/?unit=元"]
)
def test_a_page_is_light_and_nothing_moves_once_it_stands(browser: Browser, built_url: str, path: str) -> None:
    for size in SCREENS.values():
        context = browser.new_context(viewport=size)
        measured = measure(context.new_page(), built_url + path)
        context.close()
        assert measured.size <= MOST_BYTES and 3 < measured.requests <= MOST_REQUESTS, measured
        assert round(measured.shift, 3) == 0, measured
