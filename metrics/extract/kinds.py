"""Whether a figure is reported, a target, a rule or background: by the words of its sentence and its section.

What is done outweighs what is aimed at where both are said: the later of the two before the number counts.
"""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from metrics.extract.clauses import Setting, noun_end
from metrics.extract.lexicon import last_match
from metrics.extract.states import CHANGED_TO, COMPARED, DONE, TIMES, is_context
from metrics.extract.tokens import RANGE
from metrics.extract.units import dimension

TARGET = begun(
    r"力争|争取(?=在|到(?:\d{4}年|[今明后]年|年底)|用|[一三两\d]+年)|到“?十[一二三四五]五”?(?:规划)?期?末|争创(?=[^，。；]{0,10}$)(?!活动|目标|重点|工作|责任|条件)|"
    r"目标(?:任务)?(?:是|为|：|，即)|目标(?:任务)?，(?=到|用|使|全|通过|在|[三两\d])|的目标|"
    r"(?<![按照])计划(?=[在到于用投建新发培实完达寻引招选开组争筹购种扩推帮再每]|\d|[一二三四五六七八九十两]|$)|预计|预期|"
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
# What comes in year after year is told with 可 too: 年收入可达300万元.
HABITUAL = begun("(?:(?<![今明全])年(?:产值|产量|收入|销售额?)|仅此一项)[^。；可]{0,24}可")
AHEAD = begun("预计|预期|将|后|今年|明年|有望|力争|如果|要是|只要|[得的]好")
AIM_SAID = begun(
    "(?:聚焦|围绕|紧扣|锚定|瞄准|按照|对照)[^，。；]{0,20}目标|(?:完成|实现|达到|超额)了?[^，。；]{0,8}(?:目标|任务|计划)|以“[^”]{2,80}”为(?:总)?目标|以[^，。；]{2,50}为(?:总)?目标|目标管理|目标责任"
)
RULE = begun(
    r"各(?=一)|要求|规定|(?<![响适反供对相呼顺效])应(?!用|对|急|届|邀)|需要?(?=缴|交|完成)|必须|须(?!知)|不得|不少于|"
    r"不低于|原则上|(?<!高)标准(?!化|的占)|的规模|任期|至少|定期|一年一|实行.{0,8}制|制度?”?[，,：:]?即|(?<=[委部会村户位])要(?=[带帮联达建办])"
)
KEPT = begun(r"基本做到|做到了|坚持|已|了(?!解)|(?<!一)共(?!建|产|同|享)|累计|实现|统计|现有|目前")
KEPT_BEFORE = begun(KEPT.pattern.replace("坚持|", ""))  # 坚持 speaks of its own clause alone
RULE_SAID = begun(
    "(?<![势新的按标作关总期])要求|规定|(?<![响适反供对相呼顺效])应当?(?!用|对|急|届|邀)|必须|不得|原则上|实行.{0,8}制|制度?”?[，,：:]?即"
)
DID = begun("实现|(?<![可要将争望能])达(?!标)|完成|新增|增至|建成|发展到")
FOR_WHOM = re.compile("^(?:凡|对[^，。；]{2,14}的[^，。；]{0,8}(?:奖励|补助|给予|扣|处)[^，。；]{0,6}$)")
ONE_OF_US = re.compile("(?:而|但)?(?:他|她|我|自己)(?!家)")
WHEN = re.compile("(?:[到至]?(?:19|20)\\d\\d年底?，)?")
FOLLOWS = re.compile("(?:从而|进而)?(?:使|让|实现|达到|带动|覆盖|惠及|辐射|年均)")
COUNTED = ("共", "共有", "计")
HOLDING = (*COUNTED, "有", "现有", "另有")
FOR_A_TERM = re.compile("一[定包签聘任]$")
ANNOUNCED = re.compile(
    "(?:制定|出台|建立|建立健全|完善|实行|推行|印发|健全|形成)了[^，。；]{2,30}?(?:制度|机制|办法|细则|规定|方案|意见|条例|标准|公约)》?，"
)
EXACTED = re.compile("(?:扣|罚|处以)[^，。；\\d]{0,8}$")
SHARE_FOR = re.compile("^(?:作为|用于|归(?!还)|留作|按[^，。；]{1,8}分)")
GRANT = re.compile("^的[^，。；]{0,10}(?:补助|补贴|奖补|奖励)(?:政策|标准)")
TO_EACH = re.compile(
    "每[一两三\\d]{0,3}[位名个户组][^，。；、\\d]{1,10}(?:联系|帮扶|帮带|帮助|结对|负责|包联|包|推选|推荐)$"
)
TO_EACH_OF = re.compile("^[^，。；、\\d]{1,10}(?:联系|帮扶|帮带|结对|负责|包联|推选|推荐)(?=[一两三\\d])")
SORT = re.compile(
    "^(?:主体|追责|考核)?(?:类别|类型|领域|责任|办法|方面|等次|档次|等级|等级别|标准|规范|纪律|禁令)|^[明定]"
)
ALSO_BOUND = re.compile("^(?:同时|并|且|还)?(?:联系|帮助|帮扶|帮带|结对|扶持|争当|参加|撰写)[^，。；]{0,4}$")
OF_THEM = re.compile("的[^，。]{0,4}(?:有|占|达)$")
NEWLY = re.compile("查找|梳理|发现|排查|新增|形成|取得|编印|开展|组织|成立")
ACTING = re.compile("形成|组建|建成|打造|举办|召开|选派|设立|投入|新建|培训|帮助|新增|成立|组织")
MADE = re.compile("(?:细化|精简|压缩|整合|合并|调整|优化|改建|划分|分)(?:为|成)")
RANKED = begun("前$|(?<![先前今日])后$")
SPANS = frozenset({"小时", "分钟", "天", "课时", "学时"})
ACT_UNITS = frozenset({*"次件个户名位人项场期篇条份村天家趟", "篇幅", "课时"})
IMPRECISE = begun("[多余几来]|^近|^约|突破|超过|^逾")
LEAST = re.compile("^(?:不少于|不低于|不得|不超过|至少|不多于|最多)")
DUE = re.compile("^(?:予以|给予|必须|及时)?(?:反馈|办结|答复|回复|上报|报告|整改)")
LAID_DOWN = {"plan": "target", "rules": "norm"}  # what is not told as done in such a text
FORECAST = re.compile("预计|预期|有望|可望|力争")
MEASURE = re.compile("^的?(?:标准|规模)(?=$|[，。；、）发补给支])")
BY_RULE = re.compile("(?:按照?|每隔|控制在)$")
SHARED_OUT = begun("(?:按照?[^，。；]{1,8}的|(?:提取|预留|留存|扣发)[^，。；]{0,8})$")
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
REWARD = begun(
    "(?:[达满获]到?[^。；]{0,16}|以上|前[一二三四五\\d]+名[^。；]{0,12})(?:奖励|给予奖励|补助)(?:现金|人民币)?$"
)
OF_AIM = re.compile("^[^，。；]{0,24}的[^，。；]{0,6}(?:目标|任务)$")
FACING = begun("面对|围绕|紧盯|对照|聚焦|锚定|(?:高于|完成)$")
GIVEN = re.compile("补助|补贴|安排|奖励?|标准|经费|发放|拨|给予|报酬|误工|津贴|缴|交")
BINDING = re.compile("每[个名位户人村年月季半周天]|要求|规定|应当|必须|不得|不少于|至少")
LISTED = re.compile("即|包括|分别是|分为|下设|设置|推选|由.{0,12}按|增选|重点")
EVEN = begun("[人户村年月日]均|平均")
AIMED = re.compile("建成|达到|实现|发展|过$|超过|增加|提高|完成|突破|培养|新增")


def kind_of(
    s: Setting, section: str | None, section_head: str = "", before: str | None = None, genre: str | None = None
) -> tuple[str, float]:
    """reported, target, norm or context, and how sure the rule is.

    `section` is the kind of the section the figure stands in, `section_head` its heading ("" where it has none),
    `before` the kind of the figure before it in the same sentence: a list goes on as it began. `genre` is what sort
    of text it is (see `genres`).
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
    if is_context(s, said, section if section_head else None):
        return "context", 0.6
    done = DONE.search(s.upto) and s.upto not in COUNTED
    if before in ("target", "norm", "context") and not done and _goes_on(s, before):
        return before, 0.5
    if not done and (laid_down := LAID_DOWN.get(genre or "")):
        return laid_down, 0.5
    return "reported", 0.85 if DONE.search(f"{said[-40:]}{s.tail[:20]}") or DID.search(said[-20:]) else 0.6


def _goes_on(s: Setting, before: str) -> bool:
    """Whether the figure is a further member of the list that the one before began."""
    if CHANGED_TO.search(s.before) or (before == "norm" and _is_no_rule(s)):
        return False
    if before == "norm" and ALSO_BOUND.match(s.upto):
        return True
    if before == "context" and _turns_to_deeds(s):
        return False
    if before == "context" and _says_more(s):
        return True
    if before == "target" and (
        WHEN.fullmatch(s.lead) or FOLLOWS.match(s.upto)
    ):  # a member after a semicolon, or what comes of it
        return True
    return s.left is not None or s.upto.startswith(("其中", "占", "人均", "户均")) or bool(OF_THEM.search(s.upto))


def _turns_to_deeds(s: Setting) -> bool:
    """From the background to what is done: 打造…, 整合为…, 他产6斤 after 别人产4斤."""
    acted = ACTING.search(s.before) or MADE.search(s.upto) or DONE.search(s.tail[:12])
    return bool(acted or ONE_OF_US.match(s.upto))


def _says_more(s: Setting) -> bool:
    """A clause of nothing but a noun, or 有 alone, says more of the place just told of."""
    bare = s.upto in HOLDING or noun_end(s.upto[:9]) == len(s.upto)
    return bare and s.lead.endswith(("，", "、")) and not s.lead.endswith("中，")


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
    kept, rule = last_match(KEPT_BEFORE, said), last_match(BINDING, said)
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
    if not under or under in ("亩", "公里") or _is_no_rule(s) or _kept(s, said[-60:]) or EVEN.search(s.before[-14:]):
        return False
    if under in TIMES and not re.search("每|定期|一[年月周季]一|[年月日]均|半年", f"{said}{s.words}"):
        return False
    if under in ("场", "村"):
        return True
    return base in ACT_UNITS or (base == "元" and bool(GIVEN.search(f"{s.before[-10:]}{s.after[:8]}")))


def _is_target(said: str) -> bool:
    words = AIM_SAID.sub("", said)
    if not AHEAD.search(words):
        words = HABITUAL.sub("", words)
    aim, done = last_match(TARGET, words), last_match(DONE, words)
    return aim is not None and (done is None or aim.start() > done.start())


def _is_rule(s: Setting, said: str, section: str | None) -> bool:
    said = ANNOUNCED.sub("", said)
    if section not in ("results", "background") and not DONE.search(s.upto) and _is_settled(s):
        return True
    if section in ("results", "background") or _kept(s, said[-36:]):
        return False
    if EVEN.search(s.before[-14:]):
        return False
    if _is_set(s, said):
        return True
    if _is_no_rule(s):
        return False
    behind = MEASURE.match(s.after)
    sorted_by = s.q.value <= 12 and SORT.match(s.after) and not NEWLY.search(s.before)
    if RANKED.search(s.before) or sorted_by:
        return True
    if RULE.search(s.before) or behind or RULE_SAID.search(s.lead[-20:]):
        return True
    if section != "practice" or DONE.search(f"{said}{s.tail}"):
        return False
    ranged = s.q.value_max is not None and s.q.unit.split("/")[0] in (*ACT_UNITS, "支", "所")
    listed = LISTED.search(s.before) if s.q.value <= 10 else None
    tallied = listed is not None and "设" in listed[0] and not s.after  # 设置岗位8个 counts what there is
    return ranged or (listed is not None and not tallied)


def _is_set(s: Setting, said: str) -> bool:
    """A bound, a share by which to act, points, a date due: 不少于2年, 按十户划分, 奖励50分, 一个月内反馈."""
    if s.q.qualifier == "less" and DUE.match(s.after):
        return True
    if s.q.unit in SPANS and EACH_TIME.search(s.before) and not _is_no_rule(s):
        return True
    if not DONE.search(said) and _is_dealt_out(s):
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


def _is_settled(s: Setting) -> bool:
    """A term or a share settled beforehand, whatever was done before it in the sentence: 一包三年, 40%作为发展资金."""
    return bool(FOR_A_TERM.search(s.before) or (s.q.unit == "%" and SHARE_FOR.match(s.after)))


def _is_dealt_out(s: Setting) -> bool:
    """What is taken or given by rule: 迟到扣20元, 每2名党员联系1户, 10万元/公里的补助政策."""
    if s.q.unit in ("元", "元/次", "分", "分/次") and EXACTED.search(s.before):
        return True
    if s.before.endswith("每") and TO_EACH_OF.match(s.tail):
        return True
    return bool(TO_EACH.search(s.upto) or GRANT.match(s.after))


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
        and not EVEN.search(s.before)
        and bool(AIMED.search(s.before))
        and not (DONE.search(f"{said}{s.tail}{s.rest[:20]}"))
    )
