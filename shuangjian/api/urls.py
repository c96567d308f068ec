"""Addresses of the API."""

from django.urls import path

from shuangjian.api import pages
from shuangjian.api.interface import api

app_name = "api"
endpoints, _, _ = api.urls
urlpatterns = [
    path("", pages.index, name="index"),
    path("openapi.json", pages.openapi, name="openapi"),
    *endpoints[:-1],  # the last would be a root of its own, where the index is
]
