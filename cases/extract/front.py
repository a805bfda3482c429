"""What stands before the body of a story: its title, joined with a place line, and its byline."""

from __future__ import annotations

import re
from functools import lru_cache

from cases.extract.alternatives import begun
from cases.extract.lines import Line, even, is_sentence, lines_of, mark_of, names_in
from cases.extract.spans import Span
from cases.extract.values import value

_FURNITURE = begun(
    r"版权|Copyright|copyright|©|ICP备|上一[篇页]|下一[篇页]|相关(?:链接|阅读|文章|新闻|资源|搜索|推荐)|责任编辑|责编:"
    r"|打印本?[页文]|关闭本?窗口|浏览次数|点击(?:数|率|查看|次数|下载)|阅读次数|阅读:\d|展开阅读|阅读全文|下载(?:资源|文档|本文|相关)"
    r"|会员分享|网友上传|转载(?:请|引用|自)|当前位置|[您你](?:现在)?的?位置|设为首页|加入收藏|发布(?:时间|日期|人|者)"
    r"|上传(?:人|时间)|更新时间|文档编号|来源:|字号|字体|分享到|发表.{0,6}评论|>>|猜你喜欢|免责声明|扫一扫|关键[词字]:"
    r"|https?://|<[a-z/]|第\d+页|资源描述|\|"
)
_FURNITURE_HEAD = re.compile(
    r"导语|简介:|作者:|编辑:|(?:发表)?时间:|用户:|[·*•|]|.{0,3}[“\u4e00-\u9fff”]{2,8}网$|[\u4e00-\u9fff]{1,6}网[\u4e00-\u9fff]{2,5}站$"
)
_CRUMB = re.compile(r"[\u4e00-\u9fff] > ")
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PLACE = re.compile(
    rf"(?:中共)?(?:(?:{_PROVINCES})(?:省|市|自治区|壮族自治区)?[\u4e00-\u9fff]{{0,12}}"
    r"|[\u4e00-\u9fff]{2,12}(?:县|市|区|州|盟|旗|镇|乡|街道|村|社区|县委|市委|区委))"
)
_NUMBER = re.compile(
    r"[【\[]?(?:第[一二三四五六七八九十\d]{1,3}篇"
    r"|(?:篇|范文|(?:典型|优秀|创新|经验)?案例)\s?之?[一二三四五六七八九十\d]{1,3})[】\]]?[:、. ]\s*"
)
_REPORTED = re.compile(
    r"^[^。]{0,20}?(?:[讯电]|消息)\s?\(([^()]{2,40})\)"
    r"|^[^。]{0,20}?电\s?(?:本报)?记者([\u4e00-\u9fff]{2,4})报道"
)
_DATELINE = re.compile(
    r"(?:本报|本刊|[\u4e00-\u9fff]{2,8}(?:[社网报台站]|频道|在线))[^,。()]{0,16}?[讯电]\s{0,3}(?:\([^()]{0,40}\))?:?\s*(?=.{8})"
    r"|(?:本[报刊网台])?(?:特约)?(?:记者|通讯员)[^,。()“]{2,40}?报道:\s*(?=.{8})"
)
_UNTOLD = re.compile(
    r"(?:(?:(?:\d{1,2}月)?\d{1,2}日|近日|日前|连日来|[今昨]天),|(?:本报|笔者|新华社)?记者[^,。]{0,16}(?:获悉|了解到|看到),"
    r"|(?:笔者|记者)在[^,。]{2,24}(?:采访|走访|调研)时?,|\d{1,2}月\d{1,2}日,){1,3}"
)
_TOLD = re.compile(r"(?:【[^】]{1,10}】)?(?:(?:今年|去年|近年|近些年|近几年)(?:以来|来)?,)?[^,。]+")
_AUTHOR = re.compile(
    r"(?:作者|撰稿|供稿|文字)[/:\s]{1,3}([\u4e00-\u9fff·、 ]{2,30}?)"
    r"(?=\s{0,4}(?:$|发布|来源|时间|日期|编辑|责编|点击|\d|[|()]))"
)
_WIRE = re.compile(r"[\u4e00-\u9fff]{2,12}\d{1,2}月\d{1,2}日(?:电|讯)")
_SUBTITLE = re.compile(r"(?:—|-|―|–){1,3}\s*[\u4e00-\u9fff“]")
BULLETS = "◆■●▲★※□○·• "
_DATE = re.compile(
    r"[\s(\[【]*(?:(?:19|20)\d\d\s?[-年./]\s?\d{1,2}|\d{1,2}[-月/.]\d{1,2}日?\s+\d{1,2}:\d\d|[\d/:.-]{4,10}$)"
)


