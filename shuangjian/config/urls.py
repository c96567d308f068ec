"""The addresses of all pages: desks behind a sign-in, the portal and a class's sheet without one."""

from django.urls import include, path

urlpatterns = [
    path("", include("shuangjian.portal.urls")),
    path("", include("shuangjian.desks.urls")),
    path("api/v1/", include("shuangjian.api.urls")),
]
