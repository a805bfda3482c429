"""Whether a figure is reported, a target, a rule or background: by the words of its sentence and its section.

What is done outweighs what is aimed at where both are said: the later of the two before the number counts.
"""

from __future__ import annotations

import re

from cases.extract.alternatives import Begun
from metrics.extract.clauses import Setting, noun_end
from metrics.extract.lexicon import last_match
from metrics.extract.tokens import RANGE
from metrics.extract.units import dimension

TARGET = Begun(
    r"力争|争取(?=在|到(?:\d{4}年|[今明后]年|年底)|用|[三两\d]+年)|争创(?=[^，。；]{0,10}$)(?!活动|目标|重点|工作|责任|条件)|"
    r"目标(?:任务)?(?:是|为|：|，即)|目标(?:任务)?，(?=到|用|使|全|通过|在|[三两\d])|的目标|"
    r"计划(?=[在到于用投建新发培实完达]|\d|[一二三四五六七八九十两]|$)|预计|预期|"
    r"商定|可(?:以)?(?:稳定)?(?:为[^，。]{2,10})?(?:收入|增收|分红|解决|增加|新增|创收|增值)|(?:建成|投产|实施|售罄)后|"
    r"以(?:打造|建成|培育)|可望|有望|拟(?=建|投|用|在|于|定用)|打算|(?<!先)将(?=达|建(?!档)|在|于|实现|完成|投|新|培|扶持|陆续|"
    r"继续|全面|逐步|再|突破|超过|带动|覆盖(?!率)|惠及|产生|增加|提高|比|对)|下一步|确保(?=[^，。；]{0,14}前)|希望(?=[^，。；]{0,6}$)|"
    r"到(?:明|今)年底|明年|努力(?=使|实现|达)|"
    r"确保.{0,6}达|(?<![只需主重必首])要(?=完成|建成|达到|实现)|"
    r"(?:今年|明年|就|还)要(?=[建修办种养]|发展|新增|培育|硬化|解决|扩)|(?<!去年)(?<!上年)可达|"
    r"承诺(?=为|吸纳|帮|结对|捐|带|年底|年内|[三两一]年内|解决|调解|修建)|"
    r"承诺书?(?:提出|中|是|为|：)|实施.{0,3}“?\d+ ?”?工程|奋斗目标|努力奋斗|"
    r"实施“[^”]{2,12}”工程[^。；]{0,12}即"
)
COMPARED = re.compile(
    "[比较](?:去年|上年|前年|过去|以前)|原[有来]基础上|将(?=[^，。；]{1,40}(?:相?结合|作为|列为|纳入|列入|融入))"
)
AIM_SAID = re.compile(
    "(?:聚焦|围绕|紧扣|锚定|瞄准|按照|对照)[^，。；]{0,20}目标|(?:完成|实现|达到|超额)了?[^，。；]{0,8}(?:目标|任务|计划)|以“[^”]{2,80}”为(?:总)?目标|以[^，。；]{2,50}为(?:总)?目标|目标管理|目标责任"
)
RULE = re.compile(
    r"各(?=一)|要求|规定|(?<![响适反供对相呼])应(?!用|对|急|届|邀)|需要?(?=缴|交|完成)|必须|须(?!知)|不得|不少于|"
    r"不低于|原则上|(?<!高)标准(?!化)|的规模|任期|至少|定期|一年一|实行.{0,8}制|制度?”?[，,：:]?即|(?<=[委部会村户位])要(?=[带帮联达建办])"
)
DONE = Begun(
    r"已(?!婚|故)|了(?!解)|曾|累计|(?<!一)共(?!建(?![立成设])|同|产|青|享|有制)|先后|现有|现已|目前|如今|截至|截止|统计|以来|"
    r"去年|结成|结为|取得"
)
KEPT = Begun(r"基本做到|做到了|坚持|已|了(?!解)|(?<!一)共(?!建|产|同|享)|累计|实现|统计|现有|目前")
PAST = re.compile(
    r"过去|以前|原来|原有|原定|原先|当时|此前|解放前|改革开放|合并|不通|(?<!如果)没有|缺(?!席)|只有\d|普遍存在|"
    r"落后(?![户村群地面支党])|空壳|老化|制约|长期以来|改制前|改革前|实施前|开展前"
)
RULE_SAID = re.compile(
    "要求|规定|(?<![响适反供对相呼])应当?(?!用|对|急|届|邀)|必须|不得|原则上|实行.{0,8}制|制度?”?[，,：:]?即"
)
DID = Begun("实现|(?<![可要将争望能])达(?!标)|完成|新增|增至|建成|发展到")
AREA = Begun(
    r"辖(?!区)|辖区内?(?:现有|共有|有|面积|人口|总|[^，。]{0,6}数量)|地处|位于|总人口|总面积|国土面积|总户数|版图|(?<!共)拥有(?=$|[^，。]{0,4}$)|"
    r"(?:是|作为)[^，。]{0,12}(?:大[县市镇乡]|贫困[县村乡](?!的))|"
    r"(?:^|[，、；本村县乡镇现均总])(?:有)?(?:户籍|常住|农业|农村|流动)?(?:人口|耕地|林地|山地|山林|草场|水域)(?:面积)?(?:总数)?[约近达有为共计仅只不足]*$"
)
LOCATED = re.compile("(?:海拔|距离?|相距|相隔|行进|行驶|驱车|车程)[^，。；\\d]{0,10}$")
STANDING = re.compile("^多?的?[^，。；]{0,6}(?:党龄|工龄|教龄|军龄|历史|经验)")
LIES = re.compile(
    "(?:^|，)(?:水域|总|行政|辖区)?面积[约为达有仅]*$|(?:聚集|汇聚|承载|坐落|分布)(?:了|着)$|[共下管现]辖$"
)
PROFILE = re.compile(
    "(?:^|[，、；：]|全[县市区乡镇村]|现有|共有|其中|[本该]村)(?:总|农业|户籍|常住|水域|国土)?"
    "(?:户数|人口|农户|劳动力|面积|村民小组|自然村|村民代表|耕地|林地|山林|水田|旱地|山场)(?:总?数|面积)?[约为达有共计]*$"
)
FOR_WHOM = re.compile("^(?:凡|对[^，。；]{2,14}的[^，。；]{0,8}(?:奖励|补助|给予|扣|处)[^，。；]{0,6}$)")
BUILT = re.compile("[新修扩兴]建|建[成起设有]|设置|设立|打造|流转|转移|搬迁|脱贫")
PER_HEAD_LAND = re.compile("人均(?:耕地|土地)?(?:面积)?[约有不足到仅只]*$")
CHILDREN = re.compile("^(?:未成年|上学的?|在读的?)?(?:子女|儿女|儿子|女儿|孩子|孙子|兄弟|姐妹)")
RESIDENTS = re.compile("^口?的[^，。；]{0,8}(?:[村镇乡县](?![级干民委集里组])|社区)")
POOR = re.compile("贫困(?:发生)?率(?:高达|超过|达到?|为|在)?$|平均每$")
NOT_YET = re.compile("^(?:、?\\d+[人户名个])?[^，。；]{0,3}(?:尚未|还未|仍未|未(?:脱贫|出列|摘帽|通)|没有)")
ONLY = re.compile("(?<!不)(?:尚有|只有|仅有|只占|仅占|仅|只)$")
LEFT = re.compile("减少|消除|清零|下降|转化|降低")
TROUBLED = re.compile(
    "^[^，。；]{0,6}(?:饮水|吃水|用水|行路|出行|上学|就医|看病|住房|生活|增收)(?:十分|非常|极其|很)?(?:困难|难)(?=[，。；])"
)
HARD = re.compile("任务艰巨|基础薄弱|设施落后|条件恶劣|贫困发生率(?:高达|超过|达|为)|生态环境脆弱|发展滞后|底子薄|积贫")
STATE = re.compile(
    "(?:距离?[^，。]{0,8}|相隔|全家|家中?有|从事[^，。]{2,8}|现有(?:在职)?(?:职工|员工|学生|教师|农户|村民|村干部|劳动力)|[现共]?有(?:农村|流动|外出|在册|无职)?党员|有领导班子成员|机关干部|寄宿生|全国)$"
)
COMPOSED = re.compile("^[^，。；]{0,6}(?:组成|合并)(?!了)")
HOLDS = re.compile("(?:支部|村|镇|社区|学校)(?:共?有)$")
TOOK_PART = re.compile(
    "^(?:农村|机关)?(?:党员|农户|村民|学生|户|人)(?:帮扶|参加|参与|报名|受到|受益|作出|签订|认领|结对|投入|承诺|带头)"
)
HELD = re.compile("^(?:农村)?(?:党员|农户|人口|村民|寄宿生|学生|户|人|自然村)")
BASE = re.compile("^(?:、?\\d+[人户名个])?[^，。；0-9]{0,8}中(?:$|有(?=\\d))")
PLACED_IN = re.compile("[到在从于入]$")
EXAMPLE = re.compile("^[^，。；]{0,4}为例")
LACK = re.compile(
    "普遍较小|苦于|制约|缺乏|薄弱(?![村户乡])|匮乏|十分有限|弊端|没有能人|老大难|矛盾不断|产生了?纠纷|离世|困难重重"
)
ONCE = re.compile("^(?:然而|但是?|可是?)?，?(?:“)?(?:过去|以前|原来|曾经|此前|从前|那时|当时|[一二]十年前)")
SINCE = re.compile("现在|如今|目前|后来|去年|今年|现已|已经|通过|经过")
CHANGE_FROM = re.compile(r"由(?:原来|过去|原先|当初|最初|起初|上年|以前)?的?$|(?:^|[将把，])原$")
COUNTED = ("共", "共有", "计")
TURNED = re.compile("[^，。；]{0,12}(?:提|增|减|下|降|上|发展|缩|调整|整合|合并|优化|变)")
SORT = re.compile(
    "^(?:主体|追责|考核)?(?:类别|类型|领域|责任|办法|方面|等次|档次|等级|等级别|标准|规范|纪律|禁令)|^[明定]"
)
CHANGED_TO = re.compile("(?:提高|增加|增长|上升|下降|减少|发展|扩大|降低|降|升|增)(?:了)?(?:到|至|为)$")
ALSO_BOUND = re.compile("^(?:同时|并|且|还)?(?:联系|帮助|帮扶|帮带|结对|扶持|争当|参加|撰写)[^，。；]{0,4}$")
OF_THEM = re.compile("的[^，。]{0,4}(?:有|占|达)$")
NEWLY = re.compile("新增|形成|取得|编印|开展|组织|成立")
ACTING = re.compile("举办|召开|选派|设立|投入|新建|培训|帮助|新增|成立|组织")
MADE = re.compile("(?:整合|合并|调整|优化|改建|划分|分)(?:为|成)")
RANKED = re.compile("[前后]$")
SPANS = frozenset({"小时", "分钟", "天", "课时", "学时"})
TIMES = frozenset({"年", "月", "个月", "天", "周", "季度"})
ACT_UNITS = frozenset({*"次件个户名位人项场期篇条份村天家趟", "篇幅", "课时"})
IMPRECISE = re.compile("[多余几来]|^近|^约|突破|超过|^逾")
LEAST = re.compile("^(?:不少于|不低于|不得|不超过|至少|不多于|最多)")
DUE = re.compile("^(?:予以|给予|必须|及时)?(?:反馈|办结|答复|回复|上报|报告|整改)")
FORECAST = re.compile("预计|预期|有望|可望|力争")
MEASURE = re.compile("^的?(?:标准|规模)(?=$|[，。；、）发补给支])")
BY_RULE = re.compile("(?:按照?|每隔|控制在)$")
SHARED_OUT = re.compile("(?:按照?[^，。；]{1,8}的|(?:提取|预留|留存|扣发)[^，。；]{0,8})$")
WHO_DOES = re.compile("[^，。；]{0,12}的，(?:可|予以|给予|不予|扣|优先|不得)")
SOON = re.compile("^[^，。；]{0,6}将(?:脱贫|摘帽|出列|建成|完成)")
EACH_TIME = re.compile("每[天日周月年季]度?[^，。；、\\d]{1,8}$")
POINTS = re.compile("奖励?|扣|加|计|减")
BY_STANDARD = re.compile("按照?(?!期|时|计划)[^，。；]*$")
STANDARD = re.compile("[^。；]{0,40}?的(?:标准|比例)")
PLEDGED = re.compile("(?:承诺书?|承诺牌|公约|规划)[^，。；“”]{0,4}(?:提出|写明|写道|写着|约定)?[，：]?$")
# Who reaches so much, or stays below, is rewarded or called to account: 达到30%的，进行诫勉谈话; 满100小时，奖励500元.
BOUND = re.compile("(?:达到?|低于|高于|超过|不足|少于|满|在)$")
THEN = re.compile("^[^，。；]{0,4}(?:及其?以上)?(?:或者?[^，。；]{2,16})?的，(?!已|共|累计)")
REWARDED = re.compile("^[^。；]{0,8}，?(?:由[^，。；]{1,6})?(?:奖励|给予奖励|扣\\d)")
REWARD = re.compile(
    "(?:[达满获]到?[^。；]{0,16}|以上|前[一二三四五\\d]+名[^。；]{0,12})(?:奖励|给予奖励|补助)(?:现金|人民币)?$"
)
OF_AIM = re.compile("^[^，。；]{0,24}的[^，。；]{0,6}(?:目标|任务)$")
FACING = re.compile("面对|围绕|紧盯|对照|聚焦|锚定|(?:高于|完成)$")
GIVEN = re.compile("补助|补贴|安排|奖励?|标准|经费|发放|拨|给予|报酬|误工|津贴|缴|交")
BINDING = re.compile("每[个名位户人村年月季半周天]|要求|规定|应当|必须|不得|不少于|至少")
ACTED = re.compile(
    "(?:组织|开展|举办|进行|实施|建立|成立|召开|结成)[^，。]{0,30}了|了[^，。]{0,30}(?:活动|对子)|已[^，。]{0,12}(?:建立|开展|组织)"
)
LISTED = re.compile("即|包括|分别是|分为|下设|设置|推选|由.{0,12}按|增选|重点")
AIMED = re.compile("建成|达到|实现|发展|过$|超过|增加|提高|完成|突破|培养|新增")


