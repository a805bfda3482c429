"""What stands around every page, drawn once for all readers without an account or a brief."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.template.loader_tags import BlockNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cases.kept import of_anyone

register = template.Library()

HERE = "[here]"  # stands for what differs from one answer to the next
AROUND = "_around"  # of a request, once it was asked
_drawn: dict[tuple[Any, ...], str] = {}


@register.simple_tag(takes_context=True)
def fixed(context: template.RequestContext, name: str, **values: object) -> SafeString:
    """This template, which must hang on nothing but these values, the language, the view, the reader's account and
    brief, and `here`, the address of the page.
    """
    request: HttpRequest | None = context.get("request")
    around = _around(request)
    if request is None or around is None:
        return _draw(context, name, **values, here=request.get_full_path() if request else "")
    key = name, *values.items(), *around
    if key not in _drawn:
        _drawn[key] = _draw(context, name, **values, here=HERE)
    drawn = _drawn[key]
    return mark_safe(drawn.replace(HERE, escape(request.get_full_path())) if HERE in drawn else drawn)


def _around(request: HttpRequest | None) -> tuple[Any, ...] | None:
    """What is the same for all readers the template is drawn once for; None for a reader of their own."""
    if request is None or not hasattr(request, "user"):
        return None
    found: tuple[Any, ...] | None = request.__dict__.get(AROUND, ())
    if found == ():
        anyone = of_anyone(request)  # an account shows by a cookie too
        view = getattr(request.resolver_match, "view_name", "")
        found = (get_language(), view, get_urlconf(), get_script_prefix()) if anyone else None
        request.__dict__[AROUND] = found
    return found


@register.tag
def frame(parser: Parser, token: Token) -> _Framed:
    """`{% frame "_listing.jinja" %}{% block rows %}…{% endblock %}{% endframe %}`: that template of Jinja2, which draws
    these blocks where it says `{{ block("rows") }}`.
    """
    _tag, name = token.split_contents()
    nodes = parser.parse(("endframe",))
    parser.delete_first_token()
    return _Framed(name.strip("\"'"), nodes)


class _Framed(template.Node):
    def __init__(self, name: str, nodes: template.NodeList) -> None:
        self.name, self.nodelist = name, nodes
        self.blocks = {node.name: node for node in nodes if isinstance(node, BlockNode)}

    def render(self, context: template.Context) -> SafeString:
        frame = context.template.engine.get_template(self.name)  # type: ignore[union-attr]
        with context.push(block=lambda name: self.blocks[name].render(context) if name in self.blocks else ""):
            # Not as a template of its own, which would not see what extends this one.
            return frame.nodelist.render(context)


def _draw(context: template.RequestContext, name: str, **values: object) -> SafeString:
    with context.push(**values):
        return context.template.engine.get_template(name).render(context)  # type: ignore[union-attr]
