"""The steps of a practice that no heading tells: paragraphs whose first sentence says what a body set out to do."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cases.extract.lines import Line, ends_well, mark_of, names_in

_DATA = json.loads((Path(__file__).parent / "data" / "step_words.json").read_text(encoding="utf-8"))


def _any(key: str) -> str:
    return "|".join(sorted(_DATA[key], key=len, reverse=True))


_ACT = _any("acts") + "|变(?=[^,;]{1,20}为)|抓(?=[^手])|让(?=[^位利])"
_ADVERB = (
    "(?:还|又|也|则|并|即|先后|率先|始终|不断|继续|主动|要|必须|进一步|注意|专门|统一|及时|逐步|同步|首先|定期|陆续"
    "|自主|联合|牵头|共同|分别|精心|因地制宜|因村制宜|创造性|科学|高位|严格|从严|分类|分级|分层|有效|着重|重点|努力|全程"
    "|全域|高度|全力|全部|全覆盖|地|一体|相继|高标准|高质量|高起点|多措并举|多渠道|多形式|多方)"
)
_WITH = (
    "(?:在|把|将|以|通过|对|从|按照|按|为|结合|围绕|针对|根据|依托|利用|向|由|与|和|用|借助|立足|着眼|本着|紧紧围绕)"
)
_STARTS = re.compile(rf"(?:[\u4e00-\u9fff]{{0,5}}要)?{_ADVERB}{{0,3}}(?:{_ACT})(?![要是得之]|在[^,]{{2,20}}的)")
_BODY = re.compile(
    rf"(?:(?![使让被是有了可])[\u4e00-\u9fff、()·]){{0,18}}?(?:{_any('bodies')})(?:们|成员|负责人)?(?={_ADVERB}{{0,3}}(?:{_ACT}|{_WITH}))"
)
_LATER = re.compile(rf"(?:{_WITH}|给|为|[\u4e00-\u9fff]了)[^,;]{{0,40}}?(?:{_ACT}|作为|纳入|列入|放在|摆在|融入)")
_LEAD = re.compile(rf"(?:{_any('leads')}|\d{{4}}年|\d{{1,2}}月|[一二三四五六七八九十]是)")
_PURPOSE = re.compile(r"为了?|针对|着眼|围绕|按照|根据|依据|结合|立足|突出|坚持|聚焦|紧扣|以.*为|从.*着手|牢固树立")
_DROPPED = re.compile(
    rf"(?:{_any('dropped')}),|在?[^,。]{{2,30}}(?:的?同时|之余),|不仅(?:是|限于)?[^,。]{{2,12}},"
    r"|[^,。“]{2,16}背后,(?:正是|在于)"
)
_RESOURCE = re.compile(r"[^,。]{0,12}(?:利用|借助|依靠)[^,。]{2,24},(?=以[^,。]{2,20}为)")
_SAID = re.compile(r"[^,。“]{2,40}(?:表示|认为|指出|强调),(?!“)")
_NAMED = re.compile(r"“[^”,。!?]{2,14}”(?:即|就是|是指|是|指|[^,。的说道]{2,16}$)")
_CALLED = re.compile(r"[把将让][^,“”]{4,24},这是[^,。]{0,24}(?:举措|做法|招|路子|探索|实践|创新)$")
_WHEN = rf"(?:(?:{_any('leads')}|\d{{4}}年)[^,]{{0,12}},)?"
_WIDE = re.compile(rf"{_WHEN}(?:[全该][省市县区州]|[\u4e00-\u9fff]{{2,5}}[省市县区州](?![\u4e00-\u9fff]{{2,8}}村))")
_VILLAGE = re.compile(
    rf"{_WHEN}(?:[\u4e00-\u9fff]{{2,5}}[市州])?(?:[\u4e00-\u9fff]{{1,5}}[市县区])?(?:[\u4e00-\u9fff]{{2,5}}[乡镇])?"
    r"(?![全各该联])[\u4e00-\u9fff]{1,4}(?<![政全各该联农乡建])村(?:党|支|依托|采|建|两委|把|通过|,)"
)
_ASKED = re.compile(r"(?:如何|怎么|怎样)[^。?!]{4,40}\?")
_ANSWER = re.compile(r"(?:探索|实施|推行|建立|开展|实行|成立|创新|推出|制定|出台|组建)(?![要是得之])[^,]{3}")
_POST = "(?:书记|主任|村民|党员|支书|[队组村镇县市局社部委]长|户|大户|能手|青年|[为派])"
_INTRODUCED = re.compile(rf"(?={_POST}([\u4e00-\u9fff]{{2,3}}))")
_SPEAKING = re.compile("(?=([\u4e00-\u9fff]{2,3})(?:说|介绍|告诉|坦言))")
_NOW = re.compile(rf"(?:{_any('now')})|\d{{1,2}}(?:月\d{{1,2}})?日|[^,]{{2,16}}(?:之前|之初|之后|上任以来),|自担任")
_TOLD = re.compile(rf"(?:{_any('told')})")
_SAYING = re.compile(
    r"[?？]|不(?![断忘])|(?<!人)才(?![能干])|如何|怎|关键(?!时刻|环节|少数|岗位)|基础$|(?:是|在于)[^,]{0,10}$|[吗呢吧啊]$|永远在路上"
)
_LACKING = re.compile(
    r"[^,]{2,24}(?:薄弱|偏低|滞后|不足|不高|不协调|单一|落后|困局|慢于[^,]{2,8})(?:,|$)|[^,]{2,16}缺乏|[^,]{2,30}困局"
)
_GAINED = re.compile(
    r"(?:明显|显著|大幅|有效|不断)(?:增强|提升|提高|改善|好转|加快)|得到了?(?:实惠|好处|[^,]{0,4}(?:提升|加强|解决))|焕然一新"
)
_PROVERB = re.compile("关键(?!时刻|环节|少数|岗位)|才[^能干]|不如|要有|离不开|重在|在于|靠")
_PART = re.compile(r"(?:如何[^。?!“]{0,20}(?:“[^”]{2,20}”)?[^。?!“]{2,40}\?|为[^。!?]{19,80}。)")
_SHORT, _HEADING, _PARAGRAPH = 34, 60, 40


@dataclass(frozen=True, slots=True)
class Step:
    """A step told by a paragraph: `line` is its place in the lines, `start` that of its heading in the text."""

    line: int
    start: int
    heading: str


def steps_in(lines: Sequence[Line], story: str = "") -> list[Step]:
    """The paragraphs that begin a step, in order; a story that is only told has none.

    In: evened lines, and the whole story they are from, which knows its places by name (default: the lines alone).
    A step begins with what a body does (该县建立…), with what it is for (为破解难题,该县成立…), with the act itself
    (实施“驿站”模式。) or with a short heading of two clauses (统揽担责,推动…). Speech, people, sights, sums of what
    stands now and sayings begin none.

    >>> from cases.extract.lines import lines_of
    >>> story = "“变化真大。”村民王芳说,路通了,灯亮了。\\n该县建立联系制度,选派干部200名。"
    >>> [(step.line, step.heading) for step in steps_in(lines_of(story + "干部进村入户。" * 6))]
    [(1, '该县建立联系制度,选派干部200名')]
    """
    whole = story or "\n".join(line.text for line in lines)
    found = [_step(line, i, whole) for i, line in enumerate(lines)]
    steps = _without_examples([step for step in found if step])
    return [one for step in _under_heads(lines, _with_alike(lines, steps)) for one in _joined(lines, step)]


def _without_examples(steps: list[Step]) -> list[Step]:
    """Where a whole city or county acts in most steps, what one village of it did is an example, not a step."""
    wide = [step for step in steps if _WIDE.match(step.heading)]
    villages = [step for step in steps if _VILLAGE.match(step.heading) and step not in wide]
    return [step for step in steps if step not in villages] if len(wide) > max(1, len(villages)) else steps


def _joined(lines: Sequence[Line], step: Step) -> list[Step]:
    """Steps set in one sentence with ;, each ending in words of one build: …,亮身份;…,亮职责;…,亮成效。"""
    line = lines[step.line]
    at = step.start - line.start
    pieces = _masked(line.text)[at:].split("。")[0].split(";")
    ends = [piece.split(",")[-1] for piece in pieces]
    alike = len({end[:1] for end in ends}) == 1 and all("," in piece and len(piece) >= 12 for piece in pieces)
    if len(pieces) < 3 or not alike or max(map(len, ends)) > 10:
        return [step]
    starts = itertools.accumulate((len(piece) + 1 for piece in pieces[:-1]), initial=at)
    return [
        Step(step.line, line.start + begin, line.text[begin : begin + len(piece)])
        for begin, piece in zip(starts, pieces, strict=True)
    ]


def _under_heads(lines: Sequence[Line], steps: list[Step]) -> list[Step]:
    """A part after a gap that opens with a question or a purpose of its own is one step as a whole."""
    gaps = gaps_in(lines)
    for gap, stop in itertools.pairwise([0, *gaps, len(lines)] if gaps else []):
        words = lines[gap].text
        if _PART.fullmatch(words) and stop - gap > 1:
            head = Step(gap, lines[gap].start, _shortened(words, opening_of(words)))
            steps = [*(step for step in steps if not gap <= step.line < stop), head]
    return sorted(steps, key=lambda step: step.line)


def gaps_in(lines: Sequence[Line]) -> list[int]:
    """The lines before which more is left blank than between the others: where a text lost its subheads.

    >>> from cases.extract.lines import lines_of
    >>> gaps_in(lines_of("甲。\\n乙。\\n\\n丙。\\n丁。")), gaps_in(lines_of("甲。\\n\\n乙。\\n\\n丙。"))
    ([2], [])
    """
    blanks = [two.start - one.end for one, two in itertools.pairwise(lines)]
    if len(blanks) < 3:
        return []
    usual = sorted(blanks)[len(blanks) // 2]
    return [i for i, blank in enumerate(blanks, 1) if blank > usual + (usual > 2)]


def _with_alike(lines: Sequence[Line], steps: list[Step]) -> list[Step]:
    """Take in paragraphs that begin as briefly as two found ones do, though without a verb: 目标到村到人。"""
    brief = [step for step in steps if len(step.heading) <= 14]
    if len(brief) < 2 or len(brief) != len(steps):
        return steps
    taken = {step.line for step in steps}
    more = [
        Step(i, line.start, opening)
        for i, line in enumerate(lines)
        if i not in taken and len(opening := opening_of(line.text)) <= 10 and _goes_on(line.text, opening)
        if not (_SAYING.search(opening) or _NOW.match(opening) or _TOLD.search(opening))
    ]
    return sorted([*steps, *more], key=lambda step: step.line)


def opening_of(line: str) -> str:
    """The first sentence of a paragraph, what stands in quotes or brackets kept whole.

    >>> opening_of("实行“有事问我!我来办。”制度。目前已见效。")
    '实行“有事问我!我来办。”制度'
    """
    masked = _masked(line)
    found = re.search(r"[。!?;]|[:—―-]{1,2}$", masked)
    return line[: found.start()] if found else line


@lru_cache(maxsize=64)
def _masked(line: str) -> str:
    """The line with the punctuation inside quotes and brackets turned into 、, so that it parts nothing."""
    return re.sub(r"“[^“”]{1,80}”|\([^()]{1,40}\)", lambda found: re.sub(r"[,。!?;:]", "、", found[0]), line)


def _step(line: Line, i: int, whole: str) -> Step | None:
    words, skipped = line.text, 0
    if mark_of(words) or not _tells_more(words):
        return None
    if said := _SAID.match(words):
        skipped = said.end()
    elif dropped := _DROPPED.match(_masked(words)) or _RESOURCE.match(words):
        skipped = dropped.end()
    words = words[skipped:]
    opening = opening_of(words)
    if _ASKED.fullmatch(words[: len(opening) + 1]):
        return _after_question(line, i, skipped + len(opening) + 1)
    if _is_prelude(opening):
        return _after_prelude(line, i, opening, whole)
    modal = re.match(r"[\u4e00-\u9fff]{1,5}要(?=[^,]{6})", opening) if skipped else None
    if not is_step(opening, whole):
        return None
    cut = skipped + modal.end() if modal else skipped
    return Step(i, line.start + cut, _shortened(line.text[cut:], opening[modal.end() :] if modal else opening))


def _is_prelude(opening: str) -> bool:
    """A saying or a purpose alone, which the next sentence makes a step: 乡村要振兴,关键在人。该县…"""
    bare = _masked(opening)
    saying = len(bare) <= _SHORT and _PROVERB.search(bare) and not re.search(r"[“\d?]", bare)
    return bool(saying or re.fullmatch(r"为[^,]{6,40}(?:问题|难题|难|需要|需求)", bare))


def _after_prelude(line: Line, i: int, opening: str, whole: str) -> Step | None:
    rest = line.text[line.text.index(opening) + len(opening) + 1 :]
    follows = opening_of(rest)
    clauses = _masked(follows).translate({ord("“"): None, ord("”"): None}).split(",")
    told = _NOW.match(follows) or _is_speech(follows) or _TOLD.search(opening) or _TOLD.search(follows[:60])
    if told or len(rest) < _PARAGRAPH or not _acts(clauses, whole):
        return None
    return Step(i, line.start + line.text.index(opening), opening)


def _after_question(line: Line, i: int, at: int) -> Step | None:
    """如何把党员拧成一股绳?在镇党委指导下,村党支部经过走访,探索实施… begins with the act that answers."""
    follows = opening_of(line.text[at:])
    if _is_speech(follows) or _TOLD.search(follows[:80]) or len(line.text) - at < _PARAGRAPH:
        return None
    for clause in re.finditer("[^,]+", _masked(line.text)[at : at + len(follows)]):
        if _ANSWER.match(clause[0]):
            start = at + clause.start()
            return Step(i, line.start + start, _shortened(line.text[start:], opening_of(line.text[start:])))
    return None


def _tells_more(paragraph: str) -> bool:
    """A step has a body: more than one sentence, or one that is long; what ends in a colon only leads on."""
    if re.search(r"[:—―-]$", paragraph) or not (ends_well(paragraph) or len(paragraph) > 100):
        return False
    opening = opening_of(paragraph)
    return len(paragraph) >= _PARAGRAPH and (_goes_on(paragraph, opening) or len(paragraph) >= 60)


def _goes_on(paragraph: str, opening: str) -> bool:
    return len(paragraph) - len(opening) >= 20


def is_step(opening: str, whole: str = "") -> bool:
    """Whether a paragraph with this first sentence begins a step; `whole` is the story, which knows its places.

    >>> is_step("为破解融资难题,该县成立信用合作社"), is_step("目前,全县建成基地12个")
    (True, False)
    """
    if _CALLED.match(opening):
        return True
    if _NAMED.match(opening) and len(opening.split(",")[0]) <= 24 and not _TOLD.search(opening):
        return True
    if (
        _is_speech(opening)
        or _NOW.match(opening)
        or _TOLD.search(opening[:80])
        or _GAINED.search(opening)
        or _LACKING.match(opening)
    ):
        return False
    clauses = _masked(opening).translate({ord("“"): None, ord("”"): None}).split(",")
    clauses = [clause.strip() for clause in clauses if clause.strip()]
    if not clauses:
        return False
    if _STARTS.match(clauses[0]) and not _is_saying(opening):
        return True
    return (_acts(clauses, whole) and not _is_saying(opening)) or _brief(clauses, opening)


def _is_speech(opening: str) -> bool:
    """Whether it begins with what someone says; a short name in quotes is none: “驿站”暖人心."""
    quoted = re.match(r"“([^”]*)(?:”|$)", opening)
    return quoted is not None and (len(quoted[1]) > 14 or bool(re.search(r"[。!?,;]", quoted[1])))


@lru_cache(maxsize=8)
def _people(story: str) -> frozenset[str]:
    """The persons a story introduces: 书记王建国, 王建国说; found in one pass."""
    found = {match[1][:size] for match in _INTRODUCED.finditer(story) for size in (2, 3)}
    found |= {match[1][-size:] for match in _SPEAKING.finditer(story) for size in (2, 3)}
    return frozenset(name for name in found - _places(story) if names_in(name) == (name,))


@lru_cache(maxsize=8)
def _places(story: str) -> frozenset[str]:
    """What stands before 县, 市, 村 and their like in a story: among it the bare names of its places."""
    return frozenset(
        story[match.start() - size : match.start()]
        for match in re.finditer("[县市省区州旗镇乡村]", story)
        for size in (2, 3)
    )


def _is_person(clause: str, story: str) -> bool:
    """Whether a clause begins with the name of a person whom the story introduces."""
    return clause[:3] in _people(story) or clause[:2] in _people(story)


def _is_saying(opening: str) -> bool:
    return len(opening) <= _SHORT and bool(_SAYING.search(opening))


def _brief(clauses: list[str], opening: str) -> bool:
    """A heading of two clauses, the second of them an act: 统揽担责,推动工作由“浮”变“沉”."""
    two = len(clauses) == 2 and len(opening) <= _SHORT and 3 <= len(clauses[0]) <= 12
    return two and bool(_STARTS.match(clauses[1])) and not _SAYING.search(opening) and not re.search(r"\d", opening)


def _acts(clauses: list[str], whole: str) -> bool:
    """A body acts, or a purpose leads to an act, within the first clauses."""
    led = False
    for clause in clauses[:5]:
        body = _body(clause, whole)
        if body:
            rest = clause[body:]
            if _STARTS.match(rest) or _LATER.search(rest):
                return True
            led = True
        elif led and (_STARTS.match(clause) or _LATER.match(clause)):
            return True
        elif _PURPOSE.match(clause):
            led = True
        elif not _LEAD.match(clause) and not led:
            return False
    return False


def _body(clause: str, whole: str) -> int:
    """How many characters the acting body takes at the head of a clause; a bare name counts if it is a place here."""
    found = _BODY.match(clause)
    if _is_person(clause, whole):
        return 0
    if found and not (clause[: found.end()].endswith(("书记", "主任")) and names_in(clause[found.end() :][:3])):
        return found.end()
    for size in (2, 3):
        name = clause[:size]
        if len(clause) > size + 2 and name in _places(whole):
            rest = clause[size:]
            if re.match(rf"{_ADVERB}{{0,3}}(?:{_ACT}|{_WITH})", rest):
                return size
    return 0


def _shortened(words: str, opening: str) -> str:
    """The first sentence where it is short, else as many of its clauses as make a heading."""
    masked = _masked(words)[: min(len(opening), 300)]
    while len(masked) > _HEADING and (cut := max(masked.rfind(","), masked.rfind(":"))) > 11:
        masked = masked[:cut]
    return words[: min(len(masked), 120)].rstrip(",;:")
