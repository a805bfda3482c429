"""What a title names as the work it reports, without quotes: 推行小微权力清单, 党建联盟点燃新动能, 党建引领乡村治理."""

from __future__ import annotations

import re

from cases.extract.alternatives import begun

_HAN = "\u4e00-\u9fff"
_CLAUSE = begun(r"[,:;!?。\s]+|[―—-]{1,2}")
_LAUNCHED = re.compile(
    r"(?:推行|推进|推广|探索|实施|打造|创建|创新|建立|建起|组建|开办|开展|启动|构建|配强|设立|成立|健全|试行|深化)(?:了|实施|建立|推行|建设)?"
)
_NEXT = re.compile(
    r"激活|促进|推动|助推|助力|提升|夯实|破解|破题|带动|点燃|串起|焕发|打通|让|管住|增强|解决|强化|凝聚|铺就|撑起|托起|筑牢|引来"
    r"|成为|引领|赋能|落地|实现|服务|惠及|纪实|侧记|见闻|显|解|聚|暖|以"
)
_THING = re.compile(
    r"(?:机制|制度|模式|工程|行动|活动|计划|清单|建设|工作|改革|体系|标准化|网格化|党支部|党小组|党委|党组织|联盟|联合体|共同体|联络员|特派员|指导员|调解员"
    r"|广场|服务中心|服务站|驿站|夜校|课堂|讲堂|超市|积分制|工作法|理事会|议事会|合作社|先锋队|服务队|代办点|联系点|联系卡)$"
)
_LED = re.compile(rf"党建(?:引领|统领)[{_HAN}]{{0,12}}(?:治理|善治)(?=$|[、,])")
_ADJECTIVE = re.compile(r"^(?:\d+个?|全面|扎实|大力|积极|深入|持续|不断|新型|一批|一个|全域)+")
_COMMON = re.compile(
    r"^(?:(?:农村|城市|社区|机关)?(?:基层)?(?:[一二三四五六七八九十]项)?"
    r"(?:党组织|党支部|组织|党建|队伍|阵地|班子|党员队伍)(?:建设|工作|工程)?|新?模式|新?机制)$"
)
_LEAST, _MOST, _LONGEST = 4, 16, 200


def title_names(title: str) -> list[str]:
    """The noun phrases that an evened title names as the work done, surest first; what it quotes is left to others.

    First what follows a word of launching, then what acts as subject, then 党建引领…治理.

    >>> title_names("青石县推行小微权力清单,管住微权力"), title_names("青石县:党建联盟点燃乡村新引擎")
    (['小微权力清单'], ['党建联盟'])
    >>> title_names("青石县:党建引领乡村治理"), title_names("青石县打通治理“末梢”")
    (['党建引领乡村治理'], [])
    """
    clauses = [clause.strip() for clause in _CLAUSE.split(title[:_LONGEST]) if clause.strip()]
    launched = [_thing(clause[found.end() :]) for clause in clauses for found in _LAUNCHED.finditer(clause)]
    subjects = [_thing(clause) for clause in clauses if _NEXT.search(clause, _LEAST) and not _LAUNCHED.search(clause)]
    led = [found[0] for clause in clauses for found in _LED.finditer(clause)]
    return list(dict.fromkeys(name for name in [*launched, *subjects, *led] if name))


def _thing(words: str) -> str:
    """The noun phrase at the head of these words, up to the verb after it; "" where it is none of a known form."""
    words = _ADJECTIVE.sub("", words)
    cuts = [found.start() for found in _NEXT.finditer(words, _LEAST)]
    for stop in [*cuts, len(words)]:
        name = words[:stop]
        if _LEAST <= len(name) <= _MOST and _THING.search(name) and re.fullmatch(rf"[{_HAN}][{_HAN}+\d]+", name):
            return "" if _COMMON.match(name) else re.sub("工作$", "", name)
    return ""
