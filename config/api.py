"""The API: the same lists as the pages, by the same filters and serializers, read-only.

A program reads this, so an unknown or bad parameter is refused with what is wrong, never passed over.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.settings import api_settings
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.viewsets import ReadOnlyModelViewSet

from cases.facets import Facet, Filters
from cases.listing import SIZES, Listing
from cases.models import Case, Place, Source
from cases.models.place import with_successors
from cases.paging import BadKey, Page, Sort, cut_page
from cases.serializers import PlaceSerializer
from cases.views import CaseList
from config.schema import endpoints, records
from config.serializers import CaseDetailSerializer
from metrics.shown import shown_figures
from metrics.views import FigureList
from programs.shown import masked_source, shown_measures, with_story
from programs.views import MeasureList, PracticeList, ProgramList


class PlaceFilters(Filters):
    q = django_filters.CharFilter(
        field_name="name", lookup_expr="icontains", label=gettext_lazy("Words"), max_length=60
    )
    province = django_filters.CharFilter(
        field_name="province__code", lookup_expr="exact", label=gettext_lazy("Province")
    )
    level = Facet(field_name="level", label=gettext_lazy("Level"))

    class Meta:
        model = Place
        fields: list[str] = []


class PlaceList(Listing):
    """The divisions that published cases are told of."""

    filters = PlaceFilters
    serializer = PlaceSerializer
    sorts = (
        Sort("code", gettext_lazy("By code"), ("code", "pk")),
        Sort("name", gettext_lazy("By name"), ("name_key", "pk")),
    )

    def queryset(self) -> QuerySet[Place]:
        return Place.objects.filter(pk__in=Case.objects.published().values("place"))

    def shown(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related(*with_successors())


class ListingFilter(BaseFilterBackend):
    """The list's own filters; they describe themselves to the schema."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if view.detail:
            if request.query_params:
                raise ValidationError({"detail": [_("A single record takes no parameters.")]})
            return view.records.shown(queryset)  # type: ignore[no-any-return]
        view.reading = view.records.read(request.query_params)
        if view.reading.notes:
            raise ValidationError({"detail": view.reading.notes})
        return view.reading.rows  # type: ignore[no-any-return]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        filters = [_parameter(name, each) for name, each in view.listing.filters.base_filters.items()]
        names = [sort.name for sort in view.listing.sorts]
        order = {"type": "string", "enum": names, "default": names[0]}
        return [*filters, {"name": "sort", "in": "query", "description": _("Order"), "schema": order}]


def _parameter(name: str, each: django_filters.Filter) -> dict[str, Any]:
    kind = "number" if isinstance(each, django_filters.NumberFilter) else "string"
    schema: dict[str, Any] = {"type": kind}
    if isinstance(each, Facet):
        values = [str(value) for value, _label in each.static] if each.static is not None else []
        schema = {"type": "array", "items": {"type": "string", **({"enum": values} if values else {})}}
    return {"name": name, "in": "query", "description": str(each.label), "schema": schema}


class KeyPages(BasePagination):
    """Pages by key, as in the lists: follow `next` and `previous`."""

    request: Request
    page: Page
    count: int

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        after, before = (request.query_params.get(name, "") for name in ("after", "before"))
        if after and before:
            raise ValidationError({"detail": [_("A page is either after a key or before one, not both.")]})
        try:
            self.page = cut_page(view.records.shown(queryset), view.reading.sort, view.reading.size, after, before)
        except BadKey as error:
            raise ValidationError({"detail": [_("This page key doesn't fit the list.")]}) from error
        self.request, self.count = request, queryset.count()
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        links = {"next": self._link("after", self.page.next), "previous": self._link("before", self.page.previous)}
        return Response({"count": self.count, **links, "results": data})

    def _link(self, name: str, key: str | None) -> str | None:
        if key is None:
            return None
        url = self.request.build_absolute_uri()
        for other in ("after", "before"):
            url = remove_query_param(url, other)
        return replace_query_param(url, name, key)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": SIZES[-1], "default": SIZES[0]}
        named = {
            "after": (_("Key of the page: see “next”"), {"type": "string"}),
            "before": (_("Key of the page: see “previous”"), {"type": "string"}),
            "page_size": (_("Records a page"), size),
        }
        return [{"name": n, "in": "query", "description": d, "schema": kind} for n, (d, kind) in named.items()]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        shape = {"count": {"type": "integer"}, "next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(shape), "properties": shape}


class Records(ReadOnlyModelViewSet[Any]):
    """One list and its records."""

    listing: type[Listing]
    filter_backends = [ListingFilter]
    pagination_class = KeyPages

    @cached_property
    def records(self) -> Listing:
        listing = self.listing()
        listing.kwargs = {}
        return listing

    def get_queryset(self) -> QuerySet[Any]:
        return self.records.queryset()

    def get_serializer_class(self) -> Any:
        return self.listing.serializer


class Cases(Records):
    listing = CaseList
    lookup_field = "number"
    lookup_value_converter = "int"

    def get_serializer_class(self) -> Any:
        return CaseDetailSerializer if self.detail else super().get_serializer_class()

    def get_object(self) -> Case:
        case = super().get_object()
        case.parts = case_parts(case)
        return case


def case_parts(case: Case) -> SimpleNamespace:
    """Everything found in a case, with what showing it needs."""
    text = Prefetch("source", Source.objects.defer("raw", "repairs").with_masks())
    return SimpleNamespace(
        sections=case.sections.public().order_by("start").prefetch_related(text),
        programs=with_story(case.program_links.public()).select_related("program"),
        measures=shown_measures(case.measures.public()).order_by("start"),
        figures=shown_figures(case.figures.public()).order_by("start"),
        flags=case.flags.prefetch_related("figures", masked_source()),
    )


class Programs(Records):
    listing = ProgramList
    lookup_value_converter = "int"


class Measures(Records):
    listing = MeasureList
    lookup_value_converter = "int"


class Practices(Records):
    listing = PracticeList
    lookup_field = "slug"
    lookup_value_converter = "slug"


class Figures(Records):
    listing = FigureList
    lookup_value_converter = "int"


class Places(Records):
    listing = PlaceList
    lookup_field = "code"
    lookup_value_converter = "slug"

    def get_object(self) -> Place:
        """The division of this code under its latest name that a case is told of."""
        named = self.filter_queryset(self.get_queryset()).filter(code=self.kwargs["code"])
        place = named.order_by("-valid_from", "-pk").first()
        if place is None:
            raise Http404
        return place  # type: ignore[no-any-return]


class Schema(SpectacularJSONAPIView):
    """The OpenAPI description, open to whom the records are."""

    permission_classes: Any = api_settings.DEFAULT_PERMISSION_CLASSES


router = DefaultRouter(use_regex_path=False)
router.include_format_suffixes = False
for name, viewset in (
    ("cases", Cases),
    ("programs", Programs),
    ("measures", Measures),
    ("practices", Practices),
    ("figures", Figures),
    ("places", Places),
):
    router.register(name, viewset, basename=name)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Our own page of the schema, as tables."""
    language = get_language()
    return render(request, "api.html", {"endpoints": endpoints(language), "records": records(language)})
