"""A new reading over a stored text: one transaction a text, run again without effect, every decision kept.

`reading` is always what the reader now says. Accepted, corrected and rejected finds stay; proposals follow the
reader, new finds come as proposals, and what is no longer found is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.extract.decode import Decoded
from cases.models import Case, CaseSource, Section, Source, State
from cases.quoted import filled
from cases.repairs import packed
from cases.search.signals import held
from metrics.models import Figure, Flag
from programs.models import CaseProgram, Measure
from seeds import matching
from seeds.matching import Same, matched
from seeds.merging import GONE, REREAD, Merged, as_stored, changes, let_go, mark_gone, orphan
from seeds.naming import settle_names
from seeds.reading import READER_VERSION, Reading, read_decoded
from seeds.reposts import forget, remember
from seeds.rows import CaseRows, around, case_rows, mask_row, plain
from seeds.searching import index_sources
from seeds.shingles import fingerprint
from seeds.vocabulary import Vocabulary, hold_vocabulary

SAME: dict[type[Any], Sequence[Same]] = {
    Section: (matching.same_span, matching.starts_alike),
    CaseProgram: (matching.same_program,),
    Measure: (matching.said_start, matching.same_span, matching.starts_alike),
    Figure: (
        lambda row, found: matching.same_span(row, found) and matching.same_figure(row, found),
        matching.same_figure,
        matching.same_decided_figure,
    ),
}


@dataclass(frozen=True, slots=True)
class Reread:
    """What a new reading did to a text."""

    source: Source
    merged: Merged

    def lines(self) -> list[str]:
        """The report for a person: one line of counts, then what to look at."""
        counts = self.merged.counts
        always = {"kept": _("%d kept"), "changed": _("%d changed"), "new": _("%d new"), "gone": _("%d gone")}
        rest = {"decided, no longer found": _("%d decided, no longer found"), "orphaned": _("%d orphaned")}
        said = [words % counts[name] for name, words in (always | rest).items() if name in always or counts[name]]
        return [_(": ").join((f"{self.source.pk} {self.source}", _(", ").join(said))), *self.merged.told]


def outdated() -> list[int]:
    """The texts another version of the reader read."""
    return list(Source.objects.exclude(reader_version=READER_VERSION).values_list("pk", flat=True))


@transaction.atomic
def reread(pk: int, *, version: str = "", dry_run: bool = False) -> Reread:
    """Read a stored text anew and merge what is found; a dry run does all of it and takes it back."""
    hold_vocabulary()
    source = Source.objects.select_for_update().get(pk=pk)
    merged = Merged(version or READER_VERSION)
    with held():
        reading = read_decoded(Decoded(source.text, source.encoding, source.format, title=source.page_title or None))
        _clean_anew(source, reading, merged.version)
        _merge_masks(source, reading, merged)
        _merge_cases(source, reading, merged)
    index_sources([source.pk])
    if dry_run:
        transaction.set_rollback(True)
    return Reread(source, merged)


def _clean_anew(source: Source, reading: Reading, version: str) -> None:
    """The clean form and its map follow the reader, and with them the masked names as they stand in it."""
    wanted = {
        "cleaned": reading.text.string,
        "runs": as_stored(reading.text.runs()),
        "repairs": packed(reading.text.repairs),
        "reader_version": version,
    }
    changed = {name: value for name, value in wanted.items() if getattr(source, name) != value}
    if "cleaned" in changed:
        forget(source)
    for name, value in changed.items():
        setattr(source, name, value)
    if changed:
        for known in ("mapped", "placed", "_public_clean"):
            source.__dict__.pop(known, None)
        source.save(update_fields=list(changed))
    if "cleaned" in changed:
        remember([(source.pk, fingerprint(source.cleaned))])
    for mask in source.masks.all():
        span = source.mapped.clean_span(mask.start, mask.end)
        name = source.cleaned[span.start : span.end]
        if name != mask.name:
            mask.name = name
            mask.save()


def _merge_masks(source: Source, reading: Reading, merged: Merged) -> None:
    """New names come as proposals, decided masks stay; a name is never shown because a reader no longer finds it."""
    rows = [mask_row(source, found) for found in reading.masks]
    pairs, left = matched(source.masks.order_by("start"), rows, matching.same_span, matching.overlaps)
    for new, old in pairs:
        if old is not None:
            merged.save(old, changes(old, new))
            continue
        new._change_reason = f"{REREAD}{merged.version}"
        new.save()
        merged.counts["new"] += 1
    for mask in left:
        mark_gone(mask, merged)


def _merge_cases(source: Source, reading: Reading, merged: Merged) -> None:
    vocabulary = Vocabulary(reading.cases)
    found = [case_rows(case, source, vocabulary) for case in reading.cases]
    for program in vocabulary.touched():
        if program.pk:
            program.save()
    settle_names(found)
    links = list(CaseSource.objects.filter(source=source).select_related("case").order_by("start"))
    pairs, left = matched(
        links, [rows.link for rows in found], lambda old, new: matching.covers(old, new.start, new.end)
    )
    for rows, (_new, link) in zip(found, pairs, strict=True):
        _Story(source, rows, link or _new_case(rows, merged), vocabulary, merged).merge()
    for link in left:
        _no_longer_a_case(link, merged)


def _new_case(rows: CaseRows, merged: Merged) -> CaseSource:
    rows.case.reader_version = merged.version
    rows.case.save()
    rows.link.save()
    merged.told.append(filled(_("new, a draft: case %(number)d “%(title)s”"), _named(rows.case)))
    return rows.link


def _named(case: Case) -> dict[str, Any]:
    return {"number": case.number, "title": case.title[:30]}


def _no_longer_a_case(link: CaseSource, merged: Merged) -> None:
    """A number once given stays, and so do the case's finds: a person says what becomes of it."""
    if GONE not in link.case.reading:
        merged.save(link.case, {"reading": {GONE: merged.version}}, counted=False)
    merged.told.append(filled(_("no longer found, kept as it is: case %(number)d “%(title)s”"), _named(link.case)))


