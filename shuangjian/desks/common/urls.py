"""Sign-in, and where `/` leads."""

from django.urls import path

from shuangjian.desks.common import draw_file, sign_in

app_name = "common"
urlpatterns = [
    path("", sign_in.home, name="home"),
    path("login/", sign_in.SignInView.as_view(), name="login"),
    path("logout/", sign_in.SignOutView.as_view(), name="logout"),
    path("password/", sign_in.password, name="password"),
    path("service/<int:school_id>/draw/file/", draw_file.draw, name="draw_file"),
    path("service/<int:school_id>/draw/tutoring-file/", draw_file.tutoring, name="tutoring_file"),
]
