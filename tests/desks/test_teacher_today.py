"""The teacher's screen: evenings, the form, checking, publishing, and never being surprised."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.models import Assignment, Evening, Publication
from shuangjian.homework.queries import ledger_faults
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.kernel.actor import operator
from shuangjian.kernel.grade import Stage, cohort_of
from shuangjian.kernel.subject import Subject
from shuangjian.people import operations as people
from shuangjian.people.models import TeachingAssignment
from shuangjian.schools import operations as schools
from tests.cast import AT, PASSWORD, SINCE, TODAY, Cast
from tests.desks.publishing import WORDS, committed, fill, send, target

pytestmark = pytest.mark.django_db

FRIDAY, SUNDAY = dt.date(2026, 9, 18), dt.date(2026, 9, 20)


def test_today_shows_the_evenings_of_ones_classes_with_the_date_and_the_time(cast: Cast) -> None:
    fill(cast, 25, cast.five_one)
    page = cast.client("maths").get("/today/")
    assert "9月17日　星期四" in page.text
    assert "16:20" in page.text
    assert "五（1）班今晚：上限60分，语文已定25分，空35分" in page.text
    assert "五（2）班今晚：上限60分，空60分" in page.text
    assert "一（1）班" not in page.text


def test_ones_own_subject_is_dark_and_a_colleagues_is_not(cast: Cast) -> None:
    fill(cast, 25, cast.five_one)
    send(cast.client("maths"), cast)
    page = cast.client("maths").get("/today/")
    rows = {row.key: row for row in page.context["rows"]}
    kinds = [piece.kind for piece in rows[target(cast.five_one)].evenings[0].bar.pieces]
    assert kinds == ["set", "mine"]
    assert "数学已发布" in page.text


def test_checking_shows_the_draft_on_the_bars_and_publishes_nothing(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, act="check")
    assert page.status_code == 200
    assert "这次数学 20" in page.text
    assert "五（1）班今晚：上限60分，这次数学20分，空40分，放得下" in page.text
    assert "发布到五（1）班、五（2）班" in page.text
    assert not Publication.objects.exists()
    assert not Assignment.objects.exists()


def test_a_refusal_stands_below_its_bar_with_its_clause_and_ways_that_are_buttons_of_the_form(cast: Cast) -> None:
    fill(cast, 50, cast.five_one)
    page = send(cast.client("maths"), cast, act="check")
    assert "五（1）班放不下：这次要20分，数学最多还能用10分，多10分。" in page.text
    assert "中办发〔2021〕40号" in page.text or "濮" in page.text
    assert 'href="/rules/homework/written_minutes/"' in page.text
    assert re.search(r'form="publish" name="way" value="act=FEWER_MINUTES&amp;minutes-0=10"', page.text)
    assert "发布到五（2）班</button>" in page.text
    assert "多10" in page.text
    row = page.text.index(f'id="class-{target(cast.five_one)}"')
    assert row < page.text.index("多10分。") < page.text.index(f'id="class-{target(cast.five_two)}"')


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("act=FEWER_MINUTES&minutes-0=10", 'name="minutes-0" value="10"'),
        ("act=OPTIONAL&optional=all", '<option value="" selected>选做</option>'),
        ("act=WRITTEN&form=READING", '<option value="READING" selected>阅读</option>'),
        (f"act=OTHER_EVENING&evening={FRIDAY}", f'value="{FRIDAY}" checked'),
    ],
)
def test_a_way_out_changes_the_form_checks_again_and_publishes_nothing(cast: Cast, way: str, expected: str) -> None:
    fill(cast, 50, cast.five_one)
    page = send(cast.client("maths"), cast, act="publish", classes=[cast.five_one], way=way)
    assert page.status_code == 200
    assert expected in page.text
    assert "五（1）班放得下" in page.text
    assert Publication.objects.count() == 1  # the colleague's


def test_one_of_several_classes_moves_to_another_evening_alone(cast: Cast) -> None:
    fill(cast, 50, cast.five_one)
    way = f"act=OTHER_EVENING&evening-{target(cast.five_one)}={FRIDAY}"
    page = send(cast.client("maths"), cast, act="check", way=way)
    typed = page.context["typed"]
    assert (typed.evening, typed.own_evenings) == (TODAY.isoformat(), {target(cast.five_one): FRIDAY.isoformat()})
    own = {f"evening-{target(cast.five_one)}": FRIDAY.isoformat()}
    assert send(cast.client("maths"), cast, **own).status_code == 302
    assert (committed(cast.five_one), committed(cast.five_one, FRIDAY), committed(cast.five_two)) == (50, 20, 20)


def test_publishing_tells_per_class_what_happened_and_leaves_the_form_to_the_refused_class(cast: Cast) -> None:
    fill(cast, 50, cast.five_one)
    client = cast.client("maths")
    answer = send(client, cast)
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert "1个班发布了，1个班没有" in page.text
    assert "按20分计入" in page.text
    assert page.context["typed"].classes == (target(cast.five_one),)
    assert page.context["typed"].content == WORDS["content"]
    assert "多10分" in page.text
    assert committed(cast.five_two) == 20


def test_the_refused_class_can_be_published_from_the_result_page_without_touching_the_other(cast: Cast) -> None:
    fill(cast, 50, cast.five_one)
    client = cast.client("maths")
    page = client.get(send(client, cast).headers["Location"])
    typed = page.context["typed"]
    again = send(client, cast, classes=[cast.five_one], key=typed.key, draft=typed.draft, **{"minutes-0": "10"})
    assert "都发布了" in client.get(again.headers["Location"]).text
    assert (committed(cast.five_one), committed(cast.five_two)) == (60, 20)
    assert ledger_faults() == []


def test_the_same_form_sent_twice_is_one_act_and_says_so(cast: Cast) -> None:
    client = cast.client("maths")
    first, second = send(client, cast), send(client, cast)
    assert first.headers["Location"] == second.headers["Location"]
    page = client.get(second.headers["Location"])
    assert "没有再发一次" in page.text
    assert Assignment.objects.count() == 1
    assert committed(cast.five_one) == 20


def test_a_refused_form_sent_twice_leaves_one_draft(cast: Cast) -> None:
    fill(cast, 60, cast.five_one)
    client = cast.client("maths")
    for _ in range(2):
        send(client, cast, classes=[cast.five_one])
    assert Assignment.objects.filter(author=cast.people["maths"]).count() == 1


def test_a_form_that_changed_after_it_was_sent_is_not_published_and_keeps_what_was_typed(cast: Cast) -> None:
    client = cast.client("maths")
    send(client, cast)
    page = send(client, cast, content="另外一份内容")
    assert page.status_code == 409
    assert "已经用过一次" in page.text
    assert "另外一份内容" in page.text
    assert page.context["typed"].key != WORDS["key"]
    assert committed(cast.five_one) == 20


def test_all_or_none_publishes_nothing_and_offers_to_publish_where_it_fits(cast: Cast) -> None:
    fill(cast, 50, cast.five_one)
    client = cast.client("maths")
    page = client.get(send(client, cast, all_or_none="on").headers["Location"])
    assert "没有发布" in page.text
    assert "都放得下才发布" in page.text
    assert committed(cast.five_two) == 0
    assert page.context["typed"].all_or_none


def test_what_cannot_be_read_is_named_beside_its_field_and_everything_typed_is_kept(cast: Cast) -> None:
    page = send(
        cast.client("maths"), cast, classes=[], aim="", **{"minutes-0": "很久", "evening": "", "content": "抄一遍"}
    )
    assert page.status_code == 422
    for words in ("请至少选一个班", "请用一句话写", "分钟要在1到300之间", "请选一晚"):
        assert words in page.text
    assert "抄一遍" in page.text
    assert 'value="很久"' in page.text
    assert not Assignment.objects.exists()


def test_full_width_digits_and_a_trailing_unit_are_read(cast: Cast) -> None:
    assert send(cast.client("maths"), cast, **{"minutes-0": "２０分"}).status_code == 302
    assert committed(cast.five_one) == 20


def test_a_tab_left_open_overnight_is_told_and_offered_the_next_evening(cast: Cast) -> None:
    client = cast.client("maths")
    page = client.get(send(client, cast, evening="2026-09-16", classes=[cast.five_one]).headers["Location"])
    assert "已经过去，不能再布置" in page.text
    assert "请重新选" in page.text
    assert page.context["typed"].draft
    assert not Publication.objects.exists()


def test_a_form_sent_after_the_session_ran_out_is_kept_through_the_sign_in(cast: Cast) -> None:
    client = cast.client()
    page = send(client, cast)
    assert page.status_code == 401
    assert "刚才写的都还在" in page.text
    answer = client.post(
        "/login/",
        {"username": "maths", "password": PASSWORD, "next": page.context["next"], "kept": page.context["kept"]},
    )
    form = client.get(answer.headers["Location"])
    assert form.context["typed"].content == WORDS["content"]
    assert form.context["typed"].classes == (target(cast.five_one), target(cast.five_two))
    assert not Publication.objects.exists()
    assert send(cast.client(), cast, content="").headers["Location"].startswith("/login/")


def test_a_class_that_was_taken_over_by_a_colleague_is_told_and_the_draft_is_kept(cast: Cast) -> None:
    TeachingAssignment.objects.filter(person=cast.people["maths"], school_class=cast.five_one).update(until=TODAY)
    client = cast.client("maths")
    page = client.get(send(client, cast).headers["Location"])
    assert "名册上您现在不教五（1）班数学" in page.text
    assert committed(cast.five_two) == 20
    assert Assignment.objects.filter(author=cast.people["maths"]).exists()


def test_a_teacher_who_left_while_the_form_was_open_gets_the_words_back(cast: Cast) -> None:
    page = send(cast.client("former"), cast)
    assert page.status_code == 403
    assert "现在没有任课" in page.text
    assert WORDS["content"] in page.text
    assert cast.client("former").get("/homework/new/").status_code == 404


def test_a_subject_one_no_longer_teaches_is_told_and_not_swapped_for_another(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, subject="ENGLISH")
    assert page.status_code == 422
    assert "名册上您现在不教刚才那一科" in page.text
    assert WORDS["content"] in page.text


def test_a_class_of_another_school_cannot_be_told_from_one_that_does_not_exist(cast: Cast) -> None:
    client = cast.client("maths")
    foreign = client.post("/homework/new/", WORDS | {"classes": [target(cast.seven_one, 7)], "act": "publish"})
    nowhere = client.post("/homework/new/", WORDS | {"classes": ["999999-5"], "act": "publish"})
    assert foreign.status_code == nowhere.status_code == 404


def test_long_work_is_spread_over_the_evenings_that_are_ticked(cast: Cast) -> None:
    send(cast.client("maths"), cast, classes=[cast.five_one], also=[FRIDAY.isoformat()], **{"minutes-0": "31"})
    assert (committed(cast.five_one), committed(cast.five_one, FRIDAY)) == (16, 15)


def test_the_make_up_sunday_is_an_evening_of_its_own_and_says_so(cast: Cast) -> None:
    page = cast.client("maths").get("/today/")
    dates = {choice.date: choice for choice in page.context["evenings"]}
    assert SUNDAY in dates
    assert "调休上课" in dates[SUNDAY].note
    assert "周日20日" in page.text
    assert "连休息日，到9月20日周日上学" in dates[FRIDAY].note


def test_a_no_homework_day_is_shown_with_its_reason_and_cannot_be_chosen(cast: Cast) -> None:
    tuesday = dt.date(2026, 9, 22)
    state_choice(
        by=cast.actor("academic"),
        at=AT,
        school=cast.facts(),
        name="homework/no_homework_weekday",
        value=tuesday.isoweekday(),
        title="青枣路小学作业管理办法",
        article="第3条",
        since=FRIDAY,
    )
    page = cast.client("maths").get("/today/")
    reasons = {choice.date: choice.reason for choice in page.context["evenings"]}
    assert reasons[tuesday] == "无书面作业日（本校选择）"
    assert reasons[TODAY] == ""
    assert f'value="{tuesday}" disabled' in page.text
    assert "无书面作业日（本校选择），不可选" in page.text
    reading = send(cast.client("maths"), cast, act="add_row", form="READING")
    assert not any(choice.reason for choice in reading.context["evenings"])


def test_grade_one_begins_with_oral_homework_and_says_why_no_written(cast: Cast) -> None:
    page = cast.client("lower").get("/today/")
    assert page.context["typed"].form == "ORAL"
    assert "一、二年级不布置书面作业" in page.text
    refused = cast.client("lower").post(
        "/homework/new/",
        WORDS | {"subject": "CHINESE", "classes": [target(cast.one_one, 1)], "act": "check"},
    )
    assert "改为校内巩固" in refused.text


def test_a_teacher_of_several_subjects_switches_without_losing_what_was_typed(cast: Cast) -> None:
    page = cast.client("villager").post(
        "/homework/new/", WORDS | {"switch": "CHINESE", "classes": [target(cast.mixed, 3)]}
    )
    assert page.status_code == 200
    assert page.context["subject"] == Subject.CHINESE
    assert WORDS["content"] in page.text


def test_a_mixed_class_is_chosen_grade_by_grade(cast: Cast) -> None:
    client = cast.client("villager")
    page = client.get("/today/")
    assert list(page.context["targets"].values()) == ["三年级", "四年级"]  # there is no other class to tell them from
    answer = client.post("/homework/new/", WORDS | {"classes": [target(cast.mixed, 4)], "act": "publish"})
    assert "都发布了" in client.get(answer.headers["Location"]).text
    assert Evening.objects.get(school_class=cast.mixed, grade=4).committed == 20


def test_rows_are_added_by_a_button_and_named(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, act="add_row")
    assert [tier.name for tier in page.context["typed"].tiers] == ["基础", "提高"]
    assert 'id="id_tier-1"' in page.text


def test_looking_and_checking_cost_the_same_number_of_queries_however_many_classes(cast: Cast) -> None:
    more = [_another_class(cast, number) for number in range(3, 9)]

    def count(classes: list[object], act: str | None) -> int:
        client = cast.client("maths")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/today/") if act is None else send(client, cast, act=act, classes=classes)
        assert page.status_code == 200
        return len(queries)

    few, many = [cast.five_one], [cast.five_one, cast.five_two]
    assert count(few, "check") == count(many, "check")
    before = count([], None)
    for school_class in more:
        people.assign_teaching(
            by=operator("测试"),
            at=AT,
            person=cast.people["maths"],
            school_id=cast.school.pk,
            class_id=school_class.pk,
            subject=Subject.MATHEMATICS,
            since=SINCE,
        )
    assert count([], None) == before
    assert count([*many, *more], "check") == count(few, "check")


def _another_class(cast: Cast, number: int) -> object:
    new = schools.NewClass(cast.school.pk, cast.school.pk, Stage.PRIMARY, number, (cohort_of(5, TODAY),))
    (school_class,) = schools.load_classes([new], SINCE)
    return school_class


def test_the_page_has_one_heading_and_nothing_inline(cast: Cast) -> None:
    fill(cast, 50, cast.five_one)
    page = send(cast.client("maths"), cast, act="check")
    assert page.text.count("<h1") == 1
    assert " style=" not in page.text
    assert "onclick" not in page.text
