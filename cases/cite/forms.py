"""The forms a reference is written in: GB/T 7714—2025, BibTeX, RIS, CSL-JSON, JSON-LD (docs/decisions/0004)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from cases.cite.record import LIBRARY, Reference

AUTHORS = 3  # of more, the first three are named
TEX = re.compile(r"[\\{}%&#$_~^]")


def gbt(reference: Reference) -> str:
    """`汪志荣. 农村党员上网工程[EB/OL]//“实践”网. （2002-07-04）[2026-11-21]. https://…/cases/1/.`

    A web page by GB/T 7714—2025, 8.11.3; the site it stood on follows `//`, characters stand where pages would.
    """
    authors = "，".join(reference.authors[:AUTHORS]) + ("，等" if len(reference.authors) > AUTHORS else "")
    title = f"{reference.title}[EB/OL]" + (f"//{reference.site}" if reference.site else "")
    dates = (f"（{reference.issued}）" if reference.issued else "") + f"[{reference.accessed.isoformat()}]"
    dates += f"：{reference.passage.place}" if reference.passage else ""
    return ". ".join(part for part in (authors, title, dates, reference.url) if part) + "."


def bibtex(reference: Reference) -> str:
    fields = {
        "title": _tex(reference.title),
        "author": " and ".join(f"{{{_tex(author)}}}" for author in reference.authors),
        "organization": _tex(reference.site),
        "date": reference.issued,
        "year": reference.issued[:4],
        "url": reference.url,
        "urldate": reference.accessed.isoformat(),
        "note": _tex(reference.note),
        "langid": "chinese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{reference.key},", *lines, "}", ""])


def _tex(words: str) -> str:
    return TEX.sub(lambda found: r"\textbackslash{}" if found[0] == "\\" else "\\" + found[0], _line(words))


def _line(words: str) -> str:
    return " ".join(words.split())


def ris(reference: Reference) -> str:
    date = "/".join(reference.issued.split("-")) + "/" * (3 - len(reference.date_parts))
    pairs = [
        ("TY", "ELEC"),
        ("ID", reference.key),
        ("TI", reference.title),
        *(("AU", author) for author in reference.authors),
        ("T2", reference.site),
        ("PY", reference.issued[:4]),
        ("DA", date if reference.issued else ""),
        ("Y2", reference.accessed.strftime("%Y/%m/%d")),
        ("UR", reference.url),
        ("AB", reference.abstract),
        ("N1", reference.note),
        ("LA", "zh-CN"),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in pairs if value) + "ER  - \r\n"


def csl(reference: Reference) -> dict[str, Any]:
    """The record as citation processors take it; Chinese names stay whole."""
    day = reference.accessed
    record = {
        "id": reference.key,
        "type": "webpage",
        "title": reference.title,
        "author": [{"literal": author} for author in reference.authors],
        "container-title": reference.site,
        "issued": {"date-parts": [reference.date_parts]} if reference.date_parts else None,
        "accessed": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": reference.url,
        "abstract": reference.abstract,
        "note": reference.note,
        "language": "zh-CN",
    }
    return {name: value for name, value in record.items() if value}


def csl_json(*references: Reference) -> str:
    return json.dumps([csl(reference) for reference in references], ensure_ascii=False, indent=1) + "\n"


def json_ld(reference: Reference) -> dict[str, Any]:
    """schema.org: an article based on the page it was taken from, or a quotation out of it."""
    article = {
        "@type": "Article",
        "@id": reference.case_url,
        "url": reference.case_url,
        "headline": reference.title,
        "author": [{"@type": "Person", "name": author} for author in reference.authors],
        "datePublished": reference.issued,
        "abstract": reference.abstract,
        "inLanguage": "zh-CN",
        "contentLocation": {"@type": "Place", "name": reference.place} if reference.place else None,
        "temporalCoverage": reference.years.replace("–", "/"),
        "isBasedOn": _original(reference),
        "isPartOf": {"@type": "Collection", "name": LIBRARY, "identifier": str(reference.number)},
    }
    article = {name: value for name, value in article.items() if value}
    if not reference.passage:
        return {"@context": "https://schema.org", **article}
    quotation = {"@type": "Quotation", "text": reference.passage.quote, "url": reference.url, "isPartOf": article}
    return {"@context": "https://schema.org", **quotation}


def _original(reference: Reference) -> dict[str, str] | None:
    page = {"name": reference.site, "url": reference.original_url, "datePublished": reference.issued}
    page = {name: value for name, value in page.items() if value}
    return {"@type": "WebPage", **page} if page else None


# By the ending of the file: its type, and how a list of references is written.
FORMS: dict[str, tuple[str, Callable[[Sequence[Reference]], str]]] = {
    "txt": ("text/plain", lambda references: "".join(f"{gbt(one)}\n" for one in references)),
    "bib": ("application/x-bibtex", lambda references: "\n".join(map(bibtex, references))),
    "ris": ("application/x-research-info-systems", lambda references: "".join(map(ris, references))),
    "json": ("application/vnd.citationstyles.csl+json", lambda references: csl_json(*references)),
}
