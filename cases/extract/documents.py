"""Word and PDF files → their text, within limits that no file can talk its way around."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 100 * 1024 * 1024
MOST_NESTED: Final = 200
MOST_PAGES: Final = 500
MOST_CHARACTERS: Final = 5_000_000
BLANK_LINES: Final = re.compile(r"\n{3,}")
BROKEN_ZIP: Final = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError)
BROKEN_PDF: Final = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, OSError,
                     RecursionError, NotImplementedError, ZeroDivisionError)  # fmt: skip


class DocumentError(ValueError):
    """A document that can't be read; the message says in Chinese what to do."""


def read_docx(data: bytes) -> str:
    """The text of a Word file, a blank line between paragraphs. Raises DocumentError."""
    import mammoth  # here, as for PDF: it takes longer to load than most texts to read, and most are neither

    _check_archive(data)
    try:
        return str(mammoth.extract_raw_text(BytesIO(data)).value)
    except (*BROKEN_ZIP, KeyError, ValueError, AttributeError, TypeError, IndexError, expat.ExpatError) as error:
        raise DocumentError("Word 文件的内容不完整或已损坏，请用 Word 打开后另存为 .docx 再上传。") from error


def _check_archive(data: bytes) -> None:
    """Refuses what is no Word file, unpacks to too much, or nests too deep."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise DocumentError("文件解压后过大，可能是压缩炸弹，未予打开。请上传普通的 .docx 文件。")
            if "word/document.xml" not in archive.namelist():
                raise DocumentError("这是压缩包，不是 Word 文档。请解压后上传其中的 .txt、.docx、.pdf 或网页文件。")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_xml(archive.read(entry))
    except BROKEN_ZIP as error:
        raise DocumentError("Word 文件不完整（可能没有下载完），请重新下载或另存后再上传。") from error


def _check_xml(data: bytes) -> None:
    """Refuses XML with a document type (entities could grow without bound) or nested too deep."""
    parser, depth = expat.ParserCreate(), 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_NESTED:
            raise DocumentError("Word 文件的结构异常（嵌套过深），未予打开。请用 Word 打开后另存为 .docx 再上传。")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise DocumentError("Word 文件含有不应有的外部定义，未予打开。请用 Word 打开后另存为 .docx 再上传。")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DocumentError("Word 文件的内容已损坏，请用 Word 打开后另存为 .docx 再上传。") from error


def read_pdf(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF page after page, and what was left out, in words. Raises DocumentError."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise DocumentError("PDF 文件加了密码，请去掉密码后再上传。")
        pages = len(reader.pages)
        text = "\n".join(_pages(reader, min(pages, MOST_PAGES)))
    except DocumentError:
        raise
    except (PyPdfError, *BROKEN_PDF) as error:
        raise DocumentError("PDF 文件不完整或已损坏（可能没有下载完），请重新下载后再上传。") from error
    if not text.strip():
        raise DocumentError("PDF 里没有文字（可能是扫描件），请先做文字识别（OCR），再上传识别后的文本。")
    return text, (f"PDF 共 {pages} 页，只读了前 {MOST_PAGES} 页",) if pages > MOST_PAGES else ()


def _pages(reader: PdfReader, count: int) -> Iterator[str]:
    left = MOST_CHARACTERS
    for number in range(count):
        text = reader.pages[number].extract_text()
        yield text[:left]
        left -= len(text)
        if left <= 0:
            return
