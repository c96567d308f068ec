"""Addresses of the bureau desk."""

from django.urls import URLPattern

app_name = "bureau"
urlpatterns: list[URLPattern] = []
