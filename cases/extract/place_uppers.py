"""Stories of a whole prefecture or province: told by the title, by what is named most, by how many counties appear."""

from __future__ import annotations

from cases.extract.gazetteer import Division, gazetteer
from cases.extract.place_mentions import Mention, ancestors
from cases.extract.place_scene import Scene, cited, first_sure, in_text, in_time, row_of, told
from cases.extract.place_votes import Evidence, Votes, is_away, ranked
from cases.extract.records import PlaceFound

ENOUGH_ALONE = 2.0
SEVERAL = 3  # counties of one prefecture
AT_LENGTH = 4  # mentions
PASSING = 1.7  # the weight of a county that is named in passing
LOST = "\ufffd"


def of_upper(scene: Scene, named: Votes, line: str) -> bool:
    """Whether a county is but one of the places in the story of what lies above it.

    The title names the prefecture or province alone, and the county neither stands alone nor is spoken of at length;
    or the story says 全市 of itself, and names the prefecture much more often than the county, or other counties too
    and never 全县 or 全区.
    """
    if any(m.level in ("county", "township") or broken_off(scene, m) for m in scene.titled):
        return False
    own, uppers = named.get(line, Evidence()), ancestors(line)
    if any(m.lines & uppers for m in scene.titled):
        alone = all(evidence.weight < PASSING for other, evidence in named.items() if other != line)
        return not (alone and len(own.mentions) >= AT_LENGTH)
    rank = scene.rank
    if rank not in ("市", "州", "盟"):
        return False
    above = sum(m.level == "prefecture" and bool(m.lines & uppers) for m in scene.found)
    name = gazetteer().members[line][-1].name
    if name.endswith(rank):  # 全市 may be its own
        return above >= AT_LENGTH and above > 4 * len(own.mentions)
    others = any(evidence.weight >= 1.0 for other, evidence in named.items() if other != line)
    return above > 2 * len(own.mentions) or (others and not scene.ranks.get(name[-1]))


def broken_off(scene: Scene, mention: Mention) -> bool:
    """Whether characters are lost right behind a name: what was named there nobody can tell."""
    return scene.title[mention.end : mention.end + 1] == LOST


def prefecture_only(scene: Scene, named: Votes) -> PlaceFound | None:
    """A story of a whole prefecture: the title names it, or the lead does and no county speaks of itself."""
    titled = [m for m in scene.titled if m.level == "prefecture"]
    lead = [m for m in scene.found if m.level == "prefecture" and m.full and not is_away(scene.string, m)]
    lead = [m for m in lead if scene.rank in ("", m.written[-1])][:1]
    for mention in [*(in_text(scene, m) for m in titled), *lead]:
        lines = in_time(mention, scene.year)
        if len(lines) == 1 and (titled or _holds_all(scene, next(iter(lines)), named)):
            row = row_of(scene, next(iter(lines)), mention.written)
            return told(scene, row, "stated", mention if mention.start >= 0 else None, [cited(scene, mention)])
    return None


def spread(scene: Scene, named: Votes) -> PlaceFound | None:
    """Several counties of one prefecture in a text that says 我市, 全市 of itself: the prefecture's own story."""
    if scene.rank not in ("市", "州", "盟") or any(m.level == "county" for m in scene.titled):
        return None
    over: dict[str, list[Mention]] = {}
    for line, evidence in named.items():
        for upper in ancestors(line):
            if any(_is(row, "prefecture", scene.year) for row in gazetteer().members[upper]):
                over.setdefault(upper, []).extend(evidence.mentions[:1])
    prefecture = max(over, key=lambda upper: (len(over[upper]), upper), default="")
    if len(over.get(prefecture, ())) < SEVERAL or ranked(named)[0][1].mentions[0].written.endswith("市"):
        return None
    row = row_of(scene, prefecture, "")
    found = over[prefecture]
    basis = "stated" if row.name in scene.story else "inferred"
    return told(scene, row, basis, first_sure(found), ["、".join(m.written for m in found[:6]) + f"都在{row.stem}"])


def _holds_all(scene: Scene, prefecture: str, named: Votes) -> bool:
    """Whether a prefecture is spoken of enough, and every county that counts lies in it."""
    lies_in = (prefecture in ancestors(line) for line, evidence in named.items() if evidence.weight >= 1.0)
    return scene.support[prefecture] >= ENOUGH_ALONE and all(lies_in)


def province_only(scene: Scene) -> PlaceFound | None:
    """A story of a whole province: the title names it and nothing below it decided."""
    for mention in (m for m in scene.titled if m.level == "province"):
        for line in in_time(mention, scene.year):
            at = in_text(scene, mention)
            row = row_of(scene, line, mention.written)
            return told(scene, row, "stated", at if at.start >= 0 else None, [cited(scene, at)])
    return None


def in_common(scene: Scene, named: Votes) -> PlaceFound | None:
    """What several counties lie in, none of them the story's own: their prefecture, else their province."""
    lines = [line for line, evidence in ranked(named) if evidence.weight >= 1.0]
    if len(lines) < 2:
        return None
    shared = frozenset.intersection(*map(ancestors, lines))
    for level in ("prefecture", "province"):
        found = [line for line in shared if any(_is(row, level, scene.year) for row in gazetteer().members[line])]
        if len(found) == 1:
            row = row_of(scene, found[0], "")
            at = [named[line].mentions[0] for line in lines]
            basis = "stated" if any(m.level == level and found[0] in m.lines for m in scene.found) else "inferred"
            return told(scene, row, basis, first_sure(at), ["、".join(m.written for m in at[:6]) + f"都在{row.stem}"])
    return None


def _is(row: Division, level: str, year: int | None) -> bool:
    return row.level == level and row.held(year)
