"""Stories of a whole prefecture or province: told by the title, by what is named most, by how many counties appear."""

from __future__ import annotations

from cases.extract.gazetteer import gazetteer
from cases.extract.place_mentions import Mention, ancestors
from cases.extract.place_scene import Scene, cited, first_sure, in_text, in_time, rank_of, row_of, told
from cases.extract.place_votes import Votes, is_away, ranked
from cases.extract.records import PlaceFound

ENOUGH_ALONE = 2.0
SEVERAL = 3  # counties of one prefecture


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