@dataclass(slots=True)
class _Story:
    """One case as read anew, beside the stored one."""

    source: Source
    rows: CaseRows
    link: CaseSource
    vocabulary: Vocabulary
    merged: Merged

    @property
    def case(self) -> Case:
        return self.link.case

    def merge(self) -> None:
        sections, links, measures, _practices, figures, flags, flagged = self.rows.tables
        self._finds(Section, sections)
        self._finds(CaseProgram, links)
        parts = {"section": self._stored(Section)}
        self._finds(Measure, measures, parts)
        self._practices(measures)
        self._finds(Figure, figures, {**parts, "measure": self._stored(Measure)})
        self._flags(flags, flagged)
        self._case(parts["section"])

    def _case(self, sections: Iterable[Section]) -> None:
        """The case itself follows its shown source alone."""
        if not self.link.primary:
            return
        new, case = self.rows.case, self.case
        wanted = {name: getattr(new, name) for name in new.reading if name not in case.decided}
        wanted["completeness"] = sorted({section.kind for section in sections if section.kind != "other"})
        wanted |= {"reading": as_stored(plain(new.reading)), "reader_version": self.merged.version}
        changed = {name: value for name, value in wanted.items() if getattr(case, name) != value}
        self.merged.save(case, changed, counted=False)
        # A person who decided on the case saw it with these ends.
        if not case.decided and (self.link.start, self.link.end) != (self.rows.link.start, self.rows.link.end):
            self.link.start, self.link.end = self.rows.link.start, self.rows.link.end
            self.link.save()

    def _stored(self, model: type[Any]) -> list[Any]:
        return list(model.objects.public().filter(case=self.case, source=self.source))

    def _finds(self, model: type[Any], found: Sequence[Any], parts: dict[str, list[Any]] | None = None) -> None:
        stored = model.objects.filter(case=self.case, source=self.source).order_by("start", "pk")
        rows = orphan(stored.select_related(*_pointed_at(model)), self.source.text, self.merged)
        pairs, left = matched(rows, found, *SAME[model])
        let_go(left, self.merged)
        for new, old in pairs:
            at = new.start if old is None or old.state == State.PROPOSED else old.start
            links = {name: around(rows, at) for name, rows in (parts or {}).items()}
            if old is None:
                self._add(new, links)
            else:
                self.merged.save(old, changes(old, new, **links))

    def _add(self, new: Any, links: dict[str, Any]) -> None:
        """A find nobody has seen yet comes as a proposal."""
        new.case = self.case
        for name, value in links.items():
            setattr(new, name, value)
        if isinstance(new, CaseProgram):
            if new.program.pk is None:
                new.program.save()
            new.program = new.program  # takes its key
        new._change_reason = f"{REREAD}{self.merged.version}"
        new.save()
        self.merged.counts["new"] += 1

    def _practices(self, found: Sequence[Any]) -> None:
        """The practices of proposed and corrected measures, unless a person set them."""
        known = self.vocabulary.practices
        rows = Measure.objects.filter(case=self.case, source=self.source, state__in=(State.PROPOSED, State.CORRECTED))
        for row in rows.prefetch_related("practices"):
            wanted = {known[slug] for slug in row.reading.get("practices", ()) if slug in known}
            if "practices" not in row.decided and wanted != {practice.pk for practice in row.practices.all()}:
                row.practices.set(wanted)

    def _flags(self, flags: Sequence[Any], flagged: Sequence[Any]) -> None:
        """Settled doubts stay; open ones follow the reader where they rest on something nobody has decided yet."""
        figures = {(row.start, row.end): row for row in Figure.objects.filter(case=self.case, source=self.source)}
        found: list[tuple[Any, list[Figure]]] = [(flag, []) for flag in flags]
        for flag, rows in found:
            at = [(one.figure.start, one.figure.end) for one in flagged if one.flag is flag]
            rows += [figures[span] for span in at if span in figures]
        stored = Flag.objects.filter(case=self.case, source=self.source).prefetch_related("figures")
        keys = [(flag.kind, flag.message, {row.pk for row in rows}) for flag, rows in found]
        pairs, left = matched(stored, keys, matching.same_flag)
        for (flag, rows), (_key, old) in zip(found, pairs, strict=True):
            if old is None and _undecided(rows):
                flag.case = self.case
                flag.save()
                flag.figures.set(rows)
                self.merged.told.append(_("new doubt: %s") % flag.message[:60])
        for flag in left:
            if flag.state == Flag.Status.OPEN and _undecided(flag.figures.all()):
                self.merged.told.append(_("doubt no longer found, removed: %s") % flag.message[:60])
                flag.delete()


def _undecided(figures: Iterable[Figure]) -> bool:
    """Whether nobody has decided on some of these figures yet: a doubt over decided ones was before a person's eyes."""
    states = [figure.state for figure in figures]
    return not states or State.PROPOSED in states


def _pointed_at(model: type[Any]) -> Sequence[str]:
    return {"Figure": ("unit", "indicator", "section", "measure"), "CaseProgram": ("program",)}.get(model.__name__, ())
