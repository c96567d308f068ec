"""Addresses of the family desk, and of the evening sheet that needs no desk."""

from django.urls import path

from shuangjian.desks.family import (
    bedtime,
    enter,
    family,
    panel,
    question,
    service,
    service_change,
    service_offer,
    service_tutoring,
    sheet,
)

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
    path("family/service/<int:pupil_id>/", service.service, name="service"),
    path("family/service/<int:pupil_id>/change/", service_change.change, name="service_change"),
    path("family/service/<int:pupil_id>/offer/<int:offer_id>/", service_offer.offer, name="service_offer"),
    path(
        "family/service/<int:pupil_id>/tutoring/<int:proposal_id>/", service_tutoring.tutoring, name="service_tutoring"
    ),
    path("t/<str:token>/", sheet.sheet, name="sheet"),
]
