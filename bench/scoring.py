"""Compare extracted records with hand-made ones: pair the finds, count what agrees.

Figures are paired one to one where their spans overlap and their values are equal; measures and sections where they
begin within twelve characters of each other. A gold record may carry a second annotator's view (`label_b`,
`kind_b`, `claim_b`): the better match counts; `optional` ones cost nothing, found or missed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Pair = tuple[Record, Record]

ENOUGH = 0.6
NEAR = 12


@dataclass
class Tally:
    """Hits out of tries, by name."""

    hits: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)

    def note(self, name: str, right: bool) -> None:
        self.tries[name] += 1
        self.hits[name] += bool(right)

    def shares(self) -> dict[str, float]:
        return {name: self.hits[name] / count for name, count in self.tries.items()}


@dataclass
class Overlap:
    """Counts for precision, recall and F1."""

    found: int = 0
    gold: int = 0
    hit: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.hit / (self.found + self.gold) if self.found + self.gold else 0.0


def of(records: Iterable[Record], kind: str) -> list[Record]:
    return [record for record in records if record["type"] == kind]


def pair_off(
    gold: Sequence[Record], found: Sequence[Record], same: Callable[[Record, Record], bool]
) -> tuple[list[Pair], list[Record]]:
    """Each gold record with the first free find that is the same; and the finds left over."""
    pairs, free = [], list(found)
    for wanted in sorted(gold, key=lambda record: record["start"]):
        hit = next((record for record in free if same(wanted, record)), None)
        if hit is not None:
            free.remove(hit)
            pairs.append((wanted, hit))
    return pairs, free


def same_figure(a: Record, b: Record) -> bool:
    overlap = b["start"] < a["end"] and a["start"] < b["end"]
    return overlap and close(a["value"], b["value"]) and close(a.get("value_max"), b.get("value_max"))


def close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= 1e-3 * max(1.0, abs(float(b)))


def starts_near(a: Record, b: Record) -> bool:
    return abs(a["start"] - b["start"]) <= NEAR


def likeness(a: str | None, b: str | None) -> float:
    """F1 of the characters two labels share, filler left out: 培训人数 and 培训的人数 are the same."""
    one, other = (Counter(re.sub(r"[\W的了数量共已]", "", words or "")) for words in (a, b))
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0


def views(record: Record, name: str) -> list[Any]:
    """What the annotators said: one value, or two where they differ."""
    return [record[key] for key in (name, f"{name}_b") if record.get(key)]


class Score:
    """Adds text after text, then says how they compare."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.overlaps: dict[str, Overlap] = defaultdict(Overlap)
        self.worst: list[tuple[float, Record, Record]] = []

    def add(self, gold: Sequence[Record], found: Sequence[Record], text: str) -> None:
        self._figures(of(gold, "figure"), of(found, "figure"), text)
        self._cases(of(gold, "case"), of(found, "case"))
        for kind in ("measure", "section"):
            same = starts_near if kind == "measure" else _same_section
            wanted, given = of(gold, kind), of(found, kind)
            self._count(kind, len(wanted), len(given), len(pair_off(wanted, given, same)[0]))

    def _count(self, name: str, gold: int, found: int, hit: int) -> None:
        overlap = self.overlaps[name]
        overlap.gold, overlap.found, overlap.hit = overlap.gold + gold, overlap.found + found, overlap.hit + hit

    def _figures(self, gold: list[Record], found: list[Record], text: str) -> None:
        pairs, extra = pair_off(gold, found, same_figure)
        for record in found:
            self.tally.note("quote_exact", text[record["start"] : record["end"]] == record["quote"])
        must = [record for record in gold if not record.get("optional")]
        hit = [pair for pair in pairs if not pair[0].get("optional")]
        self._count("figure_with_norms", len(must), len(hit) + len(extra), len(hit))
        for wanted, given in pairs:
            self._figure(wanted, given)

    def _figure(self, gold: Record, found: Record) -> None:
        note = self.tally.note
        note("span_exact", (gold["start"], gold["end"]) == (found["start"], found["end"]))
        note("unit_accuracy", _head(gold["unit"]) == _head(found["unit"]))
        note("unit_full_accuracy", (gold["unit"] or "") == (found["unit"] or ""))
        note("qualifier_accuracy", gold["qualifier"] == found["qualifier"])
        note("kind_accuracy", found["kind"] in views(gold, "kind"))
        if gold.get("claim"):
            note("claim_accuracy", found["claim"] in views(gold, "claim"))
        if gold.get("period"):
            note("period_accuracy", found["period"] == gold["period"])
        if gold.get("scope"):
            note("scope_right", likeness(gold["scope"], found["scope"]) >= ENOUGH)
        best = max((likeness(label, found["label"]) for label in views(gold, "label")), default=0.0)
        note("label_right", best >= ENOUGH)
        self.worst.append((best, gold, found))

    def _cases(self, gold: list[Record], found: list[Record]) -> None:
        self.tally.note("cases_right", len(gold) == len(found))
        for wanted, given in zip(gold, found, strict=False):
            self._case(wanted, given)

    def _case(self, gold: Record, found: Record) -> None:
        for name in ("province", "prefecture", "county"):
            if gold.get(name):
                self.tally.note(f"{name}_accuracy", bare_place(gold[name]) == bare_place(found.get(name)))
        for name in ("published", "year_from", "year_to", "place_basis"):
            if gold.get(name):
                self.tally.note(f"{name}_accuracy", str(gold[name]) == str(found.get(name)))
        self.tally.note("truncated_accuracy", bool(gold.get("truncated")) == bool(found.get("truncated")))
        main = [program for program in gold["programs"] if program.get("main")]
        if main:
            self.tally.note("main_program_found", _meet(names_of(main), names_of(found["programs"])))

    def values(self) -> dict[str, float]:
        f1 = {f"{name}_f1": overlap.f1 for name, overlap in self.overlaps.items() if overlap.gold}
        return f1 | self.tally.shares()


def _same_section(a: Record, b: Record) -> bool:
    return starts_near(a, b) and a["kind"] == b["kind"]


def _head(unit: str | None) -> str:
    return (unit or "").split("/")[0]


def bare_place(name: str | None) -> str:
    return re.sub(r"(省|市|地区|自治州|县|区|乡|镇)$", "", name or "")


def names_of(programs: Iterable[Record]) -> set[str]:
    names = (name for program in programs for name in (program["name"], *program.get("aliases", [])))
    bare = (re.sub(r"[“”\"‘’「」\s]", "", name) for name in names)
    return {re.sub(r"(建设)?(工程|活动|模式|机制|制度|体系)$", "", name) for name in bare}


def _meet(gold: set[str], found: set[str]) -> bool:
    return any(min(len(a), len(b)) >= 3 and (a in b or b in a) for a in gold for b in found)
