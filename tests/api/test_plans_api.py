"""A grade's homework plan by a program: read, proposed, saved, agreed; the drafts for those who may agree alone."""

from typing import Any

import pytest

from shuangjian.audit.models import Act
from shuangjian.homework.models import TermPlan
from tests.api.callers import caller
from tests.api.test_reading_api import all_pages
from tests.apps.homework.planning import agreed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MONDAY = "2026-09-21"


def grade_five(cast: Cast, end: str = "plan") -> str:
    return f"/schools/{cast.school.pk}/grades/5/{end}"


def shares(**minutes: int) -> list[dict[str, Any]]:
    return [{"weekday": day, "subject": s.upper(), "minutes": n} for day in (1, 2, 3, 4) for s, n in minutes.items()]


def test_a_plan_is_proposed_changed_and_agreed(cast: Cast) -> None:
    head, teacher = caller(cast, "grade_head"), caller(cast, "maths")
    draft = head.post(grade_five(cast, "plans")).json()
    assert draft["shares"]
    assert (draft["agreed_at"], draft["proposed_by"]) == (None, "邵群")
    assert (head.get(grade_five(cast)).json()["draft"]["id"], teacher.get(grade_five(cast)).json()["draft"]) == (
        draft["id"],
        None,
    )
    mine = shares(chinese=20, mathematics=25)
    assert head.send("put", f"/plans/{draft['id']}", {"shares": mine}).json()["shares"] == mine
    now = head.post(f"/plans/{draft['id']}/agree", {"shares": mine, "since": MONDAY}).json()
    assert (now["since"], now["until"], now["agreed_by"]) == (MONDAY, "2027-01-23", "邵群")
    seen = teacher.get(grade_five(cast)).json()
    assert (seen["now"], seen["later"], seen["draft"], seen["may_agree"]) == (None, now, None, False)
    assert all_pages(teacher, grade_five(cast, "plans"), limit=1) == [now]
    (evening,) = all_pages(teacher, f"/classes/{cast.five_one.pk}/evenings", since=MONDAY, until="2026-09-22")
    assert [(s["subject"], s["kept"]) for s in evening["segments"]] == [("CHINESE", 20), ("MATHEMATICS", 25)]


def test_a_plan_tells_what_an_evening_holds_and_may_not_hold_more(cast: Cast) -> None:
    head = caller(cast, "grade_head")
    draft = head.post(grade_five(cast, "plans")).json()
    told = head.get(grade_five(cast)).json()
    assert told["caps"] == [{"weekday": day, "minutes": 60} for day in (1, 2, 3, 4)]
    assert (told["year"], told["number"], told["since"], told["may_agree"]) == (2026, 1, "2026-09-18", True)
    over = shares(chinese=30, mathematics=31)
    for method, end, more in (("put", "", {}), ("post", "/agree", {"since": MONDAY})):
        response = head.send(method, f"/plans/{draft['id']}{end}", {"shares": over} | more)
        assert response.status_code == 409
        assert [r["code"] for r in response.json()["refusals"]] == ["PLAN_OVER_CAP"] * 4
        assert {c["url"] for r in response.json()["refusals"] for c in r["clauses"]} == {"/rules/homework/term_plan/"}
    assert head.get(grade_five(cast)).json()["draft"] == draft


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"shares": [], "since": "2026-09-17"}, "since"),
        ({"shares": [], "since": "2027-03-01"}, "since"),
        ({"shares": shares(chinese=1) + shares(chinese=2), "since": MONDAY}, "shares"),
        ({"shares": [{"weekday": 5, "subject": "CHINESE", "minutes": 5}], "since": MONDAY}, "shares.0.weekday"),
    ],
)
def test_what_cannot_be_agreed_is_told_by_its_field(cast: Cast, body: dict[str, Any], field: str) -> None:
    head = caller(cast, "grade_head")
    draft = head.post(grade_five(cast, "plans")).json()
    response = head.post(f"/plans/{draft['id']}/agree", body)
    assert (response.status_code, [name.removeprefix("body.") for name in response.json()["errors"]]) == (422, [field])
    assert head.get(grade_five(cast)).json()["draft"] == draft


def test_each_of_these_writes_is_done_once_however_often_it_is_sent(cast: Cast) -> None:
    head = caller(cast, "grade_head")
    draft = head.post(grade_five(cast, "plans")).json()
    body = {"shares": shares(chinese=20)}
    for method, path, sent in (
        ("post", grade_five(cast, "plans"), None),
        ("put", f"/plans/{draft['id']}", body),
        ("post", f"/plans/{draft['id']}/agree", body | {"since": MONDAY}),
    ):
        assert head.send(method, path, sent).json() == head.send(method, path, sent).json()
    # After it was agreed, the key of the proposal still leads to what it proposed, and proposes nothing anew.
    assert head.post(grade_five(cast, "plans")).json()["since"] == MONDAY
    assert TermPlan.objects.count() == 1
    acts = Act.objects.filter(on_kind="term_plan").order_by("pk").values_list("name", flat=True)
    assert [name.removeprefix("homework.") for name in acts] == ["propose_plan", "save_plan", "save_plan", "agree_plan"]
    changed = head.post(f"/plans/{draft['id']}/agree", body | {"since": "2026-09-22"})
    assert (changed.status_code, changed.json()["type"]) == (409, "/api/v1/#key-reused")


def test_what_is_agreed_is_not_changed_any_more(cast: Cast) -> None:
    plan = agreed(cast)
    response = caller(cast, "principal").send("put", f"/plans/{plan.pk}", {"shares": []})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["plan"])
    assert caller(cast, "maths").get(grade_five(cast)).json()["now"]["id"] == plan.pk


def test_the_grades_of_a_list_are_those_whose_plan_may_be_seen(cast: Cast) -> None:
    path = f"/schools/{cast.school.pk}/grades"
    told = {who: [g["grade"] for g in all_pages(caller(cast, who), path, limit=1)] for who in ("maths", "principal")}
    assert told == {"maths": [5], "principal": [1, 5]}
    assert caller(cast, "maths").get(f"{path}/1/plan").status_code == 404
    assert caller(cast, "stranger").get(path).status_code == 404
