"""ZIP archives of texts: their members one after another, every cap counted while it is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from cases.extract.decode import LIMIT

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".pdf"})
ARCHIVE = ".zip"
MOST_MEMBERS = 500
MOST_UNPACKED = 100 * 1024 * 1024  # bytes of all members together
UTF8_NAME = 0x800
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of an archive: its bytes, or why it was left out (in Chinese)."""

    name: str
    data: bytes = b""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """What was in an archive, in its order."""

    members: tuple[Member, ...]


def is_archive(data: bytes) -> bool:
    """A ZIP that is not a Word file."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except BROKEN:
        return False


def unpack(data: bytes) -> Archive:
    """The members that may be texts; folders and hidden files are passed over, archives inside are named and left."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = [entry for entry in archive.infolist() if not entry.is_dir() and not _hidden(_name(entry))]
        return Archive(tuple(_members(archive, files)))


def _members(archive: zipfile.ZipFile, files: list[zipfile.ZipInfo]) -> Iterator[Member]:
    left = MOST_UNPACKED
    for entry in files[:MOST_MEMBERS]:
        member = _member(archive, entry, left)
        left -= len(member.data)
        yield member
    if len(files) > MOST_MEMBERS:
        why = f"压缩包里有 {len(files)} 个文件，只取前 {MOST_MEMBERS} 个，请分成几个压缩包。"
        yield Member(_name(files[MOST_MEMBERS]), why=why)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> Member:
    name = _name(entry)
    if PurePosixPath(name).suffix.lower() not in SUFFIXES:
        return Member(name, why="不是 .txt、.docx、.pdf 或网页文件，未导入。")
    if entry.flag_bits & 1:
        return Member(name, why="加了密码，请解压后上传。")
    try:
        with archive.open(entry) as file:
            # What the archive says of sizes is not believed: no more than the cap is ever unpacked.
            data = file.read(min(left, LIMIT) + 1)
    except (*BROKEN, ValueError) as error:
        return Member(name, why=f"压缩包里的这个文件已损坏（{type(error).__name__}），请重新压缩后上传。")
    if len(data) > LIMIT:
        return Member(name, why=f"解压后超过 {LIMIT // 1024 // 1024} MB，请拆分后上传。")
    if len(data) > left:
        return Member(name, why=f"压缩包解压后总共超过 {MOST_UNPACKED // 1024 // 1024} MB，请分成几个压缩包。")
    return Member(name, data)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was given: Windows writes Chinese names in its own code page, unmarked."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
