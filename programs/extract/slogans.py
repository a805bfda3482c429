"""Slogans taken apart where the text does it: 两会即“A”和“B”, “四联”…即…;…;…, “三个一”。即:一是…"""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from programs.extract.records import Part

_NUMERALS = dict(zip("一二两双三四五六七八九十", (1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_SLOGAN = r"[一二两双三四五六七八九十百千][\u4e00-\u9fff、]{1,7}|\d{2,5}|\d(?:[+-]\d){1,3}"
_THAT_IS = begun(
    r"(?:“(?P<quoted>[^“”\n]{2,12})”|(?<![\u4e00-\u9fff])(?P<bare>[两双三四五六七八九][\u4e00-\u9fff]))"
    r"(?P<tail>[\u4e00-\u9fff]{0,14}?[,。:(]?\s{0,6})(?:即|就是|是指|指的是|包括)(?!使|将|可|便|以|刻)[:,]?\s*"
)
_CONTENT = re.compile(
    r"以“(?P<means>[^”\n]{6,120})”为(?:主要)?(?:内容|抓手|载体|举措|措施|目标)[^。“\n]{0,16}“(?P<quoted>[^“”\n]{2,16})”"
)
_AFTER_STOP = re.compile(
    r"“(?P<quoted>\d{2,5}|[一二两双三四五六七八九][\u4e00-\u9fff]{1,4})\s?”(?P<tail>[^“”。\n]{0,24})。\s{0,6}即:?\s*"
)
_BRACKET = re.compile(rf"“(?P<quoted>{_SLOGAN})”(?P<tail>)\((?:即:?)?(?=[^()]{{6,160}}\))")
_STEP = re.compile(r"[一二三四五六七八九十]是")
_LONGEST, _STEPS_APART = 30, 300


def slogans_in(string: str) -> list[tuple[Part, int]]:
    """The slogans an evened text takes apart, each with the offset where it is named.

    In: evened text (`cases.extract.lines.even`). Out: each slogan once, by its fullest explanation.

    >>> slogans_in("两会即“党支部会”和“村委会”;实行“两让一返”政策,即让利、让权、返税。")[1]
    (Part(name='两让一返', means=('让利', '让权', '返税')), 19)
    """
    found: dict[str, tuple[Part, int]] = {}
    for form in (_BRACKET, _THAT_IS, _AFTER_STOP):
        for match in _alone(list(form.finditer(string))):
            name = (match.groupdict().get("quoted") or match.groupdict().get("bare") or "").strip()
            group = "quoted" if match.group("quoted") else "bare"
            means = _means(name, string[match.end() : match.end() + 600])
            if len(means) > len(found[name][0].means if name in found else ()) and len(means) > 1:
                found[name] = (Part(name, means), match.start(group))
    for match in _CONTENT.finditer(string):
        marks = ";" if ";" in match["means"] else "、"
        means = tuple(_short(piece) for piece in re.split(marks, match["means"]) if piece.strip())
        if match["quoted"] not in found and len(means) > 1:
            found[match["quoted"]] = (Part(match["quoted"], means), match.start("quoted"))
    return sorted(found.values(), key=lambda item: item[1])


def _alone(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Without those that count the steps of one way of working: “一访”即…;“二查”即…;“三分”即…"""
    counted: set[int] = set()
    for i in range(2, len(matches)):
        names = [(match.groupdict().get("quoted") or "")[:1] for match in matches[i - 2 : i + 1]]
        near = matches[i].start() - matches[i - 2].start() < _STEPS_APART
        if near and "".join(names) in "一二三四五六七八九十" and all(names):
            counted |= {i - 2, i - 1, i}
    return [match for i, match in enumerate(matches) if i not in counted]


def _means(name: str, after: str) -> tuple[str, ...]:
    """What follows 即, cut at the marks that give as many pieces as the slogan's own numbers ask for."""
    quoted = re.match(r"(?:“[^“”]{2,40}”[、,和及与]{0,1}){2,9}", after)
    if quoted:
        return tuple(re.findall("“([^“”]+)”", quoted[0]))
    wanted = _wanted(name)
    if _STEP.match(after):
        steps = re.split(r"(?:^|(?<=[。;,:]))[一二三四五六七八九十]是", after)[1:]
        return tuple(_short(step) for step in steps[: max(wanted)])
    sentence = re.split(r"[。)\n]", after)[0]
    clause = sentence.split(",")[0]
    cuts = ((sentence, ";"), (clause, "[、和及]"), (sentence, ","), (sentence, "、"), (sentence, "[;,、]"))
    for words, marks in cuts:
        pieces = [piece for piece in re.split(marks, words) if piece.strip()]
        if len(pieces) in wanted:
            return tuple(_short(piece) for piece in pieces)
    pieces = sentence.split(";")
    return tuple(_short(piece) for piece in pieces) if len(pieces) > 1 else _leading(sentence, max(wanted))


def _leading(sentence: str, wanted: int) -> tuple[str, ...]:
    """As many clauses as the slogan counts, where each ends alike: 政策宣传到户,实用技术到户,…"""
    clauses = re.split("[,、]", sentence)[:wanted]
    alike = len({clause[-1:] for clause in clauses}) == 1
    return tuple(clauses) if alike and len(clauses) == wanted > 1 else ()


def _wanted(name: str) -> set[int]:
    if re.fullmatch(r"[\d+-]+", name):
        digits = re.findall(r"\d", name)
        return {len(digits)}
    numbers = [_NUMERALS[char] for char in name if char in _NUMERALS]
    hundreds = sum(char in "百千" for char in name)
    return {number for number in (*numbers, sum(numbers), hundreds + len(numbers)) if number > 1} or {0}


def _short(piece: str) -> str:
    piece = re.split(r"[,:。;]", piece.strip("“”,。;: "))[0]
    return piece[:_LONGEST]
