"""How names of divisions are built: the stem, the word for the rank, the peoples in names of autonomous places."""

from __future__ import annotations

from functools import cache

# Ranks, the longest first, so that 自治县 goes before 县 and 街道办事处 before 街道.
RANKS = (
    "特别行政区", "街道办事处", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗",
    "街道办", "街道", "地区", "林区", "特区", "矿区", "苏木", "省", "市", "县", "区", "旗", "盟", "州", "镇", "乡",
)  # fmt: skip
PEOPLES = (
    "柯尔克孜族", "达斡尔族", "哈萨克族", "乌孜别克族", "俄罗斯族", "鄂温克族", "鄂伦春族", "维吾尔族", "塔塔尔族",
    "蒙古族", "朝鲜族", "土家族", "布依族", "哈尼族", "拉祜族", "纳西族", "景颇族", "布朗族", "仡佬族", "仫佬族",
    "毛南族", "撒拉族", "保安族", "裕固族", "东乡族", "塔吉克族", "锡伯族", "独龙族", "普米族", "阿昌族", "德昂族",
    "傈僳族", "门巴族", "珞巴族", "基诺族", "羌族", "回族", "满族", "苗族", "彝族", "侗族", "瑶族", "白族", "壮族",
    "黎族", "藏族", "傣族", "畲族", "佤族", "水族", "土族", "怒族", "京族", "哈萨克", "柯尔克孜", "蒙古", "塔吉克",
    "锡伯", "维吾尔", "达斡尔",
)  # fmt: skip


_RANKS_BY_END: dict[str, tuple[str, ...]] = {e: tuple(r for r in RANKS if r[-1] == e) for e in {r[-1] for r in RANKS}}
_PEOPLES_ENDS = frozenset(p[-1] for p in PEOPLES)


@cache
def stem_of(name: str) -> str:
    """The part of a division's name that stays when its rank changes; a one-character county keeps its rank.

    >>> [stem_of(n) for n in ("溧水县", "和县", "长阳土家族自治县", "洪蓝街道", "彭家庄回族乡", "恩施土家族苗族自治州")]
    ['溧水', '和县', '长阳', '洪蓝', '彭家庄', '恩施']
    """
    for rank in _RANKS_BY_END.get(name[-1:], ()):
        if name.endswith(rank) and len(name) > len(rank):
            stem = without_peoples(name[: -len(rank)])
            return stem if len(stem) > 1 else name
    return name


def without_peoples(stem: str) -> str:
    """Takes names of peoples off the end, but never the whole: 鄂温克族自治旗 keeps 鄂温克族.

    >>> without_peoples("孟连傣族拉祜族佤族"), without_peoples("鄂温克族")
    ('孟连', '鄂温克族')
    """
    while stem[-1:] in _PEOPLES_ENDS:
        people = next((p for p in PEOPLES if stem.endswith(p) and len(stem) > len(p) + 1), None)
        if people is None:
            break
        stem = stem[: -len(people)]
    return stem
