"""Numbers that count nothing: dates, ordinals, names, idioms, thresholds inside a label, an indefinite 一个."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from cases.extract.alternatives import any_of, begun
from metrics.extract.place_names import is_place_name
from metrics.extract.records import Quantity
from metrics.extract.series import says_which
from metrics.extract.tokens import Number
from metrics.extract.units import dimension, units

DATA = Path(__file__).parent / "data" / "not_figures.json"
CLAUSE_END = re.compile("[,，。;；:：!！?？\n]")
OPENING, CLOSING = '“‘"《「『〈', '”’"》」』〉'
ABSTRACT = frozenset({"个", "项", "种", "条", "类", "点", "次", "步", "道", "对"})
GRADES = frozenset(
    {"级", "届", "社", "组", "队", "村", "乡", "镇", "县", "市", "省", "区", "等", "号", "点", "星", "手", "关", "路"}
)
ASKED = begun(
    "每(?!一)|(?<!没)[都均各](?:至少)?(?:有|配有|配备|设有?|建有|派有?)了?$|各$|人均|户均|村均|平均|不少于|至少|定期"
)
EACH_TIME = re.compile("每[两三半]?个?(?:年|月|季度?|周|天|旬|星期|学期)[,，][^,，。;；]{0,12}$")
SIZED = re.compile(
    r"(?:\([^)]{1,4}\))?(?:以[上下])?(?:的)?(?:规模|连片|标准|大型|高标准)?[^,，。;；:：、\d]{0,8}?(?:场|基地|园|区|点|棚|户|村|社|田|带|林|库|片|企业)"
)
AIM = re.compile("的(?:目标|任务)")
LABELLED = re.compile(r"(?:、[^,，。;；\d]{0,12}以[上下])*的")
_ROUND = "[十百千万][名个户村家场]"
NAMED = re.compile(
    "[^，。；：“”、]{0,6}?(?:活动|工程|机制|模式|制度|行动|做法|工作法|计划|体系|战略|格局|清单|公约|评选|竞赛|载体|品牌|办法|工作(?!者|队))"
)
DWELLING = re.compile(
    "的?(?:[非纯]?(?:贫困|民族|行政|自然|移民|少数民族)*村[落庄组包]?(?!民|委|干)|屯|社区|居民点|大户|家庭)"
)
MEASURED = re.compile("(?:人数|户数|数量|年龄|规模|面积|收入)(?:在|达到?|为|是)?$")
NAMED_DRIVE = ("行动", "工程", "计划", "工作法", "战略", "模式")
HAMLET = re.compile("组(?:村民|农户|群众|社员|\\d)")
CIRCLE = re.compile("[^，。；]{0,12}圈(?!养|舍)")
ROUND_CLOCK = re.compile(
    "(?:不间断|全天候?|轮流|轮班|值班|值守|待命|服务|开放|在线|开通|咨询|热线|自助|无休|不打烊|不断|不下课)"
)
THINGS = re.compile("[^，。、；：“”]{1,6}(?:机制|制度|措施|办法|举措|规定)(?!改革)")
CASES = re.compile("[^，。；]{0,8}?(?:案|事故|纠纷|事件|上访|信访|投诉|矛盾|火灾|火警|诉讼|[，。；、]|$)")
LIKENED = re.compile("(?:成为|变成|就是|像|犹如|如同|好比|作为|当成)$")
DRIVE = re.compile(f"{_ROUND}[^，,。；]{{0,8}}?{_ROUND}[^，,。；]{{0,6}}?(?:活动|工程|行动|计划|大赛|竞赛)")
ONE_DRIVE = re.compile("(?![^，。；]{0,9}(?:开展|举办|参加|组织|的))[^，。；、\\d]{2,10}?(?:活动|工程|行动|计划)")
EACH = begun("每个?[年月季周天]度?$")
COVERING = re.compile("占地|面积")
FOUNDED = re.compile("(?:建起|建成|新建|兴建|修建|办起|开发|开垦)了?(?:一[个座处片])?$")
TEN_THOUSANDS = frozenset({"亩", "元", "人", "户", "吨", "名", "人次", "株", "只", "头"})
ROMAN = re.compile(r"[A-Za-z0-9.\-+/*_%＋:×]$")
CUT_OFF = re.compile("[零〇一二两三四五六七八九十百千万亿\\d]\ufffd+$")  # characters of the number are lost before it
COUNTS_ON = re.compile(  # words that end as one that points back does: 先后三次, 提前两年, 种下三棵; but 下三次, 前两年
    "(?:以前|[目年当提会课班饭]前|[先前今随]后|[牵碰村]头|加上|[包立交送戴装挂捧端贴接种盖建栽留签拿买存定写埋打耗等挨花配][上下])$"
)
DIGIT_MORE = re.compile("[一二两三四五六七八九][多余]")  # ends another word: of tens or more only may be more
POWER = re.compile("电")  # of which 度 is a measure
ERA = re.compile("(?:公元前?|民国|光绪|同治|道光|咸丰|乾隆|康熙|嘉庆|雍正|宣统|洪武|万历)$")


@cache
def words(name: str) -> tuple[str, ...]:
    """One of the lists of `data/not_figures.json`, longest first."""
    entries = json.loads(DATA.read_text(encoding="utf-8"))[name]
    return tuple(sorted(entries, key=len, reverse=True))


@cache
def counted() -> dict[str, str]:
    """Idioms that are a quantity before some nouns, with the first characters of those: 两头 before 猪."""
    found: dict[str, str] = json.loads(DATA.read_text(encoding="utf-8"))["counted"]
    return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(any_of(words(name)))


def starts_with(string: str, at: int, name: str) -> str | None:
    """The longest word of the list that stands at `at`."""
    found = _pattern(name).match(string, at)
    return found[0] if found else None


def is_ordinal(string: str, at: int) -> bool:
    """Whether what stands before makes a number an ordinal, a date or part of a name: 第一批, 农历三月, A4."""
    before = string[max(0, at - 3) : at]
    if before.endswith(("每周", "每星期")):
        return False
    if before.endswith("\ufffd") and CUT_OFF.search(before):
        return True
    return before.endswith(words("before")) or bool(ROMAN.search(before))


def refused(string: str, number: Number, end: int, unit: str) -> bool:
    """Whether the number with this unit is no quantity (`end` is where the unit ends)."""
    at = number.start
    return (
        is_ordinal(string, at)
        or _is_date(string, number, end, unit)
        or says_which(string, number, end, name_of(unit))
        or (number.chinese and _is_name(string, number, end, unit))
        or _is_quoted_name(string, number, end)
        or (number.chinese and _in_named_quote(string, at))
        or (number.chinese and _is_plan(string, number, end, name_of(unit)))
        or (name_of(unit) in ("分钟", "小时", "公里") and CIRCLE.match(string, end) is not None)
        or (name_of(unit) == "小时" and string.startswith(("外", "之外", "以外", "内外"), end))
        or (number.value == 24 and name_of(unit) == "小时" and ROUND_CLOCK.match(string, end) is not None)
        or (name_of(unit) == "组" and HAMLET.search(string, at, end + 4) is not None)
        or _in_title(string, at)
        or (string[at - 1 : at] == "每" and (number.chinese or name_of(unit) not in ("名", "位", "个", "户")))
        or (number.chinese and _is_slogan_pair(string, number, end))
    )


def _is_date(string: str, number: Number, end: int, unit: str) -> bool:
    """2002年, 98年, 6月10日, 16时, 3号, 1990年代; 3年 and 5个月 are durations."""
    name = unit.split("/")[0]
    if name in ("年", "个月", "天", "周") and re.match("[之以]?前", string[end : end + 2]):
        return True
    if name == "年" and ERA.search(string, max(0, number.start - 5), number.start):
        return True
    if string.endswith("周年", number.end, end):
        return True
    digits = string[number.start : number.end].strip()
    if name in ("年", "年度") or name == "年代":
        whole = number.size == 1 and number.value == int(number.value)
        year = 1900 <= number.value <= 2100 or (len(digits) == 2 and digits.isdigit() and number.value >= 49)
        return (
            bool(whole and year)
            or digits.startswith("0")
            or string[end : end + 1] in ("代", "级", "度", "生", "版", "款")
        )
    if name == "次" and string[number.start - 1 : number.start] == "届":
        return True
    if name == "起" and re.fullmatch("(?:19|20)\\d\\d", digits):
        return True
    if name == "日":
        return not string[max(0, number.start - 3) : number.start].endswith(("为期", "历时", "不少于"))
    if name == "分":
        around = f"{string[max(0, number.start - 6) : number.start]}{string[end : end + 6]}"
        return not re.search("得|满分|平均|评|考|扣|加|达|积|奖|提高|满意度", around)
    if name == "周" and string[end : end + 1] in ("年", "岁", "边"):
        return True
    return (
        name in ("月", "号", "时", "点", "旬", "等", "级", "世纪", "年代", "星", "楼层")
        or (name == "度" and not POWER.search(string, max(0, number.start - 8), end + 4))
        or (name == "季度" and number.chinese)
    )


def _is_name(string: str, number: Number, end: int, unit: str) -> bool:
    """A Chinese numeral in a word, a place name, a slogan or a back-reference: 千家万户, 五台县, 三个代表, 上述两项."""
    at = number.start
    name, text = unit.split("/")[0], string[at : number.end]
    if DIGIT_MORE.fullmatch(text) or in_idiom(string, at):
        return True
    if starts_with(string, at, "places") or is_place_name(string, number, end, name):
        return True
    if string[at - 1 : at] and string[at - 1] in "零〇一二三四五六七八九十百千万亿几数":
        return not re.search("[人户总次件]数$", string[max(0, at - 2) : at])
    if text == "二" and (EACH.search(string, max(0, at - 4), at) or name in ("米", "亩", "公里", "吨", "斤")):
        return False
    if text in ("二", "零", "万", "亿") and name not in ("元",):
        rounded = text == "万" and string[at - 1 : at] in ("上", "近", "逾", "过")
        return not rounded and (text != "万" or name not in TEN_THOUSANDS)
    found = units().get(name)
    if found and found.ambiguous and (name in GRADES or name not in words("spoken")):
        return True
    if number.value <= 10 and not number.more:
        before = string[max(0, at - 2) : at]
        counts_on = COUNTS_ON.search(before) is not None
        if before.endswith(words("reference")) and not counts_on:
            return True
        return name in ABSTRACT and not (counts_on and name == "次") and _is_slogan(string, end)
    return False


def in_idiom(string: str, at: int) -> bool:
    """Whether an idiom covers what begins at `at`: the 五成 of 三五成群."""
    return any(_covers(string, at, back) for back in range(4))


def _covers(string: str, at: int, back: int) -> bool:
    """Whether an idiom that begins `back` characters before covers the number: 说三道四."""
    idiom = starts_with(string, at - back, "idioms") if at >= back else None
    if idiom is None or len(idiom) <= back:
        return False
    after = string[at - back + len(idiom) : at - back + len(idiom) + 1]
    return not after or after not in counted().get(idiom, "")


def _is_slogan(string: str, end: int) -> bool:
    """三个转变, 四个方面, 三个“改变”: headings in disguise; 六项推进机制 are things."""
    if THINGS.match(string, end):
        return False
    if starts_with(string, end, "abstract_heads") or starts_with(string, end, "slogan_heads"):
        return True
    after = string[end : end + 14]
    if after[:1] not in OPENING or not after:
        return False
    close = next((i for i, c in enumerate(after[1:], 1) if c in CLOSING), None)
    return close is not None and (close + 1 >= len(after) or after[close + 1] in ",，。;；:：、!！?？等")


def _is_quoted_name(string: str, number: Number, end: int) -> bool:
    """“20字方针”, “6个更加”: a number right after an opening quote that soon closes is a name."""
    if string[number.start - 1 : number.start] not in tuple(OPENING) or number.start == 0:
        return False
    return any(c in CLOSING for c in string[end : end + 8])


def _in_named_quote(string: str, at: int) -> bool:
    """“百队千户”走访活动, “支部引路，五户联防”工作机制: a quoted phrase that is the name of what follows."""
    opened = string.rfind("“", max(0, at - 22), at)
    closed = string.find("”", at, at + 22)
    if opened < 0 or closed < 0 or closed - opened > 26 or "”" in string[opened:at]:
        return False
    inside = string[opened + 1 : closed]
    return not re.search(r"[\d。每]", inside) and bool(NAMED.match(string, closed + 1))


def _is_plan(string: str, number: Number, end: int, unit: str) -> bool:
    """“消薄”三年行动, 五家行动, 三位一体: the numeral is part of a name."""
    plan = string[end - 1 : end] == "年" and re.match("(?:行动|攻坚行动|大变样|倍增)", string[end : end + 4])
    drive = unit not in ABSTRACT and string.startswith(NAMED_DRIVE, end)
    joined = unit == "户" and re.match("联[保防治创管]", string[end : end + 2])
    return bool(plan or drive or joined) or string.startswith("位一体", number.end)


def name_of(unit: str) -> str:
    return unit.split("/")[0]


def _is_slogan_pair(string: str, number: Number, end: int) -> bool:
    """百名党员帮百家活动: round numbers twice in the name of a drive."""
    if string[number.start : number.end] not in ("十", "百", "千", "万"):
        return False
    if ONE_DRIVE.match(string, end):
        return True
    around = string[max(0, number.start - 12) : end + 14]
    return bool(DRIVE.search(around))


def _in_title(string: str, at: int) -> bool:
    opening = string.rfind("《", max(0, at - 40), at)
    return opening >= 0 and "》" not in string[opening:at] and "》" in string[at : at + 40]


def clause_before(string: str, at: int) -> str:
    """The words of the clause that stand before `at`."""
    start = max((string.rfind(c, max(0, at - 120), at) for c in ",，。;；:：!！?？\n"), default=-1)
    return string[max(start + 1, at - 120) : at]


def clause_after(string: str, at: int) -> str:
    """The words of the clause that stand after `at`."""
    found = CLAUSE_END.search(string, at, at + 120)
    return string[at : found.start() if found else at + 120]


def indefinite(string: str, number: Number, q: Quantity) -> bool:
    """Whether 一 with a counter means no more than "a": 一个新途径. Kept are 一项以上, 每月一次, 建设一个…基地."""
    if string[number.start : number.end] != "一":
        return number.chinese and q.unit in ("年", "天") and string[number.start : number.end] == "半"
    if q.unit == "亩" and re.match("地(?:租|流|一年|每年|能|可|收)", string[q.end : q.end + 4]):
        return True
    unit = q.unit.split("/")[0]
    if unit == "起" and _is_together(string, q):
        return True
    if q.qualifier != "exact":
        return unit in ("批", "些", "系列") and string.startswith("突破", q.start)
    if unit in ("批", "种", "类", "些", "系列", "片", "代", "届", "群", "股", "路", "段", "千瓦时"):
        return True
    if dimension(unit) == "time":
        return not clause_before(string, q.start).endswith(
            ("为期", "历时", "任期", "期限", "期限为", "限期", "用了", "一定", "用")
        )
    if dimension(unit) != "count":
        return False
    before = clause_before(string, q.start)
    if before.endswith("每") or LIKENED.search(before):
        return True
    if ASKED.search(before) or _asked_before(string, q.start):
        return False
    return not _built(string, before, q.end, unit)


def _is_together(string: str, q: Quantity) -> bool:
    """和大家一起, 联系在一起; but 调解纠纷一起, 一起上访."""
    return string[q.start - 1 : q.start] in tuple("在到聚走") or CASES.match(string, q.end) is None


def _asked_before(string: str, at: int) -> bool:
    """每月走访一次、办实事一件: a rate holds over the enumeration that follows."""
    stretch = re.split("[,，。;；!！?？\n]", string[max(0, at - 60) : at])[-1]
    each = EACH_TIME.search(string, max(0, at - 24), at)
    return bool(each or re.search("每[年月季周日天]|每半年", stretch))


def _built(string: str, before: str, end: int, unit: str) -> bool:
    """Whether a verb of making or appointing stands before 一个 and something concrete after: 建设一个培训基地."""
    if unit not in ("个", "名", "位", "座", "所", "处", "家", "条", "支", "栋", "幢", "台", "户", "对", "辆", "间"):
        return False
    verb = re.sub("[了起好出过]$", "", before)
    if not verb.endswith(words("build_verbs")):
        return False
    head = re.split('[、(（“"]', clause_after(string, end))[0]
    return head.endswith(words("concrete_heads")) and not starts_with(string, end, "abstract_heads")


def without_thresholds(string: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities that are not the measure in a label: 55岁以上的占51% keeps only 51%."""
    kept = []
    for i, q in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        if not (_threshold(string, q, following) or _sorts(string, q, following)):
            kept.append(q)
    return kept


