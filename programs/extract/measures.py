"""The steps of a practice: its numbered or sub-headed parts, two levels deep."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice

from cases.extract.acts import begins_act
from cases.extract.alternatives import begun
from cases.extract.lines import Line, even, even_part, first_sentence, lines_of
from cases.extract.outline import Head, begins_list, kind_of, outline
from cases.extract.records import SectionFound
from cases.extract.spans import Span, Text
from cases.extract.steps import Step, steps_in
from programs.extract.practices import practices_of
from programs.extract.records import MeasureFound

Found = tuple[int, str, int, int]

_HEADING, _PIECE, _MOST = 60, 30, 60
_NAME = re.compile(
    r"(?:(?<=。)|^)(?![该本市县区镇乡村]|全[市县区镇乡村]|目前|同时|此外|[今去]年|近年|截至|如今)([\u4e00-\u9fff“”]{2,12})[,:。]"
)
_BRIEF = re.compile(r"(?<=。)([\u4e00-\u9fff]{4,8})。(?=[^。]{20})")
_FULL = begun(r"(?:(?<=[。:])|^)([一二三四五六七八九十])是")
_COUNTED = begun(r"(?:(?<=[。;:,])|^)([一二三四五六七八九十])[是要]")


def read_measures(
    text: Text, span: Span, sections: Sequence[SectionFound], told: Sequence[Step] | None = None
) -> list[MeasureFound]:
    """The measures of the case in `span`, from its practice sections only, in the order of the text.

    In: the clean text, the span of one case, its sections, and the steps they were parted by, if no headings did.
    Out: measures with heading (its number left out), the span from the first character of the heading to the end of
    the body, level 1 or 2, and practices by slug.

    >>> text = Text.of("一、主要做法\\n(一)建立教育基地。基地十个。\\n(二)设立专项资金。贷款到户。")
    >>> found = read_measures(text, Span(0, len(text)), [SectionFound("practice", "主要做法", 0, len(text))])
    >>> [(measure.heading, text.string[measure.start : measure.end]) for measure in found]
    [('建立教育基地', '建立教育基地。基地十个。'), ('设立专项资金', '设立专项资金。贷款到户。')]
    """
    found: list[MeasureFound] = []
    story = even_part(text.string, span)
    for section in sections:
        if section.kind == "practice" and span.start <= section.start < span.end:
            found += _in_section(text.string, story, section, told, len(found))
    return found


def _in_section(
    string: str, story: str, section: SectionFound, told: Sequence[Step] | None, before: int
) -> list[MeasureFound]:
    lines = lines_of(string, Span(section.start, section.end))
    own = even(section.heading)
    if own and kind_of(own) is None and lines[0].text.endswith(own):
        start = section.start + lines[0].text.index(own)
        spans = [(1, own, start, lines[-1].end), *_deeper(lines[1:])]
    else:
        heads = _steps(lines, section)
        leading = _leading(lines, heads)
        steps = steps_in(leading, story) if told is None else told
        spans = [*_told(leading, steps, own if not heads else ""), *_headed(lines, heads)]
        if not spans:
            spans = _within(lines)
    return [_measure(string, before + i, *step) for i, step in enumerate(_with_counted(spans, lines), 1)]


def _leading(lines: Sequence[Line], heads: Sequence[Head]) -> Sequence[Line]:
    """Where steps without headings are told: all lines, or before steps only counted (一是…) what leads up to them.

    The paragraph that leads to the count tells none.
    """
    if not heads:
        return lines
    first = heads[0]
    return lines[: first.line - 1] if first.style in ("is", "first") and first.line > 1 else ()


def _deeper(lines: Sequence[Line]) -> list[Found]:
    """The numbered steps inside a part whose heading is itself a step."""
    heads = [head for head in outline(lines) if head.title and head.style != "said"]
    return [(2, *step[1:]) for step in _headed(lines, heads) if step[0] == 1] if len(heads) > 1 else []


def _with_counted(spans: list[Found], lines: Sequence[Line]) -> list[Found]:
    """Put in what a step without steps of its own counts in full sentences: 一是…。二是…。"""
    full: list[Found] = []
    usual = _usual_length(lines)
    for i, span in enumerate(spans):
        full.append(span)
        last = i + 1 == len(spans) or spans[i + 1][0] == 1
        if span[0] == 1 and last:
            inner = [line for line in lines if span[2] <= line.end and line.start < span[3]]
            told = (found for line in inner for found in _counted(line) or _series(line) or _briefly(line, usual))
            full += [found for found in told if span[2] < found[2] < span[3]]
    return full


def _series(line: Line) -> list[Found]:
    """Sentences that each open with one of a set of names: 联诺,…。联评,…。联考,…; 从村里“挖”。…从企业“招”。…"""
    opened = [mark for mark in islice(_NAME.finditer(line.text), _MOST) if mark.end() < len(line.text)]
    alike = max((_of_a_set(opened, mark) for mark in opened), key=len, default=[])
    if len(alike) < 3 or len({mark[1] for mark in alike}) < len(alike):
        return []
    starts = [mark.start(1) for mark in alike]
    ends = zip(alike, starts, [*starts[1:], len(line.text)], strict=True)
    return [(2, mark[1], line.start + start, line.start + stop) for mark, start, stop in ends]


def _usual_length(lines: Sequence[Line]) -> int:
    """How long the brief sentences are that head others within paragraphs (加强领导。…完善体系。…), three at least."""
    brief = [
        len(mark[1]) for line in lines for mark in islice(_BRIEF.finditer(line.text), _MOST) if begins_act(mark[1])
    ]
    length = max(brief, key=brief.count, default=0)
    return length if brief.count(length) > 2 else 0


def _briefly(line: Line, length: int) -> list[Found]:
    """What such sentences of the usual length head in a paragraph, two at least."""
    marks = [mark for mark in islice(_BRIEF.finditer(line.text), _MOST) if len(mark[1]) == length]
    if len(marks) < 2:
        return []
    starts = [mark.start(1) for mark in marks]
    ends = zip(marks, starts, [*starts[1:], len(line.text)], strict=True)
    return [(2, mark[1], line.start + start, line.start + stop) for mark, start, stop in ends]


def _of_a_set(marks: Sequence[re.Match[str]], one: re.Match[str]) -> list[re.Match[str]]:
    """The openings as long as this one that share its first or its last letter, or are quoted as it is."""
    like = [mark for mark in marks if abs(len(mark[1]) - len(one[1])) <= 1 + len(one[1]) // 6]
    begun, ended = ([mark for mark in like if mark[1][at] == one[1][at]] for at in (0, -1))
    return max(begun, ended, key=len)


def _counted(line: Line) -> list[Found]:
    marks = [mark for mark in _FULL.finditer(line.text) if mark.end() < len(line.text)]
    numbers = [mark[1] for mark in marks]
    if len(marks) < 2 or numbers != list("一二三四五六七八九十"[: len(numbers)]):
        return []
    stops = [*(mark.start() for mark in marks[1:]), len(line.text)]
    pieces = [line.text[mark.end() : stop] for mark, stop in zip(marks, stops, strict=True)]
    if not all(len(piece) >= _PIECE and piece.endswith("。") for piece in pieces[:-1]):
        return []
    starts = [line.start + mark.end() for mark in marks]
    return [(2, _heading(piece), at, at + len(piece)) for piece, at in zip(pieces, starts, strict=True)]


def _steps(lines: Sequence[Line], section: SectionFound) -> list[Head]:
    """The headings of two levels below the section's own; a lone one is no list."""
    heads = [head for head in outline(lines) if head.title]
    if heads and heads[0].line == 0 and even(section.heading) == heads[0].title and _is_name(heads[0]):
        heads = heads[1:]
    if not heads:
        return []
    outer = min(head.level for head in heads)
    kept = [head for head in heads if head.level <= outer + 1]
    return kept if len(kept) > 1 or begins_list(kept, lines) else []


