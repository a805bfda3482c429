"""What the page around a story says of itself: site, date, title, and whether it only hands the story on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cases.extract.alternatives import begun
from cases.extract.front import is_furniture, is_title, labelled_authors
from cases.extract.lines import Line, even, lines_of, names_in
from cases.extract.records import Page

_HAN = "\u4e00-\u9fff"
_DATE = r"(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})"
_LABEL = r"(?:(?:发布|发表|更新|刊登|录入)?(?:时间|日期)|(?:发布|发表)于)"
_DATES = tuple(
    re.compile(form)
    for form in (
        rf"{_LABEL}\s?[:]?\s{{0,3}}{_DATE}",
        rf"{_DATE}日?\s{{0,3}}\d{{1,2}}:\d\d",
        rf"^\W{{0,3}}{_DATE}日?\W{{0,3}}(?:$|来源|作者|星期)",
        rf"(?:来源).{{0,30}}{_DATE}",
        rf"\s{_DATE}日?\s{{1,4}}来源",
        rf"(?:上传|传)\S{{0,3}}:\s{{0,3}}{_DATE}",
    )
)
_DATELINE = re.compile(
    rf"^[{_HAN}]{{2,16}}?(?:(?P<y>20\d\d|19\d\d)年)?(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日(?:电|讯|電|訊)"
)
_YEAR = begun(r"(?<!\d)((?:19[5-9]|20[0-4])\d)年")
_OWN_YEAR = begun(rf"{_YEAR.pattern}(?!底?以来|起|开始|至|下半年|上半年)")
_LONG, _OPENING = 400, 160
_NAME = rf"[“《]?[{_HAN}]{{2,10}}?[”》]?"
_SITES = tuple(
    re.compile(form)
    for form in (
        rf"^([{_HAN}]{{2,8}}(?:新闻|频道|在线|网))\s?[-_—|]\s?[{_HAN}]{{2,8}}(?:网站|网)$",
        rf"(?:位置|当前位置)\s?:?\s?([{_HAN}]{{2,10}}(?:网|在线))\s?>",
        rf"({_NAME}[网])(?:站|[网]站)?\s{{0,3}}(?:版权所有|All [Rr]ights)",
        rf"(?:版权所有|[Cc]opyright)[^{_HAN}“]{{0,24}}({_NAME}(?:[网]|在线|日报社|杂志社))",
        rf"(?:由|在|自)({_NAME}[网])(?:上搜索|整理|提供|发布|分享|收集|编辑)",
        rf"^.{{4,60}}[-_|—]\s?([{_HAN}]{{2,10}}[网])$",
        rf"^([“《]?[{_HAN}]{{2,8}}[”》]?[网])$",
        rf"(?:来源)\s?:\s?《?([{_HAN}]{{2,14}}(?:[网]|日报|晚报|周报|时报|报|社|杂志|在线|月刊))",
    )
)
_TELLING = re.compile("网|在线|日报社|杂志社|来源")  # one of which is in each of these forms
_NO_SITE = re.compile(r"^(?:互联|网友|本|官方|上|局域|门户|因特|电信|首页|返回)")
_HANDED_ON = re.compile(r"范文|文库|文档|上传|网友|论文|代写|写作|\.docx?|资料下载|下载资源")


def read_page(mended: str) -> Page:
    """Site, date and title of the page, read off its furniture by what such lines look like, never by name.

    In: the mended text (see `clean.mend`), furniture and all. Out: `date` is ISO; a dateline without a year takes it
    from the story.

    >>> read_page("“实践”网\\n\\n打印本页\\n(2002-7-4 16:45:16)相关链接")
    Page(site='“实践”网', date='2002-07-04', title=None, url=None, reposted=False, authors=())
    """
    string = "\n".join(_shown(line) for line in mended.split("\n"))
    lines = lines_of(string)
    short = [line for line in lines if len(line.text) <= 150]
    site = _site(string, short)
    return Page(
        site=site,
        date=_labelled(short) or _dateline(lines),
        title=_title(string, short[:40], site),
        url=_address(string),
        reposted=any(_HANDED_ON.search(line.text) and is_furniture(line.text) for line in short),
        authors=next((names for line in short if (names := labelled_authors(line.text))), ()),
    )


def _shown(line: str) -> str:
    """As much of a line as says something of the page: of a long paragraph its opening and its years."""
    return line if len(line) <= _LONG else f"{line[:_OPENING]} {' '.join(f'{year}年' for year in _YEAR.findall(line))}"


def _site(string: str, lines: list[Line]) -> str | None:
    telling = [line for line in lines if _TELLING.search(line.text)]
    for form in _SITES:
        for line in telling:
            found = form.search(line.text)
            if found and not _NO_SITE.match(found.group(1)):
                return string[line.start + found.start(1) : line.start + found.end(1)]
    return None


def _labelled(lines: Iterable[Line]) -> str | None:
    kept = [line.text for line in lines if len(line.text) <= 100 or is_furniture(line.text)]
    for form in _DATES:
        for line in kept:
            found = form.search(line)
            date = found and _iso(found["y"], found["m"], found["d"])
            if date:
                return date
    return None


def _dateline(lines: list[Line]) -> str | None:
    for i, line in enumerate(lines):
        found = _DATELINE.match(line.text)
        if found:
            told = "\n".join(after.text for after in lines[i : i + 40])
            year = found["y"] or next(iter(_OWN_YEAR.findall(told)), None)
            return _iso(year, found["m"], found["d"]) if year else None
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _title(string: str, lines: list[Line], site: str | None) -> str | None:
    for line in lines:
        words = line.text
        of_site = site is not None and even(site) in words
        if len(words) >= 8 and is_title(words) and words.count(" ") < 2 and not names_in(words) and not of_site:
            return string[line.start : line.end]
    return None


def _address(string: str) -> str | None:
    found = re.search(r"(?:网址|地址|链接|原文|URL)\s?[:\uff1a]\s?(https?://[^\s<>\"\uff09)]{4,300})", string)
    return found.group(1) if found else None
