"""All there is to judge a story's place by, what a name stands for in it, and how a finding is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cases.extract.alternatives import begun
from cases.extract.gazetteer import Division, gazetteer
from cases.extract.place_mentions import BYLINE, WORDS, Mention, forms, lexicon, mentions
from cases.extract.place_votes import LEAD_LENGTH, TITLE, Votes, add_stems, supported, township_votes, upper_support
from cases.extract.records import PlaceFound
from cases.extract.spans import Span
from cases.extract.values import replace

YEAR = begun(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?=年)")
OWN_OFFICE = ("党委", "党工委", "政府", "人民政府")
OWN_BODY = re.compile("[县市区旗]?委|政府|组织部")
TITLE_STEM = re.compile(r"[:：— ]")


@dataclass(frozen=True)
class Scene:
    """All there is to judge by: the text, its mentions, what supports, the year, the rank words of the text."""

    string: str
    span: Span
    title: str
    found: tuple[Mention, ...]
    titled: tuple[Mention, ...]
    support: dict[str, float]
    towns: Votes
    year: int | None

    @cached_property
    def story(self) -> str:
        return self.string[self.span.start : self.span.end]

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        return ranks_of(self.story)

    @cached_property
    def rank(self) -> str:
        return rank_of(self.story)


def set_scene(string: str, span: Span, title: str, year: int | None, context: str) -> Scene:
    """Reads the mentions of the text, the title and the context, and what they support."""
    year = year or last_year(string[span.start : span.end])
    found = settled(mentions(string, span), year)
    titled = settled(title_mentions(title), year)
    support = upper_support(string, span.start, found)
    for mention in titled:
        if mention.level in ("province", "prefecture"):
            for line in mention.lines:
                support[line] = support.get(line, 0.0) + TITLE / 2
    for mention in mentions(context, Span(0, len(context))):
        if mention.level in ("province", "prefecture"):
            for line in mention.lines:
                support[line] = support.get(line, 0.0) + 0.3
    towns = township_votes(string, [*found, *titled], support)
    add_stems(string[span.start : span.end], towns)
    return Scene(string, span, title, tuple(found), tuple(titled), support, towns, year)


def settled(found: list[Mention], year: int | None) -> list[Mention]:
    """Of two readings of the same words the one of that time: 张掖市 is the county until 2001, then the prefecture.

    A bare stem that fits both is the prefecture (湖北宜昌 is not 宜昌县), or the province (吉林, 重庆).
    """
    provinces = {m.start for m in found if m.level == "province" and (not m.full or borne(m, year))}
    found = [m for m in found if m.level != "prefecture" or m.start not in provinces or (m.full and m.chained)]
    above = {m.start for m in found if m.level == "prefecture" and (not m.full or borne(m, year))}
    return [m for m in found if m.level != "county" or m.start not in above or (m.full and borne(m, year))]


def borne(mention: Mention, year: int | None) -> bool:
    """Whether any of its lines bore the name in that year (None: bears it today)."""
    members = gazetteer().members
    return any(bears(d, mention.written) and d.held(year) for line in mention.lines for d in members[line])


def last_year(story: str) -> int | None:
    """The latest year the story names, for want of a better one."""
    return max((int(y) for y in YEAR.findall(story)), default=None)


def title_mentions(title: str) -> list[Mention]:
    """Mentions in the title; there a county's stem will do at the start before a colon (兴山：…).

    What stands before the date of a dispatch says where it was written, not where the story plays, unless a county.
    """
    named = mentions(title, Span(0, len(title)))
    found = [m for m in named if m.level in ("county", "township") or not BYLINE.match(title, m.end)]
    words = lexicon()
    name = words.stem_at(title, 0, len(title))
    if name and not any(m.start == 0 for m in found) and TITLE_STEM.match(title[len(name) : len(name) + 1]):
        lines = words.stems[name].get("county")
        if lines:
            found.insert(0, Mention(0, len(name), name, "county", frozenset(lines), full=False))
    return found


def resolve(scene: Scene, mention: Mention) -> str | None:
    """The one line a mention of a county stands for: by its time, then by what else the text names."""
    lines = in_time(mention, scene.year)
    if len(lines) == 1:
        return next(iter(lines))
    told = {next(iter(m.lines)) for m in scene.found + scene.titled if len(m.lines) == 1 and m.chained}
    if len(lines & told) == 1:
        return next(iter(lines & told))
    weights = {line: supported(line, scene.support) + town_weight(scene, line) for line in lines}
    order = sorted(weights, key=lambda line: (-weights[line], line))
    clear = weights[order[0]] > 0 and weights[order[0]] >= 1.3 * weights[order[1]]
    return order[0] if clear else None


def town_weight(scene: Scene, line: str) -> float:
    return scene.towns[line].weight if line in scene.towns else 0.0


def in_time(mention: Mention, year: int | None) -> frozenset[str]:
    """The lines that bore the name in that year or the one beside it; all, if none did."""
    table = gazetteer()
    near = {
        line
        for line in mention.lines
        if any(bears(d, mention.written) and d.distance(year) <= (1 if year else 0) for d in table.members[line])
    }
    return frozenset(near) or mention.lines


def bears(division: Division, written: str) -> bool:
    """Whether a division is called so, in full, in a short form or by its stem."""
    return written == division.stem or written in forms(division)


def row_of(scene: Scene, line: str, written: str) -> Division:
    """The row of a line that bears the name as written (else the rank the text speaks of), nearest the year."""
    rows = gazetteer().members[line]
    fitting = [r for r in rows if written in forms(r)] or [r for r in rows if r.name[-1] == scene.rank]
    named = [r for r in fitting or rows if parent_named(scene, r)]
    near = min(fitting or rows, key=lambda r: (r.distance(scene.year), -(r.valid_to or 9999)))
    beside = [r for r in named if r.distance(scene.year) <= 1]
    return beside[-1] if beside and scene.year is not None else near


def parent_named(scene: Scene, row: Division) -> bool:
    """Whether the text writes the name the prefecture had then (毕节地区, not 毕节市)."""
    parent = gazetteer().division(row.parent, row.valid_to)
    return parent is not None and parent.level == "prefecture" and parent.name in scene.story


def rank_of(story: str) -> str:
    """县, 市, 区 or 旗: whichever the story speaks of most; "" if none.

    >>> rank_of("*县委组织部在全县推广")
    '县'
    """
    counts = ranks_of(story)
    best = max(counts, key=lambda rank: counts[rank])
    return best if counts[best] else ""


@lru_cache(maxsize=4)  # asked for each place a story may be of
def ranks_of(story: str) -> Mapping[str, int]:
    """How often the story speaks of a unit of each rank as its own: 县委, 全县, 我市 …"""
    return {rank: sum(map(story.count, words)) for rank, words in WORDS["rank_words"].items()}


def told(scene: Scene, row: Division, basis: str, at: Mention | None, words: Iterable[str]) -> PlaceFound:
    """The finding, with the names above the row as of the nearest year it held."""
    year = min(max(scene.year or 9999, row.valid_from or 0), row.valid_to or 9999)
    chain = gazetteer().chain(row.code, year)
    county = row.name if row.level == "county" else None
    return PlaceFound(
        chain.province,
        chain.prefecture,
        county,
        own_township(scene, row),
        row.code,
        basis,
        "；".join(dict.fromkeys(words)),
        at.start if at else None,
        at.end if at else None,
    )


def own_township(scene: Scene, row: Division) -> str | None:
    """The township whose own story it is: named in the title, alone in the opening, or acting more than the county."""
    line = gazetteer().line(row)
    towns = [m for m in scene.found if m.level == "township" and line in m.lines]
    for mention in scene.titled:
        if mention.level == "township" and line in mention.lines:
            return mention.written
    alone = len({m.written for m in towns}) == 1
    opens = alone and towns[0].chained and towns[0].start - scene.span.start < LEAD_LENGTH
    if opens and not any(m.level == "county" and acts_itself(scene, m) for m in scene.found):
        return towns[0].written
    if any(mention.level == "county" for mention in scene.titled):
        return None
    acts = sum(scene.story.count(word) for word in WORDS["township_words"])
    above = sum(scene.ranks.values())
    if acts >= above and (name := only_behind(scene, line, towns)):
        return name
    if not above and alone and not any(m.level == "county" for m in scene.found):
        return towns[0].written
    names = [m.written for m in towns if scene.string.startswith(OWN_OFFICE, m.end)]
    if not names or acts <= above:
        return None
    name = max(names, key=scene.story.count)
    return name if scene.story.count(name) >= scene.story.count(row.name) else None


def acts_itself(scene: Scene, mention: Mention) -> bool:
    """Whether the county's own bodies act: 荣县县委给予奖励."""
    return bool(OWN_BODY.match(scene.string, mention.end))


def only_behind(scene: Scene, line: str, towns: list[Mention]) -> str | None:
    """The township that stands right behind its county wherever that is named: 凤阳县官塘镇."""
    starts = {m.start: m.written for m in towns}
    names = {starts.get(m.end) for m in scene.found if m.level == "county" and line in m.lines}
    return names.pop() if len(names) == 1 else None


def in_text(scene: Scene, mention: Mention) -> Mention:
    """A mention of the title where its words stand in the text; offsets -1 where they do not."""
    at = scene.string.find(mention.written, scene.span.start, scene.span.end)
    return replace(mention, start=at, end=at + len(mention.written) if at >= 0 else -1)


def cited(scene: Scene, mention: Mention) -> str:
    """The name with the word that makes it somebody's own, as evidence: 开化县委, 南京市委."""
    if mention.start < 0:
        return mention.written
    after = scene.string[mention.end : mention.end + 4]
    word = next((w for w in ("委组织部", "委", "政府", "各级") if after.startswith(w)), "")
    return mention.written + word


def first_sure(found: list[Mention]) -> Mention | None:
    return min((m for m in found if m.start >= 0), key=lambda m: m.start, default=None)
