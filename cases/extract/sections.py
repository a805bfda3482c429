"""The parts of a story: background, practice, results, lessons, problems, appendix, with headings or without."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases.extract.alternatives import begun
from cases.extract.front import read_front
from cases.extract.lines import Line, even_part, first_sentence, lines_of, mark_of
from cases.extract.outline import Head, begins_list, outline
from cases.extract.records import SectionFound
from cases.extract.spans import Span, Text
from cases.extract.steps import Step, gaps_in, is_brief, sentences_of, steps_in
from cases.extract.values import replace

_OUTER = ("part", "cn", "paren", "digit", "plain", "said")
_PREFACE = re.compile(
    r"[【\[(]?(?:编者按|编者的话|编者语|开栏的话|编前话|核心阅读|核心提示|内容提要|导读)[】\])]?[: ]?\s*"
)
_EDITOR = begun(r"[—―–-]{1,3}\s?编者$")
_OVERVIEW = re.compile(r"近年来|近几年|近些年|几年来|[一两三]年来|今年以来|去年以来|从.{2,8}到|多年来")
_TROUBLE = re.compile(
    r"困局|困境|难题|短板|薄弱|滞后|偏低|不足|缺乏|缺少|涣散|单一|较小|不协调|弊端|制约|突出问题|脏、乱、差"
    r"|难以|缺失|缺位|脱节|越来越难"
)
# What someone says or asks for, before the first step: “…。”这是县委提出的要求。
_REPORTS = re.compile("^“[^”]{15}|(?:说|表示|指出|强调),")
_CAUSE = re.compile(r"由于|长期以来|此前|以往|曾经|然而|近年来[^。]{0,30}(?:困难|问题)")
_BEFORE = begun(r"几年前|前些年|过去|以往|曾经?|以前|原来")
_GAINS = begun(
    r"(?:明显|显著|大幅|有效|不断|全面)(?:增强|提升|提高|改善|好转)|(?:得到|看到)了?(?:实惠|好处|变化|实实在在)"
    r"|有力(?:地?推动|促进|助推)|越来越[好多强旺]|焕然一新|注入了?[^,。]{0,6}动[能力]|更加[^,。]{2,8}。|成效(?:显著|明显)"
    r"|新(?:路径|局面|面貌|格局)[,。]|更多了|快了|(?:正式|宣布|顺利|实现)[^,。]{0,16}(?:出列|摘帽)|赫然在内|生动(?:实践|缩影)"
)
_LESSONS = begun(r"(?:几点|[一二三四五六]点|深刻|有益)?(?:启示|体会|启发)(?:是|:|,|。|$)|给我们.{0,6}启示")
_PROBLEMS = re.compile(r"存在.{0,8}(?:问题|不足|困难)|^.{0,8}(?:下一步|接下来|今后一个时期|今后的?打算)")
_RESULTS = re.compile(
    r"(?:取得|收到|见到|呈现|产生|显现).{0,12}(?:成效|效果|成绩|成果|实效|变化|局面|效应)|成效(?:显著|明显|[^,。]{0,4}(?:初显|显现|凸显))|初见成效"
    r"|^(?:[^,。]{2,6},)?通过[^,。]{2,24},[^,。]{0,10}(?:共|已|累计)"
    r"|^(?:“[^”]{2,20}”[^,。]{0,10}|通过[^。]{2,40}|这[一项]{1,2}[^,。]{0,10}|.{0,6}实践证明)[,:].{0,6}(?:提高|增强|促进|密切|推动|激发|改善|转变)了"
    r"|^随着[^,。]{2,24}(?:实施|推进|开展|推行),[^。]{2,60}(?:成为|增强|提高|提升|改善|变化)"
    r"|^(?:这些|一系列|该)[^,。]{2,10}(?:举措|做法|活动|措施|制度|机制),(?:既|不仅|有效|极大|大大)"
    r"|^[^,。]{2,20}(?:激活|激发|调动|增强|提升)了[^,。]{2,24}(?:动力|活力|积极性|热情|能力|意识)$"
    r"|^[^,。]{2,16},?[^,。]{0,3}(?:增加|增强|提高|提升|促进|密切|推动|激发|改善|转变)了[^,。]{2,16},[^,。]{0,3}(?:增强|提高|提升|促进|密切|推动|激发|改善|转变)了"
)
# 一年来,全县已建成… sums up where no step follows.
_SUMMED = re.compile(
    r"(?:据了解,|据统计,|据悉,)?(?:[一二两三四五几近多]{1,3}年多?来|半年来|截至目前|目前|如今|[今去]年以来|试点以来)[^。“]{2,40}?(?:累计|已|共)"
    r"|(?:据了解,|据统计,|据悉,)?(?:自)?(?:推行|实施|开展|实行)[^,。]{2,24}(?:以来|之?后),[^。]{2,60}(?:提[升高]|增强|改善|好转)"
    r"|目前,“[^”]{2,20}”[^,。]{0,8}已"
    r"|目前,全[省市县区乡镇村][^。“]{0,60}\d[^。]{0,30}了"
    r"|(?:[据经][^,。]{0,8}(?:统计|了解|悉)|记者[从在][^,。]{2,24}(?:获悉|了解到)),[^。]{0,50}?(?:已|共|累计)[^。]{0,30}\d"
    r"|(?:[今去]年,)?[^,。]{0,8}(?:推行|实施|开展|实行)[^,。]{2,24}(?:以来|之?后),[^。]{0,40}?(?:已|共|累计)[^。]{0,30}\d"
    r"|(?:据悉,|据了解,|据统计,)?[^,。]{0,8}(?:推行|实施|开展|实行)[^,。]{2,24}以来,[^。]{0,60}\d"
    r"|(?:据[^,。]{1,8}|记者[从在][^,。]{2,24}(?:获悉|了解到)),(?:截至)?目前,[^。]{0,60}\d"
)
_WALK = re.compile(r"走进|漫步|步入|行走在|走在|如今的")
_ELSEWHERE = re.compile(r"[在到]?(?![全该])[\u4e00-\u9fff]{2,5}[市县区乡镇村]")
_JOY = re.compile(r"幸福|变化|干净|整洁|笑|越来越|焕然|变[绿美富清]|感受到|红火|获得感|安居乐业|摘掉|出列")
_COUNTED = begun(r"(?:(?<=[。;:,])|^)一是(?=.{10,300}?[。;,]二是)")


def read_sections(text: Text, span: Span) -> list[SectionFound]:
    """The sections of the case in `span`, tiling it from the end of its title and byline to its end.

    In: the clean text and the span of one case. Out: sections of level 1 in order, each beginning with its heading;
    `kind` is one of `SECTION_KINDS`, `heading` is "" where there is none.

    >>> text = Text.of("党建新法\\n近年来全县试行新法。\\n一、主要做法\\n建立制度。\\n二、初步成效\\n增收明显。")
    >>> [(found.kind, found.heading) for found in read_sections(text, Span(0, len(text)))]
    [('background', ''), ('practice', '主要做法'), ('results', '初步成效')]
    """
    return read_parts(text, span)[0]


def read_parts(text: Text, span: Span) -> tuple[list[SectionFound], list[Step] | None]:
    """The sections, and the steps that a story without headings is parted by; None where headings part it."""
    body = Span(read_front(text.string, span).body, span.end)
    lines = lines_of(text.string, body)
    if not lines:
        return [], None
    preface, lines = _preface(lines)
    heads = _top(outline(lines), lines)
    steps = None if heads else steps_in(lines, even_part(text.string, span))
    found = _headed(lines, heads) if steps is None else _unheaded(lines, steps)
    return _tiled(text.string, [*preface, *found], span.end), steps


def _preface(lines: list[Line]) -> tuple[list[SectionFound], list[Line]]:
    """The editor's note before a story, which is not of the story: 编者按, on a line of its own or run in."""
    if _EDITOR.search(lines[0].text) and len(lines) > 1:
        return [_section("other", lines[0].start, "", lines[0].start)], lines[1:]
    found = _PREFACE.match(lines[0].text)
    taken = 0 if not found else 2 if found.end() == len(lines[0].text) else 1
    if not found or len(lines) <= taken:
        return [], lines
    heading = lines[0].text[: found.end()].rstrip(":")
    return [_section("other", lines[0].start, heading, lines[0].start)], lines[taken:]


