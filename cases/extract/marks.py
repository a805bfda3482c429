"""Damage that can only be pointed at: names hidden by asterisks, words that are missing, characters that are lost."""

from __future__ import annotations

import re
from typing import Final

from .alternatives import begun
from .spans import Span, Text

UNITS: Final = "省市县区乡镇村州旗盟街社组厂校委局"
HIDDEN: Final = begun(
    rf"(?:(?<![*＊0-9A-Za-z\n])[*＊]{{1,6}}(?=[\u4e00-\u9fff])|^[*＊]{{1,6}}(?=[{UNITS}])"
    rf"|(?<=[\u4e00-\u9fff])[*＊]{{2,6}}(?![*＊])|[×ｘＸxX]{{2,6}}(?=[{UNITS}])|×(?=[{UNITS}]))",
    re.MULTILINE,
)
MISSING: Final = re.compile("“”|‘’|《》|「」")
LOST: Final = begun("\ufffd{1,1000}")


def masked_names(text: Text) -> Text:
    """Names hidden by asterisks or crosses, reported: `*县委组织部`, `××县`. What was hidden is not guessed.

    >>> [r.clean for r in masked_names(Text.of("近年来，*县委组织部在工作中发现")).repairs]
    ['*']
    """
    return text.mark((Span(*m.span()) for m in HIDDEN.finditer(text.string) if m.end() > m.start()), "masked_name")


def missing_words(text: Text) -> Text:
    """Quotation marks with nothing between them, reported: 党支部“”制度落实不到位."""
    return text.mark((Span(*m.span()) for m in MISSING.finditer(text.string)), "missing_word")


def lost_characters(text: Text) -> Text:
    """Replacement characters U+FFFD, reported: what stood there is lost."""
    return text.mark((Span(*m.span()) for m in LOST.finditer(text.string)), "lost_character")
