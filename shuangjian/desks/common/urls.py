"""Sign-in, and where `/` leads."""

from django.urls import path

from shuangjian.desks.common import sign_in

app_name = "common"
urlpatterns = [
    path("", sign_in.home, name="home"),
    path("login/", sign_in.SignInView.as_view(), name="login"),
    path("logout/", sign_in.SignOutView.as_view(), name="logout"),
    path("password/", sign_in.password, name="password"),
]
