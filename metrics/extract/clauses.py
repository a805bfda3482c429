"""Where a quantity stands: its sentence, its clause, what is said before and after it, and its neighbours.

A clause ends at a comma, a colon or what ends a sentence, but not inside quotation marks or brackets. Between two
quantities of one clause the words are shared out: what names the first, what leads to the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from cases.extract.alternatives import any_of, begun
from cases.extract.values import value
from metrics.extract.lexicon import acts_at_end, ending_verbs, strong, words_of
from metrics.extract.records import Quantity

SENTENCE_END = frozenset("。；;！!？?\n")
CLAUSE_END = frozenset("…，,：:。；;！!？?\n")
OPEN, CLOSE = "“‘（(《「『【", "”’）)》」』】"
SIGNS = re.compile(f"[{re.escape(''.join(sorted({*SENTENCE_END, *CLAUSE_END, *OPEN, *CLOSE})))}]")
LEADS_TO = begun("(?:都|均|也)?(?:共计|达到了?|达|只?有|已有|共有|为|占|约|近|共|了|过|超)+$")
MARKS = "，,：:。；;！!？?\n―— "
REACH = 160
SPEECH = 30
AMONG = re.compile("中(?<![集其高初当空手]中)(?![国央小心学间等年期级介药医草原队层])")
ACTS = begun("(?:[员人户村区镇乡县师生长民组]|单位|部门|组织|支部|党委|群众|干部|企业|老人|儿童|^[共已又先后]+)$")
JOINT = re.compile("、|以及|及其|及|和|与|或|并")


@value(frozen=True, slots=True)
class Setting:
    """A quantity in its clause. `before` and `after` are the words of the clause that are this quantity's own,
    `upto` all of the clause before it, `words` those of the quantity;
    `tail` is what follows to the end of the clause, later quantities included, `closing` what follows the last of
    them; `lead` are the clauses before, `rest` those after, both of the same sentence."""

    q: Quantity
    words: str
    sentence: tuple[int, int]
    clause: tuple[int, int]
    before: str
    upto: str
    after: str
    tail: str
    lead: str
    rest: str
    closing: str
    left: Quantity | None
    right: Quantity | None
    chained: bool


def boundaries(string: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """Where the sentences and the clauses of a stretch end: offsets just after each closing mark, in order.

    >>> boundaries("共160期,3215人次。其中(男,女)两类。", 0, 23)
    ([13, 23], [6, 13, 23])
    """
    sentences, clauses, depth = [], [], 0
    for found in SIGNS.finditer(string, start, end):
        at, char = found.start(), found[0]
        if char in OPEN:
            depth += not _is_speech(string, at, end)
        elif char in CLOSE:
            depth = max(0, depth - 1)
        if (char in SENTENCE_END and (depth == 0 or char in "。\n")) or char == "\n":
            sentences.append(at + 1)
            clauses.append(at + 1)
            depth = 0
        elif char in CLAUSE_END and depth == 0:
            clauses.append(at + 1)
    return sentences, clauses


def _is_speech(string: str, at: int, end: int) -> bool:
    """Whether a quotation that opens at `at` is long enough to be somebody's words, with clauses of its own."""
    if string[at] not in "“‘":
        return False
    closed = string.find("”" if string[at] == "“" else "’", at, min(end, at + SPEECH))
    return closed < 0 or any(mark in "。！？" for mark in string[at : closed - 1])


def settings(string: str, start: int, end: int, found: Sequence[Quantity]) -> list[Setting]:
    """The setting of each quantity of `string[start:end]`; `found` in order, in the offsets of the string.

    However long a clause without marks may be, no more than `REACH` characters of it are looked at on either side.
    """
    sentences, clauses = boundaries(string, start, end)
    ends_s, ends_c = [start, *sentences, end], [start, *clauses, end]
    result, s, c = [], 0, 0
    for i, q in enumerate(found):
        while ends_s[s + 1] <= q.start:
            s += 1
        while ends_c[c + 1] <= q.start:
            c += 1
        clause = max(ends_c[c], q.start - REACH), min(ends_c[c + 1], q.end + REACH)
        sentence = max(ends_s[s], q.start - 3 * REACH), min(ends_s[s + 1], q.end + 3 * REACH)
        left = found[i - 1] if i and found[i - 1].start >= clause[0] else None
        following = [o for o in found[i + 1 : i + 12] if o.end <= clause[1]]
        result.append(_setting(string, q, sentence, clause, left, following))
    return result


