"""Reading by a program: classes, evenings, assignments, rules, figures; a page at a time, in an order that stands."""

import base64
from typing import Any

import pytest

from shuangjian import rulebook
from shuangjian.homework.access import can_see_class
from shuangjian.homework.queries import EveningCount
from shuangjian.homework.queries.known import classes_known_to
from shuangjian.schools.models import SchoolClass
from shuangjian.schools.queries import class_by_id
from tests.api.callers import ROOT, Caller, assignment, caller, homework, target
from tests.cast import TODAY, Cast
from tests.desks.places import queries_of

pytestmark = pytest.mark.django_db


def all_pages(program: Caller, path: str, **query: Any) -> list[Any]:
    """Every item, a page after the other."""
    found, cursor = [], ""
    while True:
        page = program.get(path, **query, cursor=cursor).json()
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = page["next"]


@pytest.mark.parametrize(
    "who",
    ["maths", "chinese", "lower", "grade_head", "academic", "principal", "stranger", "villager", "central_officer",
     "county_officer", "other_county_officer", "city_officer"],
)  # fmt: skip
def test_the_classes_of_a_list_are_those_that_may_be_seen(cast: Cast, who: str) -> None:
    by = cast.actor(who)
    every = [c for pk in SchoolClass.objects.values_list("pk", flat=True) if (c := class_by_id(pk, TODAY))]
    expected = [klass.id for klass in every if can_see_class(by, klass)]
    assert [klass.id for klass in classes_known_to(by, TODAY)] == expected
    assert [c["id"] for c in all_pages(caller(cast, who), "/classes", limit=2)] == expected


def test_a_guardian_has_no_classes_in_a_list(cast: Cast) -> None:
    assert classes_known_to(cast.actor("guardian"), TODAY) == []


def test_the_classes_of_one_school(cast: Cast) -> None:
    (mixed,) = all_pages(caller(cast, "city_officer"), "/classes", school_id=cast.village.pk)
    assert mixed["grades"] == [3, 4]


def test_an_evening_tells_its_cap_its_clauses_and_what_is_set(cast: Cast) -> None:
    caller(cast, "maths").post("/homework", homework(cast))
    tonight, *later = all_pages(
        caller(cast, "chinese"), f"/classes/{cast.five_one.pk}/evenings", since=TODAY, until="2026-09-25"
    )
    assert (tonight["date"], tonight["cap"], tonight["committed"], tonight["segments"]) == (
        "2026-09-17",
        60,
        20,
        [{"subject": "MATHEMATICS", "committed": 20, "kept": 0}],
    )
    assert tonight["clauses"][0]["url"] == "/rules/homework/written_minutes/"
    # The Sunday is a make-up day: the break from Friday ends then.
    assert [(e["date"], e["until"]) for e in later[:2]] == [("2026-09-18", "2026-09-20"), ("2026-09-20", "2026-09-21")]
    assert all(e["committed"] == 0 for e in later)


def test_a_class_of_several_grades_has_an_evening_for_each(cast: Cast) -> None:
    found = all_pages(
        caller(cast, "villager"), f"/classes/{cast.mixed.pk}/evenings", since=TODAY, until="2026-09-18", limit=1
    )
    assert [(e["date"], e["grade"]) for e in found] == [("2026-09-17", 3), ("2026-09-17", 4)]


@pytest.mark.parametrize(("since", "until"), [("2026-09-18", "2026-09-17"), ("2026-01-01", "2026-12-31")])
def test_a_span_that_runs_backwards_or_too_long_is_told(cast: Cast, since: str, until: str) -> None:
    response = caller(cast, "maths").get(f"/classes/{cast.five_one.pk}/evenings", since=since, until=until)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["until"])


@pytest.mark.parametrize(
    "date", ["", "17.9.2026", "2026-9-17", "2026-02-30", "1999-12-31", "1758067200", "2026-09-17T10:00"]
)
def test_a_day_is_written_in_one_way(cast: Cast, date: str) -> None:
    response = caller(cast, "maths").get(f"/classes/{cast.five_one.pk}/evenings", since=date, until="2026-09-18")
    assert (response.status_code, list(response.json()["errors"])) == (422, ["since"])


