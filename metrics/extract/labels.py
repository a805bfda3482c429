"""What a quantity counts, as a noun phrase of 2 to 20 characters read from its clause.

The genre has two orders. The number stands before what it counts (1800名农村党员已掌握…): the noun after it, with
what is said of it. Or it stands behind (扶贫资金54万元, 培训党员1237名): the verb and object before it. A number
that has neither (160期3215人次) shares the words of its neighbour; one that begins its clause shares those of the
clause before.
"""

from __future__ import annotations

import re

from metrics.extract.clauses import Setting, noun_end
from metrics.extract.lexicon import last_match, strong, verbs
from metrics.extract.units import dimension

LONGEST = 20
LEADING = re.compile(
    r"^(?:[、，,：:；;\s\"“]|据(?:不完全)?统计|截至|截止|到?目前为止|到目前|目前|现在|如今|同时|其中|另外|此外|并且|而且|以及|"
    r"\d{2,4}年(?:\d+月)?(?:\d+日)?(?:以来|底|末|初|前|后|上半年|下半年|年底)?|去年|今年|前年|近年来|近几年来?|以来|年初|年底|"
    r"[一二三四五六七八九]是|(?:共|已|并|还|又|也|均|都|则|就|再|仍|先后|累计|现|共计|总共|一共|全部|分别|仅|只)(?!同|建(?![立成设起有])|产|青|有制)|"
    r"[全各本该我][县市区乡镇村省社校](?!级|委)(?:各?[乡镇村]+)?|各级|上级|及|和|与(?!农|会)|或|即|使(?!用)|让|由|的|将|把|有(?!效|关|机|限|偿|线)|"
    r"每(?:个)?(?:年|月|季度|半年|季|周|日|天|人|户|村|亩)|人均|户均|至少|要|应|须|必须|可|能|能够)"
)
TRAILING = re.compile(
    r"(?:[、，,：:\s]|共计|共有|共|达到了?|达|已有|已达|约有|现有|多达|高达|只有|仅有|却?只|仅|不过|为|是|有|至|到|增至|增加到|增长到|发展到|提高到|"
    r"扩大到|减少到|下降到|降到|升至|了|已|约|近|总计|合计|累计|计|却|就|以|按|将|最少可|可|就达|等|按照|还|先后|过|在|于|从|由|突破|超过|"
    r"每人|每户|每年|每月|分别|的)$"
)
MEASURES = {
    "money": (
        "金额",
        re.compile(
            "金额?$|资$|款$|收入$|产值$|工资$|费$|贷$|贴息$|利润$|税$|收$|钱$|价$|额$|成本$|补助$|补贴$|花费$|资产$|债务?$|标准$|销售$|奖励$|总值$|积累$|存款$"
        ),
    ),
    "area": ("面积", re.compile("面积$")),
    "length": ("里程", re.compile("里程$|长$|长度$|距离$|公路$|路$")),
    "weight": ("数量", re.compile("量$|产$")),
    "share": ("比例", re.compile("率$|比例$|比重$|占比$|%$")),
    "time": ("期限", re.compile("期$|期限$|时间$|年限$|任期$|用时$|工期$")),
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
}
PEOPLE = frozenset({"人", "名", "位", "口"})
PERSON = re.compile(
    "[员人者手民工生师部户长家友众童女妇子才军士记]$|力$|骨干$|对象$|代表$|典型$|书记$|队伍$|标兵$|模范$"
)


def label_of(s: Setting, earlier: list[str]) -> tuple[str, float]:
    """The label of a quantity and how sure the rule is; `earlier` are the labels of the quantities before it.

    The last resort is the unit's own noun (人数, 金额) with low confidence, never an empty label.
    """
    for rule in (_qualified_noun, _noun_after, _object_before, _shared, _clause_before):
        found = rule(s, earlier)
        if found:
            text, sure = found
            label = _finish(text, s)
            if len(label) >= 2:
                return label, sure
    return _bare(s), 0.2


def _finish(text: str, s: Setting) -> str:
    """The phrase cut to length, with the word for what its unit measures."""
    text = shorten(trim(text))
    unit = s.q.unit.split("/")[0]
    kind = dimension(s.q.unit)
    if unit in PEOPLE:
        return text if PERSON.search(text) or not text else f"{text}人数"
    if unit in COUNTED:
        ending = COUNTED[unit]
        return text if text.endswith((ending, ending[0])) else f"{text}{ending}"
    if kind in MEASURES:
        ending, has = MEASURES[kind]
        return text if has.search(text) else f"{text}{ending}"
    return f"{text}数" if text and kind == "count" and not text.endswith(("数", "等")) else text


def _bare(s: Setting) -> str:
    unit = s.q.unit.split("/")[0]
    kind = dimension(s.q.unit)
    if unit in PEOPLE:
        return "人数"
    return COUNTED.get(unit) or (MEASURES[kind][0] if kind in MEASURES else "数量")


