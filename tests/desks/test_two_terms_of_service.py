"""In January a term of the service runs while families sign up for the next: neither hides the other."""

import datetime as dt
from typing import Any

import pytest

from shuangjian.afterschool.models import Programme, SignUp, TutoringPlace
from tests.apps.afterschool.after_draw import told
from tests.apps.afterschool.term import children, joins, programme_of, tutoring
from tests.cast import AT, Cast
from tests.desks.test_after_draw import change, offered_to_guardian, page, send

pytestmark = pytest.mark.django_db
THIS, NEXT = "?term=2026-1", "?term=2026-2"
ONE_DAY = dt.timedelta(days=1)


def next_term(cast: Cast, **more: Any) -> Programme:
    """Open for sign-up since yesterday, unless said otherwise."""
    programme = programme_of(cast, value="", term=(2026, 2))
    dates: dict[str, Any] = {"opens_at": AT - ONE_DAY, "closes_at": AT + ONE_DAY, "results_at": AT + 3 * ONE_DAY}
    dates |= {"since": dt.date(2027, 1, 25), "until": dt.date(2027, 7, 3)}
    Programme.objects.filter(pk=programme.pk).update(**dates | more)
    return programme


def planned(cast: Cast) -> Programme:
    """The next term before it is announced."""
    days = {"since": dt.date(2027, 1, 25), "until": dt.date(2027, 7, 3)}
    now = Programme.objects.values("weekdays", "homework_from", "homework_until", "activity_from", "activity_until")
    return Programme.objects.create(school=cast.school, year=2026, number=2, planned_at=AT, **days, **now.get())


def service(cast: Cast) -> str:
    return f"/family/service/{cast.pupils['左小禾'].pk}/"


def test_a_family_signs_up_for_the_next_term_and_still_reads_the_result_of_this_one(cast: Cast) -> None:
    told(cast)
    send(cast, change(cast), act="join", day=[1, 2], w=[1, 3])
    alone = page(cast, service(cast))
    assert "名额结果" in alone
    assert "?term=2026-2" not in alone
    upcoming = next_term(cast)
    form = page(cast, service(cast))
    assert "课后服务报名" in form
    assert f'href="{service(cast)}{THIS}">看2026学年第一学期的课后服务' in form
    result = page(cast, service(cast) + THIS)
    assert "名额结果" in result
    assert f'href="{change(cast)}{THIS}"' in result
    assert f'href="{service(cast)}{NEXT}">看2026学年第二学期的课后服务' in result
    response = send(cast, service(cast), act="join", programme=upcoming.pk, day=[1], w=[1])
    assert "已收到" in response.text
    assert SignUp.objects.filter(pupil=cast.pupils["左小禾"]).count() == 2


def test_a_family_changes_and_leaves_this_term_while_the_next_is_open(cast: Cast) -> None:
    programme = told(cast)
    send(cast, change(cast), act="join", day=[1, 2], w=[1, 3])
    next_term(cast)
    assert "现在的安排" in page(cast, change(cast))
    assert "退出了" in send(cast, change(cast), act="leave").text
    assert SignUp.objects.get(programme=programme, pupil=cast.pupils["左小禾"]).left_at is not None


def test_a_seat_that_waits_for_an_answer_goes_before_the_next_term(cast: Cast) -> None:
    offered_to_guardian(cast)
    next_term(cast)
    assert "课后服务的篮球有一个名额" in page(cast, "/family/")
    assert "篮球有一个名额" in page(cast, service(cast))


@pytest.mark.parametrize("following", [planned, next_term])
def test_the_lists_and_the_waiting_list_of_today_stay_when_the_next_term_begins(cast: Cast, following: Any) -> None:
    told(cast)
    send(cast, change(cast), act="join", day=[1, 2], w=[1, 3])
    school, klass = f"/school/{cast.school.pk}/service/", f"/class/{cast.five_one.pk}/service/"
    addresses = [f"{school}reading/", f"{school}waiting/", f"{klass}places/"]
    before = [page(cast, address, "academic") for address in addresses]
    assert all("左小禾" in text for text in before)
    following(cast)
    for address, text in zip(addresses, before, strict=True):
        assert page(cast, address, "academic").count("左小禾") == text.count("左小禾"), address
        assert page(cast, address + NEXT, "academic") not in before, address


def test_the_homeroom_teacher_opens_either_term(cast: Cast) -> None:
    told(cast)
    next_term(cast)
    klass = f"/class/{cast.five_one.pk}/service/"
    assert "按纸面记" in page(cast, klass, "chinese")
    this = page(cast, klass + THIS, "chinese")
    assert "按纸面改" in this
    assert f"/change/{THIS}" in this


def test_the_afternoons_of_tutoring_are_those_of_the_term_that_is_asked_for(cast: Cast) -> None:
    programme = told(cast)
    TutoringPlace.objects.create(
        programme=programme, school=cast.school, number=9, subject="CHINESE", weekday=2, capacity=2,
        leader=cast.people["chinese"],
    )  # fmt: skip
    (child,) = children(cast, 1)
    upcoming = next_term(cast)
    joins(upcoming, child, (1,))
    tutoring(cast, upcoming, child)
    address = f"/school/{cast.school.pk}/service/tutoring/"
    assert "周二　数学" in page(cast, address, "academic")
    assert "周二　数学" not in page(cast, address + THIS, "academic")
    assert "周二　语文" in page(cast, address + THIS, "academic")


def test_a_plan_for_the_next_term_hides_no_afternoon_of_this_one(cast: Cast) -> None:
    programme = told(cast)
    TutoringPlace.objects.create(
        programme=programme, school=cast.school, number=9, subject="CHINESE", weekday=2, capacity=2,
        leader=cast.people["chinese"],
    )  # fmt: skip
    of_school = f"/school/{cast.school.pk}/service/tutoring/"
    of_class = f"/class/{cast.five_one.pk}/service/tutoring/"
    planned(cast)
    assert "周二　语文" in page(cast, of_school, "academic")
    text = page(cast, of_class, "chinese")
    assert "周二　语文" in text
    assert f'href="{of_class}{NEXT}"' in text
    assert "周二　语文" not in page(cast, of_class + NEXT, "chinese")


def test_the_public_draw_and_its_file_of_this_term_stay_in_reach(cast: Cast) -> None:
    programme = told(cast)
    draw = f"/service/{cast.school.pk}/draw/"
    next_term(cast)
    newest = page(cast, draw)
    assert "抽签还没有做" in newest
    assert f'href="{draw}{THIS}"' in newest
    this = page(cast, draw + THIS)
    assert programme.commitment in this
    assert f'href="{draw}file/{THIS}"' in this
    response = cast.client("academic").get(f"{draw}file/{THIS}")
    assert response["Content-Disposition"].endswith('-2026-1.json"')
    page(cast, f"{draw}file/{NEXT}", "academic", 404)
    page(cast, draw + "?term=2031-1", status=404)