def _is_name(head: Head) -> bool:
    """Whether the first heading is that of the section (主要做法), and not its first step."""
    return head.kind is not None


def _headed(lines: Sequence[Line], heads: list[Head]) -> list[Found]:
    outer = min((head.level for head in heads), default=1)
    steps = []
    for i, head in enumerate(heads):
        later = (other for other in heads[i + 1 :] if other.level <= head.level)
        stop = next((other.line for other in later), len(lines))
        steps.append((head.level - outer + 1, head.title, head.words, lines[stop - 1].end))
    return steps


def _told(lines: Sequence[Line], told: Sequence[Step], heading: str) -> list[Found]:
    """The steps without a heading that begin in these lines; under that of a section a lone one is no list."""
    begins = [line.start for line in lines]
    inside = (step for step in told if lines and begins[0] <= step.start < lines[-1].end)
    steps = [(bisect_right(begins, step.start) - 1, step) for step in inside]
    if not steps or (heading and len(steps) < 2):
        return []
    stops = [*((i, step.start) for i, step in steps[1:]), (len(lines), 0)]
    return [
        (1, step.heading, step.start, start if i == at else lines[i - 1].end)
        for (at, step), (i, start) in zip(steps, stops, strict=True)
    ]


def _within(lines: Sequence[Line]) -> list[Found]:
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
