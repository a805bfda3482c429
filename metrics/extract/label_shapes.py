"""Labels of figures whose words stand in a set shape: an age, a household, the time something took, a size, a group.

Each answers like the rules of `label_rules`, which ask them first; the shapes are of the language, so they are certain.
"""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from cases.extract.values import replace
from metrics.extract.clauses import Setting, noun_end
from metrics.extract.label_rules import ENDING, phrase_after
from metrics.extract.lexicon import verbs
from metrics.extract.parts import object_of, without_numbers
from metrics.extract.phrases import ASIDE, NAMING, clauses_of, compressed, trim, without_subject
from metrics.extract.units import dimension

Shape = tuple[str, float]

AGED = re.compile("^的?(?P<who>[^，、的]{0,6}?(?:党员|支书|书记|老人|农民|村民|牧民|干部|主任|居民|妇女))")
SAYS = re.compile("[^地]{2}地|说|告诉|介绍|笑|回忆")
SOLD = re.compile("卖(?:了|到|得|出)+(?:近|约)?$")
NOBODY = re.compile("^(?:[他她我你]|这位|那位)")
EARNED = begun("(?:净?拿|(?<![带率白首本引认申占录招])领|挣|赚)(?:了|到|个|得|上)?(?:近|约|过)?$")
HOME = begun("(?:全|一|他|她|我|俺|家)家(?:里|中)?(?:共?有|共)?$|家(?:里|中)(?:共?有|共)?$")
BODIES = begun("(?:村民小组|自然村|自然屯|自然寨|居民小组|村组|村寨|小组|社区|[村组屯寨社湾])$")
OF_PLACE = re.compile("(?:、[^，。；、]{2,12})?的[^，。；、]{0,6}(?:村|社区|小区|街道|[乡镇寨屯])")
IN_YEAR = re.compile(
    r"^[^，。；“”由从到至的\d]{2,12}?(?:在|于)?(?:19|20)\d\d年(?:\d{1,2}月份?)?(?=[^，。的底初末年度以之前后起]{2})"
)
CONSISTS = begun("(?:[有辖含共设为]|下辖|管辖|包括)(?:有)?$")
SPAN_END = re.compile("以?来|过?后|之?间|[里内中]")
TOOK = begun("(?:(?:(?<![利使占])用|花|费|耗)了?|历时|耗时|用时|短短|前后)(?:不到|近|约|仅|只)?$")
THEN = re.compile(
    "^的?(?:时间|工夫|功夫)?[里内]?[，,]?(?:我们|他们|他|她|[村镇乡县][里上])?(?:就|便|才|即)?(?:把|将|给)?"
)
QUOTED = re.compile("^[“‘][^”’]{2,14}[”’](?:工程|活动|行动|计划)?")
JOINED = begun("(?<=[^、或和]{4})(?:[、或和]|以及|并)")
SIZES = {"宽": "宽度", "长": "长度", "高": "高度", "深": "深度", "总投资": "总投资", "占地": "占地面积"}
SIZE = begun("(?P<size>总投资|总面积|建筑面积|占地面积|占地|筹资|总长|全长|[宽长高深])(?:约|近|达|有|为)?$")
SIZED_NOUN = re.compile(
    r"^[地]?(?:[、，,]?(?:[^、，。；：的\d]{1,6}?)[\d.]+[万亿]?[多余]?(?:平方)?(?:公里|千米|厘米|亩|公顷|亿|元|米|吨)?地?){0,3}"
    "的(?P<noun>[^，。；：、]{2,20})"
)
GROUP = begun("(?P<who>[^，,。；;：:“”]{2,24})中[，,]$")
OF_THEM = re.compile("^(?:其中)?(?:就|已|共|还)?(?:有)?$")
REACHING = re.compile(
    r"(?P<who>[^，。；\d的]{0,8}?(?:村(?!级|民)|农户|户|企业|乡镇|社区|合作社|支部|党组织|村民|职工))的?"
    r"(?P<what>[^，。；\d的]{0,6}?(?:收入|产值|利润|存款|资产|收益|营业额|销售额|积累))"
    "(?:可|已|均|都|将|全部|实现|能|有望)*(?P<than>达到|达|超过|超|突破|在|不足|低于|为)?了?$"
)
ATTENDS = re.compile("参加|出席|参与|观看|到场|聆听|列席")
LASTS = re.compile("为期|持续|一定$")
EARNING = begun("(?:他|她|我|俺)?(?:每(?:[年月天日]|个月)|一年|一个?月|一天)(?:下来)?(?:也|还|就)?(?:能|可|可以)?收入$")
GOES = re.compile("(?P<how>深入|走进|走遍|前往|奔赴|分赴|赴|到)(?:全[县市区乡镇])?$")
VISITS = begun("(?:专题|蹲点|入户|实地|现场|巡回|集中)?(?:调研|走访|宣讲|慰问|督查|检查|考察|指导|演出)")
HAS_SHARE = re.compile("^(?:其中)?(?P<who>[^，。占]{2,12}?)(?P<that>的)?(?:约|共|就)?占(?:到|了)?$")
FORMED = re.compile("(?P<who>[^，。；的、\\d]{2,8}?)(?:共同)?组成的(?P<body>[^，。；]{2,14})")
AWAY = begun("距(?:离)?(?P<where>[^，。；距]{2,8}?)(?:有|约|近|只有|仅|不到)?$")
MEANS_OF = re.compile(
    "(?:通过|以|靠)(?P<by>[^，。；以靠]{3,10}?)(?:的?(?:方式|形式|办法|途径))?(?P<what>(?:增加|实现|带来|获得)[^，。；]{0,6}(?:收入|收益))$"
)
BARE = re.compile(
    "(?:年|总|年均|纯|毛)?(?:面积|金额|产值|产量|收入|收益|利润|装机容量|容量|投资|销售额|规模"
    "|实现(?:产值|收入|利润|销售额))"
)
MEASURED = re.compile("(?:量|面积|额|产值|收入|利润|金|款)$")
STILL = re.compile("(?P<thing>[^，。的]{1,8})的")
CLASS = re.compile("(?:小组|产业|任务|环节|岗位|制度|机制|行业|服务)$")
LISTED = re.compile("[^、的等]{2,12}、(?:[^、的等]{2,10}、)*[^、的等]{2,10}")
RATE = re.compile("[^的，]{2}率")
SAID_THAN = ("超过", "超", "突破", "不足", "低于")
LIMITS = frozenset({"more", "less", "range"})
ADVERBS = re.compile(
    "^(?:都|均|已经|已|全部|先后|分别|也|还|正|正在|在|主动|自愿|成功|自觉|积极|率先|相继|纷纷|陆续)+(?=..)"
)