def _sorts(string: str, q: Quantity, following: Quantity | None) -> bool:
    """Whether a sum of money only says which are counted: 5万至10万元的41个, 其中100万元以上3个."""
    if q.unit != "元" or following is None or dimension(following.unit) != "count":
        return False
    between, open_end = string[q.end : following.start], string[q.start : q.end].endswith(("以上", "以下"))
    return (open_end and between in ("", "的")) or (q.value_max is not None and between == "的")


def _threshold(string: str, q: Quantity, following: Quantity | None) -> bool:
    words_of = string[q.start : q.end]
    bounded = words_of.endswith(("以上", "以下", "以内", "之内"))
    bounded = bounded or (
        words_of.startswith(("过", "超过", "不足", "不到", "不满")) and string.startswith("的有", q.end)
    )
    after = clause_after(string, q.end)
    limited = bounded or words_of.startswith(("不足", "不到", "不满", "超过", "过"))
    if limited and string.startswith("的", q.end) and MEASURED.search(string, max(0, q.start - 8), q.start):
        return True
    counted = following is not None and following.start - q.end < len(after)
    if q.unit == "分":
        return bounded or q.value_max is not None
    if q.unit == "岁" and "多" in words_of and string.startswith("的", q.end):
        return False
    if q.unit == "岁":
        return bounded or q.value_max is not None or q.qualifier in ("more", "less")
    if q.unit == "%" or q.unit == "":
        return False
    if bounded and q.unit in ("户", "人", "元", "口") and DWELLING.match(string, q.end):
        return True
    if q.unit == "元" and re.match("的(?:村|农户|贫困户|家庭|党员户|户|企业)", string[q.end : q.end + 4]):
        return counted or "达" in after or "占" in after
    if bounded and LABELLED.match(string, q.end) and not AIM.match(string, q.end):
        return counted or "占" in after or dimension(q.unit) != "count"
    sized = SIZED.match(string, q.end) if q.unit in ("亩", "头", "只", "羽", "匹", "吨", "斤", "株") else None
    if not sized:
        return False
    before = clause_before(string, q.start)[-8:]
    size = counted or (string[q.start] in "百千万" and not FOUNDED.search(before))
    return size and not COVERING.search(before[-6:]) and q.value in (10, 50, 100, 500, 1000, 10000)