def _top(heads: list[Head], lines: Sequence[Line]) -> list[Head]:
    """The headings of sections: the outermost level that is a list, or one heading that names a section."""
    for level in (1, 2):
        top = [head for head in heads if head.level == level and head.style in _OUTER]
        if len(top) > 1 or (top and top[0].kind):
            return top
    return heads if begins_list(heads, lines) else []


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
        begun = (mark := mark_of(lines[0].text)) is not None and mark.number > 1
        found.append(_section("practice" if begun else "other" if named else "background", lines[0].start))
        if heads[0].kind == "results":
            found = _with_counted(found, lines[: heads[0].line])
    last: Head | None = None
    for head in heads:
        kind = head.kind if head.kind and _fits(head, heads) else "practice"
        if not head.kind and found and found[-1].kind == "practice" and head.style != "plain":
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


def _unheaded(lines: Sequence[Line], told: Sequence[Step]) -> list[SectionFound]:
    """What leads up to the first step is background, then comes practice, then what the end says of results."""
    found = [_section("background", lines[0].start)]
    marked = {i for i, line in enumerate(lines) if mark_of(line.text)}
    if told and len(marked) < 2 and is_brief(lines, told):
        return _brief(lines, told)
    if len(lines) < 2:
        return _with_counted(found, lines)
    steps = {step.line for step in told} | (marked if len(marked) > 1 else set())
    opening = _opening(lines, steps)
    closing = _closing(lines, steps)
    if min(closing, default=len(lines)) > opening and opening < len(lines):
        found.append(_section("practice", lines[opening].start))
    else:
        found = _with_counted(found, lines[:opening])
    for i, kind in sorted(closing.items()):
        if kind != found[-1].kind and i >= opening:
            found.append(_section(kind, lines[i].start))
    return found


