"""Numbers that say which one, not how many: 2016届毕业生, 3.0版, 工程三期, 大厦22层, 三次全会, 最后一百米."""

from __future__ import annotations

import re

from metrics.extract.tokens import Number

BEFORE, AFTER = 12, 6
WHICH = {  # of the number between ‹ and ›, with what stands before it and behind its unit
    "年": "第[一二三四五六七八九十两\\d]{1,2}个‹|(?:成立|诞生|建[党国军校])‹[^›]*›(?:时|之际)|‹十›如一日|›一度",
    "公里": "最[后先初]‹",
    "米": "最[后先初]‹",
    "版": "‹0|‹\\d+\\.|(?:下转|上接|[详参]见)第?‹",
    "届": "‹(?:19|20)\\d\\d›|‹[5-9]\\d›(?:毕业|校友|学[生员子]|[、和]\\d\\d届)",
    "次": "^(?!.*(?:召开|举行)[了过]?‹).*‹[^两\\d›]+›(?:全会|全体会议)|(?:人大|政协|代表大会)‹[^两\\d›]+›会议",
    "类": "(?<![分共])‹[一三四五]›(?:村|水)",
    "期": "(?:工程|项目|园区|小区|[一二三]期)[”、和及]{0,2}‹[一二三四五\\d]›",
    "层": "^(?!.*[建盖修]).*(?:大厦|广场|酒店)‹",
    "组": "(?<![全该本我各每])村‹",
}
_PATTERNS = {unit: re.compile(pattern) for unit, pattern in WHICH.items()}


def says_which(string: str, number: Number, end: int, unit: str) -> bool:
    """Whether the number with its unit (which ends at `end`) only tells one of a row from the others.

    >>> says_which("2016届毕业生", Number(0, 4, 2016.0), 5, "届"), says_which("已办19届。", Number(2, 4, 19.0), 5, "届")
    (True, False)
    """
    pattern = _PATTERNS.get(unit)
    if pattern is None:
        return False
    before, written = string[max(0, number.start - BEFORE) : number.start], string[number.start : number.end]
    return pattern.search(f"{before}‹{written}›{string[end : end + AFTER]}") is not None
