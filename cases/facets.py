"""Reading the query string: filters that forgive nonsense with a note, and facets with counts equal to the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, field
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django_filters.filters import QuerySetRequestMixin

from cases.columns import Columns
from cases.place_tree import PlaceTree
from cases.quoted import filled, inside
from cases.search.index import FEW

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


class FacetField(forms.MultipleChoiceField):
    """Takes what the facet knows. Thousands of places aren't laid out as choices, since facets draw themselves."""

    known: Mapping[str, Label]

    def valid_value(self, value: str) -> bool:
        return value in self.known


class Facet(django_filters.MultipleChoiceFilter):
    """Several values of one column, any of which fits (OR); counted beside the list.

    `field_name` may lead through related records by a path string, `where` says which of those count. Without
    `choices`, the values held are the choices, named by the column `label_path`.
    """

    field_class = FacetField
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
    def plain_field(self) -> Any:
        return super().field

    @property
    def field(self) -> forms.Field:
        """That of all, where nothing is asked; else its own, which knows what may be."""
        if not self.parent.data.getlist(self.parameter):
            return self.plain_field  # type: ignore[no-any-return]
        field = copy(self.plain_field)
        field.known = self.known
        return field  # type: ignore[no-any-return]

    @cached_property
    def known(self) -> Mapping[str, Label]:
        """Every value that may be chosen, and its name."""
        if self.static is not None:
            return {str(value): label for value, label in self.static}
        if self.parent.columns is not None:
            return self.parent.columns.named(self.parameter)
        everything = self.related(self.parent.queryset).order_by(self.label_path or self.field_name)
        pairs = everything.values_list(self.field_name, self.label_path or self.field_name).distinct()
        return {str(value): label for value, label in pairs if value not in (None, "")}

    @property
    def parameter(self) -> str:
        return next(name for name, each in self.parent.filters.items() if each is self)

    def related(self, queryset: QuerySet[Any], **lookups: Any) -> QuerySet[Any]:
        """The rows joined to what the facet counts: by one join, so that `where` holds for the same record."""
        rows = self.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
        return rows.filter(self.where, **lookups).order_by()

    def filter(self, queryset: QuerySet[Any], value: Sequence[str]) -> QuerySet[Any]:
        if not value:
            return queryset
        return queryset.filter(pk__in=self.holding(value).values("pk"))

    def holding(self, value: Sequence[str]) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.where, **{f"{self.field_name}__in": value})

    def counts(self, queryset: QuerySet[Any]) -> dict[str, int]:
        rows = self.related(queryset).order_by().values_list(self.field_name)
        return {str(value): count for value, count in rows.annotate(Count("pk", distinct=True))}

    def held(self, queryset: QuerySet[Any]) -> Iterable[tuple[int, Any, Any]]:
        """For columns in memory: which rows hold which value, and what it is called."""
        return self.related(queryset).values_list("pk", self.field_name, self.label_path or self.field_name)

    def held_in(self, columns: Columns, value: Sequence[str]) -> int:
        return columns.holding(self.parameter, set(value).__contains__)

    def counted_in(self, columns: Columns, rows: int) -> dict[str, int]:
        return columns.counts(self.parameter, rows)

    def options(self, counts: Mapping[str, int], chosen: Sequence[str]) -> list[Option]:
        """The choices that would give rows, and those that are chosen, the most frequent first."""
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

    def held(self, queryset: QuerySet[Any]) -> Iterator[tuple[int, Any, Any]]:
        for name, (label, q) in self.questions.items():
            yield from ((key, name, label) for key in queryset.filter(q).values_list("pk", flat=True))


