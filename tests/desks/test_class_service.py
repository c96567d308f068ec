"""A class's service: who joins, what came on paper, and a list that nobody is asked to fill."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.afterschool.models import Programme, SignUp
from shuangjian.audit.models import Act
from shuangjian.kernel.actor import Role, operator
from shuangjian.people import operations as people
from tests.apps.afterschool.signing import BASKETBALL, CHOIR, PAPER, announced, join
from tests.apps.timing.panel import child, known
from tests.cast import AT, SINCE, Cast

pytestmark = pytest.mark.django_db
OTHER = "𠅤·阿依古丽"  # of the same class, nobody of whose family has come in


def here(cast: Cast) -> str:
    return f"/class/{cast.five_one.pk}/service/"


def enter(
    cast: Cast,
    act: str,
    *units: int,
    who: str = "chinese",
    name: str = OTHER,
    days: tuple[int, ...] = (1,),
    **more: Any,
) -> Any:
    form = {"key": f"{act}-{units}", "day": days, "w": units, "act": act} | more
    return cast.client(who).post(f"{here(cast)}{cast.pupils[name].pk}/", form)


def coordinator(cast: Cast) -> str:
    """A teacher of the school who plans its service."""
    by, place = operator("测试"), cast.school.place
    person = people.add_staff(by=by, at=AT, name="叶课", number="GH700001", school_id=cast.school.pk)
    people.open_account(by=by, at=AT, person=person, username="planner", password="Qingzao-2026")
    people.appoint(
        by=by, at=AT, person=person, role=Role.COORDINATOR, place_id=place.pk, place_path=place.path,
        school_id=cast.school.pk, since=SINCE,
    )  # fmt: skip
    return known(cast, "planner", person)


def test_a_class_is_listed_with_four_numbers_and_without_a_word_of_chasing(cast: Cast) -> None:
    announced(cast)
    join(cast, BASKETBALL, CHOIR, days=(1, 2, 4))
    page = cast.client("chinese").get(here(cast)).text
    assert "参加<b>1</b>人" in page
    assert "没有答<b>1</b>人" in page
    assert "不用去问，也不用催" in page
    assert "参加，周一、周二、周四" in page
    assert "家里交的" in page
    assert "篮球" not in page
    assert "合唱团" not in page


def test_what_a_family_wished_is_not_shown_to_the_homeroom_teacher_but_to_whoever_plans(cast: Cast) -> None:
    announced(cast)
    join(cast, CHOIR, days=(2, 4))
    address = f"{here(cast)}{cast.pupils['左小禾'].pk}/"
    listed = re.compile(r'name="w" value="(\d+)">')
    assert listed.findall(cast.client("chinese").get(address).text) == []
    for who in (coordinator(cast), "academic"):
        assert listed.findall(cast.client(who).get(address).text) == [str(CHOIR)]


def test_paper_is_entered_by_the_homeroom_teacher_and_said_to_be_paper(cast: Cast) -> None:
    announced(cast)
    assert enter(cast, "join", BASKETBALL, PAPER).status_code == 302
    row = SignUp.objects.get()
    assert (row.answer, row.wishes, row.on_paper) == ("JOIN", [BASKETBALL, PAPER], True)
    assert row.said_by == cast.people["chinese"]
    assert Act.objects.filter(name="afterschool.enter_from_paper", class_id=cast.five_one.pk).count() == 1
    assert "按纸面记的" in cast.client("chinese").get(here(cast)).text
    page = cast.client("chinese").get(f"{here(cast)}{cast.pupils[OTHER].pk}/").text
    assert row.receipt in page
    assert re.findall(r'name="w" value="(\d+)">', page) == [str(BASKETBALL), str(PAPER)]


def test_the_receipt_of_a_paper_can_be_copied_for_the_family(cast: Cast) -> None:
    announced(cast)
    form = {"key": "paper", "day": [1], "w": [BASKETBALL], "act": "join"}
    told = cast.client("chinese").post(f"{here(cast)}{cast.pupils[OTHER].pk}/", form, follow=True)
    assert f"回执{SignUp.objects.get().receipt}，家里要可以抄给他们" in told.text
    enter(cast, "need")
    assert SignUp.objects.get().answer == "NEED"


def test_buttons_move_wishes_there_too(cast: Cast) -> None:
    announced(cast)
    page = enter(cast, f"down-{BASKETBALL}", BASKETBALL, PAPER)
    assert re.findall(r'name="w" value="(\d+)">', page.text) == [str(PAPER), str(BASKETBALL)]
    assert not SignUp.objects.exists()


def test_what_a_family_said_itself_is_not_written_over_without_saying_so(cast: Cast) -> None:
    announced(cast)
    join(cast, BASKETBALL, days=(1,))
    assert "家里自己交过" in cast.client("chinese").get(f"{here(cast)}{cast.pupils['左小禾'].pk}/").text
    answer = enter(cast, "join", PAPER, name="左小禾")
    assert answer.status_code == 409
    assert "没有盖掉" in answer.text
    assert SignUp.objects.get().wishes == [BASKETBALL]
    assert enter(cast, "join", PAPER, name="左小禾", over="yes").status_code == 302
    row = SignUp.objects.get()
    assert (row.wishes, row.on_paper) == ([PAPER], True)
    page = cast.client("guardian").get(f"/family/service/{cast.pupils['左小禾'].pk}/").text
    assert "学校照纸面记的：参加，周一" in page
    join(cast, BASKETBALL, days=(1,))  # and the family has the last word if it says it last
    row.refresh_from_db()
    assert (row.wishes, row.on_paper) == ([BASKETBALL], False)


def test_a_child_of_another_class_is_not_there(cast: Cast) -> None:
    announced(cast)
    assert enter(cast, "join", BASKETBALL, name="白䶮").status_code == 404
    assert not SignUp.objects.exists()


def test_an_act_without_a_day_or_after_the_closing_is_answered_in_words(cast: Cast) -> None:
    announced(cast)
    assert enter(cast, "join", BASKETBALL, days=()).status_code == 422
    Programme.objects.update(closes_at=AT)
    answer = enter(cast, "join", BASKETBALL)
    assert answer.status_code == 409
    assert "截止" in answer.text


def test_the_paper_has_the_units_of_the_grade_with_a_box_each(cast: Cast) -> None:
    announced(cast)
    page = cast.client("chinese").get(f"{here(cast)}paper/").text
    assert page.count('class="paper-box"') == 5
    assert "积木" not in page
    assert "不交这张纸也一样" in page
    assert "合唱团（周二、周四都去）" in page


def test_before_anything_is_announced_the_page_says_so(cast: Cast) -> None:
    assert "还没有公布" in cast.client("chinese").get(here(cast)).text
    assert cast.client("chinese").get(f"{here(cast)}paper/").status_code == 404
    assert cast.client("chinese").get(f"{here(cast)}{cast.pupils[OTHER].pk}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_class(cast: Cast) -> None:
    announced(cast)
    client = cast.client("chinese")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(here(cast))
        return len(caught)

    few = asked()
    for number in range(6):
        child(cast, cast.five_one, f"童{number}")
    assert asked() == few
