"""Private persons' names in sensitive contexts, proposed for masking: a death, a sect, an illness, poverty …

A person is sensitive where a word of `data/private_words.json` calls them so (贫困户王小明), tells it of them
(王小明因病去世) or leads to them (参加邪教组织的王小明). Then every mention of the name in the text is proposed. Who is
named with an office or in a by-line stays readable.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from .alternatives import any_of
from .persons import Person, has_role, name_at, persons, private_words, words_of
from .records import MASK_REASONS, MaskFound
from .spans import Span
from .values import value

_SENTENCE: Final = re.compile("[^。！？!?\n]{1,400}")
_IS: Final = re.compile("(?:是|为|曾|成了|属于|列入|纳入|（)[^，。；]{0,16}$")
_JOINED: Final = re.compile("[、和与跟同及]")
_LEADS: Final = re.compile("[^，。；：、]{0,8}?的([^，。；：、]{0,7})$")
_FILLED: Final = re.compile("(?:代表|老人|村民|群众|家庭|党员|之家|：|“|”|、|（|的){0,2}")


def read_masks(string: str, authors: Sequence[str] = ()) -> list[MaskFound]:
    """The names to mask in a clean text, every mention, in order; `authors` of its cases stay readable.

    >>> [mask.name for mask in read_masks("五社吴吉成是全乡有名的贫困户，党员王培义用自家的牲口为吴吉成耕种。")]
    ['吴吉成', '吴吉成']

    Of several reasons the first in the order of `MASK_REASONS` is given.
    """
    tellings = deque(_tellings(string))
    if not tellings:
        return []
    told: list[tuple[str, str]] = []
    before = Span(0, 0)
    for found in _SENTENCE.finditer(string):
        sentence = _Sentence(string, Span(*found.span()), before)
        while tellings and tellings[0].start < found.end():
            telling = tellings.popleft()
            told += [(person.name, telling.reason) for person in sentence.told_of(telling)]
        before = sentence.span
    reasons = dict(sorted(told, key=lambda each: -MASK_REASONS.index(each[1])))
    for name in (*private_words()["public_names"], *authors):
        reasons.pop(name, None)
    return _mentions(string, reasons)


@value(frozen=True, slots=True)
class _Telling:
    """A sensitive word where it stands: one that calls a person so (贫困户), or that tells it of them (去世)."""

    start: int
    end: int
    reason: str
    calls: bool


@cache
def _words() -> dict[str, tuple[str, bool]]:
    reasons = private_words()["reasons"].items()
    return {word: (why, kind == "called") for why, kinds in reasons for kind, words in kinds.items() for word in words}


@cache
def _sensitive() -> re.Pattern[str]:
    return re.compile(any_of(_words()))


def _tellings(string: str) -> list[_Telling]:
    """Every sensitive word of the text; one inside a longer one (残疾 in 残疾人) is none."""
    return [_Telling(match.start(), match.end(), *_words()[match[0]]) for match in _sensitive().finditer(string)]


@dataclass
class _Sentence:
    """A sentence and the one before it: who is named in it, and what is told of whom."""

    string: str
    span: Span
    before: Span

    @cached_property
    def named(self) -> list[Person]:
        return list(persons(self.string, self.span))

    def told_of(self, telling: _Telling) -> list[Person]:
        """Whom a sensitive word is told of: the one it leads to, else the nearest one named before it."""
        string = self.string
        follows = next((person for person in self.named if person.start >= telling.end), None)
        if follows and _leads(string[telling.end : follows.start], telling.calls):
            return self._with_joined(follows)
        said = _IS.search(string[max(self.span.start, telling.start - 18) : telling.start])
        of_another = "的" in string[telling.end : telling.end + 5].split("，")[0]
        if of_another or (telling.calls and not said):
            return []
        return self._named_before(telling)

    def _named_before(self, telling: _Telling) -> list[Person]:
        """The nearest person before the word of whom it can be said: not one who helps, nor one who holds an office."""
        words = private_words()
        for person in reversed([person for person in self.named if person.end <= telling.start]):
            between = self.string[person.end : telling.start]
            if not telling.calls and any(other in between for other in words["others"]):
                return []
            helped = self.string.endswith(words_of("helped"), 0, person.start)
            if helped or not any(verb in between for verb in words["helps"]):
                return [] if person.public else self._with_joined(person)
        return self._meant(telling)

    def _meant(self, telling: _Telling) -> list[Person]:
        """Whom 他 or 她 means in a sentence that names nobody: the last one named in the sentence before."""
        opening = self.string[self.span.start : telling.start]
        if self.named or not set("他她") & set(opening):
            return []
        last = list(persons(self.string, self.before))[-1:]
        return [person for person in last if not person.public]

    def _with_joined(self, person: Person) -> list[Person]:
        """The person and those joined to it by 、 or 和."""
        first = last = self.named.index(person)
        while first and self._joined(first - 1):
            first -= 1
        while last + 1 < len(self.named) and self._joined(last):
            last += 1
        return self.named[first : last + 1]

    def _joined(self, at: int) -> bool:
        return bool(_JOINED.fullmatch(self.string[self.named[at].end : self.named[at + 1].start]))


def _leads(between: str, calls: bool) -> bool:
    """Whether a word leads to the name behind it: 贫困户(代表)王小明, 身患癌症的(村民)王小明."""
    return bool((calls and _FILLED.fullmatch(between)) or _LEADS.fullmatch(between))


def _mentions(string: str, reasons: dict[str, str]) -> list[MaskFound]:
    """Every place where these names stand, of those nobody holds an office under.

    A longer name that begins with a masked one would give it away, and goes too.
    """
    if not reasons:
        return []
    stands = [match.span() for match in re.compile(any_of(reasons)).finditer(string)]
    read = {string[start:end]: string[start:end] for start, end in stands}
    longer = {name_at(string, start, 2): string[start:end] for start, end in stands}
    begins = read | {name: bare for name, bare in longer.items() if name.startswith(bare)}
    found = [(match.start(), match[0]) for match in re.compile(any_of(begins)).finditer(string)]
    public = {name for start, name in found if has_role(string, start, start + len(name)) and name in reasons}
    masks = [MaskFound(start, start + len(name), name, reasons[begins[name]]) for start, name in found]
    return [mask for mask in masks if begins[mask.name] not in public]