def trim(text: str) -> str:
    """A phrase without the words that only lead up to it or to the number: 目前全县已建立…共 → 建立….

    >>> trim("目前,全县共建立扶贫基地共"), trim("的政府贴息贷款共")
    ('建立扶贫基地', '政府贴息贷款')
    """
    while (found := LEADING.match(text)) and found.end() < len(text) + 1 and found[0]:
        text = text[found.end() :]
    while (found := TRAILING.search(text)) and found[0]:
        text = text[: found.start()]
    return text.strip("“”\"'、，, （(")


def shorten(text: str) -> str:
    """At most 18 characters, cut where a phrase begins: after a subject, a preposition's phrase, the last 的."""
    if len(text) <= LONGEST - 2:
        return text
    for found in verbs().finditer(text):
        if 2 <= len(text) - found.start() <= LONGEST - 2 and len(found[0]) > 1:
            return text[found.start() :]
    last = text.rfind("的", 0, len(text) - 2)
    if last > 0 and len(text) - last - 1 <= LONGEST - 2:
        return text[last + 1 :]
    return text[-(LONGEST - 2) :]


def _phrase_after(s: Setting) -> str:
    """The noun phrase right behind the number, 的 left out."""
    text = s.after.lstrip(" ")
    text = text[1:] if text.startswith("的") else text
    return text[: noun_end(text)].strip("、和与及或 ")


def _qualified_noun(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """占地10亩的养兔基地, 容纳21人同时操作的培训基地: an attribute of the noun behind."""
    attribute = re.search("(占地|总投资|投资|容纳|年产|面积|总长|全长|注册资金|年收入|产值)(?:约|近|达|有)?$", s.before)
    if not attribute or "的" not in s.after:
        return None
    noun = s.after[s.after.rindex("的") + 1 :]
    noun = noun[: noun_end(noun)]
    middle = s.after[: s.after.rindex("的")]
    return (f"{noun}{attribute[1]}{middle}", 0.7) if noun else None


def _noun_after(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """10名残疾人, 1800名农村党员已掌握…: the noun behind the number with the verb before it or what is said of it."""
    if dimension(s.q.unit) in ("share", "time") and s.q.unit != "个月" and not s.after.startswith("的"):
        return None
    noun = _phrase_after(s)
    if len(noun) < 2 and not (len(noun) == 1 and s.q.unit in ("个", "次")):
        return None
    verb = _governing_verb(s.before)
    said = _said_of(s, noun)
    if verb:
        return f"{verb}{noun}", 0.75
    if said and len(said) + len(noun) <= LONGEST - 2:
        return f"{said}的{noun}", 0.7
    if said:
        return f"{said[: LONGEST - 3 - len(noun)]}的{noun}" if len(noun) < 10 else noun, 0.5
    return noun, 0.5


def _governing_verb(before: str) -> str:
    """The verb phrase right before the number, if it takes the noun as its object; "" after 有, 共 or nothing."""
    text = trim(before)
    found = last_match(verbs(), text)
    if found is None or found.end() != len(text) or len(found[0]) < 2:
        return text if found and found.end() == len(text) and 2 <= len(text) <= 6 else ""
    return text if len(text) <= 8 else text[found.start() :]


def _said_of(s: Setting, noun: str) -> str:
    """The predicate that follows the noun in the clause, numbers and particles left out."""
    at = s.tail.find(noun)
    rest = s.tail[at + len(noun) :] if at >= 0 else ""
    if s.right and (found := strong().search(rest)):
        rest = rest[found.start() :]
    rest = re.sub(r"[\d.]+[万亿]?[余多]?[个名位户人家条件项]?", "", rest)
    rest = re.sub("^(?:已经|已|均|都|全部|基本|先后|分别|也|又|还|能够|能|可以|可)+", "", rest.strip("、 "))
    rest = rest.replace("了", "").replace("过", "")
    return rest[: LONGEST - 4] if verbs().match(rest) else ""


def _object_before(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """扶贫资金54万元, 培训党员1237名: the words before, without the subject where they are long."""
    text = trim(s.before)
    if len(text) < 2:
        return None
    if s.before.rstrip("共达仅只有占约近为了到却 ").endswith("的"):
        head = earlier[-1] if earlier else ""
        text = f"{text}的{head[-4:]}"
    if dimension(s.q.unit) == "share" and (whole := s.after.lstrip("的")) and noun_end(whole) > 1:
        text += whole[: noun_end(whole)]
    return text, 0.7


def _shared(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """160期3215人次: the second shares the words of the first."""
    if not (s.chained and earlier):
        return None
    return re.sub("(?:期|次|场|户|件|条|份|人)?数$|场次$|人次$|金额$", "", earlier[-1]), 0.6


def _clause_before(s: Setting, earlier: list[str]) -> tuple[str, float] | None:
    """A number that begins its clause takes the last words of the clause before: 种植兰花的, 13户."""
    clause = re.split("[，,：:。；;]", s.lead.rstrip("，,：: "))[-1]
    said = _said_of(s, "") if not s.before else ""
    if said:
        return said, 0.4
    text = trim(clause)
    return (text, 0.4) if len(text) >= 2 else None
