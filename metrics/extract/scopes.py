"""Whose figure it is: the one who acts, nearest before it, else the one the sentences before were about.

A rule's figure belongs to those it binds (每名乡干部 → 乡干部); words between quotation marks to their speaker, who is
often named after them; where nothing is said the figure is of the unit the story is about (全县).
"""

from __future__ import annotations

import re

from cases.extract.alternatives import begun
from metrics.extract.cast import Actor, Cast
from metrics.extract.clauses import Setting
from metrics.extract.lexicon import last_match, strong

BACK = 240
NEXT_TOPIC = begun(
    "据[^，。]{0,6}统计|总的看|[一二三四五六七八九]是|[一二三四五六七八九十]、|（[一二三四五六七八九十]）"
)
EACH = begun(
    "每(?:一)?(?:个|名|位)?(?P<one>[\u4e00-\u9fff、（）]{1,14}?)(?=[各都均要应须至每有由联带帮培选推结明配设订召办开安])"
)
ASKED = begun("(?:要求|规定|鼓励|引导|明确)(?P<who>[\u4e00-\u9fff、（）]{2,16}?)(?=每|[要应须至在对]|做到|联系|帮|带)")
BY_EACH = re.compile("(?P<who>[\u4e00-\u9fff、（）]{2,16}?)(?:每[人个名月年季周]|至少|要(?=[联帮带]))")
BINDS = re.compile(
    "(?:^|[，；：])(?P<who>[\u4e00-\u9fff]{2,10}?(?:干部|党员|支部|党委|理事会|协会|合作社|企业|户|单位|部门|工作队))(?=联系|帮扶|帮带|带动|结对|推选|到|对|制定|召开|负责)"
)
AFTER_EACH = re.compile("每(?:季度|[月年周]|半年)(?P<who>[一-鿿]{1,6}?(?:党委|支部|党员|干部|党组织))")
GIVEN = re.compile("^(?:支持|鼓励|扶持|资助|补助|奖励)(?P<who>[一-鿿]{2,10}?)(?=成立|送|开展|建|发展|组织|办|购)")
FORMED = re.compile("(?:成立|组成|组建|建立)(?:了|起)?“?(?P<who>[一-鿿]{2,8}?(?:理事会|小组|协会|联盟|服务队|工作队))")
HELPED = re.compile("(?:帮助|协助|为|使|给|把)(?P<who>(?:受帮扶|帮扶|共建|联系|结对|包扶|包联)村)(?![党级民])")
PERSONS = begun("(?:[员部者主人师户长民]|书记|领导|明星)$")
PLACES = re.compile("(?:队|村|社区|支部|党委|党组织|单位|部门|乡镇|街道|户区|小组|学校|企业)$")
SAID = re.compile("说|述职|汇报|讲述|回忆|算起|介绍|表示|告诉|道(?![路德理])|坦言|感慨|感叹|笑|高兴|激动|：")
PLEDGED = re.compile("(?:承诺书?|承诺牌|公约)[^，。；“”]{0,4}(?:提出|写明|写道|写着)?[，：]?$")
HE = re.compile("[他她]")
ASIDE = begun("(?:[与到向为被]|参与|参加|[在是][\u4e00-\u9fff]{0,3})$")
JOINING = ("参与", "参加")
CLAUSE = re.compile("[，。；：\n“”]")
RANKS = "村乡镇县区旗市州省国"
BEHIND = re.compile("^的(?=[\u4e00-\u9fff])")
TIME_WORDS = re.compile("^(?:[名位个户]|今年|去年|目前|现在|如今|即|原则上|一般|其中|同时|对|由|让|把)")


def scope_of(s: Setting, string: str, cast: Cast, kind: str) -> tuple[str, float]:
    """The scope of a figure and how sure the rule is."""
    if kind == "norm" and (bound := _bound(s, cast.home)):
        return bound, 0.6
    if spoken := _speaker(s, string, cast):
        return spoken, 0.6
    near = 10 if s.q.unit == "岁" else 3
    behind = cast.after(s.q.end, s.q.end + near) if BEHIND.match(s.after) else []
    if behind and behind[0].level in ("village", "person", "firm"):
        return behind[0].name, 0.7
    said = _subjects(cast.before(s.q.start, s.sentence[0]), string)
    helped = last_match(HELPED, f"{s.lead}{s.upto}")
    if helped and not any(a.level != "home" for a in said[-1:]):
        return helped["who"], 0.6
    if said:
        return said[-1].name, 0.8
    carried = _carried(s, string, cast)
    return (carried, 0.5) if carried else (cast.home, 0.4)


