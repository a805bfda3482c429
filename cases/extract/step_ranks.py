"""How high the place stands that acts in a step, a city or a village, and which of them the story is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cases.extract.acts import ACT, LEADS
from cases.extract.alternatives import begun

COUNTY = 3
# A place by its rank, a village last: 青石市, 青石县白水镇大湾村; 该县, 全县, 县委; never 各镇, 农村, 乡镇, 社区.
_RANKS = {"省": 5, "州": 4, "盟": 4, "市": 4, "县": 3, "区": 3, "旗": 3, "镇": 2, "乡": 2, "村": 1}
_DISTRICT = "(?<![社地城辖园小景片山库灾牧郊县市老街校矿林特全])区"
_NO_NAME = rf"(?!各|社区|乡镇|农村|(?:{ACT}))"
_UNIT = re.compile(
    r"[全该我本][省市县区州盟旗乡镇村]|[\u4e00-\u9fff]{2,10}?自治[县州旗]"
    rf"|{_NO_NAME}(?:[\u4e00-\u9fff]{{1,5}}?[省市县区州盟旗])?(?:[\u4e00-\u9fff]{{2,4}}?[乡镇])?{_NO_NAME}"
    r"(?:(?![市县区党])[\u4e00-\u9fff]){1,4}(?<![政全各该联农乡建驻])村(?=[党支为在以与的建两采把通,针着]|依托|立足|成立|创办|引进|流转|推行)"
    rf"|{_NO_NAME}(?:[\u4e00-\u9fff]{{2,5}}?)?(?:[省市县州旗盟乡镇]|{_DISTRICT})"
)
_LEAD = re.compile(LEADS)
# What is listed in a purpose goes on over its commas: 针对党员年龄大、流动多,缺经验,缺资金的情况,该县….
_PURPOSE = re.compile("针对|面对|为(?![主例期])|围绕")
_YEAR = begun(r"^\d{4}年(?=[\u4e00-\u9fff]{2,5}[省市县区州旗乡镇])")
_CIRCUMSTANCE = re.compile(r"[^,]{2,24}(?:后|时|以来|下|中)$")
# Counties and cities by name, and a town or village of its own name in a title (never 乡村, 驻村干部).
_RANK = f"(?:[省市县旗州]|{_DISTRICT})"
_NAMED = begun(rf"(?<=([\u4e00-\u9fff]{{3}}))(?:{_RANK})|(?<=([\u4e00-\u9fff]{{2}}))(?:{_RANK})(?!{_RANK})")
_LOWER = begun(r"(?<![农乡驻强联跨进到入山小各全新穷一城个])[村镇乡](?![村镇级干民官里振两支书])")
_RUN = re.compile("[\u4e00-\u9fff]{3,}")
_NO_BARE = re.compile(f"{ACT}|.*[全该我各本年在和与]")
_TITLE, _READ = 60, 20_000


def rank_of(heading: str, story: str = "") -> int:
    """How high the place stands that acts first in a heading: 4 for a city, 3 a county, 1 a village; 0 where none.

    What only leads on is passed over; of 在青石县帮助下, the place counts where no other follows. A bare name has the
    rank that the story gives it (青石).

    >>> rank_of("为方便群众,该县设立站点"), rank_of("白水村支部建起合作社"), rank_of("设立服务站点")
    (3, 1, 0)
    """
    beside, led, bare = 0, False, _bare_names(story)
    for clause in heading.split(",")[:6]:
        clause = _YEAR.sub("", clause)
        found = _UNIT.match(clause.removeprefix("在"))
        if found and not _LEAD.match(clause):
            return _RANKS[found[0][-1]]
        if rank := bare.get(clause[:2]) or bare.get(clause[:3]):
            return rank
        if found and clause.startswith("在"):
            beside = _RANKS[found[0][-1]]
        elif not led and not _LEAD.match(clause) and not _CIRCUMSTANCE.match(clause):
            break
        led = led or bool(_PURPOSE.match(clause))
    return beside


@lru_cache(maxsize=8)
def rank_of_title(story: str) -> int:
    """The rank of the county or city whose bare name stands in the title, the first line; 0 where a lower one does.

    So far as the story uses it without its rank too.

    >>> story = "\\n近年来,青石县建立制度。青石推行积分。"
    >>> rank_of_title(f"青石抓党建{story}"), rank_of_title(f"青石白水村之变{story}")
    (3, 0)
    """
    title, _, told = story.partition("\n")
    if len(title) > _TITLE or _LOWER.search(title):
        return 0
    return min((rank for name, rank in _bare_names(told).items() if name in title), default=0)


@lru_cache(maxsize=8)
def _named(story: str) -> dict[str, int]:
    """What stands before 县, 市 and their like in a story, with the rank: the bare names of its places, and more."""
    return {
        (found[1] or found[2])[-size:]: _RANKS[found[0]]
        for found in _NAMED.finditer(story, 0, _READ)
        for size in (2, 3)
    }


@lru_cache(maxsize=8)
def _bare_names(story: str) -> dict[str, int]:
    """Those that a clause begins with and no verb of the genre does: 青石 where 青石县 stands too."""
    first = {run[:3] for run in _RUN.findall(story, 0, _READ) if run[2] not in "省市县区旗州"}
    first |= {name[:2] for name in first}
    return {name: rank for name, rank in _named(story).items() if name in first and not _NO_BARE.match(name)}


def usual(ranks: Sequence[int]) -> int:
    """The rank of the places that act most often, the higher of two; 0 where no place is named."""
    named = [rank for rank in ranks if rank]
    return max(named, key=lambda rank: (named.count(rank), rank), default=0)


def examples(ranks: Sequence[int], most: int, titled: int) -> list[bool]:
    """Which steps are but examples: those of a town or village where a city or county acts in most.

    So too where the county or city of the title acts beside them, or where there is but one.

    >>> examples([3, 3, 3, 2], 3, 0), examples([2, 2], 2, 3), examples([3, 2, 1], 3, 3)
    ([False, False, False, True], [False, False], [False, True, True])
    """
    lower = [0 < rank < max(most, titled) for rank in ranks]
    own = titled and (sum(lower) < 2 or any(rank >= titled for rank in ranks))
    clear = own or ranks.count(most) > max(1, sum(lower))
    return [bool(clear) and is_lower for is_lower in lower]
