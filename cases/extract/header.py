"""The head of a case: title, authors, dates and years, whether the text is cut off, and a lead to show in lists."""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from cases.extract.front import read_front
from cases.extract.lines import ends_well, even, lines_of, names_in
from cases.extract.page import read_page
from cases.extract.records import Header, Page
from cases.extract.spans import Span, Text
from cases.extract.years import read_years

__all__ = ["read_header", "read_page"]

_LEAD = 200
_DATELINE = re.compile(r"^[\u4e00-\u9fff]{2,16}?\d{1,2}月\d{1,2}日(?:电|讯)\s*")
_READ_ON = begun("(?:展开|阅读|查看|浏览|显示|加载)(?:阅读)?(?:全文|全部|剩余|更多|原文)|未完|下一页|剩余\\d*%?")
_DANGLING = re.compile(r"[,、:;(“]$")
_DONE = re.compile(r"(?:开展|实施|推行|探索|推广|建立|创建|创新|启动|组织|构建|设立)了?[^。]{2}")
_DOER = re.compile(r"县(?!域)|镇(?!域)|[^城]乡(?!村|亲)|[市区]委|党委|街道|全市|全区|[州旗](?:委|党)")


def read_header(text: Text, span: Span, page: Page) -> Header:
    """Title with its place line, authors, published, years with their basis, truncated, and a lead.

    In: the clean text, the span of one case, its page. Out: `start`, `end` are the title's, in clean offsets.

    >>> text = Text.of("湖北兴山:\\n推广农村党建“两会两评”模式\\n2003年,兴山县首创户联制度。")
    >>> header = read_header(text, Span(0, len(text)), Page())
    >>> header.title, header.year_from, header.truncated
    ('湖北兴山:推广农村党建“两会两评”模式', 2003, False)
    """
    front = read_front(text.string, span)
    body = text.string[front.body : span.end]
    years = read_years(body, page)
    return Header(
        title=front.title,
        start=front.start,
        end=front.end,
        authors=front.authors or page.authors,
        published=page.date,
        year_from=years.first,
        year_to=years.last,
        year_basis=years.basis,
        year_evidence=years.evidence,
        truncated=_cut_off(body, text.source[text.source_span(span.start, span.end).end :]),
        lead=_lead(body),
    )


def _cut_off(body: str, after: str) -> bool:
    """Whether the text stops before its end.

    The last line lacks the punctuation that ends prose (a signature may follow it), and what comes after on the page
    does not speak against it: nothing at all, or an offer to read on. Where a page simply goes on with its own
    furniture, only a point is missing.
    """
    lines = lines_of(body)
    if not lines:
        return False
    last = lines[-1].text
    rest = re.split("[。!?]", last)[-1].strip("”’| ")
    unfinished = not (ends_well(last) or not rest or (rest != last and names_in(rest)))
    return unfinished and (
        not after.strip() or bool(_READ_ON.search(after[:300])) or _DANGLING.search(rest) is not None
    )


def _lead(body: str) -> str:
    """The sentence of the opening that says best what was done by whom, and those of its paragraph that still fit."""
    paragraphs = [line.strip() for line in _DATELINE.sub("", body[:1500].lstrip()).split("\n")]
    # A sentence keeps the quotation mark that closes it.
    told = [re.findall(r"[^。]+(?:。[”’]?)?", line) for line in paragraphs if len(line) > 20]
    told = [sentences for sentences in told if sentences][:6]  # a line of stops alone has none
    if not told:
        return body.strip()[:_LEAD]
    places = [(i, j) for i, sentences in enumerate(told) for j in range(min(4, len(sentences)))]
    row, at = max(places, key=lambda place: (_telling(told[place[0]][place[1]]), -place[0], -place[1]))
    lead = _shortened(told[row][at])
    for part in told[row][at + 1 :]:
        if len(lead) + len(part) > _LEAD:
            break
        lead += part
    return lead


def _telling(sentence: str) -> int:
    done = _DONE.search(sentence)
    return 2 * bool(done) + bool(_DOER.search(sentence)) + bool(done and "“" in sentence[done.start() :])


def _shortened(sentence: str) -> str:
    if len(sentence) <= _LEAD:
        return sentence
    cut = even(sentence)[:_LEAD].rfind(",")
    return sentence[: cut if cut > 40 else _LEAD - 1] + "…"
