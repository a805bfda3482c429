"""Addresses of programmes, measures and practices; each list has its twin as a file."""

from django.urls import path

from cases.listing import Export
from programs import views

app_name = "programs"
urlpatterns = [
    path("programs/", views.ProgramList.as_view(), name="list"),
    path("programs.<str:form>", Export.as_view(listing=views.ProgramList), name="export"),
    path("programs/<int:pk>/", views.detail, name="detail"),
    path("measures/", views.MeasureList.as_view(), name="measures"),
    path("measures.<str:form>", Export.as_view(listing=views.MeasureList), name="measures_export"),
    path("practices/", views.PracticeList.as_view(), name="practices"),
    path("practices.<str:form>", Export.as_view(listing=views.PracticeList), name="practices_export"),
    path("practices/<slug:slug>/", views.PracticePage.as_view(), name="practice"),
    path("practices/<slug:slug>.<str:form>", Export.as_view(listing=views.PracticePage), name="practice_export"),
]
