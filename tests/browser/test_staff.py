"""What staff open keeps the strict policy too: every record's pages in the admin, and the desk with its intake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from tests.seeds.test_load import STORY

RECORDS = [
    "cases.Case", "cases.Source", "cases.Section", "cases.Mask", "cases.Place", "programs.Program",
    "programs.CaseProgram", "programs.Measure", "programs.Practice", "metrics.Figure", "metrics.Flag", "metrics.Unit",
    "metrics.Indicator", "auth.User", "auth.Group",
]  # fmt: skip
ADDED = ["cases.Mask", "metrics.Unit", "auth.User", "auth.Group"]


@pytest.fixture
def staff_page(context: BrowserContext, page: Page, staff_cookie: Any) -> Page:
    context.add_cookies([staff_cookie])
    return page


def address(label: str, name: str, *args: Any) -> str:
    return reverse(f"admin:{label.lower().replace('.', '_')}_{name}", args=args)


@pytest.mark.parametrize("label", RECORDS)
def test_list_change_page_and_history_of_a_record_keep_the_policy(staff_page: Page, watch: Any, label: str) -> None:
    record = apps.get_model(label)._default_manager.first()
    assert record is not None
    for name, args in [("changelist", []), ("change", [record.pk]), ("history", [record.pk])]:
        response = staff_page.goto(address(label, name, *args), wait_until="load")
        assert response is not None and response.status == 200
    assert watch.wrongs == []


@pytest.mark.parametrize("label", ADDED)
def test_add_pages_keep_the_policy(staff_page: Page, watch: Any, label: str) -> None:
    staff_page.goto(address(label, "add"), wait_until="load")
    assert watch.wrongs == []


def test_choosing_a_linked_record_keeps_the_policy(staff_page: Page, watch: Any) -> None:
    case = apps.get_model("cases.Case").objects.get(number=1)
    staff_page.goto(address("cases.Case", "change", case.pk), wait_until="load")
    staff_page.click(".field-place .select2-selection")
    staff_page.keyboard.type("淳安")
    staff_page.get_by_text("浙江省杭州市淳安县").first.wait_for()
    assert watch.wrongs == []


@pytest.mark.parametrize("path", ["/desk/", "/desk/import/", "/accounts/password/", "/accounts/logout/", "/admin/"])
@pytest.mark.parametrize("width", [1440, 390])
def test_desk_and_account_pages_keep_the_policy_and_fit(staff_page: Page, watch: Any, path: str, width: int) -> None:
    staff_page.set_viewport_size({"width": width, "height": 900})
    staff_page.goto(path, wait_until="load")
    assert staff_page.evaluate("document.documentElement.scrollWidth") <= width
    assert watch.wrongs == []


def test_a_text_is_handed_in_read_looked_at_and_left_out(
    staff_page: Page, watch: Any, django_db_blocker: Any, tmp_path: Path, settings: Any
) -> None:
    settings.VAR_DIR = tmp_path
    staff_page.goto("/desk/import/", wait_until="load")
    staff_page.fill("#id_pasted", STORY.decode() + "<b onclick=alert(1)>党员</b><script>alert(1)</script>")
    staff_page.click("main form .button.main")
    staff_page.wait_for_url("**/desk/batches/**")
    with django_db_blocker.unblock():
        call_command("work", batch=True, startup_delay=False, verbosity=0)
    # The page asks by itself until nothing is under way.
    staff_page.locator("td a[href*='/files/']").click()
    staff_page.locator(".desk-raw mark", has_text="120名").wait_for()
    assert staff_page.locator(".desk-text b[onclick]").count() == 0
    staff_page.locator("button[name=leave]").click()
    staff_page.wait_for_url("**/desk/batches/*/")
    assert not list((tmp_path / "uploads").iterdir())
    assert watch.wrongs == []
