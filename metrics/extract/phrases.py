"""Cutting phrases to what a label needs: without what leads up to them, without subject, at most so long."""

from __future__ import annotations

import re
from functools import lru_cache

from cases.extract.alternatives import begun
from metrics.extract.clauses import noun_end
from metrics.extract.lexicon import last_match, verbs, words_of
from metrics.extract.units import dimension

LONGEST = 20
LEADING = re.compile(
    r"^(?:[、，,：:；;\s\"“]|已经|据(?:不完全)?统计|截至|截止|到?目前为止|到目前|目前|现在|如今|同时|其中|另外|此外|并且|而且|以及|"
    r"\d{1,2}月\d{1,2}日|[今昨明当]天(?:[上中下]午|晚上)?|\d{2,4}年(?:\d+月)?(?:\d+日)?(?:以来|底|末|初|前|后|上半年|下半年|年底)?|(?:去年|今年|前年)(?:\d{1,2}月(?:份|底|初)?)?|近年来|近几年来?|以来|年初|年底|"
    r"[一二三四五六七八九]是|(?:共计|先后|累计|总共|一共|全部|分别)|"
    r"(?:成功(?!率)|陆续|率先|一举|一下子|全员|稳稳当当|稳定|针对|分赴|一年下来|预计|今年|村里|周边|当地|本村|该村|俺家?|我家|咱们?)|"
    r"(?:共|已|并|还|又|也|均|都|则|就|再|仍|现|仅|只|约(?![谈定束见]))(?!同|建(?![立成设起有])|产|青|有制|书|要|业|医|读|诊|代|场|金|状|役|市|生|造|清|款|债)|"
    r"各(?:县市?区|乡镇(?:街道)?|镇街)|[全各本该我][县市区乡镇村省社校](?!级|委)(?:各[乡镇村]+)?|各级|上级|及|和|与(?!农|会)|或|即|使(?!用)|让|由|的|将|把|有(?!效|关|机|限|偿|线"
    r"|[^，]{1,8}的|职|色|德|志)|"
    r"每(?:个)?(?:年|月|季度|半年|季|周|日|天|人|户|村|亩)|至少|他[们的]*|她[们的]*|我们?|我的|其(?![他它余中])|要(?!求)|应(?!急|用)|须|必须"
    r"|可以(?:为)?|可(?!行|以)|能够|能(?![人手力够])|更是|而是|不仅|正在|望着|看着|看到|只见|眼看|得知|听说|了解到|如同|(?:活跃|聚集)着|便(?![民利捷宜于])|[这那][个条里些种批](?![一两三四五六七八九十\\d])|正(?=开展|建设|筹)|有着|相应)"
)
TRAILING = begun(
    r"(?:[、，,：:\s]|共计|共有|共|达到了?|达|已有|已达|已经|约有|现有|多达|高达|只有|仅有|却?只|仅|不过|为|是|有|至|(?<![报签迟])到|(?:增加|增长|发展|提高|提升|攀升|跃升|上升|减少|下降|降低|缩短|扩大|扩展|壮大|增|减|升|降|涨|扩)[到至为]|"
    r"周边|附近|邻近|周围|沿线|了|已|约|近|总计|合计|累计|预计|(?<![预统会审估设])计|却|就|以|按|将|最少可|可|就达|等|按照|各|还|着|稳定|(?<![人户村亩年月日平])均|(?<![产功技智节动职才])能|不|先后|过|在|于|从|由|突破|超过|"
    r"都|也|已|这|那|的?基础上|就占|(?<![场出生究务诊厕])所有?|(?<![意方走动取导志])向|[给让使把被]|[从由](?:零|无|原来|最初|过去)|今年|去年|目前|现在|如今|几[十百千万]?[个名家户人]?甚至|甚至|每人|每户|每年|每月|分别|的|将?比(?:去年|上年|往年|上届)|力争|争取)$"
)
TRAILS = 6  # no alternative of TRAILING is longer
SUBJECT_END = begun(
    "[州盟旗县市乡镇村区局厅委社厂校室办站]$|支部|政府|单位|部门|党委|组织|财政|两级|三级|公司|合作社|协会|理事会|他|她|它|我们|他们|干部|书记|主任|党员|群众|农户"
)
ACTING = re.compile(
    "[^，。、的]{0,14}?(?:[省州盟旗县市乡镇村区局委社厂校院]|支部|组织|政府|机关|单位|部门|公司|协会|干部|党员)(?:共计?|累计|先后|已经?|均)+(?=[^共计有占达为从由比]..)"
)
OFFICE = begun("(?:书记|主任|委员|队长|社长|理事长|村长)[^，的]{2,3}$")
NAMING = frozenset(words_of("naming"))  # verbs that begin names as often: 困难党员, 志愿服务队
IN_ALL = begun("(?<![公中一])共(?=..)")
THERE_IS = re.compile("^[^，。的]{2,10}?(?:[上里内]|辖区|境内)(?:还|现|共|都)?有(?=..)")
SO_FAR = re.compile("[^，。、的]{1,12}?(?:现已|已?累计|已?先后|共计)")
GENERIC = re.compile(
    "^(?:共|总|年|现|新|已)?(?:实现|完成|协调|投入|加工|拥有|涉及|创|创收|达到|覆盖|推选|选出)?"
    "(?:产值|收入|资金|乡镇|行政村|村|户|农户|面积|项目|金额|利润|理事|岗位|对象|人员|规模|人数|比例|经费|标准|产量|贷款|花|投资)?$"
)
CHOSEN = re.compile("^(?:推选|选举|选出|产生|设置?)")
LIST = re.compile("^(?P<verb>.{0,6}?)(?:[^、的]{1,10}、)+[^、的]{1,10}?等(?:多种|各类)?(?=[^，、]{2})")
RATIO = "率$|比例$|比重$|占比$|[增减降升涨跌]幅$|[增降]速$|满意度$|参与度$|覆盖面$"
MEASURES = {
    "money": (
        "金额",
        re.compile(
            "金额?$|资$|款$|收入$|产值$|工资$|费$|贷$|贴息$|利润$|税$|收$|钱$|价$|额$|成本$|补助$|补贴$|花费$|资产$|债务?$|标准$|销售$"
            "|奖励$|收益$|效益$|分红$|报酬$|总值$|积累$|存款$|投入$"
        ),
    ),
    "area": ("面积", re.compile("面积$")),
    "length": ("里程", re.compile("里程$|长$|长度$|距离$|海拔$|高度$|宽度$|深度$|直径$|间距$")),
    "weight": ("数量", re.compile("量$|产$")),
    "ratio": ("比例", re.compile(RATIO)),
    "share": ("比例", re.compile(f"{RATIO}|%$")),
    "time": ("时长", re.compile("期$|期限$|时间$|年限$|用时$|时长$|年数$|天数$|月数$|历史$")),
}
COUNTED = {
    "人次": "人次",
    "期": "期数",
    "次": "次数",
    "场": "场次",
    "场次": "场次",
    "户": "户数",
    "件": "件数",
    "条": "条数",
    "份": "份数",
    "倍": "倍数",
    "岁": "年龄",
    "年": "年数",
    "月": "月数",
    "个月": "月数",
    "天": "天数",
}
SPANS = ("期", "期限", "时间", "年限", "用时", "时长", "历史")
CLAUSE_END = re.compile("[，,：:。；;！!？?\n]")
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"))
QUOTED = re.compile(f"[{''.join(left + right for left, right in PAIRS)}]")
MEANS = re.compile(
    "^(?:通过|按照|根据|依托|围绕|针对|采取|以)[^，。；]{1,12}?的?(?:办法|方式|形式|原则|要求|机制|模式)"
)
SUCH_PLACES = re.compile("(?:[^、，的]{2,6}、)+[^、，的]{2,6}等地的?")
DASH = "――"
ASIDE = begun("（[^）]*）|\\([^)]*\\)")
GROWTH = re.compile("^(?:[比较].{0,10}?)?(?P<verb>增加|增长|新增|提高|下降|减少|降低|上升|出栏|存栏|增收)$")
AVERAGE = re.compile("^(?:[人户村亩]均|平均每个?[人户村亩社])$")
PEOPLE = frozenset({"人", "名", "位", "口"})
PERSON = begun(
    "[员人者手民工生师部户长家友众童女妇子才军士记]$|力$|骨干$|对象$|代表$|典型$|队伍$|标兵$|模范$|人数$|个体$|人口$|规模$|数$"
)


