"""Reading the query string: filters that forgive nonsense with a note, and facets with counts equal to the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

Label = str | Promise


@dataclass
class Option:
    """One choice of a facet, with the rows the list would have were it the facet's only choice."""

    value: str
    label: Label
    count: int
    checked: bool
    depth: int = 0


@dataclass
class Chip:
    """An active filter: what it says, in short and in full, and the parameters it stands for."""

    label: Label
    short: Label
    names: Sequence[str] = field(default_factory=list)
    value: str | None = None


class Facet(django_filters.MultipleChoiceFilter):
    """Several values of one column, any of which fits (OR); counted beside the list.

    `field_name` may lead through related records by a path string, `where` says which of those count. Without
    `choices`, the values held are the choices, named by the column `label_path`.
    """

    shown = 6

    def __init__(self, *args: Any, where: Q | None = None, label_path: str = "", **kwargs: Any) -> None:
        self.where = where or Q()
        self.label_path = label_path
        self.static = kwargs.get("choices")
        kwargs.setdefault("choices", [])
        kwargs.setdefault("lookup_expr", "exact")
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(*args, **kwargs)

    @property
    def field(self) -> forms.Field:
        self.extra["choices"] = list(self.known.items())
        return super().field

    @cached_property
    def known(self) -> Mapping[str, Label]:
        """Every value that may be chosen, and its name."""
        if self.static is not None:
            return {str(value): label for value, label in self.static}
        everything = self.related(self.parent.queryset).order_by(self.label_path or self.field_name)
        pairs = everything.values_list(self.field_name, self.label_path or self.field_name).distinct()
        return {str(value): label for value, label in pairs if value not in (None, "")}

    def related(self, queryset: QuerySet[Any], **lookups: Any) -> QuerySet[Any]:
        """The rows joined to what the facet counts: by one join, so that `where` holds for the same record."""
        rows = self.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
        return rows.filter(self.where, **lookups)

    def filter(self, queryset: QuerySet[Any], value: Sequence[str]) -> QuerySet[Any]:
        if not value:
            return queryset
        return queryset.filter(pk__in=self.holding(value).values("pk"))

    def holding(self, value: Sequence[str]) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.where, **{f"{self.field_name}__in": value})

    def counts(self, queryset: QuerySet[Any]) -> dict[str, int]:
        rows = self.related(queryset).order_by().values_list(self.field_name)
        return {str(value): count for value, count in rows.annotate(Count("pk", distinct=True))}

    def options(self, queryset: QuerySet[Any], chosen: Sequence[str]) -> list[Option]:
        """The choices that would give rows, and those that are chosen, the most frequent first."""
        counts = self.counts(queryset)
        options = [Option(v, name, counts.get(v, 0), v in chosen) for v, name in self.known.items()]
        held = [option for option in options if option.count or option.checked]
        return held if self.static is not None else sorted(held, key=lambda option: -option.count)


class QuestionFacet(Facet):
    """A facet whose choices are questions to the row: `{"cut": (label, Q(truncated=True))}`."""

    def __init__(self, *args: Any, questions: Mapping[str, tuple[Label, Q]], **kwargs: Any) -> None:
        self.questions = questions
        choices = [(value, label) for value, (label, _q) in questions.items()]
        super().__init__(*args, field_name="pk", choices=choices, **kwargs)

    def holding(self, value: Sequence[str]) -> QuerySet[Any]:
        asked = Q()
        for name in value:
            asked |= self.questions[name][1]
        return self.model._default_manager.filter(asked)

    def counts(self, queryset: QuerySet[Any]) -> dict[str, int]:
        rows = self.related(queryset).order_by()
        asked = {name: Count("pk", filter=q, distinct=True) for name, (_label, q) in self.questions.items()}
        return rows.aggregate(**asked)


class PlaceFacet(Facet):
    """Province → prefecture → county by code; where a county is chosen, its province no longer widens the choice."""

    shown = 40

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    @cached_property
    def _rows(self) -> list[tuple[Any, ...]]:
        """For every place held: code and name of the province, the prefecture and the place itself."""
        ways = (f"{self.field_name}__province", f"{self.field_name}__prefecture", self.field_name)
        columns = [f"{way}__{column}" for way in ways for column in ("code", "name")]
        rows = self.related(self.parent.queryset, **{f"{self.field_name}__isnull": False})
        return list(rows.order_by(f"{self.field_name}__code").values_list(*columns).distinct())

    @cached_property
    def known(self) -> Mapping[str, Label]:
        return {code: name for code, (name, _depth) in self._tree.items()}

    @cached_property
    def _tree(self) -> dict[str, tuple[str, int]]:
        tree: dict[str, tuple[str, int]] = {}
        for row in self._rows:
            for depth, (code, name) in enumerate(zip(row[::2], row[1::2], strict=True)):
                if code and name not in {"市辖区", "县"}:
                    tree.setdefault(code, (name, depth))
        return tree

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        above: dict[str, set[str]] = {}
        for row in self._rows:
            codes = [code for code in row[::2] if code]
            for at, code in enumerate(codes):
                above.setdefault(code, set()).update(c for c in codes[:at] if c != code)
        return above

    def holding(self, value: Sequence[str]) -> QuerySet[Any]:
        wider = set().union(*(self._above.get(code, set()) for code in value))
        codes = [code for code in value if code not in wider]
        way = self.field_name
        chosen = (
            Q(**{f"{way}__code__in": codes})
            | Q(**{f"{way}__prefecture__code__in": codes})
            | Q(**{f"{way}__province__code__in": codes})
        )
        return self.model._default_manager.filter(self.where & chosen)

    def counts(self, queryset: QuerySet[Any]) -> dict[str, int]:
        rows = self.related(queryset).order_by().values_list(f"{self.field_name}__code")
        counts: dict[str, int] = {}
        for code, count in rows.annotate(Count("pk", distinct=True)):
            for each in {code, *self._above.get(code, ())} - {None}:
                counts[each] = counts.get(each, 0) + count
        return counts

    def options(self, queryset: QuerySet[Any], chosen: Sequence[str]) -> list[Option]:
        counts = self.counts(queryset)
        tree = sorted(self._tree.items())
        return [
            Option(code, name, counts.get(code, 0), code in chosen, depth)
            for code, (name, depth) in tree
            if code in chosen or depth == 0 or self._opened(code, chosen)
        ]

    def _opened(self, code: str, chosen: Sequence[str]) -> bool:
        """A step down the tree shows when something above it, beside it or below it is chosen."""
        way = self._above[code]
        return any(code == c or c in way or way & self._above.get(c, set()) for c in chosen)


