"""Two tellings of one story: what they share side by side, and what a person decides about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.models import Case
from seeds.reposts import Alike, alike, told
from seeds.shingles import shared_spans, shingles

WHOLE = 0.9  # from this share on, a telling holds all of the other but for slips
INTO, OVER, OTHER = "into", "over", "other"
ANSWERS = (INTO, OVER, OTHER)


@dataclass(frozen=True, slots=True)
class ShownAlike:
    """A stored case beside a text that tells the same: percent shared, the shared words marked in both."""

    case: Case
    percent: int
    relation: str
    better: bool
    ours: SafeString
    theirs: SafeString


def shown_alikes(text: str, truncated: bool, leave: Iterable[int] = ()) -> list[ShownAlike]:
    """Every stored case that tells what the clean text tells, ready to be looked at."""
    return [_shown(text, truncated, one) for one in alike(text, leave)]


def _shown(text: str, truncated: bool, one: Alike) -> ShownAlike:
    theirs = told(one.link)
    return ShownAlike(
        one.case,
        round(one.share * 100),
        relation(one.held, one.holds),
        (one.case.truncated and not truncated) or (one.holds >= WHOLE > one.held),
        _marked(text, theirs),
        _marked(theirs, text),
    )


def relation(held: float, holds: float) -> str:
    """How a text lies to a stored case, by how much each holds of the other."""
    if held >= WHOLE and holds >= WHOLE:
        return _("the same text")
    if held >= WHOLE:
        return _("this text is a part of it")
    if holds >= WHOLE:
        return _("this text holds all of it and more")
    return _("they share most of their words")


def _marked(text: str, other: str) -> SafeString:
    pieces, at = [], 0
    for start, end in shared_spans(text, set(shingles(other))):
        pieces.append((text[at:start], text[start:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:])


def settle(case: Case, answers: Mapping[int, str], user: Any) -> None:
    """Do what a person decided about a new case: by the number of each stored one, `into` it, `over` it, or neither."""
    for number, answer in answers.items():
        other = Case.objects.select_related("merged_into").get(number=number)
        other = other.merged_into or other
        case.refresh_from_db()
        if answer == OTHER or case.merged_into_id or other.pk == case.pk:
            continue
        kept, gone = (other, case) if answer == INTO else (case, other)
        gone.merge_into(kept, _("The same story as case %(number)d.") % {"number": kept.number}, user)
