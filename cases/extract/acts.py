"""Whether a sentence says what a body set out to do, so that a paragraph that opens with it begins a step."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from cases.extract.alternatives import begun
from cases.extract.lines import names_in

_DATA = json.loads((Path(__file__).parent / "data" / "step_words.json").read_text(encoding="utf-8"))


def _any(key: str) -> str:
    return "|".join(sorted(_DATA[key], key=len, reverse=True))


LEADS = rf"(?:{_any('leads')}|\d{{4}}年|\d{{1,2}}月|[一二三四五六七八九十]是)"
ACT = _any("acts") + "|变(?=[^,;]{1,20}为)|抓(?=[^手])|让(?=[^位利])"
_ADVERB = (
    "(?:还|又|也|则|并|即|先后|率先|始终|不断|继续|主动|要|必须|进一步|注意|专门|统一|及时|逐步|同步|首先|定期|陆续"
    "|自主|联合|牵头|共同|分别|精心|因地制宜|因村制宜|创造性|科学|高位|严格|从严|分类|分级|分层|有效|着重|重点|努力|全程"
    "|全域|高度|全力|全部|全覆盖|地|一体|相继|高标准|高质量|高起点|多措并举|配套|多渠道|多形式|多方|为此|近年来|近些年来|今年以来)"
)
_WITH = (
    "(?:在|把|将|以|通过|对|从|按照|按|为|结合|围绕|针对|根据|依托|利用|向|由|与|和|用|借助|立足|着眼|本着"
    "|紧紧围绕|采取|采用)"
)
_STARTS = re.compile(rf"(?:[\u4e00-\u9fff]{{0,5}}要)?{_ADVERB}{{0,3}}(?:{ACT})(?![要是得之]|在[^,]{{2,20}}的)")
_BODY = re.compile(
    rf"(?:他们|(?:(?![使让被是有了可])[\u4e00-\u9fff、()·]){{0,18}}?(?:{_any('bodies')})(?:们|成员|负责人)?)(?={_ADVERB}{{0,3}}(?:{ACT}|{_WITH}))"
)
_LATER = re.compile(rf"(?:{_WITH}|给|为|[\u4e00-\u9fff]了)[^,;]{{0,40}}?(?:{ACT}|作为|纳入|列入|放在|摆在|融入)")
_LEAD = re.compile(LEADS)
_AFTER = re.compile(rf"(?:{ACT})[^,]{{2,12}}后")  # 优化建制后,镇党委…
# Who is no body: 村民们摆出….
_FOLK = re.compile("(?:村民|群众|农户|居民|游客|社员|大伙|乡亲)们?(?!代表|理事|小组|委|议|监|自治|服务|会)")
_SUBJECT = re.compile(
    r"(?:[全该我]|(?![在是]|[^,]是)[\u4e00-\u9fff]{2,5})[省市县区旗州盟](?![^,]{0,8}(?:有|是|达|共|距|位于|地处|属|辖|[乡镇村]|书记|部长|主任|[县市区]长))"
)
_PURPOSE = re.compile(
    r"为了?|针对|着眼|围绕|按照|根据|依据|结合|立足|突出|坚持|聚焦|紧扣|面对|采用|以.*为|从.*着手|牢固树立"
)
_NAMED = re.compile(
    r"“[^”,。!?]{2,14}”(?:即|就是|是指|指|[^,。的说道是]{2,16}$)|[^,。“]{2,10}(?:机制|制度|模式|体系|工作法),(?:即|就是|是指)"
)
_AS_WHAT = re.compile("^作为[^,。]{4,30}(?:载体|抓手|举措|措施|途径|平台|突破口),")
# What a programme is: “四帮”责任制即…, “干部承诺制”是指干部在…基础上.
_MEANT = re.compile(
    r"“[^”,。!?]{2,14}”(?:[^,。“”]{0,6}[制式程动法度])?(?:即|就是|是指|指|指的是)[^“]"
    r"|“[^”,。!?]{2,20}”[^,。“”]{0,4}(?:活动|制度|模式|工程)(?:采取|按照|坚持|分为|由|以)"
)
_CALLED = re.compile(
    r"[把将让][^,“”]{4,24},这是[^,。]{0,24}(?:举措|做法|招|路子|探索|实践|创新)$|把[^,“”]{2,30}作为“[^”]{2,10}”$"
)
RANKS = "县市省区州旗镇乡村"
_POST = "(?:书记|主任|村民|党员|支书|[队组村镇县市局社部委]长|户|大户|能手|青年|[为派])"
_INTRODUCED = re.compile(rf"(?={_POST}([\u4e00-\u9fff]{{2,3}}))")
_SPEAKING = re.compile("(?=([\u4e00-\u9fff]{2,3})(?:说|介绍|告诉|坦言))")
_NOW = re.compile(
    rf"(?!这个?[省市县区旗州镇乡村])(?:{_any('now')})|\d{{1,2}}(?:月\d{{1,2}})?日|[^,]{{2,16}}(?:之前|之初|之后|上任以来),|自担任"
)
# 我县 and 他们 (the county just named) are bodies that act, not persons who speak.
_OURS = begun(r"(?:^|(?<=,))他们|我(?=[省市县区镇乡村州旗局])")
_TOLD = re.compile(rf"(?:{_any('told')})")
_SAYING = begun(
    r"[?？]|不(?![断忘])|(?<!人)才(?![能干])|如何|怎|关键(?!时刻|环节|少数|岗位)|基础$|(?:是|在于)[^,]{0,10}$|[吗呢吧啊]$|永远在路上|要想|^由于"
)
_LACKING = re.compile(
    r"[^,]{2,24}(?:薄弱|偏低|滞后|不足|不高|不协调|单一|落后|困局|慢于[^,]{2,8})(?:,|$)|[^,]{2,16}缺乏|[^,]{2,30}困局"
)
_GAINED = begun(
    r"(?:明显|显著|大幅|有效|不断)(?:增强|提升|提高|改善|好转|加快)|得到了?(?:实惠|好处|[^,]{0,4}(?:提升|加强|解决))|焕然一新"
)
# What a person is, what a body once did, what is needed: 王大山是村里的老党员; 市委组织部曾做过调研; 建大棚需要连片.
_WAS = re.compile(
    r"[^,“]{2,12}是[^,]{2,30}(?:者|人|对象|书记|党员|干部),|[^,“]{2,20}曾(?:经|在|多次|做)"
    r"|[^,“]{2,12}(?:需要|离不开|关系到|意味着)|[^,“]{2,24}通过[^,]{4,40},有效破解了"
)
_NAMED_SO = re.compile("被[评选确列授定誉命][^,]{0,4}[为入]")
# What an act brought, and what came of it since: 服务的改善,让村庄有了生机; 开展“双联”活动以来,全县办事200件.
_BROUGHT = re.compile(r"[^,“]{2,40}的[^,“]{2,30},(?:让|使)[^,]{2,12}(?:有了|变|成为|焕发)")
_CAME_OF_IT = re.compile(
    r"[^,。]{0,12}(?:开展|实施|推行|启动|实行)[^,。]{2,24}(?:以来|之?后),(?=[^。]*\d)(?![^。]*(?:建立|制定|坚持|推出|印发))"
)
_SHORT, _SAID = 34, 60


def opening_of(line: str) -> str:
    """The first sentence of a paragraph, what stands in quotes or brackets kept whole.

    >>> opening_of("实行“有事问我!我来办。”制度。目前已见效。")
    '实行“有事问我!我来办。”制度'
    """
    found = re.search(r"[。!?;]|[:—―-]{1,2}$", masked(line))
    return line[: found.start()] if found else line


@lru_cache(maxsize=64)
def masked(line: str) -> str:
    """The line with the punctuation inside quotes and brackets turned into 、, so that it parts nothing."""
    return re.sub(r"“[^“”]{1,80}”|\([^()]{1,40}\)", lambda found: re.sub(r"[,。!?;:]", "、", found[0]), line)


def clauses_of(opening: str) -> list[str]:
    """Its clauses without quotation marks; what is quoted or in brackets parts none."""
    bare = masked(opening).translate({ord("“"): None, ord("”"): None})
    return [clause.strip() for clause in bare.split(",") if clause.strip()]


def is_step(opening: str, whole: str = "") -> bool:
    """Whether a paragraph with this first sentence begins a step; `whole` is the story, which knows its places.

    >>> is_step("为破解融资难题,该县成立信用合作社"), is_step("目前,全县建成基地12个")
    (True, False)
    """
    if _CALLED.match(opening) or _MEANT.match(opening):
        return True
    if _NAMED.match(opening) and len(opening.split(",")[0]) <= 24 and not tells_story(opening):
        return True
    opening = _AS_WHAT.sub("", opening)
    if (
        "…" in opening or _NAMED_SO.search(opening) or "之所以" in opening
    ):  # a scene told by its parts (修水渠,种茶树……), or why
        return False
    if is_state(opening) or tells_story(opening[:80]) or _GAINED.search(opening[:_SAID]) or _LACKING.match(opening):
        return False
    if _BROUGHT.match(opening) or _CAME_OF_IT.match(opening) or _FOLK.match(opening) or _WAS.match(opening):
        return False
    clauses = clauses_of(opening)
    if not clauses or _is_saying(opening):
        return False
    starts = _STARTS.match(clauses[0]) and not clauses[0].endswith(("后", "以来"))
    return bool(starts) or acts(clauses, whole) or _brief(clauses, opening)


def begins_act(words: str) -> bool:
    """Whether words begin with a verb of the genre: 创新机制, 化解困难; never 创新举措, where it says of what kind.

    >>> begins_act("创新机制"), begins_act("工作机制")
    (True, False)
    """
    return bool(_STARTS.match(words))


def is_state(opening: str) -> bool:
    """Whether a sentence tells what stands now, or is said by someone: 目前,全县建成…"""
    return is_speech(opening) or bool(_NOW.match(_OURS.sub("", opening)))


def tells_story(words: str) -> bool:
    """Whether words tell of persons and scenes: 记者, 笑, 岁的."""
    return bool(_TOLD.search(_OURS.sub("", words)))


def is_speech(opening: str) -> bool:
    """Whether it begins with what someone says; a short name in quotes is none: “驿站”暖人心."""
    quoted = re.match(r"“([^”]*)(?:”|$)", opening)
    return quoted is not None and (len(quoted[1]) > 14 or bool(re.search(r"[。!?,;]", quoted[1])))


@lru_cache(maxsize=8)
def _people(story: str) -> frozenset[str]:
    """The persons a story introduces: 书记王建国, 王建国说; found in one pass."""
    found = {match[1][:size] for match in _INTRODUCED.finditer(story) for size in (2, 3)}
    found |= {match[1][-size:] for match in _SPEAKING.finditer(story) for size in (2, 3)}
    places = _places(story)
    found = {name for name in found - places if name[:2] not in places or name[2:] not in RANKS}
    return frozenset(name for name in found if names_in(name) == (name,))


@lru_cache(maxsize=8)
def _places(story: str) -> frozenset[str]:
    """What stands before 县, 市, 村 and their like in a story: among it the bare names of its places."""
    return frozenset(
        story[match.start() - size : match.start()] for match in re.finditer(f"[{RANKS}]", story) for size in (2, 3)
    )


def _is_person(clause: str, story: str) -> bool:
    """Whether a clause begins with the name of a person whom the story introduces."""
    return clause[:3] in _people(story) or clause[:2] in _people(story)


def _is_saying(opening: str) -> bool:
    return len(opening) <= _SHORT and bool(_SAYING.search(opening))


def _brief(clauses: list[str], opening: str) -> bool:
    """A heading of two clauses, the second of them an act: 统揽担责,推动工作由“浮”变“沉”."""
    two = len(clauses) == 2 and len(opening) <= _SHORT and 3 <= len(clauses[0]) <= 12
    return two and bool(_STARTS.match(clauses[1])) and not re.search(r"\d", opening)


def acts(clauses: list[str], whole: str) -> bool:
    """Whether a body acts, or a purpose leads to an act, within the first clauses."""
    led = False
    for clause in clauses[:5]:
        if _FOLK.match(clause) or (not led and _is_person(clause, whole)):
            return False
        body = _body(clause, whole)
        if body:
            rest = clause[body:]
            if not clause.endswith("以来") and (_STARTS.match(rest) or _LATER.search(rest)):
                return True
            led = True
        elif led and (_STARTS.match(clause) or _LATER.match(clause)):
            return True
        elif _PURPOSE.match(clause) or _SUBJECT.match(clause):
            led = True
        elif not _LEAD.match(clause) and not led and not _AFTER.fullmatch(clause):
            return False
    return False


def _body(clause: str, whole: str) -> int:
    """How many characters the acting body takes at the head of a clause; a bare name counts if it is a place here."""
    found = _BODY.match(clause)
    if _is_person(clause, whole):
        return 0
    if found and not (clause[: found.end()].endswith(("书记", "主任")) and names_in(clause[found.end() :][:3])):
        return found.end()
    for size in (2, 3):
        name = clause[:size]
        if len(clause) > size + 2 and name in _places(whole):
            rest = clause[size:]
            if re.match(rf"{_ADVERB}{{0,3}}(?:{ACT}|{_WITH})", rest):
                return size
    return 0
