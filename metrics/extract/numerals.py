"""Chinese and Arabic numerals, as written in reports, to numbers.

The values of the numerals are those of the Chinese language (GB/T 15835-2011, "General rules for writing numerals
in public texts", names them); the colloquial forms (两, 百 without a digit, 三五十, 一百二) are the genre's.
Nothing here knows of units: what stands around a number is read in `quantities`.
"""

from __future__ import annotations

import re

from cases.extract.alternatives import begun

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
MAGNITUDES = SMALL | LARGE
MAGNITUDE = begun("[十百千]?万亿|[十百千]?[万亿]|[十百]|千(?![克瓦伏米卡赫帕])")
ARABIC = re.compile(
    r"(?<!\d)\d{1,3}(?:[,，]\d{3}(?!\d))+(?:\.\d+)?|(?<!\d)\d{1,3}(?:[ ]\d{3}(?!\d))+(?!\.)|\d+(?:\.\d+)?"
)
CHINESE = re.compile("[零〇○一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+[万亿]?)?")
TEEN = re.compile("[一二三四五六七八九]?十(?=[一二两三四五六七八九]{2}$)")
GROUPING = re.compile("[ ,，]")
NEIGHBOURS = re.compile("([一二两三四五六七八九])([二两三四五六七八九])([十百千万亿]*)")


def magnitude(text: str) -> float:
    """How much a magnitude multiplies: 万 10000, 百万 1000000, nothing 1.

    >>> magnitude("百万"), magnitude("")
    (1000000.0, 1.0)
    """
    factor = 1.0
    for char in text:
        factor *= MAGNITUDES[char]
    return factor


def _below_ten_thousand(text: str) -> float | None:
    """一百二十 and, as people say it, 一百二: what follows the last magnitude counts a tenth of it."""
    total, digit, last, seen_zero = 0.0, None, 0, False
    for char in text:
        if char in SMALL:
            total += (1 if digit is None else digit) * SMALL[char]
            digit, last, seen_zero = None, SMALL[char], False
        elif digit and not seen_zero:
            return None
        else:
            digit, seen_zero = DIGITS[char], seen_zero or DIGITS[char] == 0
    if digit is not None:
        total += digit * (last // 10 if last > 10 and not seen_zero else 1)
    return total


def _chinese(text: str) -> float | None:
    for sign, size in (("亿", LARGE["亿"]), ("万", LARGE["万"])):
        head, found, tail = text.partition(sign)
        if not found:
            continue
        if sign in tail:
            return None
        high = _chinese(head) if head else 1.0
        low = _chinese(tail) if tail else 0.0
        if high is None or low is None:
            return None
        spoken = len(tail) == 1 and tail in DIGITS
        return high * size + low * (size / 10 if spoken else 1)
    return _below_ten_thousand(text)


def to_number(text: str) -> float | None:
    """The value of one numeral without unit or qualifier; None where it isn't one number.

    >>> to_number("12.3万"), to_number("一百二十"), to_number("1,000"), to_number("28 160")
    (123000.0, 120.0, 1000.0, 28160.0)
    >>> to_number("两万五"), to_number("百"), to_number("二〇〇二"), to_number("三五")
    (25000.0, 100.0, 2002.0, None)
    """
    arabic = ARABIC.match(text)
    if arabic:
        rest = text[arabic.end() :]
        if rest and not MAGNITUDE.fullmatch(rest):
            return None
        return float(GROUPING.sub("", arabic[0])) * magnitude(rest)
    if not CHINESE.fullmatch(text):
        return None
    if len(text) > 2 and all(c in DIGITS for c in text):
        return float("".join(str(DIGITS[c]) for c in text))
    whole, point, part = text.partition("点")
    if point:
        digits = part.rstrip("万亿")
        base = _chinese(whole)
        decimals = "".join(str(DIGITS[c]) for c in digits)
        return None if base is None else (base + float(f"0.{decimals}")) * magnitude(part[len(digits) :])
    return _chinese(text)


def to_range(text: str) -> tuple[float, float] | None:
    """Two neighbouring digits said as one number: 三五十 is 30 to 50, 两三 2 to 3, 十七八 17 to 18.

    >>> to_range("三五十"), to_range("两三"), to_range("十七八"), to_range("三十")
    ((30.0, 50.0), (2.0, 3.0), (17.0, 18.0), None)
    """
    tens = 0.0
    head = TEEN.match(text)
    if head:
        tens, text = to_number(head[0]) or 0.0, text[head.end() :]
    found = NEIGHBOURS.fullmatch(text)
    if not found:
        return None
    low, high = DIGITS[found[1]], DIGITS[found[2]]
    factor = magnitude(found[3])
    return (tens + low * factor, tens + high * factor) if 0 < high - low <= 2 else None


def to_fraction(text: str) -> float | None:
    """三分之二, 1/3 → the fraction; 百分之五 is a percentage and is read as one by the caller.

    >>> to_fraction("三分之二"), to_fraction("1/4"), to_fraction("百分之五"), to_fraction("1/0")
    (0.6667, 0.25, 0.05, None)
    """
    if "分之" in text:
        below, above = text.split("分之", 1)
    elif "/" in text:
        above, below = text.split("/", 1)
    else:
        return None
    top, bottom = to_number(above), to_number(below)
    return round(top / bottom, 4) if top is not None and bottom else None


def to_tenths(text: str) -> float | None:
    """八成 is 80 (per cent), 七成五 75, 八成半 85.

    >>> to_tenths("八成"), to_tenths("七成五"), to_tenths("八成半"), to_tenths("成")
    (80.0, 75.0, 85.0, None)
    """
    head, _, tail = text.partition("成")
    number = to_number(head) if head else None
    if number is None or number > 10:
        return None
    extra = 0.5 if tail == "半" else (to_number(tail) or 0) / 10 if tail else 0
    return (number + extra) * 10