def plain(s: Setting) -> Setting:
    """The setting without what stands in brackets, and without what leads up to words that are spoken.

    村党总支（含分站）配备了… → 村党总支配备了…; 老李说，“我家养猪 → 我家养猪.
    """
    before, after, tail = s.before, s.after, s.tail
    if dimension(s.q.unit) == "money":
        before = SOLD.sub("销售收入", EARNED.sub("收入", before))
    before = IN_YEAR.sub("", before)
    if "“" in before and before.rfind("“") > before.rfind("”"):
        before = before[before.rfind("“") + 1 :]
    if "（" in after or "(" in after:
        after = ASIDE.sub("", after)
        tail = tail if s.right else ASIDE.sub("", tail)
    if dimension(s.q.unit) == "time" and SPAN_END.fullmatch(after):
        after = tail = ""
    if before is s.before and after is s.after:
        return s
    return replace(s, before=before, after=after, tail=tail)


def age(s: Setting, earlier: list[str]) -> Shape | None:
    """78岁的老党员: an age, and whose where it is said right behind."""
    if s.q.unit != "岁" or re.search("年龄|均$|[升降]$|[下降提增减][降高低加小]$", s.before):
        return None
    aged = AGED.match(s.after)
    who = aged["who"] if aged else SAYS.split(phrase_after(s).partition("的")[0])[0] if s.after else ""
    return f"{who if 1 < len(who) < 9 and not NOBODY.match(who) else ''}年龄", 0.9


def household(s: Setting, earlier: list[str]) -> Shape | None:
    """全家6口人, 200多口人的小村: heads are counted of a household, else of the place."""
    at_home = HOME.search(s.before)
    if s.q.unit not in ("人", "口") or not (s.words.endswith("口人") or (at_home and not s.after)):
        return None
    return ("家庭人口" if at_home else "村民人口" if "村" in s.tail[:6] else "总人口数"), 0.9


