"""Who and where a text speaks of, in order: villages, towns, the county itself, bodies, persons, firms.

A figure belongs to the one named last before it (see `scopes`). Towns come from the gazetteer; villages, which no
gazetteer holds, are known by their ending and by what stands before and after; a body or firm counts where it is the
subject of its clause, a person where the text says what he or she is (村民, 贫困户, …).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from cases.extract.place_mentions import mentions
from cases.extract.records import PlaceFound
from cases.extract.spans import Span
from metrics.extract.clauses import Setting
from metrics.extract.lexicon import scope_words, verbs

WHOLE = re.compile("全(?P<rank>[县市区旗州乡镇村省])(?![域面委])")
THIS = re.compile(
    "(?:该|本|我)(?P<rank>[县市区旗州乡镇村])(?!级)|(?:^|(?<=[，。；：\n\t “]))(?P<village>村里|村合作社)"
)
OFFICE = re.compile(r"(?:^|(?<=[，。；：\n\t “]))(?P<rank>[县市区旗乡镇])(?:委|政府|财政|里|直|组织部|纪委)")
VILLAGE_END = re.compile("村|社区|嘎查")
NOT_AFTER_VILLAGE = re.compile("级|镇|容|规划|情|庄|落|寨|民自治|医|官|道")
INSIDE = re.compile(r"(?:第?[一二三四五六七八九十\d]{1,2}[社组队]|[\u4e00-\u9fff]{2,3}(?:自然村|村?小组))(?![织成建])")
BODY = re.compile(
    r"(?:^|(?<=[，。；：\n\t ])|(?<=要求)|(?<=组织)|(?<=由))(?:全[县市区乡镇])?各(?:级|个)?"
    r"(?P<who>[\u4e00-\u9fff（）、]{0,8}?"
    r"(?:(?:村|社区)(?:[\u4e00-\u9fff]{0,3}(?:理事会|支部|党组织|合作社|协会|委会))?|支部|党委|党组织|党组|单位|部门|党工委|协会|理事会|企业"
    r"|合作社|书记|联系点|学校))(?![级民委干组、（的])"
)
FIRM = re.compile(
    r"(?:^|(?<=[，。；：\n\t ]))(?P<who>[“”\u4e00-\u9fff]{2,18}?"
    r"(?:合作社|公司|厂|示范园|学校|中学|小学|协会|综合体|电商中心"
    r"|工作室|农场|加工点))(?P<next>[\u4e00-\u9fff])"
)
ROLE = re.compile(
    "贫困户|特困户|困难户|村民|社员|居民|老党员|女党员|党员|农民工|个体户|脱贫户|养殖大户|种植大户|大户|能手|经纪人|老人|农户|农民|群众|岁的"
)
AFTER_NAME = re.compile("[是义捐租承买卖拿家说的，。、在用从把将通也自靠今去种养办与和]")
NOT_BEHIND_TOWN = re.compile(r"[，,。；;：:、（）()“”\d的有各每全该本打]")
OWN_BODY = re.compile(
    "(?P<own>[\u4e00-\u9fff]{2,8}?(?:党支部|联村党委|示范园|合作社|公司|学校|中学))(?![书主的等、副])"
)
NOT_FIRM = re.compile("[的了与]|我们|家住|造成|^[把将对我俺是在除使促及建其由以让为该本各每从向经]|全[县市区乡镇]")
EDGE = frozenset("，,。；;：:、！!？?（）()“”‘’ \t\n《》")
AROUND = 3000


@dataclass(frozen=True, slots=True)
class Actor:
    """One mention: `level` is home, town, village, body, firm or person; `name` as a scope gives it."""

    start: int
    end: int
    name: str
    level: str


@dataclass(frozen=True)
class Cast:
    """All mentions of a case in order; `home` is how the story calls the unit it is about."""

    home: str
    found: tuple[Actor, ...]
    starts: tuple[int, ...]

    def before(self, at: int, since: int) -> list[Actor]:
        """The mentions that end at or before `at` and begin at or after `since`."""
        part = self.found[bisect_left(self.starts, since) : bisect_left(self.starts, at)]
        return [actor for actor in part if actor.end <= at]

    def after(self, at: int, until: int) -> list[Actor]:
        """The mentions that begin at or after `at` and before `until`."""
        return list(self.found[bisect_left(self.starts, at) : bisect_left(self.starts, until)])


def home_of(string: str, place: PlaceFound | None = None) -> str:
    """The unit a story is about, as it calls itself: 全县, 全乡, …, by its words and the rank of its place.

    >>> home_of("全乡党员干部共联系…全乡种植…全县闻名"), home_of("", PlaceFound(county="平泉市"))
    ('全乡', '全市')
    """
    own = "县市区旗州乡镇" if place is None or place.township or not place.county else "县市区旗州"
    votes: dict[str, float] = defaultdict(float)
    for m in WHOLE.finditer(string):
        votes[m["rank"]] += m["rank"] in own
    for rank, times in Counter(m["rank"] for m in OFFICE.finditer(string)).items():
        votes[rank] += int(rank not in "乡镇" and min(times, 3) > 1)
    name = (place.township or place.county or place.prefecture or "") if place else ""
    if name:
        votes[name[-1] if name[-1] in "镇乡市区旗州" else "县"] += 2.5
    return f"全{max(votes, key=lambda rank: votes[rank])}" if any(votes.values()) else "全县"


def cast_of(string: str, span: Span, place: PlaceFound | None = None) -> Cast:
    """Everybody a case speaks of, in order; offsets are those of the string.

    >>> text = "青山县柳河镇白水村养鸡。该村村民王大山家养鸡300只。"
    >>> [(a.name, a.level) for a in cast_of(text, Span(0, len(text))).found][-2:]
    [('柳河镇白水村', 'village'), ('柳河镇白水村王大山', 'person')]
    """
    home = home_of(string[span.start : span.end], place)
    raw = [*_places(string, span, place, home), *_bodies(string, span), *_persons(string, span)]
    found = list(_resolved(sorted(raw, key=lambda a: (a.start, -a.end)), home))
    return Cast(home, tuple(found), tuple(a.start for a in found))


def _places(string: str, span: Span, place: PlaceFound | None, home: str) -> Iterator[Actor]:
    named = mentions(string, span)
    towns = [m for m in named if m.level == "township"]
    for town in towns:
        yield Actor(town.start, town.end, town.written, "town")
        own = OWN_BODY.match(string, town.end)
        if own and _is_own(own["own"]):
            yield Actor(town.end, own.end(), f"{town.written}{own['own']}", "firm")
    uppers = sorted(set(_own_names(place)), key=len, reverse=True)
    if uppers:
        for found in re.finditer("|".join(map(re.escape, uppers)), string[span.start : span.end]):
            yield Actor(span.start + found.start(), span.start + found.end(), home, "home")
    for pattern in (WHOLE, THIS, OFFICE):
        for m in pattern.finditer(string, span.start, span.end):
            yield Actor(m.start(), m.end(), m[0] if pattern is WHOLE else m["rank"] or "村", "rank")
    yield from _villages(string, span, {m.end for m in named if m.full})


def _own_names(place: PlaceFound | None) -> Iterator[str]:
    for name in (place.county, None if place.county else place.prefecture) if place else ():
        if name:
            yield name
            if len(name) > 2:
                yield re.sub("(?:[县市区旗州]|地区)$", "", name)


def _villages(string: str, span: Span, ends: set[int]) -> Iterator[Actor]:
    """Villages by their ending: the one to four characters before it up to an edge, if they can be a name."""
    for m in VILLAGE_END.finditer(string, span.start, span.end):
        if string[m.start() - 1 : m.start()] in "村区" or NOT_AFTER_VILLAGE.match(string, m.end()):
            continue
        start = _name_start(string, m.start(), span.start, ends)
        if start is None:
            continue
        inside = INSIDE.match(string, m.end())
        end = inside.end() if inside else m.end()
        yield Actor(start, end, string[start:end], "village")
        own = OWN_BODY.match(string, end)
        if own and _is_own(own["own"]):
            yield Actor(end, own.end(), string[start : own.end()], "firm")


def _name_start(string: str, at: int, floor: int, ends: set[int]) -> int | None:
    """Where the name before 村 begins, None where those words are no name."""
    for start in range(max(floor, at - 4), at):
        if start in ends:
            return None if NOT_BEHIND_TOWN.search(string, start, at) or unlike(string, start, at) else start
    for start in range(max(floor, at - 4), at - 1):
        edge = start == floor or string[start - 1] in EDGE or string[start - 1] in _joining()
        if edge and is_name(string[start:at]) and _mostly_a_place(string, start, at) and not unlike(string, start, at):
            return start
    return None


def unlike(string: str, start: int, at: int) -> bool:
    """Whether an ordinary word stands in the would-be name: 农村, 贫困村."""
    return bool(_not_in_names().search(string, start, at + 1))


def _mostly_a_place(string: str, start: int, at: int) -> bool:
    """Whether the words before 村 stand with it more often than without, around here: 白水村, not 作为村."""
    around = string[max(0, start - AROUND) : at + AROUND]
    stem = string[start:at]
    return 2 * around.count(string[start : at + 1]) > around.count(stem)


@cache
def _joining() -> frozenset[str]:
    return frozenset(scope_words("joining"))


@cache
def _not_in_names() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(scope_words("not_in_names"), key=len, reverse=True))))


@cache
def _never_in_names() -> frozenset[str]:
    return EDGE | frozenset(scope_words("never_in_names"))


def is_name(stem: str) -> bool:
    """Whether the words before 村 can be its name.

    >>> is_name("白水"), is_name("这都是驻"), is_name("贫困"), is_name("向阳")
    (True, False, False, True)
    """
    if any(char in _never_in_names() or char.isdigit() for char in stem) or _not_in_names().search(stem):
        return False
    return not any(len(found[0]) > 1 for found in verbs().finditer(stem))


def _bodies(string: str, span: Span) -> Iterator[Actor]:
    for m in BODY.finditer(string, span.start, span.end):
        yield Actor(m.start(), m.end(), m[0], "body")
    for m in FIRM.finditer(string, span.start, span.end):
        name = re.sub("^(?:目前|现在|如今|今年|去年|近年来)", "", m["who"])
        if _is_firm(name, m["next"]):
            yield Actor(m.end("who") - len(name), m.end("who"), name, "firm")


def _is_firm(name: str, after: str) -> bool:
    """A body with a name of its own, as the subject: 兴旺养殖专业合作社喂养着, not 建立合作社."""
    if after in "的等、和与中里内" or len(name) < 5 or name.count("“") != name.count("”") or NOT_FIRM.search(name):
        return False
    words = [m[0] for m in verbs().finditer(re.sub("“[^”]*”", "", name)) if len(m[0]) > 1]
    return all(word in scope_words("trades") for word in words)


def _is_own(name: str) -> bool:
    """Whether the words behind a place name a body of its own: 特色苗木示范园, not 村党支部 or 成立合作社."""
    words = [m[0] for m in verbs().finditer(name) if len(m[0]) > 1]
    return len(name) > 5 and "村" not in name and all(word in scope_words("trades") for word in words)


def _persons(string: str, span: Span) -> Iterator[Actor]:
    names: dict[str, str] = {}
    for m in ROLE.finditer(string, span.start, span.end):
        if name := _name_at(string, m.end()):
            names.setdefault(name, "" if m[0] == "岁的" else m[0])
    if names:
        for found in re.finditer("|".join(map(re.escape, names)), string[span.start : span.end]):
            yield Actor(span.start + found.start(), span.start + found.end(), f"{names[found[0]]} {found[0]}", "person")


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
    return bool(_not_in_names().search(name) or _never_in_names() & set(name) or name[-1] in "人地员家户") or any(
        len(m[0]) > 1 for m in verbs().finditer(name)
    )


def _resolved(raw: list[Actor], home: str) -> Iterator[Actor]:
    """Short forms to what they stand for: 该村 is the village named last, 白水村 in full 柳河镇白水村."""
    full: dict[str, str] = {}
    town, village, at, town_end = "", "", -1, -1
    for actor in raw:
        if actor.start < at and actor.level != "person":
            continue
        name = actor.name
        if actor.level == "town":
            town, town_end = name, actor.end
        elif actor.level == "village":
            if actor.start == town_end:
                full[name] = f"{town}{name}"
            name = village = full.get(name, name)
        elif actor.level == "person":
            role, _, bare = name.partition(" ")
            name = full.setdefault(
                name, f"{village}{bare}" if village and at >= actor.start - len(role) - 3 else f"{role}{bare}"
            )
        elif actor.level == "rank":
            ranked = _of_rank(actor.name, home, town, village)
            if not ranked:
                continue
            yield Actor(actor.start, actor.end, *ranked)
            at = actor.end
            continue
        if actor.level != "person":
            at = actor.end
        yield Actor(actor.start, actor.end, name, actor.level)


def without_actors(s: Setting, string: str, cast: Cast) -> Setting:
    """The setting with the one who acts taken out of the words before the figure: a label says what, not whose."""
    before = s.before
    for actor in cast.before(s.q.start, s.clause[0]):
        name = string[actor.start : actor.end]
        head, found, tail = before.partition(name)
        if found and len(head) <= 6 and len(tail) > 1 and (actor.level == "person" or not verbs().search(head)):
            before = tail
    return replace(s, before=before) if before != s.before else s


def _of_rank(name: str, home: str, town: str, village: str) -> tuple[str, str] | None:
    """全村 and 该村 are the village named last, 全镇 and 该镇 the town; 全市 in the story of a county is its own."""
    rank = name[-1]
    if rank == "村":
        return (village or name, "village") if village or name == "全村" else None
    if rank in "乡镇" and rank != home[-1]:
        return (town or name, "town") if town or len(name) > 1 else None
    return f"全{rank}", "home"
