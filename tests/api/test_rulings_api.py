"""Minutes set through a program: a draft is sent with a word why, who leads the school sets them, and they count."""

from typing import Any

import pytest

from shuangjian.audit.models import Act
from shuangjian.homework.models import Publication
from tests.api.callers import ROOT, assignment, caller, homework, target
from tests.api.test_reading_api import all_pages
from tests.cast import Cast
from tests.desks.factors import teacher_takes
from tests.desks.places import queries_of

pytestmark = pytest.mark.django_db
REASON = {"reason": "只有三题"}


def keep(cast: Cast, key: str = "draft", **words: Any) -> dict[str, Any]:
    """A draft of twenty minutes that is predicted to take twenty-seven."""
    body = {"assignment": assignment(**words), "targets": [target(cast.five_one)]}
    return caller(cast, "maths").post("/homework/drafts", body, key=key).json()  # type: ignore[no-any-return]


def test_minutes_are_asked_for_set_told_and_counted(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    maths, academic, draft = caller(cast, "maths"), caller(cast, "academic"), keep(cast)
    sent = maths.post(f"/homework/drafts/{draft['id']}/ruling", REASON).json()
    assert (sent["declared"], sent["predicted"], sent["minutes"], sent["asked_by"]) == (20, 27, None, "沈岚")
    path = f"/schools/{cast.school.pk}/rulings"
    assert all_pages(academic, path) == [sent]
    answer = {"minutes": 22, "why": "题少"}
    told = [academic.post(f"/homework/rulings/{sent['id']}/answer", answer).json() for _ in range(2)]
    assert told[0] == told[1]
    assert (told[0]["minutes"], told[0]["answered_by"], told[0]["has_changed"]) == (22, "龚平", False)
    assert all_pages(maths, "/homework/rulings") == [told[0]]
    assert maths.get(f"/homework/rulings/{sent['id']}").json() == told[0]
    assert (all_pages(academic, path), all_pages(academic, path, state="ANSWERED")) == ([], [told[0]])
    body = homework(cast) | {"draft_id": draft["id"]}
    moved = maths.post("/homework", body, key="1").json()
    assert (moved["minutes"]["counted"], moved["minutes"]["basis"]) == (22, "SET")
    assert maths.post("/homework", body | {"shown": moved["minutes"]["shown"]}, key="2").status_code == 200
    assert set(Publication.objects.values_list("minutes", "basis")) == {(22, "SET")}
    act = Act.objects.get(name="homework.set_minutes")
    assert (act.actor_name, act.after["why"]) == ("龚平经“排课系统”", "题少")


def test_what_was_sent_and_has_changed_is_not_set_and_may_be_sent_again(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    maths, academic, draft = caller(cast, "maths"), caller(cast, "academic"), keep(cast)
    path = f"/homework/drafts/{draft['id']}"
    sent = maths.post(f"{path}/ruling", REASON).json()
    body = {"assignment": assignment(content="写三十个位置。"), "targets": [target(cast.five_one)]}
    maths.send("put", path, body, key="changed")
    assert maths.get(f"/homework/rulings/{sent['id']}").json()["has_changed"]
    refused = academic.post(f"/homework/rulings/{sent['id']}/answer", {"minutes": 22, "why": "题少"})
    assert (refused.status_code, refused.json()["refusals"][0]["code"]) == (409, "RULED_WORDS_CHANGED")
    again = maths.post(f"{path}/ruling", REASON, key="again").json()
    assert all_pages(academic, f"/schools/{cast.school.pk}/rulings") == [again]


def test_what_cannot_be_asked_or_set_is_told(cast: Cast) -> None:
    declared = keep(cast)
    maths, academic = caller(cast, "maths"), caller(cast, "academic")
    refused = maths.post(f"/homework/drafts/{declared['id']}/ruling", REASON)
    assert (refused.status_code, refused.json()["refusals"][0]["code"]) == (409, "NOTHING_TO_SET")
    teacher_takes(cast, 1.35)
    draft = keep(cast, "other", content="写四个位置。")
    sent = maths.post(f"/homework/drafts/{draft['id']}/ruling", REASON).json()
    for wrong in ({"minutes": 0, "why": "题少"}, {"minutes": 22, "why": " "}, {"minutes": 22}):
        assert academic.post(f"/homework/rulings/{sent['id']}/answer", wrong).status_code == 422
    assert maths.get(f"/homework/rulings/{sent['id']}").json()["minutes"] is None


def test_lists_page_at_the_same_cost_however_long(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    maths, academic = caller(cast, "maths"), caller(cast, "academic")
    paths = ("/homework/rulings", f"/schools/{cast.school.pk}/rulings")

    def ask(n: int) -> Any:
        draft = keep(cast, f"d{n}", content=f"写{n}个位置。")
        return maths.post(f"/homework/drafts/{draft['id']}/ruling", REASON, key=f"k{n}").json()["id"]

    stood = [ask(11)]
    costs = [queries_of(program.client(), ROOT + path) for program, path in zip((maths, academic), paths, strict=True)]
    stood += [ask(n) for n in range(12, 15)]
    assert [queries_of(p.client(), ROOT + path) for p, path in zip((maths, academic), paths, strict=True)] == costs
    assert [ruling["id"] for ruling in all_pages(maths, paths[0], limit=2)] == stood[::-1]
    assert [ruling["id"] for ruling in all_pages(academic, paths[1], limit=2)] == stood
