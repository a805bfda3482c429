"""The programmes a case names: its own under one name each with their aliases, the main one told."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cases.extract.alternatives import begun
from cases.extract.lines import even, even_part
from cases.extract.spans import Span, Text, standing
from programs.extract.mentions import CARRIES, KINDS, Mention, mentions_in
from programs.extract.records import Part, ProgramFound
from programs.extract.slogans import slogans_in
from programs.extract.titles import title_names

_NATIONAL = json.loads((Path(__file__).parent / "data" / "national.json").read_text(encoding="utf-8"))
_POLICIES, _WIDER = frozenset(_NATIONAL["policies"]), frozenset(_NATIONAL["wider"])
_TAIL = begun(r"(?:建设|争创|创建|主题)?(?:工程|活动|模式|机制|制度|行动|计划|载体)$")
_NUMBERED = re.compile(r"[一二两双三四五六七八九十百千]")
_LAUNCHED = re.compile(
    r"(?:开展|实施|推行|推广|探索|建立|创建|启动|推进|打造|完善|健全|构建|推出|创新|实行)[^。,]{0,24}$"
)
_OWN = re.compile(r"”的?(?:试点|工作|做法|经验|案例|实践|品牌|理念|管理|服务|治理|党建)")
_SUBJECT = re.compile(r"^党建(?:引领|统领)|(?:机制|制度|模式|清单)$")
_MANNER = re.compile(r"(?:方式|办法)$")
_COUNTED = re.compile(r"(?:[两双三四五六七八九十][\u4e00-\u9fff]{1,3}(?:[、,]|$)){2,}$")
_CARRIES = re.compile(CARRIES)
_CHAIN = re.compile(r"[、―—→][^、―—→]+[、―—→]")
_AIM = re.compile(r"”?的?(?:总体?|工作)?(?:目标|要求|原则|方针|标准|问题|思路|精神|能力)")
_PIECES = begun(r"[―—+-]+")
_QUOTED = re.compile(r"“([\u4e00-\u9fff]{3,8})”(?!说|道|的问题)")
_LEAD, _OPENING, _OFTEN, _AGAIN = 600, 300, 5, 3
_KINDS = tuple(KINDS)
_NAMED = 0.5  # the share of a name that its title must hold to name it
_MOST = 200  # so that a text that is nothing but quotes is still read in time


@dataclass(slots=True)
class _Group:
    """All namings of one thing."""

    key: str
    mentions: list[Mention] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    count: int = 0
    held: bool = False

    @property
    def quoted(self) -> bool:
        return any("“" in mention.full for mention in self.mentions)

    @property
    def kinds(self) -> set[str]:
        return {mention.kind for mention in self.mentions if mention.kind}


def read_programs(text: Text, span: Span, title: str) -> list[ProgramFound]:
    """The programmes of the case in `span`, the main one first, then in the order of their first naming.

    In: the clean text, the span of one case, its title. Out: one record a programme under its core name, aliases as
    written, kind (one of `PROGRAM_KINDS`), the span of the first naming in clean offsets, at most one `main`, and the
    slogan taken apart where the text does it. What the whole country runs is left out.

    >>> text = Text.of("全县推行“两会两评”模式。“两会两评”见效。两会即“党支部会”和“村委会”。")
    >>> found = read_programs(text, Span(0, len(text)), "推广“两会两评”模式")
    >>> found[0].name, found[0].kind, found[0].main, found[0].parts
    ('两会两评', '模式', True, (Part(name='两会', means=('党支部会', '村委会')),))
    """
    string = even_part(text.string, span)
    groups = _groups(string)
    _take_apart(groups, string)
    kept = [group for group in _joined(groups) if _is_program(group, string, title)]
    main = _main(kept, string, even(title))
    if named := _of_title(kept, main, string, even(title)):
        main = named
        kept = kept if named in kept else [*kept, named]
    if main is None and (carried := _carried_out(string, even(title))):
        main, kept = carried, [*(group for group in kept if group.key != carried.key), carried]
    if main is None and (quoted := _often_quoted(string)):
        main, kept = quoted, [*(group for group in kept if group.key != quoted.key), quoted]
    ordered = sorted(kept, key=lambda group: (group is not main, group.mentions[0].start))
    written = _Written(text.string[span.start : span.end], string)
    return [_record(written, span, group, group is main, title) for group in ordered]


def _groups(string: str) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for mention in mentions_in(string):
        key = _core(mention.key)
        if len(key) > 1 and not _national(key):
            groups.setdefault(key, _Group(key)).mentions.append(mention)
    for group in groups.values():
        group.count = len(group.mentions)
    most = sorted(groups.values(), key=lambda group: (not group.kinds, -group.count, group.mentions[0].start))[:_MOST]
    for group in most:
        group.count = max(string.count(group.key), group.count)
    return {group.key: group for group in sorted(most, key=lambda group: group.mentions[0].start)}


@lru_cache(maxsize=256)
def _core(key: str) -> str:
    """The name without what follows any name: 网上科技党日活动 → 网上科技党日; 上网工程 keeps what makes it one."""
    bare = re.sub(r"[“”‘’·\s]", "", key)
    core = re.sub(r"(?:建设|争创|创建|主题)?活动$", "", bare)
    return core if len(core) >= 3 else bare


@lru_cache(maxsize=256)
def _national(key: str) -> bool:
    return key in _POLICIES or _TAIL.sub("", key) in _POLICIES


def _take_apart(groups: dict[str, _Group], string: str) -> None:
    """Give each slogan that is taken apart to the programme it names, or whose name holds it, or that aims at it."""
    for part, at in slogans_in(string):
        if not _national(part.name):
            holder = _holder(groups, part, string, at)
            if holder:
                holder.parts.append(part)
                for means in part.means:
                    if means in groups:
                        groups[means].held = True


def _holder(groups: dict[str, _Group], part: Part, string: str, at: int) -> _Group | None:
    key = part.name
    longer = [g for k, g in groups.items() if key in k and key != k and _NUMBERED.match(key) and g.count > 1]
    if longer:
        return max(longer, key=lambda group: group.count)
    if _AIM.match(string[at + len(key) :]):
        told = string[string.rfind("。", 0, at) + 1 : at]
        return next((group for k, group in groups.items() if len(k) > 3 and group.kinds and k in told), None)
    if key not in groups:
        groups[key] = _Group(key, [Mention(key, key, None, at, at + len(key), f"“{key}”")], count=string.count(key))
    return groups[key]


def _joined(groups: dict[str, _Group]) -> list[_Group]:
    """Short forms under the fuller name they stand in: 党群致富 under 党群致富联合体; bare under quoted."""
    whole: dict[str, _Group] = {}
    for quoted, group in sorted(((g.quoted, g) for g in groups.values()), key=_quoted_and_long_first):
        home = next((other for other in whole.values() if _belongs(group, quoted, other)), None)
        if home is None:
            whole[group.key] = group
        else:
            home.mentions = sorted(home.mentions + group.mentions, key=lambda mention: mention.start)
            home.count = max(home.count, group.count)
            home.parts += group.parts
    return list(whole.values())


def _quoted_and_long_first(one: tuple[bool, _Group]) -> tuple[bool, int, str]:
    quoted, group = one
    return not quoted, -len(group.key), group.key


def _belongs(group: _Group, quoted: bool, other: _Group) -> bool:
    if group.parts and group.key not in other.key:
        return False
    if not quoted:
        return other.key in group.key or group.key in other.key
    if group.key in other.key and group.key in _PIECES.split(other.key):
        return False
    if len(group.key) >= 4:
        return group.key in other.key and not group.parts
    named = any(other.key in _bare(mention.full) for mention in group.mentions)
    short = other.key.startswith(group.key) and group.kinds and group.kinds <= other.kinds and not group.parts
    return named or bool(short)


def _bare(words: str) -> str:
    """Without quotation marks."""
    return words.replace("“", "").replace("”", "")


def _is_program(group: _Group, string: str, title: str) -> bool:
    """A kind is named with it, or the text takes it apart, or it is a slogan of numbers named again and again."""
    quoted = [mention for mention in group.mentions if "“" in mention.full]
    if group.parts or group.held or any(mention.since for mention in group.mentions):
        return True
    if any(mention.kind for mention in quoted):
        return not _is_manner(quoted) or len(quoted) > 1 or _in_title(group, even(title))
    if not quoted:
        wider = _TAIL.sub("", group.key) in _WIDER
        carries = any(_CARRIES.match(string, mention.end) for mention in group.mentions)
        return not wider and (group.key in even(title) or len(group.mentions) > 2 or carries)
    if _in_title(group, even(title)) and any(_launches(string, mention) for mention in quoted):
        return True
    if _in_title(group, even(title)) and _named_with_kind(group.key, string):
        return True
    if _in_title(group, even(title)) and (group.count > 3 or (_NUMBERED.match(group.key) and group.count > 1)):
        return True
    if re.search(r"[\u4e00-\u9fff]\+[\u4e00-\u9fff]", group.key):
        return True
    if len(quoted) >= _OFTEN and len(group.key) > 2 and any(_OWN.match(string, mention.end) for mention in quoted):
        return True
    return len(quoted) > 2 and bool(_NUMBERED.match(group.key)) and len(group.key) >= 4


def _named_with_kind(key: str, string: str) -> bool:
    """Whether the story names it with what it is: 两会两评模式."""
    return any(string.startswith(_KINDS, at + len(key)) for at in standing(key, string))


def _is_manner(mentions: list[Mention]) -> bool:
    """以“听民说、向民讲”的方式 tells how a thing is done; partners (支部+农户) and counts (“三查、四看”) name a way."""
    named = [mention for mention in mentions if mention.kind]
    return all(
        _MANNER.search(mention.full) and "+" not in mention.key and not _COUNTED.match(mention.key) for mention in named
    )


def _in_title(group: _Group, title: str) -> bool:
    return group.key in _bare(title)


def _main(groups: list[_Group], string: str, title: str) -> _Group | None:
    own = [group for group in groups if group.key not in _WIDER and _TAIL.sub("", group.key) not in _WIDER]
    fit = own or groups  # a story that names nothing of its own is about what it carries out
    scored = sorted(((_weight(group, string, title), -group.mentions[0].start, i) for i, group in enumerate(fit)))
    return fit[scored[-1][2]] if scored and scored[-1][0] >= 2 else None


def _of_title(groups: list[_Group], main: _Group | None, string: str, title: str) -> _Group | None:
    """What the title names without quotes, where it names none of the programmes found.

    It takes the place of another only where the story names it again, or where it is the whole subject (党建引领…治理).
    """
    if main and _shared(_TAIL.sub("", main.key), title) > _NAMED:
        return None
    for name in title_names(title):
        at = [found.start() for found in re.finditer(re.escape(_TAIL.sub("", name)), string)]
        if at and not _national(name) and (main is None or len(at) > 1 or _SUBJECT.search(name)):
            told = next((group for group in groups if group.key in name or name in group.key), None)
            kind = next((word for word in KINDS if name.endswith(word)), "")
            mention = Mention(name, name, KINDS.get(kind), at[0], at[0] + len(name), name)
            return told or _Group(name, [mention], count=len(at))
    return None


def _carried_out(string: str, title: str) -> _Group | None:
    """What many places run, where a story that names nothing of its own is about it: 远程教育 again and again.

    Named in the opening or the title (what the whole country runs: in the title, in quotes), and three times at least;
    the commonest one, of these the longest name.
    """
    opening = f"{title} {string[:_OPENING]}"
    names = [*(name for name in _WIDER if name in opening), *(name for name in _POLICIES if f"“{name}”" in title)]
    counts = {name: string.count(name) for name in sorted(names) if len(name) >= 4}
    often = max(counts, key=lambda name: (counts[name], len(name)), default="")
    if not often or counts[often] < _AGAIN:
        return None
    at = string.find(often)
    return _Group(often, [Mention(often, often, None, at, at + len(often), often)], count=counts[often])


def _often_quoted(string: str) -> _Group | None:
    """What a story that names no programme quotes again and again by one name of its own: “驻村专员”, “一肩挑”.

    >>> _often_quoted("选派“驻村专员”。“驻村专员”管章。“驻村专员”管账。“驻村专员”进村。").key
    '驻村专员'
    """
    named = [found for found in _QUOTED.finditer(string) if not _national(found[1])]
    times = Counter(found[1] for found in named)
    key, count = max(times.items(), key=lambda item: item[1], default=("", 0))
    if count <= _AGAIN:
        return None
    first = next(found for found in named if found[1] == key)
    return _Group(key, [Mention(key, key, None, first.start(1), first.end(1), f"“{key}”")], count=count)


def _weight(group: _Group, string: str, title: str) -> float:
    """How much the story is about it: named in the title, often, early, after 开展 or 实施."""
    shared = _shared(_TAIL.sub("", group.key), title)
    launched = sum(_launches(string, mention) for mention in group.mentions)
    early = sum(m.start < _LEAD for m in group.mentions)
    kinds = any(mention.kind for mention in group.mentions)
    opened = any(mention.start < _OPENING and _launches(string, mention) for mention in group.mentions)
    since = any(mention.since for mention in group.mentions)
    chained = shared < _NAMED and bool(_CHAIN.search(group.key))
    return (
        10 * shared
        - 4 * chained
        + min(group.count, 10) / 2
        + min(launched, 4)
        + min(early, 2)
        + 2 * kinds
        + 2 * opened
        + 2 * since
    )


def _launches(string: str, mention: Mention) -> bool:
    return bool(_LAUNCHED.search(string[max(0, mention.start - 34) : mention.start].rstrip("“")))


def _shared(name: str, title: str) -> float:
    """The share of a name that its title holds: in one piece, letter by letter (党群 for 党员群众), or shortened.

    Shortened it is where a clause of the title keeps letters of it in order: 一统三融 for 一统领三融合.
    """
    if not name:
        return 0.0
    if name in title.replace("“", "").replace("”", ""):
        return 1.0
    run = max((j - i for i in range(len(name)) for j in range(i + 1, len(name) + 1) if name[i:j] in title), default=0)
    letters = iter(title)
    loose = sum(1 for char in name if char in letters) if name[0] in title else 0
    short = max((len(clause) for clause in re.split(r"\W+", title) if _shortens(clause, name)), default=0)
    return max(run if run >= 3 else 0, loose if loose >= len(name) - 1 else 0, short) / len(name)


def _shortens(clause: str, name: str) -> bool:
    letters = iter(name)
    return len(clause) >= 4 and clause[0] == name[0] and all(char in letters for char in clause)


def _record(written: _Written, span: Span, group: _Group, main: bool, title: str) -> ProgramFound:
    name = _name(group)
    aliases = [alias for alias in dict.fromkeys(m.full for m in group.mentions) if alias.strip("“”") != name != alias]
    if main and name not in title and len(title) <= 20 and 0.8 < _shared(_TAIL.sub("", name), even(title)) < 1:
        aliases.append(title)
    kinds = Counter(mention.kind for mention in group.mentions if mention.kind)
    first = group.mentions[0]
    parts = {part.name: part for part in group.parts}
    return ProgramFound(
        name=written.form(name),
        kind=next((kind for kind, _ in kinds.most_common() if kind != "其他"), _kind_by_form(name)),
        start=span.start + first.start,
        end=span.start + first.end,
        aliases=tuple(written.form(alias) for alias in aliases),
        main=main,
        parts=tuple(parts.values()),
    )


class _Written:
    """The story as it is written, to give a name back with the punctuation it has there."""

    def __init__(self, story: str, evened: str) -> None:
        self.story, self.evened = story, evened

    def form(self, name: str) -> str:
        at = self.evened.find(name) if re.search("[,:;()!?]", name) else -1
        return self.story[at : at + len(name)] if at >= 0 else name


def _kind_by_form(name: str) -> str:
    """支部+协会 is a way of working, 群众评 a way of judging, where no word of kind stands with the name."""
    if re.search(r"[\u4e00-\u9fff]\+[\u4e00-\u9fff]", name):
        return "模式"
    return "机制" if name.endswith("评") else "其他"


def _name(group: _Group) -> str:
    """The core name; where figures alone are quoted, or an epithet only, the fullest naming."""
    exact = [mention.name for mention in group.mentions if _core(mention.key) == group.key]
    signs = re.fullmatch(r"[\d+\-、/]+", group.key)
    plain = any(f"“{_core(mention.key)}”" == mention.full for mention in group.mentions)
    epithet = not plain and all(name.startswith("“") for name in exact)
    if exact and (signs or epithet):
        return max(exact, key=len)
    return next((name for name in exact if _core(name) == name.replace("·", "") == group.key), group.key)