def inhabitants(s: Setting, earlier: list[str]) -> Shape | None:
    """辖8个村民小组420户1560人, 一个有420户、1560人的山村: all who live there."""
    if s.q.unit not in ("户", "人", "口"):
        return None
    name = "总户数" if s.q.unit == "户" else "总人数"
    if OF_PLACE.match(s.tail) and (s.before.endswith("有") or (earlier and earlier[-1] == "总户数")):
        return name, 0.9
    if s.after or s.left is None:
        return None
    if earlier and earlier[-1] in ("总户数", "户数") and s.chained:
        return name, 0.9
    first = s.upto[: s.left.start - s.clause[0]] if s.left.start >= s.clause[0] else ""
    between = s.upto[s.left.end - s.clause[0] :].strip("、， ")
    if BODIES.search(between) and len(between) <= 5 and CONSISTS.search(first):
        return name, 0.9
    return None


def time_taken(s: Setting, earlier: list[str]) -> Shape | None:
    """仅用20天就完成了征地任务, 短短两个月，建成…: what the time was needed for."""
    if dimension(s.q.unit) != "time" or not TOOK.search(s.before):
        return None
    own = THEN.sub("", s.tail)
    act = act_of(own) or (act_of(THEN.sub("", s.rest)) if len(own) < 2 else "")
    return (f"{act}用时", 0.85) if act else None


def time_within(s: Setting, earlier: list[str]) -> Shape | None:
    """10天内解决…: until when something is to be done."""
    if dimension(s.q.unit) != "time" or not s.words.endswith("内"):
        return None
    act = act_of(QUOTED.sub("", s.tail.lstrip("，, ")))
    return (f"{act}期限", 0.85) if act else None


def act_of(text: str) -> str:
    """The first clause from its verb on, without numbers, in short: 成功化解了12起纠纷，… → 化解纠纷.

    >>> act_of("成功化解了12起纠纷，得到好评"), act_of("效果如何")
    ('化解纠纷', '')
    """
    clauses = clauses_of(text)
    words = trim(without_numbers(clauses[0]).replace("了", "")) if clauses else ""
    words = trim(without_subject(ADVERBS.sub("", words)))
    verb = next((v for v in verbs().finditer(words) if len(v[0]) > 1), None)
    words = words[verb.start() :] if verb else ""
    act = compressed(words if len(words) < 15 else JOINED.split(words)[0], 14)
    return act if len(act) > 3 else ""


def size(s: Setting, earlier: list[str]) -> Shape | None:
    """宽5米长1500米的主街, 总投资9000万元、占地200亩的产业园: how large the thing is that stands behind all of it."""
    found = SIZE.search(s.before)
    if not found or dimension(s.q.unit) not in ("length", "area", "money"):
        return None
    noun = SIZED_NOUN.match(f"{s.tail}{s.rest}" if s.rest and not s.tail else s.tail)
    if not noun:
        return None
    named = noun["noun"]
    named = trim(re.sub("[中上里内]$", "", named[: noun_end(named)]))
    return (f"{named}{SIZES.get(found['size'], found['size'])}", 0.85) if len(named) > 1 else None


def of_group(s: Setting, earlier: list[str]) -> Shape | None:
    """120名村干部中，有72人领办了合作社: those of the group who did it."""
    counts = dimension(s.q.unit) == "count" and OF_THEM.match(s.before) and not noun_end(s.after)
    group = GROUP.search(s.lead) if counts else None
    if not group:
        return None
    whole = trim(without_numbers(group["who"]))
    act = re.split("[、，]", ADVERBS.sub("", without_numbers(s.tail)).replace("了", ""))
    said = compressed(trim(act[0]), 10) if act[0] else ""
    if not whole or not said or not verbs().match(said):
        return None
    return f"{said}的{compressed(whole, 8)}", 0.85


def reaching(s: Setting, earlier: list[str]) -> Shape | None:
    """42个村集体收入超过10万元: those that reach so much; what all of them have on average says only who they are."""
    if s.left and (found := REACHING.fullmatch(s.upto[s.left.end - s.clause[0] :])):
        return found["what"], 0.85
    if s.right is None or dimension(s.q.unit) != "count" or dimension(s.right.unit) != "money":
        return None
    first = s.right.start - s.q.end
    found = REACHING.fullmatch(s.tail[:first])
    if not found or s.right.qualifier not in LIMITS:
        return None
    much = s.tail[first : s.right.end - s.q.end]
    than = found["than"] if found["than"] in SAID_THAN and much[-2:] not in ("以上", "以下", "以内") else ""
    return f"{found['what']}{than}{much}的{found['who']}", 0.85


