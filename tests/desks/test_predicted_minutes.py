"""At the teacher's desk: what a draft counts and why, shown before anything counts it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.models import Assignment, Entry, Publication
from shuangjian.homework.queries import Beside, ledger_faults, minutes_beside, sheet_addresses
from tests.cast import AT, TODAY, Cast
from tests.desks.factors import city_knows, evenings_vary, school_knows, teacher_takes
from tests.desks.publishing import committed, fill, send, shown_by

pytestmark = pytest.mark.django_db


def next_morning(real: dt.datetime) -> dt.datetime:
    """The clock of a teacher who comes back on Friday."""
    return AT + dt.timedelta(hours=17)


def test_without_data_nothing_is_corrected_and_one_sentence_says_so(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, act="check")
    assert "这一科还没有数据，按您填的计。" in page.text
    assert send(cast.client("maths"), cast).status_code == 302
    assert committed(cast.five_one) == 20


def test_a_draft_says_what_it_counts_for_whom_and_why(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    page = send(cast.client("maths"), cast, act="check")
    assert "您写20分，按27分计入。" in page.text
    assert "您最近30份数学作业，中等学生用了您写的1.35倍。" in page.text
    assert "中等学生十有八九要21–35分。" in page.text
    assert "这次数学 27" in page.text


def test_a_difference_below_five_minutes_is_none(cast: Cast) -> None:
    teacher_takes(cast, 1.2)
    page = send(cast.client("maths"), cast, act="check")
    assert "按20分计入" in page.text
    assert "和您写的差不多" in page.text
    assert send(cast.client("maths"), cast).status_code == 302
    assert set(Entry.objects.values_list("minutes", "basis")) == {(20, "DECLARED")}


@pytest.mark.parametrize(("school", "where"), [(True, "本校"), (False, "全市")])
def test_a_new_teacher_starts_where_the_school_or_the_city_stands(cast: Cast, school: bool, where: str) -> None:
    city_knows(1.0 if school else 1.3)
    if school:
        school_knows(cast, 1.3)
    page = send(cast.client("maths"), cast, act="check")
    assert f"先按{where}这一科的平均：中等学生用了老师写的1.3倍。" in page.text
    assert "按26分计入" in page.text


def test_minutes_that_were_never_shown_are_shown_first_and_the_same_button_then_publishes(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    teacher = cast.client("maths")
    page = send(teacher, cast)
    assert page.status_code == 409
    assert "还没有发布：您写20分，会按27分计入。" in page.text
    assert "按27分发布到五（1）班、五（2）班" in page.text
    assert not Publication.objects.exists()
    assert send(teacher, cast, shown=shown_by(page)).status_code == 302
    assert set(Publication.objects.values_list("minutes", "basis")) == {(27, "PREDICTED")}
    assert (committed(cast.five_one), ledger_faults()) == (27, [])


def test_what_was_shown_today_is_committed_although_a_night_has_moved_it(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    teacher = cast.client("maths")
    page = send(teacher, cast, act="check")
    teacher_takes(cast, 1.6)
    assert send(teacher, cast, shown=shown_by(page)).status_code == 302
    assert committed(cast.five_one) == 27


def test_what_was_shown_on_another_day_and_has_moved_is_shown_again(cast: Cast, settings: Any) -> None:
    teacher_takes(cast, 1.35)
    teacher = cast.client("maths")
    shown = shown_by(send(teacher, cast, act="check"))
    teacher_takes(cast, 1.6)
    settings.SHUANGJIAN_CLOCK = f"{__name__}.next_morning"
    tomorrow = next_morning(AT).date()
    page = send(teacher, cast, shown=shown, evening=tomorrow.isoformat())
    assert page.status_code == 409
    assert "9月17日　星期四给您看的是按27分计，现在是32分。看看没问题，再按一次。" in page.text
    assert not Publication.objects.exists()
    assert send(teacher, cast, shown=shown_by(page), evening=tomorrow.isoformat()).status_code == 302
    assert committed(cast.five_one, tomorrow) == 32


def test_other_minutes_than_were_shown_are_not_hidden_behind_it(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    teacher = cast.client("maths")
    shown = shown_by(send(teacher, cast, act="check"))
    page = send(teacher, cast, shown=shown, **{"minutes-0": "24"})
    assert (page.status_code, "您写24分，会按32分计入" in page.text) == (409, True)
    assert send(teacher, cast, shown=shown, unit="另写一个单元").status_code == 302


@pytest.mark.parametrize("shown", ["x", "x" * 5000, "WzEsMl0:forged"])
def test_what_nobody_signed_was_not_shown(cast: Cast, shown: str) -> None:
    teacher_takes(cast, 1.35)
    assert send(cast.client("maths"), cast, shown=shown).status_code == 409


def test_a_draft_keeps_what_was_shown_until_midnight(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    teacher = cast.client("maths")
    page = send(teacher, cast, act="check")
    send(teacher, cast, act="draft", shown=shown_by(page))
    draft = Assignment.objects.get()
    assert (draft.basis, draft.factor, draft.shown_at) == ("PREDICTED", 1.35, cast.at)
    teacher_takes(cast, 1.6)
    again = teacher.get(f"/homework/new/?draft={draft.pk}")
    done = send(teacher, cast, draft=str(draft.pk), shown=shown_by(again), key="key-2")
    assert (done.status_code, committed(cast.five_one)) == (302, 27)


def test_fewer_minutes_are_declared_ones_that_fit_as_they_count(cast: Cast) -> None:
    teacher_takes(cast, 1.5)
    fill(cast, 40, cast.five_one)
    teacher = cast.client("maths")
    page = send(teacher, cast, act="check", classes=[cast.five_one])
    assert "这次要30分（您写20分，系统预计30分），数学最多还能用20分，多10分。" in page.text
    assert "这次减到13分，按20分计：正好放得下。" in page.text
    page = send(teacher, cast, way="act=FEWER_MINUTES&minutes-0=13", classes=[cast.five_one])
    assert "您写13分，按20分计入。" in page.text
    done = send(teacher, cast, classes=[cast.five_one], shown=shown_by(page), **{"minutes-0": "13"})
    assert (done.status_code, committed(cast.five_one)) == (302, 60)


def test_an_evening_says_how_long_it_will_be_and_how_often_over_the_cap(cast: Cast) -> None:
    teacher_takes(cast, 1.5)
    city_knows(1.0, "CHINESE")
    evenings_vary()
    fill(cast, 25, cast.five_one)
    page = send(cast.client("maths"), cast, act="check", classes=[cast.five_one])
    assert re.search(r"这一晚中等学生十有八九要4\d–7\d分；20次里约\d次超过60分。", page.text)


def test_unwritten_and_optional_work_is_not_predicted(cast: Cast) -> None:
    teacher_takes(cast, 1.5)
    assert send(cast.client("maths"), cast, form="READING").status_code == 302
    assert send(cast.client("maths"), cast, key="key-2", **{"required-0": ""}).status_code == 302
    assert set(Publication.objects.values_list("minutes", "basis")) == {(0, "DECLARED")}


def test_families_see_what_counts_and_colleagues_both(cast: Cast) -> None:
    teacher_takes(cast, 1.5)
    tiers = {"name-0": "基础", "minutes-0": "10", "name-1": "提高", "minutes-1": "20"}
    shown = shown_by(send(cast.client("maths"), cast, act="check", **tiers))
    assert send(cast.client("maths"), cast, shown=shown, **tiers).status_code == 302
    sheet = cast.client().get(f"/t/{sheet_addresses({cast.five_one.pk})[cast.five_one.pk]}/").text
    assert "30分" in sheet
    assert re.search("基础</b>　约15分.*提高</b>　约30分", sheet, re.DOTALL)
    assert "20分" not in sheet
    beside = cast.client("chinese").get(f"/class/{cast.five_one.pk}/").text
    assert "老师写20分，按30分计（系统预计）" in beside
    assert "您写20分，按30分计（系统预计）" in cast.client("maths").get("/homework/").text


def test_what_is_optional_beside_it_is_told_as_it_counts(cast: Cast) -> None:
    teacher_takes(cast, 1.5)
    tiers = {"minutes-0": "10", "name-0": "基础", "name-1": "提高", "minutes-1": "20", "required-1": ""}
    shown = shown_by(send(cast.client("maths"), cast, act="check", classes=[cast.five_one], **tiers))
    assert send(cast.client("maths"), cast, classes=[cast.five_one], shown=shown, **tiers).status_code == 302
    beside = minutes_beside([cast.five_one.pk], [TODAY])
    assert beside[cast.five_one.pk, 5, TODAY] == Beside(written=15, optional=15)


def kept_draft(cast: Cast, **more: Any) -> Assignment:
    """A draft that was weighed, with what was shown of it."""
    shown = shown_by(send(cast.client("maths"), cast, act="check", **more))
    send(cast.client("maths"), cast, act="draft", shown=shown, **more)
    return Assignment.objects.get()


def test_a_draft_that_is_opened_again_says_at_once_what_it_counts_and_how_long_the_evening_will_be(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    evenings_vary()
    page = cast.client("maths").get(f"/homework/new/?draft={kept_draft(cast).pk}")
    assert "您写20分，按27分计入。" in page.text
    assert "您最近30份数学作业，中等学生用了您写的1.35倍。" in page.text
    assert "这一晚中等学生十有八九要" in page.text
    assert "五（1）班放得下" in page.text
    assert "autofocus" not in page.text
    assert send(cast.client("maths"), cast, draft="", shown=shown_by(page)).status_code == 302


def test_an_opened_draft_tells_what_was_said_of_it_another_day(cast: Cast, settings: Any) -> None:
    teacher_takes(cast, 1.35)
    draft = kept_draft(cast)
    teacher_takes(cast, 1.6)
    page = cast.client("maths").get(f"/homework/new/?draft={draft.pk}").text
    assert "您写20分，按27分计入。" in page  # until midnight it counts what was shown
    settings.SHUANGJIAN_CLOCK = f"{__name__}.next_morning"
    Assignment.objects.update(intent=draft.intent | {"evening": next_morning(AT).date().isoformat()})
    page = cast.client("maths").get(f"/homework/new/?draft={draft.pk}").text
    assert "9月17日　星期四给您看的是按27分计，现在是32分。" in page
    assert "您写20分，按32分计入。" in page


@pytest.mark.parametrize("missing", [{"evening": ""}, {"classes": []}])
def test_a_draft_of_which_something_is_missing_opens_without_reproach(cast: Cast, missing: Any) -> None:
    teacher_takes(cast, 1.35)
    send(cast.client("maths"), cast, act="draft", **missing)
    page = cast.client("maths").get(f"/homework/new/?draft={Assignment.objects.get().pk}")
    assert page.status_code == 200
    assert "field-error" not in page.text
    assert "按27分计入" not in page.text


def test_opening_a_draft_asks_no_more_for_two_classes_than_for_one(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    draft, counts = kept_draft(cast), []
    for classes in ([cast.five_one], [cast.five_one, cast.five_two]):
        Assignment.objects.update(intent=draft.intent | {"classes": [f"{c.pk}-5" for c in classes]})
        with CaptureQueriesContext(connection) as found:
            cast.client("maths").get(f"/homework/new/?draft={draft.pk}")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 70


def test_what_is_weighed_while_somebody_writes_leaves_them_where_they_are(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    fill(cast, 50, cast.five_one)
    page = send(cast.client("maths"), cast, act="", classes=[cast.five_one])
    assert "数学最多还能用10分" in page.text
    assert "autofocus" not in page.text
    unfinished = send(cast.client("maths"), cast, act="", content="")
    assert (unfinished.status_code, "field-error" in unfinished.text) == (200, False)


def test_an_evening_that_fits_and_will_rather_be_longer_says_what_would_bring_it_under(cast: Cast) -> None:
    teacher_takes(cast, 1.2)
    city_knows(1.0, "CHINESE")
    teacher_takes(cast, 1.1, who="chinese", subject="CHINESE")
    fill(cast, 38, cast.five_one)
    page = send(cast.client("maths"), cast, act="check", classes=[cast.five_one])
    assert "五（1）班放得下" in page.text
    assert re.search("这一份写到1[3-6]分，就多半不超过。", page.text)
