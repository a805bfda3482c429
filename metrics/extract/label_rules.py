"""The rules that name what a quantity counts, each by one order of words, with how sure it is.

The genre has two orders. The number stands before what it counts (1800名农村党员已掌握…): the noun after it, with
what is said of it. Or it stands behind (扶贫资金54万元, 培训党员1237名): the verb and object before it. A number
that has neither (160期3215人次) shares the words of its neighbour; one that begins its clause shares those of the
clause before. A phrase that says too little (产值, 乡镇) is opened up by the topic of the clause before.
"""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from metrics.extract.clauses import Setting, noun_end
from metrics.extract.lexicon import acts_at_end, last_match, verbs
from metrics.extract.phrases import (
    AVERAGE,
    GROWTH,
    LONGEST,
    NAMING,
    PEOPLE,
    PERSON,
    clauses_of,
    compressed,
    shorten,
    topic_of,
    trim,
    without_subject,
)
from metrics.extract.units import dimension

ATTRIBUTE = re.compile("^(占地|总投资|投资|容纳|年产|面积|总长|全长|注册资金|固定资产|建筑面积)(?:约|近|达|有)?$")
PURPOSE = re.compile(
    "^(?:用于|设立|建立|成立|为|帮助|支持|帮扶|建|修|购|改|解决|扶持|发展|开展|新|兴|实施|完善|添置|资助|补贴|奖励|慰问)"
)
TIME_GENERIC = re.compile("^的?(?:努力|时间|实践|探索|运行)|^的(?:工作|建设|发展)")
HEADLESS = re.compile("的(?:共|达|仅|只有|只|占|有|约|近|为|却|就|已)*$")
RELATIVE = re.compile("^[^，,。；;：:！!？?\n]{1,40}?的(?=[^，,。；;：:！!？?\n的])")
ENDING = begun("(?:期|次|场|户|件|条|份|人|年|月|天)?数$|时长$|场次$|人次$|金额$|面积$|比例$")
ACTED = frozenset({"次", "场", "场次", "期", "轮", "回"})
ATTENDED = re.compile("^(?:参与|参加|受训|受益|受教育|到会|出席)")
OWNER = re.compile("^(?P<who>[^的]{0,8}(?:[员家人户民生师]|组织|支部|单位|企业|村|群众|干部))的")
CHANGED_TO = re.compile(
    "(?:提高|提升|增加|增长|上升|下降|减少|缩短|缩小|发展|扩大|扩展|壮大|降低|降|升|增)(?:了)?(?:到|至|为)"
)
SINCE = re.compile(
    r"(?:由|从)(?:原来|最初|起初|过去|上年|去年|前几年|(?:19|20)\d\d年(?:年?[底初末])?|当初)?的?(?:每[年月人户])?$"
)
INSIDE = begun("（[^）]*）|之一$|[中里内]$|(?<=\\D)之?后$")
GROUP = begun("(?P<who>[^，,。；;]{2,10})中[，,]")
NUMBER_WORDS = begun(
    r"了?[\d.]+[万亿]?[多余]?(?:个|名|公里|户|件|条|项|元|亩|米|人|位|家|只|头|对|支|座"
    "|处|所|栋|间|口|眼|条|盏|台|套|株|棵|次|场|期)?"
)
NUMBERED = re.compile(r"\d")
WITH_WHOM = re.compile("^与[^，。；]{2,10}?(?=结成|结对|结为|建立|签订|联建|共建)")
GOES_TO = re.compile("^到[^，。；]{1,5}?(?=任职|担任|挂职|驻|开展|参观|学习|蹲点)")
ADVERBS = re.compile("^(?:已经|已|均|都|全部|基本|先后|分别|也|又|还|能够|能|可以|可|被|通过|主动|自觉|积极)+")
MEANWHILE = re.compile("的同时|过程中|中$|时$|后$")
GOES_ON = tuple("与和跟同在对从向由以为把将是有到而且又也都还就")
WHO_ENDS = begun("(?:[员户村区镇乡县师民]|单位|部门|组织|支部|党委|群众|干部|老人|儿童|学生)$")
ACTED_ON = re.compile("(?:进行|得到|开展)了?(?=[^，。]{4})")
MEETING = re.compile("会议?(?=研究|审议|讨论|听取|通过|部署)")
GIVEN = re.compile("^(?:予以|给予|进行)")
BUILDS = re.compile("[新改修扩兴购建]|添置|安装|硬化|铺设|打造|实施|设立")
EACH = begun("平均|[人户村亩年]均(?!衡)|每[人户村亩个]")
LEVEL = re.compile("(?:国家|省|市|州|县|区|乡|镇|村|地|部)级")
REACHED = re.compile("^(?:时间|原来|原先|过去|以前)?(?:最多|最高|最少)?(?:共|有$)?(?:达到?|超过|突破)(?:了)?$")
RISE = re.compile("增幅|增速|涨幅|降幅|占比|年均增长|同比增长|增长率")
GREW = re.compile("(?:增幅|增长|增加|增速|涨幅|占比)$")
ON_WHOM = re.compile("^[对将把](?P<whom>[^，。；]{2,20}?)进行了?(?P<goal>[^，。；]{2,24})")
BARE_MONEY = re.compile(r"(?:收入|增收|工资|利润|产值|年薪|分红|存款|收益|赞助|投资|借款|欠款|补偿款)[^，。；\d]{0,4}$")
SIZED = re.compile(
    "(?:能|可|[^，、的]{0,3}(?:处理|产|占地|面积|容纳|投资|长|宽)$|[^，、的]{2,6}(?:达|超|约|近|有|为|在)$)"
)
CAUSES = re.compile("(?:组织|发动|动员|带领|督促|吸引|引导|号召|鼓励|推动|促使|派出)$")
STANDARD = re.compile("^的?(?:标准|额度|比例|价格|规模)")


