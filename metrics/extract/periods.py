"""The time a figure speaks of, from the words of its sentence: 2001, 2000-2001, 截至2001, 2008-."""

from __future__ import annotations

import re

from metrics.extract.lexicon import last_match

YEAR = r"(?P<{0}>(?:19|20)\d\d)"
TIMES = re.compile(
    r"(?:截至|截止|到)(?P<until>(?:19|20)\d\d)年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|末)?(?:为止)?"
    r"|(?P<from>(?:19|20)\d\d)年?\s?[—–\-至到~]{1,2}\s?(?P<to>(?:19|20)\d\d)年"
    r"|(?:自|从)?(?P<since>(?:19|20)\d\d)年?(?:\d{1,2}月)?(?:份)?(?:以来|起|开始|至今)"
    r"|(?<![比较])(?P<year>(?:19|20)\d\d)(?:年|年度)"
    r"|(?P<relative>去年|今年|上年|前年|本年度|上年度)(?!初以来|以来|底以前)"
)
BACK = {"去年": 1, "上年": 1, "上年度": 1, "前年": 2, "今年": 0, "本年度": 0}
UNTIL_WORDS = ("截至", "截止")


def period_of(words: str, today: int | None = None) -> tuple[str | None, str | None]:
    """The period that the words before a figure (of its sentence) set for it, and its basis: the last one named.

    `today` is the year the text was written in, if that is certain: only then is 去年 read.

    >>> period_of("截至2001年底,全县已有"), period_of("去年全县共组织", 2002), period_of("去年全县共组织")
    (('截至2001', 'stated'), ('2001', 'inferred'), (None, None))
    """
    found = last_match(TIMES, words)
    if found is None:
        return None, None
    if found["until"]:
        stated = found[0].startswith(UNTIL_WORDS)
        return (f"截至{found['until']}" if stated else found["until"]), "stated"
    if found["from"]:
        return f"{found['from']}-{found['to']}", "stated"
    if found["since"]:
        return f"{found['since']}-", "stated"
    if found["year"]:
        return found["year"], "stated"
    return (str(today - BACK[found["relative"]]), "inferred") if today else (None, None)
