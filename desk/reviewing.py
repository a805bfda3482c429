"""A case on the review desk: its finds in the order of the text, the one looked at, and what asks for a person most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, F
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.models import Case, CaseSource, Mask, Section, State
from cases.models.extracted import words_address
from cases.reading import Layout, lay_out
from cases.whole import share_sources, sourced_cases
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure

MODELS: dict[str, type[Any]] = {
    "mask": Mask, "figure": Figure, "measure": Measure, "programme": CaseProgram, "section": Section,
}  # fmt: skip
INLINE = ("figure", "programme", "mask")
UNSURE = 0.6
QUEUED = 50


@dataclass
class Find:
    """A find with its name in addresses (`figure-12`) and why it asks for a person."""

    name: str
    row: Any
    reasons: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.name}-{self.row.pk}"

    @property
    def start(self) -> int:
        return int(self.row.start)

    @property
    def end(self) -> int:
        return int(self.row.end)

    @property
    def waiting(self) -> bool:
        return bool(self.row.state == State.PROPOSED)

    @property
    def gone(self) -> str:
        """The reader version that no longer found this, if any."""
        return str(self.row.reading.get("gone", ""))

    @property
    def kind_label(self) -> str:
        return str(self.row._meta.verbose_name)


@dataclass
class Review:
    """One case with its finds, those of its shown source; `asked` is the key in the address."""

    case: Any
    link: CaseSource
    finds: list[Find]
    asked: str = ""

    @cached_property
    def current(self) -> Find | None:
        """The find asked for, else the first that waits, else the first."""
        chosen = next((find for find in self.finds if find.key == self.asked), None)
        return chosen or next(iter(self.waiting), None) or next(iter(self.finds), None)

    @property
    def inferred(self) -> bool:
        return inferred(self.case)

    @property
    def waiting(self) -> list[Find]:
        return [find for find in self.finds if find.waiting]

    @cached_property
    def words_url(self) -> str:
        """Where the current find's words stand."""
        return words_address(self.case.number, self.link.number, self.current)

    @property
    def flags(self) -> list[Any]:
        """The doubts, the open ones first, of these the current figure's."""
        now = self.current.row if self.current else None
        return sorted(self.case.flags.all(), key=lambda flag: (flag.state != "open", now not in flag.figures.all()))

    @property
    def decided(self) -> int:
        return len(self.finds) - len(self.waiting)

    def beside(self, by: int) -> Find | None:
        """The find so many steps on from the current one."""
        at = self.finds.index(self.current) + by if self.current else -1
        return self.finds[at] if 0 <= at < len(self.finds) else None

    @property
    def next(self) -> Find | None:
        return self.beside(1)

    @property
    def previous(self) -> Find | None:
        return self.beside(-1)

    def after(self, key: str) -> str:
        """The next find that waits behind this one, from the top again at the end; the find itself if none waits."""
        at = next((i for i, find in enumerate(self.finds) if find.key == key), 0)
        behind = [find for find in (*self.finds[at + 1 :], *self.finds[:at]) if find.waiting]
        return behind[0].key if behind else key

    @cached_property
    def layout(self) -> Layout:
        inline = [find for find in self.finds if find.name in INLINE and find.row.state != "orphaned"]
        return lay_out(self.case, self.link, inline, self.case.measures.all())

    @cached_property
    def parts(self) -> dict[str, Find]:
        """Measures and sections by their anchors in the text."""
        letters = {"measure": "m", "section": "s"}
        return {f"{letters[find.name]}{find.row.pk}": find for find in self.finds if find.name in letters}


def review_of(number: int, asked: str = "", masks: bool = False) -> Review:
    """The case with all its finds in a constant number of queries; Http404 where there is none, or no text.

    `masks` for who may decide on them: they tell the names they hide.
    """
    cases = sourced_cases().prefetch_related(
        "sections", "measures__practices", "figures__unit", "figures__indicator", "figures__flags",
        "program_links__program", "flags__figures",
    )  # fmt: skip
    case = get_object_or_404(cases, number=number)
    link = case.primary_link
    if link is None:
        raise Http404
    share_sources(case)
    return Review(case, link, _finds(case, link, masks), asked)


