"""Addresses of the family desk, and of the evening sheet that needs no desk."""

from django.urls import path

from shuangjian.desks.family import bedtime, enter, family, panel, question, sheet

app_name = "family"
urlpatterns = [
    path("enter/", enter.enter, name="enter"),
    path("family/", family.family, name="family"),
    path("family/left/", family.left, name="left"),
    path("family/leave/<int:pupil_id>/", family.leave, name="leave"),
    path("family/panel/", panel.panel, name="panel"),
    path("family/ask/<int:ask_id>/", question.question, name="ask"),
    path("family/stop/<int:pupil_id>/", bedtime.stop, name="stop"),
    path("family/stop/<int:pupil_id>/undo/", bedtime.undo_stop, name="undo_stop"),
    path("t/<str:token>/", sheet.sheet, name="sheet"),
]