def kind_of(s: Setting, section: str | None, section_head: str = "", before: str | None = None) -> tuple[str, float]:
    """reported, target, norm or context, and how sure the rule is.

    `section` is the kind of the section the figure stands in, `section_head` its heading ("" where it has none),
    `before` the kind of the figure before it in the same sentence: a list goes on as it began.
    """
    said = COMPARED.sub("", _quoted_part(f"{s.lead}{s.upto}"))
    if s.q.unit in ("岁", "摄氏度"):
        return "context", 0.9
    if s.q.unit in TIMES and s.after.startswith(("来", "以来")):
        return "reported", 0.8
    if not FORECAST.search(said) and _is_rate(s, said):
        return "norm", 0.8
    if _is_target(said) or _is_aim(s):
        return "target", 0.8
    if _is_rule(s, said, section):
        return "norm", 0.7
    if _is_goal(s, said, section):
        return "target", 0.5
    if _is_context(s, said, section if section_head else None):
        return "context", 0.6
    done = DONE.search(s.upto) and s.upto not in COUNTED
    if before in ("target", "norm", "context") and not done and _goes_on(s, before):
        return before, 0.5
    return "reported", 0.85 if DONE.search(f"{said[-40:]}{s.tail[:20]}") or DID.search(said[-20:]) else 0.6


