"""The unit a story is about: a county mostly, or the prefecture, town or village that its title names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from cases.extract.alternatives import begun
from cases.extract.names import stem_of
from cases.extract.place_mentions import mentions
from cases.extract.records import PlaceFound
from cases.extract.spans import Span, standing
from cases.extract.values import replace, value
from metrics.extract.villages import find_villages

WHOLE = re.compile("全(?P<rank>[县市区旗州乡镇村省])(?![域面委]|唯一|闻名|[有知]名|第一|最|领先|前列|先进|首[个家批])")
OFFICE = begun(r"(?:^|(?<=[，。；：\n\t “]))(?P<rank>[县市区旗乡镇])(?:委|政府|财政|里|直|组织部|纪委)")
OWN_VILLAGE = re.compile("[该本我全]村(?!级)")
OWN_COUNTY = begun("[该全](?:县|区|旗)|(?:^|[，。；：“\\s])县委")
OWN_TOWN = begun("[该全本我][乡镇]|[乡镇](?:党委|政府|里)")
BREAK = re.compile(r"[，。；：\s]")
BELOW = re.compile("[：\u4e00-\u9fff]{0,4}[县乡镇村]")  # 白水村位于青山县
LEAD = 120


@value(frozen=True, slots=True)
class Home:
    """How a scope calls it (全县), the names it goes by (平泉市, 平泉), and whether it is `wide`: has counties."""

    name: str
    own: tuple[str, ...]
    wide: bool


def home_at(string: str, place: PlaceFound | None, title: str) -> Home:
    """The home of a case with the names that stand for it in the text."""
    if village := _village_of(string, place, title):
        return Home(village, (village,), False)
    place = _without_town(string, place, title)
    if place and _is_focus(string, place, title):
        return Home(place.county or "", tuple(_own_names(place)), True)
    place = _widened(place, title)
    town = [place.township] if place and place.township and place.township in title else []
    own = sorted({*town, *_own_names(place)}, key=len, reverse=True)
    return Home(home_of(string, place), tuple(own), bool(place and place.prefecture and not place.county))


def _without_town(string: str, place: PlaceFound | None, title: str) -> PlaceFound | None:
    """The county where the title names it, or the story alone speaks of it as its own, and not the town.

    There one town is an example.
    """
    if not place or not place.township or place.township in title:
        return place
    titled = any(name and _stem(name) in title for name in (place.county, place.prefecture))
    told = OWN_COUNTY.search(string) and not OWN_TOWN.search(string)
    return replace(place, township=None) if titled or told else place


def _is_focus(string: str, place: PlaceFound, title: str) -> bool:
    """Whether the title names the prefecture, but the story keeps to one county of it."""
    if not place.county or not place.prefecture or _widened(place, title) is place:
        return False
    return string.count(_stem(place.county)) > 2 * string.count(place.prefecture)


def _village_of(string: str, place: PlaceFound | None, title: str) -> str | None:
    """The village whose own story it is: named in the title, or first of all where the title names no place above."""
    named, meant = _village_in(title), len(OWN_VILLAGE.findall(string))
    if named and (string.count(named) > 2 or meant > 1):
        return named
    above = [_stem(n) for n in (place.county, place.prefecture, place.township) if n] if place else []
    whole = sum(m["rank"] != "村" for m in WHOLE.finditer(string))
    first = _village_in(string[len(title) : len(title) + LEAD])
    if not any(name in title for name in above):
        return first if meant > max(1, whole) or _is_alone(first, string, place) else None
    own = re.sub("^.+[乡镇](?=.)", "", first) if first else ""
    others = whole + sum(_acts(name, string) for name in above)
    return own if own and _acts(own, string) > max(1, 2 * others) else None


def _is_alone(village: str | None, string: str, place: PlaceFound | None) -> bool:
    """Whether a story told of one village of a town names no other, and speaks of no town or county as its own."""
    if not village or not place or not place.township or f"{place.township}{village}" not in string:
        return False
    if OWN_TOWN.search(string) or OWN_COUNTY.search(string) or any(m["rank"] != "村" for m in WHOLE.finditer(string)):
        return False
    span = Span(0, len(string))
    names = {found.name for found in find_villages(string, span, {m.end for m in mentions(string, span) if m.full})}
    return names == {village}


def _acts(name: str, string: str) -> int:
    """How often a unit begins a clause of its own: 白水村建成…, not 白水村位于青山县."""
    ends = (at + len(name) for at in standing(name, string, 1) if BREAK.match(string, at - 1))
    return sum(not BELOW.match(string, end) for end in ends)


def _village_in(words: str) -> str | None:
    span = Span(0, len(words))
    return next((v.name for v in find_villages(words, span, {m.end for m in mentions(words, span) if m.full})), None)


def _widened(place: PlaceFound | None, title: str) -> PlaceFound | None:
    """The prefecture where the title names it and not the county: there one county is an example."""
    if not place or not place.county or not place.prefecture or place.township:
        return place
    if _stem(place.county) in title or _stem(place.prefecture) not in title:
        return place
    return PlaceFound(province=place.province, prefecture=place.prefecture)


def _stem(name: str) -> str:
    return re.sub("(?:[县市区旗州]|地区)$", "", name) if len(name) > 2 else name


def home_of(string: str, place: PlaceFound | None = None) -> str:
    """The unit a story is about, as it calls itself: 全县, 全乡, …, by its words and the rank of its place.

    >>> home_of("全乡党员干部共联系…全乡种植…全县闻名"), home_of("", PlaceFound(county="平泉市"))
    ('全乡', '全市')
    """
    own = "县市区旗州乡镇" if place is None or place.township or not place.county else "县市区旗州"
    votes: dict[str, float] = defaultdict(float)
    for m in WHOLE.finditer(string):
        votes[m["rank"]] += m["rank"] in own or m["rank"] == "省"
    for rank, times in Counter(m["rank"] for m in OFFICE.finditer(string)).items():
        votes[rank] += int(rank not in "乡镇" and min(times, 3) > 1)
    if votes["省"] > 2 and not any(votes[rank] for rank in "县区旗"):
        return "全省"
    votes.pop("省", None)
    name = (place.township or place.county or place.prefecture or "") if place else ""
    if name:
        votes[name[-1] if name[-1] in "镇乡市区旗州" else "县"] += 2.5
    return f"全{max(votes, key=lambda rank: votes[rank])}" if any(votes.values()) else "全县"


def _own_names(place: PlaceFound | None) -> Iterator[str]:
    for name in (place.county, None if place.county else place.prefecture) if place else ():
        if name:
            yield name
            if name.endswith(("自治县", "自治旗")) and (short := stem_of(name).removesuffix("族")) != name:
                yield from (short, short + name[-1])
            elif len(name) > 2:
                yield _stem(name)
