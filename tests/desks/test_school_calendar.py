"""校历: the days of a term, the unknown year, closing a day, and homework that stands in the way."""

import datetime as dt
from typing import Any

import pytest

from shuangjian.audit import operations
from shuangjian.audit.models import Act
from shuangjian.homework.models import Evening, Publication
from shuangjian.homework.queries import ledger_faults
from shuangjian.schools.models import LocalDay, Term
from shuangjian.schools.queries import calendar_at
from tests.cast import TODAY, Cast
from tests.desks.places import check_plain
from tests.desks.publishing import send

pytestmark = pytest.mark.django_db

FRIDAY, SUNDAY, MONDAY = dt.date(2026, 9, 18), dt.date(2026, 9, 20), dt.date(2026, 9, 21)


def page_of(cast: Cast) -> str:
    return f"/school/{cast.school.pk}/calendar/"


def close(cast: Cast, *, client: str = "academic", **more: str) -> Any:
    typed = {"date": MONDAY.isoformat(), "held": "no", "reason": "停电", "key": "close"}
    return cast.client(client).post(page_of(cast), typed | more)


def test_a_term_is_shown_month_by_month_with_what_is_not_ordinary(cast: Cast) -> None:
    page = cast.client("academic").get(page_of(cast))
    months = page.context["months"]
    assert [(m.first.year, m.first.month) for m in months] == [(2026, 9), (2026, 10), (2026, 11), (2026, 12), (2027, 1)]
    assert sum(m.school_days for m in months) == page.context["school_days"]
    assert "20日　国庆节调休，上课" in page.text
    assert "1日到7日　国庆节" in page.text
    check_plain(page)


def test_the_year_whose_days_off_nobody_knows_is_said_and_marked(cast: Cast) -> None:
    page = cast.client("academic").get(page_of(cast))
    assert page.context["unknown_years"] == [2027]
    assert page.context["provisional"] == 16  # 1 to 22 January 2027, without Saturdays and Sundays
    assert "2027年的放假安排还没有公布" in page.text
    assert "暂按上学算的有16天" in page.text


def test_without_a_term_the_page_says_who_states_it(cast: Cast) -> None:
    Term.objects.all().delete()
    page = cast.client("academic").get(page_of(cast))
    assert page.status_code == 200
    assert "还没有定学期" in page.text


def test_a_closed_day_stands_in_the_calendar_and_its_evening_goes_to_the_next_school_day(cast: Cast) -> None:
    answer = close(cast)
    page = cast.client("academic").get(answer.headers["Location"])
    assert "21日　停电" in page.text
    days = calendar_at(cast.school.place.path)
    assert not days.day(MONDAY).is_school_day
    assert days.evening(SUNDAY).until == dt.date(2026, 9, 22)
    assert calendar_at(cast.village.place.path).day(MONDAY).is_school_day


def test_evenings_that_are_open_already_follow_the_calendar(cast: Cast) -> None:
    send(cast.client("maths"), cast, evening=SUNDAY.isoformat(), classes=[cast.five_one])
    assert Evening.objects.get(school_class=cast.five_one, date=SUNDAY).until == MONDAY
    assert close(cast).status_code == 302
    evening = Evening.objects.get(school_class=cast.five_one, date=SUNDAY)
    assert (evening.until, evening.kind, evening.committed) == (dt.date(2026, 9, 22), "BREAK", 20)
    assert ledger_faults() == []


def test_homework_on_the_day_stands_in_the_way_and_is_named_with_a_link_to_withdraw_it(cast: Cast) -> None:
    send(cast.client("maths"), cast, evening=MONDAY.isoformat())
    page = close(cast)
    assert page.status_code == 409
    assert "五（1）班9月21日数学《位置》20分；五（2）班9月21日数学《位置》20分" in page.text
    assignment = Publication.objects.first().assignment_id
    assert page.text.count(f'href="/homework/{assignment}/"') == 2
    assert 'value="停电"' in page.text
    assert not LocalDay.objects.exists()
    assert not Act.objects.filter(name="schools.state_local_day").exists()
    client = cast.client("academic")
    assert "撤回" in client.get(f"/homework/{assignment}/").text
    for publication in Publication.objects.all():
        typed = {"publication": publication.pk, "reason": "停电", "key": f"w{publication.pk}"}
        client.post(f"/homework/{assignment}/withdraw/", typed)
    assert close(cast).status_code == 302