@lru_cache(maxsize=1024)  # each rule and each part around a quantity asks for the same words
def trim(text: str) -> str:
    """A phrase without the words that only lead up to it or to the number: 目前全县已建立…共 → 建立….

    >>> trim("目前，全县共建立扶贫基地共"), trim("的政府贴息贷款共")
    ('建立扶贫基地', '政府贴息贷款')
    """
    if "（" in text or "(" in text:
        text = ASIDE.sub("", text)
    text = MEANS.sub("", text)
    if "等地" in text:
        text = SUCH_PLACES.sub(lambda found: (verbs().match(found[0]) or [""])[0], text)
    while (found := LEADING.match(text)) and found[0]:
        text = text[found.end() :]
    while (found := TRAILING.search(text, max(0, len(text) - TRAILS))) and found[0]:
        text = text[: found.start()]
    if DASH in text:
        text = text.rpartition(DASH)[2]
    if text.count("“") < text.count("”"):
        text = f"“{text}"
    return text.strip("、，, （(…")


@lru_cache(maxsize=1024)
def without_subject(text: str) -> str:
    """The phrase from its verb on, where a place or a body stands before it: 惠民镇由镇村两级投资 → 投资.

    >>> without_subject("县财政安排专项资金"), without_subject("扶贫资金")
    ('安排专项资金', '扶贫资金')
    """
    text = THERE_IS.sub("", text)
    in_all = last_match(IN_ALL, text) if "共" in text else None
    if in_all and len(text) - in_all.end() > 3 and len((verbs().match(text, in_all.end()) or [""])[0]) > 1:
        return text[in_all.end() :]
    acting = ACTING.match(text) or SO_FAR.match(text)
    if acting and (acting.re is ACTING or len((verbs().match(text, acting.end()) or [""])[0]) > 1):
        text = text[acting.end() :]
    first = verbs().match(text)
    if first and len(first[0]) > 1 and first[0] not in NAMING:
        return text
    for found in verbs().finditer(text, 1):
        head = text[: found.start()]
        if len(found[0]) < 2 or len(head) > 14 or len(text) - found.start() < 4 or found[0] in NAMING - {"组织"}:
            continue
        if SUBJECT_END.search(head[-3:]) or OFFICE.search(head):
            return text[found.start() :]
    return text


