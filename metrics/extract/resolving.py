"""Short forms to what they stand for: 该村 is the village named last, 白水村 in full 柳河镇白水村."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cases.extract.values import replace
from metrics.extract.bodies import ending_of
from metrics.extract.cast import Actor
from metrics.extract.homes import Home

HOLDS = 400  # characters for which 村里 is still the village named last, 合作社 the one named last
CALLED = 8  # characters of what a person is called between the village and the name: 白水村“能人”党员王大山
OF_VILLAGES = frozenset({"村民", "社员", "居民"})


def resolved(raw: Iterable[Actor], string: str, home: Home) -> Iterator[Actor]:
    """The mentions with their full names, in order, without those inside another or standing for nobody."""
    known, at = _Known(string, home), -1
    for actor in raw:
        if actor.start < at and actor.level != "person":
            continue
        full = known.take(actor)
        if full is None:
            continue
        at = at if full.level == "person" else full.end
        if full.level != "founded":
            yield full


class _Known:
    """Who has been named so far."""

    def __init__(self, string: str, home: Home) -> None:
        self.string, self.home = string, home
        self.full: dict[str, str] = {}
        self.bodies: dict[str, Actor] = {}
        self.town: Actor | None = None
        self.village = None if home.name.startswith("全") else Actor(0, 0, home.name, "village")
        self.dwelling = self.village
        self.since_home = -1

    def take(self, actor: Actor) -> Actor | None:
        """The mention in full, None for one that stands for nobody known."""
        read = {
            "village": self._village,
            "person": self._person,
            "rank": self._rank,
            "short": self._short,
            "inside": self._inside,
        }
        found = read[actor.level](actor) if actor.level in read else actor
        if found and found.level == "home":
            self.since_home = found.end
            self.town = self._home_town(found) or self.town
        elif found and found.level == "town":
            self.town = found
        elif found and found.level == "village":
            self.dwelling = found
        elif found and found.level in ("firm", "founded"):
            self.bodies[ending_of(found.name)] = found
        return found

    def _home_town(self, actor: Actor) -> Actor | None:
        """The town whose own story it is, by its name, for the villages named right behind it."""
        written = self.string[actor.start : actor.end]
        return replace(actor, name=written) if written[-1] in "乡镇" and written in self.home.own else None

    def _village(self, actor: Actor) -> Actor:
        if self.town and actor.start == self.town.end:
            self.full[actor.name] = f"{self.town.name}{actor.name}"
        self.village = replace(actor, name=self.full.get(actor.name, actor.name))
        return self.village

    def _person(self, actor: Actor) -> Actor:
        """村民王大山 in full is 柳河镇白水村王大山 where the village stands right before or earlier in the sentence."""
        role, _, bare = actor.name.partition(" ")
        if bare not in self.full:
            self.full[bare] = f"{self._lives(actor, role)}{bare}"
        return replace(actor, name=self.full[bare])

    def _lives(self, actor: Actor, role: str) -> str:
        village = self.dwelling
        if not village or actor.start < village.end:
            return role
        if village.end >= actor.start - len(role) - 3:
            return village.name
        if not self._new_sentence(village.end, actor.start, CALLED):
            return f"{village.name}{role}"
        if role in OF_VILLAGES and (near := self._near(village, actor)):
            return f"{near.name}{role}"
        return role or ("" if self._new_sentence(village.end, actor.start) else village.name)

    def _new_sentence(self, start: int, end: int, reach: int = 60) -> bool:
        return end - start > reach or any(mark in self.string[start:end] for mark in "。！？\n")

    def _inside(self, actor: Actor) -> Actor | None:
        """五社 alone is that of the village named last."""
        village = self.village if self.village and actor.start - self.village.end <= HOLDS else None
        return Actor(actor.start, actor.end, f"{_whole(village.name)}{actor.name}", "village") if village else None

    def _near(self, known: Actor | None, actor: Actor) -> Actor | None:
        return known if known and self.since_home < known.start and actor.start - known.end <= HOLDS else None

    def _short(self, actor: Actor) -> Actor | None:
        """村里 and 合作社 at the beginning of a clause, where one was named not long ago."""
        known = self._near(self.village if actor.name == "村" else self.bodies.get(actor.name), actor)
        return replace(actor, name=known.name, level="village" if actor.name == "村" else "firm") if known else None

    def _rank(self, actor: Actor) -> Actor | None:
        """全村 and 该村 are the village named last, 全镇 and 该镇 the town; 全市 is the story's own."""
        rank, town, village = actor.name[-1], self.town, self.village
        if rank == "村":
            name = village.name if village else actor.name if actor.name == "全村" else None
            return replace(actor, name=name, level="village") if name else None
        if rank in "乡镇" and rank != self.home.name[-1]:
            name = town.name if town else actor.name if len(actor.name) > 1 else None
            return replace(actor, name=name, level="town") if name else None
        return replace(actor, name=f"全{rank}", level="home")


def _whole(village: str) -> str:
    """下营村六社 → 下营村."""
    return village[: village.rfind("村") + 1] or village
