"""What is no doing of the story: the lie of the land, who lives there, what was lacking, how things were before."""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from metrics.extract.clauses import Setting

ACTED = begun(
    "(?:组织|开展|举办|进行|实施|建立|成立|召开|结成)[^，。]{0,30}了|了[^，。]{0,30}(?:活动|对子)|已[^，。]{0,12}(?:建立|开展|组织)"
)
CHANGED_TO = re.compile("(?:提高|增加|增长|上升|下降|减少|发展|扩大|降低|降|升|增)(?:了)?(?:到|至|为)$")
TIMES = frozenset({"年", "月", "个月", "天", "周", "季度"})
DONE = begun(
    r"已(?!婚|故)|了(?!解)|曾|累计|(?<!一)共(?!建(?![立成设])|同|产|青|享|有制)|先后|现有|现已|目前|如今|截至|截止|统计|以来|"
    r"去年|结成|结为|取得"
)
COMPARED = begun(
    "[比较](?:去年|上年|前年|过去|以前)|原[有来]基础上|将(?=[^，。；]{1,40}(?:相?结合|作为|列为|纳入|列入|融入))"
)
PAST = begun(
    r"过去|以前|原来|原有|原定|原先|当时|此前|解放前|改革开放|合并|不通|(?<!如果)没有|缺(?!席)|只有\d|普遍存在|"
    r"落后(?![户村群地面支党])|空壳|老化|制约|长期以来|改制前|改革前|实施前|开展前"
)
AREA = begun(
    r"辖(?!区)|辖区内?(?:现有|共有|有|面积|人口|总|[^，。]{0,6}数量)|地处|位于|总人口|总面积|国土面积|总户数|版图|(?<!共)拥有(?=$|[^，。]{0,4}$)|"
    r"(?:是|作为)[^，。]{0,12}(?:大[县市镇乡]|贫困[县村乡](?!的))|"
    r"(?:^|[，、；本村县乡镇现均总])(?:有)?(?:户籍|常住|农业|农村|流动)?(?:人口|耕地|林地|山地|山林|草场|水域)(?:面积)?(?:总数)?[约近达有为共计仅只不足]*$"
)
WORKED = re.compile("解决|投入|组织|开展|建立|成立|新增|完成|实施|安排|发放|帮助|培训|选派")
LOCATED = re.compile("(?:海拔|距离?|相距|相隔|行进|行驶|驱车|车程)[^，。；\\d]{0,10}$")
AWAY = re.compile("之?以?外(?:的|$)")
STANDING = re.compile("^多?的?[^，。；]{0,6}(?:党龄|工龄|教龄|军龄|历史|经验)")
LIES = begun(
    "(?:^|，)(?:水域|总|行政|辖区)?面积[约为达有仅]*$|(?:聚集|汇聚|承载|坐落|分布|居住|生活)(?:了|着)$|[共下管现]辖$"
)
PROFILE = begun(
    "(?:^|[，、；：]|全[县市区乡镇村]|现有|共有|其中|[本该]村)(?:总|农业|户籍|常住|水域|国土)?"
    "(?:户数|人口|农户|劳动力|面积|村民小组|自然村|村民代表|耕地|林地|山林|水田|旱地|山场)(?:总?数|面积)?[约为达有共计]*$"
)
BUILT = begun("[新修扩兴]建|建[成起设有]|设置|设立|打造|流转|转移|搬迁|脱贫")
PER_HEAD_LAND = re.compile("人均(?:耕地|土地)?(?:面积)?[约有不足到仅只]*$")
CHILDREN = re.compile("^(?:未成年|上学的?|在读的?)?(?:子女|儿女|儿子|女儿|孩子|孙子|兄弟|姐妹)")
RESIDENTS = re.compile("^(?:口|农户|人家|村民|人口|居民)?的[^，。；]{0,8}(?:[村镇乡县](?![级干民委集里组])|社区)")
POOR = re.compile("贫困(?:人口|户|群众)就?占[到比了]?$|贫困(?:发生)?率(?:高达|超过|达到?|为|在)?$|平均每$")
NOT_YET = re.compile("^(?:、?\\d+[人户名个])?[^，。；]{0,3}(?:尚未|还未|仍未|未(?:脱贫|出列|摘帽|通)|没有)")
ONLY = begun("(?<!不)(?:尚有|只有|仅有|只占|仅占|仅|只)$")
LEFT = re.compile("减少|消除|清零|下降|转化|降低")
TROUBLED = re.compile(
    "^[^，。；]{0,6}(?:饮水|吃水|用水|行路|出行|上学|就医|看病|住房|生活|增收)(?:十分|非常|极其|很)?(?:困难|难)(?=[，。；])"
)
HARD = re.compile("任务艰巨|基础薄弱|设施落后|条件恶劣|贫困发生率(?:高达|超过|达|为)|生态环境脆弱|发展滞后|底子薄|积贫")
STATE = begun(
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
    "普遍较小|苦于|制约|缺乏|薄弱(?![村户乡学])|匮乏|十分有限|弊端|没有能人|老大难|矛盾不断|产生了?纠纷|离世|去世|病逝|困难重重"
)
ONCE = re.compile("^(?:然而|但是?|可是?)?，?(?:“)?(?:过去|以前|原来|曾经|此前|从前|那时|当时|[一二]十年前)")
SINCE = re.compile("现在|如今|目前|后来|去年|今年|现已|已经|通过|经过")
CHANGE_FROM = begun(r"由(?:原来|过去|原先|当初|最初|起初|上年|以前)?的?$|(?:^|[将把，])原$")
_MERGED = "(?:细化|整合|合并|精简|压缩|缩减|优化|重组|撤并)"
MERGED_FROM = re.compile(f"^[^，。；\\d]{{0,14}}{_MERGED}[^，。；\\d]{{0,4}}[为成到]$")
_NUMERAL = "(?:[近约超过逾]{0,2}[\\d,.一二三四五六七八九十百千万两几]+[多余]?[万千]?(?:个|名|户|口人|口|人)[多余]?)"
_HELD = (
    "(?:其中|“?建档立卡”?|村民小组|居民小组|自然村|行政村|小组|社区|村|组|社|农户|居民|村民|总?人口|人家|群众|"
    "(?:正式|农村|预备)?党员|党总?支部?|贫困(?:户|人口|群众)|口)"
)
INHABITED = re.compile(
    "^(?:[^，。；\\d]{0,12}(?:[村镇乡县组区]|社区))?(?:目前|现在)?(?:[全本该][村镇乡县区组])?[总现共]*(?:有|辖|设|居住[着有])?"
    f"(?>{_HELD}{{0,2}}{_NUMERAL}{_HELD}{{0,2}}[、，和及]?)++$"
)
TAKEN_UP = re.compile("[将把由](?:全[村镇乡县区市])?(?:现?有)?的?$")
HOMES = re.compile("户|个(?:自然|行政)?村|小组|社区")
LIVING = re.compile("有[^，。；]{1,12}(?:户|名|个|人)(?:居民|村民|人家|农户|人口)$")
# Of what sort the members of a body are: 61岁以上的有50人, 高中以下学历的占七成; 其中… goes with what stands before it.
MADE_UP_OF = re.compile(
    "^(?!其中)[^，。；]{0,14}(?:\\d岁以[上下]|(?:小学|初中|高中|中专|大专|本科)(?:及?以[上下])?(?:文化|学历))[^，。；\\d]{0,12}[占有达到近约]$"
)
OTHERS = re.compile("^(?:别人|人家|旁人)")
NATIONWIDE = re.compile("(?:中国|我国|全国)(?:现有|共有|有)[^，。；\\d]{0,10}$")
TURNED = re.compile("[^，。；]{0,12}(?:提|增|减|下|降|上|发展|缩|调整|整合|合并|优化|变)")


