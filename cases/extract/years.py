"""The years a story covers: those it names, else those its 去年 and 今年 mean, else the page's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases.extract.alternatives import begun
from cases.extract.lines import even
from cases.extract.records import Page
from cases.extract.values import value

_YEAR = begun(
    r"(?<![\d第-])(?P<y>(?:19[7-9]|20[0-4])\d)(?:\s?年度?(?:年?[初底末春夏秋冬]|[上下]半年|\d{1,2}月(?:份|\d{1,2}日)?)?)?"
    r"(?P<open>\s?(?:以来|起|开始|至今|伊始|到现在|到目前|至目前))?"
)
_RANGE = begun(r"(?<!\d)(?P<a>(?:19[7-9]|20[0-4])\d)年?\s?(?:-|—|–|~|至|到)+\s?(?P<b>20[0-4]\d)年")
_HAN_YEAR = re.compile(r"(二[〇○零][〇○零一二三][〇○零一二三四五六七八九])(?=年)")
_ASIDE_BEFORE = re.compile(
    r"(?:改革开放|建国|新中国|生于|出生于|始建于|建于|毕业于|宪法|(?:力争|争取|确保|预计|计划)[到在]?|\(见|[^截]到|^到)$"
)
_ASIDE_AFTER = re.compile(
    r"^(?:出生|生人|入党|参军|入伍|退伍|毕业|始建|建县|撤县|颁布|修订|版|前,?(?:力争|实现|建成|达)|中央一号|一号文件|改革开放)"
)
# What was before the story, in one's life, or won over some years: none of what was done.
_PAST_AFTER = re.compile(
    r"^年?(?:以前|之前|前(?![后往沿瞻景])|,?[^,。;]{0,10}(?:嫁[到给]|患|退役|考上|外出[务打]工|下岗)|[初末底]?相比)"
)
_AWARD = re.compile(r"^度[^,。]{0,24}(?:标兵|先进|称号|优秀|奖)")
_FORMER = re.compile(r"(?:从|由|比|较|比起)$")
_SHORT = begun(r"(?<![\d第.])(0\d|9[6-9])(?=年(?:[初底末春夏秋冬,起度]|[上下]半年|\d{1,2}月|以来|开始|至今))")
_SINCE = begun(r"(?<![\d十])(?:近)?([一两二三四五六七八九]|\d)(?:年多|多年|年)(?:来|以来)")
_SINCE_ACT = re.compile(r"[^,。;]{4,32}以来")  # 2018年3月全省开展标准化工作以来
_TO_NOW = re.compile(r"[去前]年(?:[年初底末]|\d{1,2}月)?以来")
_STILL = begun(r"今年|近日|日前|去年以来|(?<![年\d])\d{1,2}月\d{1,2}日")
_RELATIVE = (("前年", -2), ("去年", -1), ("上年", -1), ("今年", 0), ("本年度", 0), ("目前", 0), ("现在", 0))
_CONGRESS = {"十五大": 1997, "十六大": 2002, "十七大": 2007, "十八大": 2012, "十九大": 2017, "二十大": 2022}
_GAP, _STALE, _RECENT, _OLD, _OPEN_GAP = 7, 8, 4, 12, 4


@value(frozen=True, slots=True)
class Years:
    """First and last year of a story, how they are known, and the words that say so."""

    first: int | None = None
    last: int | None = None
    basis: str | None = None
    evidence: str = ""


@value(frozen=True, slots=True)
class _Named:
    year: int
    opens: bool
    words: str


def read_years(string: str, page: Page) -> Years:
    """The years of the story told in `string` (the case without its title).

    In: the clean text of one case, and its page. Out: `stated` where the story names years of its own (2007年以来
    opens a span that stays open: last is None); `inferred` where 去年 and 今年 are told on a page whose date is
    the story's; else `page_date`. Years of laws, births, reform and plans to come are not the story's.

    >>> read_years("2000年以来,全县广泛开展活动,截至2001年底,已有120个村建站。", Page())
    Years(first=2000, last=2001, basis='stated', evidence='2000年以来;2001年底')
    >>> read_years("自去年初以来,全县开展活动。目前已带动1.7万户。", Page(date="2002-07-04"))
    Years(first=2001, last=2002, basis='inferred', evidence='去年;目前;去年初以来;2002-07-04')
    """
    even_string = _spelled(even(string))
    named = _of_story(_named(even_string), page)
    year = int(page.date[:4]) if page.date else None
    if named:
        return _stated(named, _latest(even_string, page, year, named))
    if year is None:
        return Years()
    told = [(word, year + shift) for word, shift in _RELATIVE if word in even_string]
    told += [(found[0], year) for found in _TO_NOW.finditer(even_string)]
    for found in _SINCE.finditer(even_string):
        told += [(found[0], year - _count(found[1])), (found[0], year)]
    if told and _certain(even_string, page, year):
        years = [value for _, value in told]
        words = ";".join([*dict.fromkeys(word for word, _ in told), page.date or ""])
        return Years(min(years), max(years), "inferred", words)
    return Years(year, year, "page_date", page.date or "")


def _spelled(string: str) -> str:
    string = _SHORT.sub(lambda found: ("19" if found[1] > "90" else "20") + found[1], string)
    return _HAN_YEAR.sub(lambda found: _digits(found.group(1)), string)


def _digits(year: str) -> str:
    return "".join("0" if c in "〇○零" else str("一二三四五六七八九".index(c) + 1) for c in year)


def _named(string: str) -> list[_Named]:
    found = []
    awarded = [m.span() for m in _RANGE.finditer(string) if _AWARD.match(string[m.end() : m.end() + 32])]
    for match in _RANGE.finditer(string):
        if match.span() not in awarded and not _aside(string, match.start(), match.end()):
            found += [_Named(int(match[key]), False, match[0]) for key in ("a", "b")]
    for match in _YEAR.finditer(string):
        words = match[0].strip()
        dated = "年" in words or match["open"]
        within = any(start <= match.start() < end for start, end in awarded)
        if dated and not within and not _aside(string, match.start(), match.end()):
            opens = match["open"] or _SINCE_ACT.match(string, match.end())
            found.append(_Named(int(match["y"]), bool(opens), words))
    return found


def _aside(string: str, start: int, end: int) -> bool:
    """Whether a year is that of a law, a birth, a plan, and not of what was done."""
    before, after = string[max(0, start - 8) : start], string[end : end + 10]
    within = before.rfind("《") > before.rfind("》") or before.endswith(("〔", "[")) or after.startswith(("〕", "]"))
    if _FORMER.search(before) and re.match("时?的", after):
        return True
    # A year that opens what someone says is of his own story: “2017年我种了两亩。”
    if before.endswith("“") or _PAST_AFTER.match(after) or (before.endswith("与") and "相比" in after):
        return True
    return within or bool(_ASIDE_BEFORE.search(before) or _ASIDE_AFTER.match(after))


def _of_story(named: list[_Named], page: Page) -> list[_Named]:
    """Without years after the page's own, and without those a long gap before the rest (2010年起 may be longer)."""
    bound = int(page.date[:4]) if page.date else 9999
    kept = sorted((item for item in named if item.year <= bound), key=lambda item: item.year)
    for i in range(len(kept) - 1, 0, -1):
        if kept[i].year - kept[i - 1].year > _GAP + _OPEN_GAP * kept[i - 1].opens:
            return kept[i:]
    long_past = kept and page.date and not page.reposted and bound - kept[-1].year > 2 * _OLD
    return [] if long_past else kept


