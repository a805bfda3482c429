"""Names of places that begin like a quantity: 六户乡, 八所镇, 七里塘社区; 三户村民 and 两家乡镇企业 are figures.

A name of the gazetteer is one. What it doesn't hold (villages, towns merged since) is known by its form: a short
Chinese numeral, a unit, maybe a word for land, a rank; and by what stands around it, where the unit also counts what
belongs to such a place (五所镇小学).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from cases.extract.gazetteer import gazetteer
from metrics.extract.tokens import Number
from metrics.extract.units import dimension

NUMERAL = re.compile(".?[一二三四五六七八九十百千万两]")
SHORT = re.compile("[二三四五六七八九十百千万两]{1,3}|[二三四五六七八九]?十[一二三四五六七八九]")
RANK = re.compile("[镇乡村县屯]|街道|社区")
RANKED = re.compile("[镇乡村县屯区市旗街社营庄寨堡沟店]")
LAST_RANK = re.compile("(?:[镇乡县区市旗]|街道)$")
SMALL = ("镇", "乡", "村", "屯")
LAND = "[营屯庄寨堡沟店河桥湾岗岭坪坝塘铺集畈垸圩冲坡梁川泉树坑洞墩庙窑洼石湖滩溪浜亭山门房井口峪台嘴咀棚]"
NAMED = re.compile(f"(?!山[村乡])(?:{LAND}{{1,2}}子?|子)[东西南北]?(?P<rank>[镇乡村屯]|街道|社区)")
BY_RANK = frozenset("户里元垄口棵尺")  # no units of what a town or a village has: 三户镇 is a name
BY_CONTEXT = frozenset("家所亩")  # may be: 三家镇, 五所镇小学
BARE = {  # with these it needs no rank: 七里坪
    "元": re.compile("里(?![面的])"),
    "里": re.compile("[坪营屯墩岗堡庄亭]|铺(?![设就])|店(?![铺面])"),
}
NO_NAMES = frozenset("个名位人级类种批片组对项件次份")
LONGER = {  # what makes another word of a rank, or says whose something is: 镇办, 乡镇, 村庄, 社区居民
    "镇": "办级企属直民管定上里内外区村街中小学卫文农敬幼医财居机",
    "乡": "办级企属直民管定镇村亲土风里内外愁贤邻间下中小学卫文农敬幼医财音友道",
    "村": "民办级企集里内外上庄落小学医校道居社组合工厂店卫通口头容规史貌",
    "县": "级办企直属域城内外里乡处市中医道",
    "屯": "垦田粮兵里民",
    "区": "级办企直属域别间分划内外里管位块",
    "市": "级办企直属场民值面域内外里区",
    "旗": "级办企直属帜舰下号手袍",
    "街道": "居工干医卫企内两",
    "社区": "居工干民医卫服企内养食矫",
}
NEVER_ENDS = {rank: "办级企属直定" + {"乡": "镇村道", "县": "道"}.get(rank, "") for rank in LONGER} | {
    "街道": "企",
    "社区": "企",
}
HOMES = re.compile("贫困|低保|残疾|困难|特困|危房|孤|五保|建档|党员|干部|致富|搬迁|移民|种植|养殖|示范|典型")
SETTLED = re.compile("[苗侗瑶羌藏彝]寨|[屯营庄寨堡沟](?![业养地稼主垒通渠里])|店(?![铺面家主])")
BODY = re.compile("党(?!员)|支部|支书|两委|委|人民|政府|人大|政协|纪委|妇联|书记|主任|[镇乡村]长|办事处|部|[镇乡村]")
SCHOOLS = re.compile("(?:中心)?(?:[小中]学|学校|卫生院|敬老院|幼儿园)")
GOES_ON = re.compile(
    "[，。、；：！？）”’》」,:;)\\s]|$|[是以把将在从对为于自按现共位地距曾也更还又因有原]|通过|成立|组织|开展|举办|召开|积极|投入"
    "|推[行进动]|实施|立足|坚持|结合|围绕|依托|针对|近年|今年|去年"
)
INSIDE = re.compile("(?<![全该我本各每两同邻某乡城市辖园社])(?:[县市区镇乡旗州]|街道)$")
AT = re.compile("(?:在|到|来自|走进|走访|前往|赴|位于|地处|家住|从)$")
COUNTING = tuple("近约逾超达每另余各满")


def is_place_name(string: str, number: Number, end: int, unit: str) -> bool:
    """Whether the Chinese numeral with this unit (which ends at `end`) begins the name of a place.

    >>> six = Number(1, 2, 6.0, chinese=True)
    >>> is_place_name("在六户乡召开会议", six, 3, "户"), is_place_name("有六户村民到场", six, 3, "户")
    (True, False)
    """
    at = number.start
    vague = number.value_max is not None or number.more or (at and string[at - 1] in COUNTING)
    if vague or not (unit in BARE or RANKED.search(string, end, end + 8)):
        return False
    listed = _is_listed(string, at, end, unit) or (at > 0 and _is_listed(string, at - 1, end, unit))
    return listed or (unit not in NO_NAMES and _is_formed(string, number, end, unit))


@cache
def _listed() -> dict[str, tuple[tuple[str, str], ...]]:
    """Names of the gazetteer with a numeral at their head or next to it, with rank, and stems; by two characters."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for division in gazetteer().divisions():
        if NUMERAL.match(division.name):
            rank = LAST_RANK.search(division.name)
            found[division.name[:2]] |= {(division.name, rank[0] if rank else ""), (division.stem, "")}
    return {head: tuple(sorted(names, key=lambda n: (-len(n[0]), n))) for head, names in found.items()}


