"""References as a file to download."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse

from cases.cite.forms import FORMS
from cases.cite.record import Reference


def cited(references: Sequence[Reference], form: str, name: str) -> HttpResponse:
    """`name.bib`, `.ris`, `.json` (CSL) or `.txt` (GB/T 7714); any other ending is not found."""
    if form not in FORMS:
        raise Http404
    kind, write = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(write(references), content_type=f"{kind}; charset=utf-8", headers=headers)
