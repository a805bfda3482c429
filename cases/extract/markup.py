"""HTML → the text one sees: all but scripts and styles, a line for each block. Nothing is run or fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from cases.extract.alternatives import begun

HIDDEN: Final = frozenset({"script", "style", "template", "noscript", "title"})
BLOCKS: Final = frozenset(
    re.findall(
        r"\S+",
        """address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table
        tbody tfoot thead tr ul""",
    )
)
CELLS: Final = frozenset({"td", "th"})
BEGINS: Final = re.compile(
    r"\s{0,1000}(?:<\?xml[^<>]{0,300}>\s{0,1000})?<(?:!doctype\s{1,9}html|html[\s>])", re.IGNORECASE
)
BLANK: Final = begun(r"[ \t\n\r\f]+")
LEFT_OPEN: Final = re.compile(r"<(?=[^>]*\Z)")


def is_html(string: str, name: str = "") -> bool:
    """Whether a text is a web page: by its name, or with no telling name by how it begins.

    >>> is_html("<!DOCTYPE html><p>党建"), is_html("<p>党建</p>", "notes.txt"), is_html("<p>党建</p>", "page.HTM")
    (True, False, True)
    """
    ending = name.lower().rpartition(".")[2]
    if ending in ("htm", "html", "xhtml", "shtml"):
        return True
    return ending not in ("txt", "text", "md") and BEGINS.match(string) is not None


def read_html(string: str) -> tuple[str, str | None]:
    """The visible text of a page, and its title.

    >>> read_html("<title>百村百星</title><script>x()</script><p>争创&ldquo;明星&rdquo;<br>活动</p>")
    ('争创“明星”\\n活动\\n', '百村百星')
    """
    reader = _Reader()
    reader.feed(_guarded(string))
    reader.close()
    return reader.text(), reader.title()


class _Reader(HTMLParser):
    """Collects the text between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[list[str]] = [[]]
        self._title: list[str] = []
        self._hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._hidden and tag in HIDDEN:
            self._hidden = tag
        elif tag in BLOCKS:
            self._break(always=tag in ("br", "hr"))
        elif tag in CELLS:
            self._lines[-1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""
        elif tag in BLOCKS and tag != "br":
            self._break()

    def handle_data(self, data: str) -> None:
        if self._hidden == "title":
            self._title.append(data)
        elif not self._hidden:
            self._lines[-1].append(data)

    def _break(self, always: bool = False) -> None:
        if always or any(part.strip(" \t\n\r\f") for part in self._lines[-1]):
            self._lines.append([])

    def text(self) -> str:
        """The lines so far, blanks run together as a browser shows them."""
        return "\n".join(BLANK.sub(" ", "".join(parts)).strip(" ") for parts in self._lines)

    def title(self) -> str | None:
        """The page's title, if it has one."""
        return BLANK.sub(" ", "".join(self._title)).strip() or None


def _guarded(string: str) -> str:
    """The page without comments and tags that never end: on those the parser's time would grow with the square."""
    string = _without(string, "<!--", "-->")
    string = _without(string, "<![", "]>")
    last = string.rfind(">") + 1
    return string[:last] + string[last:].replace("<", "&lt;")


def _without(string: str, opening: str, closing: str) -> str:
    """The string without what stands from an opening to the next closing; openings that are never closed go alone."""
    kept, at = [], 0
    while (start := string.find(opening, at)) >= 0 and (end := string.find(closing, start + len(opening))) >= 0:
        kept.append(string[at:start])
        at = end + len(closing)
    return "".join(kept) + string[at:].replace(opening, "")
