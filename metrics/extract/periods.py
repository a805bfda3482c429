"""The time a figure speaks of, from the words of its sentence: 2001, 2000-2001, 截至2001, 2008-."""

from __future__ import annotations

import re
from functools import lru_cache

from cases.extract.alternatives import begun
from metrics.extract.lexicon import last_match
from metrics.extract.numerals import to_number

YEAR = r"(?P<{0}>(?:19|20)\d\d)"
RELATIVE_YEAR = "去年|今年|上年度|上年|前年|本年度"
TIMES = begun(
    r"(?:截至|截止|到)(?P<until>(?:19|20)\d\d)年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|末)?(?:为止)?"
    r"|(?P<from>(?:19|20)\d\d)年?\s?[—–\-至到~]{1,2}\s?(?P<to>(?:19|20)\d\d)年"
    r"|(?:自|从)?(?P<since>(?:19|20)\d\d) ?年?(?:\d{1,2}月)?(?:份)?(?:以来|起|开始|至今|[至到](?:现在|目前|如今))"
    r"|(?<![比较以])(?P<year>(?:19|20)\d\d) ?(?:年|年度)"
    rf"|(?P<reached>截至|截止)(?P<reached_year>{RELATIVE_YEAR})"
    rf"|(?<![比较])(?P<relative>{RELATIVE_YEAR})(?P<on>年?(?:初|底)?以来|\d{{1,2}}月(?:份)?(?:以来|起|开始))?(?!以前)"
    r"|(?<![年\d])(?P<day>\d{1,2}月(?:\d{1,2}日(?!\s?[电讯])|[初底中](?!旬)|[上中下]旬))"
    r"|(?<!近)(?P<years>[两二三四五])年来"
    r"|(?P<within>年底前|年内(?!容))"
    r"|(?P<epidemic>疫情(?:防控)?期间|新冠)"
    r"|(?P<now>目前|截至(?!\d)|现在|现已|如今|力争|将来|今后|未来|近年来|近[几两三]年|多年来|据[^，。]{0,4}统计)"
)
EPIDEMIC = 2020
RISES_FROM = re.compile("[从由]$")
RISES_TO = re.compile("(?:提高|增加|增长|上升|下降|减少|发展|扩大|降低|降|升|增)了?(?:到|至|为)$")
BACK = {"去年": 1, "上年": 1, "上年度": 1, "前年": 2, "今年": 0, "本年度": 0}


@lru_cache(maxsize=64)  # the figures of a sentence share what was said before it
def period_of(words: str, today: int | None = None) -> tuple[str | None, str | None]:
    """The period that the words before a figure (of its sentence) set for it, and its basis: the last one named.

    `today` is the year the text was written in, if that is certain: only then is 去年 read. 目前 ends a period.

    >>> period_of("截至2001年底,全县已有"), period_of("去年全县共组织", 2002), period_of("去年全县共组织")
    (('截至2001', 'stated'), ('2001', 'inferred'), (None, None))
    >>> period_of("去年以来，共", 2002), period_of("截至去年底，", 2002)
    (('2001-', 'inferred'), ('截至2001', 'inferred'))
    """
    found = _last(words)
    if found is None or found["now"]:
        return None, None
    if any(found[name] for name in ("day", "within", "years", "epidemic")):
        return _around(found, today)
    if found["reached"] or found["relative"]:
        return _relative(found, today)
    if found["until"]:
        stated = found[0].startswith(("截至", "截止"))
        return (f"截至{found['until']}" if stated else found["until"]), "stated"
    if found["from"]:
        return f"{found['from']}-{found['to']}", "stated"
    if found["since"]:
        return f"{found['since']}-", "stated"
    return found["year"], "stated"


def _around(found: re.Match[str], today: int | None) -> tuple[str | None, str | None]:
    """5月8日, 年底前, 两年来, all counted from the year of the text; the epidemic began in 2020."""
    if today is None or (found["epidemic"] and today != EPIDEMIC):
        return None, None
    if found["years"]:
        return f"{today - int(to_number(found['years']) or 0)}-{today}", "inferred"
    return str(today), "inferred"


@lru_cache(maxsize=64)
def carried_period(words: str, today: int | None = None) -> tuple[str | None, str | None]:
    """The period that the sentences before hold on for a figure; none that tells how far things had come by a day.

    >>> carried_period("2019年全镇修路。"), carried_period("截至2019年底已修路。"), carried_period("力争到2020年修完。")
    (('2019', 'stated'), (None, None), (None, None))
    """
    found = last_match(TIMES, words)
    if found is None or found["until"] or found["reached"]:
        return None, None
    return period_of(words, today)


def of_change(period: str | None, before: str) -> str | None:
    """Of a change told over several years (从80万元增长至200万元) each end has its own year.

    >>> of_change("2016-2018", "年纯收入从"), of_change("2016-2018", "增长至"), of_change("2016-2018", "共")
    ('2016', '2018', '2016-2018')
    """
    first, _, last = (period or "").partition("-")
    if last and RISES_FROM.search(before):
        return first
    return last if last and RISES_TO.search(before) else period


def _relative(found: re.Match[str], today: int | None) -> tuple[str | None, str | None]:
    """今年 and its like, counted from the year of the text: 去年以来 goes on, 今年以来 is this year."""
    if today is None:
        return None, None
    name = found["reached_year"] or found["relative"]
    year = today - BACK[name]
    if found["reached"]:
        return f"截至{year}", "inferred"
    return (f"{year}-" if found["on"] and year < today else str(year)), "inferred"


def speaks_of_time(words: str) -> bool:
    """Whether a stretch names a time at all, 目前 too.

    >>> speaks_of_time("目前，全县"), speaks_of_time("全县共")
    (True, False)
    """
    return _last(words) is not None


@lru_cache(maxsize=16)  # whether there is one is asked first
def _last(words: str) -> re.Match[str] | None:
    return last_match(TIMES, words)
