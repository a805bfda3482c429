"""Where a text names a programme: in quotes before 工程, 活动, 模式 …, with such a word inside, or out of quotes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from cases.extract.alternatives import begun
from cases.extract.values import value

KINDS = {
    "工程": "工程", "计划": "工程", "活动": "活动", "行动": "活动", "模式": "模式", "工作法": "模式", "机制": "机制",
    "制度": "制度", "责任制": "制度", "载体": "其他", "政策": "其他", "品牌": "其他", "创建": "活动", "制": "制度",
    "改革": "其他", "项目": "工程", "竞赛": "活动", "体系": "机制", "路子": "模式", "方式": "模式", "办法": "制度",
    "建设": "其他", "示范带": "工程", "举措": "制度",
}  # fmt: skip
_QUOTED_ONLY = {"改革", "项目", "竞赛", "体系", "路子", "方式", "办法", "建设", "示范带", "举措"}
_HAN = "\u4e00-\u9fff"
_BUILD = "建设(?!标准|目标|要求|任务|中|活动|工程|行动|模式|机制|制度|体系)"
_BARELY = {"创建": "创建(?!活动)", "建设": _BUILD, "制": "(?<!体)制(?![定订造约作种品度])"}
_KIND = "|".join(_BARELY.get(word, word) for word in sorted(KINDS, key=len, reverse=True))
_USUAL = "|".join(_BARELY.get(word, word) for word in sorted(KINDS, key=len, reverse=True) if word not in _QUOTED_ONLY)
_QUOTED = re.compile(
    rf"“(?P<name>[^“”\n]{{2,30}})”(?P<more>(?:、?“[^“”\n]{{2,20}}”)*)等?(?:(?P<of>的?)(?P<middle>[{_HAN}]{{0,9}}?)(?P<kind>{_KIND}))?"
)
_NOT_BETWEEN = begun(r"[的了在是与和为把被到有也可将等及以并通]|开展|建立|实施|推行|主要|这|该|进行|创新|问答")
_INSIDE = begun(rf"(?:{_USUAL}|联合体|责任区)$")
# 以党员安家行动为抓手: what the work is hung on.
CARRIES = "为(?:引领|统领|抓手|载体|主线)"
CARRIED = f"[{_HAN}+\\d]{{4,18}}{CARRIES}"
_BARE = begun(
    rf"(?:(?:开展|实施|推行|启动|推进|推广|探索|创新)(?:了|的)?|以(?={CARRIED}))(?P<name>[{_HAN}+\d]{{3,14}}?)(?P<kind>{_USUAL})(?![{_HAN}]?(?:建设|形式))"
)
_SINCE = begun(
    rf"(?:开展|实施|推行|启动|推进|推广|试行)(?P<name>[^,。;:“”\n]{{4,24}}?)(?P<kind>工作|建设|{_USUAL})(?=以来|之?后|至今)"
)
_SINCE_IT = re.compile(
    rf"(?:^|(?<=[。,;:\n]))(?:自)?(?P<name>[{_HAN}+\d]{{4,16}}?)(?P<kind>工作|建设|{_USUAL})(?:开展|实施|推行|启动|运行)(?=以来|至今)",
    re.MULTILINE,
)
_STARTED = re.compile("(?:开展|实施|推行|启动|运行)(?:以来|至今)")  # what every `_SINCE_IT` ends with
_BEFORE = begun(
    rf"(?:开展|实施|推行|推广|探索|创新|推进|进行|深化|完善|参与|巩固|坚持|通过|落实|形成|建立|(?<!结)对|[以在将把和与的了自及,。、:;”\s])(?P<prefix>[{_HAN}]{{2,14}})$"
)
_VERB = re.compile(
    r"开展|实施|推行|推广|探索|启动|推进|进行|深化|参与|创新|创建|巩固|完善|健全|不断|实行|通过|形成|构建|建立|打造|落实|严格|出台"
    r"|制定|推出|[全我该][县市区乡镇村]|[\u4e00-\u9fff]{2,5}[县市区旗](?!级|直|域)|[和与在以把将]|(?<!结)对"
)
_SET_UP = re.compile(r"(?:建立|实行|推行|实施|形成|健全|构建|通过|探索)[^。,;]{0,20}$")
_FIRST = begun(r"^(?:[一两几多]次|一系列|一[个项场批]|第[一二三四五六七八九十]+[期次届批]|各[类种项]|[村县]级|相关)")
_SAID = begun(r"[!?。我您俺咱]|[吧吗呢啊]$")
_COUNTED = re.compile(
    r"([一二两三四五六七八九十])[^一二两三四五六七八九十]{1,4}[、,]?[一二两三四五六七八九十][^一二两三四五六七八九十]{1,4}"
)
_SIGNS = re.compile(r"[\d+\-、/ ]+")


@value(frozen=True, slots=True)
class Mention:
    """One naming: `key` joins namings of the same thing, `name` is as full as it stands here.

    `since` tells that the story counts time from its launch: 自开展…工作以来.
    """

    key: str
    name: str
    kind: str | None
    start: int
    end: int
    full: str
    since: bool = False


def mentions_in(string: str) -> list[Mention]:
    """Every naming of something that may be a programme, in an evened text, in order.

    >>> [(found.name, found.kind, found.full) for found in mentions_in("推行“两会两评”模式,开展“结穷亲”主题活动")]
    [('两会两评', '模式', '“两会两评”模式'), ('结穷亲', '活动', '“结穷亲”主题活动')]
    """
    found = [*_quoted(string), *_bare(string), *_since(string)]
    return sorted(found, key=lambda mention: mention.start)


def _quoted(string: str) -> Iterator[Mention]:
    for match in _QUOTED.finditer(string):
        name = match["name"].strip()
        middle = match["middle"] or ""
        named = bool(match["kind"]) and not _NOT_BETWEEN.search(middle)
        if _SAID.search(name):
            continue
        if _SIGNS.fullmatch(name):
            yield _signed(string, match, name)
        else:
            yield _worded(string, match, name, middle if named else "")
            if match["more"]:
                yield from _listed(match, KINDS[match["kind"]] if named else None)


def _listed(match: re.Match[str], kind: str | None) -> Iterator[Mention]:
    """The other names of a list before one kind: “甲”“乙”等品牌."""
    for found in re.finditer("“([^“”]+)”", match["more"]):
        at = match.start("more") + found.start(1)
        inside = _INSIDE.search(found[1]) if len(found[1]) > 3 else None
        own = KINDS.get(inside[0]) if inside else None
        yield Mention(found[1].strip(), found[1].strip(), own or kind, at, at + len(found[1]), found[0])


def _worded(string: str, match: re.Match[str], name: str, middle: str) -> Mention:
    """“两会两评”模式: the quoted words are the name, unless 的 makes them an epithet of what follows."""
    named = bool(middle or match["kind"]) and not _NOT_BETWEEN.search(match["middle"] or "")
    if named and match["of"] and not _COUNTED.fullmatch(name):
        set_up = _SET_UP.search(string[max(0, match.start() - 28) : match.start()])
        if set_up and len(middle) >= 3:
            whole = match[0].replace("”的", "”")
            return Mention(f"{middle}{match['kind']}", whole, KINDS[match["kind"]], match.start(), match.end(), whole)
        named = False
    inside = _INSIDE.search(name) if len(name) > 3 else None
    kind = KINDS.get(inside[0]) if inside else None
    kind = kind or (KINDS[match["kind"]] if named else None)
    full = match[0] if named else f"“{name}”"
    return Mention(name, name, kind, match.start("name"), match.end("name"), full)


def _signed(string: str, match: re.Match[str], name: str) -> Mention:
    """“1+1”, “4321”: figures alone are no name, the words around them belong to it."""
    before = _BEFORE.search(string[max(0, match.start() - 24) : match.start()])
    prefix = before["prefix"] if before else ""
    prefix = _VERB.split(prefix)[-1]
    rest = re.match(rf"[{_HAN}]{{2,8}}?(?={_KIND}|[,。、;:\s]|以来|后|中)", string[match.end("name") + 1 :][:12])
    tail = rest[0] if rest and not _NOT_BETWEEN.search(rest[0]) else ""
    start, end = match.start() - len(prefix), match.end("name") + 1 + len(tail)
    after = re.match(_KIND, string[end:])
    kind = KINDS[after[0]] if after else _ends_kind(tail)
    words = string[start:end]
    whole = words if prefix else words + (after[0] if after else "")
    full = words + (after[0] if after else "")
    return Mention(_bared(name), _bared(whole), kind, start, end, _bared(full))


def _bared(words: str) -> str:
    return re.sub(r"\s+", "", words)


def _ends_kind(words: str) -> str | None:
    found = re.search(rf"(?:{_KIND})$", words)
    return KINDS[found[0]] if found else None


def _bare(string: str) -> Iterator[Mention]:
    for match in _BARE.finditer(string):
        if not _NOT_BETWEEN.search(match["name"].replace("的", "")):
            words = _FIRST.sub("", _FIRST.sub("", match["name"].split("的")[-1]))
            if len(words) > 2:
                name = words + match["kind"]
                yield Mention(name, name, KINDS[match["kind"]], match.end("name") - len(words), match.end("kind"), name)


def _since(string: str) -> Iterator[Mention]:
    """自开展党员户标准化工作以来, 标准化工作开展以来: a name without quotes from whose launch time is counted."""
    started = _SINCE_IT.finditer(string) if _STARTED.search(string) else ()
    for match in itertools.chain(_SINCE.finditer(string), started):
        words = _FIRST.sub("", re.split(r"[)和与及的了年月]", match["name"])[-1])
        if len(words) >= 4 and re.fullmatch(rf"[{_HAN}+\d]+", words):
            name = words if match["kind"] == "工作" else words + match["kind"]
            start = match.end("name") - len(words)
            yield Mention(name, name, KINDS.get(match["kind"]), start, start + len(name), name, since=True)
