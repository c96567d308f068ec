"""A family's sign-up: lists that move by buttons, one word that counts, and nothing that presses it to answer."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.afterschool.models import Programme, SignUp, Unit
from shuangjian.audit.models import Act
from shuangjian.people.rules import Relation
from tests.apps.afterschool.signing import (
    BASKETBALL,
    CHOIR,
    CLOSES,
    EXPERIMENTS,
    FIRST_GRADERS,
    OPENS,
    PAPER,
    ROPE,
    TOLD,
    announced,
    join,
)
from tests.apps.timing.panel import child, guardian, known
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db


def address(cast: Cast, name: str = "左小禾") -> str:
    return f"/family/service/{cast.pupils[name].pk}/"


def post(
    cast: Cast, act: str, *units: int, days: tuple[int, ...] = (1, 2, 4), who: str = "guardian", **more: Any
) -> Any:
    programme = Programme.objects.get(school=cast.school)
    form = {"key": "k", "programme": programme.pk, "day": days, "w": units, "act": act} | more
    return cast.client(who).post(address(cast), form)


def get(cast: Cast, who: str = "guardian") -> str:
    return str(cast.client(who).get(address(cast)).text)


def listed(page: Any) -> list[int]:
    """The numbers of the wishes that stand in the form, in order."""
    return [int(number) for number in re.findall(r'name="w" value="(\d+)">', page.text)]


def at(moment: dt.datetime, **dates: dt.datetime) -> dict[str, dt.datetime]:
    """Dates of a programme such that the cast's moment is this one of the usual dates."""
    shift = AT - moment
    return {"opens_at": OPENS + shift, "closes_at": CLOSES + shift, "results_at": TOLD + shift} | dates


def test_nothing_is_ticked_beforehand_and_a_no_is_one_press(cast: Cast) -> None:
    announced(cast)
    page = get(cast)
    assert " checked" not in page.split("</form>")[1]
    assert "自愿参加，不参加没有任何影响" in page
    assert "不会再问" in page
    assert post(cast, "no").status_code == 302
    row = SignUp.objects.get()
    assert (row.answer, row.weekdays, row.wishes, row.receipt) == ("NO", 0, [], "")
    assert "您交的：不需要。" in get(cast)


def test_an_answer_opens_at_its_top_also_after_a_wish_was_moved_without_scripts(cast: Cast) -> None:
    announced(cast)
    text = get(cast)
    assert all(f'name="act" value="{act}" formaction="#main"' in text for act in ("join", "no", "need"))


def test_a_family_in_need_says_so_without_joining(cast: Cast) -> None:
    announced(cast)
    post(cast, "need", BASKETBALL)
    row = SignUp.objects.get()
    assert (row.answer, row.weekdays, row.wishes) == ("NEED", 0, [])


def test_every_button_moves_a_wish_and_keeps_nothing(cast: Cast) -> None:
    announced(cast)
    assert listed(post(cast, "up-2", BASKETBALL, CHOIR, PAPER)) == [PAPER, BASKETBALL, CHOIR]
    assert listed(post(cast, "down-1", BASKETBALL, PAPER)) == [PAPER, BASKETBALL]
    assert listed(post(cast, "drop-1", BASKETBALL, PAPER)) == [PAPER]
    page = post(cast, "add-4", BASKETBALL)
    assert listed(page) == [BASKETBALL, EXPERIMENTS]
    assert "改过了，还没有交" in page.text
    assert 'value="4" checked' in page.text
    assert not SignUp.objects.exists()


def test_a_form_that_nobody_pressed_gives_back_the_lists_of_the_days_ticked(cast: Cast) -> None:
    announced(cast)
    page = post(cast, "look", days=(1,)).text
    assert 'id="block-1" data-block="1" aria-labelledby="block-head-1">' in page
    assert 'id="block-24" data-block="2 4" aria-labelledby="block-head-24" hidden>' in page