def made_to(s: Setting, earlier: list[str]) -> Shape | None:
    """选派2人参加培训, 支书、主任等200人参加会议: where nothing but people is said, what they do."""
    if s.q.unit not in ("人", "名", "位") or s.right or not s.after:
        return None
    own, act = without_subject(trim(s.before)), ADVERBS.sub("", s.after).replace("了", "")
    listed = "、" in s.before and ATTENDS.match(act)
    verb = verbs().match(act)
    if not verb or noun_end(act) or len(act) < 4 or not (listed or (len(own) == 2 and verbs().fullmatch(own))):
        return None
    return f"{compressed(trim(act), 14)}人数", 0.85


def lasting(s: Setting, earlier: list[str]) -> Shape | None:
    """实施强村工程，为期三年; 每年带来收入5万元，持续20年: how long what was said just before goes on."""
    found = LASTS.search(s.before)
    if dimension(s.q.unit) != "time" or not found or len(trim(s.before)) > 4:
        return None
    if found[0] == "一定":
        act = act_of(s.tail) or act_of(s.rest) or act_of(clauses_of(s.lead)[-1] if s.lead else "")
        return (f"{act}期限", 0.85) if act else None
    clauses = clauses_of(s.lead)
    what = act_of(clauses[-1]) if clauses else ""
    return (f"{what}{'期限' if found[0] == '为期' else '持续时间'}", 0.85) if what else None


def earned_by(s: Setting, earlier: list[str]) -> Shape | None:
    """在果园里务工，每月能挣1500元: earned by what the clause before says."""
    clauses = clauses_of(s.lead)
    found = EARNING.search(s.before) if dimension(s.q.unit) == "money" else None
    if not found or not (clauses or found.start() > 2):
        return None
    said = s.before[: found.start()] if found.start() > 2 else clauses[-1].strip("“”") if found.start() < 2 else ""
    work = trim(without_numbers(said).replace("了", ""))
    work = act_of(work) or work
    return (f"{compressed(work, 10)}{_per(s)}收入", 0.85) if len(work) > 2 else None


def _per(s: Setting) -> str:
    time = s.q.unit.partition("/")[2].replace("天", "日")
    return time if time in ("年", "月", "日") else ""


def in_list(s: Setting, earlier: list[str]) -> Shape | None:
    """带回项目36个、资金2亿元: a short noun shares the verb of the list."""
    own = trim(s.before)
    if (
        not s.left
        or not earlier
        or s.after
        or dimension(s.q.unit) == "money"
        or own.endswith("级")
        or not 1 < len(own) < 5
        or verbs().search(own)
    ):
        return None
    between = s.upto[s.left.end - s.clause[0] :]
    new = earlier[-1][:1] if earlier[-1].startswith("新") else ""
    verb = verbs().match(earlier[-1], len(new))
    if not between.startswith("、") or not verb or len(verb[0]) < 2 or verb[0] in NAMING:
        return None
    return f"{new}{verb[0]}{own}", 0.85


def share_of(s: Setting, earlier: list[str]) -> Shape | None:
    """新发展党员90名，其中35岁以下的占62%，女党员占28%: of those just counted."""
    found = HAS_SHARE.search(s.before) if s.q.unit == "%" else None
    if not found or not earlier or GROUP.search(s.lead):
        return None
    whole = object_of(ENDING.sub("", earlier[0])).rpartition("的")[2][-6:] if found["that"] else ""
    return (f"{found['who']}{'的' if whole else ''}{whole}占比", 0.85) if whole or not found["that"] else None


def formed_of(s: Setting, earlier: list[str]) -> Shape | None:
    """由8名党员组成的红白理事会: the members of the body."""
    found = FORMED.match(s.tail) if s.before.endswith("由") and dimension(s.q.unit) == "count" else None
    return (f"{trim(found['body'][: noun_end(found['body'])])}{found['who']}", 0.85) if found else None


def away(s: Setting, earlier: list[str]) -> Shape | None:
    """村子距离镇政府15公里: how far it is from where."""
    found = AWAY.search(s.upto) if dimension(s.q.unit) == "length" and not s.left else None
    where = trim(found["where"]) if found else ""
    return (f"距{where}距离", 0.85) if len(where) > 1 else None


