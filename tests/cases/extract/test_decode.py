"""Files of every kind come in as text, or are refused with a sentence that says what to do."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from cases.extract import decode as module
from cases.extract.decode import DecodeError, decode
from cases.extract.encodings import read_characters

SENTENCE = "2000年以来，开化县在全县农村党员中广泛开展“农村党员上网工程”建设活动，共培训200余人次。"
TRADITIONAL = "近年來，縣委組織部在工作中發現一些農村黨支部制度落實不到位，個別的甚至流於形式。"
SEEDS = sorted(Path("seeds/texts").glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_the_seeds_are_utf8_and_come_unchanged(path: Path) -> None:
    found = decode(path.read_bytes(), path.name)
    assert (found.text, found.encoding, found.format, found.damage) == (
        path.read_bytes().decode("utf-8"), "utf-8", "txt", (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("utf-8-sig"), "utf-8"),
        (SENTENCE.encode("gb18030"), "gb18030"),
        (("畈" + SENTENCE).encode("gbk"), "gb18030"),
        (SENTENCE.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + SENTENCE.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_simplified_text_is_read_in_its_encoding(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert (found.text.lstrip("畈"), found.encoding, found.damage) == (SENTENCE, encoding, ())


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gbk", "utf-16", "utf-8"])
def test_traditional_text_is_read_in_its_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "big5"])
def test_a_whole_text_is_read_in_its_encoding(encoding: str) -> None:
    text = SEEDS[0].read_text(encoding="utf-8")
    if encoding == "big5":
        text = (
            SENTENCE.translate(str.maketrans("农县广员网建设动训来", "農縣廣員網建設動訓來"))
            .replace("党", "黨")
            .replace("开", "開")
        )
    assert decode(text.encode(encoding, errors="ignore")).text == text.encode(encoding, errors="ignore").decode(
        encoding
    )


def test_ascii_utf16_without_mark_is_read() -> None:
    assert decode("Party building, 1+1".encode("utf-16-le")).text == "Party building, 1+1"


def test_line_ends_stay_as_they_are() -> None:
    assert decode("一、背景\r\n二、做法\r三、成效\n".encode()).text == "一、背景\r\n二、做法\r三、成效\n"


def test_nul_becomes_the_replacement_character_one_for_one() -> None:
    found = decode((SENTENCE[:20] + "\0" + SENTENCE[20:]).encode())
    assert found.text == SENTENCE[:20] + "\ufffd" + SENTENCE[20:]
    assert found.damage == ("含 1 个空字符，已用“\ufffd”代替",)


def test_half_a_surrogate_pair_is_replaced_and_reported() -> None:
    found = decode(SENTENCE.encode() + b"\xed\xa0\x80")
    assert found.text.startswith(SENTENCE + "\ufffd")
    assert "3 处字节" in found.damage[0]


def test_a_lone_surrogate_in_utf16_is_replaced_and_reported() -> None:
    found = decode(b"\xff\xfe" + SENTENCE.encode("utf-16-le") + b"\x00\xd8" + "党建".encode("utf-16-le"))
    assert "\ufffd" in found.text and found.text.isprintable() and found.damage


def test_a_few_bad_bytes_are_replaced_and_reported() -> None:
    data = (SENTENCE * 5).encode()
    found = decode(data[:31] + b"\xff" + data[31:])
    assert (found.encoding, found.text.count("\ufffd")) == ("utf-8", 1)
    assert found.damage and "UTF-8" in found.damage[0]


def test_a_text_cut_inside_a_character_is_read_and_reported() -> None:
    found = decode((SENTENCE * 5).encode()[:-2])
    assert found.text.startswith(SENTENCE) and found.damage


def test_two_encodings_in_one_file_are_refused() -> None:
    with pytest.raises(DecodeError, match="混有几种编码"):
        decode((SENTENCE * 3).encode() + (SENTENCE * 3).encode("gb18030"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        (b" \r\n\t \n", "只有空白"),
        ("\u3000\xa0\n".encode(), "只有空白"),
        (b"\xef\xbb\xbf", "只有空白"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "图片"),
        (b"MZ\x90\x00" + bytes(600), "程序"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .docx"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "视频"),
        (bytes(range(1, 32)) * 40, "控制字符"),
        (random.Random(7).randbytes(4000), "不是文本|编码"),
        (b"a" * (module.LIMIT + 1), "文件太大"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(data: bytes, message: str) -> None:
    with pytest.raises(DecodeError, match=message):
        decode(data)


def test_fifty_megabytes_are_refused_before_anything_is_read() -> None:
    with pytest.raises(DecodeError, match=r"50\.0 MB，上限 20 MB"):
        decode(b"\xff" * (50 * 1024 * 1024))


def test_markup_in_a_text_file_stays_as_it_is() -> None:
    text = f"<script>alert(1)</script><p>{SENTENCE}</p>"
    assert decode(text.encode(), "notes.txt").text == text


PAGE = f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title> 百村百星 </title><style>p {{}}</style></head>
<body><!-- 注释 --><div>首页 &gt; 党建</div><h1>百村百星争创活动</h1><p>{SENTENCE}<br>第二行&ldquo;双带&rdquo;</p>
<table><tr><td>项目</td><td>数量</td></tr></table><script>document.write("坏")</script></body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_web_page_gives_its_visible_text_whatever_it_claims(encoding: str) -> None:
    found = decode(PAGE.encode(encoding), "page.html")
    assert [line for line in found.text.split("\n") if line] == [
        "首页 > 党建", "百村百星争创活动", SENTENCE, "第二行“双带”", "项目 数量",
    ]  # fmt: skip
    assert (found.format, found.encoding, found.title) == ("html", encoding, "百村百星")


def test_a_claim_that_does_not_hold_is_not_believed() -> None:
    assert read_characters(b'<meta charset="utf-8">' + SENTENCE.encode("gbk")).encoding == "gb18030"


def test_a_page_without_name_is_known_by_how_it_begins() -> None:
    assert decode(PAGE.encode()).format == "html"


@pytest.mark.parametrize("hostile", ["<!--", "<a ", '<a b="', "</", "<![CDATA[", "<script>", "&#", "<div>"])
def test_hostile_markup_ends_in_time(hostile: str) -> None:
    assert decode((SENTENCE + hostile * 50_000).encode(), "page.html").text.startswith(SENTENCE)


def docx(body: str, **more: str) -> bytes:
    """A small Word file around a body in WordprocessingML."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        **more,
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def test_a_word_file_gives_its_paragraphs() -> None:
    found = decode(docx(paragraphs("百村百星争创活动", SENTENCE)), "案例.docx")
    assert (found.text, found.format) == (f"百村百星争创活动\n\n{SENTENCE}\n\n", "docx")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (docx(paragraphs(SENTENCE))[:300], "不完整"),
        (docx("<w:p>"), "已损坏"),
        (docx("<w:p>" * 300 + "</w:p>" * 300), "嵌套过深"),
        (docx("", **{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "外部定义"),
        (docx("", **{"word/big.bin": "0" * (module.LIMIT * 6)}), "解压后过大"),
        (docx("", **{f"word/{n}.bin": "" for n in range(2100)}), "解压后过大"),
        (docx(""), "只有空白"),
    ],
)  # fmt: skip
def test_word_files_that_are_broken_or_hostile_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(DecodeError, match=message):
        decode(data, "案例.docx")


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", SENTENCE)
    with pytest.raises(DecodeError, match="解压后上传"):
        decode(buffer.getvalue())


def pdf(*pages: str) -> bytes:
    """A small PDF in Helvetica, a page for each text."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    data, places = b"%PDF-1.4\n", []
    for n, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{n} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return data + f"{end}startxref\n{len(data)}\n%%EOF".encode()


def test_a_pdf_gives_the_text_of_its_pages() -> None:
    found = decode(pdf("Party building 2001", "Second page"), "a.pdf")
    assert (found.text, found.format) == ("Party building 2001\nSecond page", "pdf")


def test_a_long_pdf_is_read_up_to_a_limit_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.extract.documents.MOST_PAGES", 1)
    found = decode(pdf("First", "Second"))
    assert (found.text, found.damage) == ("First", ("PDF 共 2 页，只读了前 1 页",))


@pytest.mark.parametrize(
    ("data", "message"),
    [(pdf("Party")[:150], "不完整"), (pdf(""), "扫描件"), (b"%PDF-1.4\n" + bytes(range(256)), "不完整")],
)
def test_pdf_files_that_are_broken_or_scanned_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(DecodeError, match=message):
        decode(data)
