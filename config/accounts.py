"""Log-in, log-out and the change of one's own password."""

from __future__ import annotations

from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class LogOut(views.LogoutView):
    """Asked for by address, it asks back: only a form logs anyone out."""

    http_method_names = ["get", "head", "post", "options"]
    next_page = "logged_out"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("logged_out")
        return render(request, "registration/logout.html")


logged_out = login_not_required(TemplateView.as_view(template_name="registration/logged_out.html"))

urlpatterns = [
    path("login/", views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", LogOut.as_view(), name="logout"),
    path("logged-out/", logged_out, name="logged_out"),
    path("password/", views.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", views.PasswordChangeDoneView.as_view(), name="password_change_done"),
]