class PlaceFacet(Facet):
    """Province → prefecture → county by code; where a county is chosen, its province no longer widens the choice."""

    shown = 40

    @property
    def _ways(self) -> list[str]:
        """Code and name of the province, the prefecture and the place itself."""
        ways = (f"{self.field_name}__province", f"{self.field_name}__prefecture", self.field_name)
        return [f"{way}__{column}" for way in ways for column in ("code", "name")]

    @cached_property
    def tree(self) -> PlaceTree:
        """Every place held, with those above it."""
        if self.parent.columns is not None:
            return self.parent.columns.tree
        rows = self.related(self.parent.queryset, **{f"{self.field_name}__isnull": False})
        return PlaceTree(rows.order_by().values_list(*self._ways).distinct())

    @cached_property
    def known(self) -> Mapping[str, Label]:
        return self.tree.labels

    def holding(self, value: Sequence[str]) -> QuerySet[Any]:
        codes, way = self.tree.narrowest(value), self.field_name
        chosen = (
            Q(**{f"{way}__code__in": codes})
            | Q(**{f"{way}__prefecture__code__in": codes})
            | Q(**{f"{way}__province__code__in": codes})
        )
        return self.model._default_manager.filter(self.where & chosen)

    def counts(self, queryset: QuerySet[Any]) -> dict[str, int]:
        rows = self.related(queryset, **{f"{self.field_name}__isnull": False})
        counted = rows.order_by().values_list(f"{self.field_name}__code").annotate(Count("pk", distinct=True))
        return self.tree.summed(counted)

    def spots(self, queryset: QuerySet[Any]) -> Iterable[tuple[Any, ...]]:
        """For columns in memory: which row is at which place."""
        return self.related(queryset, **{f"{self.field_name}__isnull": False}).values_list("pk", *self._ways)

    def held_in(self, columns: Columns, value: Sequence[str]) -> int:
        codes = set(self.tree.narrowest(value))
        return columns.at(lambda spot: not codes.isdisjoint(spot[::2]))

    def counted_in(self, columns: Columns, rows: int) -> dict[str, int]:
        return self.tree.summed((spot[-2], count) for spot, count in columns.counts_at(rows))

    def options(self, counts: Mapping[str, int], chosen: Sequence[str]) -> list[Option]:
        shown = self.tree.shown(chosen)
        return [Option(code, name, counts.get(code, 0), code in chosen, depth) for code, name, depth in shown]


class _Shared(dict[str, Any]):
    """The filters of a class. Each set has its own; the fields that read their values are the same for all."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return {name: _own(each, memo) for name, each in self.items()}


def _own(each: Any, memo: dict[int, Any]) -> Any:
    if isinstance(each, QuerySetRequestMixin):
        return deepcopy(each, memo)
    # Made once, and kept by the filter that all others are copied from.
    _field = each.plain_field if isinstance(each, Facet) else each.field
    own = copy(each)
    if own.method is not None:
        own.method = own.method  # bound to the copy
    return own


class _Form(forms.Form):
    """A form of fields that are its own, and so needn't be copied."""

    def __init__(self, fields: dict[str, forms.Field], data: QueryDict | None) -> None:
        super().__init__(data)
        self.fields = fields


class Filters(django_filters.FilterSet):
    """The only reader of the query string. `spans` joins two bounds in one chip: {("year_min", "year_max"): label}."""

    spans: ClassVar[Mapping[tuple[str, str], Label]] = {}
    columns: Columns | None = None  # where the facets are held in memory

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        return _Shared(super().get_filters())

    @classmethod
    def read(cls, data: QueryDict, queryset: QuerySet[Any], apart: Sequence[str] = ()) -> tuple[Filters, list[str]]:
        """The filters with all nonsense left out, and a note for each thing left out.

        `apart` names the parameters that are no filters (sort, page key …).
        """
        notes = [
            filled(_("“%(name)s” is not a filter of this list and was ignored."), {"name": name[:40]})
            for name in data
            if name not in cls.base_filters and name not in apart
        ]
        data = _without_empty(data)
        filters = cls(data, queryset)
        if filters.form.errors:
            data, dropped = filters._without_errors()
            filters, notes = cls(data, queryset), notes + dropped
        return filters, notes

    @cached_property
    def form(self) -> forms.Form:
        fields = {name: each.field for name, each in self.filters.items()}
        return _Form(fields, self.data if self.is_bound else None)

    def _without_errors(self) -> tuple[QueryDict, list[str]]:
        data, notes = self.data.copy(), []
        for name in self.form.errors:
            bad = set(data.getlist(name))
            if isinstance(self.filters.get(name), Facet):
                bad -= set(self.filters[name].known)
            data.setlist(name, [value for value in data.getlist(name) if value not in bad])
            for value in sorted(bad):
                shown = {"name": self.form.fields[name].label or name, "value": value[:40]}
                notes.append(filled(_("%(name)s “%(value)s” is not a possible choice and was ignored."), shown))
        return data, notes

    @cached_property
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

    def counts(self, name: str) -> Mapping[str, int]:
        """How many rows each choice of a facet would give."""
        counts: Mapping[str, int] = self.filters[name].counts(self.counted(name))
        return counts

    def total(self) -> int:
        """How many rows there are; of a wide search, one more than is counted."""
        rows = self.narrowed()
        return rows.order_by()[: FEW + 1].count() if self.wide else rows.count()

    def facets(self) -> list[dict[str, Any]]:
        """Each facet with its options, counted over what the other filters leave."""
        chosen, found = self.chosen, []
        for name, each in self.filters.items():
            if isinstance(each, Facet):
                options = each.options(self.counts(name), chosen.get(name, []))
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
        words = f"“{inside(value)}”" if isinstance(value, str) and value not in named else named.get(value, value)
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
