"""What cleaning did, in words a reader understands."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