class Filters(django_filters.FilterSet):
    """The only reader of the query string. `spans` joins two bounds in one chip: {("year_min", "year_max"): label}."""

    spans: ClassVar[Mapping[tuple[str, str], Label]] = {}

    @classmethod
    def read(cls, data: QueryDict, queryset: QuerySet[Any], apart: Sequence[str] = ()) -> tuple[Filters, list[str]]:
        """The filters with all nonsense left out, and a note for each thing left out.

        `apart` names the parameters that are no filters (sort, page key …).
        """
        notes = [
            _("“%(name)s” is not a filter of this list and was ignored.") % {"name": name[:40]}
            for name in data
            if name not in cls.base_filters and name not in apart
        ]
        data = _without_empty(data)
        filters = cls(data, queryset)
        if filters.form.errors:
            data, dropped = filters._without_errors()
            filters, notes = cls(data, queryset), notes + dropped
        return filters, notes

    def _without_errors(self) -> tuple[QueryDict, list[str]]:
        data, notes = self.data.copy(), []
        for name in self.form.errors:
            bad = set(data.getlist(name))
            if isinstance(self.filters.get(name), Facet):
                bad -= set(self.filters[name].known)
            data.setlist(name, [value for value in data.getlist(name) if value not in bad])
            for value in sorted(bad):
                shown = {"name": self.form.fields[name].label or name, "value": value[:40]}
                notes.append(_("%(name)s “%(value)s” is not a possible choice and was ignored.") % shown)
        return data, notes

    @property
    def chosen(self) -> dict[str, Any]:
        """What is set, by parameter."""
        self.form.is_valid()
        values = self.form.cleaned_data.items()
        return {name: value for name, value in values if value not in (None, "", [], ())}

    def narrowed(self, ignoring: Sequence[str] = (), queryset: QuerySet[Any] | None = None) -> QuerySet[Any]:
        """The base set (or the given one) under every filter but some."""
        queryset = self.queryset if queryset is None else queryset
        for name, value in self.chosen.items():
            if name not in ignoring:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def remarks(self) -> list[str]:
        """What to know of the answer."""
        return []

    @property
    def wide(self) -> bool:
        """Whether there is more than is counted: the total is then “more than …”."""
        return False

    @property
    def cut(self) -> bool:
        """Whether the answer lacks rows, since looking for them took too long."""
        return False

    def countable(self) -> QuerySet[Any]:
        """What facets count in."""
        return self.queryset

    def counted(self, ignoring: str) -> QuerySet[Any]:
        """What the options of one facet are counted in: all other filters hold."""
        return self.narrowed([ignoring, *(["q"] if self.wide else [])], self.countable())

    def facets(self) -> list[dict[str, Any]]:
        """Each facet with its options, counted over what the other filters leave."""
        chosen, found = self.chosen, []
        for name, each in self.filters.items():
            if isinstance(each, Facet):
                options = each.options(self.counted(name), chosen.get(name, []))
                found.append({"name": name, "label": each.label, "options": options, "shown": each.shown})
        return found

    def chips(self) -> list[Chip]:
        """One removable chip a choice, bounds of a span together."""
        chips: list[Chip] = []
        chosen = dict(self.chosen)
        for (low, high), label in self.spans.items():
            bounds = chosen.pop(low, None), chosen.pop(high, None)
            if bounds != (None, None):
                chips.append(Chip(label, span_words(*bounds), [low, high]))
        for name, value in chosen.items():
            each = self.filters[name]
            if isinstance(each, Facet):
                chips += [Chip(each.label, each.known.get(v, v), [name], v) for v in value]
            else:
                chips.append(self.chip(name, value))
        return chips

    def chip(self, name: str, value: Any) -> Chip:
        """The chip of a plain filter: its value, or the name of the choice."""
        named = dict(getattr(self.form.fields[name], "choices", None) or [])
        words = f"“{value}”" if isinstance(value, str) and value not in named else named.get(value, value)
        return Chip(self.filters[name].label, words, [name])


def _without_empty(data: QueryDict) -> QueryDict:
    """`place=` chooses nothing: a form without a script sends such."""
    left = QueryDict(mutable=True)
    for name, values in data.lists():
        left.setlist(name, [value for value in values if value.strip()])
    return left


def span_words(low: Any, high: Any) -> str:
    """2000–2003, from 2000, until 2003."""
    if low is None:
        return _("until %(high)s") % {"high": _number(high)}
    if high is None:
        return _("from %(low)s") % {"low": _number(low)}
    return _number(low) if low == high else f"{_number(low)}–{_number(high)}"


def _number(value: Any) -> str:
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
