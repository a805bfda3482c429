"""How to cite a case, by GB/T 7714."""

from __future__ import annotations

from datetime import date

from cases.models import Case


def citation(case: Case, address: str, today: date) -> str:
    """`汪志荣. 农村党员上网工程[EB/OL]. “实践”网, (2002-07-04)[2024-05-01]. https://…/cases/1/.`"""
    link = case.primary_link
    site = link.source.site if link else ""
    when = case.page_date or (link.source.page_date if link else "")
    authors = ",".join(case.public_words(str(author)) for author in case.authors[:3])
    if len(case.authors) > 3:
        authors += ",等"
    place = ", ".join(filter(None, [site, f"({when})" if when else ""]))
    parts = [authors, f"{case.public_title}[EB/OL]", f"{place}[{today.isoformat()}]", address]
    return ". ".join(part for part in parts if part) + "."
