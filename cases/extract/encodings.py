"""Bytes of a text file → characters: which encoding it really is, whatever it claims, and what was lost on the way."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import Final

from .values import value
from .words import is_common

BOMS: Final = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
NAMES: Final = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs",
}  # fmt: skip
CANDIDATES: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
MENDABLE: Final = ("utf-8", "gb18030", "big5hkscs")
LAST_RESORT: Final = ["utf_8", "gb18030", "big5hkscs", "utf_16"]
CLAIM: Final = re.compile(
    rb"<(?:meta\s|\?xml\s)[^<>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w-]{2,20})", re.I
)
SAMPLE: Final = 20_000
SENSIBLE: Final = 0.7
SURE: Final = 0.9
LOST_AT_MOST: Final = 0.01
LOST: Final = "\ufffd"


class UnknownEncoding(ValueError):
    """The bytes are not text in any encoding that is known here."""


@value(frozen=True, slots=True)
class Characters:
    """The characters of a text, the encoding they were in, and what is wrong with them, in words."""

    string: str
    encoding: str
    damage: tuple[str, ...] = ()


def read_characters(data: bytes) -> Characters:
    """The characters that the bytes stand for; a byte order mark is left out.

    What the bytes are counts more than what they claim (`<meta charset=…>`): UTF-8 that holds is UTF-8. A few bytes
    that fit nowhere become U+FFFD and are reported. Raises UnknownEncoding where nothing makes sense.

    >>> read_characters("农村党员上网工程".encode("gb18030")).encoding
    'gb18030'
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], encoding)
    found = _strict(data, "utf-8")
    if found is not None and not _nuls_of_utf16(data):
        return Characters(found, "utf-8")
    return _claimed(data) or _likely(data) or _damaged(data) or _guessed(data)


def claimed_encoding(data: bytes) -> str | None:
    """The encoding an HTML or XML file says it has, by its Python name.

    >>> claimed_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb18030'
    """
    match = CLAIM.search(data[:4096])
    return NAMES.get(match[1].decode("ascii", errors="ignore").lower()) if match else None


def _claimed(data: bytes) -> Characters | None:
    encoding = claimed_encoding(data)
    string = _strict(data, encoding) if encoding else None
    if encoding is None or string is None or _sense(string) < SENSIBLE:
        return None
    return Characters(string, encoding)


def _likely(data: bytes) -> Characters | None:
    """The encoding under which all bytes hold and most characters are frequent ones."""
    found = [(encoding, string) for encoding in CANDIDATES if (string := _strict(data, encoding)) is not None]
    ranked = sorted(((_sense(string), encoding, string) for encoding, string in found), reverse=True)
    if not ranked or ranked[0][0] < (SURE if ranked[0][1].startswith("utf-16") else SENSIBLE):
        return None
    return Characters(ranked[0][2], ranked[0][1])


def _damaged(data: bytes) -> Characters | None:
    """The encoding under which all but a few bytes hold."""
    ranked = []
    for encoding in MENDABLE:
        found = _mended(data, encoding)
        lost = found.string.count(LOST) / max(1, len(found.string))
        if lost <= max(LOST_AT_MOST, 3 / max(30, len(found.string))) and _sense(found.string) >= SENSIBLE:
            ranked.append((-lost, encoding, found))
    return max(ranked, key=lambda entry: entry[0])[2] if ranked else None


def _guessed(data: bytes) -> Characters:
    """What charset-normalizer makes of it, as a last resort, if that makes sense."""
    from charset_normalizer import from_bytes  # few texts come this far

    best = from_bytes(data[: 10 * SAMPLE], cp_isolation=LAST_RESORT).best()
    if best is None:
        raise UnknownEncoding("no encoding fits")
    found = _mended(data, best.encoding)
    if _sense(found.string) < SENSIBLE or found.string.count(LOST) > LOST_AT_MOST * len(found.string):
        raise UnknownEncoding(f"not even {best.encoding} fits")
    return found


def _mended(data: bytes, encoding: str) -> Characters:
    """The bytes decoded, those that don't fit replaced and reported."""
    string = _strict(data, encoding)
    if string is not None:
        return Characters(string, encoding)
    string = data.decode(encoding, errors="replace")
    lost = string.count(LOST) - data.count(LOST.encode(encoding, errors="ignore") or b"\xff\xff\xff")
    label = encoding.upper()
    return Characters(string, encoding, (f"有 {max(1, lost)} 处字节不能按 {label} 解读，已用“{LOST}”代替",))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _nuls_of_utf16(data: bytes) -> bool:
    """Whether so many bytes are NUL, all on one side of the pairs, that it must be UTF-16."""
    sample = data[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return len(data) % 2 == 0 and max(even, odd) > len(sample) / 10 and min(even, odd) < max(even, odd) / 10


def _sense(string: str) -> float:
    """The share of frequent characters among those beyond ASCII; of printable ones where there are few."""
    sample = string[:SAMPLE]
    wide = [character for character in sample if character > "\u02ff" and not character.isspace()]
    if len(wide) * 20 < len(sample):
        return sum(character.isprintable() or character.isspace() for character in sample) / max(1, len(sample))
    return sum(map(_plain, wide)) / len(wide)


def _plain(character: str) -> bool:
    return (
        is_common(character)
        or "\u2000" <= character <= "\u2fff"
        or "\u3000" <= character <= "\u303f"
        or ("\uff00" <= character <= "\uffef")
    )
