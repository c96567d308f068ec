"""Programs that send the same thing at the same moment, and a token that many threads share."""

import datetime as dt
from typing import Any

import pytest

from shuangjian.audit.models import Act
from shuangjian.homework.models import Assignment, Publication
from shuangjian.homework.queries import ledger_faults
from shuangjian.people.models import RosterUpload, Token
from shuangjian.people.operations import use_token
from shuangjian.people.rules import TokenBusy
from tests.api.callers import assignment, caller, homework, token_of
from tests.api.test_rosters_api import file
from tests.apps.homework.planning import agreed
from tests.cast import AT, TODAY, Cast
from tests.races.crowd import at_once

pytestmark = pytest.mark.race


def test_one_key_sent_by_many_threads_publishes_once_and_tells_all_the_same(committed_cast: Cast) -> None:
    program = caller(committed_cast, "maths")
    body = homework(committed_cast)
    answers = at_once([lambda: program.post("/homework", body) for _ in range(6)])
    told = [answer.json() for answer in answers]
    assert {answer.status_code for answer in answers} == {200}
    assert sum(not one["repeated"] for one in told) == 1
    assert len({one["classes"][0]["publication_id"] for one in told}) == 1
    assert (Publication.objects.count(), Assignment.objects.count()) == (1, 1)
    assert Act.objects.filter(name="homework.publish").count() == 1
    assert ledger_faults() == []


def test_one_key_of_two_different_requests_does_one_of_them(committed_cast: Cast) -> None:
    program = caller(committed_cast, "maths")
    bodies = [homework(committed_cast, assignment=assignment(unit=f"第{n}单元")) for n in range(4)]
    answers = at_once([lambda n=n: program.post("/homework", bodies[n]) for n in range(4)])
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert Publication.objects.count() == 1


def test_one_file_sent_by_many_threads_is_kept_once(committed_cast: Cast) -> None:
    program, path = caller(committed_cast, "academic"), f"/places/{committed_cast.school.pk}/roster/uploads"
    answers = at_once([lambda: program.upload(path, file()) for _ in range(3)])
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert RosterUpload.objects.count() == 1


def test_one_key_of_every_act_among_colleagues_sent_by_many_threads_is_one_act(committed_cast: Cast) -> None:
    cast, monday = committed_cast, "2026-09-21"
    agreed(cast, since=TODAY + dt.timedelta(days=1))
    where = {"class_id": cast.five_one.pk, "grade": 5, "date": monday, "lender": "ENGLISH", "borrower": "MATHEMATICS"}
    words = assignment(content="口算十道，请家长批改。")
    wrong = {"assignment": words, "class_id": cast.five_one.pk, "grade": 5, "check": "PARENT_MARKING", "reason": "引的"}
    shares = {"shares": [{"weekday": 1, "subject": "CHINESE", "minutes": 20}]}

    def sent(who: str, path: str, body: Any = None, method: str = "post") -> Any:
        before, program = Act.objects.count(), caller(cast, who)
        answers = at_once([lambda: program.send(method, path, body) for _ in range(5)])
        assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
        assert len({answer.text for answer in answers}) == 1
        return answers[0].json()["id"], Act.objects.count() - before - 1  # one is the token's own

    loan, acts = sent("maths", "/loans", where | {"minutes": 5})
    assert (acts, sent("english", f"/loans/{loan}/answer", {"granted": True})) == (1, (loan, 1))
    assert sent("grade_head", "/settlements", where | {"minutes": 2, "reason": "补上"})[1] == 1
    appeal, acts = sent("maths", "/homework/appeals", wrong)
    assert (acts, sent("academic", f"/homework/appeals/{appeal}/answer", {"allow": True, "why": "是引的"})) == (
        1,
        (appeal, 1),
    )
    plan, acts = sent("grade_head", f"/schools/{cast.school.pk}/grades/5/plans")
    assert (acts, sent("grade_head", f"/plans/{plan}", shares, "put")) == (1, (plan, 1))
    assert sent("grade_head", f"/plans/{plan}/agree", shares | {"since": monday}) == (plan, 2)  # saved, and agreed
    assert ledger_faults() == []


def test_requests_are_counted_exactly_however_they_meet(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuangjian.people.operations.tokens.REQUESTS_A_MINUTE", 10)
    secret = token_of(committed_cast.people["maths"])

    def ask() -> Any:
        try:
            return use_token(secret=secret, at=AT).id
        except TokenBusy:
            return None

    answers = at_once([ask] * 16)
    assert sum(answer is not None for answer in answers) == 10
    assert Token.objects.get().asked == 10
