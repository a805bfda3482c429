"""All labels a quantity could bear: the answer of each rule, and the parts around it put together in every usual way.

Which of them is taken is up to `label_model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from metrics.extract.clauses import Setting
from metrics.extract.label_rules import ENDING, RULES, bare_unit, grown
from metrics.extract.label_shapes import SHAPES
from metrics.extract.parts import Parts, parts_of
from metrics.extract.phrases import balanced, counted, is_generic, shorten, topic_of, trim

COMPOSED = {
    "noun": ("noun",),
    "core": ("core",),
    "verb noun": ("verb", "noun"),
    "verb core": ("verb", "core"),
    "object noun": ("modifier", "core"),
    "act noun": ("act", "的", "core"),
    "acts noun": ("acts", "的", "core"),
    "verb act noun": ("verb", "act", "的", "core"),
    "topic noun": ("topic", "core"),
    "subject noun": ("subject", "core"),
    "earlier noun": ("earlier", "core"),
    "thing noun": ("thing", "core"),
    "next noun": ("next", "的", "core"),
    "before": ("before",),
    "own": ("own",),
    "object": ("object",),
    "bare": ("bare",),
    "last act": ("last act",),
    "two acts": ("two acts",),
    "all acts": ("all acts",),
    "verb named": ("verb", "named"),
    "own tail": ("own", "tail"),
    "tail": ("tail",),
    "act": ("act",),
    "earlier": ("earlier",),
}
OPENED = ("topic", "clause", "thing", "earlier")
SHORT = 8
NAMED = tuple((rule.__name__.strip("_"), rule) for rule in (*SHAPES, *RULES))
CERTAIN = 0.8
SETTLES = {"noun_after": (0.5, range(4, 21)), "object_before": (0.7, range(1, 10))}  # how sure, how long


class Candidate(NamedTuple):
    """A label with the names of the rules and compositions that made it, and how sure the surest rule is."""

    label: str
    made: tuple[str, ...]
    sure: float


NOTHING = Candidate("数量", ("none",), 0.2)  # where all that could be said is 数
Answer = tuple[str, str, float]


def candidates_of(s: Setting, earlier: list[str], answers: Iterable[Answer]) -> tuple[list[Candidate], Parts]:
    """The candidates, that of the first rule first, and the parts; the unit's own noun (人数, 金额) is always one.

    `answers` are those of `by_rule`.
    """
    unit, parts = _unit(s), parts_of(s, earlier)
    made: dict[str, tuple[list[str], float]] = {}
    for name, text, sure in (*answers, *_composed(parts), ("none", "", 0.2)):
        names, surest = made.get(text, ([], 0.0))
        made[text] = [*names, name], max(sure, surest)
    found: dict[str, Candidate] = {}
    for text, (names, sure) in made.items():
        label = counted(shorten(text), unit)
        if len(label) > 1:
            same = found.get(label)
            if same is None:
                found[label] = Candidate(label, tuple(names), sure)
            else:
                found[label] = Candidate(label, (*same.made, *names), max(sure, same.sure))
    return list(found.values()) or [NOTHING], parts


def settled(s: Setting, answer: Answer) -> str:
    """The label by a rule that is certain, or sure enough of a phrase of usual length, else ""."""
    name, text, sure = answer
    enough, usual = SETTLES.get(name, (CERTAIN, range(21)))
    label = counted(shorten(text), _unit(s)) if sure >= enough else ""
    return label if sure >= CERTAIN or len(ENDING.sub("", label)) in usual else ""


def _unit(s: Setting) -> str:
    return s.q.unit or (bare_unit(s) if s.q.value > 1 else "")


def by_rule(s: Setting, earlier: list[str]) -> Iterator[Answer]:
    """What each rule answers, with its name and how sure it is; the first comes before the others are asked."""
    for name, rule in NAMED:
        answer = rule(s, earlier)
        if not answer:
            continue
        text, sure = balanced(trim(answer[0])), answer[1]
        if more := grown(text, earlier):
            yield f"{name} grown", more, CERTAIN
        elif text and (len(text) < 2 or is_generic(text)):
            topic = topic_of(s.lead)
            topic = "" if topic in text else topic
            yield f"{name} opened", f"{topic}{text}", sure - 0.1
            yield f"{name} plain", text, sure - 0.1
        elif text:
            yield name, text, sure


def _composed(parts: Parts) -> Iterator[Answer]:
    for name, pieces in COMPOSED.items():
        words = [parts.get(piece, piece) for piece in pieces]
        if all(words):
            yield name, "".join(words), 0.5
    own, before = parts["own"], parts["before"]
    if not 0 < len(own) <= SHORT:
        return
    for name in OPENED:
        if (opening := parts[name]) and opening not in before:
            yield f"{name} own", f"{opening[-10:]}{own}", 0.5
