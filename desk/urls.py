from django.urls import path

from desk import review_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("import/", views.take_in, name="import"),
    path("import/confirm/", views.confirm, name="confirm"),
    path("review/", review_views.waiting, name="queue"),
    path("review/<int:number>/", review_views.case, name="review"),
    path("review/<int:number>/decide/", review_views.decide, name="decide"),
    path("review/<int:number>/undo/", review_views.undo, name="undo"),
    path("batches/<int:pk>/", views.batch, name="batch"),
]
