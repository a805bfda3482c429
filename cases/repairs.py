"""What cleaning did: as a source keeps it, and in words a reader understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.extract.spans import Repair

KIND, CERTAIN = (Repair._fields.index(name) for name in ("kind", "certain"))

# kind: name, and what was done
KINDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "furniture": (_("page furniture"), _("words of the page around the text, set aside")),
    "gloss": (_("pinyin glosses"), _("taken away where they read the character before")),
    "leftover": (_("leftovers"), _("remains of the page, taken away")),
    "traditional": (_("traditional characters"), _("one for one, places stay")),
    "width": (_("full-width digits"), _("to half width, one for one")),
    "punctuation": (_("punctuation"), _("half width to full width, one for one")),
    "shifted_bytes": (_("shifted bytes"), _("bytes slipped by one, read again as GBK")),
    "doubled": (_("doubled words"), _("words written twice by the page")),
    "masked_name": (_("hidden names"), _("hidden by the page itself, not filled in")),
    "missing_word": (_("missing words"), _("lost by the page, not guessed")),
    "damaged": (_("damaged words"), _("marked, not guessed")),
}
NUMBERED = {"shifted_bytes", "masked_name", "missing_word", "damaged", "doubled"}


def repair_name(kind: str) -> str | Promise:
    return KINDS.get(kind, (kind.replace("_", " "), ""))[0]


def repair_reason(kind: str) -> str | Promise:
    return KINDS.get(kind, ("", ""))[1]


def packed(repairs: Iterable[Repair]) -> list[dict[str, Any]]:
    """Those of one kind that follow each other as columns: thousands of records would be the most of a source's row."""
    return [_columns(list(found)) for _kind, found in groupby(repairs, key=itemgetter(KIND, CERTAIN))]


def _columns(found: Sequence[Repair]) -> dict[str, Any]:
    kinds, starts, ends, cleans, certains = map(list, zip(*found, strict=True))
    return {"kind": kinds[0], "certain": certains[0], "start": starts, "end": ends, "clean": cleans}


def unpacked(stored: Iterable[Mapping[str, Any]]) -> list[Repair]:
    """What `packed` was given."""
    return [
        Repair(*each)
        for group in stored
        for each in zip(
            repeat(group["kind"]), group["start"], group["end"], group["clean"], repeat(group["certain"]), strict=False
        )
    ]


def counted(stored: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many repairs of each kind are stored."""
    counts: Counter[str] = Counter()
    for group in stored:
        counts[group["kind"]] += len(group["start"])
    return counts