def _goes_on(s: Setting, before: str) -> bool:
    """Whether the figure is a further member of the list that the one before began."""
    if CHANGED_TO.search(s.before) or (before == "norm" and _is_no_rule(s)):
        return False
    if before == "norm" and ALSO_BOUND.match(s.upto):
        return True
    if before == "context" and (ACTING.search(s.before) or MADE.search(s.upto) or DONE.search(s.tail[:12])):
        return False
    if (
        before == "context"
        and s.lead.endswith(("，", "、"))
        and (s.upto in COUNTED or noun_end(s.upto[:9]) == len(s.upto))
    ):
        return True
    if before == "target" and s.upto == f"{s.lead}{s.upto}" and s.q.qualifier in ("more", "range"):
        return True
    return s.left is not None or s.upto.startswith(("其中", "占", "人均", "户均")) or bool(OF_THEM.search(s.upto))


def _is_context(s: Setting, said: str, section: str | None) -> bool:
    """What was there before or is no doing of the story: the lie of the land, what was lacking, what was before."""
    if section == "background" and not ACTED.search(f"{said[-60:]}{s.tail}"):
        return True
    if AREA.search(said) and not DONE.search(said):
        return True
    if STATE.search(s.before.rstrip("约近仅有只共")) or EXAMPLE.match(s.after) or _is_state(s, said):
        return True
    if (BASE.match(s.tail) or BASE.match(s.after)) and not PLACED_IN.search(s.before):
        return True
    held = HOLDS.search(s.upto) and HELD.match(s.after) and not TOOK_PART.match(s.after)
    if held or ("由" in s.upto[:12] and COMPOSED.match(s.after)):
        return not re.search("成立|组建|建立", f"{s.lead[-10:]}{s.upto}")
    if CHANGE_FROM.search(s.before) and TURNED.match(s.tail):
        return True
    if ONCE.match(said.lstrip()) and not SINCE.search(said[2:]):
        return True
    near = COMPARED.sub("", f"{s.lead[-12:]}{s.before}")
    if s.after.startswith("不通") or (LACK.search(f"{said[-24:]}{s.tail[:16]}") and not DONE.search(said)):
        return True
    lacked = PAST.search(near) or s.rest.startswith("普遍存在") or (s.q.unit not in TIMES and ONLY.search(s.upto))
    return (
        bool(lacked)
        and not re.search("已(?!有)|新", s.before)
        and not LEFT.search(s.before[-4:])
        and not CHANGED_TO.search(s.before)
    )


