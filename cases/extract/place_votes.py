"""How strongly the mentions in a text speak for each place: weights, no decision.

A vote is a number for a line of the gazetteer. Townships vote for counties, the more the rarer their name is;
prefectures and provinces support what lies in them; mentions of a county by name weigh by where they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cases.extract.gazetteer import gazetteer
from cases.extract.names import stem_of
from cases.extract.place_mentions import BYLINE, WORDS, Mention, ancestors, loose_left

TITLE, LEAD, ACTOR, AWAY, STEM = 6.0, 1.0, 1.0, 0.2, 0.4
LEAD_LENGTH = 80  # characters of the story's start in which a county is more likely its own
NEAR = 6  # characters before a name in which 赴, 前往, 考察 … make it another's
MOST_SUPPORT = 2.0
UNCLEAR = 0.6


@dataclass
class Evidence:
    """What speaks for one line, and the mentions that said so, in the order of the text."""

    weight: float = 0.0
    mentions: list[Mention] = field(default_factory=list)

    def add(self, weight: float, mention: Mention) -> None:
        self.weight += weight
        self.mentions.append(mention)


Votes = dict[str, Evidence]


def weigh(string: str, start: int, mention: Mention) -> float:
    """The weight of one mention of a county, prefecture or province where it stands.

    >>> from cases.extract.place_mentions import mentions
    >>> from cases.extract.spans import Span
    >>> text = "组织党员赴寿光市考察。"
    >>> weigh(text, 0, mentions(text, Span(0, len(text)))[0]) < 1
    True
    """
    after = string[mention.end : mention.end + 6]
    weight = 1.0 if mention.full else STEM
    if BYLINE.match(string[mention.end : mention.end + 12]):
        return TITLE
    if is_away(string, mention):
        return weight * AWAY
    if mention.full and any(after.startswith(word) for word in WORDS["actor_after"]):
        weight += ACTOR
    if mention.start - start < LEAD_LENGTH:
        weight += LEAD
    return weight + (0.5 if mention.chained else 0.0)


def is_away(string: str, mention: Mention) -> bool:
    """Whether the words around a name make it somebody else's place: 赴寿光市考察, 到苏州市、昆山市, 上海客商."""
    before = string[max(0, mention.start - 2 * NEAR) : mention.start]
    for stop in "。;；,，:：\n":
        before = before.rpartition(stop)[2]
    first, *more = before.split("、")
    last = more[-1] if more else first
    towards = any(word in (first if more else first[-1:]) for word in WORDS["away_right_before"])
    gone = any(word in part[-NEAR:] for word in WORDS["away_before"] for part in (first, last))
    after = string[mention.end : mention.end + 4].startswith(tuple(WORDS["away_after"]))
    return after or gone or (towards and not any(word in first for word in WORDS["not_away"]))


def upper_support(string: str, start: int, found: Iterable[Mention]) -> dict[str, float]:
    """Provinces and prefectures named in the text: line → weight."""
    support: dict[str, float] = defaultdict(float)
    for mention in found:
        if mention.level in ("province", "prefecture"):
            for line in mention.lines:
                support[line] += weigh(string, start, mention) / len(mention.lines)
    return support


def supported(line: str, support: Mapping[str, float]) -> float:
    """How far the provinces and prefectures named speak for a line below them; bounded, as many name the same."""
    return min(MOST_SUPPORT, sum(min(1.0, support.get(upper, 0.0)) for upper in ancestors(line)))


def township_votes(string: str, found: Iterable[Mention], support: Mapping[str, float]) -> Votes:
    """Each township's name, however often it stands there, gives one vote shared among its counties.

    Where no mention begins clearly (after a sign, a rank or a little word) the name may be part of a longer one.
    """
    votes: Votes = defaultdict(Evidence)
    same: dict[str, list[Mention]] = defaultdict(list)
    for mention in (m for m in found if m.level == "township"):
        same[stem_of(mention.written)].append(mention)
    for mentions in same.values():
        clear = any(m.chained or loose_left(string, m.start) for m in mentions)
        lines = min((m.lines for m in mentions), key=len)
        for line in sorted(lines):
            votes[line].add((1.0 if clear else UNCLEAR) * share(line, lines, support), mentions[0])
    return votes


def share(line: str, rivals: frozenset[str], support: Mapping[str, float]) -> float:
    """A county's share of a township's vote: 1/n, or nearly all of it where the text names its prefecture."""
    backed = {rival: supported(rival, support) for rival in rivals}
    best = max(backed.values())
    if best >= 0.5 and backed[line] == best:
        among = sum(1 for value in backed.values() if value == best)
        return max(0.8 / among, 1 / len(rivals))
    return 1 / len(rivals)


def county_votes(string: str, start: int, found: Iterable[Mention], resolve: Callable[[Mention], str | None]) -> Votes:
    """The counties named: each mention weighs for the one line it was resolved to."""
    votes: Votes = defaultdict(Evidence)
    for mention in (m for m in found if m.level == "county"):
        line = resolve(mention)
        if line is not None:
            votes[line].add(weigh(string, start, mention), mention)
    return votes


def add_stems(string: str, votes: Votes) -> None:
    """A county that townships speak for gains where its bare stem stands in the text (溧水黄桃, but not 溧水镇)."""
    for line, evidence in votes.items():
        stem = gazetteer().members[line][-1].stem
        count = string.count(stem) - sum(string.count(stem + rank) for rank in ("镇", "乡", "街道"))
        if count > 0 and len(stem) > 1 and stem not in WORDS["ordinary_stems"]:
            evidence.weight += 0.3 + 0.1 * min(count, 4)


def ranked(votes: Votes) -> list[tuple[str, Evidence]]:
    """Lines by weight, the strongest first; equal ones by code, so that the order never varies."""
    return sorted(votes.items(), key=lambda item: (-item[1].weight, item[0]))
