from django.urls import path

from desk import facts_views, history_views, intake_views, review_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("import/", intake_views.take_in, name="import"),
    path("batches/<int:pk>/", intake_views.batch, name="batch"),
    path("batches/<int:pk>/files/<int:file>/", intake_views.look, name="look"),
    path("batches/<int:pk>/confirm/", intake_views.confirm, name="confirm"),
    path("batches/<int:pk>/undo/", history_views.undo_batch, name="undo_batch"),
    path("sources/<int:pk>/erase/", history_views.erase, name="erase"),
    path("cases/<int:number>/restore/", history_views.restore, name="restore"),
    path("cases/<int:number>/alike/", intake_views.alike, name="alike"),
    path("review/", review_views.waiting, name="queue"),
    path("review/<int:number>/", review_views.case, name="review"),
    path("review/anew/", review_views.read_all_anew, name="anew_all"),
    path("review/<int:number>/anew/", review_views.read_anew, name="anew"),
    path("offered/<str:kind>/", facts_views.offer, name="offered"),
    path("review/<int:number>/facts/", facts_views.facts, name="facts"),
    path("review/<int:number>/act/", review_views.act, name="act"),
    path("review/<int:number>/decide/", review_views.decide, name="decide"),
    path("review/<int:number>/undo/", review_views.undo, name="undo"),
]
