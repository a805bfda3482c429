"""Numbers with their unit and qualifier, found in a clean string: `近90万元`, `25-30户`, `1门以上`, `一年一评`.

What a number stands for in its clause is not asked here (see `figures`); what is no quantity at all (a date, an
ordinal, a name, an idiom) is refused by `refusals`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from metrics.extract import refusals
from metrics.extract.numerals import to_number
from metrics.extract.rates import rate_of
from metrics.extract.records import Quantity
from metrics.extract.tokens import Number, numbers
from metrics.extract.units import dimension, match_unit, unit_name

PREFIX = re.compile(
    r"(?:(?P<more>不少于|不低于|至少|最少|起码|超过|突破|逾|(?<![经通超不度走看办路穿胜])过|(?<![经通])超|(?<![以网之线身同])(?P<upto>上))"
    r"|(?P<less>不超过|不多于|不足|不到|不满|至多|最多|未满)"
    r"|(?P<approx>大约|约为|将近|接近|大概|(?<![节签预合契大制公条简])约|(?<![最附靠邻远亲])近))[ ]?$"
)
SUFFIX = re.compile(
    r"(?P<more>以上|之多|开外|有余|出头|不止)|(?P<less>以下|以内|之内|不到|内(?![部容在外科陆地设涵]))|(?P<approx>左右|上下)"
)
MORE_AFTER = re.compile(r"[多余](?![种样元次评级方渠层项数少个])")
YEARLY = re.compile(
    r"(?P<time>一年|一月|一季度|一季|半年|一周|一天|一旬)(?P<count>[一两二三四五])"
    r"(?P<act>评选|评比|评议|评|次|查|考|访|会|议|讲|报|检|巡|谈|学|课|通报|公示|公开|走访|考核|小结|总结|调度|督查)"
)
TIMES = {
    "一年": "年",
    "一月": "月",
    "一季度": "季度",
    "一季": "季度",
    "半年": "半年",
    "一周": "周",
    "一天": "天",
    "一旬": "旬",
}
DOUBLED = re.compile(r"翻了?(?P<n>[一两二三四]|\d)番")
TENTHS = re.compile(
    r"(?P<n>[一二三四五六七八九])成(?P<half>半|[一二三四五六七八九])?(?![立为员果效本绩长功熟就了品都交才家型分份人年])"
)
ABOUT = re.compile(r"(?:(?P<more>至少|最少|不少于|不低于)|(?P<approx>约占|大约占))[^，。；：、\d]{0,24}$")
MANY = re.compile(r"(?P<size>[百千万])把(?P<unit>块钱|元|人|个|斤|亩|户|里|名|只|头)")
HALF = re.compile("(?:(?P<more>超过|过)|(?P<approx>近|将近|约))?一半(?P<over>以上|多)?(?=的)|(?P<most>一半以上)")
HALF_TIME = re.compile(
    "(?:(?P<approx>近|约|将近)|(?P<less>不到|不足))?半(?P<unit>个月|月|年)(?P<more>多)?(?=以来|来|时间|的时间|内|之内|就|，)"
)
BARE = re.compile(
    "(?:名|位)?(?:[农贫城困脱已建党全参在留返老移高各][\u4e00-\u9fff]{0,6}?)?(?:群众|村民|农民|人口|居民|党员|干部|对象|学生|移民|贫困户|职工|老人|妇女)"
)
_BARE_MONEY = re.compile(
    r"(?:收入|增收|工资|利润|产值|年薪|分红|存款|收益|赞助|投资|借款|欠款|补偿款)[^，。；\d]{0,4}$"
)
YEAR_AND_HALF = re.compile(r"(?<![\d一二三四五六七八九十])(?P<n>[一两二三四五六]|\d)年半(?![年载])")
LASTING = frozenset({"年", "月", "个月", "天", "岁", "公里", "小时", "倍", "里", "元", "米", "亩", "斤", "公斤", "吨"})


def find_quantities(string: str) -> list[Quantity]:
    """Every quantity of a clean string, in order, spans in its characters; none overlap.

    Numbers in names, dates, ordinals, idioms and thresholds inside a label are left out. Any string is read, none
    is an error.

    >>> [(q.value, q.unit, q.qualifier) for q in find_quantities("全县共举办培训班160期3215人次,实现产值660余万元。")]
    [(160.0, '期', 'exact'), (3215.0, '人次', 'exact'), (6600000.0, '元', 'more')]
    """
    plain = [q for number in numbers(string) if (q := _quantity(string, number))]
    found: list[Quantity] = []
    for q in sorted([*_special(string), *plain], key=lambda q: (q.start, -q.end)):
        if not found or q.start >= found[-1].end:
            found.append(q)
    kept = refusals.without_thresholds(string, found)
    return [replace(q, unit=rate_of(string, q)) for q in kept]


def _special(string: str) -> list[Quantity]:
    """Quantities whose number and unit are one word: 一年一评, 翻一番, 八成."""
    found = []
    for m in YEARLY.finditer(string):
        count = to_number(m["count"]) or 1.0
        found.append(Quantity(m.start(), m.end(), count, f"次/{TIMES[m['time']]}"))
    found += _halves(string)
    for m in YEAR_AND_HALF.finditer(string):
        if not refusals.is_ordinal(string, m.start()):
            found.append(Quantity(m.start(), m.end(), (to_number(m["n"]) or 0.0) + 0.5, "年"))
    for m in MANY.finditer(string):
        unit = unit_name(m["unit"])
        found.append(Quantity(m.start(), m.end(), to_number(m["size"]) or 0.0, unit, qualifier="approx"))
    for m in DOUBLED.finditer(string):
        found.append(Quantity(m.start(), m.end(), 2.0 ** (to_number(m["n"]) or 1.0), "倍"))
    for m in TENTHS.finditer(string):
        tail = m["half"]
        value = 10 * (to_number(m["n"]) or 0.0) + (5 if tail == "半" else (to_number(tail) or 0.0) if tail else 0)
        if not refusals.is_ordinal(string, m.start()):
            found.append(_qualified(string, Quantity(m.start(), m.end(), value, "%"), False))
    return sorted(found, key=lambda q: q.start)


def _halves(string: str) -> list[Quantity]:
    """一半以上的自然村, 近一半的, 半年多来, 近半月时间."""
    found = []
    for m in HALF.finditer(string):
        more, approx = m["more"] or m["over"] or m["most"], m["approx"]
        if more or approx:
            found.append(Quantity(m.start(), m.end(), 0.5, "", qualifier="more" if more else "approx"))
    for m in HALF_TIME.finditer(string):
        if string[m.start() - 1 : m.start()] not in tuple("一两三四五六七八九十年月每大多上下前后") or not m.start():
            qualifier = next((k for k in ("more", "approx", "less") if m[k]), "exact")
            found.append(Quantity(m.start(), m.end(), 0.5, m["unit"], qualifier=qualifier))
    return found


def _quantity(string: str, number: Number) -> Quantity | None:
    """The number with its unit, or None where it has none or counts nothing."""
    if number.ratio:
        unit = "%" if number.percent else ""
        bare = Quantity(number.start, number.end, number.value, unit, number.value_max)
        return None if refusals.is_ordinal(string, number.start) else _qualified(string, bare, False)
    end, unit, more = _unit(string, number)
    if not unit and _stands_bare(string, number):
        return _qualified(string, Quantity(number.start, number.end, number.value, "", number.value_max), number.more)
    if not unit or refusals.refused(string, number, end, unit):
        return None
    value, top = number.value, number.value_max
    bare = Quantity(number.start, end, value, unit, top)
    quantity = _qualified(string, bare, number.more or more)
    return None if refusals.indefinite(string, number, quantity) else quantity


def _unit(string: str, number: Number) -> tuple[int, str, bool]:
    """Where the unit ends, its name (with what stands under the line: 元/场), and whether a 多 followed."""
    at = number.end
    if string[at : at + 1] == " " and not number.chinese:
        at += 1
    written = match_unit(string, at)
    if written is None:
        return at, "", False
    if written == "个" and string[at + 1 : at + 2] in ("多", "半"):
        longer = match_unit("个" + string[at + 2 : at + 6], 0)
        if longer and longer != "个":
            return at + 1 + len(longer), unit_name(longer), True
    end, name = at + len(written), unit_name(written)
    under = match_unit(string, end + 1) if string[end : end + 1] in ("/", "／") else None
    if under:
        return end + 1 + len(under), f"{name}/{unit_name(under)}", False
    if MORE_AFTER.match(string, end) and name in LASTING:
        return end + 1, name, True
    return end, name, False


def _stands_bare(string: str, number: Number) -> bool:
    """18万农村群众, 增收2万以上: ten thousands and more may stand without a unit before people, behind money."""
    if number.size < 10_000 or refusals.is_ordinal(string, number.start):
        return False
    money = _BARE_MONEY.search(string, max(0, number.start - 10), number.start)
    ended = string[number.end : number.end + 1] in ("", *"，,。；以左的、！")
    return bool(BARE.match(string, number.end)) or bool(money and ended)


def _qualified(string: str, q: Quantity, more: bool) -> Quantity:
    """The same quantity with the qualifying words beside it taken into the span."""
    start, end, qualifier = q.start, q.end, "more" if more else "exact"
    suffix = SUFFIX.match(string, end)
    if suffix and not (suffix[0].startswith("内") and dimension(q.unit) not in ("time", "length")):
        end, qualifier = suffix.end(), suffix.lastgroup or qualifier
    prefix = PREFIX.search(string, max(0, start - 4), start)
    kind = next((k for k in ("more", "less", "approx") if prefix and prefix[k]), "exact")
    if prefix and not (more and kind == "approx") and not (prefix["upto"] and string[q.start] not in "百千万"):
        start, qualifier = prefix.start(), kind if qualifier == "exact" else qualifier
    if qualifier == "exact" and (far := ABOUT.search(string, max(0, start - 30), start)):
        qualifier = far.lastgroup or qualifier
    if q.value_max is not None:
        qualifier = "range"
    return replace(q, start=start, end=end, qualifier=qualifier or "exact")
