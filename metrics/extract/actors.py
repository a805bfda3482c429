"""Who and where a text speaks of, in order: villages, towns, the county itself, bodies, persons, firms.

A figure belongs to the one named last before it (see `scopes`). Towns come from the gazetteer; villages, which no
gazetteer holds, are known by their ending and by what stands before and after; a body or firm counts where it is the
subject of its clause, a person where the text says what he or she is (村民, 贫困户, …).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.extract.alternatives import begun
from cases.extract.place_mentions import mentions
from cases.extract.records import PlaceFound
from cases.extract.spans import Span
from cases.extract.values import replace
from metrics.extract.bodies import find_bodies, own_body
from metrics.extract.cast import Actor, Cast
from metrics.extract.clauses import Setting
from metrics.extract.homes import OFFICE, WHOLE, Home, home_at
from metrics.extract.lexicon import verbs
from metrics.extract.persons import find_persons
from metrics.extract.resolving import resolved
from metrics.extract.villages import NUMBERED, find_villages

THIS = re.compile("(?:该|本|我)(?P<rank>[县市区旗州乡镇村])(?!级)")
OF_VILLAGE = begun(
    "(?:^|(?<=[，。；：\\s“从]))村(?:里|合作社|“?两委|党总支|党支部|支部|党委|党组织|集体|委会|支书|上(?=[有的]))(?!\\d|数)"
)
BESIDE = re.compile(
    "(?:位于|地处|隶属|属于|坐落在|坐落于|对接|引进|联合|携手|邀请|流转给|卖给|销往)[\u4e00-\u9fff]{0,8}$"
)
EXAMPLES = re.compile("[^，。；：\n]*?等(?![级待于])")
MORE_TOWNS = re.compile("、[\u4e00-\u9fff]{2,4}[乡镇][^、]{0,12}(?:、|等\\d)")
NAMED = frozenset({"village", "town", "county", "firm"})
INSIDE_ALONE = begun(f"(?:^|(?<=[，。；：\\s])|(?<=[该本]村)){NUMBERED}(?![织成建队])")


def cast_of(string: str, span: Span, place: PlaceFound | None = None, title: str = "") -> Cast:
    """Everybody a case speaks of, in order; offsets are those of the string.

    >>> text = "青山县柳河镇白水村养鸡。该村村民王大山家养鸡300只。"
    >>> [(a.name, a.level) for a in cast_of(text, Span(0, len(text))).found][-2:]
    [('柳河镇白水村', 'village'), ('柳河镇白水村王大山', 'person')]
    """
    home = home_at(string[span.start : span.end], place, title)
    raw = [*_places(string, span, home), *find_bodies(string, span), *find_persons(string, span)]
    raw = [
        actor
        for actor in raw
        if not (actor.level in NAMED and (_is_beside(string, actor) or _is_example(string, actor)))
    ]
    found = list(resolved(sorted(raw, key=lambda a: (a.start, -a.end)), string, home))
    return Cast(home.name, tuple(found), tuple(a.start for a in found))


def _is_beside(string: str, actor: Actor) -> bool:
    """Whether it is named as where another lies, or with whom another deals: 位于青山县柳河镇, 对接柳河镇合作社."""
    return BESIDE.search(string, max(0, actor.start - 12), actor.start) is not None


def _is_example(string: str, actor: Actor) -> bool:
    """Whether it stands in a list that 等 ends: 白水村、新桥村等5个村, 白水镇黄花、柳河镇蚕桑等16个协会."""
    behind = EXAMPLES.match(string, actor.end, actor.end + 60)
    return behind is not None and (
        behind.end() == actor.end + 1
        or string[actor.end] == "、"
        or string[actor.start - 1] == "、"
        or MORE_TOWNS.search(string, actor.end, behind.end() + 1) is not None
    )


def _places(string: str, span: Span, home: Home) -> Iterator[Actor]:
    named = mentions(string, span)
    for place in named:
        below = home.wide and place.level == "county" and place.full and place.written not in home.own
        if below or (place.level == "township" and place.written not in home.own):
            yield Actor(place.start, place.end, place.written, "county" if below else "town")
            yield from own_body(string, place.end, place.written)
    if home.own:
        for found in re.finditer("|".join(map(re.escape, home.own)), string[span.start : span.end]):
            yield Actor(span.start + found.start(), span.start + found.end(), home.name, "home")
    for pattern in (WHOLE, THIS, OFFICE):
        for m in pattern.finditer(string, span.start, span.end):
            yield Actor(m.start(), m.end(), m[0] if pattern is WHOLE else m["rank"], "rank")
    for m in OF_VILLAGE.finditer(string, span.start, span.end):
        yield Actor(m.start(), m.end(), "村", "short")
    for m in INSIDE_ALONE.finditer(string, span.start, span.end):
        yield Actor(m.start(), m.end(), m[0], "inside")
    for village in find_villages(string, span, {m.end for m in named if m.full}):
        yield village
        yield from own_body(string, village.end, village.name)


def without_actors(s: Setting, string: str, cast: Cast) -> Setting:
    """The setting with the one who acts taken out of the words before the figure: a label says what, not whose.

    What a village owns together is a word of its own (村集体收入).
    """
    before = s.before
    for actor in cast.before(s.q.start, s.clause[0]):
        name = string[actor.start : actor.end]
        head, found, tail = before.partition(name)
        if (
            found
            and not name.endswith("集体")
            and len(head) <= 6
            and len(tail) > 1
            and (actor.level == "person" or not verbs().search(head))
        ):
            before = tail
    return replace(s, before=before) if before != s.before else s
