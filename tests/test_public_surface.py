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

from cases.models import Mask

LINK = re.compile(r'(?:href|src)="([^"]+)"')
SKIP = ("/static/", "/admin/", "/i18n/", "/accounts/", "mailto:", "http")
EACH = 12  # of addresses that differ in their numbers or values alone, so many are opened


def crawl(client: Client) -> dict[str, tuple[int, str]]:
    """The public addresses, each with its status and words; of many of one form the first few."""
    answers: dict[str, tuple[int, str]] = {}
    forms: Counter[str] = Counter()
    waiting = ["/", "/cases/", "/api/v1/", "/api/", *(f"/cases/{n}/" for n in range(1, 9))]
    while waiting:
        path = waiting.pop(0)
        form = re.sub(r"(?<==)[^&]*|[0-9]+|(?<=/practices/)[a-z-]+", "_", path)
        if path in answers or forms[form] >= EACH:
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


def test_every_link_answers_and_no_masked_name_is_anywhere(library: None) -> None:
    answers = crawl(Client())
    assert len(answers) > 150
    assert {path: status for path, (status, _) in answers.items() if status != 200} == {}
    assert [(path, name) for path, (_, text) in answers.items() for name in masked_names() if name in text] == []


def masked_names() -> set[str]:
    names = set(Mask.objects.values_list("name", flat=True)) | set(Mask.objects.values_list("quote", flat=True))
    assert {"简帮青", "吴吉成"} <= names
    return names


@pytest.mark.parametrize("path", ["/cases", "/programs", "/measures", "/practices", "/figures"])
@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_no_file_holds_a_masked_name(library: None, client: Client, path: str, form: str) -> None:
    answer = client.get(f"{path}.{form}")
    assert answer.status_code == 200
    text = words(answer)
    assert len(text) > 500
    assert [name for name in masked_names() if name in text] == []


@pytest.mark.parametrize("kind", ["cases", "programs", "measures", "practices", "figures", "places"])
def test_no_api_record_holds_a_masked_name(library: None, client: Client, kind: str) -> None:
    text = client.get(f"/api/v1/{kind}/?page_size=100").content.decode()
    assert [name for name in masked_names() if name in text] == []
    assert not re.search("|".join(name.encode("unicode_escape").decode() for name in masked_names()), text)


@pytest.mark.parametrize("name", ["简帮青", "郑明申", "缪红", "徐学福"])
def test_a_masked_name_is_found_by_nobody(library: None, client: Client, name: str) -> None:
    for path in ("/cases.json", "/figures.json", "/measures.json", "/programs.json"):
        found = client.get(path, {"q": name})
        assert words(found).strip() in {"[]", "[\n]", "[\n\n]"}, path
