"""Who led: the first words of a case that name a leading body, as its text has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cases.extract.spans import Span
from cases.models.source import Rights

# The surest words first: who took the lead or sat in the leading group, then which committee is named at all.
BODIES = (("牵头", "领导小组", "责任单位"), ("县委", "市委", "区委", "乡党委", "镇党委", "组织部"))
ENDS = re.compile(r"[。；！？\n]")
SPARE = re.compile(r"[，、:：]")
LOOSE = " \t\r\u3000，、:：”’）)"
MOST = 64  # characters shown


@dataclass(frozen=True)
class Quoted:
    """Words of a case as the public may read them, and their permanent address."""

    words: str
    url: str


def lead_body(case: Any) -> Quoted | None:
    """`县、乡镇、村三级分别成立活动领导小组`; None where the text names no such body or may not be shown."""
    link = case.primary_link
    if link is None or link.source.rights != Rights.FULL:
        return None
    text = link.source.public_clean(link.start, link.end)
    found = next((span for words in BODIES for span in _clauses(text, words)), None)
    if found is None:
        return None
    base = link.source.mapped.clean_span(link.start, link.end).start
    place = link.source.mapped.source_span(base + found.start, base + found.end)
    address = reverse("cases:source", args=[case.number])
    words = text[found.start : found.end]
    return Quoted(words, f"{address}?s={link.number}&c={place.start}-{place.end}#c")


def _clauses(text: str, words: tuple[str, ...]) -> Iterator[Span]:
    """The sentences that hold one of the words, cut to what stands around it."""
    start = 0
    for end in [*(match.start() for match in ENDS.finditer(text)), len(text)]:
        at = min((i for i in (text.find(word, start, end) for word in words) if i >= 0), default=-1)
        if at >= 0:
            yield _around(text, Span(start, end), at)
        start = end + 1


def _around(text: str, sentence: Span, at: int) -> Span:
    """At most `MOST` characters of the sentence around a word, from one comma to another."""
    if len(sentence) <= MOST:
        return _trimmed(text, sentence)
    cuts = [sentence.start, *(m.end() for m in SPARE.finditer(text, sentence.start, sentence.end)), sentence.end]
    start = max(cut for cut in cuts if cut <= at)
    before = [cut for cut in cuts if at - MOST // 2 <= cut <= start]
    start = min(before, default=start)
    end = max((cut for cut in cuts if at < cut <= start + MOST), default=min(sentence.end, start + MOST))
    return _trimmed(text, Span(start, end))


def _trimmed(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    kept = words.lstrip(LOOSE)
    left = len(words) - len(kept)
    kept = kept.rstrip(LOOSE)
    return Span(span.start + left, span.start + left + len(kept))
