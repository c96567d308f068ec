"""What is kept no longer than promised: the day before it stands, on the day it goes, and whoever is back is kept."""

import datetime as dt
import random
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers

from shuangjian.audit.models import Act
from shuangjian.audit.operations import seal
from shuangjian.audit.queries import verify
from shuangjian.audit.sentences import sentence
from shuangjian.homework.queries import ledger_faults
from shuangjian.kernel.actor import operator
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.people.models import Account, Enrolment, Guardianship, Person, Pupil, RosterUpload, Slip, WrongCode
from shuangjian.people.operations import claim_slip, due_for_erasure, erase_expired, issue_slips
from shuangjian.people.operations.retention import (
    EXPIRIES,
    FAMILY_KEPT_DAYS,
    PUPIL_KEPT_YEARS,
    STAFF_ACCOUNT_KEPT_DAYS,
    STAFF_KEPT_YEARS,
    years_before,
)
from shuangjian.people.rules import Relation
from shuangjian.portal.personal_data import personal_data
from tests.cast import AT, TODAY, Cast
from tests.desks.publishing import fill
from tests.journeys.rosters import book, bring_in, look, standing_pupils

pytestmark = pytest.mark.django_db
OPERATOR = operator("测试")
DAY = dt.timedelta(days=1)
FAMILY_DAY = AT + dt.timedelta(days=FAMILY_KEPT_DAYS)
PUPIL_DAY = AT.replace(year=AT.year + PUPIL_KEPT_YEARS)
STAFF_ACCOUNT_DAY = AT + dt.timedelta(days=STAFF_ACCOUNT_KEPT_DAYS)
STAFF_DAY = AT.replace(year=AT.year + STAFF_KEPT_YEARS)


def leaves(cast: Cast, name: str) -> Pupil:
    """The child leaves school today."""
    pupil = cast.pupils[name]
    Enrolment.objects.filter(pupil=pupil, until=None).update(until=TODAY)
    Pupil.objects.filter(pk=pupil.pk).update(left_on=TODAY)
    return pupil


def slip_for(cast: Cast, name: str) -> str:
    """The code of one more slip that the homeroom teacher of 五（1）班 gives out."""
    klass = cast.class_now(cast.five_one)
    (slip,) = issue_slips(
        by=cast.actor("chinese"),
        at=AT,
        school_id=klass.school_id,
        class_id=klass.id,
        class_path=klass.place_path,
        pupil_ids=[cast.pupils[name].pk],
        choose=random.Random(5).choice,
    )
    return slip.secret


def erase(at: dt.datetime) -> dict[str, int]:
    """Runs the job; what it counted before is what it did. Without the kinds of which there was nothing."""
    expected = due_for_erasure(at=at)
    counts = erase_expired(by=OPERATOR, at=at)
    assert counts == expected
    return {label: n for label, n in counts.items() if n}


def everything() -> str:
    """Every row of people, every session and every act, as text."""
    rows = [row for table in apps.get_app_config("people").get_models() for row in table.objects.order_by("pk")]
    return serializers.serialize("json", [*rows, *Session.objects.all(), *Act.objects.order_by("pk")])


def test_a_guardian_is_erased_as_long_after_the_child_has_left_as_was_promised(cast: Cast) -> None:
    child, guardian = leaves(cast, "左小禾"), cast.people["guardian"]
    assert erase(FAMILY_DAY - DAY) == {}
    assert Account.objects.filter(person=guardian).exists()
    assert erase(FAMILY_DAY) == {"绑定": 1, "家长": 1}
    assert not Account.objects.filter(person=guardian).exists()
    assert Person.objects.get(pk=guardian.pk).name == "已离开的家长"
    assert Guardianship.objects.get(guardian=guardian, pupil=child).until == FAMILY_DAY.date()
    assert Account.objects.filter(person=cast.people["village_guardian"]).exists()


def test_a_guardian_who_still_has_a_child_here_loses_only_the_other_tie(cast: Cast) -> None:
    guardian, second = cast.people["guardian"], "𠅤·阿依古丽"
    claim_slip(
        at=AT, secret=slip_for(cast, second), relation=Relation.MOTHER, name="", password=None, guardian=guardian
    )
    leaves(cast, "左小禾")
    assert erase(FAMILY_DAY) == {"绑定": 1}
    assert Account.objects.filter(person=guardian).exists()
    assert [tie.pupil.name for tie in Guardianship.objects.filter(guardian=guardian, until=None)] == [second]


def test_a_pupil_who_comes_back_in_time_is_kept_with_the_guardian(cast: Cast) -> None:
    child = leaves(cast, "左小禾")
    bring_in(cast, book(standing_pupils()), at=FAMILY_DAY - DAY)
    assert erase(PUPIL_DAY + DAY).keys() <= {"没有确认的名册"}
    child.refresh_from_db()
    assert (child.name, child.number_tail) == ("左小禾", "0000")
    assert Guardianship.objects.filter(pupil=child, until=None).exists()


def test_a_leavers_name_and_number_go_and_the_row_stays(cast: Cast) -> None:
    child = leaves(cast, "左小禾")
    erase(PUPIL_DAY - DAY)
    child.refresh_from_db()
    assert (child.name, child.number_tail) == ("左小禾", "0000")
    assert erase(PUPIL_DAY) == {"离校学生": 1, "领过的入户条": 1}
    child.refresh_from_db()
    assert (child.name, child.sort_key, child.number_digest, child.number_tail) == ("已离校学生", "", None, "")
    assert Enrolment.objects.filter(pupil=child).count() == 1
    assert not Slip.objects.filter(pupil=child).exists()
    assert Pupil.objects.exclude(pk=child.pk).filter(name="已离校学生").count() == 0