def _finds(case: Any, link: CaseSource, masks: bool) -> list[Find]:
    rows: dict[str, Iterable[Any]] = {
        "section": case.sections.all(),
        "measure": case.measures.all(),
        "programme": case.program_links.all(),
        "figure": case.figures.all(),
        "mask": [mask for mask in link.source.masks.all() if link.start <= mask.start < link.end] if masks else [],
    }
    found = [Find(name, row, _reasons(row)) for name, all_ in rows.items() for row in all_]
    return sorted((find for find in found if find.row.source_id == link.source_id), key=lambda f: (f.start, -f.end))


def _reasons(row: Any) -> list[str]:
    """Why a find asks for a person more than another."""
    reasons = [_("not found any more")] if "gone" in row.reading else []
    if isinstance(row, Mask):
        return [*reasons, row.get_reason_display()]
    if not isinstance(row, Figure):
        return reasons
    if any(flag.state == Flag.Status.OPEN for flag in row.flags.all()):
        reasons.append(_("doubt"))
    if row.confidence < UNSURE:
        reasons.append(_("not sure"))
    if not row.label:
        reasons.append(_("no label"))
    return reasons


def inferred(case: Case) -> bool:
    """Whether the reader inferred the place, and nobody has said yet that it is right."""
    return case.place_basis == Case.Basis.INFERRED and "place" not in case.decided


@dataclass
class Queued:
    """A case in the queue, with what asks for a person in it."""

    case: Case
    flags: int
    unsure: int
    unlabelled: int
    masks: int
    waiting: int

    @property
    def inferred(self) -> bool:
        return inferred(self.case)

    @property
    def need(self) -> tuple[int, ...]:
        return (
            self.flags * 10 + self.inferred * 5 + self.masks * 3 + self.unsure * 2 + self.unlabelled * 2,
            self.waiting,
            self.case.number,
        )


def queue() -> list[Queued]:
    """The cases that need a person most, first: open doubts, an inferred place, hidden names, unsure figures."""
    proposed = Figure.objects.filter(state=State.PROPOSED)
    flags = _by_case(Flag.objects.filter(state=Flag.Status.OPEN))
    unsure = _by_case(proposed.filter(confidence__lt=UNSURE))
    unlabelled = _by_case(proposed.filter(label=""))
    masks = masks_by_case()
    finds = (model for model in MODELS.values() if model is not Mask)
    waiting = sum((_by_case(model.objects.filter(state=State.PROPOSED)) for model in finds), masks)
    weights = Counter({key: flags[key] * 10 + masks[key] * 3 + unsure[key] * 2 + unlabelled[key] * 2
                       for key in flags | waiting})  # fmt: skip
    chosen = sorted(weights, key=lambda key: (-weights[key], -waiting[key], key))[: QUEUED * 4]
    cases = Case.objects.filter(pk__in=chosen).exclude(state__in=(Case.Status.MERGED, Case.Status.WITHDRAWN))
    rows = [Queued(case, flags[case.pk], unsure[case.pk], unlabelled[case.pk], masks[case.pk],
                   waiting[case.pk])
            for case in cases.with_place()]  # fmt: skip
    return sorted(rows, key=lambda row: row.need, reverse=True)[:QUEUED]


def masks_by_case() -> Counter[int]:
    """How many names proposed for masking stand in each case's part of its sources."""
    inside = {"source__masks__start__gte": F("start"), "source__masks__start__lt": F("end")}
    links = CaseSource.objects.filter(source__masks__state=State.PROPOSED, **inside).order_by()
    return Counter(dict(links.values_list("case").annotate(Count("source__masks"))))


def _by_case(rows: Any) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list("case").annotate(Count("pk"))))