def _is_listed(string: str, at: int, end: int, unit: str) -> bool:
    """三元区, 八所镇; and a village named as a town is: 六道沟村. `end` is where the unit ends."""
    for name, own in _listed().get(string[at : at + 2], ()):
        stop = at + len(name)
        if stop <= end or not string.startswith(name, at):
            continue
        if not own and unit in BARE and BARE[unit].match(string, stop - 1):
            return True
        if not own and (rank := RANK.match(string, stop)):
            own, stop = rank[0], rank.end()
        sure = unit in BY_RANK or stop - len(own) > end or _is_inside(string, at)
        if own and _ends(string, stop, own, sure):
            return True
    return False


def _ends(string: str, stop: int, rank: str, sure: bool) -> bool:
    """Whether the name ends with its rank; where it is `sure` to be one, 六户镇中心小学 is its school."""
    after = string[stop : stop + 1]
    return not after or after not in (NEVER_ENDS[rank] if sure else LONGER[rank])


def _is_inside(string: str, at: int) -> bool:
    """Whether it stands right behind what it lies in: 清水乡三家村; but 全乡三家企业."""
    return INSIDE.search(string, max(0, at - 4), at) is not None


def _is_formed(string: str, number: Number, end: int, unit: str) -> bool:
    """A name the gazetteer doesn't hold, known by its form: 五户村, 四垄村, 三家浜社区, 千户营, 千户苗寨."""
    at = number.start
    if not SHORT.fullmatch(string, at, number.end) or (unit == "元" and number.value > 10):
        return False
    if unit == "户" and SETTLED.match(string, end):
        return True
    counts = unit in BY_RANK or unit in BY_CONTEXT or dimension(unit) == "count"
    if counts and (found := NAMED.match(string, end)):
        return _ends(string, found.end(), found["rank"], unit in BY_RANK or _is_inside(string, at))
    found = RANK.match(string, end)
    return found is not None and _is_told(string, at, found, unit)


def _is_told(string: str, at: int, rank: re.Match[str], unit: str) -> bool:
    """Whether a rank right behind the unit makes a name of it, by what stands before and behind."""
    stop, inside = rank.end(), _is_inside(string, at)
    sure = inside or (unit in BY_RANK and SCHOOLS.match(string, stop) is not None)
    if not _ends(string, stop, rank[0], sure) or string.startswith("民", stop):
        return False
    if BODY.match(string, stop) or inside:
        return unit in BY_RANK or unit in BY_CONTEXT
    if rank[0] not in SMALL:
        return False
    if unit in BY_RANK:
        return unit != "户" or not HOMES.match(string, stop)
    return unit in BY_CONTEXT and bool(GOES_ON.match(string, stop) or AT.search(string, max(0, at - 2), at))
