"""Addresses of the family desk, and of the evening sheet that needs no desk."""

from django.urls import path

from shuangjian.desks.family import enter, family, sheet

app_name = "family"
urlpatterns = [
    path("enter/", enter.enter, name="enter"),
    path("family/", family.family, name="family"),
    path("family/left/", family.left, name="left"),
    path("family/leave/<int:pupil_id>/", family.leave, name="leave"),
    path("t/<str:token>/", sheet.sheet, name="sheet"),
]
