"""What a figure claims: input, activity, output, outcome, by its label, its unit and the verb that governs it."""

from __future__ import annotations

import re

from metrics.extract.clauses import Setting
from metrics.extract.lexicon import claim_pattern
from metrics.extract.units import dimension

CLAIMS = ("outcome", "output", "activity", "input")
MONEY_OUT = re.compile(
    "收入|产值|利润|增收|收益|利税|营业额|效益|销售|工资|税收|创收|节约|拉动|吸引|赔偿|抚慰|养老金|分红|招商|引进.{0,2}资金|引资"
)
MONEY_LENT = re.compile("贷款|信贷|授信")
CHANGED = re.compile(
    "就业|入党|发展(?:为)?党员|成党员|加入.{0,2}党|递交|脱贫|增收|实现致富|转移.{0,4}劳动力|劳动力.{0,4}转移|掌握|合同|订单|"
    "从业|经纪人|(?:加工|生产|用工|务工)人数|务工|销售|产量|出栏|存栏|饲养量|转化|新增.{0,3}户|规模.{0,3}户$"
)
HELPERS = re.compile(
    "(?:单位|部门|组织|机关|干部|领导|专家|教师|志愿者|人员|理事|支委|信息员|指导员|联络员|辅导员|技术员|工作队|党员|理事会|党小组|岗位)(?:人数|数)?$"
)
HELPED = re.compile("贫困|困难|特困|残疾|弱势|学生|农户|农民|群众|村民|户(?:数)?$|村(?:数)?$|农民党员|乡镇")
MADE = re.compile(
    "^(?:组织[^的]{0,4}?)?(?:培养|培训|培育|帮扶|扶持|资助|慰问|救助|解决|健全|完善|建立|建成|建设|新建|修建|收集|办|发放|协调落实|联系|带动)"
)
HELPING = re.compile(
    "^(?:带动|帮扶|结对|联系|参与|参加|结成|结为|建立.{0,6}关系).{0,10}的[^的]{0,8}(?:单位|部门|组织|机关|干部|党员|领导|教师|人员)(?:人数|数)?$|帮扶单位数?$"
)
BODIES = re.compile("(?:理事会|党小组|领导小组|工作组|工作队|服务队|宣讲团|专班|支部|党组织)(?:人数|数)?$")
WORK = re.compile("互换|投工|投劳|义务|整修|出工")


def claim_of(s: Setting, kind: str, label: str) -> str:
    """What a figure claims, from its label, its unit and the verb before it.

    A span of time, an age and most of the background claim nothing.
    """
    measured, unit = dimension(s.q.unit), s.q.unit.split("/")[0]
    if kind == "context" or measured == "time" or unit == "岁":
        return "other"
    if measured == "money":
        return _money(label + s.before[-12:])
    if measured in ("share", "ratio") or unit == "倍":
        return "outcome"
    if unit == "人次":
        return "activity" if WORK.search(label) else "output"
    if unit in ("期", "场", "场次", "次", "课时", "篇", "期次", "班次"):
        return "activity"
    return _counted(s, label)


def _money(words: str) -> str:
    if MONEY_OUT.search(words):
        return "outcome"
    return "output" if MONEY_LENT.search(words) and not re.search("贴息$|补贴$|贴息额?$", words) else "input"


def _counted(s: Setting, label: str) -> str:
    """People, bodies, places and things: by what was changed, by the verb in front, by who they are."""
    if CHANGED.search(label):
        return "outcome"
    if HELPING.search(label) or BODIES.search(label):
        return "input"
    if MADE.match(label):
        return "output"
    if HELPED.search(label[-8:]):
        return "output"
    if HELPERS.search(label):
        return "input"
    return _by_words(f"{s.before[-14:]}{label}")


def _by_words(words: str) -> str:
    """The claim whose words are the longest, of these the latest; output where there are none."""
    best, where = "output", (-1, 0)
    for claim in CLAIMS:
        for found in claim_pattern(claim).finditer(words):
            if (len(found[0]), found.end()) > where:
                best, where = claim, (len(found[0]), found.end())
    return best