@value(frozen=True, slots=True)
class Front:
    """Title (place line joined), where it stands, who signs, and where the body begins."""

    title: str
    start: int
    end: int
    authors: tuple[str, ...]
    body: int


@lru_cache(maxsize=4096)
def is_furniture(line: str) -> bool:
    """Whether an evened line looks like page furniture that cleaning left behind; a long one by its beginning.

    >>> is_furniture("您的位置:首页 > 新闻 > 正文"), is_furniture("近年来,全县建立会员制协会12个。")
    (True, False)
    """
    long = len(line) >= 150
    words = line[:60] if long else line
    if _FURNITURE_HEAD.match(words):
        return True
    found = _FURNITURE.search(words), _CRUMB.search(words) if " > " in words else None
    return any(one is not None and (not long or one.start() < 12) for one in found)


def is_title(line: str) -> bool:
    """Whether an evened line can be a title: short, no full stop, no number, no date, not furniture.

    >>> is_title("党员群众致富联合行动"), is_title("一、背景"), is_title("2002-7-4")
    (True, False, False)
    """
    short = 4 <= len(line) <= 60 and not line.endswith(("。", ";", ":", ",", "、", "…")) and ";" not in line
    odd = (is_sentence(line) and not line.endswith(("?", "!"))) or mark_of(line) or _DATE.match(line)
    odd = odd or _WIRE.match(line)
    return short and not odd and not is_furniture(line)


def is_place_line(line: str) -> bool:
    """Whether an evened line is nothing but a place with a colon, as over a title: 湖北兴山:

    >>> is_place_line("湖北兴山:"), is_place_line("死者家属感激地说:")
    (True, False)
    """
    return line.endswith(":") and bool(_PLACE.fullmatch(line[:-1].strip()))


def has_place_head(line: str) -> bool:
    """Whether a title begins with its place and a colon: 贵州黔西县:城乡共建…

    >>> has_place_head("贵州黔西县:城乡共建新农村党建1+1结对帮扶")
    True
    """
    head, colon, rest = line.partition(":")
    return bool(colon and len(rest) >= 4 and _PLACE.fullmatch(head.strip()))


def read_front(string: str, span: Span) -> Front:
    """Title, byline and body start of the case that `span` holds in the clean `string`.

    In: the clean text and the span of one case. Out: offsets in the clean text; a case without a title line gets
    its first clause as title and its body begins at once.

    >>> read_front("党员群众致富联合行动\\n俞泓刚 徐智华\\n\\n自去年初以来,各级党组织开展活动。", Span(0, 34)).authors
    ('俞泓刚', '徐智华')
    """
    lines = lines_of(string, span)
    if not lines:
        return Front("", span.start, span.end, (), span.end)
    used = _title_lines(lines)
    if not used:
        return _untitled(string, lines)
    at, authors = _byline(lines, used)
    body = lines[at].start if at < len(lines) else span.end
    title = _joined(string, lines[:used])
    authors = authors or (_reporters(lines[at].text) if at < len(lines) else ()) or _end_names(lines)
    return Front(title, lines[0].start, lines[used - 1].end, authors, body)