def _count(number: str) -> int:
    return int(number) if number.isdecimal() else "一二三四五六七八九".find(number) + 1 or 2


def _latest(string: str, page: Page, year: int | None, named: Sequence[_Named]) -> int:
    """The year that 今年 or 去年 means beside years in figures, where the page's date is the story's; else 0.

    目前 says so only where the years named are open (2016年以来); early in a year it still means the last.
    """
    latest = max(item.year for item in named)
    if year is None or not _certain(string, page, year):
        return 0
    if year - latest > _RECENT:
        return year if year - latest <= _OLD and re.search("今年|去年|目前|如今", string) else 0
    if _STILL.search(string):
        return year
    opened = any(item.opens for item in named if item.year == latest)
    if opened and re.search("目前|如今|现在|年来|去年", string):
        return year - ((page.date or "")[5:7] in ("01", "02"))
    return year - 1 if "去年" in string else 0


def _stated(named: list[_Named], latest: int) -> Years:
    first = min(named, key=lambda item: item.year)
    points = [item for item in named if not item.opens]
    last = max(points, key=lambda item: item.year, default=None)
    open_since = max((item.year for item in named if item.opens), default=0)
    if latest and latest >= max(open_since, last.year if last else 0):
        return Years(first.year, latest, "stated", first.words)
    if last is None or last.year <= open_since:
        return Years(first.year, None, "stated", first.words)
    words = first.words if first.words == last.words else f"{first.words};{last.words}"
    return Years(first.year, last.year, "stated", words)


def _certain(string: str, page: Page, year: int) -> bool:
    """Whether the page's date is the story's: not handed on by others, and no congress named that is long past."""
    latest = max((when for name, when in _CONGRESS.items() if name in string), default=year)
    return not page.reposted and year - latest < _STALE