def _is_state(s: Setting, said: str) -> bool:
    """How things lie, whoever does what: where a place is, how many live there, who is still poor."""
    if (
        ((LIES.search(s.upto) or PROFILE.search(s.upto)) and not BUILT.search(f"{s.lead[-30:]}{s.upto}"))
        or (s.q.unit in ("亩", "分地", "亩/人", "分地/人") and PER_HEAD_LAND.search(s.upto))
        or POOR.search(said)
        or NOT_YET.match(s.tail)
        or CHILDREN.match(s.after)
        or HARD.search(s.rest)
        or TROUBLED.match(f"{s.after}，")
        or (s.q.unit in ("人", "口") and s.before.endswith("一家"))
    ):
        return True
    if s.q.unit in ("公里", "里", "米", "小时", "分钟"):
        return bool(LOCATED.search(s.before))
    if s.q.unit == "年":
        return bool(STANDING.match(s.after))
    return s.q.unit in ("人", "户", "口") and bool(RESIDENTS.match(s.after))


def _is_aim(s: Setting) -> bool:
    """面对5万名贫困人口脱贫的任务, 超3000元的脱贫目标."""
    if s.before.endswith("争取") and s.q.unit in TIMES:
        return True
    if SOON.match(s.tail) or (s.closing in ("目标", "的目标") and not DONE.search(s.upto)):
        return True
    faced = FACING.search(s.upto) or s.words.startswith("超")
    return bool(faced and OF_AIM.match(s.closing))


