"""Compare extracted records with hand-made ones: pair the finds, count what agrees, keep what does not.

Figures are paired one to one where their spans overlap and their values are equal; measures and sections where they
begin within twelve characters of each other. A gold record may carry a second annotator's view (`label_b`,
`kind_b`, `claim_b`): the better match counts; `optional` ones cost nothing, found or missed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Pair = tuple[Record, Record]

ENOUGH = 0.6
NEAR = 12
AROUND = 24  # characters of a miss's surroundings on either side
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing read otherwise than by hand: of which text, where, what was wanted and what was given."""

    text: str
    start: int
    wanted: str
    given: str
    around: str
    likeness: float = 0.0


@dataclass
class Score:
    """How one text, or several together, compare: hits and tries of each measure, and the misses of each."""

    name: str = "all"
    text: str = ""
    hits: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)
    misses: dict[str, list[Miss]] = field(default_factory=dict)

    def values(self) -> dict[str, float]:
        """Each measure between 0 and 1, in the order in which they were first asked for."""
        return {name: self.hits[name] / count for name, count in self.tries.items()}

    def take(self, other: Score) -> None:
        """Count in what another text gave."""
        self.hits.update(other.hits)
        self.tries.update(other.tries)
        for name, found in other.misses.items():
            self.misses.setdefault(name, []).extend(found)

    def note(self, name: str, right: bool, at: Record, wanted: object, given: object, likeness: float = 0.0) -> None:
        """One question: whether what was given at a record is right."""
        self.tries[name] += 1
        self.hits[name] += bool(right)
        if not right:
            self.miss(name, at, wanted, given, likeness)

    def miss(self, name: str, at: Record, wanted: object, given: object, likeness: float = 0.0) -> None:
        around = excerpt(self.text, at["start"], at["end"])
        found = Miss(self.name, at["start"], _shown(wanted), _shown(given), around, likeness)
        self.misses.setdefault(name, []).append(found)

    def overlap(self, name: str, wanted: int, given: int, pairs: int) -> None:
        """F1 as hits of tries: twice the pairs of all that was wanted or given."""
        if wanted or given:
            self.hits[name] += 2 * pairs
            self.tries[name] += wanted + given

    def worst(self, name: str) -> list[Miss]:
        """The misses of a measure: the least alike first, of these the commonest confusion."""
        found = self.misses.get(name, [])
        often = Counter((miss.wanted, miss.given) for miss in found)
        return sorted(found, key=lambda m: (m.likeness, -often[m.wanted, m.given], m.wanted, m.given, m.text, m.start))


def compare(name: str, gold: Sequence[Record], found: Sequence[Record], text: str) -> Score:
    """The score of one text: its gold records against those found in it."""
    score = Score(name, text)
    _figures(score, of(gold, "figure"), of(found, "figure"))
    _stretches(score, "measure_f1", of(gold, "measure"), of(found, "measure"), starts_near)
    _stretches(score, "section_f1", of(gold, "section"), of(found, "section"), _same_section)
    _cases(score, of(gold, "case"), of(found, "case"))
    return score


def together(scores: Iterable[Score]) -> Score:
    """Several texts as if they were one."""
    total = Score()
    for score in scores:
        total.take(score)
    return total


def excerpt(text: str, start: int, end: int) -> str:
    """The words of a span in 【】 with those around it, on one line; of a long span its beginning.

    >>> excerpt("全县共举办培训班160期，投入54万元。", 8, 12)
    '全县共举办培训班【160期】，投入54万元。'
    """
    end = min(end, start + 2 * AROUND)
    around = f"{text[max(0, start - AROUND) : start]}【{text[start:end]}】{text[end : end + AROUND]}"
    return re.sub(r"\s+", " ", around)


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


def _figures(score: Score, gold: list[Record], found: list[Record]) -> None:
    pairs, extra = pair_off(gold, found, same_figure)
    missed = [record for record in gold if not any(record is wanted for wanted, _ in pairs)]
    must = sum(not record.get("optional") for record in gold)
    hit = sum(not wanted.get("optional") for wanted, _ in pairs)
    score.overlap("figure_with_norms_f1", must, hit + len(extra), hit)
    for record in missed:
        if not record.get("optional"):
            score.miss("figure_with_norms_f1", record, record["quote"], None)
    for record in extra:
        score.miss("figure_with_norms_f1", record, None, record["quote"])
    for record in found:
        words = score.text[record["start"] : record["end"]]
        score.note("quote_exact", words == record["quote"], record, words, record["quote"])
    for wanted, given in pairs:
        _figure(score, wanted, given)


