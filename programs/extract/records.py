"""What reading finds of programmes and measures: plain values, no Django."""

from __future__ import annotations

from cases.extract.values import value


@value(frozen=True, slots=True)
class Part:
    """One piece of a slogan taken apart: 两会 = 党支部+关怀理事会, 村委会+户联理事会."""

    name: str
    means: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class ProgramFound:
    """A programme named in the case; the span is that of its first naming."""

    name: str
    kind: str
    start: int
    end: int
    aliases: tuple[str, ...] = ()
    main: bool = False
    parts: tuple[Part, ...] = ()


@value(frozen=True, slots=True)
class MeasureFound:
    """A step of the practice: the span runs from its heading to the end of its body."""

    order: int
    level: int
    heading: str
    start: int
    end: int
    practices: tuple[str, ...] = ()


PROGRAM_KINDS = ("工程", "活动", "模式", "机制", "制度", "其他")
