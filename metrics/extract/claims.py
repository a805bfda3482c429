"""What a figure claims: input, activity, output, outcome, by its label, its unit and the verb that governs it."""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from metrics.extract.clauses import Setting, noun_end
from metrics.extract.label_rules import BARE_MONEY
from metrics.extract.lexicon import claim_pattern, last_match
from metrics.extract.units import dimension

LISTED = 8
SUBJECTLESS = "目前全县市区乡镇村有的"
SESSIONS = frozenset({"期", "场", "场次", "次", "课时", "篇", "期次", "班次"})
SIDES = frozenset({"方面", "类"})
ITEM = re.compile("[、和及与]?[约近]?[\\d.万千百十一二三四五六七八九两几余多]+[\u4e00-\u9fff]")
CLAIMS = ("outcome", "output", "activity", "input")
MONEY_OUT = re.compile(
    "收入|增加值|获利|盈利|净赚|资金积累|经济价值|工钱|工钿|节省|省(?:下|了|去)|产值|利润|增收|收益|利税|营业额|效益|销售|工资|税收|创收|节约|拉动|吸引|赔偿|抚慰|养老金|分红|招商|引进.{0,2}资金|引资|分红|租金|挣|卖|订单|单子|创收"
    "|集体经济(?!.{0,6}(?:扶持|资金|项目))|固定资产|结余|营收|月薪|薪酬|净拿|年薪"
)
MONEY_LENT = re.compile("贷款|信贷|授信|收回|清收|追缴|还清|偿还|兑付|发放.{0,6}(?:补贴|奖励|积分)")
TAKEN = re.compile(
    "约谈|巡察|巡查|通报|召回|评定|评选|评为|确定|排查|整顿|调整|充实|创建|新建|设置|轮训|培训|表彰|命名|选树|提拔|重用|处理|问责|撤换|留任|选用|帮学"
    "|跟踪|帮扶|帮带|结对|联系|包联|包保|带动|带|惠及|覆盖|发展|培养|培育|建设|建成|打造|形成|认定|申报|收集|征集"
)
PUT_IN = begun(
    "选派|下派|派出|派驻|抽调|抽派|吸引|引回|续聘|新聘|聘请|聘任|选聘|招募|推选|选出|选举|落实|明确|配备|配强|(?<!党)组织|发动|动员|安排|督促|推动|遴选|选拔|靠着"
)
RESULT = re.compile(
    "脱贫(?!攻坚|工作|任务|战)|致富(?!带头|能[手人]|项目)|增收|就业|出列|摘帽|脱单|达标|入党|改邪归正|受益匪浅|回乡|务工|分红|获评|达成|致富|办成|迁入|化解"
)
VISITS = begun("(?:走访|座谈|深入|下沉|调研|走遍|接待|蹲点|访谈|上门)[^，。]{0,8}$")
SOLD = re.compile("销售|出售|贩运|贩卖|卖出|售出|卖掉|销往|外销|签约|签下|达成")
# Who is chosen and sent is put in, whatever they are: 选聘200名大学生, 遴选出覆盖各村的30名户长.
SENT = re.compile(
    "(?:选派|下派|派出|抽调|选聘|聘请|聘任|招募|选拔|遴选|引进|引回)(?!培养)(?:了|出)?(?:[^，。；\\d]{0,14}的|[^，。；\\d]{0,4})$"
)
GIVEN = re.compile("(?:捐[赠助献款]?|投入)了?[^，。；\\d]{0,6}$")
ORDERED = re.compile("^[^，。；]{0,24}?(?:(?:进行|开展|实施)(?!监督)|纳入|列为|列入|确定为|培养成(?!为?党员))")
FOUNDED = re.compile("(?:组建|建立|成立|设立|设置|派驻|创建|新建)(?:了|起)?[^，。；\\d]{0,12}$")
PARTY_BODY = re.compile("党(?:总?支部|小组|组织|委|总支)(?:数|个数)?$")
MOVED = re.compile("(?:提高|增加|增长|上升|下降|减少|发展|扩大|降低|降|升|增|压缩|缩短)了?(?:到|至|为)$")
HELPING_ACT = (
    "(?:率先|主动|积极|分别|先后|共同|自觉|已|将|深入|进村|下沉)*(?:带(?!头)|联系|帮|结对|参与|包|进村|入户|驻村|投身|挂|走访|担任|兼任|任|对口|服务|与|和"
    "|在对|编入|开展|深入|协助|建立|履职)"
)
HELPING_VERB = re.compile(f"^{HELPING_ACT}")
ACTOR_HELPS = re.compile(
    f"^[^，。的]{{0,14}}(?:企业|强村|干部|党员|单位|部门|领导|商会|主体|组织|支部|党委|书记|[队团员]|教师|教授|专家)，?{HELPING_ACT}"
)
STATE = begun("达成|得到转化|(?:稳定|实现|全部|如期)脱贫|改邪归正")
PEOPLE = begun(
    "(?:员|部|[户组队会班村]长|专干|人|者|师|手|书记|主任|领导|一把手|教授|医生|民警|人才|能人|老人|骨干|队|组|团|单位|部门|组织|支部|党委|企业|主体|商会|协会|理事会|班子|强村|理事|岗)(?:人数|数)?$"
)
CHANGED = begun(
    "分红|收入[达超过]|就业|入党|发展(?:为)?党员|成党员|加入.{0,2}党|递交|脱贫(?!攻坚|战)|增收|实现致富|转移.{0,4}劳动力|劳动力.{0,4}转移|掌握|合同|订单|"
    "从业|经纪人|(?:加工|生产|用工|务工)人数|务工|销售|产量|出栏|存栏|饲养量|转化|新增.{0,3}户|规模.{0,3}户$"
)
HELPERS = re.compile(
    "(?:单位|部门|机关|干部|领导|专家|教师|志愿者|人员|理事|支委|信息员|指导员|联络员|辅导员|技术员|工作队|党员|理事会|党小组|岗位)(?:人数|数)?$"
)
HELPED = re.compile("贫困|困难|特困|残疾|弱势|学生|农户|农民|群众|村民|户(?:数)?$|村(?:数)?$|农民党员|乡镇")
MADE = re.compile(
    "^(?:组织[^的]{0,4}?)?(?:培养|培训|培育|帮扶|扶持|资助|慰问|救助|解决|健全|完善|建立|建成|建设|新建|修建|收集|办|发放|协调落实|联系|带动)"
)
HELPING = re.compile(
    "^(?:带动|帮扶|结对|联系|参与|参加|结成|结为|建立.{0,6}关系).{0,10}的[^的]{0,8}(?:单位|部门|组织|机关|干部|党员|领导|教师|人员)(?:人数|数)?$|帮扶单位数?$"
)
BODIES = begun("(?:理事会|党小组|领导小组|工作组|工作队|服务队|宣讲团|专班)(?:人数|数)?$")
BARE_SUM = re.compile("^(?:平均|每|个|村|户|共|总)*金额$")
JOINED = begun("发展(?:为)?党员|入党|带动.{0,4}就业|务工")
RANKED = begun("前$|(?<![先前今日])后$")
EMPLOYED = re.compile("务工|就业|转移|输出")
WORK = re.compile("互换|投工|投劳|义务|整修|出工")


