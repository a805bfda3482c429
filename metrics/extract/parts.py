"""The words around a quantity that its label can be built of: the noun behind, verb and object before, the topic …"""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from metrics.extract.clauses import Setting, noun_end
from metrics.extract.label_rules import ENDING, GOES_TO, INSIDE, SINCE, WITH_WHOM, phrase_after
from metrics.extract.lexicon import verbs
from metrics.extract.phrases import NAMING, balanced, clauses_of, compressed, topic_of, trim, without_subject

Parts = dict[str, str]

NUMBER = begun(
    r"[约近]?(?:\d[\d.,，]*|[一二两三四五六七八九十百千万]+(?=[个名位户人家条件项套台次期]))[万亿千百]?[余多]?"
    "(?:个|名|公里|户|件|条|项|元|亩|米|人次|人|位|家|只|头|对|支|座|次|期|场|套|台|起(?![来草步点])|%)?"
    "(?:以上|左右)?"
)
AUXILIARY = re.compile(
    "^(?:已经|已|均|都|全部|基本|先后|分别|也|又|还|能够|能|可以|可|被|通过|主动|自觉|积极|共同|将|就|进行了?|得到了?|开展了?)+"
)
INSIDE_IT = re.compile("[中里内]")
SPAN_WORD = re.compile("^(?:的?时间|来)[里内]?的?")  # 三年时间, 一年多来: says no more than the unit
WHO = re.compile(
    "^[^、的“”]{0,11}?(?:[员者户师友众]|(?<![个两几数])人(?![员才口民大力均])|村(?![民社两级组委庄干党支集企镇部])|社区|小区"
    "|党总?支部(?!书记|委员|成员)|党委(?!书记|委员)|党工委(?!书记)|党组织(?!书记|负责)|单位|部门|干部|群众|企业|乡镇|街道"
    "|学校|书记|委员|合作社|公司|家庭|老人|儿童|学生|典型|人才|项目|基地|岗位|问题)"
    "(?=[^、的”]{2})(?!书记|成员|委员|负责人|代表|组织)"
)
DOES = re.compile("[员者户人村部委位区组社校业]$")


def parts_of(s: Setting, earlier: list[str]) -> Parts:
    """The parts by name, "" where there is none; `earlier` are the labels before it in its sentence.

    `noun` and its `core` with what it does (`act`, `acts`), `verb` and `object` right before, all `before` and without
    the one who acts `own`, the `subject`; the `topic` and the last `clause` before with its object, a `thing`; what is
    said `next`; `tail` is the rest of the clause; the `earlier` label, and what it is of, `named`.
    """
    found = _before(s) | _behind(s) | _around(s)
    found["earlier"] = compressed(ENDING.sub("", earlier[-1]), 12) if earlier else ""
    found["named"] = compressed(object_of(found["earlier"]), 12) if earlier else ""
    return found


def _before(s: Setting) -> Parts:
    words = balanced(trim(SINCE.sub("", s.before)))
    long = long_verbs(words)
    last = long[-1] if long else None
    thing = words[last.end() :].lstrip("了过着") if last else words
    return {
        "before": words,
        "own": without_subject(words),
        "verb": last[0] if last else "",
        "object": compressed(thing, 14),
        "modifier": compressed(thing, 8),
        "bare": thing.rpartition("的")[2] if "的" in thing else "",
        "last act": words[last.start() :] if last else "",
        "two acts": words[long[-2].start() :] if len(long) > 1 else "",
        "all acts": words[long[0].start() :] if long else "",
        "subject": compressed(words[: long[0].start()], 10) if long and long[0].start() > 1 else "",
    }


def _behind(s: Setting) -> Parts:
    noun = plain(INSIDE.sub("", SPAN_WORD.sub("", phrase_after(s))))
    head = noun.rpartition("的")[2] if "的" in noun[:-1] else noun
    core = core_of(head)
    rest = s.tail.partition(noun if s.right else core)[2] if noun and noun in s.tail else s.tail
    said = AUXILIARY.sub("", (s.closing if s.right else rest).lstrip("、的 "))
    first = verbs().match(said)
    if INSIDE_IT.fullmatch(said) or (first and first[0] in NAMING):
        said = ""
    said = without_numbers(WITH_WHOM.sub("", GOES_TO.sub("", plain(said))))
    return {
        "noun": compressed(noun, 14),
        "core": core,
        "act": compressed(re.split("[、并和及，]", said)[0], 10),
        "acts": compressed(said, 10),
        "tail": compressed(plain(without_numbers(s.tail)), 14),
    }


def _around(s: Setting) -> Parts:
    lead, rest = clauses_of(s.lead), clauses_of(s.rest)
    clause = plain(without_numbers(lead[-1])) if lead else ""
    thing = object_of(clause)
    following = plain(without_numbers(rest[0])) if rest else ""
    acts = long_verbs(following)
    return {
        "topic": compressed(topic_of(s.lead), 10),
        "clause": compressed(clause, 14),
        "thing": compressed(thing.rpartition("的")[2] or thing, 10),
        "next": compressed(following[acts[0].start() :] if acts else following, 10),
    }


def core_of(noun: str) -> str:
    """A noun without the words behind it that begin what is said of it.

    >>> core_of("试点村流转土地"), core_of("志愿者连续"), core_of("村党支部书记")
    ('试点村', '志愿者', '村党支部书记')
    """
    found = WHO.match(noun)
    end = found.end() if found else len(noun)
    for verb in verbs().finditer(noun, 2):
        if verb.start() >= end:
            break
        if len(verb[0]) > 1 and verb.end() < len(noun) and DOES.search(noun, 0, verb.start()):
            return noun[: verb.start()]
    return noun[:end]


def object_of(words: str) -> str:
    """The noun phrase behind the first verb that has one behind it, else what stands behind the last, else all.

    >>> object_of("从外地引进竹编加工项目"), object_of("年收入")
    ('竹编加工项目', '年收入')
    """
    thing = words
    for verb in long_verbs(words):
        rest = words[verb.end() :].lstrip("了过着到")
        if len(rest) > 1:
            thing = rest
        if len(rest) > 2 and noun_end(rest) == len(rest):
            break
    return thing


def long_verbs(words: str) -> list[re.Match[str]]:
    """The verbs of two characters and more.

    >>> [verb[0] for verb in long_verbs("已引进竹编加工项目")]
    ['引进', '加工']
    """
    return [verb for verb in verbs().finditer(words) if len(verb[0]) > 1]


def without_numbers(words: str) -> str:
    """The words without the numbers and their units: 签订了3万套订单 → 签订了订单.

    >>> without_numbers("签订了3万套订单")
    '签订了订单'
    """
    return NUMBER.sub("", words)


def plain(words: str) -> str:
    return trim(balanced(words.replace("了", "").replace("过", "")))
