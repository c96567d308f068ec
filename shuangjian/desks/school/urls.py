"""Addresses of the school desk."""

from django.urls import path

from shuangjian.desks.school import (
    accounts,
    appeals,
    calendar,
    checks,
    class_evening,
    class_record,
    large_work,
    record,
    reports,
    roster,
    rules,
    slips,
    staff,
    term_plan,
    tokens,
    week,
)

app_name = "school"
urlpatterns = [
    path("school/<int:school_id>/", week.week, name="week"),
    path("school/<int:school_id>/evenings/", week.evenings, name="evenings"),
    path("school/<int:school_id>/plan/", term_plan.plan, name="plan"),
    path("school/<int:school_id>/rules/", rules.rules, name="rules"),
    path("school/<int:school_id>/calendar/", calendar.calendar, name="calendar"),
    path("school/<int:school_id>/staff/", staff.staff, name="staff"),
    path("school/<int:school_id>/staff/accounts/", accounts.accounts, name="accounts"),
    path("school/<int:school_id>/roster/", roster.roster, name="roster"),
    path("school/<int:school_id>/roster/template/", roster.template, name="roster_template"),
    path("school/<int:school_id>/roster/<int:upload_id>/", roster.upload, name="roster_upload"),
    path("school/<int:school_id>/roster/<int:upload_id>/bad-cells/", roster.bad_cells, name="roster_bad_cells"),
    path("school/<int:school_id>/tokens/", tokens.tokens, name="tokens"),
    path("school/<int:school_id>/appeals/", appeals.appeals, name="appeals"),
    path("school/<int:school_id>/checks/", checks.checks, name="checks"),
    path("school/<int:school_id>/checks/rows/", checks.rows, name="check_rows"),
    path("school/<int:school_id>/reports/", reports.reports, name="reports"),
    path("school/<int:school_id>/reports/<str:month>/", reports.report, name="report"),
    path("school/<int:school_id>/reports/<str:month>/rows/", reports.rows, name="report_rows"),
    path("school/<int:school_id>/record/", record.record, name="record"),
    path("large-work/", large_work.large_work, name="large_work"),
    path("large-work/<int:announcement_id>/", large_work.one_large_work, name="one_large_work"),
    path("class/<int:class_id>/", class_evening.evening, name="class"),
    path("class/<int:class_id>/settle/", class_evening.settle_minutes, name="settle"),
    path("class/<int:class_id>/sheet/", class_evening.replace_sheet, name="replace_sheet"),
    path("class/<int:class_id>/slips/", slips.slips, name="slips"),
    path("class/<int:class_id>/record/", class_record.record, name="class_record"),
]
