"""Small tags every page may use (loaded everywhere by the settings)."""

from __future__ import annotations

import json
import re
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases import addresses, cite
from cases.models.held import held
from cases.quoted import inside
from cases.reading import LONG
from cases.repairs import counted, repair_name

register = template.Library()
register.simple_tag(held)
register.filter(inside)

HALF_COMMA = re.compile(r"(?<!\d),\s?|,(?!\d)\s?")
THIN = "\u2009"
THEMES = ("light", "dark")
# Within a script element no character may end it.
ENDING = re.compile("[<>&\u2028\u2029]")


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[dict[str, Any]]:
    """The entries of the top bar; one of a part that isn't there is left out."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    entries = [
        ("cases:list", _("Cases"), ("cases:list", "cases:detail", "cases:source")),
        ("programs:list", _("Programmes"), ("programs:list", "programs:detail")),
        ("programs:measures", _("Practices"), ("programs:measures", "programs:practices", "programs:practice")),
        ("metrics:list", _("Figures"), ("metrics:list", "metrics:detail")),
        ("cases:places", _("Places"), ("cases:places", "cases:place")),
    ]
    found = [(address(name), label, here in pages) for name, label, pages in entries]
    return [{"url": url, "label": label, "here": here} for url, label, here in found if url]


@register.simple_tag
def address(name: str, *args: Any) -> str:
    """The URL of a page, or nothing where that part isn't there."""
    try:
        return addresses.address(name, *args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def built(name: str) -> str:
    """The URL of a static file, or nothing where the files aren't built: for the page that tells of faults."""
    try:
        return static(name)
    except ValueError:
        return ""


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The reader's own choice of light or dark, if made."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in THEMES else ""


@register.filter
def grouped(value: Any) -> str:
    """42840 → 42 840 by thin spaces, without needless zeros; for panels and charts, never for quoted text."""
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    whole, point, rest = text.partition(".")
    rest = rest.rstrip("0")
    if whole.lstrip("-").isdigit() and len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}".replace(",", THIN)
    return whole + (point + rest if rest else "")


@register.filter
@stringfilter
def short_place(name: str) -> str:
    """浙江省 → 浙江, as on tiles."""
    for ending in ("壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name


@register.filter
def way(place: Any) -> str:
    """浙江·衢州·开化县: the way down to a place, in short."""
    above = [step for step in (place.province, place.prefecture) if step and step.pk != place.pk]
    return "·".join([*(short_place(step.name) for step in above if not step.is_placeholder), place.name])


@register.simple_tag
def public(record: Any, words: str) -> str:
    """Derived words as the public may read them, masked by the sources of a case or find."""
    return str(record.public_words(words))


@register.filter
def steps(place: Any) -> list[Any]:
    """Province, prefecture, place: each once."""
    found: list[Any] = []
    for step in (place.province, place.prefecture, place):
        if step and not step.is_placeholder and step.pk not in {other.pk for other in found}:
            found.append(step)
    return found


@register.filter
def at(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.filter
def others(links: Any) -> list[Any]:
    """Programmes beside the main one whose slogan isn't taken apart."""
    return [link for link in links if not link.main and not link.program.parts]


@register.filter
def kinds(repairs: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """How many repairs of each kind, by the kind's name in words."""
    return [(str(repair_name(kind)), count) for kind, count in counted(repairs).items()]


@register.filter
def within(masks: list[Any], link: Any) -> int:
    """How many names are masked in a case's part of its source."""
    return sum(link.start <= mask.start < link.end for mask in masks)


@register.filter
def unlocalized(number: float) -> str:
    """A number for SVG: a point for decimals, whatever the language."""
    return f"{number:.1f}".removesuffix(".0")


@register.filter
def short_year(year: int) -> str:
    return f"{year % 100:02d}"


@register.filter
def circled(number: int) -> str:
    """2 → ②; beyond ⑳ the plain number."""
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


@register.filter
@stringfilter
def county(name: str) -> str:
    """开化县 → 开化, as beside names of programmes."""
    return name[:-1] if len(name) > 2 and name[-1] in "县区市" else name


@register.filter
def cited_as(reference: cite.Reference, form: str) -> str:
    """A reference in the form of a file with this ending: txt (GB/T 7714), bib, ris, json."""
    return cite.FORMS[form][1]([reference])


@register.filter
def linked_data(reference: cite.Reference) -> SafeString:
    """A reference as JSON-LD, to stand in a script element: data, which the policy lets be."""
    data = json.dumps(cite.json_ld(reference), ensure_ascii=False)
    return mark_safe(ENDING.sub(lambda sign: f"\\u{ord(sign[0]):04X}", data))


@register.filter
@stringfilter
def full_width(words: str) -> str:
    """Commas of a Chinese sentence as they are printed; those inside numbers stay: 相差9位,“等”字 → 相差9位，“等”字."""
    return HALF_COMMA.sub("，", words)


@register.filter
def drawn_as(figure: Any) -> str:
    """The classes of a figure's words: its kind, and whether they are long enough to break over lines."""
    words = getattr(figure, "quote", "") or figure.public_shown
    return f"{figure.kind} long" if len(words) > LONG else str(figure.kind)
