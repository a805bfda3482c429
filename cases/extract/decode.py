"""The bytes of a file → the text that is stored once and that all offsets count."""

from __future__ import annotations

import re
from typing import Final

from .documents import DocumentError, read_docx, read_pdf
from .encodings import UnknownEncoding, read_characters
from .markup import is_html, read_html
from .values import value

LIMIT: Final = 20 * 1024 * 1024
MOST_HTML: Final = 5 * 1024 * 1024
NOT_TEXT: Final = (
    (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"), (b"BM", "图片"), (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"), (b"MZ", "程序"), (b"\x7fELF", "程序"), (b"\xca\xfe\xba\xbe", "程序"), (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"), (b"\x1f\x8b", "压缩包"), (b"BZh", "压缩包"), (b"\xfd7zXZ", "压缩包"),
    (b"OggS", "音频或视频"), (b"ID3", "音频或视频"), (b"\x1aE\xdf\xa3", "音频或视频"), (b"SQLite format", "数据库文件"),
)  # fmt: skip
AMBIGUOUS: Final = (b"BM", b"MZ", b"ID3", b"BZh")
CONTROL: Final = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
SURROGATE: Final = re.compile("[\ud800-\udfff]")
MOST_CONTROL: Final = 0.02
LOST: Final = "\ufffd"


class DecodeError(ValueError):
    """A file that can't be taken in; the message says in Chinese what to do."""


@value(frozen=True, slots=True)
class Decoded:
    """The text of a file, how it was encoded, what kind of file it is (txt, html, docx, pdf), and what is damaged."""

    text: str
    encoding: str
    format: str
    damage: tuple[str, ...] = ()
    title: str | None = None


def decode(data: bytes, name: str = "") -> Decoded:
    """The text of a file: plain text in any Chinese encoding, a web page, a Word or a PDF file.

    Line ends stay as they are, a byte order mark goes, NUL and halves of surrogate pairs become U+FFFD one for one and
    are reported. `name` is the file's name: `.txt` with markup in it stays as it is. Raises DecodeError.

    >>> decode("2000年以来，开化县在全县农村党员中".encode("gb18030"))
    Decoded(text='2000年以来，开化县在全县农村党员中', encoding='gb18030', format='txt', damage=(), title=None)
    """
    if not data:
        raise DecodeError("文件是空的（0 字节），请检查后重新选择文件。")
    check_size(len(data))
    try:
        found = _document(data) or _characters(data, name)
    except DocumentError as error:
        raise DecodeError(str(error)) from error
    return _sound(found)


def check_size(size: int) -> None:
    """Raise `DecodeError` for a file of more than `LIMIT` bytes: known before it is read.

    >>> check_size(len("全县农村党员".encode()))
    """
    if size > LIMIT:
        mega = 1024 * 1024
        raise DecodeError(f"文件太大（{size / mega:.1f} MB，上限 {LIMIT // mega} MB），请拆分成几个文件后再上传。")


def _document(data: bytes) -> Decoded | None:
    """What a Word or PDF file says; None for text; an error for what can't be text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Decoded(read_docx(data), "docx", "docx")
    if b"%PDF-" in data[:1024]:
        text, damage = read_pdf(data)
        return Decoded(text, "pdf", "pdf", damage)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DecodeError("这是旧版 Word（.doc）文件，请用 Word 或 WPS 打开后另存为 .docx 再上传。")
    if data.startswith(b"{\\rtf"):
        raise DecodeError("这是 RTF 文件，请用 Word 或 WPS 打开后另存为 .docx 或 .txt 再上传。")
    _refuse_binary(data)
    return None


def _refuse_binary(data: bytes) -> None:
    """Raises DecodeError for files that by their first bytes are pictures, programs, archives and the like."""
    for magic, kind in NOT_TEXT:
        if data.startswith(magic) and (magic not in AMBIGUOUS or b"\0" in data[:512]):
            raise DecodeError(f"这是{kind}，不是文本。请上传 .txt、.docx、.pdf 或网页文件。")
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        raise DecodeError("这是图片、音频或视频，不是文本。请上传 .txt、.docx、.pdf 或网页文件。")


def _characters(data: bytes, name: str) -> Decoded:
    try:
        found = read_characters(data)
    except UnknownEncoding as error:
        raise DecodeError(
            "认不出文件的编码，或文件里混有几种编码，也可能不是文本。请用记事本打开，另存为 UTF-8 编码的 .txt 再上传。"
        ) from error
    if not is_html(found.string, name):
        return Decoded(found.string, found.encoding, "txt", found.damage)
    if len(data) > MOST_HTML:
        raise DecodeError("网页文件太大（上限 5 MB），请只把正文复制到 .txt 文件里再上传。")
    text, title = read_html(found.string)
    return Decoded(text, found.encoding, "html", found.damage, title)


def _sound(found: Decoded) -> Decoded:
    """The same with every character one that can be stored, or an error where there is no text."""
    if not found.text.strip("\ufeff\u200b\0 \t\r\n\u3000\xa0"):
        raise DecodeError("文件里只有空白，没有文字。请检查后重新选择文件。")
    control = len(CONTROL.findall(found.text)) + found.text.count("\0")
    if control > MOST_CONTROL * len(found.text) and control > 3:
        raise DecodeError("文件里有大量不可见的控制字符，不是文本。请上传 .txt、.docx、.pdf 或网页文件。")
    nuls, halves = found.text.count("\0"), len(SURROGATE.findall(found.text))
    damage = [*found.damage]
    damage += [f"含 {nuls} 个空字符，已用“{LOST}”代替"] if nuls else []
    damage += [f"含 {halves} 个残缺的代理字符，已用“{LOST}”代替"] if halves else []
    text = SURROGATE.sub(LOST, found.text.replace("\0", LOST))
    return Decoded(text, found.encoding, found.format, tuple(damage), _title(found.title))


def _title(title: str | None) -> str | None:
    return SURROGATE.sub(LOST, title.replace("\0", LOST)) if title else None
