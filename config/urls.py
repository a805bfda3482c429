"""The front door: every app's pages under its own name."""

from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("health/", views.health, name="health"),
    path("", include("cases.urls")),
    path("", include("programs.urls")),
    path("", include("metrics.urls")),
    path("desk/", include("desk.urls")),
    path("accounts/", include("config.accounts")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