def test_a_slip_that_nobody_claimed_goes_with_the_family_and_opens_nothing(cast: Cast) -> None:
    slip_for(cast, "𠅤·阿依古丽")
    leaves(cast, "𠅤·阿依古丽")
    assert erase(FAMILY_DAY - DAY) == {}
    assert erase(FAMILY_DAY) == {"没有领的入户条": 1}
    assert Slip.objects.filter(claimed_at=None).count() == 0


def test_a_teachers_account_goes_first_and_the_name_after_years(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    Session.objects.all().delete()
    teacher = cast.people["chinese"]
    Person.objects.filter(pk=teacher.pk).update(left_on=TODAY)
    assert erase(STAFF_ACCOUNT_DAY - DAY) == {}
    assert erase(STAFF_ACCOUNT_DAY) == {"离职老师的账号": 1}
    assert erase(STAFF_DAY - DAY) == {}
    assert Person.objects.get(pk=teacher.pk).name == "毕小满"
    assert erase(STAFF_DAY) == {"离职老师": 1}
    gone = Person.objects.get(pk=teacher.pk)
    assert (gone.name, gone.sort_key, gone.number_digest, gone.number_tail) == ("已离职老师", "", None, "")
    assert ledger_faults() == []


def test_a_teacher_who_left_and_still_has_a_child_here_is_kept(cast: Cast) -> None:
    teacher = cast.people["chinese"]
    secret = slip_for(cast, "𠅤·阿依古丽")
    claim_slip(at=AT, secret=secret, relation=Relation.MOTHER, name="", password=None, guardian=teacher)
    Person.objects.filter(pk=teacher.pk).update(left_on=TODAY)
    assert erase(STAFF_DAY) == {}
    leaves(cast, "𠅤·阿依古丽")
    done = erase(STAFF_DAY)
    assert {"绑定", "离职老师的账号", "离职老师"} <= done.keys()
    assert "家长" not in done


def test_an_officer_without_school_or_number_is_not_taken_for_a_guardian(cast: Cast) -> None:
    newcomer = Person.objects.create(name="新来的")
    erase(STAFF_DAY)
    assert Person.objects.get(pk=newcomer.pk).name == "新来的"
    assert Account.objects.filter(person=cast.people["city_officer"]).exists()


def test_uploads_sessions_and_wrong_entries_go_when_they_are_void(cast: Cast) -> None:
    look(cast, book(standing_pupils()))
    Session.objects.create(session_key="a", session_data="", expire_date=AT + dt.timedelta(hours=12))
    WrongCode.objects.create(address_digest="", at=AT)
    attempt: dict[str, Any] = {"username": "maths", "ip_address": "192.0.2.7", "failures_since_start": 1}
    AccessAttempt.objects.create(**attempt)
    AccessAttempt.objects.update(attempt_time=AT)
    assert erase(AT + dt.timedelta(minutes=9)) == {}
    assert erase(AT + dt.timedelta(minutes=10)) == {"输错密码的记录": 1}
    assert erase(AT + dt.timedelta(hours=1)) == {"输错领取码的记录": 1}
    assert erase(AT + dt.timedelta(hours=12)) == {"失效的登录": 1}
    assert erase(AT + dt.timedelta(days=7, minutes=-1)) == {}
    assert erase(AT + dt.timedelta(days=7)) == {"没有确认的名册": 1}
    assert RosterUpload.objects.get().content is None


def test_a_second_run_finds_nothing_and_the_record_tells_what_the_first_one_did(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    leaves(cast, "左小禾")
    seal(at=AT)
    assert "左小禾" in everything()
    assert erase(PUPIL_DAY)
    assert erase(PUPIL_DAY) == {}
    (act,) = Act.objects.filter(name="people.erase_expired")
    assert sentence(act) == (
        "测试（系统维护）按留存期限抹去或删除了到期的信息：失效的登录1，家长1，离校学生1，绑定1，领过的入户条1。"
    )
    assert "左小禾" not in everything()
    seal(at=PUPIL_DAY)
    assert verify().first_bad is None
    assert ledger_faults() == []


def test_counting_what_is_due_writes_nothing(cast: Cast) -> None:
    leaves(cast, "左小禾")
    before = everything()
    assert due_for_erasure(at=STAFF_DAY)["离校学生"] == 1
    assert everything() == before


def test_nobody_who_signs_in_erases(cast: Cast) -> None:
    leaves(cast, "左小禾")
    with pytest.raises(NotAllowed):
        erase_expired(by=cast.actor("city_officer"), at=PUPIL_DAY)
    assert Pupil.objects.filter(name="左小禾").exists()


@pytest.mark.parametrize(
    ("today", "years", "then"),
    [
        (dt.date(2027, 9, 17), 1, dt.date(2026, 9, 17)),
        (dt.date(2029, 2, 28), 1, dt.date(2028, 2, 28)),
        (dt.date(2029, 3, 1), 1, dt.date(2028, 3, 1)),
        (dt.date(2028, 2, 29), 1, dt.date(2027, 2, 28)),
    ],
)
def test_a_year_before_is_the_same_day(today: dt.date, years: int, then: dt.date) -> None:
    assert years_before(dt.datetime.combine(today, AT.timetz()), years) == then


def test_the_notice_says_these_periods() -> None:
    told = "\n".join(row.zh.until for row in personal_data())
    for period in (
        f"孩子离校满{FAMILY_KEPT_DAYS}天",
        f"离校满{PUPIL_KEPT_YEARS}年",
        f"离职满{STAFF_ACCOUNT_KEPT_DAYS}天",
        f"离职满{STAFF_KEPT_YEARS}年",
    ):
        assert period in told
        assert any(period in kind.promise for kind in EXPIRIES.values())