def _figure(score: Score, gold: Record, found: Record) -> None:
    def note(name: str, key: str, right: bool) -> None:
        score.note(name, right, gold, "/".join(map(str, views(gold, key))), found[key])

    exact = (gold["start"], gold["end"]) == (found["start"], found["end"])
    score.note("span_exact", exact, gold, gold["quote"], found["quote"])
    note("unit_accuracy", "unit", _head(gold["unit"]) == _head(found["unit"]))
    note("unit_full_accuracy", "unit", (gold["unit"] or "") == (found["unit"] or ""))
    note("qualifier_accuracy", "qualifier", gold["qualifier"] == found["qualifier"])
    note("kind_accuracy", "kind", found["kind"] in views(gold, "kind"))
    if gold.get("claim"):
        note("claim_accuracy", "claim", found["claim"] in views(gold, "claim"))
    if gold.get("period"):
        note("period_accuracy", "period", found["period"] == gold["period"])
    if gold.get("scope"):
        _words(score, "scope_right", "scope", gold, found)
    _words(score, "label_right", "label", gold, found)


def _words(score: Score, name: str, key: str, gold: Record, found: Record) -> None:
    """Words are right where they share enough characters with those of one annotator."""
    told = views(gold, key)
    best = max((likeness(words, found[key]) for words in told), default=0.0)
    score.note(name, best >= ENOUGH, gold, "/".join(told), found[key], round(best, 2))


def _stretches(
    score: Score, name: str, gold: list[Record], found: list[Record], same: Callable[[Record, Record], bool]
) -> None:
    pairs, extra = pair_off(gold, found, same)
    score.overlap(name, len(gold), len(found), len(pairs))
    for record in gold:
        if not any(record is wanted for wanted, _ in pairs):
            score.miss(name, record, _told(record), None)
    for record in extra:
        score.miss(name, record, None, _told(record))


def _told(record: Record) -> str:
    return f"{record.get('kind') or record.get('level')} {(record['heading'] or '')[:AROUND]}".strip()


def _same_section(a: Record, b: Record) -> bool:
    return starts_near(a, b) and a["kind"] == b["kind"]


def _cases(score: Score, gold: list[Record], found: list[Record]) -> None:
    at = (gold or found or [{"start": 0, "end": 0}])[0]
    score.note("cases_right", len(gold) == len(found), at, len(gold), len(found))
    for wanted, given in zip(gold, found, strict=False):
        _place(score, wanted, given)
        _header(score, wanted, given)


def _place(score: Score, gold: Record, found: Record) -> None:
    for name in ("province", "prefecture", "county", "township"):
        if gold.get(name):
            right = bare_place(gold[name]) == bare_place(found.get(name))
            score.note(f"{name}_accuracy", right, gold, gold[name], found.get(name))
    if not gold.get("county"):
        score.note("county_left_open", not found.get("county"), gold, None, found.get("county"))


def _header(score: Score, gold: Record, found: Record) -> None:
    for name in ("published", "year_from", "year_to", "place_basis"):
        if gold.get(name):
            right = str(gold[name]) == str(found.get(name))
            score.note(f"{name}_accuracy", right, gold, gold[name], found.get(name))
    cut = bool(gold.get("truncated")), bool(found.get("truncated"))
    score.note("truncated_accuracy", cut[0] == cut[1], gold, *cut)
    main = [program for program in gold["programs"] if program.get("main")]
    if main:
        names, given = names_of(main), names_of(found["programs"])
        score.note("main_program_found", _meet(names, given), gold, "、".join(sorted(names)), "、".join(sorted(given)))


def _shown(value: object) -> str:
    return NOTHING if value is None or value == "" else str(value)


def _head(unit: str | None) -> str:
    return (unit or "").split("/")[0]


def bare_place(name: str | None) -> str:
    return re.sub(r"(省|市|地区|自治州|县|区|乡|镇)$", "", name or "")


def names_of(programs: Iterable[Record]) -> set[str]:
    names = (name for program in programs for name in (program["name"], *program.get("aliases", [])))
    bare = (re.sub(r"[“”\"‘’「」\s]", "", name) for name in names)
    return {re.sub(r"(建设)?(工程|活动|模式|机制|制度|体系)$", "", name) for name in bare}


def _meet(gold: set[str], found: set[str]) -> bool:
    """Whether two sets of names have one in common: the same words, or three letters of it within the longer name."""
    return any(a == b or (min(len(a), len(b)) >= 3 and (a in b or b in a)) for a in gold for b in found)
