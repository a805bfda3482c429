"""Addresses of cases, their sources and places; each list has its twin as a file."""

from django.urls import path

from cases import views

app_name = "cases"
urlpatterns = [
    path("cases/", views.CaseList.as_view(), name="list"),
    path("cases.<str:form>", views.CaseExport.as_view(), name="export"),
    path("cases/<int:number>/", views.detail, name="detail"),
    path("cases/<int:number>/cite.<str:form>", views.cite, name="cite"),
    path("cases/<int:number>/source/", views.source, name="source"),
    path("places/", views.places, name="places"),
    path("places/<str:code>/", views.place, name="place"),
]