def claim_of(s: Setting, kind: str, label: str, before: str | None = None) -> str:
    """What a figure claims, from its label, its unit and the verb that governs it.

    A span of time, an age and most of the background claim nothing. `before` is the claim of the figure before it
    where this one shares its verb: a list goes on as it began.
    """
    if found := _by_unit(s, kind, label) or _by_verb(s, label):
        return found
    if before and s.left and not (TAKEN.search(s.before) or PUT_IN.search(s.before)) and _is_noun(s.before):
        return before
    return _by_role(s, label) or _counted(s, label)


def _is_noun(words: str) -> bool:
    return noun_end(words) == len(words) <= 10


def _by_unit(s: Setting, kind: str, label: str) -> str | None:
    """Money, shares, sessions, and what claims nothing: time, ages, the background, 前3名, 六个方面."""
    measured, unit = dimension(s.q.unit), s.q.unit.split("/")[0]
    bare = not unit and s.q.value > 1
    if kind == "context" or measured == "time" or unit == "岁" or (kind == "norm" and RANKED.search(s.before)):
        return "other"
    if measured == "money" or (bare and BARE_MONEY.search(s.before)):
        return _money(label + (s.lead + s.upto)[-24:] if BARE_SUM.search(label) else label + s.before[-12:])
    if (measured in ("share", "ratio") and not bare) or unit == "倍":
        return "outcome"
    if unit in SESSIONS:
        return "activity"
    return "other" if (unit in SIDES or (unit == "种" and kind == "norm")) and s.q.value <= 12 else None


