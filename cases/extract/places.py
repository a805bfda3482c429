"""Where a story plays: its county, with the prefecture and province of the time, stated or inferred.

Stated: the county's own name decides (the title, the lead, 县委 …). Inferred: no county is named; its townships
vote. Either is left open where a second place comes close. Names are never modernised: the row of the gazetteer is
taken that bears the name as written, as near the story's years as can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cases.extract.gazetteer import Division, gazetteer
from cases.extract.place_mentions import WORDS, Mention, ancestors, forms, lexicon, mentions
from cases.extract.place_votes import (
    TITLE,
    Evidence,
    Votes,
    add_stems,
    county_votes,
    is_away,
    ranked,
    supported,
    township_votes,
    upper_support,
)
from cases.extract.records import PlaceFound
from cases.extract.spans import Span

YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?=年)")
ENOUGH_STATED, ENOUGH_INFERRED, ENOUGH_ALONE, MARGIN = 1.0, 0.75, 2.0, 1.4
SEVERAL = 3  # counties of one prefecture
OWN_OFFICE = ("党委", "党工委", "政府", "人民政府")
TITLE_STEM = re.compile(r"[:：— ]")


@dataclass(frozen=True)
class Scene:
    """All there is to judge by: the text, its mentions, what supports, the year, the rank words of the text."""

    string: str
    span: Span
    found: tuple[Mention, ...]
    titled: tuple[Mention, ...]
    support: dict[str, float]
    towns: Votes
    year: int | None

    @property
    def story(self) -> str:
        return self.string[self.span.start : self.span.end]


def locate(string: str, span: Span, title: str, year: int | None, context: str = "") -> PlaceFound:
    """The place of the story in `string[span.start:span.end]`; all None where nothing decides.

    In: the clean text and the story's span, its title, its year if known, text around it (a heading of the
    collection, used weakly). Out: names and code as of the time; `start`, `end` of the first deciding words in
    clean offsets (half-open). Never raises.

    >>> text = "近年来，湖北省兴山县委积极探索，古夫镇平水村先行。"
    >>> place = locate(text, Span(0, len(text)), "", 2009)
    >>> place.province, place.prefecture, place.county, place.basis, text[place.start:place.end]
    ('湖北省', '宜昌市', '兴山县', 'stated', '兴山县')
    """
    scene = set_scene(string, span, title, year, context)
    named = county_votes(string, span.start, scene.found, lambda m: resolve(scene, m))
    for mention in scene.titled:
        line = resolve(scene, mention) if mention.level == "county" else None
        if line is not None:
            named.setdefault(line, Evidence()).weight += TITLE
            named[line].mentions.insert(0, in_text(scene, mention))
    many = spread(scene, named)
    found = many or stated(scene, named) or inferred(scene) or prefecture_only(scene)
    return found or PlaceFound()


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
    return Scene(string, span, tuple(found), tuple(titled), support, towns, year)


def settled(found: list[Mention], year: int | None) -> list[Mention]:
    """Of two readings of the same words the one of that time: 张掖市 is the county until 2001, then the prefecture.

    A bare stem that fits both is the prefecture (湖北宜昌 is not 宜昌县).
    """
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
    """Mentions in the title; there a county's stem will do at the start before a colon (兴山：…)."""
    found = mentions(title, Span(0, len(title)))
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


def stated(scene: Scene, named: Votes) -> PlaceFound | None:
    """The county the text names most, if it names it as its own and no other comes near."""
    order = ranked(named)
    if not order:
        return None
    line, best = order[0]
    second = order[1][1].weight if len(order) > 1 else 0.0
    weight = best.weight + min(1.0, town_weight(scene, line))
    if weight < ENOUGH_STATED or weight < MARGIN * second or outvoted(scene, line, weight):
        return None
    full = [m.written for m in best.mentions if m.full]
    row = row_of(scene, line, max(full, key=full.count) if full else best.mentions[0].written)
    return told(scene, row, "stated", first_sure(best.mentions), [cited(scene, m) for m in best.mentions[:3]])


def outvoted(scene: Scene, line: str, weight: float) -> bool:
    """Whether townships speak more strongly for another county than a passing mention does for this one."""
    order = ranked(scene.towns)
    return bool(order) and order[0][0] != line and weight < 2.0 and order[0][1].weight > weight


