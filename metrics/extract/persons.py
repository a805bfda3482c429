"""Persons a text speaks of by name: those of whom it says what they are (村民, 贫困户, …)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from functools import cache

from cases.extract.alternatives import begun
from cases.extract.spans import Span
from metrics.extract.cast import Actor
from metrics.extract.lexicon import scope_words, verbs
from metrics.extract.villages import never_in_names, not_in_names

ROLE = re.compile(
    "贫困户|特困户|困难户|村民|社员|居民|老党员|女党员|党员|农民工|个体户|脱贫户|养殖大户|种植大户|大户|能手|经纪人|老人|农户|农民|群众|岁的"
)
AFTER_NAME = re.compile(
    "[是作义捐租承买卖拿家说的，。、在用从把将通也自靠今去种养办与和被因由向就曾现已告介表坦满感笑乐算指站看正怎没很还又都只]"
)
CALLED = re.compile(
    "[，。；：！？、\\s“”让使](?=(?P<name>[\u4e00-\u9fff]{2,3}?)"
    "(?:[\u4e00-\u9fff]{0,4}地)?(?:说|告诉|坦言|笑|感慨|激动|高兴|家[里中住]|一家|夫妇|成功脱贫))"
)
AGED = re.compile(
    "(?:^|(?<=[村组社，。；：、\\s“”]))(?P<name>[\u4e00-\u9fff]{2,3}?)"
    "(?=老汉|大爷|大娘|大妈|大叔|大婶|老奶奶|老人家?[说的家])"
)
AGE = re.compile("老汉|大爷|大娘|大妈|大叔|大婶|老奶奶|老人")  # one of these stands behind each of `AGED`
OFFICIAL = begun("(?:书记|主任|[县市区镇乡局部院校社厂]长|委员|负责人|经理|会长|[队组]长|记者|干部|通讯员|村官)$")


def find_persons(string: str, span: Span) -> Iterator[Actor]:
    """Every mention of those named; the name of the actor is what he or she is and the name, a blank between."""
    names = _called(string, span) | _aged(string, span)
    for m in ROLE.finditer(string, span.start, span.end):
        if name := _name_at(string, m.end()):
            names[name] = names.get(name) or ("" if m[0] == "岁的" else m[0])
    for start, name in _mentions(string, span, names):
        yield Actor(start, start + len(name), f"{names[name]} {name}", "person")


def _called(string: str, span: Span) -> dict[str, str]:
    """Those who speak or live somewhere under their own name and come again; an official speaks for his place."""
    at, called = 0, []
    for m in CALLED.finditer(f"{string[max(0, span.start - 1) : span.start] or ' '}{string[span.start : span.end]}"):
        if m.start("name") >= at:  # else it begins within the one before
            called.append(m["name"])
            at = m.end("name")
    names = {name for name in called if name[0] in _surnames() and not is_ordinary(name)}
    hits = list(_mentions(string, span, names))
    officials = {name for start, name in hits if OFFICIAL.search(string, max(span.start, start - 3), start)}
    times = Counter(name for _, name in hits)
    return {name: "" for name in sorted(names - officials) if times[name] > 1}


def _aged(string: str, span: Span) -> dict[str, str]:
    """Those whom the story calls by their age: 王大山老汉, 李秀英大妈."""
    if not AGE.search(string, span.start, span.end):
        return {}
    found = (m["name"] for m in AGED.finditer(string, span.start, span.end) if m["name"][0] in _surnames())
    return {name: "" for name in found if not is_ordinary(name)}


def _mentions(string: str, span: Span, names: Container[str]) -> Iterator[tuple[int, str]]:
    """Where the names stand, the longest at a place, in one pass over the surnames."""
    at = span.start
    for m in _surname().finditer(string, span.start, span.end) if names else ():
        for length in (3, 2):
            name = string[m.start() : m.start() + length]
            if m.start() >= at and name in names:
                at = m.start() + length
                yield m.start(), name
                break


@cache
def _surname() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_surnames()))}]")


def _name_at(string: str, at: int) -> str | None:
    """The person's name that stands right behind what the person is: 村民王大山说, 农民工王江发展."""
    if string[at : at + 1] not in _surnames():
        return None
    for length in (3, 2):
        name, end = string[at : at + length], at + length
        verb = verbs().match(string, end)
        ended = AFTER_NAME.match(string, end) or (verb and len(verb[0]) > 1)
        if ended and not is_ordinary(name) and all("\u4e00" <= char <= "\u9fff" for char in name):
            return name
    return None


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(scope_words("surnames")))


def is_ordinary(name: str) -> bool:
    """Whether what could be a person's name has an ordinary word in it: 高兴地, 经济."""
    return bool(not_in_names().search(name) or never_in_names() & set(name) or name[-1] in "人地员家户") or any(
        len(m[0]) > 1 for m in verbs().finditer(name)
    )