def compressed(text: str, longest: int) -> str:
    """A long phrase in short: a list by its class (甲、乙等水果 → 水果), a noun without the clause before it.

    >>> compressed("种植九仙桃、三华李、柑桔等水果", 10), compressed("有知识的文化人、懂技术的内行人", 10)
    ('种植水果', '文化人、内行人')
    """
    if len(text) <= longest:
        return text
    listed = LIST.match(text)
    if listed:
        text = _governing(text.partition("、")[0]) + text[listed.end() :]
    if len(text) > longest and "的" in text[:-1]:
        verb, items = verbs().match(text), text.split("、")
        last_only = "的" in items[-1] and "的" not in items[0]
        heads = "、".join(item.rpartition("的")[2] for item in (items[-1:] if last_only else items))
        keep = verb and len(verb[0]) > 1 and not heads.startswith(verb[0]) and text[0] not in "有会能懂"
        text = verb[0] + heads if verb and keep else heads
    return shorten(text, longest) if len(text) > longest else text


def _governing(text: str) -> str:
    """The first verbs of two characters that stand side by side, else the verb at the beginning: 为居民解决… → 解决."""
    found, end = "", 0
    for verb in verbs().finditer(text):
        if len(verb[0]) > 1 and (not found or verb.start() == end):
            found, end = found + verb[0], verb.end()
    first = verbs().match(text)
    return found or (first[0] if first else "")