def _is_no_rule(s: Setting) -> bool:
    """No rule is given roughly or in hundreds: 80多户, 每年2万人."""
    spoken = s.q.value_max is not None and not RANGE.search(s.words)
    return spoken or bool(IMPRECISE.search(s.words)) or (s.q.value >= 100 and s.q.unit.split("/")[0] in ACT_UNITS)


def _kept(s: Setting, said: str) -> bool:
    """Whether a rule is said to have been kept: 了, 已, 累计 in the clause, or after the word that makes it a rule."""
    if KEPT.search(s.upto if len(s.upto) < len(said) else said):
        return True
    kept, rule = last_match(KEPT, said), last_match(BINDING, said)
    return kept is not None and (rule is None or kept.start() > rule.start())


def _quoted_part(said: str) -> str:
    """What is said since an opening quotation mark that is still open: a rule told in the account of a deed."""
    opened = said.rfind("“")
    if opened > said.rfind("”") and PLEDGED.search(said[:opened]):
        return f"承诺书提出：{said[opened + 1 :]}"
    inside = opened > said.rfind("”") and not said[:opened].endswith(("做到了", "做到", "实现了", "坚持"))
    return said[opened + 1 :] if inside else said


def _is_rate(s: Setting, said: str) -> bool:
    """How often, how much for each, where it is not said to have been kept."""
    base, _, under = s.q.unit.partition("/")
    if (
        not under
        or under in ("亩", "公里")
        or _is_no_rule(s)
        or _kept(s, said[-60:])
        or re.search("[人户村]均|平均", s.before[-14:])
    ):
        return False
    if under in TIMES and not re.search("每|定期|一[年月周季]一|[年月日]均|半年", f"{said}{s.words}"):
        return False
    if under in ("场", "村"):
        return True
    return base in ACT_UNITS or (base == "元" and bool(GIVEN.search(f"{s.before[-10:]}{s.after[:8]}")))


