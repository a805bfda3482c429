"""Whether a figure is reported, a target, a rule or background: by the words of its sentence and its section.

What is done outweighs what is aimed at where both are said: the later of the two before the number counts.
"""

from __future__ import annotations

import re

from metrics.extract.clauses import Setting
from metrics.extract.lexicon import last_match

TARGET = re.compile(
    r"力争|争取(?=在|到|用|三|两|\d)|争创(?!活动|目标|重点|工作|责任|条件)|目标(?:是|为|任务|，|,|：|:)|的目标|"
    r"计划(?=[在到于用投建新发培实完达]|\d|[一二三四五六七八九十两]|$)|预计|预期|"
    r"可望|有望|拟(?=建|投|用|在|于|定用)|打算|(?<!先)将(?=达|建|在|于|实现|完成|投|新|培)|到(?:明|今)年底|明年|努力(?=使|实现|达)|"
    r"确保.{0,6}达|要达到|可达|承诺书?(?:提出|中|是|为|：)|实施.{0,3}“?\d+ ?”?工程|奋斗|"
    r"实施“[^”]{2,12}”工程[^。；]{0,12}即"
)
AIM_SAID = re.compile("以“[^”]{2,80}”为(?:总)?目标|以[^，。；]{2,50}为(?:总)?目标|目标管理|目标责任")
RULE = re.compile(
    r"各(?=一)|要求|规定|应(?!用|对|急|届|邀)|必须|须(?!知)|不得|不少于|"
    r"不低于|原则上|(?<!高)标准(?!化)|的规模|任期|至少|定期|一年一|实行.{0,8}制|制度?”?[，,：:]?即|(?<=[委部会村户位])要(?=[带帮联达建办])"
)
DONE = re.compile(
    r"已(?!婚|故)|了(?!解)|曾|累计|(?<!一)共(?!建(?![立成设])|同|产|青|享|有制)|先后|现有|现已|目前|如今|截至|截止|统计|以来|"
    r"去年|结成|结为|取得"
)
KEPT = re.compile(r"基本做到|做到了|坚持|已|了(?!解)|(?<!一)共(?!建|产|同|享)|累计|实现|统计|现有|目前")
PAST = re.compile(
    r"过去|以前|原来|原有|原定|原先|当时|此前|解放前|改革开放|合并|不通|没有|缺(?!席)|只有$|仅有?$|[仅只]占$|只有\d|普遍存在|"
    r"落后(?![户村群地面支党])|空壳|老化|制约|长期以来|改制前|实施前|开展前"
)
RULE_SAID = re.compile("要求|规定|应当?(?!用|对|急|届|邀)|必须|不得|原则上|实行.{0,8}制|制度?”?[，,：:]?即")
DID = re.compile("实现|(?<![可要将争望能])达(?!标)|完成|新增|增至|建成|发展到")
AREA = re.compile("辖|地处|位于|总人口|总面积|国土面积|总户数|版图")
ACT_UNITS = frozenset({*"次件个户名位人项场期篇条份村天家", "篇幅", "课时"})
GIVEN = re.compile("补助|补贴|安排|奖励?|标准|经费|发放|拨|给予|报酬|误工|津贴")
BINDING = re.compile("每[个名位户人村年月季半周天]|要求|规定|应当|必须|不得|不少于|至少")
ACTED = re.compile(
    "(?:组织|开展|举办|进行|实施|建立|成立|召开|结成)[^，。]{0,30}了|了[^，。]{0,30}(?:活动|对子)|已[^，。]{0,12}(?:建立|开展|组织)"
)
LISTED = re.compile("即|包括|分别是|分为|下设|设置|推选|由.{0,12}按|增选|重点")
AIMED = re.compile("建成|达到|实现|发展|过$|超过|增加|提高|完成|突破|培养|新增")


def kind_of(s: Setting, section: str | None, section_head: str = "") -> tuple[str, float]:
    """reported, target, norm or context, and how sure the rule is.

    `section` is the kind of the section the figure stands in, `section_head` its heading ("" where it has none).
    """
    said = _quoted_part(f"{s.lead}{s.upto}")
    if s.q.unit == "岁":
        return "context", 0.9
    if _is_rate(s, said):
        return "norm", 0.8
    if _is_target(said):
        return "target", 0.8
    if _is_rule(s, said, section):
        return "norm", 0.7
    if _is_goal(s, said, section):
        return "target", 0.5
    if section == "background" and section_head and not ACTED.search(f"{said[-60:]}{s.tail}"):
        return "context", 0.8
    if AREA.search(said) and not DONE.search(said):
        return "context", 0.6
    near = f"{s.lead[-12:]}{s.before}"
    if s.after.startswith("不通"):
        return "context", 0.6
    if (PAST.search(near) or s.rest.startswith("普遍存在")) and not re.search("已(?!有)|新", s.before):
        return "context", 0.6
    return "reported", 0.85 if DONE.search(f"{said[-40:]}{s.tail[:20]}") or DID.search(said[-20:]) else 0.6


def _kept(s: Setting, said: str) -> bool:
    """Whether a rule is said to have been kept: 了, 已, 累计 in the clause, or after the word that makes it a rule."""
    if KEPT.search(s.upto if len(s.upto) < len(said) else said):
        return True
    kept, rule = last_match(KEPT, said), last_match(BINDING, said)
    return kept is not None and (rule is None or kept.start() > rule.start())


def _quoted_part(said: str) -> str:
    """What is said since an opening quotation mark that is still open: a rule told in the account of a deed."""
    opened = said.rfind("“")
    inside = opened > said.rfind("”") and not said[:opened].endswith(("做到了", "做到", "实现了", "坚持"))
    return said[opened + 1 :] if inside else said


def _is_rate(s: Setting, said: str) -> bool:
    """How often, how much for each, where it is not said to have been kept."""
    base, _, under = s.q.unit.partition("/")
    if not under or under in ("亩", "公里") or _kept(s, said[-60:]) or re.search("[人户村]均|平均", s.before[-14:]):
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
    behind = re.match("的?(?:标准|规模)", s.after)
    if RULE.search(s.before) or behind or RULE_SAID.search(s.lead[-20:]) or s.before.endswith("一定"):
        return True
    if section != "practice" or DONE.search(f"{said}{s.tail}"):
        return False
    return (bool(LISTED.search(s.before)) and s.q.value <= 10) or s.q.value_max is not None


def _is_goal(s: Setting, said: str, section: str | None) -> bool:
    """建成100亩以上…: in the account of what is done, a thing not yet done and given as a least."""
    open_end = s.q.qualifier == "more" and not re.search("[多余几]", s.words)
    return (
        section == "practice"
        and open_end
        and bool(AIMED.search(s.before) or s.q.value >= 100)
        and not (DONE.search(f"{said}{s.tail}{s.rest[:20]}"))
    )