def _subjects(said: list[Actor], string: str) -> list[Actor]:
    """Without those in the clause of another before them that only say where or with whom: 白水村在柳河镇率先…."""
    kept: list[Actor] = []
    for actor in said:
        aside = kept and ASIDE.search(string, max(kept[-1].end, actor.start - 4), actor.start)
        if not aside or (aside[0] not in JOINING and CLAUSE.search(string, kept[-1].end, actor.start)):
            kept.append(actor)
    return kept


def _bound(s: Setting, home: str) -> str | None:
    """Whom a rule binds: 每名乡干部 → 乡干部, 每村 → 各村, 要求机关单位每季度 → 机关单位."""
    words = f"{s.lead}{s.upto}"
    each = last_match(EACH, words)
    if each and not re.match("[年月季周日天半次]|星期|学期", each["one"]) and (name := _all_of(each["one"])):
        return name
    for pattern in (AFTER_EACH, ASKED, BY_EACH, BINDS):
        if (found := last_match(pattern, words)) and (name := _group(found["who"])):
            return name
    if given := GIVEN.match(s.rest):
        return given["who"]
    formed = FORMED.search(f"{s.lead[-60:]}{s.upto}{s.tail}")
    return formed["who"] if formed else None


def _group(words: str) -> str | None:
    name = TIME_WORDS.sub("", words)
    known = PERSONS.search(name) or PLACES.search(name)
    return name if 2 <= len(name) <= 16 and known and not strong().match(name) else None


def _all_of(one: str) -> str | None:
    """每名乡干部 → 乡干部, 每个村 → 各村; None for what is neither a person nor a body."""
    one = one.rpartition("或者")[2]
    if PLACES.search(one) or one == "村":
        return f"各{one}"
    return one if PERSONS.search(one) and len(one) > 1 else None


def _speaker(s: Setting, string: str, cast: Cast) -> str | None:
    """Who says it, of a figure between quotation marks that are told apart from the story by who is named behind."""
    opened = string.rfind("“", max(0, s.q.start - BACK), s.q.start)
    if opened < 0 or string.rfind("”", opened, s.q.start) >= 0:
        return None
    closed = string.find("”", s.q.end, s.q.end + BACK)
    ended = string[opened:closed].rstrip()[-1:] in tuple("，。！？")
    shortest = 5 if ended else 12
    if closed < 0 or closed - opened < shortest or "\n" in string[opened:closed]:
        return None
    within = [a for a in cast.before(s.q.start, opened) if a.level in ("village", "person", "firm", "home")]
    if within:
        return within[-1].name
    end = string.find("\n", closed, closed + 80)
    end = end if end >= 0 else closed + 80
    near = cast.after(closed, closed + 24) and opened - string.rfind("\n", 0, opened) < 40
    if not near and not SAID.search(string[max(0, opened - 12) : opened] + string[closed:end]):
        return None
    after = [a for a in cast.after(closed, end) if a.level in ("village", "person", "town")]
    before = [a for a in cast.before(opened, opened - 40) if a.level in ("village", "person", "town")]
    if before and PLEDGED.search(string, max(0, opened - 12), opened):
        return before[-1].name
    if ended and after and (not before or "：" not in string[opened - 1 : opened]):
        return _most_precise(after).name
    return before[-1].name if before else None


def _most_precise(actors: list[Actor]) -> Actor:
    person = next((a for a in actors if a.level == "person"), None)
    village = next((a for a in actors if a.level == "village"), None)
    return person or village or actors[0]


def _carried(s: Setting, string: str, cast: Cast) -> str | None:
    """The one the sentences before were about, unless a new topic has begun since."""
    earlier = _subjects(cast.before(s.sentence[0], s.sentence[0] - BACK), string)
    if not earlier or _above(earlier[-1].name, cast.home):
        return None
    last = earlier[-1]
    since = string[last.end : s.q.start]
    if NEXT_TOPIC.search(since) or since.count("\n\n\n") or (last.level == "body" and "。" in since):
        return None
    if "\n" in since and (len(since) > 160 or (last.level in ("person", "firm") and not HE.search(since))):
        return None
    return last.name


def _above(name: str, home: str) -> bool:
    """Whether a unit stands above the story's own: what is said of 全省 ends with its sentence."""
    return name.startswith("全") and home.startswith("全") and RANKS.find(name[-1]) > RANKS.find(home[-1])
