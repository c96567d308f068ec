"""Slips: the class list, giving them out, printing them once, and replacing one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.people.models import Account, Guardianship, Person, Pupil, Slip
from tests.cast import AT, TODAY, Cast
from tests.desks.families import codes_in, enter, give_slip
from tests.desks.publishing import fill
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db


def slips(cast: Cast) -> str:
    return f"/class/{cast.five_one.pk}/slips/"


def test_the_homeroom_teacher_and_the_leaders_see_who_has_entered(cast: Cast) -> None:
    for who in ("chinese", "academic", "principal"):
        page = cast.client(who).get(slips(cast))
        assert "左小禾" in page.text
        assert "母亲已经进来" in page.text
        assert "有家长进来的1人／2人" in page.text
    assert "发一张" in cast.client("chinese").get(slips(cast)).text
    assert "发一张<" not in cast.client("principal").get(slips(cast)).text


@pytest.mark.parametrize("who", ["maths", "grade_head", "county_officer", "city_officer"])
def test_those_who_see_the_evening_only_do_not_see_the_list(cast: Cast, who: str) -> None:
    page = cast.client(who).get(slips(cast))
    assert page.status_code == 403
    assert "左小禾" not in page.text


def test_leaders_look_and_do_not_give_out(cast: Cast) -> None:
    answer = cast.client("principal").post(slips(cast), {"all": "yes", "key": "k", "seed": "s"})
    assert answer.status_code == 403
    assert Slip.objects.filter(pupil__name="𠅤·阿依古丽").count() == 0


def test_slips_for_all_go_to_those_without_one_and_without_a_guardian(cast: Cast) -> None:
    page = cast.client("chinese").post(slips(cast), {"all": "yes", "key": "k", "seed": "s"})
    assert len(codes_in(page)) == 1
    assert "𠅤·阿依古丽" in page.text
    assert "左小禾" not in page.text
    again = cast.client("chinese").post(slips(cast), {"all": "yes", "key": "k2", "seed": "s2"}, follow=True)
    assert "没有新的条可发" in again.text


def test_a_printed_slip_says_what_it_is_for_how_to_enter_and_what_is_kept_and_no_number_of_the_child(
    cast: Cast,
) -> None:
    page = cast.client("chinese").post(slips(cast), {"all": "yes", "key": "k", "seed": "s"})
    for words in ("testserver/enter/", "领取码", "不领也可以", "您的信息", "随时可以自己退出", "青枣路小学"):
        assert words in page.text
    child = Pupil.objects.get(name="𠅤·阿依古丽")
    assert child.number_tail not in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_a_second_tap_shows_the_same_slips_again_and_gives_out_none(cast: Cast) -> None:
    client, form = cast.client("chinese"), {"all": "yes", "key": "k", "seed": "s"}
    first, second = codes_in(client.post(slips(cast), form)), codes_in(client.post(slips(cast), form))
    assert first == second
    assert Slip.objects.filter(pupil__name="𠅤·阿依古丽").count() == 1


@pytest.mark.django_db(transaction=True)
def test_taps_at_the_same_moment_give_out_one_slip_and_all_show_it(committed_cast: Cast) -> None:
    form = {"pupil": str(committed_cast.pupils["左小禾"].pk), "key": "k", "seed": "s"}
    clients = [committed_cast.client("chinese") for _ in range(3)]
    pages = at_once([lambda c=c: c.post(slips(committed_cast), form) for c in clients])
    assert len({code for page in pages for code in codes_in(page)}) == 1
    assert Slip.objects.filter(pupil__name="左小禾").count() == 2  # the mother's, and this one


def test_slips_that_were_used_are_not_shown_again(cast: Cast) -> None:
    client, form = cast.client("chinese"), {"all": "yes", "key": "k", "seed": "s"}
    (code,) = codes_in(client.post(slips(cast), form))
    enter(code)
    assert "没有新的条可发" in client.post(slips(cast), form, follow=True).text


def test_the_secret_stands_in_no_table_and_follows_only_from_what_the_form_brought(cast: Cast) -> None:
    (code,) = codes_in(cast.client("chinese").post(slips(cast), {"all": "yes", "key": "k", "seed": "s"}))
    slip = Slip.objects.get(pupil__name="𠅤·阿依古丽")
    assert code.replace("-", "") not in str(vars(slip))
    other = codes_in(cast.client("chinese").post(slips(cast), {"pupil": slip.pupil_id, "key": "k3", "seed": "s3"}))
    assert other != [code]


def test_a_form_that_was_used_for_something_else_is_told_so(cast: Cast) -> None:
    client = cast.client("chinese")
    client.post(slips(cast), {"all": "yes", "key": "k", "seed": "s"})
    assert client.post(slips(cast), {"pupil": cast.pupils["左小禾"].pk, "key": "k", "seed": "s"}).status_code == 409


def test_a_child_of_another_class_gets_no_slip_here(cast: Cast) -> None:
    form = {"pupil": cast.pupils["白䶮"].pk, "key": "k", "seed": "s"}
    assert cast.client("chinese").post(slips(cast), form).status_code == 404
    elsewhere = Slip.objects.get(pupil__name="柏川")
    assert cast.client("chinese").post(slips(cast), {"replace": elsewhere.pk, "key": "r"}).status_code == 404


def test_a_child_may_have_several_guardians_each_by_a_slip_of_its_own(cast: Cast) -> None:
    code = give_slip(cast, "左小禾")
    assert enter(code, relation="ENTRUSTED_CARER").headers["Location"] == "/family/"
    page = cast.client("chinese").get(slips(cast))
    assert "母亲已经进来" in page.text
    assert "受托照护人已经进来" in page.text


def test_whoever_entered_by_a_slip_that_is_replaced_is_out_at_the_next_request(cast: Cast) -> None:
    guardian = cast.client("guardian")
    assert guardian.get("/family/").status_code == 200
    slip = Slip.objects.get(pupil__name="左小禾")
    page = cast.client("chinese").post(slips(cast), {"replace": slip.pk, "key": "r", "seed": "s"})
    (code,) = codes_in(page)
    assert guardian.get("/family/").headers["Location"].startswith("/login/")
    assert not Account.objects.filter(person=cast.people["guardian"]).exists()
    assert enter(code).headers["Location"] == "/family/"


def test_replacing_twice_replaces_once(cast: Cast) -> None:
    slip = Slip.objects.get(pupil__name="左小禾")
    client, form = cast.client("chinese"), {"replace": slip.pk, "key": "r", "seed": "s"}
    assert codes_in(client.post(slips(cast), form)) == codes_in(client.post(slips(cast), form))
    told = client.post(slips(cast), form | {"key": "another tab", "seed": "t"}, follow=True)
    assert "刚才已经换过了" in told.text
    assert Slip.objects.filter(pupil=slip.pupil, replaced_at=None).count() == 1


def test_a_guardian_of_two_children_keeps_the_other_when_one_slip_is_replaced(cast: Cast) -> None:
    guardian = cast.client("guardian")
    code = give_slip(cast, "𠅤·阿依古丽")
    assert enter(code, guardian).headers["Location"] == "/family/"
    slip = Slip.objects.filter(pupil__name="左小禾").earliest("pk")
    cast.client("chinese").post(slips(cast), {"replace": slip.pk, "key": "r", "seed": "s"})
    page = guardian.get("/family/")
    assert "𠅤·阿依古丽" in page.text
    assert "左小禾" not in page.text


def test_a_teacher_who_loses_the_last_tie_to_a_child_keeps_account_and_name(cast: Cast) -> None:
    teacher = cast.client("english")
    assert enter(give_slip(cast, "左小禾"), teacher).headers["Location"] == "/family/"
    slip = Slip.objects.get(claimed_by=cast.people["english"])
    cast.client("chinese").post(slips(cast), {"replace": slip.pk, "key": "r", "seed": "s"})
    assert teacher.get("/family/").status_code == 404
    assert teacher.get("/today/").status_code == 200
    assert Person.objects.get(pk=cast.people["english"].pk).name == "鲁菲"


def test_a_teacher_who_is_a_parent_too_still_stands_in_the_list_of_staff(cast: Cast) -> None:
    enter(give_slip(cast, "左小禾"), cast.client("english"))
    assert "鲁菲" in cast.client("principal").get(f"/school/{cast.school.pk}/staff/").text


def test_namesakes_are_told_apart_by_the_end_of_their_number_and_others_are_not_numbered(cast: Cast) -> None:
    page = cast.client("chinese").get(slips(cast))
    assert "尾号" not in page.text
    other = Pupil.objects.create(school=cast.school, name="左小禾", sort_key="zuo xiao he", number_tail="7788")
    other.enrolments.create(
        school=cast.school, school_class=cast.five_one, cohort=cast.class_now(cast.five_one).grades[0][0], since=TODAY
    )
    assert "学籍号尾号7788" in cast.client("chinese").get(slips(cast)).text


def test_the_list_costs_the_same_number_of_queries_however_many_pupils(cast: Cast) -> None:
    client = cast.client("chinese")
    client.get(slips(cast))
    with CaptureQueriesContext(connection) as few:
        client.get(slips(cast))
    fill(cast, 10, cast.five_one)
    for number in range(6):
        pupil = Pupil.objects.create(school=cast.school, name=f"新来{number}", sort_key="xin lai")
        pupil.enrolments.create(
            school=cast.school,
            school_class=cast.five_one,
            cohort=cast.class_now(cast.five_one).grades[0][0],
            since=TODAY,
        )
        Guardianship.objects.create(
            guardian=cast.people["guardian"],
            pupil=pupil,
            school=cast.school,
            relation="MOTHER",
            notice="2026-09",
            consented_at=AT,
            since=TODAY,
        )
    client.post(slips(cast), {"pupil": pupil.pk, "key": "k", "seed": "s"})
    with CaptureQueriesContext(connection) as many:
        client.get(slips(cast))
    assert len(many) == len(few)