def _is_target(said: str) -> bool:
    words = AIM_SAID.sub("", said)
    aim, done = last_match(TARGET, words), last_match(DONE, words)
    return aim is not None and (done is None or aim.start() > done.start())


def _is_rule(s: Setting, said: str, section: str | None) -> bool:
    if section in ("results", "background") or _kept(s, said[-36:]):
        return False
    if re.search("[人户村]均|平均", s.before[-14:]):
        return False
    if _is_set(s, said):
        return True
    if _is_no_rule(s):
        return False
    behind = MEASURE.match(s.after)
    sorted_by = s.q.value <= 12 and SORT.match(s.after) and not NEWLY.search(s.before)
    if RANKED.search(s.before) or sorted_by:
        return True
    if RULE.search(s.before) or behind or RULE_SAID.search(s.lead[-20:]) or s.before.endswith("一定"):
        return True
    if section != "practice" or DONE.search(f"{said}{s.tail}"):
        return False
    ranged = s.q.value_max is not None and s.q.unit.split("/")[0] in ACT_UNITS
    return ranged or (bool(LISTED.search(s.before)) and s.q.value <= 10)


def _is_set(s: Setting, said: str) -> bool:
    """A bound, a share by which to act, points, a date due: 不少于2年, 按十户划分, 奖励50分, 一个月内反馈."""
    if s.q.qualifier == "less" and DUE.match(s.after):
        return True
    if s.q.unit in SPANS and EACH_TIME.search(s.before):
        return True
    if LEAST.match(s.words) and dimension(s.q.unit) != "area":
        return True
    if FOR_WHOM.match(s.upto) and not DONE.search(said):
        return True
    if not DONE.search(said) and _is_condition(s):
        return True
    if (s.q.unit == "%" and SHARED_OUT.search(s.before)) or WHO_DOES.match(f"{s.tail}，{s.rest}"):
        return True
    if BY_RULE.search(s.before) or (s.q.unit == "分" and POINTS.search(s.before[-6:])):
        return True
    return bool(BY_STANDARD.search(said[-40:]) and STANDARD.match(f"{s.tail}{s.rest}"))


def _is_condition(s: Setting) -> bool:
    """What must be reached for a reward or a consequence, and the reward: 满100小时，奖励现金500元."""
    follows = f"{s.after}，{s.rest}"
    if BOUND.search(s.before) and (THEN.match(follows) or REWARDED.match(follows)):
        return True
    listed = s.left is not None and s.q.unit == "元" and "分别奖励" in f"{s.lead}{s.upto}"
    return s.q.unit == "元" and (listed or bool(REWARD.search(f"{s.lead[-40:]}{s.upto}")))


def _is_goal(s: Setting, said: str, section: str | None) -> bool:
    """建成100亩以上…: in the account of what is done, a thing not yet done and given as a least."""
    open_end = s.q.qualifier == "more" and not re.search("[多余几]", s.words) and s.q.unit not in ("元", "%")
    return (
        section == "practice"
        and open_end
        and bool(AIMED.search(s.before))
        and not (DONE.search(f"{said}{s.tail}{s.rest[:20]}"))
    )
