"""What readers do at the desk without any right: gather a brief, report an error."""

from django.urls import path

from desk import brief_views, history_views, reports

app_name = "take"
urlpatterns = [
    path("brief/", brief_views.page, name="brief"),
    path("brief.docx", brief_views.as_docx, name="docx"),
    path("brief/change/", brief_views.change, name="change"),
    path("brief/cite.<str:form>", brief_views.cite, name="cite"),
    path("cases/<int:number>/history/", history_views.history, name="history"),
    path("cases/<int:number>/report/", reports.new, name="report"),
    path("cases/<int:number>/report/thanks/", reports.thanks, name="thanks"),
]
