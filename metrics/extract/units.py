"""The measure words and units a number may carry, read from `data/units.json`.

A unit is named without magnitude (元, not 万元). Names and aliases stand in one prefix table, so that the longest
one after a number is found in a few look-ups, whatever the length of the list.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path

from cases.extract.values import value

NOT_BEFORE = {
    "个工": "作程业厂人会地期商种资艺",
    "工日": "报",
    "人": "民员才",
    "个人": "大员口",
    "家": "庭",
    "次": "级要性",
    "个日": "子",
    "村": "民干委级庄落组居",
    "市": "民",
    "部": "门分队",
    "车": "道间站",
    "头": "颅",
    "支队": "伍",
    "集": "中体资团成会市合约结",
    "对": "照",
    "方": "面法案式向针",
    "出": "头席现台来去资动门发口色炉航国工",
    "处": "长级室处",
    "户": "区籍主长",
}
SAME = {"农户": "户", "口人": "人", "个人": "人"}
DATA = Path(__file__).parent / "data" / "units.json"


@value(frozen=True, slots=True)
class Unit:
    """A unit: `factor` times a value in it gives a value in `base`; `ambiguous` names are often no unit at all."""

    name: str
    dimension: str
    base: str
    factor: float
    kind: str = "unit"
    ambiguous: bool = False


@cache
def units() -> dict[str, Unit]:
    """Every name and alias, to its unit.

    >>> units()["块钱"].name, units()["人次"].dimension
    ('元', 'count')
    """
    table: dict[str, Unit] = {}
    for entry in json.loads(DATA.read_text(encoding="utf-8"))["units"]:
        unit = Unit(
            entry["name"],
            entry["dimension"],
            entry["base"],
            entry["factor"],
            entry["kind"],
            bool(entry.get("ambiguous", False)),
        )
        for name in (entry["name"], *entry["aliases"]):
            table.setdefault(name, unit)
    return table


@cache
def _names() -> dict[str, tuple[tuple[str, str], ...]]:
    """First character to the names that begin with it, the longest first, each with what may not stand behind it."""
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    for name in sorted(units(), key=len, reverse=True):
        names[name[0]] = (*names.get(name[0], ()), (name, NOT_BEFORE.get(name, "")))
    return names


def match_unit(string: str, at: int) -> str | None:
    """The longest unit name or alias that stands at `at`, as written; None where none does.

    >>> match_unit("3215人次", 4), match_unit("2.8公里路", 3), match_unit("三级联动", 3)
    ('人次', '公里', None)
    """
    for written, stops in _names().get(string[at : at + 1], ()):
        if string.startswith(written, at):
            end = at + len(written)
            if not stops or string[end : end + 1] not in tuple(stops):
                return written
    return None


def unit_name(written: str) -> str:
    """The unit as figures give it: one spelling each.

    >>> unit_name("㎡"), unit_name("块钱")
    ('平方米', '元')
    """
    name = units()[written].name
    return SAME.get(name, name)


@lru_cache(maxsize=256)
def dimension(unit: str) -> str:
    """money, area, time, share, count, …; of a rate, that of what stands above the line.

    >>> dimension("元/年"), dimension("户"), dimension("")
    ('money', 'count', 'ratio')
    """
    name = unit.split("/")[0]
    if not name:
        return "ratio"
    found = units().get(name)
    return found.dimension if found else "count"
