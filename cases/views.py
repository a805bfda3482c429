"""The pages of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.access import gone_or_moved
from cases.asked import read_asked
from cases.beside import lay_beside
from cases.cite import cited, reference_of
from cases.detail import by_claim, by_kind, cases_by_practice, practices_of
from cases.facets import Label
from cases.filters import CaseFilters
from cases.kept import kept
from cases.listing import Export, Listing
from cases.models import Case
from cases.models.held import held
from cases.paging import Sort
from cases.places import cases_in, held_places, line_of, names_of
from cases.reading import lay_out
from cases.results import result_around
from cases.rows import telling, with_row_parts
from cases.serializers import CaseSerializer
from cases.similar import similar_to
from cases.whole import sourced_cases, whole_cases
from cases.yearbars import YearsOf

MOST = 100  # cases on a place's page; the list has them all
# Unknown years come last in either direction.
LISTED = Case.objects.published().annotate(year_down=Coalesce("year_from", 0))


class CaseList(Listing):
    filters = CaseFilters
    serializer = CaseSerializer
    sorts = (
        Sort("number", _("By number"), ("number",)),
        Sort("newest", _("Newest first"), ("-number",)),
        Sort("year", _("Year, earliest first"), ("year_key", "number"), least=(0,)),
        Sort("year_down", _("Year, latest first"), ("-year_down", "number"), least=(0,)),
        Sort("title", _("By title"), ("title_key", "number")),
    )
    template_name = "cases/list.html"
    url_name = "cases:list"
    export_name = "cases:export"
    file_name = "cases"
    years = YearsOf()
    said: ClassVar[Mapping[str, Label]] = {"unit": _("figures in “%(value)s”")}

    def queryset(self) -> QuerySet[Case]:
        return LISTED.all()

    def shown(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_row_parts(queryset)

    def paged(self, queryset: QuerySet[Any], sort: Sort) -> QuerySet[Any]:
        """Its rows draw themselves, or are drawn already (`case_rows`)."""
        return queryset.values_list(*dict.fromkeys(("pk", "number", *sort.columns)), named=True)

    def noun(self, count: int) -> str:
        return ngettext("%(count)d case", "%(count)d cases", count) % {"count": count}


class CaseExport(Export):
    listing = CaseList


@require_safe
@kept
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """A case as the public reads it; before it is published, staff see it with a banner."""
    case = next(iter(whole_cases([number])), None)
    if case is None:
        raise Http404
    gone = gone_or_moved(request, case)
    if gone is not None:
        return gone
    link, practices, columns = case.primary_link, practices_of(case), CaseFilters.memory.at_hand()
    figures, measures, flags = held(case, "figures"), held(case, "measures"), held(case, "flags")
    context = {
        "case": case,
        "link": link,
        "layout": lay_out(case, link, figures, measures),
        "links": held(case, "source_links"),
        "programs": held(case, "program_links"),
        "figures": figures,
        "measures": measures,
        "flags": flags,
        "kinds": by_kind(figures),
        "doubted": {figure.pk for flag in flags for figure in held(flag, "figures")},
        "claims": by_claim(figures),
        "elsewhere": cases_by_practice(practices, columns),
        "similar": similar_to(request, case, practices, columns),
        "reference": reference_of(case, request),
        "result": result_around(request, CaseList, case),
    }
    return render(request, "cases/detail.jinja", context)


@require_safe
def cite(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The reference of a case as a file."""
    case = get_object_or_404(Case.objects.with_place().with_sources().select_related("merged_into"), number=number)
    return gone_or_moved(request, case) or cited([reference_of(case, request)], form, f"case-{number}")


@require_safe
def source(request: HttpRequest, number: int) -> HttpResponse:
    """A source of a case beside its clean text, at the permanent address of every find's words."""
    case = get_object_or_404(sourced_cases(), number=number)
    gone = gone_or_moved(request, case)
    if gone is not None:
        return gone
    asked = read_asked(request, case)
    if asked is None:
        raise Http404
    context = {"case": case, "asked": asked, "beside": lay_beside(asked.link, asked.lit, asked.original)}
    return render(request, "cases/source.html", context)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/places.html", {"provinces": held_places()})


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """A place then and now, with its cases, programmes and figures; a code no place has is not found."""
    names = names_of(code)
    if not names:
        raise Http404
    line = line_of(names)
    cases = cases_in(names, line)
    rows = list(with_row_parts(cases).order_by("year_key", "number")[:MOST])
    for row in rows:
        row.telling = telling(row.tellable)
    context = {
        "place": names[-1],
        "line": line,
        "cases": rows,
        "total": len(rows) if len(rows) < MOST else cases.count(),
        "codes": sorted({case.place.code for case in rows if case.place}),
    }
    return render(request, "cases/place.html", context)
