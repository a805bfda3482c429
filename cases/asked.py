"""What the address of a source page asks for: `?s=1&c=120-131&original=1`, nonsense passed over with a note."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.beside import asked_link, asked_span
from cases.extract.spans import Span
from cases.models import Case, CaseSource


@dataclass
class Asked:
    """The source, the words to light, whether names are shown as written (staff only), and notes."""

    link: CaseSource
    lit: Span | None = None
    original: bool = False
    may_original: bool = False
    notes: list[str] = field(default_factory=list)


def read_asked(request: HttpRequest, case: Case) -> Asked | None:
    """None where the case has no source at all."""
    links = list(case.source_links.all())
    if not links or case.primary_link is None:
        return None
    number, span = request.GET.get("s", ""), request.GET.get("c", "")
    link = asked_link(links, number)
    asked = Asked(link or case.primary_link, may_original=request.user.has_perm("cases.view_source"))
    asked.original = asked.may_original and request.GET.get("original") == "1"
    if number and link is None:
        asked.notes.append(_("The case has no source of that number; its main source is shown."))
    asked.lit = asked_span(span, len(asked.link.source.text)) if span else None
    if span and asked.lit is None:
        asked.notes.append(_("There are no such characters in this source; nothing is highlighted."))
    return asked