def test_the_assignments_of_an_evening_are_those_that_stand(cast: Cast) -> None:
    program = caller(cast, "maths")
    kept = program.post("/homework", homework(cast), key="a").json()
    gone = program.post("/homework", homework(cast, assignment=assignment(unit="第七单元")), key="b").json()
    publication = gone["classes"][0]["publication_id"]
    program.post(f"/homework/publications/{publication}/withdraw", {"reason": "今天没有讲完"})
    path = f"/classes/{cast.five_one.pk}/evenings/{TODAY}/assignments"
    (item,) = all_pages(caller(cast, "grade_head"), path)
    assert (item["assignment_id"], item["minutes"]) == (kept["assignment_id"], 20)
    tier = {"name": "", "minutes": 20, "counted": 20, "required": True, "content": ""}
    assert item["assignment"]["tiers"] == [tier]
    assert item["published_at"] == "2026-09-17T16:20:00+08:00"


def test_pages_neither_repeat_nor_leave_out_what_stood_when_more_is_set_between_them(cast: Cast) -> None:
    program = caller(cast, "maths")

    def publish(n: int) -> int:
        body = homework(cast, assignment=assignment(unit=f"第{n}单元", tiers=[{"minutes": 1}]))
        return int(program.post("/homework", body, key=f"k{n}").json()["assignment_id"])

    stood = [publish(n) for n in range(5)]
    first = program.get("/homework/assignments", limit=2).json()
    publish(6)
    rest = program.get("/homework/assignments", limit=2, cursor=first["next"]).json()
    publish(7)
    last = program.get("/homework/assignments", limit=2, cursor=rest["next"]).json()
    told = [item["id"] for page in (first, rest, last) for item in page["items"]]
    assert told == stood[::-1]
    assert last["next"] is None

    path = f"/classes/{cast.five_one.pk}/evenings/{TODAY}/assignments"
    first = program.get(path, limit=3).json()
    withdrawn = first["items"][0]["publication_id"]
    program.post(f"/homework/publications/{withdrawn}/withdraw", {"reason": "换一天"})
    publish(8)
    rest_ids = [item["assignment_id"] for item in all_pages(program, path)][2:]
    paged, cursor = [], first["next"]
    while cursor:
        page = program.get(path, limit=3, cursor=cursor).json()
        paged, cursor = paged + [item["assignment_id"] for item in page["items"]], page["next"]
    assert paged == rest_ids


@pytest.mark.parametrize(
    "cursor",
    [
        "!",
        "a",
        "中",
        base64.urlsafe_b64encode("中".encode()).decode(),
        "A" * 121,
        base64.urlsafe_b64encode(b"x").decode(),
    ],
)
@pytest.mark.parametrize("path", ["/homework/assignments"])
def test_a_cursor_that_was_never_given_out_is_told(cast: Cast, path: str, cursor: str) -> None:
    response = caller(cast, "maths").get(path, cursor=cursor)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["cursor"])


@pytest.mark.parametrize("limit", ["0", "201", "many", "-1", "1.5"])
def test_a_page_is_of_a_size_that_makes_sense(cast: Cast, limit: str) -> None:
    assert list(caller(cast, "maths").get("/classes", limit=limit).json()["errors"]) == ["limit"]


def test_every_rule_is_listed_once_by_name(cast: Cast) -> None:
    found = all_pages(caller(cast, "maths"), "/rules", limit=7)
    assert [rule["name"] for rule in found] == sorted(p.name for p in rulebook.load().parameters())
    assert all(rule["state"] in ("IN_FORCE", "LATER", "ENDED", "ELSEWHERE", "UNSURE") for rule in found)


