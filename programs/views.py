"""The pages of programmes, measures and practices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Count, Max, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases import rows
from cases.listing import Listing, ListPage
from cases.models.extracted import PUBLIC_STATES
from cases.paging import Sort
from cases.yearbars import YearsOf
from programs.across import across
from programs.filters import NAMED, MeasureFilters, PracticeFilters, ProgramFilters
from programs.models import Measure, Practice, Program
from programs.serializers import MeasureSerializer, PracticeSerializer, ProgramSerializer
from programs.shown import (
    PUBLISHED,
    masked_source,
    shown_measures,
    shown_programs,
    with_brand,
    with_practice_counts,
    with_program_counts,
)
from programs.timeline import timeline

INDICATORS = 12
IN_TEXT = ("case__number", "start", "pk")


class ProgramList(Listing):
    filters = ProgramFilters
    serializer = ProgramSerializer
    sorts = (
        Sort("name", _("By name"), ("name_key", "pk")),
        Sort("cases", _("Most cases first"), ("-cases_count", "name_key", "pk")),
        Sort("year", _("Year, earliest first"), ("first_year", "name_key", "pk"), least=("", 0)),
    )
    template_name = "programs/list.html"
    url_name = "programs:list"
    export_name = "programs:export"
    file_name = "programs"
    years = YearsOf("case_links__case__", NAMED)

    def queryset(self) -> QuerySet[Program]:
        return Program.objects.published()

    def shown(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return shown_programs(with_program_counts(queryset))

    def noun(self, count: int) -> str:
        return ngettext("%(count)d programme", "%(count)d programmes", count) % {"count": count}


class MeasureList(Listing):
    filters = MeasureFilters
    serializer = MeasureSerializer
    sorts: ClassVar[Sequence[Sort]] = (
        Sort("case", _("By case, as in the text"), IN_TEXT),
        Sort("year", _("Year, earliest first"), ("case__year_key", *IN_TEXT), least=(0, 0, 0)),
    )
    template_name = "programs/measures.html"
    url_name = "programs:measures"
    export_name = "programs:measures_export"
    file_name = "measures"
    years = YearsOf("case__")

    def queryset(self) -> QuerySet[Measure]:
        return Measure.objects.filter(**PUBLISHED)

    def shown(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return shown_measures(queryset)

    def noun(self, count: int) -> str:
        return ngettext("%(count)d measure", "%(count)d measures", count) % {"count": count}


class PracticeList(Listing):
    filters = PracticeFilters
    serializer = PracticeSerializer
    sorts = (
        Sort("measures", _("Most measures first"), ("-measures_count", "slug")),
        Sort("cases", _("Most cases first"), ("-cases_count", "slug")),
        Sort("name", _("By English name"), ("slug",)),
    )
    template_name = "programs/practices.html"
    url_name = "programs:practices"
    export_name = "programs:practices_export"
    file_name = "practices"

    def queryset(self) -> QuerySet[Practice]:
        return Practice.objects.all()

    def shown(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_practice_counts(queryset)

    def noun(self, count: int) -> str:
        return ngettext("%(count)d practice", "%(count)d practices", count) % {"count": count}

    def extra(self, page: ListPage) -> dict[str, Any]:
        """The longest bar of the whole list, so that pages share one scale."""
        return {"most": with_practice_counts(page.reading.rows).aggregate(most=Max("measures_count"))["most"] or 1}


class PracticePage(MeasureList):
    """One practice across counties and brands, the earliest first."""

    sorts = tuple(reversed(MeasureList.sorts))
    template_name = "programs/practice.html"
    url_name = "programs:practice"
    export_name = "programs:practice_export"

    @cached_property
    def practice(self) -> Practice:
        return get_object_or_404(Practice, slug=self.kwargs["slug"])

    def queryset(self) -> QuerySet[Measure]:
        return super().queryset().filter(practices=self.practice)

    def shown(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_brand(super().shown(queryset))

    def extra(self, page: ListPage) -> dict[str, Any]:
        cases = [measure.case for measure in page.rows]
        rows = page.reading.rows
        return {
            "practice": self.practice,
            "timeline": timeline(cases),
            "across": across(measure__in=rows.order_by().values("pk")),
            "indicators": _indicators(rows),
        }


def _indicators(measures: QuerySet[Any]) -> list[dict[str, Any]]:
    """What is counted under these measures, most cases first: each leads to the same indicator across counties."""
    public = measures.order_by().filter(figures__state__in=PUBLIC_STATES, figures__indicator__isnull=False)
    rows = public.values("figures__indicator__name", "figures__indicator__name_en")
    counted = rows.annotate(cases=Count("case", distinct=True), held=Count("figures", distinct=True))
    return list(counted.order_by("-cases", "-held", "figures__indicator__name")[:INDICATORS])


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme: its slogan, where and when, what was done and counted there."""
    named = shown_programs(with_program_counts(Program.objects.published()))
    program = named.prefetch_related(*_told()).filter(pk=pk).first()
    if program is None:
        return HttpResponsePermanentRedirect(_moved(pk).get_absolute_url())
    links = program.case_links.all()
    return render(
        request,
        "programs/detail.html",
        {
            "program": program,
            "links": links,
            "timeline": timeline(link.case for link in links),
            "across": across(indicator__in=_counted_in(link.case_id for link in links)),
            "here": {link.case_id for link in links},
        },
    )


def _moved(pk: int) -> Program:
    """The programme that this one was merged into; Http404 where there is none to be seen."""
    return get_object_or_404(Program.objects.published(), merged__pk=pk)


def _counted_in(cases: Iterable[int]) -> QuerySet[Any]:
    """The indicators these cases have figures of."""
    return rows.related("figures").filter(**PUBLISHED, case__in=list(cases)).order_by().values("indicator")


def _told() -> tuple[Prefetch[Any], ...]:
    """The measures and figures of each case that names the programme, and its main programme."""
    measures = Measure.objects.public().with_words().order_by("start")
    found: Any = rows.related("figures")
    figures = found.public().with_words().filter(kind__in=("reported", "target")).order_by("start")
    brands = rows.related("program_links").filter(main=True, state__in=PUBLIC_STATES).select_related("program")
    return (
        Prefetch("case_links__case__measures", measures.prefetch_related("practices", masked_source())),
        Prefetch("case_links__case__figures", figures.prefetch_related(masked_source()), to_attr="told_figures"),
        Prefetch("case_links__case__program_links", brands.prefetch_related(masked_source()), to_attr="brands"),
    )
