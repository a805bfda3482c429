"""Files made to hurt: each costs its own process and an error that says so, and nothing else."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from pathlib import Path

import pytest

from seeds import archives, pool
from seeds.archives import Archive, is_archive, unpack
from seeds.pool import Failure, Given, Pool, opened
from seeds.reading import Reading

STORY = "某某县推行联心工程\n\n全县100名党员干部与360户贫困户结成帮扶对子。\n".encode()


def packed(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def word(body: bytes) -> bytes:
    """A Word file with this body, as small as mammoth takes it."""
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return packed(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Override PartName="/word/document.xml" ContentType="' + kind + b'"/></Types>',
            "word/document.xml": b"<w:document " + space + b"><w:body>" + body + b"</w:body></w:document>",
        }
    )


def pdf(page: bytes) -> bytes:
    """A PDF of one page that draws `page`, packed."""
    stream = zlib.compress(page, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer << /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF"
    return data + end % (table, len(data))


SLOW = {
    "slow.docx": lambda: word(b"<w:p>" + b"<w:r><w:t>a</w:t></w:r>" * 1_500_000 + b"</w:p>"),
    "slow.pdf": lambda: pdf(b"BT " + b"(a) Tj [(b) 1 (c)] TJ 1 0 0 1 0 0 cm\n" * 1_500_000 + b" ET"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_small_file_that_takes_for_ever_is_given_up_and_the_next_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = SLOW[name]()
    assert len(data) < 600_000
    monkeypatch.setattr(pool, "patience", lambda size: 5.0)
    files = [kept(tmp_path / name, data), kept(tmp_path / "story.txt", STORY)]
    with Pool(1, opened) as readers:
        results = [result for _, result in readers.read(files)]
    assert isinstance(results[0], Failure) and results[0].why
    assert isinstance(results[1], Reading)


def kept(path: Path, data: bytes) -> Given:
    path.write_bytes(data)
    return Given(path, data, hashlib.sha256(data).hexdigest())


def test_an_archive_gives_its_texts_in_order_and_names_what_it_leaves() -> None:
    archive = unpack(packed({"b/乙.txt": STORY, "a.exe": b"MZ", "__MACOSX/._b": b"x", "c.html": b"<p>x</p>"}))
    assert [member.name for member in archive.members] == ["b/乙.txt", "a.exe", "c.html"]
    assert [bool(member.why) for member in archive.members] == [False, True, False]
    assert archive.members[0].data == STORY


def test_names_written_by_windows_are_read() -> None:
    data = packed({"????.txt": STORY}).replace(b"????.txt", "案例".encode("gb18030") + b".txt")
    assert unpack(data).members[0].name == "案例.txt"


def test_a_member_that_unpacks_to_too_much_is_left_out() -> None:
    data = packed({"bomb.txt": bytes(archives.LIMIT * 3), "story.txt": STORY})
    assert len(data) < 100_000
    members = unpack(data).members
    assert members[0].why and not members[0].data and members[1].data == STORY


def test_members_that_unpack_to_too_much_together_are_left_out() -> None:
    archive = unpack(packed({f"{number}.txt": bytes(archives.LIMIT) for number in range(7)}))
    assert [bool(member.why) for member in archive.members] == [False] * 5 + [True] * 2


def test_more_members_than_are_taken_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    members = unpack(packed({f"{number}.txt": STORY for number in range(4)})).members
    assert [bool(member.why) for member in members] == [False, False, True]
    assert "4" in members[2].why


def test_an_archive_in_an_archive_is_left_closed() -> None:
    inner = packed({"story.txt": STORY})
    assert unpack(packed({"inner.zip": inner})).members[0].why


def test_word_files_and_broken_archives_are_no_archives() -> None:
    assert not is_archive(word(b"<w:p/>")) and not is_archive(b"PK\x03\x04 cut off") and not is_archive(STORY)
    assert isinstance(opened(packed({"story.txt": STORY}), "x.zip"), Archive)


def test_a_file_that_needs_too_much_memory_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def grow(data: bytes, name: str) -> Reading:
        raise MemoryError

    monkeypatch.setattr(pool, "read", grow)
    failure = opened(STORY, "story.txt")
    assert isinstance(failure, Failure) and "内存" in failure.why
