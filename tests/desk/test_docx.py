"""The brief as a document: sound XML, real footnotes, the page of GB/T 9704; LibreOffice opens it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from django.test import Client
from docx.shared import Mm
from lxml import etree

from cases.models import Mask
from desk.briefs import OPTIONS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def given(library: None, client: Client) -> bytes:
    """The document of all eight cases with everything in it."""
    client.post("/brief/change/", {"case": list(range(1, 9))})
    client.post("/brief/change/", {"options": 1, "option": list(OPTIONS)})
    answer = client.get("/brief.docx")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    return bytes(answer.content)


def part(given: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(given)) as book:
        return etree.fromstring(book.read(name))


def test_every_part_is_sound_and_python_docx_reads_it_again(given: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(given)) as book:
        assert book.testzip() is None
        names = book.namelist()
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(book.read(name))
    assert len(names) == len(set(names)) and "docProps/thumbnail.jpeg" not in names
    read = docx.Document(io.BytesIO(given))
    assert read.paragraphs[0].text == "党建案例简报"
    headings = [each.text for each in read.paragraphs if each.style and each.style.name == "Heading 1"]
    assert headings[0].startswith("一、") and headings[7].startswith("八、")


def test_every_footnote_named_in_the_text_is_there_once(given: bytes) -> None:
    named = [each.get(f"{W}id") for each in part(given, "word/document.xml").iter(f"{W}footnoteReference")]
    held = [each.get(f"{W}id") for each in part(given, "word/footnotes.xml").iter(f"{W}footnote")]
    assert held == ["-1", "0", *named]
    assert named == [str(number) for number in range(1, len(named) + 1)]
    kinds = part(given, "[Content_Types].xml")
    assert any(each.get("PartName") == "/word/footnotes.xml" for each in kinds)
    rules = part(given, "word/settings.xml").find(f"{W}footnotePr")
    assert rules is not None and [each.get(f"{W}id") for each in rules] == ["-1", "0"]


def test_links_of_footnotes_lead_to_the_words(given: bytes) -> None:
    links = [each.get("Target") for each in part(given, "word/_rels/footnotes.xml.rels")]
    assert links and all(re.match(r"http://testserver/cases/\d/source/\?s=1&c=\d+-\d+#c$", link) for link in links)


def test_the_page_is_that_of_the_standard(given: bytes) -> None:
    read = docx.Document(io.BytesIO(given))
    section = read.sections[0]
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    assert [round((each or 0) / Mm(1)) for each in margins] == [37, 26, 35, 28]
    assert [round((each or 0) / Mm(1)) for each in (section.page_width, section.page_height)] == [210, 297]
    fonts = {
        name: read.styles[name].element.rPr.rFonts.get(f"{W}eastAsia")
        for name in ("Title", "Normal", "Heading 1", "Heading 2")
    }
    assert fonts == {"Title": "方正小标宋简体", "Normal": "仿宋", "Heading 1": "黑体", "Heading 2": "楷体"}


def test_no_masked_name_is_in_any_part(given: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(given)) as book:
        words = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    plain = re.sub(r"<[^>]+>", "", words)
    assert [name for name in Mask.objects.values_list("name", flat=True) if name in plain] == []


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice: apt-get install libreoffice-writer-nogui to try the DOCX")
def test_libreoffice_opens_it(given: bytes, tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(given)
    order = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*order, "--outdir", str(tmp_path), str(tmp_path / "brief.docx")], check=True, timeout=120)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "brief.pdf").pages]
    assert len(pages) > 5
    assert "党建案例简报" in pages[0] and "— 1 —" in pages[0] and "— 2 —" in pages[1]
    assert "[EB/OL]" in pages[0]
