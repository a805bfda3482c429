"""Who is spoken of where: `Actor` is one mention, `Cast` all mentions of a case in the order of the text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from cases.extract.values import value


@value(frozen=True, slots=True)
class Actor:
    """One mention: `level` is home, town, village, body, firm or person; `name` as a scope gives it."""

    start: int
    end: int
    name: str
    level: str


@dataclass(frozen=True)
class Cast:
    """All mentions of a case in order; `home` is how the story calls the unit it is about."""

    home: str
    found: tuple[Actor, ...]
    starts: tuple[int, ...]

    def before(self, at: int, since: int) -> list[Actor]:
        """The mentions that end at or before `at` and begin at or after `since`."""
        part = self.found[bisect_left(self.starts, since) : bisect_left(self.starts, at)]
        return [actor for actor in part if actor.end <= at]

    def after(self, at: int, until: int) -> list[Actor]:
        """The mentions that begin at or after `at` and before `until`."""
        return list(self.found[bisect_left(self.starts, at) : bisect_left(self.starts, until)])
