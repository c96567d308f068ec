"""Addresses of the teacher's desk."""

from django.urls import path

from shuangjian.desks.teacher import amending, compose, homework, loans, measured

app_name = "teacher"
urlpatterns = [
    path("today/", compose.today, name="today"),
    path("loans/", loans.loans, name="loans"),
    path("homework/", homework.homework, name="homework"),
    path("homework/new/", compose.compose, name="compose"),
    path("homework/result/", compose.result, name="result"),
    path("homework/measured/", measured.measured, name="measured"),
    path("homework/<int:assignment_id>/", homework.assignment, name="assignment"),
    path("homework/<int:assignment_id>/amend/", amending.change, name="amend"),
    path("homework/<int:assignment_id>/withdraw/", homework.take_back, name="withdraw"),
    path("homework/<int:assignment_id>/discard/", homework.discard, name="discard"),
]
