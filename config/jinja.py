"""Jinja2 for what pages draw most of (docs/decisions/0010): with the tags and filters of the other templates, and their
words written the same way, so that `make messages` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from inspect import signature
from typing import Any

from django.template import Library
from django.template.defaultfilters import truncatechars
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, FunctionLoader, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from cases.quoted import names_inside

CONTEXT = "django_context"  # under this name a template has the context that Django's would have
# {% include "…" %} of one name: what it names is put in its place, since each include copies all that is at hand.
WITHIN = re.compile(r"""\{% include "([^"{}%]+)" %\}""")
# {% blocktranslate with a=b %}…{% endblocktranslate %}, and {% blocktranslate count n=c %}…{% plural %}….
BLOCK = re.compile(r"\{% blocktranslate ?([^%]*?) ?%\}(.*?)(?:\{% plural %\}(.*?))?\{% endblocktranslate %\}")
GIVEN = re.compile(r"(\w+)=(\S+)")
COUNTED = re.compile(r"count (\w+)=")
VALUE = re.compile(r"\{\{ ?(\w+) ?\}\}")
SIGNS = re.compile("[&<>\"']")
SAFE = {Markup, SafeString}


class Quick(Template):
    """A template whose values are escaped by `escaped`."""

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> Template:
        made = super().from_code(*args, **kwargs)
        made.root_render_func.__globals__["escape"] = escaped
        return made


def environment(read: Callable[[str], str], libraries: Iterable[Library]) -> Environment:
    """Draws templates whose text `read` gives by name, their constant words already in one language."""
    loader = FunctionLoader(lambda name: said(_whole(read, name)))
    made = Environment(autoescape=True, auto_reload=False, keep_trailing_newline=True, loader=loader)
    made.template_class = Quick
    for library in libraries:
        made.filters |= library.filters
        made.globals |= {name: _function(tag) for name, tag in library.tags.items() if hasattr(tag, "__wrapped__")}
    made.filters["truncatechars"] = lambda words, most: truncatechars(words, most) if len(words) > most else words
    made.globals |= {"_": gettext, "counted": counted, "get_language": get_language, "block": _nothing}
    return made


def escaped(value: Any) -> str:
    """As `escape`, which makes an object of every value: most have nothing to escape, and a page has hundreds."""
    kind = type(value)
    if kind is str:
        return value if SIGNS.search(value) is None else escape(value)
    if kind is int:
        return str(value)
    return value if kind in SAFE else escape(value)


def _function(tag: Any) -> Callable[..., Any]:
    """The function behind a simple tag; one that asks for the context is given Django's."""
    function: Callable[..., Any] = tag.__wrapped__
    if next(iter(signature(function).parameters), None) != "context":
        return function

    @pass_context
    def given(names: Context, *args: Any, **values: Any) -> Any:
        return function(names[CONTEXT], *args, **values)

    return given


def _nothing(_name: str) -> str:
    """What a page of Jinja2 alone puts into the blocks of its frame that it doesn't have."""
    return ""


def _whole(read: Callable[[str], str], name: str) -> str:
    return WITHIN.sub(lambda include: _whole(read, include[1]), read(name))


def said(text: str) -> str:
    """A template with the words of its blocks in the language at hand, their values as Jinja2 puts them in."""
    return BLOCK.sub(_words, text)


def _words(block: re.Match[str]) -> str:
    heads, one, many = block.groups()
    given = dict(GIVEN.findall(heads))
    values = {name: f"({given.get(name, name)})" for name in VALUE.findall(one + (many or ""))}
    if many is None:
        message = gettext(_message(one))
        quoted = {name: f"{values[name]}|inside" for name in names_inside(message)}
        return message % {name: f"{{{{ {value} }}}}" for name, value in (values | quoted).items()}
    number = COUNTED.search(heads)
    assert number, block[0]
    told = "".join(f", {name}={value}" for name, value in values.items())
    return f"{{{{ counted({_message(one)!r}, {_message(many)!r}, {given[number[1]]}{told}) }}}}"


def _message(words: str) -> str:
    """As it stands in the catalogue."""
    return VALUE.sub(r"%(\1)s", words.replace("%", "%%"))


def counted(one: str, many: str, number: int, **values: Any) -> Markup:
    """The words for this number, with the values in them escaped."""
    return Markup(ngettext(one, many, number)) % values