def _brief(lines: Sequence[Line], told: Sequence[Step]) -> list[SectionFound]:
    """A story in few paragraphs: practice begins with the first step, in mid-paragraph too, and results with a sum.

    A first paragraph that gives no number only leads up where others tell steps.
    """
    later = [step for step in told if step.line > 0]
    general = not re.search(r"\d(?![\d年月日:])", lines[0].text) or any(step.rank >= told[0].rank for step in later)
    steps = later if later and general else list(told)
    first = steps[0]
    line = lines[first.line]
    mid = "。" in line.text[: first.start - line.start] and not line.text.startswith("这是")
    found = [_section("background", lines[0].start)] if first.line > 0 or mid else []
    found.append(_section("practice", first.start if mid else line.start))
    for line in lines[steps[-1].line :]:
        for at, sentence in sentences_of(line):
            kind = _said(sentence[:80]) or ("results" if _SUMMED.match(sentence) else None)
            if line.start + at > steps[-1].start and kind and kind != found[-1].kind:
                found.append(_section(kind, line.start + at))
    return found


def _with_counted(found: list[SectionFound], lines: Sequence[Line]) -> list[SectionFound]:
    """What leads up, and the practice from the sentence on that counts its steps: 主要做法是:一是…。二是…"""
    for line in lines:
        if counted := _COUNTED.search(line.text):
            start = line.start + line.text.rfind("。", 0, counted.start()) + 1
            return [*(section for section in found if section.start < start), _section("practice", start)]
    return found


def _opening(lines: Sequence[Line], steps: set[int]) -> int:
    """How many paragraphs lead up to the practice: to the first gap, or the first step, or a fifth of the text."""
    gaps = gaps_in(lines)
    whole = sum(len(line.text) for line in lines)
    led = [gap for gap in gaps if sum(len(line.text) for line in lines[:gap]) <= whole * 0.45]
    if led:
        if begun := _two_steps(lines, led[0], steps):
            return begun
        later = next((gap for gap in gaps if gap > led[0]), 0)
        if later in led and (_troubles(lines, led[0], later, steps) or _scenes(lines[:later], led[0], steps, whole)):
            return later
        return _past_causes(lines, led[0], steps)
    told, at = len(lines[0].text), 1
    while at < len(lines) - 1 and _leads_on(lines, at, steps, told / whole):
        told, at = told + len(lines[at].text), at + 1
    return at


def _two_steps(lines: Sequence[Line], gap: int, steps: set[int]) -> int:
    """The step before the gap that has another beside it and sums up no years; 0 where none does."""
    told = (i for i in range(1, gap) if i in steps and not _OVERVIEW.match(lines[i].text))
    return next((i for i in told if steps & {i - 1, i + 1} & set(range(1, gap))), 0)


