"""What lists draw by the dozen, drawn in Python: templates take ten times as long for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.facets import Option
from cases.kept import kept_parts
from cases.rows import rows_of
from cases.search.words import Piece
from cases.templatetags.library import unlocalized
from cases.yearbars import YearBar

register = template.Library()

ROW = "cases/_row.jinja"


@register.simple_tag
def input_box(bound: BoundField) -> SafeString:
    """A box of the form, as its widget draws it by three templates."""
    widget = bound.field.widget
    told = widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})["widget"]
    value = {} if told["value"] is None else {"value": told["value"]}
    drawn = {"type": told["type"], "name": told["name"], **value, **told["attrs"]}
    attributes = (f' {name}="{escape(str(value))}"' for name, value in drawn.items())
    return mark_safe(f"<input{''.join(attributes)}>")


@register.simple_tag
def hidden_boxes(bound: BoundField) -> SafeString:
    """The values of a field, out of sight, as its widget draws them by four templates each."""
    name, mark = bound.html_name, bound.auto_id
    values = (escape(str(value)) for value in bound.value() or [])
    drawn = (f'<input type="hidden" name="{name}" value="{each}" id="{mark}_{n}">' for n, each in enumerate(values))
    return mark_safe("".join(drawn))


@register.simple_tag
def highlighted(pieces: Iterable[Piece]) -> SafeString:
    """A passage with what was looked for marked."""
    marked = (f"<mark>{escape(piece.text)}</mark>" if piece.hit else escape(piece.text) for piece in pieces)
    return mark_safe("".join(marked))


@register.simple_tag
def facet_choices(facet: Mapping[str, Any] | None) -> SafeString:
    """A facet's choices as boxes to tick, those beyond the first few folded away."""
    options = facet["options"] if facet else []
    if not facet or not options:
        return SafeString()
    drawn = [_option(facet["name"], option) for option in options]
    shown = facet["shown"]
    if len(drawn) > shown:
        more = _("More")
        drawn.insert(shown, f'<details class="more"><summary>{more}</summary>\n')
        drawn.append("</details>\n")
    legend = escape(str(facet["label"]))
    return mark_safe(f'<fieldset class="facet">\n  <legend>{legend}</legend>\n{"".join(drawn)}</fieldset>\n')


def _option(name: str, option: Option) -> str:
    value, none, checked = (
        escape(str(option.value)),
        "" if option.count else " none",
        " checked" if option.checked else "",
    )
    box = f'<input type="checkbox" name="{name}" value="{value}" id="f-{name}-{value}"{checked}>'
    label = f"<span>{escape(str(option.label))}</span><small>{option.count}</small>"
    return f'    <label class="option depth-{option.depth}{none}">\n      {box}\n      {label}\n    </label>\n'


@register.simple_tag
def year_links(bars: Iterable[YearBar]) -> SafeString:
    """The bars over the years, each a link to its year."""
    return mark_safe("".join(map(_year_link, bars)))


def _year_link(bar: YearBar) -> str:
    x, y, width, height = map(unlocalized, (bar.x, bar.y, bar.width, bar.height))
    said, kind = f"{bar.year}: {bar.count}", ("paged" if bar.paged else "in") + (" out" if bar.out else "")
    hit = f'<rect class="hit" x="{x}" width="{width}" height="48"/>'
    size = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    drawn = f'{hit}<rect class="{kind}" data-year="{bar.year}" {size}/>'
    return f'<a href="{escape(bar.url)}" aria-label="{said}"><title>{said}</title>{drawn}</a>'


@register.simple_tag
def jump_links(jumps: Iterable[Mapping[str, Any]]) -> SafeString:
    return mark_safe("".join(f'<a href="{escape(jump["url"])}">{jump["year"]}</a> ' for jump in jumps))


@register.simple_tag
def numbers_sent(cases: Iterable[Any], form: str) -> SafeString:
    """The numbers of cases as hidden fields of a form."""
    drawn = (f'<input type="hidden" form="{escape(form)}" name="case" value="{case.number}">' for case in cases)
    return mark_safe("".join(drawn))


@register.simple_tag(takes_context=True)
def case_rows(context: template.RequestContext, cases: Iterable[Any]) -> SafeString:
    """The rows of published cases, to be picked; a row kept from before is taken as it stands."""

    def made(keys: list[int]) -> dict[int, str]:
        row = context.template.engine.get_template(ROW)  # type: ignore[union-attr]
        drawn = {}
        for case in rows_of(keys):
            with context.push(case=case, picks=True):
                drawn[case.pk] = row.render(context)
        return drawn

    return mark_safe("".join(kept_parts(context["request"], ROW, [case.pk for case in cases], made)))
