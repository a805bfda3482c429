"""The headings of a story and how deep they lie, also where numbering begins again inside a part."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cases.extract.acts import begins_act, is_speech
from cases.extract.alternatives import any_of, begun
from cases.extract.lines import Line, Mark, ends_well, first_sentence, is_sentence, mark_of
from cases.extract.values import value

_DATA = json.loads((Path(__file__).parent / "data" / "section_words.json").read_text(encoding="utf-8"))
_LONGEST, _SAID = 60, 45
_ORDER = ("part", "cn", "paren", "digit", "pdigit", "circle")
_TELLS = begun(
    r"\d|[我俺咱他她]|记者|^(?:为|自|经过|这|那|据|目前|如今|现在|截至|近|今年|去年|在|有|但|然而|从|随着|如|又|一行|不|很|作为|而|就)"
    r"|[说道:]$|……|说[,:。]|村民|的时候|缩影|(?:都|正|就)是"
)
_AND = ("和", "与", "及", "、", "以及", "及其", "和主要", "与主要", "及主要", "和初步", "及初步", "和取得的")
_NAMES = re.compile(rf"(?:{any_of(word for words in _DATA['strong'].values() for word in words)})(?s:.{{0,3}})\Z")
_SAYING = begun("“[^”]*”")
_HEAD = re.compile(r"[【\[]?([\u4e00-\u9fff]{2,10})(?:[】\]]|:)(?=.{8})")
_FORMS = {
    strength: {kind: re.compile("|".join(sorted(words, key=len, reverse=True))) for kind, words in kinds.items()}
    for strength, kinds in _DATA.items()
    if strength != "source"
}


@value(frozen=True, slots=True)
class Head:
    """A heading: `start` is that of its number, `words` of its words; `title` is without the number.

    `line` is its place in the list of lines it was read from; `style` is `plain` where it has no number, `said` where
    it is a sentence of its own (如何规范村级事务?).
    """

    title: str
    style: str
    level: int
    start: int
    words: int
    line: int
    kind: str | None


@dataclass(slots=True)
class _Open:
    style: str
    number: int
    worded: bool


def kind_of(title: str) -> str | None:
    """The kind of section a heading names, by the word that stands last in it; None where it names none.

    A weak word (机制, 困难) is the object of the verb that begins a heading, and such a heading a step: 创新机制.

    >>> kind_of("建立长效机制存在的问题及建议"), kind_of("主要做法和成效"), kind_of("选准帮扶对象")
    ('problems', 'practice', None)
    """
    bare = _unquoted(title)
    return _last_word(bare, "strong") or (None if begins_act(bare) else _last_word(bare, "weak"))


def names_section(title: str) -> bool:
    """Whether a heading is one of a section beyond doubt, such as 主要做法: by a strong word at its end."""
    return _NAMES.search(_unquoted(title)) is not None


def _unquoted(title: str) -> str:
    """What stands in quotes is a name or a figure of speech and says nothing of the part it heads."""
    return _SAYING.sub("“”", title)


def _last_word(title: str, strength: str) -> str | None:
    """The kind of the word that ends last; of words joined by 和, practice goes first, then the one named first."""
    found = [
        (m.start(), m.end(), kind)
        for kind, form in _FORMS[strength].items()
        for m in form.finditer(title)
        if "," not in title[m.end() :]  # 在基本情况上,做到一个“清”字 is about what is done
    ]
    if not found:
        return None
    start, _, kind = max(found, key=lambda item: (item[1], item[1] - item[0]))
    kinds = [kind]
    for earlier, end, other in sorted(found, reverse=True):
        if earlier < start and title[end:start] in _AND:
            start, kinds = earlier, [*kinds, other]
    return "practice" if "practice" in kinds else kinds[-1]


def outline(lines: Sequence[Line]) -> list[Head]:
    """The headings among the lines of one story, in order, with their levels (1 the outermost).

    A number that goes on a list goes on the innermost one that waits for it; 一、 inside 一、 opens a level. A heading
    without a number counts where it is short, unpunctuated and between full sentences.

    >>> from cases.extract.lines import lines_of
    >>> heads = outline(lines_of("一、背景\\n一、服务缺配套。\\n二、自治缺实效。\\n二、主要做法:\\n一、变结对为搭台。"))
    >>> [(head.level, head.title) for head in heads]
    [(1, '背景'), (2, '服务缺配套'), (2, '自治缺实效'), (1, '主要做法'), (2, '变结对为搭台')]
    """
    heads: list[Head] = []
    stack = _begun(lines)
    plain = _plain_lines(lines)
    said = set() if plain else set(_said_lines(lines))
    for i, line in enumerate(lines):
        mark = mark_of(line.text)
        if mark and mark.width < len(line.text):
            title = _title(line.text[mark.width :])
            level = _enter(stack, mark, names_section(title))
            heads.append(_head(line, i, title, mark.style, level, mark.width))
        elif run_in := _run_in(line.text):
            level = _enter(stack, Mark("plain", 0, 0), worded=True)
            heads.append(_head(line, i, run_in[1], "plain", level, run_in.start(1)))
        elif i in said:
            heads.append(
                Head(line.text.rstrip("。"), "said", _enter(stack, Mark("said", 0, 0), False), *_at(line), i, None)
            )
        elif i in plain:
            title = _title(line.text)
            level = _enter(stack, Mark("plain", 0, 0), names_section(title))
            heads.append(_head(line, i, title, "plain", level, len(line.text) - len(line.text.lstrip("【[ "))))
    return heads


def begins_list(heads: Sequence[Head], lines: Sequence[Line]) -> bool:
    """Whether one heading alone is the first of a list whose others were cut off: 一、…, and the text ends in it."""
    if len(heads) != 1 or ends_well(lines[-1].text):
        return False
    mark = mark_of(lines[heads[0].line].text)
    return mark is not None and mark.style in _ORDER and mark.number == 1


def _begun(lines: Sequence[Line]) -> list[_Open]:
    """The outer list that is open where a text begins in its middle: (三) before 三、 belongs to 二、."""
    marks = [mark for line in lines if (mark := mark_of(line.text)) and mark.style in _ORDER]
    if not marks or marks[0].number == 1:
        return []
    outer = next((mark for mark in marks if _ORDER.index(mark.style) < _ORDER.index(marks[0].style)), None)
    return [_Open(outer.style, outer.number - 1, True)] if outer and outer.number > 1 else []


def _said_lines(lines: Sequence[Line]) -> list[int]:
    """Short paragraphs that ask, or say in a sentence, what the long ones after them are about; two at least.

    Questions stand alone; a sentence must stand among paragraphs that are all long, and not go on a story.
    """
    at = [i for i, line in enumerate(lines[:-1]) if len(line.text) <= _SAID and len(lines[i + 1].text) > 60]
    asked = [i for i in at if re.fullmatch(r"[^。?!“]{6,44}[?]", lines[i].text)]
    if len(asked) > 1:
        return asked
    if any(mark_of(line.text) for line in lines):
        return []
    closed = [i for i in at if lines[i].text.endswith("。") and not is_speech(lines[i].text)]
    told = [i for i in closed if not _TELLS.search(lines[i].text)]
    rest = [len(line.text) for i, line in enumerate(lines) if i not in told]
    apart = all(two - one > 2 for one, two in itertools.pairwise(told)) and told[:1] < [4]
    return told if len(told) > 1 and apart and sum(rest) >= 100 * len(rest) else []


def _title(words: str) -> str:
    title = first_sentence(words).strip("【】[] ")
    if len(title) <= _LONGEST:
        return title.rstrip(":,")
    return re.split(r"[,:]", title, maxsplit=1)[0][:_LONGEST]


def _at(line: Line) -> tuple[int, int]:
    return line.start, line.start


def _head(line: Line, i: int, title: str, style: str, level: int, width: int) -> Head:
    return Head(title, style, level, line.start, line.start + width, i, kind_of(title))


def _enter(stack: list[_Open], mark: Mark, worded: bool) -> int:
    """Fit a number into the open lists, close those it ends, and return its level; only 一、 nests in its like."""
    at = _waiting(stack, mark, worded)
    alike = [i for i, item in enumerate(stack) if item.style == mark.style]
    nests = mark.style == "cn" and mark.number == 1 and len(alike) < 2
    if at is None and alike and not nests:
        at = alike[-1]
    if at is None:
        stack.append(_Open(mark.style, mark.number, worded))
        return len(stack)
    del stack[at + 1 :]
    stack[at].number = mark.number
    return at + 1


def _waiting(stack: list[_Open], mark: Mark, worded: bool) -> int | None:
    """The list that waits for this number: the innermost, but a section's heading goes on a list of sections."""
    fits = [i for i, item in enumerate(stack) if item.style == mark.style and item.number + 1 == mark.number]
    alike = [i for i in fits if stack[i].worded == worded]
    best = alike or fits
    return best[-1] if best else None