def _by_verb(s: Setting, label: str) -> str | None:
    """发展到50人, 卖出5000羽, 带动就业200人 are outcomes; 走访农户1000户 is an activity; 人次 are reached."""
    unit = s.q.unit.split("/")[0]
    if MOVED.search(s.before) or (unit in ("人", "名") and JOINED.search(label)):
        return "outcome"
    if VISITS.search(s.before):
        return "activity"
    if SOLD.search(s.before):
        return "outcome"
    if found := _by_giving(s, label):
        return found
    if unit == "人次":
        return "activity" if WORK.search(label) else "outcome" if EMPLOYED.search(label) else "output"
    return None


def _by_giving(s: Setting, label: str) -> str | None:
    """捐水泥1吨, 选聘200名大学生 are put in; 对80个村进行改造, 将30户纳入…, 组建党支部5个 are made or reached."""
    unit = s.q.unit.split("/")[0]
    if unit in ("名", "人", "位") and SENT.search(s.before):
        return "input"
    if dimension(unit) in ("weight", "volume") and GIVEN.search(s.before):
        return "input"
    if s.before.endswith(("对", "将", "把")) and ORDERED.match(s.tail):
        return "output"
    return "output" if FOUNDED.search(s.before) and PARTY_BODY.search(label) else None


def _by_role(s: Setting, label: str) -> str | None:
    """People and bodies: those who act or are sent are put in, those acted on are reached, by verb and order."""
    noun = s.after[: noun_end(s.after)] if s.after and not s.after.startswith("的") else label
    acts = _predicate(s.tail)
    if (RESULT.search(acts[:10]) or STATE.search(s.tail[:18])) and dimension(s.q.unit) == "count":
        return "outcome"
    if not PEOPLE.search(noun) and not PEOPLE.search(label):
        return None
    if not s.before.strip(SUBJECTLESS) and ACTOR_HELPS.match(s.tail + s.rest[:10]):
        return "input"
    taken, put = last_match(TAKEN, s.before), last_match(PUT_IN, s.before)
    if taken or put:
        return "input" if put and (not taken or put.start() > taken.start()) else "output"
    return "input" if HELPING_VERB.match(acts) else None


def _predicate(words: str) -> str:
    """What is said of the things listed: 家企业、22个强村对口联系… → 对口联系…; nothing where words go on listing."""
    for _ in range(LISTED):
        noun = words[: noun_end(words)]
        words = words[len(noun.partition("、")[0]) :]
        item = ITEM.match(words)
        if not item:
            break
        words = words[item.end() :]
    return "" if words.startswith(("、", "和", "与")) else words


def _money(words: str) -> str:
    if MONEY_OUT.search(words):
        return "outcome"
    return "output" if MONEY_LENT.search(words) and not re.search("贴息$|补贴$|贴息额?$", words) else "input"


def _counted(s: Setting, label: str) -> str:
    """People, bodies, places and things: by what was changed, by the verb in front, by who they are."""
    if HELPING.search(label):
        return "input"
    if CHANGED.search(label):
        return "outcome"
    if BODIES.search(label):
        return "input"
    if MADE.match(label):
        return "output"
    if HELPED.search(label[-8:]):
        return "output"
    if HELPERS.search(label):
        return "input"
    return _by_words(f"{s.before[-14:]}{label}".replace("党组织", "支部").replace("会议室", "室"))


def _by_words(words: str) -> str:
    """The claim whose words are the longest, of these the latest; output where there are none."""
    best, where = "output", (-1, 0)
    for claim in CLAIMS:
        for found in claim_pattern(claim).finditer(words):
            if (len(found[0]), found.end()) > where:
                best, where = claim, (len(found[0]), found.end())
    return best
