"""What stands under the line of a unit that the words give: 每年安排1000元 is 元/年, 每人帮扶3户 is 户/人."""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from metrics.extract.lexicon import last_match
from metrics.extract.records import Quantity
from metrics.extract.units import dimension, match_unit, unit_name

DONE = begun("[已了]|累计|共(?![建同产青享])")
STANDARD = re.compile("的?标准[^。;；]{0,8}?各(?P<who>[村户乡镇人组]|支部|社区)")
PAUSES = re.compile("[,，:：]")
STOPS = re.compile("[。;；!！?？\n―]")
PER_TIME = begun(
    "每(?:个)?(?P<time>[两三四五六2-6](?:个月|月|年|天|周)|半年|季度|学期|年度|年|月|季|周|旬|日|天|星期)|(?<![户人村亩])(?P<mean>[年月日])均"
    "|(?:^|(?<=[，。；：“]))(?:他|她)?(?P<once>一年)(?:下来)?(?!来|多|以来|之内|内|前|后|一)"
    r"|(?<![\d〇零一二三四五六七八九十两几近今去前当每全同生节])(?P<flow>[日月年])(?=产(?!量|业|生|品)|创收|获利|盈利|收益(?!的)|预算支出|支出|加工|处理|出栏|租金|薪|工资|接待)"
    "|一个?(?P<wage>月|天)(?:下来)?(?=[能可也就净]{0,2}[挣赚省领拿收]|工[钱资钿]|$)"
)
PER_WHO = begun(
    "每(?:一)?(?P<counter>公里|公斤|[斤吨度]|[个名位户人村亩家场期社组对头只株镇乡县项件次股层])|(?<!全)(?P<mean>[人户村亩镇乡组])(?:平均|均|年均)"
    "|平均每?(?P<even>[人户村亩])(?![员民])|(?:^|(?<=[，。；：“]))一(?P<area>亩)地"
)
OBJECTS = begun("(?:(?<!结)对(?![象子接口])|[向给])(?:全[县市区乡镇村])?[^，。；]{0,4}$|为[^，。；]{0,4}的$")
ACTS = frozenset({"次", "件", "个", "场", "期", "户", "篇", "项", "场次"})
MADE = re.compile("[出成了已]")
NAMES = {"季": "季度", "两月": "两个月", "日": "天", "年度": "年", "星期": "周"}
PERSON_WORDS = re.compile(
    "干部|党员|委员|书记|领导|代表|人员|职工|教师|学生|理事|老师|同志|社员|村民|农民|群众|劳动力|队员|人"
)


def rate_of(string: str, q: Quantity) -> str:
    """The unit of a quantity with what it is counted by, from the words of its sentence; unchanged where none.

    >>> text = "县财政每年安排1000元的工作经费"
    >>> rate_of(text, Quantity(7, 12, 1000.0, "元"))
    '元/年'
    """
    if "/" in q.unit or q.unit in ("", "%", "倍", "岁") or dimension(q.unit) in ("time", "share"):
        return q.unit
    sentence = STOPS.split(string[max(0, q.start - 60) : q.start])[-1]
    clause = PAUSES.split(sentence)[-1]
    standard = STANDARD.match(string, q.end)
    if standard:
        return f"{q.unit}/{standard['who']}"
    return _by_time(q, sentence, clause) or _by_who(q, clause) or q.unit


def _by_time(q: Quantity, sentence: str, clause: str) -> str | None:
    """每年办1件: the rate holds for the clause, and for acts counted in the clauses that follow it."""
    carried = q.unit in ACTS and q.value <= 10 and not MADE.search(clause)
    holds = sentence if carried else clause
    found = last_match(PER_TIME, holds)
    if OBJECTS.search(holds[found.end() :] if found else "") and q.unit in ("个", "户", "名", "人", "位"):
        return None
    if found is None or (found["mean"] and found.end() < len(holds) - 12):
        return None
    if DONE.search(holds[found.end() :]) or (found["flow"] and not _flows(holds[found.end() :], clause)):
        return None
    time = found["time"] or found["mean"] or found["wage"] or found["flow"] or found["once"][1:]
    return f"{q.unit}/{NAMES.get(time, time)}"


def _flows(between: str, clause: str) -> bool:
    """Whether 年产, 年获利 is said of this quantity: in its clause, with no other before it."""
    return len(between) <= len(clause) and not re.search("\\d", between)


def _by_who(q: Quantity, clause: str) -> str | None:
    found = last_match(PER_WHO, clause)
    if found is None or DONE.search(clause[found.end() :]):
        return None
    who = found["mean"] or found["counter"] or found["even"] or found["area"]
    if who in "个名位":
        who = _who(clause[found.end() :], who)
    return f"{q.unit}/{who}"


def _who(after: str, counter: str) -> str:
    """每个村干部 is a person, 每个村 a village, 每名党员 a person."""
    if counter in "名位":
        return "人"
    person = PERSON_WORDS.search(after[:8])
    if person:
        return "人"
    written = match_unit(after, 0)
    return unit_name(written) if written else counter
