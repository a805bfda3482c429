"""The form of a stored case, told in one line on the desk and in the admin."""

from __future__ import annotations

from typing import Any

from cases.extract.form import PARTS, check_form
from cases.models import Section


def told_form(case: Any, link: Any) -> dict[str, Any]:
    """What `cases/_form.html` shows; the link's source must have its clean text at hand."""
    source = link.source
    span = source.mapped.clean_span(link.start, link.end)
    form = check_form(case.completeness, source.cleaned[span.start : span.end])
    parts = [(Section.Kind(part).label, part in form.present) for part in PARTS]
    return {"form": form, "parts": parts}