def test_what_is_handed_in_is_kept_with_a_receipt_and_can_be_changed(cast: Cast) -> None:
    announced(cast)
    post(cast, "join", CHOIR, PAPER, BASKETBALL, days=(1, 2, 4))
    row = SignUp.objects.get()
    assert (row.weekdays, row.wishes, row.grade) == (0b1011, [PAPER, BASKETBALL, CHOIR], 5)  # block after block
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", row.receipt)
    page = get(cast)
    assert row.receipt in page
    assert "您交的：参加，周一、周二、周四" in page
    post(cast, "join", BASKETBALL, days=(1,), key="later")
    again = SignUp.objects.get()
    assert (again.pk, again.weekdays, again.wishes) == (row.pk, 1, [BASKETBALL])
    assert again.receipt != row.receipt


def test_a_list_for_a_day_that_is_not_joined_is_not_kept_but_a_club_of_one_of_its_days_is(cast: Cast) -> None:
    announced(cast)
    page = post(cast, "look", BASKETBALL, CHOIR, ROPE, days=(2,)).text
    assert re.search(r"data-short>周二、周四都勾上才排得上", page)
    post(cast, "join", BASKETBALL, CHOIR, ROPE, days=(2,))
    assert SignUp.objects.get().wishes == [CHOIR]


def test_the_same_page_sent_twice_is_one_act_and_changed_is_another(cast: Cast) -> None:
    announced(cast)
    for _ in range(2):
        assert post(cast, "join", BASKETBALL, days=(1,)).status_code == 302
    assert Act.objects.filter(name="afterschool.answer").count() == 1
    assert post(cast, "join", PAPER, days=(1,)).status_code == 302  # back, another wish, once more
    assert SignUp.objects.get().wishes == [PAPER]
    assert Act.objects.filter(name="afterschool.answer").count() == 2


def test_joining_no_day_is_said_in_its_place_with_everything_kept(cast: Cast) -> None:
    announced(cast)
    answer = post(cast, "join", BASKETBALL, days=())
    assert answer.status_code == 422
    assert 'href="#id_days"' in answer.text
    assert listed(answer) == [BASKETBALL]


@pytest.mark.parametrize(
    ("units", "days", "words"),
    [
        ((FIRST_GRADERS,), (1,), "不是给这个年级的"),
        ((99,), (1,), "不在这学期的安排里"),
        ((BASKETBALL, BASKETBALL), (1,), "写了两次"),
        ((), (5,), "有一天没有课后服务"),
    ],
)
def test_what_the_page_does_not_offer_is_not_taken(
    cast: Cast, units: tuple[int, ...], days: tuple[int, ...], words: str
) -> None:
    announced(cast)
    answer = post(cast, "join", *units, days=days)
    assert answer.status_code == 422
    assert words in answer.text
    assert not SignUp.objects.exists()


def test_what_is_for_other_grades_is_not_shown(cast: Cast) -> None:
    announced(cast)
    assert "积木" not in get(cast)


def test_the_closing_is_exclusive_and_what_came_before_counts(cast: Cast) -> None:
    announced(cast, **at(CLOSES))
    answer = post(cast, "join", BASKETBALL, days=(1,))
    assert answer.status_code == 409
    assert "截止前没有收到过。" in answer.text
    Programme.objects.update(closes_at=AT + dt.timedelta(microseconds=1))
    assert post(cast, "join", PAPER, days=(1,), key="in time").status_code == 302
    Programme.objects.update(closes_at=AT)
    answer = post(cast, "join", BASKETBALL, days=(1,), key="late")
    assert answer.status_code == 409
    assert "截止前最后一次交的照旧算。" in answer.text
    assert "想去的活动有空位了" in answer.text
    assert SignUp.objects.get().wishes == [PAPER]
    page = get(cast)
    assert "剪纸" in page
    assert "交志愿" not in page


