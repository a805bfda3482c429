"""Templates read once a language, with their constant words already in it: a page has a hundred of them.

Those that end in `.jinja` are drawn by Jinja2, which is several times as quick; the others include them as they do one
another.
"""

from __future__ import annotations

import re
from typing import Any

from django.template import Context, Engine, Template, TemplateDoesNotExist
from django.template.base import NodeList, Origin
from django.template.loaders import cached
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import unescape_string_literal
from django.utils.translation import get_language, gettext
from jinja2 import Environment
from jinja2 import Template as Fast

from config.jinja import CONTEXT, environment

FAST = ".jinja"
# {% translate "…" %} and no more: with a context, a filter or a name for the result it stays a tag.
WORDS = re.compile(r"""\{% ?trans(?:late)? ("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*') ?%\}""")
SYNTAX = re.compile(r"\{[{%#]")


class Part(Template):
    """A template of Jinja2 as Django draws its own."""

    def __init__(self, template: Fast, name: str, engine: Engine, origin: Origin) -> None:
        self.name, self.engine, self.origin, self.source = name, engine, origin, ""
        self.nodelist = _Drawn(template)


class _Drawn(NodeList):
    def __init__(self, template: Fast) -> None:
        super().__init__()
        self._template = template

    def render(self, context: Context) -> SafeString:
        return mark_safe(self._template.render({**context.flatten(), CONTEXT: context}))


class Loader(cached.Loader):
    """As Django's cached loader, with a copy of each template for each language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._environments: dict[str | None, Environment] = {}
        self._parts: dict[tuple[str | None, str], Part] = {}

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: Any = None) -> Any:
        if not template_name.endswith(FAST):
            return super().get_template(template_name, skip)
        key = get_language(), template_name
        if key not in self._parts:
            drawn = self._environment(key[0]).get_template(template_name)
            self._parts[key] = Part(drawn, template_name, self.engine, Origin(template_name, template_name, self))
        return self._parts[key]

    def get_contents(self, origin: Origin) -> str:
        return WORDS.sub(_translated, super().get_contents(origin))

    def _environment(self, language: str | None) -> Environment:
        if language not in self._environments:
            self._environments[language] = environment(self._read, self.engine.template_builtins)
        return self._environments[language]

    def reset(self) -> None:
        super().reset()
        self._environments.clear()
        self._parts.clear()

    def _read(self, name: str) -> str:
        for origin in self.get_template_sources(name):
            try:
                return self.get_contents(origin)
            except TemplateDoesNotExist:
                continue
        raise TemplateDoesNotExist(name)


def _translated(tag: re.Match[str]) -> str:
    """The words the tag would give, unless they would be read as a tag themselves."""
    # As the tag does it: a per cent sign stands doubled in the catalogue.
    words = gettext(unescape_string_literal(tag[1]).replace("%", "%%")).replace("%%", "%")
    return tag[0] if SYNTAX.search(words) else words