def visited(s: Setting, earlier: list[str]) -> Shape | None:
    """先后深入75个村，…进行专题调研: the places gone to by what was done there."""
    found = GOES.search(s.before) if dimension(s.q.unit) == "count" else None
    if not found:
        return None
    noun, done = phrase_after(s), VISITS.search(f"{s.tail}{s.rest}")
    how = done[0] if done else "前往" if "赴" in found["how"] else found["how"]
    return (f"{how}{compressed(noun, 8)}", 0.85) if noun and how != "到" else None


def by_means(s: Setting, earlier: list[str]) -> Shape | None:
    """以出租厂房的方式增加集体收入12万元: the income and what it comes from."""
    found = MEANS_OF.search(s.before) if dimension(s.q.unit) == "money" else None
    return (f"{trim(found['by'])}{found['what']}", 0.85) if found else None


def opened_by_earlier(s: Setting, earlier: list[str]) -> Shape | None:
    """300户种植茶叶，面积达2500亩: a bare measure is that of what was counted in the clause before."""
    clauses = clauses_of(s.lead)
    own = trim(s.before)
    if s.left or not earlier or not clauses or not BARE.fullmatch(own) or not re.search(r"\d", clauses[-1]):
        return None
    stem = ENDING.sub("", earlier[-1])
    said = own not in stem and own[0] != stem[:1] and 2 < len(stem) < 13
    return (f"{stem}{own}", 0.85) if said and not MEASURED.search(stem) else None


def in_brackets(s: Setting, earlier: list[str]) -> Shape | None:
    """帮助搬迁户（225户）整治庭院: what stands before the brackets."""
    if not s.before.endswith(("（", "(")) or not s.tail.startswith(("）", ")")):
        return None
    noun = object_of(trim(s.before[:-1]).replace("了", "")).rpartition("的")[2]
    return (compressed(noun.removeprefix("所有"), 12), 0.85) if len(noun) > 1 else None


def done_for(s: Setting, earlier: list[str]) -> Shape | None:
    """经营了5年果园的吴大叔, 在山里住了十年的…: how long who follows has done it."""
    found = STILL.match(s.after) if dimension(s.q.unit) == "time" and s.before.endswith("了") else None
    done = without_subject(trim(s.before)) if found else ""
    return (f"{done}{found['thing']}", 0.85) if found and 1 < len(done) < 9 else None


def part_of_group(s: Setting, earlier: list[str]) -> Shape | None:
    """9名委员中，党员占了6名: those of the group who are of a kind."""
    group = GROUP.search(s.lead) if s.q.unit in ("人", "名", "位") and not s.after else None
    own = trim(s.before.replace("占了", ""))
    if not group or not 1 < len(own) < 5 or verbs().search(own):
        return None
    whole = trim(without_numbers(group["who"]))
    return (f"{compressed(whole, 8)}中的{own}", 0.85) if len(whole) > 1 and own not in whole else None


def of_listed(s: Setting, earlier: list[str]) -> Shape | None:
    """成立种植组、养殖组、销售组三个小组: the class of what was listed, with its verb."""
    words = trim(s.before)
    if dimension(s.q.unit) != "count" or s.left or s.right or s.before.endswith("等") or not LISTED.fullmatch(words):
        return None
    verb, noun = verbs().match(words), phrase_after(s)
    if (
        not (noun[-1:] == words[-1] or CLASS.search(noun))
        or noun_end(s.after) < len(s.after)
        or not verb
        or len(verb[0]) < 2
    ):
        return None
    return f"{verb[0]}{compressed(noun, 10)}", 0.85


def rate_of_earlier(s: Setting, earlier: list[str]) -> Shape | None:
    """培训党员500人，合格率达98%: the rate of those just counted."""
    own = trim(s.before)
    if s.q.unit != "%" or not earlier or not RATE.fullmatch(own):
        return None
    things = (object_of(ENDING.sub("", label)).rpartition("的")[2][-8:] for label in reversed(earlier))
    thing = next((thing for thing in things if own[:2] not in thing), "")
    return (f"{thing}{own}", 0.85) if thing else None


SHAPES = (
    age,
    household,
    inhabitants,
    time_taken,
    time_within,
    size,
    of_group,
    reaching,
    made_to,
    lasting,
    earned_by,
    away,
    in_list,
    share_of,
    formed_of,
    visited,
    by_means,
    opened_by_earlier,
    in_brackets,
    done_for,
    part_of_group,
    of_listed,
    rate_of_earlier,
)