def test_before_the_opening_the_menu_is_shown_and_nothing_is_taken(cast: Cast) -> None:
    announced(cast, **at(OPENS - dt.timedelta(minutes=1)))
    page = get(cast)
    assert "16:21开始报名" in page
    assert "合唱团" in page
    answer = post(cast, "join", BASKETBALL, days=(1,))
    assert answer.status_code == 409
    assert "报名还没有开始" in answer.text


def test_a_school_without_service_says_so(cast: Cast) -> None:
    assert "还没有公布课后服务的安排" in get(cast)
    assert address(cast) not in cast.client("guardian").get("/family/").text


def test_the_childs_card_says_where_it_stands_and_never_chases(cast: Cast) -> None:
    announced(cast)
    page = cast.client("guardian").get("/family/").text
    assert "课后服务报名到9月18日16:20。自愿参加，不答也没关系。" in page
    assert address(cast) in page
    post(cast, "no")
    assert "课后服务已经收到：不需要。" in cast.client("guardian").get("/family/").text


def test_of_two_guardians_the_last_counts_and_both_see_who_it_was(cast: Cast) -> None:
    announced(cast)
    father = known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    post(cast, "join", BASKETBALL, days=(1,))
    assert "母亲交的：参加，周一" in get(cast, father)
    post(cast, "join", PAPER, days=(1,), who=father)
    assert SignUp.objects.get().wishes == [PAPER]
    assert "父亲交的：参加，周一" in get(cast)
    assert "您交的：参加，周一" in get(cast, father)


def test_somebody_to_whom_a_child_is_entrusted_answers_too(cast: Cast) -> None:
    announced(cast)
    person = guardian(cast, cast.pupils["左小禾"], relation=Relation.ENTRUSTED_CARER)
    assert post(cast, "join", BASKETBALL, days=(1,), who=known(cast, "carer", person)).status_code == 302
    assert "受托照护人交的：参加，周一" in get(cast)


def test_brothers_and_sisters_are_asked_only_where_there_are_any_at_the_school(cast: Cast) -> None:
    announced(cast)
    assert "排在一起</h2>" not in get(cast)
    sister = child(cast, cast.one_one, "左小树", 1)
    guardian(cast, sister, of=cast.people["guardian"])
    page = get(cast)
    assert "和左小树排在一起</h2>" in page
    post(cast, "join", BASKETBALL, days=(1,), siblings="yes")
    assert SignUp.objects.get().with_siblings


def test_handing_in_takes_a_few_statements_whatever_the_menu_holds(cast: Cast) -> None:
    announced(cast)
    client = cast.client("guardian")
    form = {"key": "k", "programme": Programme.objects.get().pk, "day": [1, 2, 4], "w": [BASKETBALL, CHOIR]}
    with CaptureQueriesContext(connection) as caught:
        assert client.post(address(cast), form | {"act": "join"}).status_code == 302
    asked = [q["sql"] for q in caught if q["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]
    # Session, account with its person, and three for the roles; what may be chosen, the answer, the
    # act. On PostgreSQL one more, which locks.
    assert len(asked) == 8 + (connection.vendor == "postgresql"), asked


def test_what_there_is_to_choose_does_not_add_a_query(cast: Cast) -> None:
    announced(cast)
    client = cast.client("guardian")

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        return len(caught)

    paths = (address(cast), "/family/")
    few = [asked(path) for path in paths]
    unit = Unit.objects.earliest("number")
    for number in range(50, 70):
        unit.pk, unit.number, unit.name = None, number, f"活动{number}"
        unit.save(force_insert=True)
    assert [asked(path) for path in paths] == few


def test_the_published_name_of_a_child_cannot_be_tried_with_what_the_draw_publishes(cast: Cast) -> None:
    import hashlib
    import hmac

    programme = announced(cast)
    join(cast, BASKETBALL)
    row = SignUp.objects.get()
    told = hmac.new(programme.secret.encode(), f"pupil|{row.pupil_id}".encode(), hashlib.sha256).hexdigest()[:16]
    assert row.opaque != told
