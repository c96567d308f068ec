"""Addresses that anyone may open without signing in."""

from django.urls import path

from shuangjian.portal import book, minutes, panel, privacy, rule, school_rules

app_name = "portal"
urlpatterns = [
    path("rules/", book.rules, name="rules"),
    path("rules/<path:name>/", rule.rule, name="rule"),
    path("schools/<int:school_id>/homework-rules/", school_rules.school_rules, name="school_rules"),
    path("minutes/", minutes.minutes, name="minutes"),
    path("minutes/panel/", panel.panel, name="panel"),
    path("privacy/", privacy.privacy, name="privacy"),
]
