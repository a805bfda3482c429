"""From the source text to the clean text that is read: small named steps, each of which reports what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from . import furniture, glosses, leftovers, marks, script, shifted, widths
from .spans import Repair, Text

Step = Callable[[Text], Text]

# What was written, as it was written: the page is read off this, its furniture still there.
MENDING: Final[tuple[tuple[str, Step], ...]] = (
    ("line_ends", leftovers.line_ends),
    ("html_leftovers", leftovers.html_leftovers),
    ("invisible", leftovers.invisible),
    ("shifted_bytes", shifted.repair_shifted),
    ("glosses", glosses.take_glosses),
    ("traditional", script.simplify),
)
TIDYING: Final[tuple[tuple[str, Step], ...]] = (
    ("half_width", widths.half_width),
    ("full_width", widths.full_width),
    ("doubled", leftovers.doubled),
    ("watermarks", leftovers.watermarks),
    ("furniture", furniture.take_furniture),
    ("masked_names", marks.masked_names),
    ("missing_words", marks.missing_words),
    ("lost_characters", marks.lost_characters),
)
STEPS: Final = (*MENDING, *TIDYING)

COUNTED_BY_CHARACTER: Final = ("traditional", "punctuation", "width")


def clean(source: str) -> Text:
    """The clean text of a source text, with the map back to it and a report of every repair.

    >>> text = clean("黨日活動(dòng)是黨支部經(jīng)常開展的主題教育活動(dòng),也是")
    >>> text.string, text.quote(2, 4)
    ('党日活动是党支部经常开展的主题教育活动，也是', '活動(dòng)')
    """
    return tidy(mend(source))


def mend(source: str) -> Text:
    """The first half of cleaning: damage put right, every line still there."""
    return _through(MENDING, Text.of(source))


def tidy(text: Text) -> Text:
    """The second half, of a mended text: one width of signs, no furniture, what is lost marked."""
    return _through(TIDYING, text)


def _through(steps: Iterable[tuple[str, Step]], text: Text) -> Text:
    for _, step in steps:
        text = step(text)
    return text


def describe(text: Text) -> dict[str, int]:
    """How much of each kind was repaired or marked; one-for-one replacements count characters, all else places.

    >>> describe(clean("黨日活動(dòng)是主題教育活動(dòng)"))
    {'gloss': 2, 'traditional': 4}
    """
    counts: Counter[str] = Counter()
    for repair in text.repairs:
        counts[repair.kind] += _weight(repair)
    return dict(counts)


def _weight(repair: Repair) -> int:
    return len(repair.clean) if repair.kind in COUNTED_BY_CHARACTER else 1
