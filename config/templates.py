"""Templates read once a language, with their constant words already in it: a page has a hundred of them."""

from __future__ import annotations

import re
from typing import Any

from django.template.base import Origin
from django.template.loaders import cached
from django.utils.text import unescape_string_literal
from django.utils.translation import get_language, gettext

# {% translate "…" %} and no more: with a context, a filter or a name for the result it stays a tag.
WORDS = re.compile(r"""\{% ?trans(?:late)? ("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*') ?%\}""")
SYNTAX = re.compile(r"\{[{%#]")


class Loader(cached.Loader):
    """As Django's cached loader, with a copy of each template for each language."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_contents(self, origin: Origin) -> str:
        return WORDS.sub(_translated, super().get_contents(origin))


def _translated(tag: re.Match[str]) -> str:
    """The words the tag would give, unless they would be read as a tag themselves."""
    # As the tag does it: a per cent sign stands doubled in the catalogue.
    words = gettext(unescape_string_literal(tag[1]).replace("%", "%%")).replace("%%", "%")
    return tag[0] if SYNTAX.search(words) else words