def _untitled(string: str, lines: list[Line]) -> Front:
    """The first clause after the dateline stands in for a title."""
    line = lines[0]
    dateline = _DATELINE.match(line.text)
    start = dateline.end() if dateline else 0
    untold = _UNTOLD.match(line.text[start:])
    start += untold.end() if untold else 0
    told = _TOLD.match(line.text[start:])
    head = told[0][:40] if told else line.text[start:][:40]
    authors = _reporters(line.text) or _end_names(lines)
    at = line.start + start
    return Front(string[at : at + len(head)], at, at + len(head), authors, line.start)


def _title_lines(lines: list[Line]) -> int:
    """How many lines the title takes: a place line and a subtitle count with it."""
    used = 0
    if is_place_line(lines[0].text):
        used = 1
    if used < len(lines) and (_titled(lines[used].text)):
        used += 1 + _goes_on(lines, used)
    if 0 < used < len(lines) and _SUBTITLE.match(lines[used].text) and not is_sentence(lines[used].text):
        used += 1
    return used


def _goes_on(lines: list[Line], at: int) -> bool:
    """Whether a short title runs over into the next line: both short, no blank between, a blank after."""
    if at + 2 >= len(lines):
        return False
    one, two, after = lines[at : at + 3]
    short = 6 <= len(one.text) <= 16 and 6 <= len(two.text) <= 16 and is_title(two.text) and not names_in(two.text)
    return short and two.start - one.end == 1 < after.start - two.end and not is_title(after.text)


def _titled(line: str) -> bool:
    mark = mark_of(line)
    return is_title(line[mark.width :] if mark else line) or _is_case_title(line)


def _is_case_title(line: str) -> bool:
    return line.startswith(("案例", "【案例")) and len(line) <= 60 and not line.endswith("。")


def _byline(lines: list[Line], at: int) -> tuple[int, tuple[str, ...]]:
    """Step over bylines, dates, the title said twice and leftovers of furniture to the first line of the body."""
    authors: tuple[str, ...] = ()
    title = lines[at - 1].text
    while at < min(len(lines), 10):
        line = lines[at].text
        names = names_in(line) or labelled_authors(line)
        said_again = title.endswith(line) or (line.endswith(title) and _WIRE.match(line))
        if not (names or (_DATE.match(line) and len(line) < 40) or is_furniture(line) or said_again):
            break
        authors += names
        at += 1
    return at, authors


def labelled_authors(line: str) -> tuple[str, ...]:
    """The names after 作者 in an evened line of page data; () where it has none.

    >>> labelled_authors("作者:王芳 李明  来源:青石日报"), labelled_authors("作者:未知 时间:2008-01-08")
    (('王芳', '李明'), ())
    """
    found = _AUTHOR.search(line) if len(line) < 150 else None
    return names_in(found[1]) if found else ()


def _joined(string: str, lines: list[Line]) -> str:
    parts = [re.sub(r"[\s\u3000\xa0]+", " ", string[line.start : line.end]).lstrip(BULLETS) for line in lines]
    number = _NUMBER.match(even(parts[0]))
    parts[0] = parts[0][number.end() :] if number and number.end() < len(parts[0]) else parts[0]
    mark = mark_of(lines[-1].text)
    if mark and not number:
        parts[-1] = parts[-1][mark.width :]
    return "".join(parts).strip()


def _reporters(line: str) -> tuple[str, ...]:
    """本报讯(记者 王建国 通讯员 李 芳) names who wrote it."""
    found = _REPORTED.match(line)
    if not found:
        return ()
    groups = re.split(r"本报|记者|通讯员|特约|\S{0,6}报道组", found.group(1) or found.group(2))
    return tuple(name for group in groups for name in names_in(group) or _plain_names(group))


def _plain_names(words: str) -> tuple[str, ...]:
    """After 通讯员 even a name that begins with no surname is one: 青组轩 signs for an office."""
    pieces = re.split(r"[\s、,]+", words.strip())
    return tuple(pieces) if all(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", piece) for piece in pieces) else ()


def _end_names(lines: list[Line]) -> tuple[str, ...]:
    """(张雪颖) at the very end of a story signs it."""
    found = re.search(r"\(([^()]{2,48})\)$", lines[-1].text)
    return names_in(found.group(1)) if found else ()
