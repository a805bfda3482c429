"""The pages of figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.access import gone_with_its_case
from cases.bars import Scale
from cases.cite import cited, reference_to
from cases.detail import once
from cases.facets import Label
from cases.listing import Listing, ListPage, Reading
from cases.models.extracted import PUBLIC_STATES
from cases.paging import Sort
from cases.yearbars import YearsOf
from metrics.filters import FigureFilters
from metrics.legend import LEGEND
from metrics.merging import led_on
from metrics.models import Figure
from metrics.serializers import FigureSerializer
from metrics.shown import hectares, neighbours, plain, scale_over, shown_figures, texts_before, words_in_context
from programs.models import CaseProgram
from programs.shown import masked_source, with_brand

IN_TEXT = ("case__number", "start", "pk")


def _led_on(data: QueryDict) -> QueryDict | None:
    """The same question with the names of merged indicators replaced; None where there is none among them."""
    names = data.getlist("indicator")
    others = led_on(names) if names else {}
    if not others:
        return None
    changed = data.copy()
    changed.setlist("indicator", list(dict.fromkeys(others.get(name, name) for name in names)))
    return changed


class FigureList(Listing):
    """All figures: a table that is the chart, as soon as one unit is chosen."""

    filters = FigureFilters
    serializer = FigureSerializer
    sorts = (
        Sort("text", _("By case, as in the text"), IN_TEXT),
        Sort("value_down", _("Largest first, unit by unit"), ("unit_name", "-amount", "pk")),
        Sort("value_up", _("Smallest first, unit by unit"), ("unit_name", "amount", "pk")),
        Sort("year", _("Year, earliest first"), ("case__year_key", *IN_TEXT), least=(0, 0, 0)),
        Sort("program", _("By programme"), ("program_key", *IN_TEXT)),
    )
    template_name = "metrics/list.html"
    url_name = "metrics:list"
    export_name = "metrics:export"
    file_name = "figures"
    years = YearsOf("case__")
    said: ClassVar[Mapping[str, Label]] = {"unit": _("figures in “%(value)s”")}

    def read(self, data: QueryDict) -> Reading:
        """The name of a merged indicator means the other, in files and in the API too."""
        return super().read(_led_on(data) or data)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        data = _led_on(request.GET)
        if data is not None:
            return HttpResponsePermanentRedirect(f"{self.url}?{data.urlencode()}")
        return super().get(request, **kwargs)

    def queryset(self) -> QuerySet[Figure]:
        main = CaseProgram.objects.filter(case=OuterRef("case"), main=True, state__in=PUBLIC_STATES).order_by("start")
        key = Subquery(main.values("program__name_key")[:1])
        return Figure.objects.published().annotate(
            unit_name=Coalesce("unit__name", Value("")), program_key=Coalesce(key, Value(""))
        )

    def shown(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_brand(shown_figures(queryset))

    def noun(self, count: int) -> str:
        return ngettext("%(count)d figure", "%(count)d figures", count) % {"count": count}

    def extra(self, page: ListPage) -> dict[str, Any]:
        unit = page.filters.one_unit or _only_unit(page)  # type: ignore[attr-defined]
        scale = scale_over(page.reading.rows, unit) if unit else None
        rows = self._told_once(page)
        before = texts_before(rows)
        for figure in rows:
            figure.bar = scale.bar(figure) if scale else None
            figure.group = _group(figure, page.sort.name)
            figure.words = plain(words_in_context(figure, before.get(figure.pk, "")))
        return {"rows": rows, "scale": scale, "unit": unit, "legend": LEGEND, "units": [] if unit else _units(page)}

    def _told_once(self, page: ListPage) -> list[Any]:
        """The page's figures, those told again in their text folded into where the list has them first.

        A page that holds nothing but such is shown as it is.
        """
        held = {figure.pk for figure in page.rows}
        alike = {"case__in": {figure.case_id for figure in page.rows}, "value__in": {one.value for one in page.rows}}
        mentions = self.shown(page.reading.rows.filter(**alike)).order_by(*page.sort.keys)
        return [figure for figure in once(mentions) if figure.pk in held] or page.rows


def _only_unit(page: ListPage) -> str:
    """The unit of all figures of a list, where they have but one."""
    held = [one for one in page.facet["unit"]["options"] if one.count]
    return str(held[0].value) if len(held) == 1 and held[0].count == page.total else ""


def _group(figure: Figure, sort: str) -> str:
    """The heading a figure stands under where the list goes by year or by programme."""
    if sort == "year":
        return str(figure.case.years or _("year unknown"))
    brands = figure.case.brands[:1] if sort == "program" else []  # type: ignore[attr-defined]
    return "".join(figure.source.public_words(brand.program.name) for brand in brands)


def _units(page: ListPage) -> list[dict[str, Any]]:
    """The units held most, each with the list narrowed to it, as a chart."""
    return [
        {"label": one.label, "count": one.count, "url": page.link(unit=one.value, sort="value_down")}
        for one in page.facet["unit"]["options"][:12]
    ]


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: its words, what they mean, and what others report of the same."""
    figures = shown_figures(Figure.objects.published()).select_related("measure", "place")
    figure = figures.filter(pk=pk).first()
    if figure is None:
        return gone_with_its_case(request, get_object_or_404(Figure.objects.public(), pk=pk).case)
    alike, others = neighbours(figure)
    scale = Scale.over([float(one.value_max or one.value) for one in alike], figure.unit.name if figure.unit else "")
    for one in alike:
        one.bar = scale.bar(one)  # type: ignore[attr-defined]
    flags = figure.flags.prefetch_related(masked_source())
    words = words_in_context(figure, texts_before([figure]).get(figure.pk, ""))
    shown = {"figure": figure, "words": words, "plain": plain(words), "flags": flags}
    shown |= {"alike": alike, "others": others, "hectares": hectares(figure)}
    shown["reference"] = reference_to(figure, request)
    return render(request, "metrics/detail.html", shown)


@require_safe
def cite(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The reference of a figure's words as a file."""
    figure = get_object_or_404(shown_figures(Figure.objects.published()), pk=pk)
    return cited([reference_to(figure, request)], form, f"figure-{pk}")