def _scenes(lines: Sequence[Line], gap: int, steps: set[int], whole: int) -> bool:
    """Whether after a short lead a part goes from place to place without a step, within the first third."""
    told = sum(len(line.text) for line in lines)
    short = sum(len(line.text) for line in lines[:gap]) < whole * 0.12
    several = sum(bool(_ELSEWHERE.match(line.text)) for line in lines[gap:]) > 1
    return short and several and told < whole * 0.33 and not steps & set(range(gap, len(lines)))


def _past_causes(lines: Sequence[Line], at: int, steps: set[int]) -> int:
    """Step over paragraphs after the gap that still tell why: 由于历史原因,村庄规模普遍较小。"""
    stop = at
    while stop < min(at + 2, len(lines) - 1) and stop not in steps and _CAUSE.match(lines[stop].text):
        if not _TROUBLE.search(lines[stop].text):
            break
        stop += 1
    return stop if stop in steps else at


def _leads_on(lines: Sequence[Line], at: int, steps: set[int], told: float) -> bool:
    """Whether a paragraph still leads up: no step in the first fifth, a sum of the years, or what was wrong."""
    if at in steps:
        return told < 0.2 and _is_overview(lines, at, steps)
    words = lines[at].text
    caused = _CAUSE.match(words) or re.search("原来(?!是)|过去", words[:24])
    if told < 0.4 and at + 1 in steps and _REPORTS.search(words[:80]):
        return True
    return told < 0.2 or (told < 0.4 and bool(caused) and bool(_TROUBLE.search(words)))


def _is_overview(lines: Sequence[Line], at: int, steps: set[int]) -> bool:
    """After an opening scene the second paragraph sums up what the place did in these years."""
    return at == 1 and 0 not in steps and "“" in lines[0].text[:60] and bool(_OVERVIEW.match(lines[at].text))


def _troubles(lines: Sequence[Line], start: int, stop: int, steps: set[int]) -> bool:
    """Whether a part tells what was wrong before: at once, or on the way where no step is told in it."""
    words = "".join(line.text for line in lines[start:stop])
    begun = 30 if steps & set(range(start, stop)) else 80
    return bool(_BEFORE.search(lines[start].text[:begun])) and len(_TROUBLE.findall(words)) > 2


def _closing(lines: Sequence[Line], steps: set[int]) -> dict[int, str]:
    """Paragraphs of the second half that open with results, problems or lessons; all after them go on with it."""
    found: dict[int, str] = {}
    last_part = max((gap for gap in gaps_in(lines) if len(lines) - gap > 2), default=0)
    for i in range(max(1, len(lines) // 2), len(lines)):
        opening = first_sentence(lines[i].text)
        kind = _said(opening[: 40 if i + 1 < len(lines) else 80])
        if kind is None and i > max(steps, default=0) and _SUMMED.match(opening):
            kind = "results"
        if kind and not (i in steps and kind != "lessons") and not (kind == "results" and i < last_part):
            found[i] = kind
    return found or _ending(lines, steps)


def _ending(lines: Sequence[Line], steps: set[int]) -> dict[int, str]:
    """The last paragraph, or the part after the last gap, where it tells no step but what was gained."""
    last = len(lines) - 1
    while last > 2 and len(lines[last].text) < 30 and "。" not in lines[last].text:
        last -= 1
    part = next((gap for gap in reversed(gaps_in(lines)) if gap > len(lines) / 2), last)
    if part < last and _is_walk(lines[part : last + 1]) and not steps & set(range(part, last + 1)):
        return {part: "results"}
    if part < last and re.match(r"“?(?:过去|如今|现在|以前)", lines[part].text) and not steps & {part, last}:
        return {part: "results"}
    sentences = lines[last].text.split("。")
    gained = last not in steps and any(_GAINS.search(f"{words}。") for words in (sentences[0], *sentences[-2:]))
    return {last: "results"} if gained and last > 1 else {}


def _is_walk(lines: Sequence[Line]) -> bool:
    """A last part that walks through the place as it is now and tells what was gained."""
    return bool(_WALK.search(lines[0].text[:30])) and sum(bool(_JOY.search(line.text)) for line in lines[:3]) > 1


def _said(opening: str) -> str | None:
    for kind, form in (("lessons", _LESSONS), ("problems", _PROBLEMS), ("results", _RESULTS)):
        if form.search(opening):
            return kind
    return None
