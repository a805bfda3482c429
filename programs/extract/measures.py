"""The steps of a practice: its numbered or sub-headed parts, two levels deep."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases.extract.lines import Line, even, first_sentence, lines_of
from cases.extract.outline import Head, names_section, outline
from cases.extract.records import SectionFound
from cases.extract.spans import Span, Text
from programs.extract.practices import practices_of
from programs.extract.records import MeasureFound

_PARAGRAPH = 60
_HEADING = 60
_COUNTED = re.compile(r"(?:(?<=[。;:,])|^)([一二三四五六七八九十])[是要]")
_NO_STEP = re.compile(r"记者|报道|说[,:]|介绍[,:]|^会[上后]|了解到|^[^,。]{2,12}是[^,。]{0,12}(?:之一|县|镇|乡|村|市)")


def read_measures(text: Text, span: Span, sections: Sequence[SectionFound]) -> list[MeasureFound]:
    """The measures of the case in `span`, from its practice sections only, in the order of the text.

    In: the clean text, the span of one case, its sections. Out: measures with heading (its number left out), the span
    from the first character of the heading to the end of the body, level 1 or 2, and practices by slug.

    >>> text = Text.of("一、主要做法\\n(一)建立教育基地。基地十个。\\n(二)设立专项资金。贷款到户。")
    >>> found = read_measures(text, Span(0, len(text)), [SectionFound("practice", "主要做法", 0, len(text))])
    >>> [(measure.heading, text.string[measure.start : measure.end]) for measure in found]
    [('建立教育基地', '建立教育基地。基地十个。'), ('设立专项资金', '设立专项资金。贷款到户。')]
    """
    found: list[MeasureFound] = []
    for section in sections:
        if section.kind == "practice" and span.start <= section.start < span.end:
            found += _in_section(text.string, section, len(found))
    return found


def _in_section(string: str, section: SectionFound, before: int) -> list[MeasureFound]:
    lines = lines_of(string, Span(section.start, section.end))
    heads = _steps(lines, section)
    spans = _headed(lines, heads) if heads else _paragraphs(lines, section)
    if not spans and names_section(even(section.heading)):
        spans = _within(lines)
    return [_measure(string, before + i, *step) for i, step in enumerate(spans, 1)]


def _steps(lines: Sequence[Line], section: SectionFound) -> list[Head]:
    """The headings of two levels below the section's own; a lone one is no list."""
    heads = [head for head in outline(lines) if head.title]
    if heads and heads[0].line == 0 and even(section.heading) == heads[0].title and _is_name(heads[0]):
        heads = heads[1:]
    if not heads:
        return []
    outer = min(head.level for head in heads)
    kept = [head for head in heads if head.level <= outer + 1]
    return kept if len(kept) > 1 else []


def _is_name(head: Head) -> bool:
    """Whether the first heading is that of the section (主要做法), and not its first step."""
    return head.kind is not None


def _headed(lines: Sequence[Line], heads: list[Head]) -> list[tuple[int, str, int, int]]:
    outer = min(head.level for head in heads)
    steps = []
    for i, head in enumerate(heads):
        later = (other for other in heads[i + 1 :] if other.level <= head.level)
        stop = next((other.line for other in later), len(lines))
        steps.append((head.level - outer + 1, head.title, head.words, lines[stop - 1].end))
    return steps


def _paragraphs(lines: Sequence[Line], section: SectionFound) -> list[tuple[int, str, int, int]]:
    """Paragraphs that are long enough to be a step each, by their first sentence."""
    body = lines[1:] if section.heading and lines and len(lines[0].text) < _PARAGRAPH else lines
    long = [line for line in body if len(line.text) >= _PARAGRAPH]
    if len(long) < 2 or len(long) * 2 < len(body):
        return []
    steps = [(1, _heading(line.text), line.start, line.end) for line in long]
    return [step for step in steps if not _NO_STEP.search(step[1])]


def _within(lines: Sequence[Line]) -> list[tuple[int, str, int, int]]:
    """Steps counted 一是, 二是 within one paragraph, where the practice has no other."""
    for line in lines:
        marks = list(_COUNTED.finditer(line.text))
        if len(marks) > 1 and marks[0][1] == "一" and marks[1][1] == "二":
            stops = [*(mark.start() for mark in marks[1:]), len(line.text)]
            pieces = [line.text[mark.end() : stop] for mark, stop in zip(marks, stops, strict=True)]
            starts = [line.start + mark.end() for mark in marks]
            return [(1, _heading(piece), at, at + len(piece)) for piece, at in zip(pieces, starts, strict=True)]
    return []


def _heading(line: str) -> str:
    """The first sentence where it is short, else as many of its clauses as make a heading."""
    sentence = first_sentence(line)
    while len(sentence) > _HEADING and re.search("[,:]", sentence):
        sentence = re.split("[,:](?=[^,:]*$)", sentence)[0]
    return sentence[:_HEADING].rstrip(",;:")


def _measure(string: str, order: int, level: int, heading: str, start: int, end: int) -> MeasureFound:
    shown = string[start : start + len(heading)]
    return MeasureFound(order, level, shown, start, end, practices_of(shown, string[start + len(heading) : end]))
