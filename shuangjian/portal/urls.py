"""Addresses that anyone may open without signing in."""

from django.urls import path

from shuangjian.portal import (
    book,
    draw,
    minutes,
    panel,
    privacy,
    rule,
    school_rules,
    service,
    service_index,
    service_rule,
)

app_name = "portal"
urlpatterns = [
    path("rules/", book.rules, name="rules"),
    path("rules/<path:name>/", rule.rule, name="rule"),
    path("schools/<int:school_id>/homework-rules/", school_rules.school_rules, name="school_rules"),
    path("service/<int:school_id>/", service.programme, name="service"),
    path("service/<int:school_id>/draw/", draw.draw, name="draw"),
    path("service/verify-draw.py", draw.verify_draw, name="verify_draw"),
    path("minutes/", minutes.minutes, name="minutes"),
    path("minutes/panel/", panel.panel, name="panel"),
    path("service/", service_index.index, name="services"),
    path("service/rule/", service_rule.rule, name="service_rule"),
    path("privacy/", privacy.privacy, name="privacy"),
]
