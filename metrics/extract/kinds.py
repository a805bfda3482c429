"""Whether a figure is reported, a target, a rule or background, and what it claims: input, activity, output, …"""

from __future__ import annotations

import re

from metrics.extract.clauses import Setting
from metrics.extract.lexicon import claim_pattern
from metrics.extract.units import dimension

TARGET = re.compile(
    r"力争|争取(?=在|到|用|三|两|\d)|争创|目标(?!管理|责任|考核)|计划(?!生育)|预计|预期|可望|有望|拟(?=建|投|用|在|于)|打算|"
    r"(?<!先)将(?=达|建|在|于|实现|完成|投|新)|到(?:明|今)年底|明年|"
    r"努力(?=使|实现|达)|确保.{0,6}达|要达到|可达|规划(?!和|编)|实施.{0,3}“?\d+ ?”?工程"
)
RULE = re.compile(
    r"每(?:个|名|位|户|人|村|年|月|季度?|半年|周|天|学期|亩|期|场|次)|各(?=一)|要求|规定|应当?(?!用|对|急)|必须|须(?!知)|不得|不少于|不低于|原则上|标准|的规模|一定|任期|"
    r"至少|定期|一年一|实行.{0,8}制|(?<=[委部会村户位])要(?=[带帮联达建办])"
)
DONE = re.compile(
    r"已|了(?!解)|曾|累计|(?<!一)共(?!建|同|产|青|享|有制)|先后|现有|现已|目前|如今|截至|截止|统计|以来|实现|达(?!标)|完成|取得|新增|增至|今年以来|去年|改邪归正"
)
PAST = re.compile(
    r"过去|以前|原来|原有|原定|原先|当时|此前|解放前|改革开放|合并|不通|没有|缺(?!席)|只有|仅(?!仅)有?|只占|普遍存在|落后|空壳|老化|制约|长期以来|改制前|实施前|开展前"
)
LISTED = re.compile("即|包括|分别是|分为|下设|设置|设立|推选|由.{0,12}按|增选")
MONEY_OUT = re.compile("收入|产值|利润|增收|效益|销售|工资|税收|创收|节约|拉动|吸引|赔偿|抚慰|养老金|分红")
MONEY_LENT = re.compile("贷款|信贷|授信")
WORD_BEFORE = 14


def kind_of(s: Setting, section: str | None, section_head: str = "") -> tuple[str, float]:
    """reported, target, norm or context, and how sure the rule is.

    `section` is the kind of the section the figure stands in, `section_head` its heading ("" where it has none).
    """
    sentence = s.lead + s.before + s.tail
    near = f"{s.lead[-24:]}{s.before}"
    done = bool(DONE.search(_own(s)))
    if s.q.unit == "岁":
        return "context", 0.9
    if _rule(s, near, done, section):
        return "norm", 0.75
    if TARGET.search(f"{s.lead}{s.before}") and not DONE.search(s.before):
        return "target", 0.8
    if section == "background" and section_head and not re.search("以来.{0,20}(?:开展|实施)", sentence):
        return "context", 0.8
    if PAST.search(f"{s.lead[-12:]}{s.before}{s.after[:8]}") and not re.search("已(?!有)|新", s.before):
        return "context", 0.6
    return "reported", 0.85 if done else 0.6


def _own(s: Setting) -> str:
    return f"{s.lead[-30:]}{s.before}{s.tail[:20]}"


def _rule(s: Setting, near: str, done: bool, section: str | None) -> bool:
    """A rule says how often, how much for each, by what standard; a rate that was kept is reported."""
    kept = re.search("基本做到|做到了|坚持|已|了|共(?!建|产|同)|累计|实现|统计|达到?", near)
    if "/" in s.q.unit and not s.q.unit.endswith(("/亩", "/公里")):
        return not kept
    if section in ("results", "background"):
        return False
    if RULE.search(f"{s.before}{s.after[:10]}") or (RULE.search(s.lead[-20:]) and not DONE.search(s.before)):
        return not kept
    return section == "practice" and not done and bool(LISTED.search(s.lead[-30:] + s.before))


def claim_of(s: Setting, kind: str, label: str) -> str:
    """What a figure claims, from its label, its unit and the verb before it; the nearest word decides.

    A span of time, an age and most of the background claim nothing.
    """
    measured = dimension(s.q.unit)
    unit = s.q.unit.split("/")[0]
    if kind == "context" or measured == "time" or unit == "岁":
        return "other"
    if measured == "money":
        return _money(label + s.before[-WORD_BEFORE:])
    if measured in ("share", "ratio") or unit == "倍":
        return "outcome"
    if unit in ("期", "场", "场次", "次", "课时", "篇", "期次", "班次"):
        return "activity"
    return _by_words(f"{s.before[-WORD_BEFORE:]}{label}", unit)


def _money(words: str) -> str:
    if MONEY_OUT.search(words):
        return "outcome"
    return "output" if MONEY_LENT.search(words) and not re.search("贴息$|补贴$|贴息额?$", words) else "input"


def _by_words(words: str, unit: str) -> str:
    """The claim whose words are found latest and longest."""
    best, where = "output" if unit in ("人次", "户", "亩", "公里", "株", "份") else "other", (-1, 0)
    for claim in ("outcome", "output", "activity", "input"):
        for found in claim_pattern(claim).finditer(words):
            if (len(found[0]), found.end()) > where:
                best, where = claim, (len(found[0]), found.end())
    return best