def _setting(
    string: str,
    q: Quantity,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    left: Quantity | None,
    following: Sequence[Quantity],
) -> Setting:
    right, last = (following[0], following[-1]) if following else (None, q)
    upto = string[clause[0] : q.start]
    between = string[left.end : q.start] if left else ""
    after = string[q.end : right.start if right else clause[1]].rstrip(MARKS)
    return Setting(
        q=q,
        words=string[q.start : q.end],
        sentence=sentence,
        clause=clause,
        before=(_own_before(between, _counts_what_follows(string, q, right, clause)) if left else upto).strip(),
        upto=upto,
        after=_own_after(after) if right else after,
        tail=string[q.end : clause[1]].rstrip(MARKS),
        lead=string[max(sentence[0], clause[0] - REACH) : clause[0]],
        rest=string[clause[1] : min(sentence[1], clause[1] + REACH)],
        closing=string[last.end : clause[1]].rstrip(MARKS),
        left=left,
        right=right,
        chained=left is not None and not between.strip("、 和及与约"),
    )


def _counts_what_follows(string: str, q: Quantity, right: Quantity | None, clause: tuple[int, int]) -> bool:
    stop = right.start if right else clause[1]
    following = string[q.end : stop].strip("\n ")
    return bool(following) and following[0] not in "的以，,：:。；;！!？?、…”" and noun_end(following) > 0


def _own_before(between: str, noun_follows: bool) -> str:
    """The part of the words between two quantities that leads to the second."""
    between = re.split("[；，：。…]", between)[-1]
    start = JOINT.match(between)
    if start:
        return between[start.end() :]
    inner = LEADS_TO.sub("", between)
    verb = _first_verb(inner)
    joints = list(JOINT.finditer(between))
    if joints and (verb is None or joints[-1].start() > verb):
        return between[joints[-1].end() :]
    if verb is not None:
        return between[verb:]
    return "" if noun_follows else between


def _first_verb(text: str) -> int | None:
    """Where the first verb stands; one of a single character does not count at the very beginning of a noun."""
    at = noun_end(text)
    if at == 0:
        first = strong().match(text)
        at = 0 if first and len(first[0]) > 1 else 1 + noun_end(text[1:])
    if at < len(text):
        return at
    ends = acts_at_end().search(text[-8:])
    start = len(text) - len(ends[0]) if ends else 0
    return start if ends and (start == 0 or ACTS.search(text[:start])) else None


def _own_after(between: str) -> str:
    """The part that still names the first: up to a verb, or to the joint before the next quantity."""
    between = re.split("[；，：。…]", between)[0]
    if JOINT.match(between):
        return ""
    verb = _first_verb(between)
    joints = list(JOINT.finditer(between))
    if verb is not None and not (joints and joints[-1].start() > verb and joints[-1].end() == len(between)):
        return between[:verb]
    return between[: joints[-1].start()] if joints else between


@lru_cache(maxsize=1024)  # the candidates of a label end in the same words
def noun_end(text: str) -> int:
    """How far a noun phrase goes from the beginning of a text: up to the first verb or particle that ends one.

    >>> text = "农村党员户开通了家庭上网"
    >>> text[: noun_end(text)], noun_end("已建立")
    ('农村党员户', 0)
    """
    depth = 0
    for found in _noun_marks().finditer(text):
        word = found[0]
        if word in OPEN:
            depth += 1
        elif word in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (word in MARKS or word in ending_verbs() or (word == "中" and found.start() > 1)):
            return found.start()
    return len(text)


@cache
def _noun_marks() -> re.Pattern[str]:
    """All that may end a noun phrase or is passed over in it: marks, brackets, verbs, words with a verb in them."""
    signs = any_of(OPEN + CLOSE + MARKS.strip(" …"))  # as branches, so that every one begins with a plain letter
    return re.compile(f"{signs}|{AMONG.pattern}|{any_of({*ending_verbs(), *words_of('particles')})}")
