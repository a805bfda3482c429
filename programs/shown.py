"""What showing a find needs beside its own row, fetched in a constant number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Case, CaseSource, Source
from cases.models.extracted import PUBLIC_STATES
from cases.rows import related
from programs.models import CaseProgram, Measure, Practice, Program

PUBLISHED = {"case__state": Case.Status.PUBLISHED, "state__in": PUBLIC_STATES}


def masked_source(name: str = "source") -> Prefetch[Any]:
    """The source of a find without its long texts, masks ready."""
    return Prefetch(name, Source.objects.light().with_masks())


def with_story(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Finds with their case, its place and masked title, and the address of their words."""
    links = CaseSource.objects.prefetch_related(masked_source())
    numbers = CaseSource.objects.filter(case=OuterRef("case"), source=OuterRef("source"))
    return (
        queryset.select_related("case__place__province", "case__place__prefecture")
        .annotate(source_number=Subquery(numbers.values("number")[:1]))
        .prefetch_related(masked_source(), Prefetch("case__source_links", links))
    )


def with_brand(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Finds with the main programmes of their case as `find.case.brands`."""
    main = CaseProgram.objects.filter(main=True, state__in=PUBLIC_STATES)
    brands = main.select_related("program").prefetch_related(masked_source())
    return queryset.prefetch_related(Prefetch("case__program_links", brands, to_attr="brands"))


def with_figures(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Measures with the figures that stand in them as `measure.shown_figures`."""
    figures: Any = related("figures").filter(state__in=PUBLIC_STATES).order_by("start")
    figures = figures.with_words()
    return queryset.prefetch_related(Prefetch("figures", _masked(figures), to_attr="shown_figures"))


def _masked(figures: QuerySet[Any]) -> QuerySet[Any]:
    return figures.defer("context", "reading", "decided").select_related("unit").prefetch_related(masked_source())


def shown_measures(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return with_figures(with_story(queryset).prefetch_related("practices"))


def counted(rows: QuerySet[Any], by: str, what: str = "pk") -> Coalesce:
    """How many of these rows there are for each value of `by`: a subquery, so that counts don't multiply."""
    counts = rows.order_by().values(by).annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(counts.values("n")[:1], output_field=IntegerField()), 0)


def first(rows: QuerySet[Any], by: str, year: str = "case__year_key") -> Subquery:
    years = rows.order_by().values(by).annotate(year=Min(year))
    return Subquery(years.values("year")[:1], output_field=IntegerField())


def with_program_counts(queryset: QuerySet[Program]) -> QuerySet[Any]:
    """Programmes with the number of published cases that name them, and of those cases' measures and figures."""
    links = CaseProgram.objects.filter(**PUBLISHED, program=OuterRef("pk"))
    named = {
        "case__program_links__program": OuterRef("pk"),
        "case__program_links__state__in": PUBLIC_STATES,
        **PUBLISHED,
    }
    by = "case__program_links__program"
    return queryset.annotate(
        cases_count=counted(links, "program"),
        first_year=Coalesce(first(links, "program"), 0),
        measures_count=counted(Measure.objects.filter(**named), by),
        figures_count=counted(related("figures").filter(**named), by),
    )


def shown_programs(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Programmes with their published namings, the earliest story first."""
    links = with_story(CaseProgram.objects.filter(**PUBLISHED)).order_by("case__year_key", "case__number")
    return queryset.prefetch_related(Prefetch("case_links", links))


def with_practice_counts(queryset: QuerySet[Practice]) -> QuerySet[Any]:
    """Practices with the number of published measures and cases they were found in, and their first year."""
    tagged = Measure.objects.filter(**PUBLISHED, practices=OuterRef("pk"))
    dated = tagged.filter(case__year_from__isnull=False)
    last = dated.order_by("-case__year_from").annotate(last=Coalesce("case__year_to", "case__year_from"))
    return queryset.annotate(
        measures_count=counted(tagged, "practices"),
        cases_count=counted(tagged, "practices", "case"),
        places_count=counted(tagged, "practices", "case__place"),
        first_year=first(dated, "practices", "case__year_from"),
        last_year=Subquery(last.order_by("-last").values("last")[:1]),
    )
