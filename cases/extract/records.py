"""What reading finds of a case: plain values, no Django.

While a text is read, `start` and `end` count characters of the clean text; `seeds.reading` turns all of them to
source offsets once, at the end.
"""

from __future__ import annotations

from cases.extract.values import value


@value(frozen=True, slots=True)
class Page:
    """What the page around the story says: its site and its own date (ISO: 2002-07-04, 2007-11 or None).

    `authors` are those the page itself names; `reposted` where the page hands on what others wrote (uploads, model
    texts): its date is not the story's.
    """

    site: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None
    reposted: bool = False
    authors: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class PlaceFound:
    """Where the story plays, names as of its time; `basis` is `stated`, `inferred` or None where left open.

    `code` is GB/T 2260 (6 digits, 9 for a township) as of the year; `evidence` the words that decided.
    """

    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    code: str | None = None
    basis: str | None = None
    evidence: str = ""
    start: int | None = None
    end: int | None = None


def years_shown(first: int | None, last: int | None) -> str:
    """The years of a story as a reader sees them; empty where neither is known.

    >>> years_shown(2000, 2001), years_shown(2007, 2007), years_shown(2007, None), years_shown(None, 2009)
    ('2000–2001', '2007', '2007–', '2009')
    """
    if first is None or first == last:
        return str(last or "")
    return f"{first}–{last or ''}"


@value(frozen=True, slots=True)
class Header:
    """Title, authors and years of one case; `year_basis` is `stated`, `inferred`, `page_date` or None."""

    title: str
    start: int
    end: int
    authors: tuple[str, ...] = ()
    published: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    year_basis: str | None = None
    year_evidence: str = ""
    truncated: bool = False
    lead: str = ""

    @property
    def years(self) -> str:
        """As `years_shown`."""
        return years_shown(self.year_from, self.year_to)


@value(frozen=True, slots=True)
class SectionFound:
    """A part of the case: `kind` is one of `SECTION_KINDS`; the span runs from its heading to its end."""

    kind: str
    heading: str
    start: int
    end: int
    level: int = 1


SECTION_KINDS = ("background", "practice", "results", "lessons", "problems", "appendix", "other")


@value(frozen=True, slots=True)
class MaskFound:
    """A private person's name in a sensitive context, proposed for masking; `reason` is one of `MASK_REASONS`."""

    start: int
    end: int
    name: str
    reason: str


MASK_REASONS = ("death", "sect", "illness", "disability", "poverty", "crime", "quarrel", "family")
