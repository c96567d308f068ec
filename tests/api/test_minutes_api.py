"""What a program is told of counted minutes, and that it commits none that were not shown."""

import pytest

from shuangjian.homework.models import Entry, Publication
from tests.api.callers import assignment, caller, homework, target
from tests.cast import Cast
from tests.desks.factors import evenings_vary, teacher_takes
from tests.desks.publishing import committed

pytestmark = pytest.mark.django_db


def test_weighing_tells_what_is_declared_and_counted_and_why(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    evenings_vary()
    told = caller(cast, "maths").post(
        "/homework/weigh", {"assignment": assignment(), "targets": [target(cast.five_one)]}
    )
    (one,) = told.json()
    minutes = one["minutes"]
    assert {name: minutes[name] for name in ("declared", "counted", "basis", "factor", "low", "high", "source")} == {
        "declared": 20, "counted": 27, "basis": "PREDICTED", "factor": 1.35, "low": 21, "high": 35, "source": "OWN",
    }  # fmt: skip
    assert minutes["words"] == "您最近30份数学作业，中等学生用了您写的1.35倍。"
    (evening,) = one["evenings"]
    assert (evening["minutes"], evening["outlook"]["minutes"]) == (27, 27)
    assert 0 <= evening["outlook"]["over_cap"] < 0.01


def test_where_nothing_is_known_there_is_no_interval(cast: Cast) -> None:
    told = caller(cast, "maths").post(
        "/homework/weigh", {"assignment": assignment(), "targets": [target(cast.five_one)]}
    )
    (one,) = told.json()
    assert (one["minutes"]["counted"], one["minutes"]["low"], one["minutes"]["source"]) == (20, None, "NONE")
    assert one["evenings"][0]["outlook"] is None


def test_other_minutes_than_were_declared_are_a_problem_that_shows_them_first(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    program = caller(cast, "maths")
    refused = program.post("/homework", homework(cast))
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (409, "/api/v1/#minutes-moved")
    assert (problem["minutes"]["declared"], problem["minutes"]["counted"]) == (20, 27)
    assert not Publication.objects.exists()
    done = program.post("/homework", homework(cast) | {"shown": problem["minutes"]["shown"]})
    assert (done.status_code, committed(cast.five_one)) == (200, 27)
    item = program.get(f"/homework/assignments/{done.json()['assignment_id']}").json()["assignment"]
    assert (item["declared"], item["counted"], item["basis"], item["tiers"][0]["counted"]) == (20, 27, "PREDICTED", 27)


def test_a_draft_is_told_what_it_counts_and_is_published_as_told(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    program = caller(cast, "maths")
    draft = program.post("/homework/drafts", {"assignment": assignment(), "targets": [target(cast.five_one)]}).json()
    assert (draft["assignment"]["counted"], draft["shown_at"] is not None) == (27, True)
    teacher_takes(cast, 1.6)
    done = program.post("/homework", homework(cast) | {"draft_id": draft["id"]}, key="key-2")
    assert (done.status_code, committed(cast.five_one)) == (200, 27)


def test_an_amendment_counts_what_was_shown_or_what_it_counted(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    program = caller(cast, "maths")
    shown = program.post("/homework", homework(cast)).json()["minutes"]["shown"]
    old = program.post("/homework", homework(cast) | {"shown": shown}).json()["assignment_id"]
    teacher_takes(cast, 1.6)
    same = program.post(f"/homework/assignments/{old}/amend", assignment(content="换成第31页。"), key="words")
    assert (same.status_code, committed(cast.five_one)) == (200, 27)
    path, longer = f"/homework/assignments/{same.json()['assignment_id']}/amend", assignment(tiers=[{"minutes": 30}])
    moved = program.post(path, longer, key="longer").json()
    assert moved["type"] == "/api/v1/#minutes-moved"
    assert program.post(path, longer | {"shown": moved["minutes"]["shown"]}, key="longer").status_code == 200
    assert committed(cast.five_one) == 48
    assert set(Entry.objects.values_list("basis", flat=True)) == {"PREDICTED"}