def test_reading_for_a_day_that_is_to_be_closed_stands_in_the_way_too(cast: Cast) -> None:
    send(cast.client("maths"), cast, evening=MONDAY.isoformat(), form="READING", classes=[cast.five_one])
    page = close(cast)
    assert page.status_code == 409
    assert "五（1）班9月21日数学《位置》。" in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"date": ""}, "请选一天"),
        ({"date": "9999-12-31"}, "请选一天"),
        ({"date": "2026-09-16"}, "这一天已经过去"),
        ({"date": "2027-02-01"}, "这一天不在学期里"),
        ({"date": "2026-10-01"}, "这一天本来就不上课：国庆节，不用定"),
        ({"held": "yes"}, "这一天本来就上课，不用定"),
        ({"held": ""}, "请选停课还是上课"),
        ({"reason": " "}, "请写一句原因"),
    ],
)
def test_what_cannot_be_read_is_named_and_changes_nothing(cast: Cast, typed: dict[str, str], words: str) -> None:
    page = close(cast, **typed)
    assert page.status_code == 422
    assert words in page.text
    assert not LocalDay.objects.exists()


def test_a_day_of_the_unknown_year_can_be_made_certain(cast: Cast) -> None:
    assert close(cast, date="2027-01-04", held="yes", reason="期末考试").status_code == 302
    page = cast.client("academic").get(page_of(cast))
    assert page.context["provisional"] == 15


@pytest.mark.parametrize(
    ("who", "status"),
    [("grade_head", 403), ("county_officer", 403), ("maths", 404), ("stranger", 404), ("guardian", 404)],
)
def test_nobody_but_the_schools_leaders_closes_a_day(cast: Cast, who: str, status: int) -> None:
    assert close(cast, client=who).status_code == status
    assert not LocalDay.objects.exists()


def test_whoever_may_only_look_sees_no_form(cast: Cast) -> None:
    page = cast.client("county_officer").get(page_of(cast))
    assert 'id="local-day"' not in page.text
    assert "总览里的这一校" in page.text


def test_the_same_form_sent_twice_closes_once_and_says_so(cast: Cast) -> None:
    client = cast.client("academic")
    typed = {"date": MONDAY.isoformat(), "held": "no", "reason": "停电", "key": "close"}
    assert "定好了：9月21日停课，停电。" in client.post(page_of(cast), typed, follow=True).text
    assert "没有再做一遍" in client.post(page_of(cast), typed, follow=True).text
    assert Act.objects.filter(name="schools.state_local_day").count() == 1
    assert close(cast, reason="停水").status_code == 409


def test_whoever_comes_second_in_a_race_with_the_same_form_is_told_it_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(cast)
    LocalDay.objects.all().delete()  # what the second finds when it reads before the first has committed
    real, looked = operations.outcome_of, []

    def outcome_of(*asked: Any) -> Any:
        looked.append(asked)
        return real(*asked) if len(looked) > 1 else None

    monkeypatch.setattr(operations, "outcome_of", outcome_of)
    assert close(cast).status_code == 302
    assert not LocalDay.objects.exists()  # the second rolled back
    assert Act.objects.filter(name="schools.state_local_day").count() == 1


def test_a_closed_day_can_be_opened_again(cast: Cast) -> None:
    close(cast)
    assert close(cast, held="yes", reason="来电了", key="open").status_code == 302
    assert calendar_at(cast.school.place.path).day(MONDAY).is_school_day


def test_todays_evening_survives_closing_tomorrow(cast: Cast) -> None:
    send(cast.client("maths"), cast)
    assert close(cast, date=FRIDAY.isoformat()).status_code == 302
    evening = Evening.objects.get(school_class=cast.five_one, date=TODAY)
    assert (evening.committed, evening.until) == (20, SUNDAY)