def first_sure(found: list[Mention]) -> Mention | None:
    return min((m for m in found if m.start >= 0), key=lambda m: m.start, default=None)


def inferred(scene: Scene) -> PlaceFound | None:
    """The county most of the townships named lie in."""
    order = ranked(scene.towns)
    if not order:
        return None
    line, best = order[0]
    second = order[1][1].weight if len(order) > 1 else 0.0
    if best.weight < ENOUGH_INFERRED or best.weight < MARGIN * second or passing(scene, best):
        return None
    row = row_of(scene, line, "")
    names = list(dict.fromkeys(m.written for m in best.mentions))
    words = [f"{'、'.join(names[:6])}{'都' if len(names) > 1 else ''}在{row.stem}"]
    words += [cited(scene, m) for m in scene.found if m.level != "township" and m.lines & ancestors(line)][:1]
    return told(scene, row, "inferred", best.mentions[0], words)


def passing(scene: Scene, best: Evidence) -> bool:
    """A single township named once, in no title and not as the one that acts, decides nothing."""
    names = {m.written for m in best.mentions}
    if len(names) > 1 or any(m.written in names for m in scene.titled):
        return False
    return scene.story.count(best.mentions[0].written) < 2 and not any(
        w in scene.story for w in WORDS["township_words"]
    )


def prefecture_only(scene: Scene) -> PlaceFound | None:
    """A story of a whole prefecture: the title names it, or the lead does and no county speaks of itself."""
    titled = [m for m in scene.titled if m.level == "prefecture"]
    lead = [m for m in scene.found if m.level == "prefecture" and m.full and not is_away(scene.string, m)]
    lead = [m for m in lead if rank_of(scene.story) in ("", m.written[-1])][:1]
    for mention in [*(in_text(scene, m) for m in titled), *lead]:
        lines = in_time(mention, scene.year)
        if len(lines) == 1 and (titled or scene.support[next(iter(lines))] >= ENOUGH_ALONE):
            row = row_of(scene, next(iter(lines)), mention.written)
            return told(scene, row, "stated", mention if mention.start >= 0 else None, [cited(scene, mention)])
    return None


def spread(scene: Scene, named: Votes) -> PlaceFound | None:
    """Several counties of one prefecture in a text that says 我市, 全市 of itself: the prefecture's own story."""
    if rank_of(scene.story) not in ("市", "州", "盟") or any(m.level == "county" for m in scene.titled):
        return None
    over: dict[str, list[Mention]] = {}
    for line, evidence in named.items():
        for upper in ancestors(line):
            if gazetteer().members[upper][-1].level == "prefecture":
                over.setdefault(upper, []).extend(evidence.mentions[:1])
    prefecture = max(over, key=lambda upper: (len(over[upper]), upper), default="")
    if len(over.get(prefecture, ())) < SEVERAL or ranked(named)[0][1].mentions[0].written.endswith("市"):
        return None
    row = row_of(scene, prefecture, "")
    found = over[prefecture]
    basis = "stated" if row.name in scene.story else "inferred"
    return told(scene, row, basis, first_sure(found), ["、".join(m.written for m in found[:6]) + f"都在{row.stem}"])


def row_of(scene: Scene, line: str, written: str) -> Division:
    """The row of a line that bears the name as written (else the rank the text speaks of), nearest the year."""
    rows = gazetteer().members[line]
    fitting = [r for r in rows if written in forms(r)] or [r for r in rows if r.name[-1] == rank_of(scene.story)]
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
    counts = {rank: sum(story.count(w) for w in words) for rank, words in WORDS["rank_words"].items()}
    best = max(counts, key=lambda rank: counts[rank])
    return best if counts[best] else ""


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
    """The township whose own story it is: named in the title, or acting while the county hardly shows."""
    line = gazetteer().line(row)
    towns = [m for m in scene.found if m.level == "township" and line in m.lines]
    for mention in scene.titled:
        if mention.level == "township" and line in mention.lines:
            return mention.written
    acts = sum(scene.story.count(word) for word in WORDS["township_words"])
    above = sum(scene.story.count(word) for words in WORDS["rank_words"].values() for word in words)
    names = [m.written for m in towns if scene.string.startswith(OWN_OFFICE, m.end)]
    if not names or acts <= above:
        return None
    name = max(names, key=scene.story.count)
    return name if scene.story.count(name) >= scene.story.count(row.name) else None


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
