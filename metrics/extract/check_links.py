"""Checks that tie figures over a whole case: copies for each, pairings told twice, the size of groups, growth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from cases.extract.alternatives import begun
from metrics.extract.flagging import MOST, PEOPLE, Sentences, exact, flagged, noun_of, number
from metrics.extract.records import FigureFound, FlagFound

HOMES = frozenset({"户", "家", "农户"})
WHOLE = re.compile("全[县市区乡镇村省州](?:共有|现有|有|共)?(?:农村)?$")
COPIES = re.compile("[^。；，]{0,12}?(?:发|送|赠)[放给送到至]{1,2}每一?[位名个](?P<who>[\u4e00-\u9fff]{2,8})")
COPY_UNITS = frozenset({"份", "本", "册", "套", "张"})
PAIRED = re.compile(r"^[^，。、；\d]{0,14}[与和同](?:全[县市区乡镇])?$")
SHORT = re.compile(r"[及与和、\d]")
JOINED = begun("(?:及|以及|和)$")
GROUP = re.compile("的?规模[^，。；]{0,8}(?:组成|成立|组建|设立)“?(?P<name>[\u4e00-\u9fff]{2,8})")
MEMBERS = re.compile("(?:网络|覆盖|联系|涵盖|参加|加入|纳入)[\u4e00-\u9fff]{0,4}$")
FROM = re.compile(r"(?:从|由)[^，。；\d]{0,12}$")
GREW = re.compile("^[^，。；\\d]{0,14}(?:增长|增加|提高|上升|增|升|扩大|发展)[了]?[到至为][^，。；\\d]{0,6}$")
GROWTH = re.compile("^[^。；\\d]{0,8}(?<!年均)(?:增长|增幅|增长率|增)(?:率)?(?:了|达到?|为)?$")
FEW = 8  # sizes of groups that are looked for in the whole case
Check = Callable[[str, Sequence[FigureFound], Sentences], list[FlagFound]]


def _copies(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """8000份发给每位党员, where the whole county has 8500名党员."""
    wholes = [f for f in figures if f.unit in PEOPLE and WHOLE.search(string, max(0, f.start - 8), f.start)][:MOST]
    flags = []
    for copies in (f for f in figures if f.unit in COPY_UNITS and exact(f)):
        given = COPIES.match(string, copies.end)
        readers = given and next((f for f in wholes if _names(string, f, given["who"])), None)
        if given and readers and readers.value > copies.value:
            short = number(readers.value - copies.value)
            words = f"{string[copies.start : copies.end]}发给每位{given['who']}"
            message = (
                f"{words}，而文中{given['who']}有{string[readers.start : readers.end]}，至少少{short}{copies.unit}。"
            )
            flags.append(flagged("other", sorted([copies, readers], key=lambda f: f.start), message))
    return flags


def _names(string: str, f: FigureFound, who: str) -> bool:
    """Whether a figure counts them: 8500多名党员."""
    return string.startswith((who, who[-2:]), f.end) or noun_of(string, f).endswith(who)


def _pairings(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """14个单位和69个部门与83个村结对, then 69个部门与83个村: one side has lost a part."""
    told: dict[tuple[float, str, str], list[FigureFound]] = {}
    flags = []
    for left, right in _pairs(string, sentences):
        key = (right.value, right.unit, noun_of(string, right)[-3:])
        before = told.setdefault(key, left)
        now, then = ({(f.value, f.unit) for f in side} for side in (left, before))
        if now != then and (now < then or then < now) and len(key[2]) > 1:
            message = _pairing_message(string, before, left, right)
            flags.append(flagged("other", [*before, *left, right], message))
    return flags


def _side(string: str, side: Sequence[FigureFound]) -> str:
    return "和".join(f"{number(f.value)}{f.unit}{SHORT.split(noun_of(string, f))[0]}" for f in side)


def _pairing_message(
    string: str, before: Sequence[FigureFound], left: Sequence[FigureFound], right: FigureFound
) -> str:
    gap = number(abs(sum(f.value for f in before) - sum(f.value for f in left)))
    told = f"前文说{_side(string, before)}与{_side(string, [right])}相对应"
    return f"{told}，此处又说{_side(string, left)}与之对应，相差{gap}{left[0].unit}。"


def _pairs(string: str, sentences: Sentences) -> Iterator[tuple[list[FigureFound], FigureFound]]:
    """The figures before 与 and the one behind it."""
    for group in sentences:
        for i in range(1, len(group)):
            left, right = group[i - 1], group[i]
            if not PAIRED.match(string[left.end : right.start]) or not exact(right) or left.unit != right.unit:
                continue
            side = [left]
            for earlier in reversed(group[: i - 1]):
                between = string[earlier.end : side[0].start]
                if earlier.unit != left.unit or not JOINED.search(between) or "，" in between:
                    break
                side.insert(0, earlier)
            yield side, right


def _group_sizes(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """按20-30户的规模组成互助组, 500个互助组, 网络农户2万户: too many or too few for groups of that size."""
    flags = []
    sizes = [
        f
        for f in figures
        if f.unit in HOMES | PEOPLE and f.value_max is not None and GROUP.match(string, f.end, f.end + 24)
    ]
    for size in sizes[:FEW]:
        named = GROUP.match(string, size.end, size.end + 24)
        for groups, members in _counts(string, sentences, named["name"]) if named else ():
            low, high = size.value * groups.value, (size.value_max or size.value) * groups.value
            same = members.unit in HOMES if size.unit in HOMES else members.unit in PEOPLE
            if same and not low / 1.1 <= members.value <= high * 1.1:
                name, unit = named["name"] if named else "", members.unit
                product = f"{number(groups.value)}×({number(size.value)}至{number(size.value_max or size.value)})"
                message = (
                    f"按每个{name}的规模，{product}={number(low)}至{number(high)}{unit}，"
                    f"与文中的{number(members.value)}{unit}不符。"
                )
                flags.append(flagged("per_head", [size, groups, members], message))
    return flags


def _counts(string: str, sentences: Sentences, name: str) -> Iterator[tuple[FigureFound, FigureFound]]:
    """How many groups of that name there are, and how many members the same sentence gives them."""
    for group in sentences:
        groups = [f for f in group if string.endswith(name, 0, f.start) or string.startswith(name, f.end)]
        members = [f for f in group if MEMBERS.search(string[max(0, f.start - 8) : f.start]) and exact(f)]
        if len(groups) == 1 and len(members) == 1 and exact(groups[0]):
            yield groups[0], members[0]


def _growth(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """从20万元增长到30万元，增长80%: the rate doesn't follow."""
    flags = []
    for group in sentences:
        for low, high, rate in zip(group, group[1:], group[2:], strict=False):
            if low.unit != high.unit or rate.unit != "%" or not all(map(exact, (low, high, rate))) or low.value <= 0:
                continue
            rises = FROM.search(string[max(0, low.start - 16) : low.start]) and GREW.match(string[low.end : high.start])
            if not rises or not GROWTH.match(string[high.end : rate.start]) or low.unit == "%":
                continue
            real = (high.value / low.value - 1) * 100
            if abs(real - rate.value) > max(1.0, rate.value * 0.03):
                unit = low.unit
                told = f"从{number(low.value)}{unit}到{number(high.value)}{unit}增长{real:.1f}%"
                flags.append(flagged("share", [low, high, rate], f"{told}，与文中所说的{number(rate.value)}%不符。"))
    return flags


LINKS: tuple[Check, ...] = (_copies, _pairings, _group_sizes, _growth)
