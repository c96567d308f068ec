"""Addresses of the bureau desk."""

from django.urls import path

from shuangjian.desks.bureau import measured, overview, record, rows

app_name = "bureau"
urlpatterns = [
    path("places/<int:place_id>/", overview.overview, name="overview"),
    path("places/<int:place_id>/evenings/", rows.evenings, name="evenings"),
    path("places/<int:place_id>/measured/", measured.measured, name="measured"),
    path("places/<int:place_id>/record/", record.record, name="record"),
]
