"""The parts of a story: background, practice, results, lessons, problems, appendix, with headings or without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cases.extract.front import read_front
from cases.extract.lines import Line, first_sentence, lines_of
from cases.extract.outline import Head, outline
from cases.extract.records import SectionFound
from cases.extract.spans import Span, Text

_OUTER = ("part", "cn", "paren", "digit", "plain")
_LESSONS = re.compile(r"(?:几点|[一二三四五六]点|深刻|有益)?(?:启示|体会|启发)(?:是|:|,|。|$)|给我们.{0,6}启示")
_PROBLEMS = re.compile(r"存在.{0,8}(?:问题|不足|困难)|^.{0,4}(?:下一步|今后一个时期|今后的?打算)")
_RESULTS = re.compile(
    r"(?:取得|收到|见到|呈现|产生|显现).{0,12}(?:成效|效果|成绩|成果|实效|变化|局面|效应)|成效(?:显著|明显)|初见成效"
    r"|^(?:“[^”]{2,20}”[^,。]{0,10}|通过[^。]{2,40}|这[一项]{1,2}[^,。]{0,10}|.{0,6}实践证明)[,:].{0,6}(?:提高|增强|促进|密切|推动|激发|改善|转变)了"
)
_ACTS = re.compile(r"(?:一是|首先|第一,)")


def read_sections(text: Text, span: Span) -> list[SectionFound]:
    """The sections of the case in `span`, tiling it from the end of its title and byline to its end.

    In: the clean text and the span of one case. Out: sections of level 1 in order, each beginning with its heading;
    `kind` is one of `SECTION_KINDS`, `heading` is "" where there is none.

    >>> text = Text.of("党建新法\\n近年来全县试行新法。\\n一、主要做法\\n建立制度。\\n二、初步成效\\n增收明显。")
    >>> [(found.kind, found.heading) for found in read_sections(text, Span(0, len(text)))]
    [('background', ''), ('practice', '主要做法'), ('results', '初步成效')]
    """
    body = Span(read_front(text.string, span).body, span.end)
    lines = lines_of(text.string, body)
    if not lines:
        return []
    heads = _top(outline(lines))
    found = _headed(lines, heads) if heads else _unheaded(lines)
    return _tiled(text.string, found, span.end)


def _top(heads: list[Head]) -> list[Head]:
    """The headings of sections: the outermost level that is a list, or one heading that names a section."""
    for level in (1, 2):
        top = [head for head in heads if head.level == level and head.style in _OUTER]
        if len(top) > 1 or (top and top[0].kind):
            return top
    return []


def _tiled(string: str, found: list[SectionFound], end: int) -> list[SectionFound]:
    """Let each section run to where the next begins, the blanks between left out; headings as the text has them."""
    stops = [*(section.start for section in found[1:]), end]
    tiles = []
    for section, stop in zip(found, stops, strict=True):
        words = string[section.end : section.end + len(section.heading)]
        tiles.append(replace(section, heading=words, end=section.start + len(string[section.start : stop].rstrip())))
    return tiles


def _section(kind: str, start: int, heading: str = "", words: int = 0) -> SectionFound:
    """A section not yet closed: until it is, its end stands where the words of its heading begin."""
    return SectionFound(kind, heading, start, words)


def _headed(lines: Sequence[Line], heads: list[Head]) -> list[SectionFound]:
    found: list[SectionFound] = []
    if heads[0].line > 0:
        named = any((head.kind == "background" and "背景" in head.title) or _is_cause(head.title) for head in heads)
        found.append(_section("other" if named else "background", lines[0].start))
    last: Head | None = None
    for head in heads:
        kind = head.kind if head.kind and _fits(head, heads) else "practice"
        if not head.kind and found and found[-1].kind == "practice":
            found[-1] = replace(found[-1], heading="" if last and not last.kind else found[-1].heading)
        else:
            found.append(_section(kind, head.start, head.title, head.words))
        last = head
    return found


def _is_cause(title: str) -> bool:
    return bool(re.search(r"动因|起因|缘由|由来|缘起", title))


def _fits(head: Head, heads: list[Head]) -> bool:
    """A weak 背景 word after the practice has begun is part of a step's name."""
    earlier = [other for other in heads if other.line < head.line]
    return head.kind != "background" or not any(other.kind in ("practice", "results") for other in earlier)


def _unheaded(lines: Sequence[Line]) -> list[SectionFound]:
    """First paragraph the background, then practice, then what the last paragraphs say of results and lessons."""
    found = [_section("background", lines[0].start)]
    if len(lines) < 2:
        return found
    closing = _closing(lines)
    if min(closing, default=len(lines)) > 1:
        found.append(_section("practice", lines[1].start))
    for i, kind in sorted(closing.items()):
        if kind != found[-1].kind:
            found.append(_section(kind, lines[i].start))
    return found


def _closing(lines: Sequence[Line]) -> dict[int, str]:
    """Paragraphs of the second half that open with results, problems or lessons; all after them go on with it."""
    found: dict[int, str] = {}
    for i in range(max(1, len(lines) // 2), len(lines)):
        kind = _said(first_sentence(lines[i].text)[: 40 if i + 1 < len(lines) else 80])
        if kind:
            found[i] = kind
    return found


def _said(opening: str) -> str | None:
    for kind, form in (("lessons", _LESSONS), ("problems", _PROBLEMS), ("results", _RESULTS)):
        if form.search(opening):
            return kind
    return None
