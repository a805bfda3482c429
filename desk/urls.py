from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("import/", views.take_in, name="import"),
    path("import/confirm/", views.confirm, name="confirm"),
    path("batches/<int:pk>/", views.batch, name="batch"),
]
