"""Addresses behind a sign-in, one desk per kind of person."""

from django.urls import include, path

urlpatterns = [
    path("", include("shuangjian.desks.common.urls")),
    path("", include("shuangjian.desks.teacher.urls")),
    path("", include("shuangjian.desks.school.urls")),
    path("", include("shuangjian.desks.bureau.urls")),
    path("", include("shuangjian.desks.family.urls")),
]
