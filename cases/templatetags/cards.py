"""The figures of a case as its page draws them by the hundred, in its text and beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.models.extracted import choice_words, choices_of
from cases.reading import Block, Piece
from cases.templatetags.library import drawn_as, grouped

register = template.Library()

CHOSEN = ("kind", "claim", "qualifier")  # of a figure, from fixed choices
Chosen = Mapping[str, Mapping[str, str]]  # the words of each, by field


@register.simple_tag
def text_drawn(blocks: Iterable[Block], doubted: Collection[int]) -> SafeString:
    """The lines of the text, their figures as links to their cards, what was repaired in them marked."""
    return mark_safe("".join(_block(block, doubted) for block in blocks))


def _block(block: Block, doubted: Collection[int]) -> str:
    tag, end = (f"h{block.level}", "\n    ") if block.level else ("p", "")
    first = f' id="{block.anchors[0]}"' if block.anchors else ""
    others = "".join(f'<span id="{anchor}"></span>' for anchor in block.anchors[1:])
    words = "".join(_piece(piece, doubted) for piece in block.pieces)
    return f'\n    <{tag} data-c="{block.places}"{first}>{others}{words}</{tag}>{end}\n  '


def _piece(piece: Piece, doubted: Collection[int]) -> str:
    if piece.figure:
        return _link(piece, doubted)
    if piece.mark:
        return f'<span class="r r-{piece.mark}" title="{escape(piece.reason)}">{escape(piece.text)}</span>'
    return escape(piece.text)


def _link(piece: Piece, doubted: Collection[int]) -> str:
    figure = piece.figure
    style = f"fig {figure.kind}{' long' if piece.long else ''}{' doubted' if figure.pk in doubted else ''}"
    title = f"{figure.public_label} · {choice_words(figure, 'kind')}"
    address = f'id="f{figure.pk}" href="{escape(figure.words_url)}"'
    return f'<a class="{style}" {address} title="{escape(title)}" data-figure="{figure.pk}">{escape(piece.text)}</a>'


@register.simple_tag
def claim_rows(figures: Sequence[Any]) -> SafeString:
    """Figures of one claim, each with all that its card tells."""
    said = {"unchecked": escape(_("unchecked")), "title": escape(_("To the words in the source"))}
    chosen = {name: choices_of(type(figure), name) for figure in figures[:1] for name in CHOSEN}
    return mark_safe("".join(_claim_row(figure, said, chosen) for figure in figures))


def _claim_row(figure: Any, said: Mapping[str, str], chosen: Chosen) -> str:
    shown = figure.public_shown
    data = "".join(f' data-{name}="{escape(str(value))}"' for name, value in _told(figure, chosen).items())
    unchecked = f' <span class="badge proposed">{said["unchecked"]}</span>' if figure.state == "proposed" else ""
    label = f'<a href="{escape(figure.get_absolute_url())}">{escape(figure.public_label or shown)}</a>'
    words = f'<a class="fig {drawn_as(figure)}" href="{escape(figure.words_url)}" title="{said["title"]}">'
    times = f'<small class="times">×{figure.times}</small>' if figure.times > 1 else ""
    return f"<li{data}>{label}{unchecked}{words}{escape(shown)}</a>{times}</li>"


def _told(figure: Any, chosen: Chosen) -> dict[str, Any]:
    kind, claim, precision = (chosen[name].get(value := getattr(figure, name), value) for name in CHOSEN)
    most = f"–{grouped(figure.value_max)}" if figure.value_max else ""
    return {
        "row": " ".join(str(each.pk) for each in (figure, *figure.again)),
        "scope": figure.public_scope,
        "period": figure.period,
        "kind": f"{kind} · {claim}",
        "precision": precision,
        "place": f"{figure.start}–{figure.end}",
        "state": figure.state,
        "value": grouped(figure.value) + most,
        "unit": figure.unit or "",
        "indicator": figure.indicator_id or "",
    }
