"""Everything the public can reach from the first page: it answers, and no masked name stands on it."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from typing import Any
from urllib.parse import urldefrag, urljoin

import openpyxl
import pytest
from django.test import Client

from cases.models import Case, Mask, Source
from cases.models.extracted import PUBLIC_STATES
from seeds.load import load

LINK = re.compile(r'(?:href|src)="([^"]+)"')
SKIP = ("/static/", "/admin/", "/i18n/", "/accounts/", "mailto:", "http")
EACH = 5  # of addresses that differ in their numbers or values alone, so many are opened


# Its names stand where they could leak: in the title, the lead, a heading, beside figures, in a quoted programme.
TOLD = """甲乙县帮助残疾人郑二牛办起养鸡场

甲乙县委自2005年起在全县农村推行“联心工程”,贫困户吴大勇等85户实现脱贫。

一、主要做法

(一)为患有癌症的村民周秀英捐款。全县120名党员为周秀英捐款4.5万元。

(二)帮残疾人郑二牛办起养鸡场。郑二牛养鸡3200只,郑二牛家去年收入8万元。

(三)推行“郑二牛互助模式”。共有26户加入“郑二牛互助模式”。

二、初步成效

吴大勇家里人均纯收入增加600元。村民李玉兰与孙长河因宅基地发生纠纷3次,都得到化解。
"""
NAMES = {"郑二牛", "吴大勇", "周秀英", "李玉兰", "孙长河"}


@pytest.fixture
def told(library: None) -> Source:
    """A text published as it comes in: nobody has decided on the names in it yet."""
    return load(TOLD.encode(), "told.txt", publish=True).source


def crawl(client: Client) -> dict[str, tuple[int, str]]:
    """The public addresses, each with its status and words: every case, and the first few others of each form."""
    answers: dict[str, tuple[int, str]] = {}
    forms: Counter[str] = Counter()
    begun = ["/", "/cases/", "/api/v1/", "/api/", *(case.get_absolute_url() for case in Case.objects.published())]
    waiting = list(begun)
    while waiting:
        path = waiting.pop(0)
        form = re.sub(r"(?<==)[^&]*|[0-9]+|(?<=/practices/)[a-z-]+", "_", path)
        if path in answers or (forms[form] >= EACH and path not in begun):
            continue
        forms[form] += 1
        answer = client.get(path)
        answers[path] = (answer.status_code, words(answer))
        if "html" in answer.headers.get("Content-Type", "") and path.count("=") < 2:
            found = (urldefrag(html.unescape(link)).url for link in LINK.findall(answers[path][1]))
            waiting += [urljoin(path, link) for link in found if link and not link.startswith(SKIP)]
    return answers


def words(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if "spreadsheet" in response.headers.get("Content-Type", ""):
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return body.decode("utf-8", errors="replace")


@pytest.mark.any_engine
def test_every_link_answers_and_no_masked_name_is_anywhere(told: Source) -> None:
    answers = crawl(Client())
    assert len(answers) > 150
    assert {path: status for path, (status, _) in answers.items() if status != 200} == {}
    assert [(path, name) for path, (_, text) in answers.items() for name in masked_names() if name in text] == []


def masked_names() -> set[str]:
    """Accepted in the given texts, proposed in the one that came in."""
    names = {name for mask in Mask.objects.filter(state__in=PUBLIC_STATES) for name in (mask.name, mask.quote)}
    assert {"简帮青", "吴吉成"} | NAMES <= names
    return names


@pytest.mark.parametrize("path", ["/cases", "/programs", "/measures", "/practices", "/figures"])
@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_no_file_holds_a_masked_name(told: Source, client: Client, path: str, form: str) -> None:
    answer = client.get(f"{path}.{form}")
    assert answer.status_code == 200
    text = words(answer)
    assert len(text) > 500
    assert [name for name in masked_names() if name in text] == []


@pytest.mark.parametrize("kind", ["cases", "programs", "measures", "practices", "figures", "places"])
def test_no_api_record_holds_a_masked_name(told: Source, client: Client, kind: str) -> None:
    text = client.get(f"/api/v1/{kind}/?page_size=100").content.decode()
    assert [name for name in masked_names() if name in text] == []
    assert not re.search("|".join(name.encode("unicode_escape").decode() for name in masked_names()), text)


@pytest.mark.parametrize("name", ["简帮青", "郑明申", "缪红", "徐学福", *sorted(NAMES)])
def test_a_masked_name_is_found_by_nobody(told: Source, client: Client, name: str) -> None:
    for path in ("/cases.json", "/figures.json", "/measures.json", "/programs.json"):
        found = client.get(path, {"q": name})
        assert words(found).strip() in {"[]", "[\n]", "[\n\n]"}, path


def test_a_name_is_readable_again_when_a_person_rejects_its_masks(told: Source, client: Client) -> None:
    page = told.cases.get().get_absolute_url()
    assert "周某某" in words(client.get(page))
    for mask in told.masks.filter(name="周秀英"):
        mask.reject()
    shown = words(client.get(page))
    assert "周秀英" in shown and "周某某" not in shown and "郑二牛" not in shown
    assert "周秀英" in words(client.get("/measures.json", {"q": "周秀英"}))
