"""Lists that are searched by words: what was found, said honestly where it is cut."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cases.facets import Filters
from cases.quoted import filled
from cases.search import Index, Query, parse
from cases.search.backends import Found
from cases.search.index import FEW


class SearchedFilters(Filters):
    """Filters with a field `q` for words, looked up in the record's own index."""

    index: ClassVar[Index]

    @cached_property
    def found(self) -> Found | None:
        """What the words find, whatever else is chosen; None without words."""
        words = self.chosen.get("q")
        return self.index.found(words) if words else None

    @property
    def wide(self) -> bool:
        return self.found is not None and len(self.found.keys) > FEW

    @property
    def cut(self) -> bool:
        return self.found is not None and not self.found.complete

    @property
    def newest(self) -> list[int]:
        """The hits that are counted: of more than `FEW` the newest."""
        return self.found.keys[:FEW] if self.found else []

    def search(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return self.index.narrowed(queryset, value, self.found)

    def countable(self) -> QuerySet[Any]:
        """Facets of more hits than are counted are those of the newest."""
        return self.queryset.filter(pk__in=self.newest) if self.wide else self.queryset

    def remarks(self) -> list[str]:
        notes = words_notes(parse(self.chosen.get("q", "")))
        if self.cut:
            notes.append(cut_note())
        if self.wide:
            notes.append(_("The numbers beside the choices count the newest %(few)d hits.") % {"few": FEW})
        return notes


def words_notes(query: Query) -> list[str]:
    return [
        filled(_("“%(word)s” is one character and was not looked for: type at least two."), {"word": w})
        for w in query.short
    ]


def cut_note() -> str:
    return _("The search was stopped after a tenth of a second: there may be more. A longer or rarer word helps.")
