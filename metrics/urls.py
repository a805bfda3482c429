"""Addresses of figures; the list has its twin as a file."""

from django.urls import path

from cases.listing import Export
from metrics import views

app_name = "metrics"
urlpatterns = [
    path("figures/", views.FigureList.as_view(), name="list"),
    path("figures.<str:form>", Export.as_view(listing=views.FigureList), name="export"),
    path("figures/<int:pk>/", views.detail, name="detail"),
    path("figures/<int:pk>/cite.<str:form>", views.cite, name="cite"),
]