def is_context(s: Setting, said: str, section: str | None) -> bool:
    """What was there before or is no doing of the story: the lie of the land, what was lacking, what was before."""
    if section == "background" and not ACTED.search(f"{said[-60:]}{s.tail}"):
        return True
    if (area := AREA.search(said)) and not DONE.search(said) and not WORKED.search(said, area.end()):
        return True
    if STATE.search(s.before.rstrip("约近仅有只共")) or EXAMPLE.match(s.after) or _is_state(s, said):
        return True
    if (BASE.match(s.tail) or BASE.match(s.after)) and not PLACED_IN.search(s.before):
        return True
    held = HOLDS.search(s.upto) and HELD.match(s.after) and not TOOK_PART.match(s.after)
    if held or ("由" in s.upto[:12] and COMPOSED.match(s.after)):
        return not re.search("成立|组建|建立", f"{s.lead[-10:]}{s.upto}")
    if (CHANGE_FROM.search(s.before) and TURNED.match(s.tail)) or _is_merged(s):
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
        and not re.search("建[成起]", s.upto)
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
        or OTHERS.match(s.upto)
        or (MADE_UP_OF.search(s.upto) and not DONE.search(said))
        or NATIONWIDE.search(s.upto)
        or _is_inhabited(s)
    ):
        return True
    if s.q.unit in ("公里", "里", "米", "小时", "分钟"):
        return bool(LOCATED.search(s.before)) or (s.q.unit in ("公里", "里") and AWAY.match(s.after) is not None)
    if s.q.unit == "年":
        return bool(STANDING.match(s.after))
    return s.q.unit in ("人", "户", "口") and bool(RESIDENTS.match(s.after))


def _is_inhabited(s: Setting) -> bool:
    """The clause says who lives there and nothing else, households with people: 全村共有12个村民小组320户1300多人."""
    if s.q.unit not in ("户", "人", "口", "个", "名"):
        return False
    clause = f"{s.upto}{s.words}{s.tail}"
    both = HOMES.search(clause) and re.search("[人口](?:$|[、，])", clause)
    return bool(both or LIVING.search(clause)) and INHABITED.match(clause.strip()) is not None


def _is_merged(s: Setting) -> bool:
    """The number of things before they became more or fewer: 将9个大网格细化为38个小网格."""
    if s.right is None or s.right.unit != s.q.unit or not TAKEN_UP.search(s.before):
        return False
    return MERGED_FROM.match(s.tail[: s.right.start - s.q.end]) is not None
