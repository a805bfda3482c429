"""Labels of figures whose words stand in a set shape: an age, a household, the time something took, a size, a group.

Each answers like the rules of `label_rules`, which ask them first; the shapes are of the language, so they are certain.
"""

from __future__ import annotations

import re
from dataclasses import replace

from metrics.extract.clauses import Setting, noun_end
from metrics.extract.label_rules import ENDING, phrase_after
from metrics.extract.lexicon import verbs
from metrics.extract.parts import object_of, without_numbers
from metrics.extract.phrases import ASIDE, clauses_of, compressed, trim, without_subject
from metrics.extract.units import dimension

Shape = tuple[str, float]

AGED = re.compile("^的?(?P<who>[^，、的]{0,6}?(?:党员|支书|书记|老人|农民|村民|牧民|干部|主任|居民|妇女))")
SAYS = re.compile("[^地]{2}地|说|告诉|介绍|笑|回忆")
NOBODY = re.compile("^(?:[他她我你]|这位|那位)")
EARNED = re.compile("(?:净?拿|(?<![带率白首本引认申占录招])领|挣|赚)(?:了|到|个|得|上)?(?:近|约|过)?$")
HOME = re.compile("(?:全|一|他|她|我|俺|家)家(?:里|中)?(?:共?有|共)?$|家(?:里|中)(?:共?有|共)?$")
BODIES = re.compile("(?:村民小组|自然村|自然屯|自然寨|居民小组|村组|村寨|小组|社区|[村组屯寨社湾])$")
CONSISTS = re.compile("(?:[有辖含共设为]|下辖|管辖|包括)(?:有)?$")
TOOK = re.compile("(?:(?:(?<![利使占])用|花|费|耗)了?|历时|耗时|用时|短短|前后)(?:不到|近|约|仅|只)?$")
THEN = re.compile(
    "^的?(?:时间|工夫|功夫)?[里内]?[，,]?(?:我们|他们|他|她|[村镇乡县][里上])?(?:就|便|才|即)?(?:把|将|给)?"
)
QUOTED = re.compile("^[“‘][^”’]{2,14}[”’](?:工程|活动|行动|计划)?")
JOINED = re.compile("(?<=[^、或和]{4})(?:[、或和]|以及|并)")
SIZES = {"宽": "宽度", "长": "长度", "高": "高度", "深": "深度", "总投资": "总投资", "占地": "占地面积"}
SIZE = re.compile("(?P<size>总投资|总面积|建筑面积|占地面积|占地|筹资|总长|全长|[宽长高深])(?:约|近|达|有|为)?$")
SIZED_NOUN = re.compile(
    r"^[地]?(?:[、，,]?(?:[^、，。；：的\d]{1,6}?)[\d.]+[万亿]?[多余]?(?:平方)?(?:公里|千米|厘米|亩|公顷|亿|元|米|吨)?地?){0,3}"
    "的(?P<noun>[^，。；：、]{2,20})"
)
GROUP = re.compile("(?P<who>[^，,。；;：:“”]{2,24})中[，,]$")
OF_THEM = re.compile("^(?:其中)?(?:就|已|共|还)?(?:有)?$")
REACHING = re.compile(
    r"(?P<who>[^，。；\d的]{0,8}?(?:村(?!级|民)|农户|户|企业|乡镇|社区|合作社|支部|党组织|村民|职工))的?"
    r"(?P<what>[^，。；\d的]{0,6}?(?:收入|产值|利润|存款|资产|收益|营业额|销售额|积累))"
    "(?:可|已|均|都|将|全部|实现|能|有望)*(?P<than>达到|达|超过|超|突破|在|不足|低于|为)?了?$"
)
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
        before = EARNED.sub("收入", before)
    if "“" in before and before.rfind("“") > before.rfind("”"):
        before = before[before.rfind("“") + 1 :]
    if "（" in after or "(" in after:
        after = ASIDE.sub("", after)
        tail = tail if s.right else ASIDE.sub("", tail)
    if before is s.before and after is s.after:
        return s
    return replace(s, before=before, after=after, tail=tail)


def age(s: Setting, earlier: list[str]) -> Shape | None:
    """78岁的老党员: an age, and whose where it is said right behind."""
    if s.q.unit != "岁" or re.search("[均龄]$", s.before):
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
    """辖8个村民小组420户1560人: all who live there."""
    if s.q.unit not in ("户", "人", "口") or s.after or s.left is None:
        return None
    name = "总户数" if s.q.unit == "户" else "总人数"
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
    group = GROUP.search(s.lead)
    if not group or dimension(s.q.unit) != "count" or not OF_THEM.match(s.before) or noun_end(s.after) > 0:
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


def rate_of_earlier(s: Setting, earlier: list[str]) -> Shape | None:
    """培训党员500人，合格率达98%: the rate of those just counted."""
    own = trim(s.before)
    if s.q.unit != "%" or not earlier or not RATE.fullmatch(own):
        return None
    return f"{object_of(ENDING.sub('', earlier[-1])).rpartition('的')[2][-8:]}{own}", 0.85


SHAPES = (age, household, inhabitants, time_taken, time_within, size, of_group, reaching, rate_of_earlier)