def _run_in(line: str) -> re.Match[str] | None:
    """【主要做法】 or 主要做法: at the head of its own paragraph."""
    found = _HEAD.match(line)
    return found if found and names_section(found[1]) and len(found[1]) <= 8 else None


def _plain_lines(lines: Sequence[Line]) -> set[int]:
    """Lines that are headings without a number: a section's name, or one of several short lines between prose."""
    found = [i for i, line in enumerate(lines) if _is_plain(lines, i, line.text)]
    named = {i for i in found if names_section(lines[i].text.strip("【】[]: "))}
    return set(found) if len(found) - len(named) > 1 else named


def _is_plain(lines: Sequence[Line], i: int, line: str) -> bool:
    if (
        not 2 <= len(line) <= 36
        or is_sentence(line)
        or line.endswith(("。", "?", "!"))
        or i + 1 >= len(lines)
        or mark_of(line)
    ):
        return False
    if line.endswith((":", ",", "、", ";")) and not names_section(line.strip("【】[]: ")):
        return False
    after = lines[i + 1].text
    before_ends = i == 0 or ends_well(lines[i - 1].text) or len(lines[i - 1].text) > 200 or mark_of(lines[i - 1].text)
    return bool(before_ends) and (len(after) > 30 or mark_of(after) is not None or is_sentence(after))
