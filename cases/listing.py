"""One listing for all lists: filter, count, cut a page, say it in words; and its twin, the same rows as a file.

A list is a thin subclass of `Listing` (queryset, filters, serializer, sorts, template); `Export.as_view(listing=…)`
is its twin. Everything about a list is in its URL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from rest_framework.serializers import Serializer

from cases import exports
from cases.addresses import address
from cases.facets import Chip, Filters, Label
from cases.kept import kept
from cases.paging import END, BadKey, Page, Sort, cut_page
from cases.quoted import filled
from cases.search.index import FEW
from cases.yearbars import YearBars, YearsOf, year_bars

KEYS = ("after", "before")
APART = ("sort", "page_size", *KEYS)
SIZES = (20, 50, 100)
DROPS = 6  # choices an empty list offers to drop
READING = ["get", "head", "options"]


@dataclass
class Reading:
    """A query string read: the filters, the order, the page size, and what was left out."""

    filters: Filters
    sort: Sort
    size: int
    notes: list[str]

    @cached_property
    def rows(self) -> QuerySet[Any]:
        return self.filters.narrowed()

    @cached_property
    def total(self) -> int:
        return self.filters.total()


class Listing(View):
    """A list's page. `self.page` is what its template shows (see `ListPage`)."""

    http_method_names = READING
    filters: ClassVar[type[Filters]]
    serializer: ClassVar[type[Serializer[Any]]]
    sorts: ClassVar[Sequence[Sort]]
    template_name: ClassVar[str]
    url_name: ClassVar[str]
    export_name: ClassVar[str]
    file_name: ClassVar[str] = "list"
    years: ClassVar[YearsOf | None] = None  # where the rows have years
    said: ClassVar[Mapping[str, Label]] = {}  # how a choice is said above the list, where its name says too little

    def queryset(self) -> QuerySet[Any]:
        """What everyone may see of the records, without what only showing needs."""
        raise NotImplementedError

    def shown(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with all that showing and serializing them needs, in a constant number of queries."""
        return queryset

    def paged(self, queryset: QuerySet[Any], _sort: Sort) -> QuerySet[Any]:
        """The rows with what the page itself needs of them, where it is less than what files hold."""
        return self.shown(queryset)

    def noun(self, count: int) -> str:
        """“3 cases”."""
        raise NotImplementedError

    def extra(self, page: ListPage) -> dict[str, Any]:
        """More for the template."""
        return {}

    @cached_property
    def url(self) -> str:
        return address(self.url_name, *self.kwargs.values())

    def read(self, data: QueryDict) -> Reading:
        filters, notes = self.filters.read(data, self.queryset(), APART)
        sort, wrong = self._sort(data.get("sort", ""))
        size, too = _size(data.get("page_size", ""))
        return Reading(filters, sort, size, notes + wrong + too)

    def _sort(self, wanted: str) -> tuple[Sort, list[str]]:
        for sort in self.sorts:
            if sort.name == wanted:
                return sort, []
        note = filled(_("There is no order “%(name)s”; the first one is used."), {"name": wanted[:40]})
        return self.sorts[0], [note] if wanted else []

    @method_decorator(kept)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = ListPage(self, request.GET)
        response = render(request, self.template_name, {"listing": page, **self.extra(page)})
        if getattr(request, "htmx", False):
            response["HX-Push-Url"] = page.link()
        return response


class ListPage:
    """What a list's template shows: rows, count, words, chips, facets, orders, links."""

    def __init__(self, view: Listing, data: QueryDict) -> None:
        self.view, self.data = view, data
        self.reading = view.read(data)
        self.notes = [*self.reading.notes, *self.reading.filters.remarks()]
        self.filters, self.sort, self.size = self.reading.filters, self.reading.sort, self.reading.size
        self.page = self._cut()
        self.rows = self.page.rows

    def _cut(self) -> Page:
        queryset = self.view.paged(self.reading.rows, self.sort)
        after, before = (self.data.get(name, "")[:2000] for name in KEYS)
        try:
            return cut_page(queryset, self.sort, self.size, after, before)
        except BadKey:
            self.notes.append(_("This page key doesn't fit the list; the first page is shown."))
            return cut_page(queryset, self.sort, self.size)

    @property
    def total(self) -> int:
        return self.reading.total

    @cached_property
    def counted(self) -> str:
        if self.filters.wide and self.total > FEW:
            return _("more than %(counted)s") % {"counted": self.view.noun(FEW)}
        return self.view.noun(self.total)

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        found = self.filters.chips()
        return [{"label": c.label, "short": c.short, "said": self._said(c), "url": self._without(c)} for c in found]

    def _said(self, chip: Chip) -> str:
        return filled(self.view.said.get(chip.names[0], "%(value)s"), {"value": chip.short})

    @cached_property
    def drops(self) -> list[dict[str, Any]]:
        """For an empty list: each choice taken away, with the rows one would then get."""
        found = []
        for chip in self.filters.chips()[:DROPS]:
            url = self._without(chip)
            left = self.view.read(QueryDict(url.partition("?")[2])).total
            count = f"{FEW}+" if left > FEW and "q=" in url else left
            found.append({"label": chip.label, "short": chip.short, "url": url, "count": count})
        return found

    @cached_property
    def words(self) -> str:
        """The filter said in words: 浙江,2000–2003."""
        return _(", ").join(chip["said"] for chip in self.chips)

    @cached_property
    def facets(self) -> list[dict[str, Any]]:
        return self.filters.facets()

    @cached_property
    def facet(self) -> dict[str, dict[str, Any]]:
        return {facet["name"]: facet for facet in self.facets}

    @cached_property
    def years(self) -> YearBars | None:
        """The bars over the years of this list's rows, each leading to its year."""
        found = year_bars(self.filters, self.view.years) if self.view.years else None
        to_year = self._links("year_min", "year_max")
        for bar in found.bars if found else []:
            bar.url = to_year(bar.year, bar.year)
        return found

    @property
    def form(self) -> Any:
        return self.filters.form

    @property
    def orders(self) -> list[dict[str, Any]]:
        return [{"name": s.name, "label": s.label, "chosen": s is self.sort} for s in self.view.sorts]

    @property
    def sizes(self) -> list[int]:
        return sorted({*SIZES, self.size})

    @cached_property
    def first(self) -> str:
        return self.link() if self.page.previous else ""

    @cached_property
    def previous(self) -> str:
        return self.link(before=self.page.previous) if self.page.previous else ""

    @cached_property
    def next(self) -> str:
        return self.link(after=self.page.next) if self.page.next else ""

    @cached_property
    def last(self) -> str:
        return self.link(before=END) if self.page.next else ""

    @cached_property
    def jumps(self) -> list[dict[str, Any]]:
        """For a list of several pages: the years its rows tell of, each leading to the page that begins there."""
        sort = next((sort for sort in (self.sort, *self.view.sorts) if sort.least), None)
        if sort is None or self.years is None or not (self.page.previous or self.page.next):
            return []
        years = [bar.year for bar in self.years.bars if not bar.out]
        page = self._links("sort", "after")
        return [{"year": year, "url": page(sort.name, sort.from_year(year))} for year in years]

    @property
    def reset(self) -> str:
        return self.view.url

    @property
    def query(self) -> str:
        """The query string of the list itself, page keys apart: what a record's page needs to lead on."""
        return _encoded(self._pairs)

    @property
    def exports(self) -> list[dict[str, str]]:
        query = _encoded(pair for pair in self._pairs if pair[0] != "page_size")
        name, given = self.view.export_name, self.view.kwargs.values()
        return [{"name": form.upper(), "url": address(name, *given, form) + query} for form in exports.FORMATS]

    def link(self, **changes: Any) -> str:
        """The list's address with some parameters changed (None takes one away); page keys are dropped."""
        left = [pair for pair in self._pairs if pair[0] not in changes]
        return self.view.url + _encoded(left + [pair for pair in changes.items() if pair[1] is not None])

    def _links(self, *names: str) -> Callable[..., str]:
        """As `link` for many values of these, plain in an address: what all have in common is written once."""
        left = urlencode([pair for pair in self._pairs if pair[0] not in names])
        begin = f"{self.view.url}?{left}&" if left else f"{self.view.url}?"
        form = "&".join(f"{name}=%s" for name in names)
        return lambda *values: begin + form % values

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """The parameters that mean something here, nonsense and empty ones left out."""
        filters = self.filters
        pairs = [(name, value) for name in filters.chosen for value in filters.data.getlist(name) if value]
        if self.sort is not self.view.sorts[0]:
            pairs.append(("sort", self.sort.name))
        if self.size != SIZES[0]:
            pairs.append(("page_size", str(self.size)))
        return pairs

    def _without(self, chip: Chip) -> str:
        left = [(name, value) for name, value in self._pairs if name not in chip.names or _other(chip, value)]
        return self.view.url + _encoded(left)


def _other(chip: Chip, value: str) -> bool:
    """Whether a value of the chip's parameter is another chip's."""
    return chip.value is not None and value != chip.value


def _encoded(pairs: Iterable[tuple[str, Any]]) -> str:
    query = urlencode(list(pairs))
    return f"?{query}" if query else ""


class Export(View):
    """A list's twin: `.json`, `.csv`, `.xlsx` of exactly the filtered rows, in the list's order.

    A program reads this, so nonsense isn't passed over: it is refused with what is wrong.
    """

    http_method_names = READING
    listing: type[Listing] = Listing

    def get(self, request: HttpRequest, form: str, **kwargs: Any) -> HttpResponseBase:
        if form not in exports.FORMATS:
            raise Http404
        view = self.listing()
        view.setup(request, **kwargs)
        reading = view.read(request.GET)
        cut = reading.filters.remarks() if reading.filters.cut else []
        if reading.notes or cut:
            return _refused([*reading.notes, *cut])
        rows = view.shown(reading.rows).order_by(*reading.sort.keys)
        if form == "xlsx" and reading.rows.count() > exports.XLSX_ROWS:
            return _refused([_("An XLSX sheet holds 1,048,575 rows at most: filter further, or take the CSV.")])
        serializer = view.serializer(context={"request": request})
        return exports.respond(exports.records(rows, serializer), list(serializer.fields), form, view.file_name)


def _refused(notes: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(notes) + "\n", status=400, content_type="text/plain; charset=utf-8")


def _size(wanted: str) -> tuple[int, list[str]]:
    if not wanted:
        return SIZES[0], []
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= SIZES[-1]:
        return int(wanted[:9]), []
    return SIZES[0], [_("The page size is a number from 1 to 100; 20 is used.")]
