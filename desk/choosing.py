"""Records chosen by typing: a place by its name or code, a programme by its name. With script they are offered as one
types; without it what was typed is looked up when the form is sent, and what bears it is offered then."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from cases.models import Place
from cases.models.place import with_successors
from programs.extract.normal import normal_name
from programs.models import Program

MOST = 12  # offered
CODE = re.compile("[0-9]{2,9}")


@dataclass(frozen=True)
class Kind:
    """Records that can be typed: which come near to some words, whether one bears just these, how one is shown."""

    near: Callable[[str], Sequence[Any]]
    bears: Callable[[Any, str], bool]
    label: Callable[[Any], str]
    model: type[Any]
    missing: Any
    several: Any


def _places(words: str) -> list[Place]:
    """Divisions whose code begins so, or whose name holds the words: `甘肃临泽` is 临泽县 in 甘肃省."""
    rows = Place.objects.select_related(*with_successors())
    code = CODE.search(words)
    found = list(rows.filter(Q(code__startswith=code[0]) if code else Q(name__contains=words))[:200])
    tails = [words[at:] for at in range(1, len(words) - 1)]
    if not found and tails and not code:
        below = Q()
        for tail in tails:
            below |= Q(name__startswith=tail)
        found = [place for place in rows.filter(below)[:500] if _lies_in(place, words)]
    return sorted(found, key=lambda place: (not _is_place(place, words), not place.name.startswith(words)))


def _lies_in(place: Place, words: str) -> bool:
    """Whether the words go down to the place: letter by letter, in order, in its full name."""
    letters = iter(place.full_name)
    return all(letter in letters for letter in words)


def _is_place(place: Place, words: str) -> bool:
    return words in (place.code, place.name, place.full_name, place_label(place))


def place_label(place: Place) -> str:
    """`甘肃省张掖市临泽县 620723`, and the years where the name was not always there or is gone."""
    years = f" ({place.valid_from or ''}–{place.valid_to or ''})" if place.valid_to else ""
    return f"{place.full_name} {place.code}{years}"


def _programs(words: str) -> list[Program]:
    rows = Program.objects.filter(merged_into=None)
    normal = normal_name(words) or words
    near = list(rows.filter(Q(name__contains=words) | Q(normal__contains=normal))[:MOST])
    merged = Program.objects.filter(normal=normal, merged_into__isnull=False).select_related("merged_into")
    found = {row.pk: row for row in (*(row.merged_into for row in merged), *near) if row}
    return sorted(found.values(), key=lambda row: not _is_program(row, words))


def _is_program(program: Program, words: str) -> bool:
    names = (program.name, *program.aliases)
    return normal_name(words) in {normal_name(str(name)) for name in names}


PLACES = Kind(
    _places, _is_place, place_label, Place,
    gettext_lazy("No place bears this name or code: write a county's name as it was, or its six digits."),
    gettext_lazy("Several places bear this name: choose one of them."),
)  # fmt: skip
PROGRAMS = Kind(
    _programs, _is_program, str, Program,
    gettext_lazy("No programme bears this name."),
    gettext_lazy("Several programmes have names like this: choose one of them."),
)  # fmt: skip
KINDS = {"place": PLACES, "program": PROGRAMS}


def offered(kind: str, words: str) -> list[tuple[int, str]]:
    """Keys and labels of what comes near to the words, the best first."""
    words = words.strip()
    known = KINDS[kind]
    return [(row.pk, known.label(row)) for row in known.near(words)[:MOST]] if words else []


class Typed(forms.TextInput):
    """A field to type in, and under it what is offered, one to be chosen."""

    def __init__(self, kind: str) -> None:
        super().__init__({"autocomplete": "off"})
        self.kind = kind
        self.words = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was chosen, as `=KEY`, else what was typed."""
        return data.get(f"{name}-chosen") or data.get(name, "")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        choices = offered(self.kind, self.words)
        context = {"kind": self.kind, "name": name, "choices": choices, "typed": value or ""}
        context |= {"id": (attrs or {}).get("id", name), "script": True}
        return SafeString(render_to_string("desk/_typed.html", context))


class TypedField(forms.Field):
    """A record by its name or code, or the key of one that was chosen among those offered."""

    widget: Typed

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self.kind = KINDS[kind]
        super().__init__(widget=Typed(kind), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As typed: a record by its label."""
        row = self._chosen(value)
        return self.kind.label(row) if row else value

    def _chosen(self, value: Any) -> Any:
        """The record itself, of a bare key, or of a chosen `=KEY`."""
        if isinstance(value, self.kind.model):
            return value
        key = str(value or "").removeprefix("=") if isinstance(value, int) or str(value or "").startswith("=") else ""
        return self.kind.model._default_manager.filter(pk=key).first() if key.isdecimal() else None

    def to_python(self, value: Any) -> Any:
        words = str(value or "").strip()
        if row := self._chosen(words):
            return row
        near = self.kind.near(words) if words else []
        return self._only([row for row in near if self.kind.bears(row, words)], words) if words else None

    def _only(self, found: Any, words: str) -> Any:
        rows = list(found)
        if len(rows) == 1:
            return rows[0]
        self.widget.words = words
        near = bool(offered(self.widget.kind, words))
        raise forms.ValidationError(self.kind.several if near else self.kind.missing)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(self.prepare_value(data) or "")
