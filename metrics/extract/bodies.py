"""Bodies a text speaks of: groups that are the subject of a clause, and those with names of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cases.extract.alternatives import begun
from cases.extract.spans import Span
from metrics.extract.cast import Actor
from metrics.extract.lexicon import scope_words, verbs

BODY = begun(
    r"(?:^|(?<=[，。；：\n\t ])|(?<=要求)|(?<=组织)|(?<=由))(?:全[县市区乡镇])?各(?:级|个)?"
    r"(?P<who>[\u4e00-\u9fff（）、]{0,8}?"
    r"(?:(?:村|社区)(?:[\u4e00-\u9fff]{0,3}(?:理事会|支部|党组织|合作社|协会|委会))?|支部|党委|党组织|党组|单位|部门|党工委|协会|理事会|企业"
    r"|合作社|书记|联系点|学校))(?![级民委干组、（的])"
)
FIRM = r"(?:^|(?<=[，。；：\s]))(?P<who>[“”\u4e00-\u9fff]{2,18}?(?:ENDING))(?P<next>[\u4e00-\u9fff])"
FOUNDED = (
    r"(?:成立|组建|注册|创办|创建|设立|组成)[了起]?(?!成立)(?P<who>[“”\u4e00-\u9fff]{2,16}?(?:ENDING)”?)(?![员负书的])"
)
SHORT = r"(?:(?:^|(?<=[，。；：\s“]))该?|该)(?P<what>ENDING|支部)(?=[\u4e00-\u9fff])"
PLAIN_BRANCH = begun("(?:[村镇乡县市区级设属]|社区|基层|机关|先进|后进|规范化?|示范|中间|农村)党(?:支部|总支)$")
OWN_BODY = begun("(?P<own>[\u4e00-\u9fff]{2,8}?(?:党支部|联村党委|示范园|合作社|公司|学校|中学))(?![书主的等、副])")
BREAK = re.compile(r"[，。；：\s]")
NOT_FIRM = begun(
    "[的了与]|我们|家住|造成|规定|书记|支书|打开|^[把将对我俺是在除使促及建其由以让为该本各每从向经自他她]|全[县市区乡镇]"
)


@cache
def _ending_in(form: str) -> re.Pattern[str]:
    """The pattern with the words bodies end in (合作社, 公司, …) in it."""
    return begun(form.replace("ENDING", "|".join(sorted(scope_words("bodies"), key=len, reverse=True))))


def find_bodies(string: str, span: Span) -> Iterator[Actor]:
    """Groups where they act (各乡镇党委), bodies with names of their own, those newly founded, and short forms."""
    for m in BODY.finditer(string, span.start, span.end):
        yield Actor(m.start(), m.end(), m[0], "body")
    for m in _firms(string, span):
        name = re.sub("^(?:目前|现在|如今|今年|去年|近年来|同时)", "", m["who"])
        if _is_firm(name, m["next"]):
            yield Actor(m.end("who") - len(name), m.end("who"), name, "firm")
    for m in _ending_in(FOUNDED).finditer(string, span.start, span.end):
        yield Actor(m.start("who"), m.end("who"), m["who"].strip("“”"), "founded")
    for m in _ending_in(SHORT).finditer(string, span.start, span.end):
        yield Actor(m.start(), m.end(), "党支部" if m["what"] == "支部" else m["what"], "short")


def _firms(string: str, span: Span) -> Iterator[re.Match[str]]:
    """Where `FIRM` is found: asked only at the beginning of the clauses that have such a word in them."""
    at = span.start
    for ending in _ending_in("(?:ENDING)").finditer(string, span.start, span.end):
        start = ending.start()
        while start > at and ending.start() - start < 19 and not BREAK.match(string, start - 1):
            start -= 1
        if start >= at and (found := _ending_in(FIRM).match(string, start, span.end)):
            at = found.end()
            yield found


def _is_firm(name: str, after: str) -> bool:
    """A body with a name of its own, as the subject: 兴旺养殖专业合作社喂养着, not 建立合作社."""
    if after in "的等、和与中里内生" or len(name) < 5 or name.count("“") != name.count("”"):
        return False
    if NOT_FIRM.search(name) or PLAIN_BRANCH.search(name):
        return False
    words = [m[0] for m in verbs().finditer(re.sub("“[^”]*”", "", name)) if len(m[0]) > 1]
    return all(word in scope_words("trades") for word in words)


def _is_own(name: str) -> bool:
    """Whether the words behind a place name a body of its own: 特色苗木示范园, not 村党支部 or 成立合作社."""
    words = [m[0] for m in verbs().finditer(name) if len(m[0]) > 1]
    return len(name) > 5 and "村" not in name and all(word in scope_words("trades") for word in words)


def own_body(string: str, at: int, name: str) -> Iterator[Actor]:
    """A body of its own named right behind a place: 柳河镇 + 特色苗木示范园, not 白水村 + 党支部."""
    own = OWN_BODY.match(string, at)
    if own and _is_own(own["own"]):
        yield Actor(at, own.end(), f"{name}{own['own']}", "firm")


def ending_of(name: str) -> str:
    """The word for what a body is: 合作社 of 兴旺养殖专业合作社.

    >>> ending_of("兴旺养殖专业合作社")
    '合作社'
    """
    found = _ending_in("(?:ENDING)$").search(name)
    return found[0] if found else name
