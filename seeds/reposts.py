"""Which stored cases tell the same story as a text: reposts, cut-off copies, a case inside a compilation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count

from cases.models import Case, CaseSource, Source
from cases.tables import write_numbers
from seeds.models import Fingerprint
from seeds.shingles import containment, fingerprint, shingles

ALIKE = 0.5  # share of the shorter one's words that both tell, from which a person is asked
FEWEST = 3  # kept shingles two texts must share to be compared at all
MOST = 20  # texts compared in full
CHUNK = 500  # values asked for at once


@dataclass(frozen=True, slots=True)
class Alike:
    """A stored case that tells what a text tells: how much of the text it holds, and how much of it the text holds."""

    case: Case
    link: CaseSource
    held: float  # share of the text that the case tells too
    holds: float  # share of the case that the text tells too

    @property
    def share(self) -> float:
        return max(self.held, self.holds)


def alike(text: str, leave: Iterable[int] = ()) -> list[Alike]:
    """The stored cases that tell the same story as this clean text, the likest first; `leave` are cases to pass over.

    A case that was merged or withdrawn is not among them: what it told, its survivor tells.
    """
    own, found = set(shingles(text)), []
    for link in _links(_near(text), set(leave)):
        theirs = set(shingles(told(link)))
        one = Alike(link.case, link, containment(own, theirs), containment(theirs, own))
        if one.share >= ALIKE:
            found.append(one)
    best: dict[int, Alike] = {}
    for one in sorted(found, key=lambda one: -one.share):
        best.setdefault(one.case.pk, one)
    return list(best.values())


def told(link: CaseSource) -> str:
    """The clean text of a case in one of its sources."""
    span = link.source.mapped.clean_span(link.start, link.end)
    return link.source.cleaned[span.start : span.end]


def remember(marks: Iterable[tuple[int, Iterable[int]]]) -> None:
    """Let sources be found by their words: write their fingerprints, by their keys, in the order of the index."""
    values = [(value, source) for source, kept in marks for value in kept]
    write_numbers(Fingerprint, ("value", "source_id"), sorted(values))


def forget(source: Source) -> None:
    """Let this source be found no more."""
    values = sorted(fingerprint(source.cleaned))
    for at in range(0, len(values), CHUNK):
        Fingerprint.objects.filter(value__in=values[at : at + CHUNK], source=source).delete()


def _near(text: str) -> list[int]:
    """The sources that share most kept shingles with the text, and enough of them."""
    values, shared = sorted(fingerprint(text)), Counter[int]()
    for at in range(0, len(values), CHUNK):
        met = Fingerprint.objects.filter(value__in=values[at : at + CHUNK]).order_by()
        shared.update(dict(met.values_list("source").annotate(Count("value"))))
    return [source for source, count in shared.most_common(MOST) if count >= FEWEST]


def _links(sources: Sequence[int], leave: set[int]) -> Iterator[CaseSource]:
    shown = (Case.Status.DRAFT, Case.Status.IN_REVIEW, Case.Status.PUBLISHED)
    links = CaseSource.objects.filter(source__in=sources, case__state__in=shown).exclude(case__in=leave)
    return links.select_related("case", "source").defer("source__raw", "source__repairs").iterator(chunk_size=MOST)
