"""The front door: every app's pages under its own name."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from cases.access import from_here
from config import api, views
from desk.compare import compare

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("health/", login_not_required(views.health), name="health"),
    path("", include("cases.urls")),
    path("", include("programs.urls")),
    path("", include("metrics.urls")),
    path("compare/", compare, name="compare"),
    path("", include("desk.open_urls")),
    path("desk/", include("desk.urls")),
    path("accounts/", include("config.accounts")),
    path("i18n/setlang/", login_not_required(from_here(set_language)), name="set_language"),
    path("api/", api.page, name="api"),
    path("api/v1/schema/", api.Schema.as_view(), name="schema"),
    path("api/v1/", include(api.router.urls)),
    path("admin/", admin.site.urls),
]