def test_one_rule_tells_for_whom_what_and_under_which_clause(cast: Cast) -> None:
    rule = caller(cast, "maths").get("/rules/homework/written_minutes", place="410902", date=TODAY).json()
    assert rule["url"] == "/rules/homework/written_minutes/"
    assert {(held["who"], held["value"]) for held in rule["held"]} >= {("小学其他年级", 60), ("初中", 90)}
    assert all(held["grounds"][0]["clause"]["article"] for held in rule["held"])


def test_a_rule_is_looked_up_by_place_day_and_grade(cast: Cast) -> None:
    asked = {"rule": "homework/written_minutes", "place": "410902", "date": TODAY, "grade": 5}
    held = caller(cast, "maths").get("/rules/lookup", **asked).json()
    assert (held["value"], held["words"]) == (60, "60分钟")
    assert held["edition"] == rulebook.load().edition


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"rule": "homework/nothing"}, 404),
        ({"rule": "homework/written_minutes", "date": "2000-01-01", "grade": "5"}, 404),
        ({"rule": "homework/written_minutes"}, 422),
        ({"rule": "homework/written_minutes", "grade": "6"}, 422),
        ({"rule": "homework/written_minutes", "grade": "10"}, 422),
        ({"rule": "homework/written_minutes", "grade": "5", "place": "41"}, 422),
        ({"rule": "homework/written_minutes", "grade": "5", "system": "FOUR_FOUR"}, 422),
        ({"rule": "../etc"}, 422),
    ],
)
def test_what_the_book_cannot_answer_is_told(cast: Cast, asked: dict[str, str], status: int) -> None:
    response = caller(cast, "maths").get("/rules/lookup", **({"date": TODAY.isoformat()} | asked))
    assert response.status_code == status


def test_a_figure_never_travels_alone(cast: Cast) -> None:
    caller(cast, "maths").post("/homework", homework(cast, assignment=assignment(tiers=[{"minutes": 60}])))
    program = caller(cast, "county_officer")
    told = program.get(f"/places/{cast.county.pk}/figures", date=TODAY).json()
    figures = {figure["code"]: figure for figure in told["figures"]}
    assert set(figures) == {kind.value for kind in EveningCount}
    assert (figures["full"]["numerator"], figures["full"]["denominator"], figures["full"]["of"]) == (1, 2, "open")
    assert (figures["written"]["numerator"], figures["written"]["denominator"]) == (1, 3)
    for figure in told["figures"]:
        path, _, query = figure["rows"].removeprefix("/api/v1").partition("?")
        asked = dict(part.split("=") for part in query.split("&"))
        assert len(all_pages(program, path, **asked)) == figure["numerator"]
        assert figure["date"] == "2026-09-17"


def test_the_figures_of_a_day_without_school_are_all_zero(cast: Cast) -> None:
    told = caller(cast, "city_officer").get(f"/places/{cast.city.pk}/figures", date="2026-09-19").json()
    assert {figure["numerator"] for figure in told["figures"]} == {0}


def test_the_number_of_queries_does_not_grow_with_classes_or_evenings(cast: Cast) -> None:
    client = caller(cast, "city_officer").client()
    evenings = f"{ROOT}/classes/{cast.five_one.pk}/evenings?since={TODAY}&until="
    assert queries_of(client, f"{evenings}2026-09-19") == queries_of(client, f"{evenings}2026-12-01")
    assert queries_of(client, f"{ROOT}/classes?limit=1") == queries_of(client, f"{ROOT}/classes?limit=200")
    school, city = (f"{ROOT}/places/{pk}/figures" for pk in (cast.school.pk, cast.city.pk))
    assert queries_of(client, school) == queries_of(client, city)


def test_a_list_of_assignments_costs_the_same_however_long(cast: Cast) -> None:
    program, path = caller(cast, "maths"), f"{ROOT}/homework/assignments"
    program.post("/homework", homework(cast), key="1")
    one = queries_of(program.client(), path)
    light = assignment(tiers=[{"minutes": 1}])
    for n in "2345":
        program.post("/homework", homework(cast, target(cast.five_one), target(cast.five_two), assignment=light), key=n)
    assert queries_of(program.client(), path) == one