def bare_unit(s: Setting) -> str:
    """What a number without unit counts: 18万农村群众 are people, 增收2万 is money, 5大平台 things."""
    if s.words.endswith("大"):
        return "个"
    return "元" if BARE_MONEY.search(s.before) else "人"


def grown(text: str, earlier: list[str]) -> str:
    """新增2487亩, 比上年增长8%, 人均1000元: what grew or is averaged was said just before."""
    growth, average = GROWTH.match(text), AVERAGE.match(text)
    if not (growth or average) or not earlier:
        return ""
    stem = ENDING.sub("", earlier[-1])
    return f"{stem}{growth['verb']}" if growth else f"{text}{stem}"


def _standard(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """按500元/场的标准,鼓励…: a standard is named by what it is paid for, in the clause that follows."""
    found = STANDARD.match(s.after)
    following = clauses_of(s.tail[found.end() :] if found else "") or clauses_of(s.rest)
    if not found or not following or not re.search("(?:按|按照|以)(?:每[^，]{1,4})?$", s.before):
        return None
    goal = shorten(trim(GIVEN.sub("", following[0])), 14)
    return f"{goal}{found[0].lstrip('的')}", 0.8 if s.tail[found.end() :] else 0.5


def _span_of_time(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """三年内实现…目标, 一定三年,开展…: a span of time is named by what is done in it."""
    if dimension(s.q.unit) != "time" or s.q.unit == "岁":
        return None
    own = TIME_GENERIC.sub("", s.tail).strip("，, ")
    own = re.sub("^(?:的|就|便|来|以来|里|间|内)+", "", own)
    if len(own) >= 3:
        own = NUMBER_WORDS.sub("", own)
        verb = next((m for m in verbs().finditer(own) if len(m[0]) > 1), None)
        return compressed(own[verb.start() :] if verb and len(own) - verb.start() > 3 else own, 14), 0.5
    following = clauses_of(s.rest)
    text = trim(without_subject(trim(s.before)))
    if following and (len(text) < 4 or TIME_GENERIC.match(s.tail)):
        return compressed(NUMBER_WORDS.sub("", trim(following[0])), 14), 0.35
    return (text, 0.4) if len(text) >= 3 else None


def _repeated_act(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """一年一评: the act is in the quantity itself, its object in the clause before."""
    if not s.q.unit.startswith("次/") or (s.tail[:1] in "的" and s.tail) or s.before:
        return None
    topic = topic_of(s.lead)
    return (f"{topic}评议", 0.4) if topic else None


def _with_purpose(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """投资10万元建立…养兔基地: money goes by what it is for."""
    if dimension(s.q.unit) != "money":
        return None
    if (on := ON_WHOM.match(s.tail or s.rest)) and (money := _money_word(s)):
        whom = re.sub(r"^\d[\d.]*[万亿]?[多余]?.", "", on["whom"])
        goal = f"{whom}{on['goal']}" if len(whom) > 2 else on["goal"]
        return f"{shorten(goal, 12)}{money}", 0.5
    following = clauses_of(s.rest)[:1] if not s.tail and PURPOSE.match(s.rest) else []
    if following and _money_word(s) in ("投入", "投资", "资金", "投入资金", "筹措资金", "筹集资金"):
        goal = NUMBER_WORDS.sub("", following[0]).replace("了", "")
        if BUILDS.match(goal):
            return f"{compressed(goal, 14)}{_money_word(s)}", 0.8
        if goal == following[0]:
            return f"{shorten(goal, 12)}{_money_word(s)}", 0.4
    if not PURPOSE.match(s.tail):
        return None
    tail = re.split("[，,。；;]", s.tail)[0]
    tail = NUMBER_WORDS.sub("", tail)
    verb = last_match(verbs(), tail)
    goal = tail[tail.rindex("的") + 1 :] if "的" in tail[:-1] else tail[verb.start() :] if verb else tail
    money = _money_word(s)
    return (f"{shorten(goal, 12)}{money}", 0.6) if len(goal) > 1 and money else None


def _money_word(s: Setting) -> str:
    """投入, 投资, 贷款: the last words before a sum; 资金 for mere spending."""
    money = trim(without_subject(trim(s.before)))[-6:]
    if last := last_match(verbs(), money):
        money = money[last.start() :]
    return "资金" if money in ("拿出", "花", "用", "出资", "筹措", "筹集", "自筹") else money


def _attribute(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """占地10亩的养兔基地, 容纳21人同时操作的培训基地: an attribute of the noun behind."""
    attribute = ATTRIBUTE.match(trim(s.before).removeprefix("可").removeprefix("能"))
    if not attribute or "的" not in s.after:
        return None
    middle, _, noun = s.after.rpartition("的")
    noun = noun[: noun_end(noun)]
    return (f"{noun}{attribute[1]}{middle}", 0.8) if noun else None


def phrase_after(s: Setting) -> str:
    """The noun phrase right behind the number, 的 left out; with a clause before its noun: 参与邪教的邻居.

    Numbers that stand side by side count one thing (3项17条标准); a number in the clause before the noun is passed
    over (一个能容纳21人的基地).
    """
    beside = s.right and s.right.start == s.q.end and s.right.unit
    text = (s.closing if beside else s.after).lstrip(" ”’）)").removeprefix("的")
    if s.before.endswith(("在", "于")):
        text = re.split("(?<=..)[内中里上间](?=..)", text, maxsplit=1)[0]
    if met := MEETING.search(text):
        text = text[: met.end()]
    if s.right and not beside and (each := EACH.search(text, 2)):
        text = text[: each.start()]
    if s.right and SIZED.match(s.after) and "的" in s.tail and (noun := s.tail.rpartition("的")[2]):
        return noun[: noun_end(noun)]
    end = noun_end(text[1:]) + 1 if text.startswith("未") else noun_end(text)
    if end == 0 and s.q.unit.split("/")[0] in ACTED and len(text) <= 8 and not s.right:
        return text
    if "、" in text[:end] and "的" not in text[:end] and (whole := RELATIVE.match(s.tail)):
        noun = s.tail[whole.end() :]
        return noun[: noun_end(noun)]
    if end >= 2 or (end and dimension(s.q.unit) == "count"):
        return text[:end].strip("、和与及或 ")
    relative = RELATIVE.match(s.tail.lstrip(" "))
    if not relative or dimension(s.q.unit) != "count" or s.q.unit == "人次" or "了" in relative[0]:
        return ""
    noun = s.tail.lstrip(" ")[relative.end() :]
    items = noun.split("、")
    end = noun_end(noun) if len(items) == 1 or "的" not in noun else len(noun)
    inside = relative[0] if not re.search(r"\d", relative[0]) else ""
    return compressed(f"{inside}{noun[:end]}", 14)


def _noun_after(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """10名残疾人, 1800名农村党员已掌握…: the noun behind the number with the verb before it or what is said of it."""
    if dimension(s.q.unit) in ("share", "time") and not s.after.startswith("的"):
        return None
    noun = INSIDE.sub("", compressed(phrase_after(s), 14))
    owner = OWNER.match(noun)
    if owner and dimension(s.q.unit) == "count" and not noun.endswith(("问题", "困难")):
        noun = owner["who"]
        if not s.before and len(noun) > 1 and not s.right:
            return noun, 0.8
    if not noun or (len(noun) < 2 and s.q.unit not in ("个", "次") and noun != s.tail):
        return None
    noun, acts = _without_acts(s, noun)
    verb, sure = _governing_verb(s)
    said = "" if dimension(s.q.unit) == "money" else acts or _said_of(s, noun)
    if said and (CAUSES.search(verb) or said.startswith("担任")):
        return f"{verb if len(said) < 7 and len(verb) < 3 else ''}{said}的{noun}", 0.75
    if said and not s.right and s.before.rstrip().endswith("的"):
        return f"{said}的{noun}", 0.75
    if verb and (sure or not said):
        return f"{'平均' if '平均' in s.before and '平均' not in verb else ''}{verb}{noun}", 0.75 if sure else 0.5
    if said and len(noun) > 9:
        return f"{said}的人" if s.q.unit in "名位人" else noun, 0.4
    return (f"{said}的{noun}", 0.7) if said else (noun, 0.5)


def _without_acts(s: Setting, noun: str) -> tuple[str, str]:
    """农村群众受益 → 农村群众 and 受益; in a list the acts at its end are those of every member."""
    words = s.closing if s.right else noun
    ends = acts_at_end().search(words[-8:])
    whole = ends and len(words) - len(ends[0])
    if not ends or not whole or not WHO_ENDS.search(words[:whole]) or (s.right and noun_end(words) < len(words)):
        return noun, ""
    return (noun if s.right else words[:whole]), ends[0].removesuffix("进行")


def _governing_verb(s: Setting) -> tuple[str, bool]:
    """The verb phrase right before the number that takes the noun as its object, and whether it is a known verb.

    "" after 有, 共 or nothing.
    """
    if s.before.rstrip().endswith(("等", "：", ":")):
        return "", False
    text = without_subject(trim(s.before))
    found = last_match(verbs(), text)
    if text.endswith("”") and len(text) < 12 and verbs().match(text):
        return text, True
    if found and found.end() == len(text) and len(text) > 1:
        return text if len(text) <= 8 else text[found.start() :], True
    plain = 2 <= len(text) <= 6 and not re.search("[省州盟旗县市乡镇村区局委部会社支中上下里的]$", text)
    return (text if plain else ""), False


def _said_of(s: Setting, noun: str) -> str:
    """The predicate that follows the noun in the clause (of a list, the one that closes it); "" where none is plain."""
    rest = s.tail[s.tail.find(noun) + len(noun) :] if noun in s.tail else ""
    if s.right:
        own = s.tail[: s.right.start - s.q.end].partition(noun)[2].lstrip("、与和及")
        closing = s.closing[noun_end(s.closing) :]
        rest = f"{own}{s.closing[: noun_end(s.closing)]}" if len((verbs().match(own) or [""])[0]) > 1 else closing
    rest = GOES_TO.sub("", WITH_WHOM.sub("", ADVERBS.sub("", rest.strip("、 "))))
    if MEANWHILE.search(rest) or rest.startswith(GOES_ON):
        return ""
    acted = ACTED_ON.match(rest)
    rest = rest[acted.end() :] if acted else rest
    named = re.sub("[“‘][^”’]{6,}[”’]的?", "", rest)
    rest = (named if len(named) > 2 else rest).replace("了", "").replace("过", "")
    if len(rest) > 10 and len(first := rest.partition("、")[0]) > 3 and verbs().match(rest.partition("、")[2]):
        rest = first
    verb = verbs().match(rest)
    said = compressed(rest, 14 if acted else 10) if acted or (verb and verb[0] not in NAMING) else ""
    return "" if said[:1] in ("到", "在", "从") else said


def _moved_on(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """由1800元提高到3560元, 其中妇女412人,占22%, 增幅6%、达到9500元: still of what was named just before."""
    if earlier and REACHED.match(s.before):
        return GREW.sub("", ENDING.sub("", earlier[-1])), 0.8
    if earlier and LEVEL.fullmatch(trim(s.before)) and LEVEL.search(earlier[-1]):
        return LEVEL.sub(trim(s.before), ENDING.sub("", earlier[-1])), 0.8
    if earlier and RISE.fullmatch(trim(s.before)):
        return f"{GREW.sub('', ENDING.sub('', earlier[-1]))}{trim(s.before)}", 0.8
    if earlier and CHANGED_TO.match(s.before):
        return ENDING.sub("", earlier[-1]), 0.8
    if earlier and s.before.strip() == "占":
        return f"{ENDING.sub('', earlier[-1])}占比", 0.8
    return None


def _object_before(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """扶贫资金54万元, 培训党员1237名: the words before, without the subject where they are long."""
    before = SINCE.sub("", s.before)
    text = without_subject(trim(before))
    if len(text) < 2:
        return None
    if earlier and not s.after and verbs().fullmatch(text) and text[-1] not in "户人":
        people = s.q.unit in PEOPLE and not PERSON.search(ENDING.sub("", earlier[-1]))
        alone = people or text in ("支出", "收入", "花费")
        return text if alone else _with_object(text, earlier[-1]), 0.8
    if text.startswith("占") and earlier:
        stem = ENDING.sub("", earlier[-1])
        return (f"{stem}{text}", 0.8) if len(stem) + len(text) < LONGEST - 2 else (text, 0.6)
    if HEADLESS.search(before.rstrip()):
        text = _with_head(s, text, earlier)
    if s.q.unit in ("户", "人", "名", "位", "人次") and re.search("有$|达$", before.rstrip()) and s.after:
        said = compressed(s.after.replace("了", ""), 10) if verbs().match(s.after) else ""
        return (f"{said}的{text}" if said else text), 0.65
    if dimension(s.q.unit) == "share" and (whole := s.after.lstrip("的")) and noun_end(whole) > 1:
        text += whole[: noun_end(whole)]
    return compressed(text, LONGEST - 2), 0.7


def _with_object(verb: str, earlier: str) -> str:
    """新建服务中心60个、改建80个: the verb alone takes the object of the one before."""
    stem = ENDING.sub("", earlier)
    if verb in stem:
        return stem
    first = verbs().match(stem)
    return f"{verb}{stem[first.end() :] if first else stem}"


def _with_head(s: Setting, text: str, earlier: list[str]) -> str:
    """党员中,60岁以上的占41%: 的 without a noun takes that of the group, or of the figure before."""
    if group := GROUP.search(s.lead):
        return f"{text.removesuffix('占').removesuffix('的')}的{trim(group['who'])}"
    if earlier and "占" not in text and s.q.unit not in ("户", "人", "名", "位"):
        return f"{text}的{ENDING.sub('', earlier[-1])[-4:]}"
    return text


def _attended(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """有1.57万人次参与: what they took part in was said before."""
    found = ATTENDED.match(s.after)
    stem = ENDING.sub("", earlier[-1]) if earlier else topic_of(s.lead)
    return (f"{found[0]}{compressed(stem, 12)}", 0.5) if found and stem and len(trim(s.before)) < 2 else None


def _shared(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """160期3215人次: the second shares the words of the first."""
    if not (s.chained and earlier):
        return None
    return ENDING.sub("", earlier[-1]), 0.6


def _clause_before(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """A number that begins its clause takes what is said behind it, or the last words of the clause before."""
    said = "" if s.before else compressed(s.after, 14)
    if len(said) > 1 and verbs().match(said):
        return said, 0.4
    if not s.tail and s.q.unit in ("户", "人", "口"):
        return ("总户数" if s.q.unit == "户" else "总人数"), 0.4
    leads = [c for c in clauses_of(s.lead) if not NUMBERED.search(c)]
    text = trim(leads[-1]) if leads else ""
    return (compressed(text, 14), 0.4) if len(text) >= 2 else None


RULES = (
    _standard,
    _repeated_act,
    _span_of_time,
    _with_purpose,
    _attribute,
    _noun_after,
    _moved_on,
    _object_before,
    _attended,
    _shared,
    _clause_before,
)
