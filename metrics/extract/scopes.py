"""Whose figure it is: the place or body named nearest before it, else the unit the story is about."""

from __future__ import annotations

import re
from collections import Counter

from metrics.extract.clauses import Setting
from metrics.extract.lexicon import last_match

WHOLE = re.compile("全[县市区乡镇村省旗州]")
_LEFT = r"(?:^|(?<=[，。；：、！？“（\s])|(?<=[在如对由到为以向的与和]))"
_TOWN = r"[\u4e00-\u9fff]{1,3}?[^城家返下老一各该本全回还离此县\W](?:乡|镇|街道)(?![级委镇党企政机村各两村里亲])"
_VILLAGE = (
    r"[\u4e00-\u9fff]{0,3}?[^农然政困壳范扶建进点系百逐全各该本村城一分合撤富强弱后空每受跨整个星此某类\W](?:村|社区)"
    r"(?![级委民镇干党支两务组里容规情])"
)
PLACE = re.compile(
    rf"{_LEFT}(?:[\u4e00-\u9fff]{{2,3}}[县市])?(?:(?P<town>{_TOWN})(?P<inside>{_VILLAGE})?|(?P<village>{_VILLAGE}))"
)
COUNTY = re.compile(rf"{_LEFT}[\u4e00-\u9fff]{{1,3}}?[^全各该本我每到辖\W][县市](?![委直级城区域政领场科财])")
HELPED = re.compile("(?:帮助|协助|为|使|给)(?P<who>(?:受帮扶|帮扶|共建|联系|结对|包扶|包联)村)(?![党级民])")
BODY = re.compile(
    r"(?:^|(?<=[，；：。\n]))(?:各)?(?P<who>[\u4e00-\u9fff]{0,4}单位)(?:（部门）|和部门)?(?=召开|组织|开展|结合|深入|落实|到|[先共]后?)"
)
NOT_A_NAME = re.compile("全|各|所在|目标|[的了使和与或常副正]|^.?[村乡镇]$|乡镇|每|要求|其|又|就|经|出|到|选|目前|现")
OWN_BODY = re.compile(r"(?:^|(?<=[，。；：\n]))(?:县|市|区|乡|镇)(?:委|政府|财政|里|直|组织部|纪委)")
NEXT_TOPIC = re.compile(
    "[一二三四五六七八九]是|据|目前|全[县市乡镇]|[一二三四五六七八九十]、|（[一二三四五六七八九十]）"
)
SUBJECT = re.compile(
    "(?:要求|组织|即|由)?(?P<who>[\u4e00-\u9fff]{0,6}?(?:单位|干部|党员|支部|党委|理事会|合作社|协会|企业|农户))"
    "(?=每|要|应|须|必须|帮扶|联系|带动|结对|到|联)"
)
BACK = 160


def home_of(string: str) -> str:
    """The unit a story is about, as it calls itself: 全县, 全乡, … (全县 where it says nothing).

    >>> home_of("全乡党员干部共联系…全乡种植…全县闻名")
    '全乡'
    """
    counts = Counter(WHOLE.findall(string))
    return counts.most_common(1)[0][0] if counts else "全县"


def places_in(words: str) -> list[tuple[int, str]]:
    """The towns and villages named, with where they stand.

    >>> places_in("如青山镇白水村，有农户")
    [(1, '青山镇白水村')]
    """
    found = []
    for match in PLACE.finditer(words):
        name = match["village"] or f"{match['town']}{match['inside'] or ''}"
        at = match.end() - len(name)
        bare = name.lstrip("如在对由到为以向的与和")
        if NOT_A_NAME.search(bare):
            continue
        found.append((at + len(name) - len(bare), bare))
    return found


def scope_of(s: Setting, string: str, home: str, kind: str) -> tuple[str, float]:
    """The scope of a figure and how sure the rule is."""
    if kind == "norm":
        subject = last_match(SUBJECT, f"{s.lead}{s.upto}")
        if subject and len(subject["who"]) > 2 and not re.match("[户名个位]|.*[的或和]", subject["who"]):
            return subject["who"], 0.6
    words = string[max(s.sentence[0], s.q.start - 3 * BACK) : s.q.start]
    behind = places_in(s.after[1:]) if s.after.startswith("的") else []
    if behind and behind[0][0] == 0:
        return behind[0][1], 0.7
    found = [(m.start(), m[0]) for m in WHOLE.finditer(words)]
    found += [(m.start(), home) for pattern in (COUNTY, OWN_BODY) for m in pattern.finditer(words)] + places_in(words)
    found += [(m.start("who"), m["who"]) for pattern in (HELPED, BODY) for m in pattern.finditer(words)]
    if found:
        nearest = max(found)[1]
        if nearest == "全村" or (nearest in ("全镇", "全乡") and nearest != home):
            return _earlier(string, s, nearest[1]) or nearest, 0.7
        return nearest, 0.8
    carried = _earlier(string, s, "") if kind == "reported" else None
    return (carried, 0.5) if carried else (home, 0.4)


def _earlier(string: str, s: Setting, level: str) -> str | None:
    """The town or village the sentences before were about, unless a new topic has begun since."""
    words = string[max(0, s.sentence[0] - BACK) : s.sentence[0]]
    named = places_in(words)
    if not named:
        return None
    at, name = named[-1]
    since = words[at:] + string[s.sentence[0] : s.q.start]
    if level:
        return name if name.endswith(level) else None
    return None if NEXT_TOPIC.search(since) else name
