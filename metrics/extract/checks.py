"""Figures of a case that can't all be right: sums, shares, totals said twice, a rate over another group, per head.

Precision comes first: a check speaks only where the words tie the figures together and the numbers are exact
enough, and it stays quiet where they agree.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from metrics.extract.check_links import LINKS, Check
from metrics.extract.flagging import PEOPLE, Sentences, alike, by_sentence, exact, flagged, noun_of, number
from metrics.extract.records import FigureFound, FlagFound
from metrics.extract.units import dimension

TOTAL_BEFORE = re.compile(r"(?:共计|共有|共|合计|总计|总共|一共)$")
WHOLE_BEFORE = re.compile(r"(?P<whole>全[县市区乡镇村省])(?:共有|现有|共|有)?(?:[农各]村)?$")
EARLIER = 300  # figures before a rate among which a larger group is looked for
SHARE_BEFORE = re.compile(
    r"占(?:总数|总人数|总户数|其|全部|全体)?的?(?:比例?)?(?:达到?|为)?$|(?P<rate>[\u4e00-\u9fff]{2})率(?:达到?|为)?$"
)


def check(string: str, figures: Sequence[FigureFound]) -> list[FlagFound]:
    """What doesn't fit among the figures of one case (in order, in the offsets of `string`); [] where all fits.

    >>> from cases.extract.spans import Span
    >>> from metrics.extract.figures import read_figures
    >>> text = "种茶12位、养猪20位、养鱼8位,共45位。"
    >>> check(text, read_figures(text, Span(0, len(text))))[0].message
    '所列各项相加为12+20+8=40位，与文中所说的45位不符。'
    """
    rules: tuple[Check, ...] = (
        _sums,
        _parts_exceed,
        _two_values,
        _shares,
        _rate_groups,
        _per_head,
        *LINKS,
    )
    sentences = by_sentence(string, figures)
    return [flag for rule in rules for flag in rule(string, figures, sentences)]


def _sums(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """An enumeration closed by 共N: 13位…、72位…、27位…共152位."""
    flags = []
    for group in sentences:
        for i, total in enumerate(group):
            if not TOTAL_BEFORE.search(string[max(0, total.start - 3) : total.start]):
                continue
            parts = _parts_before(string, group[:i], total)
            added = sum(p.value for p in parts)
            if len(parts) > 1 and exact(total) and total.value > max(p.value for p in parts) and added != total.value:
                flags.append(flagged("sum", [*parts, total], _sum_message(parts, total, added)))
    return flags


def _sum_message(parts: Sequence[FigureFound], total: FigureFound, added: float) -> str:
    terms, unit = "+".join(number(p.value) for p in parts), total.unit
    return f"所列各项相加为{terms}={number(added)}{unit}，与文中所说的{number(total.value)}{unit}不符。"


def _parts_before(string: str, earlier: Sequence[FigureFound], total: FigureFound) -> list[FigureFound]:
    """The run of exact figures in the same unit right before the total, as long as they are one enumeration."""
    parts: list[FigureFound] = []
    following = total
    for f in reversed(earlier):
        between = string[f.end : following.start]
        linked = "、" in between or re.search("[,，]|以及|和|等", between)
        if not alike(f, total) or not exact(f) or not linked or re.search("其中|另", between):
            break
        if TOTAL_BEFORE.search(string[max(0, f.start - 3) : f.start]):
            break
        parts.insert(0, f)
        following = f
    return parts


def _parts_exceed(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """其中: the parts together, or one of them, are more than the whole; three and more fall just short of it."""
    flags = []
    for group in sentences:
        for whole, rest in ((group[i], group[i + 1 :]) for i in range(len(group) - 1)):
            additive = whole.unit not in ("%", "倍", "岁") and "/" not in whole.unit
            if "其中" not in string[whole.end : rest[0].start] or not exact(whole) or not additive:
                continue
            parts = _run(string, [p for p in rest if alike(p, whole) and p.value_max is None])
            added = sum(p.value for p in parts)
            short = len(parts) > 2 and all(map(exact, parts)) and 0.98 * whole.value <= added < whole.value
            if parts and (added > whole.value or short) and not any("其中" in string[p.end : p.end + 6] for p in parts):
                terms = "+".join(number(p.value) for p in parts)
                shown = f"{terms}={number(added)}" if len(parts) > 1 else terms
                relation = "略少于" if short else "多于"
                message = f"“其中”各项为{shown}{whole.unit}，{relation}总数{number(whole.value)}{whole.unit}。"
                flags.append(flagged("sum", [whole, *parts], message))
    return flags


def _run(string: str, parts: Sequence[FigureFound]) -> list[FigureFound]:
    """The first parts that are one enumeration: as far as 、 joins them."""
    run = list(parts[:1])
    for part in parts[1:]:
        if re.search("[，,]", string[run[-1].end : part.start]):
            break
        run.append(part)
    return run


def _at_other_times(one: FigureFound, other: FigureFound) -> bool:
    return one.period is not None and other.period is not None and one.period != other.period


def _two_values(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """全县83个一类贫困村 and 全县123个一类贫困村: a total named twice with different values."""
    first: dict[tuple[str, str, str], FigureFound] = {}
    flags, told = [], set()
    for f in figures:
        whole = WHOLE_BEFORE.search(string[max(0, f.start - 8) : f.start])
        noun = noun_of(string, f)
        if not whole or len(noun) < 2 or not exact(f) or f.kind in ("target", "norm"):
            continue
        key = (whole["whole"], noun, f.unit)
        other = first.setdefault(key, f)
        if other.value != f.value and (key, f.value) not in told and not _at_other_times(other, f):
            told.add((key, f.value))
            message = (
                f"前文说{whole['whole']}有{number(other.value)}{other.unit}{noun}，"
                f"此处又说{number(f.value)}{f.unit}，相差{number(abs(f.value - other.value))}{f.unit}。"
            )
            flags.append(flagged("two_values", [other, f], message))
    return flags


def _shares(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """N of M, 占P%: the share doesn't follow from the two numbers."""
    flags = []
    for group in sentences:
        for i in range(2, len(group)):
            share, part = group[i], group[i - 1]
            told = SHARE_BEFORE.search(string[max(0, share.start - 10) : share.start])
            named = told and (not told["rate"] or told["rate"] in string[max(0, part.start - 6) : part.start])
            if share.unit != "%" or not named:
                continue
            earlier = group[: i - 1]
            wholes = [w for w in earlier if alike(w, part) and w.value > part.value]
            if any(w.unit == "%" for w in earlier):  # they are shares of something named elsewhere
                continue
            if len(wholes) != 1 or share.start - part.end > 20 or not all(map(exact, (wholes[0], part, share))):
                continue
            real = part.value / wholes[0].value * 100
            if abs(real - share.value) > _loose(string, share):
                unit = part.unit
                words = f"{number(part.value)}{unit}占{number(wholes[0].value)}{unit}的{real:.1f}%"
                message = f"{words}，与文中所说的{number(share.value)}%不符。"
                flags.append(flagged("share", [wholes[0], part, share], message))
    return flags


