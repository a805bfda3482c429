"""The front door: the home page, the search over everything, and whether the house stands."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.kept import kept
from cases.models import Case
from cases.rows import rows_of
from config.histogram import HEIGHT, WIDTH, bars
from config.overview import counts, overview, wall
from config.searching import search_all

NEWEST = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    held = overview()
    newest = list(Case.objects.published().order_by("-published_at", "-number").values_list("pk", flat=True)[:NEWEST])
    rows = {case.pk: case for case in rows_of(newest)}
    context = {
        "counts": counts(),
        "tiles": held.tiles,
        "years": held.years,
        "bars": bars(held.years),
        "chart": {"width": WIDTH, "height": HEIGHT},
        "coverage": held.coverage,
        "wall": wall(),
        "newest": [rows[pk] for pk in newest if pk in rows],
    }
    return render(request, "home.html", context)


@require_safe
@kept
def search(request: HttpRequest) -> HttpResponse:
    """Cases, programmes, measures and figures that hold the words, each kind with its count and passages."""
    asked = request.GET.get("q", "").strip()[:200]
    return render(request, "search.jinja", {"asked": asked, "answer": search_all(asked) if asked else None})


@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """`ok` where the database answers: for whoever watches over the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
