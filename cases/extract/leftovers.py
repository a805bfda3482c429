"""Small leftovers in a text: other line ends, HTML entities and tags, invisible characters, doubled punctuation."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import Final

from .alternatives import begun
from .spans import Edit, Text

LINE_END: Final = begun("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
BREAKS: Final = ("br", "p", "div", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6")
TAGS: Final = (*BREAKS, "span", "font", "b", "i", "u", "em", "strong", "a", "img", "td", "th", "tbody", "ul", "ol",
               "center", "o:p", "st1:[a-z]{1,20}", "sup", "sub", "hr")  # fmt: skip
TAG: Final = re.compile(rf"</?({'|'.join(TAGS)})(?:\s[^<>\n]{{0,400}})?/?>", re.IGNORECASE)
INVISIBLE: Final = begun("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]{1,50}")
STAMP: Final = re.compile(r"[。！？”]([^。！？，；：“”、（）()《》\n]{2,20})$", re.MULTILINE)
STAMPED: Final = 3
DOUBLED: Final = begun("(?<![，。、；：])([，。、；：])\\1(?![，。、；：])")


def line_ends(text: Text) -> Text:
    r"""Every line ends with `\n`.

    >>> line_ends(Text.of("一、背景\r\n二、做法")).string
    '一、背景\n二、做法'
    """
    return text.edit((Edit(m.start(), m.end(), "\n") for m in LINE_END.finditer(text.string)), "line_end")


def html_leftovers(text: Text) -> Text:
    """Entities decoded and formatting tags taken away; scripts and unknown tags stay as the text they are.

    >>> html_leftovers(Text.of("&ldquo;三农&rdquo;<br>工作</p>")).string
    '“三农”\\n工作\\n'
    """
    edits = [Edit(m.start(), m.end(), _tag(m)) for m in TAG.finditer(text.string)]
    text = text.edit(edits, "leftover") if edits else text
    found = [(m.span(), html.unescape(m[0])) for m in ENTITY.finditer(text.string)]
    return text.edit((Edit(a, b, done) for (a, b), done in found if _one_sign(done)), "leftover")


def invisible(text: Text) -> Text:
    """Zero-width and direction characters taken away.

    >>> invisible(Text.of("党\u200b建")).string
    '党建'
    """
    return text.edit((Edit(m.start(), m.end(), "") for m in INVISIBLE.finditer(text.string)), "leftover")


def doubled(text: Text) -> Text:
    """The same comma or stop twice in a row, kept once; three or more may be meant as an ellipsis.

    >>> doubled(Text.of("增加收入，，加快步伐。。")).string
    '增加收入，加快步伐。'
    """
    return text.edit((Edit(m.start() + 1, m.end(), "", attach=True) for m in DOUBLED.finditer(text.string)), "doubled")


def watermarks(text: Text) -> Text:
    """The same few characters after the last full stop of three lines or more, taken away: a site's stamp.

    A photographer's name is left to its caption, which goes as a whole.

    >>> line = "农村党员上网工程取得成效。某某网"
    >>> watermarks(Text.of("\\n".join([line] * 3))).string.count("某某网")
    0
    """
    found = [m for m in STAMP.finditer(text.string) if m[1].strip()]
    often = {
        stamp
        for stamp, count in Counter(m[1].strip() for m in found).items()
        if count >= STAMPED and not stamp.endswith(("摄", "摄影"))
    }
    return text.edit((Edit(*m.span(1), "") for m in found if m[1].strip() in often), "furniture")


def _tag(match: re.Match[str]) -> str:
    name = match[1].lower()
    opening = not match[0].startswith("</")
    return "\n" if name in ("br", "hr") or (name in BREAKS and not opening) else ""


def _one_sign(decoded: str) -> bool:
    return len(decoded) == 1 and (decoded.isprintable() or decoded.isspace())