def shorten(text: str, longest: int = LONGEST - 2) -> str:
    """At most `longest` characters, cut where a phrase begins: at a verb, after the last 的, else from the end."""
    if len(text) <= longest:
        return text
    for found in verbs().finditer(text):
        if 2 <= len(text) - found.start() <= longest and len(found[0]) > 1:
            return text[found.start() :]
    last = text.rfind("的", 0, len(text) - 2)
    if last > 0 and len(text) - last - 1 <= longest:
        return text[last + 1 :]
    return text[-longest:].lstrip("、，的")


def is_generic(text: str) -> bool:
    """Whether a phrase says too little alone: 产值, 乡镇, 推选理事长."""
    return bool(GENERIC.match(text)) or (text[:1] in "推选产设" and len(CHOSEN.sub("", text)) < 4)


@lru_cache(maxsize=64)
def clauses_of(text: str) -> tuple[str, ...]:
    """The clauses of a stretch, without what stands in brackets."""
    plain = ASIDE.sub("", text) if "（" in text or "(" in text else text
    return tuple(c.strip() for c in CLAUSE_END.split(plain) if c.strip())


def balanced(text: str) -> str:
    """The text without quotation marks or brackets that lack their other half.

    >>> balanced("推行“并组设区"), balanced("推行“并组设区”")
    ('推行并组设区', '推行“并组设区”')
    """
    for left, right in PAIRS if QUOTED.search(text) else ():
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    return text


@lru_cache(maxsize=64)
def topic_of(lead: str) -> str:
    """What the clauses before were about: the object of the nearest that has one.

    >>> topic_of("党员从上海引进串珠加工项目，")
    '串珠加工项目'
    """
    for clause in reversed(re.split("[；;。]", lead)[-1:] and clauses_of(re.split("[；;。]", lead)[-1])[-4:]):
        if re.search(r"\d", clause):
            continue
        best = ""
        for found in verbs().finditer(clause):
            text = clause[found.end() :].removeprefix("了").removeprefix("过")
            text = re.sub(r"^[约近]?[\d.]+[万亿]?[余多]?[个名位户人家条件项套台次期]?的?", "", text)
            if len(found[0]) > 1 and 3 <= len(text) <= 14 and noun_end(text) == len(text):
                best = best or text
        if best:
            return best.rpartition("的")[2] if len(best) > 12 else best
    quoted = re.findall("[“‘]([^”’]{3,8})[”’]", lead)
    return quoted[-1] if quoted else ""


def counted(text: str, unit: str) -> str:
    """The phrase with the word for what its unit measures: 种植蔬菜 in 亩 → 种植蔬菜面积.

    >>> counted("种植蔬菜", "亩"), counted("扶贫基地", "个"), counted("选派年轻干部", "名"), counted("", "元")
    ('种植蔬菜面积', '扶贫基地数', '选派年轻干部', '金额')
    """
    name, kind = unit.split("/")[0], dimension(unit)
    if name in PEOPLE:
        return text if text and PERSON.search(text) else f"{text}人数"
    if name in COUNTED:
        ending = COUNTED[name]
        if kind == "time" and text.endswith(SPANS):
            return text
        said = text.endswith((ending, ending[0])) or (name == "岁" and ending in text)
        return text if said and text else f"{text}{ending}"
    if kind in MEASURES:
        ending, has = MEASURES[kind]
        return text if has.search(text) else f"{text}{ending}"
    return text if text.endswith(("数", "量")) else f"{text}数"
