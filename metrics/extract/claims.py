"""What a figure claims: input, activity, output, outcome, by its label, its unit and the verb that governs it."""

from __future__ import annotations

import re

from metrics.extract.clauses import Setting, noun_end
from metrics.extract.labels import BARE_MONEY
from metrics.extract.lexicon import claim_pattern, last_match, verbs
from metrics.extract.units import dimension

CLAIMS = ("outcome", "output", "activity", "input")
MONEY_OUT = re.compile(
    "收入|产值|利润|增收|收益|利税|营业额|效益|销售|工资|税收|创收|节约|拉动|吸引|赔偿|抚慰|养老金|分红|招商|引进.{0,2}资金|引资|分红|租金|挣|卖|订单|单子|创收"
    "|集体经济(?!.{0,6}(?:扶持|资金|项目))|固定资产|结余|营收|月薪|薪酬|净拿|年薪"
)
MONEY_LENT = re.compile("贷款|信贷|授信|收回|清收|追缴|还清|偿还|兑付|发放.{0,6}(?:补贴|奖励|积分)")
TAKEN = re.compile(
    "约谈|巡察|巡查|通报|召回|评定|评选|评为|确定|排查|整顿|调整|充实|创建|新建|设置|轮训|培训|表彰|命名|选树|提拔|重用|处理|问责|撤换|留任|选用|帮学"
    "|跟踪|帮扶|帮带|结对|联系|包联|包保|带动|带|惠及|覆盖|发展|培养|培育|建设|建成|打造|形成|认定|申报|收集|征集"
)
PUT_IN = re.compile(
    "选派|下派|派出|派驻|抽调|抽派|吸引|引回|续聘|新聘|聘请|聘任|选聘|招募|推选|选出|选举|落实|明确|配备|配强|组织|发动|动员|安排|督促|推动|遴选|选拔|靠着"
)
RESULT = re.compile(
    "脱贫|致富|增收|就业|出列|摘帽|脱单|达标|入党|改邪归正|受益匪浅|回乡|务工|分红|获评|达成|致富|办成|迁入"
)
HELPING_VERB = re.compile(
    "^(?:率先|主动|积极|分别|先后|共同|自觉|已|将|深入|进村|下沉)*(?:带(?!头)|联系|帮|结对|参与|包|进村|入户|驻村|投身|挂|走访|担任|兼任|任|对口|服务|与|和"
    "|在对|编入|开展|深入|协助|建立)"
)
PEOPLE = re.compile(
    "(?:员|部|人|者|师|手|书记|主任|领导|一把手|教授|医生|民警|人才|能人|老人|骨干|队|组|团|单位|部门|组织|支部|党委|企业|主体|商会|协会|理事会|班子|强村|理事|岗)(?:人数|数)?$"
)
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


def claim_of(s: Setting, kind: str, label: str, before: str | None = None) -> str:
    """What a figure claims, from its label, its unit and the verb that governs it.

    A span of time, an age and most of the background claim nothing. `before` is the claim of the figure before it
    where this one shares its verb: a list goes on as it began.
    """
    measured, unit = dimension(s.q.unit), s.q.unit.split("/")[0]
    if kind == "context" or measured == "time" or unit == "岁":
        return "other"
    if measured == "money":
        return _money(label + s.before[-12:])
    bare = not unit and s.q.value > 1
    if bare and BARE_MONEY.search(s.before):
        return _money(label + s.before[-12:])
    if (measured in ("share", "ratio") and not bare) or unit == "倍":
        return "outcome"
    if unit == "人次":
        return "activity" if WORK.search(label) else "output"
    if unit in ("期", "场", "场次", "次", "课时", "篇", "期次", "班次"):
        return "activity"
    if unit in ("类", "方面", "种") and s.q.value <= 12 and kind == "norm":
        return "other"
    if (
        before
        and s.left
        and not (TAKEN.search(s.before) or PUT_IN.search(s.before))
        and not last_match(verbs(), s.before)
    ):
        return before
    return _by_role(s, label) or _counted(s, label)


def _by_role(s: Setting, label: str) -> str | None:
    """People and bodies: those who act or are sent are put in, those acted on are reached, by verb and order."""
    noun = s.after[: noun_end(s.after)] if s.after and not s.after.startswith("的") else label
    acts = s.closing if s.right else s.after[noun_end(s.after) :]
    if RESULT.search(acts[:10]) and dimension(s.q.unit) == "count":
        return "outcome"
    if not PEOPLE.search(noun) and not PEOPLE.search(label):
        return None
    taken, put = last_match(TAKEN, s.before), last_match(PUT_IN, s.before)
    if taken or put:
        return "input" if put and (not taken or put.start() > taken.start()) else "output"
    return "input" if HELPING_VERB.match(acts) else None


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
