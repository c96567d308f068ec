"""Addresses of the bureau desk."""

from django.urls import path

from shuangjian.desks.bureau import coverage, hours, measured, overview, record, rows, service_model, service_round

app_name = "bureau"
urlpatterns = [
    path("places/<int:place_id>/", overview.overview, name="overview"),
    path("places/<int:place_id>/evenings/", rows.evenings, name="evenings"),
    path("places/<int:place_id>/measured/", measured.measured, name="measured"),
    path("places/<int:place_id>/service/round/", service_round.its_round, name="service_round"),
    path("places/<int:place_id>/service/model/", service_model.model, name="service_model"),
    path("places/<int:place_id>/hours/", hours.hours, name="hours"),
    path("places/<int:place_id>/record/", record.record, name="record"),
    path("places/<int:place_id>/service/", coverage.coverage, name="service"),
    path("places/<int:place_id>/service/schools/", coverage.schools, name="service_schools"),
]
