"""The slider over a list's years: drawn by the pointer, moved by keys, in step with the number fields."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect


def test_a_handle_is_drawn_by_the_pointer_and_the_list_follows(page: Page, watch: Any) -> None:
    page.goto("/cases/", wait_until="load")
    box = page.locator("#years-high").bounding_box()
    assert box is not None
    y, right, year = box["y"] + box["height"] / 2, box["x"] + box["width"] - 8, (box["width"] - 16) / 22
    page.mouse.move(right, y)
    page.mouse.down()
    page.mouse.move(right - 19 * year, y, steps=4)
    expect(page.locator("#id_year_max")).to_have_value("2003")
    expect(page.locator(".year-bars [data-year='2004']")).to_have_class("in out")
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"\?year_max=2003$"))
    expect(page.locator(".list-title em")).to_have_text("4 个案例")
    assert watch.wrongs == []


def test_keys_move_a_handle_which_keeps_the_focus(page: Page, watch: Any) -> None:
    page.goto("/cases/?year_max=2009", wait_until="load")
    page.locator("#years-low").focus()
    for key in ("End", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("#id_year_min")).to_have_value("2007")  # not beyond the other handle
    expect(page).to_have_url(re.compile("year_min=2007&year_max=2009$"))
    expect(page.locator("#years-low")).to_be_focused()
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile(r"\?year_max=2009$"))  # the end of the line is no bound
    assert watch.wrongs == []


def test_the_handles_follow_the_number_fields(page: Page) -> None:
    page.goto("/figures/", wait_until="load")
    page.locator("summary", has_text="年份").first.click()
    page.locator("#id_year_min").fill("2005")
    expect(page.locator("#years-low")).to_have_value("2005")


@pytest.mark.parametrize("path", ["/cases/", "/programs/", "/measures/", "/practices/pairing/"])
def test_without_scripts_the_number_fields_do_it_alone(browser: Browser, live_url: str, path: str) -> None:
    context = browser.new_context(base_url=live_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(path)
    expect(page.locator(".slider")).to_be_hidden()
    page.locator("#id_year_min").fill("2005")
    page.locator(".apply").click()
    expect(page).to_have_url(re.compile("year_min=2005"))
    expect(page.locator(".year-bars .out").first).to_be_attached()
    context.close()
