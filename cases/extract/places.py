"""Where a story plays: its county, with the prefecture and province of the time, stated or inferred.

Stated: the county's own name decides (the title, the lead, 县委 …). Inferred: no county is named; its townships
vote. Either is left open where a second place comes close. Names are never modernised: the row of the gazetteer is
taken that bears the name as written, as near the story's years as can be.
"""

from __future__ import annotations

from cases.extract.place_mentions import WORDS, ancestors
from cases.extract.place_scene import Scene, cited, first_sure, in_text, resolve, row_of, set_scene, told, town_weight
from cases.extract.place_uppers import prefecture_only, spread
from cases.extract.place_votes import TITLE, Evidence, Votes, county_votes, ranked
from cases.extract.records import PlaceFound
from cases.extract.spans import Span

ENOUGH_STATED, ENOUGH_INFERRED, MARGIN = 1.0, 0.75, 1.4


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