def _loose(string: str, share: FigureFound) -> float:
    """How far a share may be off: a share with decimals has been reckoned, one without may have been rounded."""
    decimals = re.search(r"[.．](\d+)", string[share.start : share.end])
    return max(0.03, 1.5 * 0.1 ** len(decimals[1])) if decimals else max(1.0, share.value * 0.03)


def _rate_groups(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """全部转化, 转化率100%: said of one group, where the text names a larger one of the same sort."""
    flags = []
    for group in sentences:
        for i in range(1, len(group)):
            rate, base = group[i], group[i - 1]
            between = string[base.end : rate.start]
            if rate.unit != "%" or rate.value != 100 or "率" not in between[-6:] or "全部" not in between:
                continue
            noun = noun_of(string, base)
            other = _larger_group(string, figures, base, noun)
            if other:
                named = _before(string, other)
                named = named[named.find(noun[:2]) :]
                message = (
                    f"100%的比率只就{number(base.value)}{base.unit}{noun}而言，而文中同类的{named}"
                    f"有{number(other.value)}{other.unit}({number(base.value)}/{number(other.value)}="
                    f"{base.value / other.value * 100:.1f}%)。"
                )
                flags.append(flagged("rate_group", [other, base, rate], message))
    return flags


def _before(string: str, f: FigureFound) -> str:
    return re.split("[^\u4e00-\u9fff]", string[max(0, f.start - 10) : f.start])[-1] or f.label


def _larger_group(string: str, figures: Sequence[FigureFound], base: FigureFound, noun: str) -> FigureFound | None:
    """An earlier figure in the same unit whose noun begins and ends alike, with a larger value."""
    at = bisect_left(figures, base.start, key=lambda f: f.start)
    for f in figures[max(0, at - EARLIER) : at]:
        if f.unit != base.unit or f.value <= base.value:
            continue
        named = _before(string, f)
        if len(noun) >= 3 and noun[:2] in named and named[-1:] == noun[-1:]:
            return f
    return None


def _per_head(string: str, figures: Sequence[FigureFound], sentences: Sentences) -> list[FlagFound]:
    """N people, each p, in all t: p times N is not t."""
    flags = []
    for group in sentences:
        for each in group:
            base, _, under = each.unit.partition("/")
            if under not in ("人", "户", "村") or dimension(base) not in ("money", "weight", "area"):
                continue
            counts = [f for f in group if f.unit == under or (under == "人" and f.unit in PEOPLE)]
            totals = [
                f
                for f in group
                if f.unit == base
                and f.value > each.value
                and TOTAL_BEFORE.search(string[max(0, f.start - 3) : f.start])
            ]
            if len(counts) == 1 and len(totals) == 1 and not _fits(counts[0], each, totals[0]):
                flags.append(
                    flagged("per_head", [counts[0], each, totals[0]], _per_head_message(counts[0], each, totals[0]))
                )
    return flags


def _fits(count: FigureFound, each: FigureFound, total: FigureFound) -> bool:
    low, high = each.value * count.value, (each.value_max or each.value) * count.value
    loose = 1.1 if any(f.qualifier in ("approx", "more", "less") for f in (count, each, total)) else 1.03
    return low / loose <= total.value <= high * loose


def _per_head_message(count: FigureFound, each: FigureFound, total: FigureFound) -> str:
    low = count.value * each.value
    product = f"{number(count.value)}×{number(each.value)}={number(low)}"
    if each.value_max:
        high = count.value * each.value_max
        span = f"({number(each.value)}至{number(each.value_max)})"
        product = f"{number(count.value)}×{span}={number(low)}至{number(high)}"
    return f"按人(户)均计算应为{product}{total.unit}，与总数{number(total.value)}{total.unit}不符。"
