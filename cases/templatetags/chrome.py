"""What stands around every page, drawn once for all readers without an account or a brief."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cases.kept import of_anyone

register = template.Library()

# Stand for what differs from one answer to the next.
TOKEN, HERE = "[token]", "[here]"
_drawn: dict[tuple[Any, ...], str] = {}


@register.simple_tag(takes_context=True)
def fixed(context: template.RequestContext, name: str) -> SafeString:
    """This template, which must hang on nothing but the language, the view, the reader's account and brief, the form
    token and `here`, the address of the page.
    """
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or user.is_authenticated or not of_anyone(request):
        return _draw(context, name, here=request.get_full_path() if request else "")
    key = name, get_language(), getattr(request.resolver_match, "view_name", ""), get_urlconf(), get_script_prefix()
    if key not in _drawn:
        _drawn[key] = _draw(context, name, here=HERE, csrf_token=TOKEN)
    drawn = _drawn[key]
    if TOKEN in drawn:
        drawn = drawn.replace(TOKEN, str(context.get("csrf_token")))
    # Last, since an address may hold any words.
    return mark_safe(drawn.replace(HERE, escape(request.get_full_path())))


def _draw(context: template.RequestContext, name: str, **values: str) -> SafeString:
    with context.push(**values):
        return context.template.engine.get_template(name).render(context)  # type: ignore[union-attr]
