"""The desk from end to end in a real browser: handed in, looked at, reviewed, published, merged, read anew."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from cases.models import Case, Source, State
from desk import erasing
from desk.models import Batch
from metrics.models import Figure
from tests.browser.test_axe import barriers
from tests.browser.test_review import pressed, waiting
from tests.seeds.test_hostile import packed
from tests.seeds.test_load import STORY
from tests.seeds.test_reread import ruled

GIVEN = 8  # cases of the shared base
BROKEN = b"PK\x03\x04 cut off"
NEW_NAME = "新名"
LONG = f"""{STORY.decode()}
三、几点启示

抓党建必须同促发展结合起来。甲乙县委坚持每季度召开一次联席会议,听取乡镇党委汇报,协调解决资金、技术、销路等困难;
把结对情况列入年终考核,凡帮扶对象未能如期脱贫的,党员干部不得评先。群众说,干部进了门,穷根挖得深,日子有奔头。
几年来的实践证明,只有让党员干部与贫困户吃在一起、干在一起,党组织在农村才有号召力,农民增收才有依靠。
"""


class Desk:
    """Someone's hands at the desk; the worker works between them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def work(self) -> None:
        call_command("work", batch=True, startup_delay=False, verbosity=0)

    def hand_in(self, pasted: str = "", *files: tuple[str, bytes]) -> None:
        """Hand in and wait, on the page of the import, until all of it was read."""
        self.page.goto("/desk/import/", wait_until="load")
        self.page.fill("#id_pasted", pasted)
        payload = [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
        self.page.set_input_files("#id_upload", payload)
        self.page.click("main form .button.main")
        self.page.wait_for_url("**/desk/batches/*/")
        self.work()

    def row(self, name: str) -> Locator:
        return self.page.locator("tbody tr", has=self.page.get_by_text(name, exact=True))

    def look(self) -> None:
        self.page.locator("td a[href*='/files/']").first.click()
        self.page.wait_for_url("**/files/*/")

    def take(self) -> list[Case]:
        """Import what is ready; the cases it became."""
        if "/files/" not in self.page.url:
            # The table is there whole: the page that asks by itself puts it in piece by piece.
            ready = Batch.objects.latest("pk").uploads.filter(state="ready").count()
            expect(self.page.locator("#progress input[name=files]:checked")).to_have_count(ready)
        self.page.locator(".desk-bar .button.main").click()
        self.page.wait_for_url("**/desk/batches/*/")
        self.work()
        batch = Batch.objects.latest("pk")
        expect(self.page.locator("#progress a[href^='/desk/review/']")).not_to_have_count(0)
        return list(Case.objects.filter(sources__batches=batch).order_by("number"))

    def publish(self, case: Case) -> None:
        self.page.goto(f"/desk/review/{case.number}/", wait_until="load")
        self.page.locator("#work button[value=publish]").click()
        expect(self.page.locator("#work button[value=withdraw]")).to_be_visible()


@pytest.fixture
def desk(
    context: BrowserContext, page: Page, staff_cookie: Any, settings: Any, tmp_path: Path, django_db_blocker: Any
) -> Iterator[Desk]:
    """What is handed in goes out of the shared base again, however far it came."""
    settings.VAR_DIR = tmp_path
    context.add_cookies([staff_cookie])
    with django_db_blocker.unblock():
        yield Desk(page)
        Case.objects.filter(number__gt=GIVEN).update(published_at=None)  # what was never public leaves no stone behind
        for batch in Batch.objects.all():
            erasing.undo(batch, "", None)
            batch.delete()
        DBTaskResult.objects.all().delete()
        assert Case.objects.count() == GIVEN


@pytest.fixture
def reader(browser: Browser, live_url: str) -> Iterator[Page]:
    """Anyone's page."""
    context = browser.new_context(base_url=live_url, locale="zh-CN")
    yield context.new_page()
    context.close()


def status(page: Page, path: str) -> int:
    response = page.goto(path, wait_until="load")
    assert response is not None
    return response.status


def document(text: str) -> bytes:
    data, made = io.BytesIO(), Document()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(data)
    return data.getvalue()


def pdf(text: str) -> bytes:
    """One page in a font of the machine that shows it, whose codes are those of the characters."""
    lines = b"".join(b"<%s> Tj T* " % line.encode("utf-16-be").hex().encode() for line in text.splitlines())
    stream = b"BT /F 12 Tf 14 TL %sET" % lines
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /UniGB-UCS2-H >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer << /Root 1 0 R /Size 6 >>\nstartxref\n%d\n%%%%EOF"
    return data + end % (table, len(data))


def retold(old: str, new: str) -> str:
    return STORY.decode().replace(old, new)


def test_a_pasted_text_is_proposed_reviewed_by_keyboard_and_published(
    desk: Desk, reader: Page, watch: Any, seed_texts: dict[str, str]
) -> None:
    page = desk.page
    desk.hand_in(seed_texts["000"].replace("他山之石", "他山之石选"))
    desk.look()
    expect(page.locator(".desk-case")).to_have_count(3)
    page.locator(".desk-alike summary").first.click()
    assert barriers(page) == []
    for other in page.locator("input[value=other]").all():
        other.check()
    *_, case = cases = desk.take()
    assert [each.state for each in cases] == ["draft"] * 3
    assert status(reader, f"/cases/{case.number}/") == 404
    page.goto(f"/desk/review/{case.number}/", wait_until="load")
    proposals, keys = waiting(case), 0
    while waiting(case) and keys < 2 * proposals:
        pressed(page, "a")
        keys += 1
    assert 0 < keys <= 2 * proposals and waiting(case) == 0
    desk.publish(case)
    assert status(reader, f"/cases/{case.number}/") == 200
    expect(reader.locator("h1")).to_contain_text("百村百星争创活动")
    assert watch.wrongs == []


def test_word_pdf_and_an_archive_come_in_and_the_broken_file_is_named(desk: Desk, watch: Any) -> None:
    page = desk.page
    archive = packed({"甲.txt": retold("45万元", "46万元").encode(), "坏.docx": BROKEN})
    desk.hand_in(
        "",
        ("文.docx", document(retold("45万元", "47万元"))),
        ("页.pdf", pdf(retold("45万元", "48万元"))),
        ("包.zip", archive),
    )
    expect(desk.row("包.zip/坏.docx").locator(".error")).to_contain_text("不完整")
    assert len(desk.take()) == 3
    for name in ("文.docx", "页.pdf", "包.zip/甲.txt"):
        expect(desk.row(name)).to_contain_text("已导入")
    assert page.locator("td .error").count() == 1 and barriers(page) == []
    page.locator("a[href$='/undo/']").click()
    page.wait_for_url("**/undo/")
    assert barriers(page) == []
    assert set(Figure.objects.filter(quote__in=["46万元", "47万元", "48万元"]).values_list("value", flat=True)) == {
        460000, 470000, 480000,
    }  # fmt: skip
    assert watch.wrongs == []


def test_a_repost_is_offered_as_such_and_merged_and_the_old_address_leads_on(
    desk: Desk, reader: Page, watch: Any
) -> None:
    page = desk.page
    desk.hand_in(LONG)
    [old] = desk.take()
    desk.publish(old)
    desk.hand_in(LONG + "\n(来源:某某网 2006年5月8日)\n")
    expect(page.locator("td .doubt")).to_be_visible()
    desk.look()
    expect(page.locator(".desk-alike h4")).to_contain_text(str(old.number))
    page.locator(f"input[name$='-{old.number}'][value=over]").check()
    new = desk.take()[-1]
    assert new.number != old.number
    assert status(reader, f"/cases/{old.number}/") == 200
    expect(reader).to_have_url(re.compile(f"/cases/{new.number}/"))
    assert watch.wrongs == []


def test_a_new_rule_reads_the_texts_anew_and_what_was_decided_stays(
    desk: Desk, watch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.page
    desk.hand_in(STORY.decode())
    [case] = desk.take()
    case.figures.get(quote="120名").correct(label="结对干部人数")
    Source.objects.filter(case_links__case=case).update(reader_version="0")
    ruled(monkeypatch, lambda found: replace(found, label=NEW_NAME))
    page.goto("/desk/", wait_until="load")
    page.locator("form[action$='/anew/'] button").click()
    expect(page.locator(".notes[role=status]")).to_contain_text("1 篇文本")
    desk.work()
    decided, open_one = (case.figures.get(quote=quote) for quote in ("120名", "360户"))
    assert (decided.label, decided.state) == ("结对干部人数", State.CORRECTED)
    assert (open_one.label, open_one.state) == (NEW_NAME, State.PROPOSED)
    page.goto(f"/desk/review/{case.number}/?find=figure-{decided.pk}", wait_until="load")
    expect(page.locator(".reader-says").first).to_contain_text(NEW_NAME)
    assert watch.wrongs == []
