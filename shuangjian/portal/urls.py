"""Addresses that anyone may open without signing in."""

from django.urls import path

from shuangjian.portal import book, privacy, rule

app_name = "portal"
urlpatterns = [
    path("rules/", book.rules, name="rules"),
    path("rules/<path:name>/", rule.rule, name="rule"),
    path("privacy/", privacy.privacy, name="privacy"),
]
