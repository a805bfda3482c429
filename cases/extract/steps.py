"""The steps of a practice that no heading tells: paragraphs whose first sentence says what a body set out to do."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from cases.extract.acts import (
    LEADS,
    acts,
    clauses_of,
    is_speech,
    is_state,
    is_step,
    masked,
    opening_of,
    tells_story,
)
from cases.extract.alternatives import begun
from cases.extract.lines import Line, ends_well, mark_of
from cases.extract.step_ranks import COUNTY, examples, rank_of, rank_of_title, usual
from cases.extract.values import replace, value

_DROPPED = re.compile(
    r"[―—–]{1,4}\s?|(?:首先|其次|再次|最后|再者|同时|与此同时|此外|另外|另一方面|一方面|据悉|据了解|据介绍|不仅如此|除此之外|为此|在此基础上),"
    r"|(?:\d{1,2}日,)?记者(?:[从在][^,。]{2,24})?(?:获悉|了解到|看到),"
    r"|在?[^,。]{2,30}(?:的?同时|之余),|不仅(?:是|限于)?[^,。]{2,12},|[^,。“]{2,16}背后,(?:正是|在于)"
)
_RESOURCE = re.compile(r"[^,。]{0,12}(?:利用|借助|依靠)[^,。]{2,24},(?=以[^,。]{2,20}为)")
_SAID = re.compile(r"[^,。“]{2,40}(?:表示|认为|指出|强调|介绍|告诉记者|坦言|透露),(?!“)")
_ASKED = re.compile(r"[^。?!“]{0,20}(?:如何|怎么|怎样|怎)[^。?!“]{0,20}(?:“[^”]{1,14}”)?[^。?!]{0,30}\?")
_ANSWER = re.compile(r"(?:探索|实施|推行|建立|开展|实行|成立|创新|推出|制定|出台|组建)(?![要是得之])[^,]{3}")
_PROVERB = re.compile("关键(?!时刻|环节|少数|岗位)|才[^能干]|不如|要有|离不开|重在|在于|靠")
_PART = re.compile(r"(?:如何[^。?!“]{0,20}(?:“[^”]{2,20}”)?[^。?!“]{2,40}\?|为[^。!?]{19,80}。)")
_SAYING = begun(
    "不(?![断忘])|(?<!人)才(?![能干])|如何|怎|关键(?!时刻|环节|少数|岗位)|(?:是|在于)[^,]{0,10}$|[吗呢吧啊]$"
)
_SPEAKS = re.compile("(?:说|介绍|解释|谈到|认为|表示|坦言|看来)(?:[,:]|$)")
# What may set out to act in the middle of a paragraph: the place the story is of, or a purpose.
_SET_OUT = re.compile(
    rf"(?:{LEADS}[^,]{{0,24}},)?(?:[全该我][省市县区州旗盟镇乡村]|(?!各)[\u4e00-\u9fff]{{2,5}}[省市县区州旗盟](?!各(?:党支部|乡|镇|村)|[\u4e00-\u9fff]{{1,4}}[乡镇]|[\u4e00-\u9fff]{{1,8}}村))"
    r"|为了?[^,]{4,40},|(?:针对|面对|围绕)[^,]{4,40},"
)
_ABOVE = begun("[该全][县市区旗州乡镇]|[县市区乡镇](?:委|党委)")
_WHEN = re.compile(r"(?:\d{1,2}月\d{1,2}日|近日|日前|近期|最近),")
_NAME = re.compile("“[^“”,。]{1,8}”:(?!“)(?=.{30})")
_LISTED = re.compile("一是.{4,400}?[。;,]二是")
_HEADED = re.compile(r"(?=.{4,12}。.{20})(?:[^,。:;!?“”\d]|“[^”]{1,8}”){2,10}(?=。)")
_PARTS = re.compile("(?:[^。!?;”]|(?<!、)”)+")
_TROUBLED = re.compile("由于|未能|难题|困难|薄弱|滞后|曾经|以前|过去|前些年|缩影")
# What begins a further step in a paragraph that opened with one: 同时,该县还…; 为了保证效果,该县….
_FURTHER = re.compile("(?:同时|此外|另外),[^,]{0,6}还|为了?(?!此)[^,。]{4,40},(?!各)[^,。]{1,9}[省市县区乡镇委]")
_TOLD = re.compile(r"\d|了")
_CARRIER = re.compile("是[^,]{2,24}(?:载体|抓手|关键|基础|重点|阵地|途径|平台|保障|之一)$")
_AIMED = re.compile("(?:(?:为了?(?!此)|围绕)[^,]{4,40}|(?:对|为)此),")
_PAIR = re.compile(r"[^,。:;!?“”\d]{3,12},[^,。:;!?“”\d]{4,14}(?=。.{40})")
_SUM = re.compile(r"(?:共(?!同|建|青)|已|累计)[^,]{0,20}\d")
# Who goes on to act within a brief story, where only the place has been named.
_ACTS = re.compile(
    rf"(?:{_SET_OUT.pattern})|(?:{LEADS}[^,]{{0,24}},)?(?:他们|[乡镇村](?:里|党委|党总支|党支部|“?两委)|[\u4e00-\u9fff]{{2,4}}[乡镇](?!村))"
)
_SHORT, _HEADING, _PARAGRAPH, _ALONE, _SENTENCES, _BRIEF, _FRAMED, _FEW = 34, 60, 40, 60, 5, 16, 40, 4
_SHORT_STORY = 6


@value(frozen=True, slots=True)
class Step:
    """A step told by a paragraph: `line` is its place in the lines, `start` that of its heading in the text.

    `rank` is that of the place that acts in it (4 a city, 3 a county, 1 a village), 0 where none is named.
    """

    line: int
    start: int
    heading: str
    rank: int = 0


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
    opening = {i: step for i, line in enumerate(lines) if (step := _step(line, i, whole))} | _named(lines)
    most = usual([step.rank for step in opening.values()])
    told = _within if len(lines) <= _SHORT_STORY else _led_to
    inner = (step for i, line in enumerate(lines) if i not in opening and (step := told(line, i, whole)))
    steps = [*opening.values(), *(step for step in inner if step.rank >= (most or COUNTY))]
    steps = _without_examples(sorted(steps, key=lambda step: step.line), most, whole)
    if is_brief(lines, steps):
        steps = _in_sentences(lines, steps, whole)
    return [one for step in _under_heads(lines, _with_alike(lines, steps)) for one in _joined(lines, step)]


def _named(lines: Sequence[Line]) -> dict[int, Step]:
    """Paragraphs that open alike with a word of their own: “管”:…, “学”:… (two), 按需设岗。自愿择岗。… (three)."""
    quoted = [i for i, line in enumerate(lines) if _NAME.match(line.text)]
    headed = {
        i: len(head[0]) - head[0].count("“") * 2 for i, line in enumerate(lines) if (head := _HEADED.match(line.text))
    }
    usual = max(headed.values(), key=list(headed.values()).count, default=0)
    alike = [i for i, length in headed.items() if abs(length - usual) <= 1 and not _odd(opening_of(lines[i].text))]
    found = [*(quoted if len(quoted) > 1 else ()), *(alike if len(alike) > 2 else ()), *_paired(lines)]
    return {i: _from(lines[i], i, 0) for i in found}


def _paired(lines: Sequence[Line]) -> list[int]:
    """Paragraphs headed by a sentence of two brief clauses, begun alike (two) or built alike (three).

    党建+产业,带动增收。…党建+治理,促进和谐。…; 强队伍,选好带头人。…强阵地,建好活动室。…强产业,铺好致富路。…
    """
    heads = {i: found[0] for i, line in enumerate(lines) if (found := _PAIR.match(line.text)) and not _odd(found[0])}
    begun = Counter(head[:2] for head in heads.values())
    sizes = [tuple(map(len, head.split(","))) for head in heads.values()]
    built = len(heads) > 2 and all(max(size) - min(size) < 3 for size in zip(*sizes, strict=True))
    return [i for i, head in heads.items() if built or begun[head[:2]] > 1]


def _odd(opening: str) -> bool:
    """Whether an opening tells or says something, and so heads nothing."""
    told = _SAYING.search(opening) or is_state(opening) or tells_story(opening) or mark_of(opening)
    return bool(told or rank_of(opening))


def is_brief(lines: Sequence[Line], steps: Sequence[Step]) -> bool:
    """Whether a story is told in a few paragraphs and hardly one opens with a step: then steps lie within them."""
    told = sum("。" in line.text or len(line.text) > _PARAGRAPH for line in lines)
    return told <= _FEW and sum(_opens(lines[step.line], step) for step in steps) < 2


def _opens(line: Line, step: Step) -> bool:
    """Whether a step begins with the first sentence of its paragraph."""
    return "。" not in line.text[: step.start - line.start]


def sentences_of(line: Line) -> list[tuple[int, str]]:
    """Its sentences with where they begin in it; what stands in quotes or brackets parts none.

    >>> from cases.extract.lines import lines_of
    >>> sentences_of(lines_of("该县建站。干部说:“好。有用。”")[0])
    [(0, '该县建站'), (5, '干部说:“好。有用。”')]
    """
    found = re.finditer("[^。!?]+", masked(line.text))
    return [(match.start(), line.text[match.start() : match.end()]) for match in found]


def _in_sentences(lines: Sequence[Line], steps: list[Step], whole: str) -> list[Step]:
    """The steps of a brief story: of paragraphs that open with none, those within, told by who acts or by a purpose."""
    opened = {step.line for step in steps if _opens(lines[step.line], step)}
    found = {step.start: step for step in steps}
    for i, line in enumerate(lines):
        if i < min(opened, default=0) or _LISTED.search(line.text):
            continue  # it leads up to a paragraph that opens with a step, or counts its own: 一是…。二是…
        begun = max((step.start - line.start for step in steps if step.line == i and i in opened), default=-_PARAGRAPH)
        sentences = sentences_of(line)
        for (_, led), (at, _) in itertools.pairwise(sentences):
            cut = at + _skipped(line.text[at:])
            opening = opening_of(line.text[cut:])
            on = len(led) < _SHORT or at < begun + _PARAGRAPH or not _FURTHER.match(line.text[at:])
            if i in opened and on:
                continue  # it goes on with the step that its paragraph opened
            odd = _SPEAKS.search(opening[:_SHORT]) or _SUM.search(opening) or mark_of(opening)
            sets_out = not odd and len(line.text) - at >= _PARAGRAPH and _ACTS.match(opening)
            if sets_out and is_step(opening, whole):
                found[line.start + cut] = _from(line, i, cut, whole)
    above = _ABOVE.search(whole) or max((step.rank for step in steps), default=0) > 1
    kept = (step for step in found.values() if step.line in opened or not above or step.rank != 1)
    return sorted(kept, key=lambda step: step.start)


def _without_examples(steps: list[Step], most: int, whole: str) -> list[Step]:
    """The steps without what one town or village did where its county acts."""
    left_out = examples([step.rank for step in steps], most, rank_of_title(whole))
    return [step for step, example in zip(steps, left_out, strict=True) if not example]


def _joined(lines: Sequence[Line], step: Step) -> list[Step]:
    """Steps set in one sentence with ;, each ending in words of one build: …,亮身份;…,亮职责;…,亮成效。"""
    line = lines[step.line]
    at = step.start - line.start
    pieces = masked(line.text)[at:].split("。")[0].split(";")
    ends = [piece.split(",")[-1] for piece in pieces]
    alike = len({end[:1] for end in ends}) == 1 and all("," in piece and len(piece) >= 12 for piece in pieces)
    alike = alike and ":" not in pieces[0]  # what a colon opens are the sorts of one step
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
    """Take in paragraphs that open as two found ones do: as briefly (目标到村到人。), or begun and ended alike."""
    brief = [len(step.heading) for step in steps if len(step.heading) <= _BRIEF]
    longest = max(brief) if len(brief) > 1 and 2 * len(brief) >= len(steps) else 0
    frames = Counter(_frame(opening_of(lines[step.line].text)) for step in steps)
    taken = {step.line for step in steps}
    more = []
    for i, line in enumerate(lines):
        opening = opening_of(line.text)
        framed = frames[_frame(opening)] > 1 and len(opening) <= _FRAMED
        alike = framed or (len(opening) <= longest and _goes_on(line.text, opening))
        if alike and not _odd(opening) and i not in taken:
            more.append(Step(i, line.start, opening))
    return sorted([*steps, *more], key=lambda step: step.line)


def _frame(opening: str) -> tuple[str, str]:
    return opening[:2], opening[-2:]


def _step(line: Line, i: int, whole: str) -> Step | None:
    words = line.text
    if mark_of(words) or not _tells_more(words):
        return None
    at = _skipped(words) or (found.end() if i == 0 and (found := _WHEN.match(words)) else 0)
    opening = opening_of(words[at:])
    after = at + len(opening) + 1
    if _ASKED.fullmatch(words[at:after]):
        return _after_question(line, i, at, after, whole)
    if _is_prelude(opening) and (step := _after_prelude(line, i, opening, whole)):
        return step
    modal = re.match(r"[\u4e00-\u9fff]{1,5}要(?=[^,]{6})", opening) if at else None
    if not is_step(opening, whole):
        return None
    cut = at + modal.end() if modal else at
    return _from(line, i, cut, whole)


def _skipped(words: str) -> int:
    """How many characters only join a step to what came before: 同时, 县委书记王建国表示,"""
    found = _SAID.match(words) or _DROPPED.match(masked(words)) or _RESOURCE.match(words)
    return found.end() if found else 0


def _from(line: Line, i: int, at: int, whole: str = "") -> Step:
    words = line.text[at:]
    opening = opening_of(words)
    return Step(i, line.start + at, _shortened(words, opening), rank_of(opening, whole))


def _is_prelude(opening: str) -> bool:
    """A saying or a purpose alone, which the next sentence makes a step: 乡村要振兴,关键在人。该县…"""
    bare = masked(opening)
    saying = len(bare) <= _SHORT and _PROVERB.search(bare) and not re.search(r"[“\d?]", bare)
    return bool(saying or re.fullmatch(r"为[^,]{6,40}(?:问题|难题|难|需要|需求)", bare))


def _after_prelude(line: Line, i: int, opening: str, whole: str) -> Step | None:
    closed = line.text.index(opening) + len(opening)
    rest = line.text[closed + 1 :]
    follows = opening_of(rest)
    if line.text[closed : closed + 1] == ";" and len(follows) <= _SHORT:  # 支部强不强,要看带头人
        rest = rest[len(follows) + 1 :]
        follows = opening_of(rest)
    told = is_state(follows) or tells_story(opening) or tells_story(follows[:60])
    if told or len(rest) < _PARAGRAPH or not acts(clauses_of(follows), whole):
        return None
    return Step(i, line.start + line.text.index(opening), opening, rank_of(follows, whole))


def _after_question(line: Line, i: int, at: int, after: int, whole: str) -> Step | None:
    """如何形成合力?该县整合资金… is a step as a whole; 如何…?在镇党委指导下,村党支部经过走访,探索… from its act on."""
    follows = opening_of(line.text[after:])
    if is_speech(follows) or tells_story(follows[:80]) or len(line.text) - after < _PARAGRAPH:
        return None
    acted = (rank_of(follows) or acts(clauses_of(follows), whole)) and is_step(follows, whole)
    if acted or _NAME.match(line.text[after:]):
        return replace(_from(line, i, at, whole), rank=rank_of(follows, whole))
    for clause in re.finditer("[^,]+", masked(line.text)[after : after + len(follows)]):
        if _ANSWER.match(clause[0]):
            return _from(line, i, after + clause.start(), whole)
    return None


def _within(line: Line, i: int, whole: str) -> Step | None:
    """A paragraph that begins with speech, a scene or what was wrong, from the sentence on in which a body acts."""
    for sentence in itertools.islice(_PARTS.finditer(masked(line.text)), _SENTENCES):
        at = sentence.start()
        at += _skipped(line.text[at:])
        opening = opening_of(line.text[at:])
        told = _SPEAKS.search(opening[:_SHORT]) or len(line.text) - at < _PARAGRAPH
        if _SET_OUT.match(opening) and not told and is_step(opening, whole):
            return _from(line, i, at, whole)
    return None


def _led_to(line: Line, i: int, whole: str) -> Step | None:
    """A paragraph of a longer story whose second sentence acts and whose first says of what: 就业是…重点工作。该县…

    There what stands further within, after a scene, a person or what was wrong, is told and heads nothing.
    """
    step = _within(line, i, whole)
    before = opening_of(line.text) if step else ""
    if step is None or step.start - line.start <= _skipped(line.text):
        return step
    odd = is_state(before) or _TOLD.search(before) or _TROUBLED.search(before) or _SPEAKS.search(before)
    second = step.start - line.start <= len(before) + 1 + _skipped(line.text[len(before) + 1 :])
    if not odd and len(before) <= _HEADING and (second or _CARRIER.search(before)):
        return replace(step, start=line.start, heading=before)
    return step if _AIMED.match(step.heading) else None


def _tells_more(paragraph: str) -> bool:
    """A step has a body: more than one sentence, or one that is long; what ends in a colon only leads on."""
    if re.search(r"[:—―-]$", paragraph) or not (ends_well(paragraph) or len(paragraph) > 100):
        return False
    opening = opening_of(paragraph)
    return len(paragraph) >= _PARAGRAPH and (_goes_on(paragraph, opening) or len(paragraph) >= _ALONE)


def _goes_on(paragraph: str, opening: str) -> bool:
    return len(paragraph) - len(opening) >= 20


def _shortened(words: str, opening: str) -> str:
    """The first sentence where it is short, else as many of its clauses as make a heading."""
    bare = masked(words)[: min(len(opening), 300)]
    while len(bare) > _HEADING and (cut := max(bare.rfind(","), bare.rfind(":"))) > 11:
        bare = bare[:cut]
    return words[: min(len(bare), 120)].rstrip(",;:")
