"""Where a story plays: its county, with the prefecture and province of the time, stated or inferred.

Stated: the county's own name decides (the title, the lead, 县委 …). Inferred: no county is named; its townships
vote. Either is left open where a second place comes close. Names are never modernised: the row of the gazetteer is
taken that bears the name as written, as near the story's years as can be.
"""

from __future__ import annotations

import re

from cases.extract.place_mentions import WORDS, Mention, ancestors, lexicon
from cases.extract.place_scene import (
    Scene,
    cited,
    first_sure,
    in_text,
    resolve,
    row_of,
    set_scene,
    told,
    town_weight,
)
from cases.extract.place_uppers import in_common, of_upper, prefecture_only, province_only, spread
from cases.extract.place_votes import LEAD_LENGTH, TITLE, Evidence, Votes, county_votes, ranked, supported
from cases.extract.records import PlaceFound
from cases.extract.spans import Span

PRAISE = re.compile(
    "(?:建设|构建|打造|共建|共创|创建)(?:和谐|平安|美丽|魅力|活力|幸福|富裕|生态|实力|法治|文明|小康|秀美){1,3}新?"
)
PRAISED = re.compile("[，。；、！”提作而做的是成]|$")
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
    found = spread(scene, named) or stated(scene, named) or inferred(scene, named) or praised(scene, named)
    found = found or prefecture_only(scene, named) or province_only(scene) or in_common(scene, named)
    return found or PlaceFound()


def stated(scene: Scene, named: Votes) -> PlaceFound | None:
    """The county the text names most, if it names it as its own and no other comes near."""
    weights = with_towns(scene, named)
    order = sorted(weights, key=lambda line: (-weights[line], line))
    if not order:
        return None
    line, weight = order[0], weights[order[0]]
    best, second = named[line], weights[order[1]] if len(order) > 1 else 0.0
    if weight < ENOUGH_STATED or weight < MARGIN * second or outvoted(scene, line, weight):
        return None
    if of_upper(scene, named, line):
        return None
    full = [m.written for m in best.mentions if m.full]
    row = row_of(scene, line, max(full, key=full.count) if full else best.mentions[0].written)
    return told(scene, row, "stated", first_sure(best.mentions), [cited(scene, m) for m in best.mentions[:3]])


def with_towns(scene: Scene, named: Votes) -> dict[str, float]:
    """The counties named with what their townships add."""
    return {line: evidence.weight + min(1.0, town_weight(scene, line)) for line, evidence in named.items()}


def outvoted(scene: Scene, line: str, weight: float) -> bool:
    """Whether townships speak more strongly for another county than a passing mention does for this one."""
    order = ranked(scene.towns)
    return bool(order) and order[0][0] != line and weight < 2.0 and order[0][1].weight > weight


def inferred(scene: Scene, named: Votes) -> PlaceFound | None:
    """The county most of the townships named lie in, where not several counties are named."""
    order = ranked(scene.towns)
    if not order:
        return None
    line, best = order[0]
    second = order[1][1].weight if len(order) > 1 else 0.0
    if best.weight < ENOUGH_INFERRED or best.weight < MARGIN * second or passing(scene, line, best):
        return None
    if of_upper(scene, named, line) or sum(e.weight >= ENOUGH_STATED for e in named.values()) > 1:
        return None
    row = row_of(scene, line, "")
    names = list(dict.fromkeys(m.written for m in best.mentions))
    words = [f"{'、'.join(names[:6])}{'都' if len(names) > 1 else ''}在{row.stem}"]
    words += [cited(scene, m) for m in scene.found if m.level != "township" and m.lines & ancestors(line)][:1]
    return told(scene, row, "inferred", best.mentions[0], words)


def praised(scene: Scene, named: Votes) -> PlaceFound | None:
    """The county called by its stem as what is to become of it (构建和谐万全), where nothing else tells.

    It must have the rank the text speaks of (全县 → a 县), and be the only one of that name that has.
    """
    if named:
        return None
    for praise in PRAISE.finditer(scene.string, scene.span.start, scene.span.end):
        name = lexicon().stem_at(scene.string, praise.end(), scene.span.end) or ""
        lines = lexicon().stem_lines(name, "county") if name not in WORDS["ordinary_after_praise"] else set()
        rows = [row for line in lines if (row := row_of(scene, line, "")).name[-1] == scene.rank]
        end = praise.end() + len(name)
        if len(rows) == 1 and PRAISED.match(scene.string, end):
            mention = Mention(praise.end(), end, name, "county", frozenset(lines), full=False)
            return told(scene, rows[0], "inferred", mention, [scene.string[praise.start() : end]])
    return None


def passing(scene: Scene, line: str, best: Evidence) -> bool:
    """A single township named once, in no title and not as the one that acts, decides nothing.

    Unless the text begins there, names the prefecture, and has no other place.
    """
    names = {m.written for m in best.mentions}
    begins = best.mentions[0].start - scene.span.start < LEAD_LENGTH
    if begins and supported(line, scene.support) >= ENOUGH_STATED and len(scene.towns) == len(best.mentions[0].lines):
        return False
    if len(names) > 1 or any(m.written in names for m in scene.titled):
        return False
    return scene.story.count(best.mentions[0].written) < 2 and not any(
        w in scene.story for w in WORDS["township_words"]
    )
