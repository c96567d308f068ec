"""The panel, the question, the bedtime stop and the class's count as people meet them in a browser without scripts."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.homework.rules import TierSpec
from shuangjian.timing.models import Answer, Ask, ClassCount, PanelMember, Stop
from shuangjian.timing.rules import Reply
from tests.apps.timing.panel import (
    CLOSED,
    FIVE,
    NINE,
    answer,
    asked,
    child,
    draw,
    guardian,
    homework,
    join,
    known,
)
from tests.apps.timing.test_answering import publication
from tests.apps.timing.test_bedtime import end
from tests.cast import TODAY, Cast
from tests.desks.families import sheet

pytestmark = pytest.mark.django_db
CARD = "偶尔问一问，作业做了多久"
PANEL = "/family/panel/"


def at_closing(real: Any) -> Any:
    """The clock of a site at five in the morning."""
    return CLOSED


def at_nine(real: Any) -> Any:
    """The clock of a site at nine in the evening."""
    return NINE


@pytest.fixture(autouse=True)
def evening(cast: Cast, settings: Any) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.desks.test_panel.at_nine"


@pytest.fixture
def bedtime(evening: None, settings: Any) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.apps.timing.panel.at_bedtime"


def page(cast: Cast, who: str = "guardian", path: str = "/family/") -> str:
    return cast.client(who).get(path).text


def test_a_guardian_is_asked_once_whether_we_may_ask_and_never_again(cast: Cast) -> None:
    client = cast.client("guardian")
    assert CARD in client.get("/family/").text
    notice = client.get(PANEL).text
    for words in ("问什么", "多久问一次", "为什么问", "谁看得到", "留多久", "怎么停"):
        assert words in notice
    for _ in range(2):
        told = client.post(PANEL, {"act": "decline", "key": "no"}, follow=True).text
    assert "记下了，不会再问" in told
    assert CARD not in client.get("/family/").text
    assert "您说过不参加" in client.get(PANEL).text
    assert "您说过不参加，我们记住了" in client.post(PANEL, {"act": "agree", "key": "yes"}, follow=True).text
    assert PanelMember.objects.get().agreed_at is None


def test_who_agreed_finds_the_way_out_on_the_page(cast: Cast) -> None:
    client = cast.client("guardian")
    client.post(PANEL, {"act": "agree", "key": "yes"})
    told = client.get("/family/").text
    assert CARD not in told
    assert "怎么停" in told
    assert client.post(PANEL, {"key": "nothing pressed"}).headers["Location"] == PANEL
    assert PanelMember.objects.get().left_at is None
    assert "答过的已经删掉" in client.post(PANEL, {"act": "leave", "key": "no"}, follow=True).text
    assert "怎么停" not in client.get("/family/").text


def test_the_question_stands_on_the_card_of_the_child_it_is_about(cast: Cast) -> None:
    ask = asked(cast, unit="圆的面积", tiers=(TierSpec("基础", 10), TierSpec("提高", 30)))
    told = page(cast)
    assert f'action="/family/ask/{ask.pk}/"' in told
    assert "今晚的作业做了多久" in told
    for words in ("基础", "提高", "15分以内", "15到30分", "45分以上", "没做完", "还有作业单上没有的作业", "送出"):
        assert words in told
    assert "做了多久</h3>" not in page(cast, path="/family/?date=2026-09-18")
    assert "做了多久</h3>" not in page(cast, "village_guardian")


def test_one_chip_is_an_answer_and_then_there_is_nothing_left_to_do(cast: Cast) -> None:
    ask, client = asked(cast), cast.client("guardian")
    for chip, words in (("1", "收到了，谢谢。今晚不用再管。"), ("2", "刚才已经收到了，一家答一次就够。")):
        form = {f"q-{publication()}": chip, "key": "one"}
        told = client.post(f"/family/ask/{ask.pk}/", form, follow=True).text
        assert words in told
    assert "您家答过了" in told
    assert "<fieldset" not in told
    assert Answer.objects.count() == 1
    assert "谢谢，不用再管" in client.get(f"/family/ask/{ask.pk}/").text


def test_what_a_family_said_cannot_be_found_out_from_the_record(cast: Cast, settings: Any) -> None:
    ask, client = asked(cast), cast.client("guardian")
    client.post(f"/family/ask/{ask.pk}/", {f"q-{publication()}": "1", "key": "answer"})
    settings.SHUANGJIAN_CLOCK = "tests.apps.timing.panel.at_bedtime"
    stop = f"/family/stop/{cast.pupils['左小禾'].pk}/"
    client.post(stop, {"left": [str(publication())], "tell": "yes", "key": "end"})
    client.post(f"{stop}undo/", {"key": "undo"})
    digests = dict(Act.objects.filter(on_kind="panel").exclude(key="").values_list("key", "request_digest"))
    known_alike = {
        "answer": Request.of("", ask=ask.pk),
        "end": Request.of("", act="end"),
        "undo": Request.of("", act="undo"),
    }
    assert {key: digests[key] for key in known_alike} == {key: one.digest for key, one in known_alike.items()}


def test_what_cannot_be_read_comes_back_with_everything_that_was_chosen(cast: Cast) -> None:
    ask, client, pk = asked(cast), cast.client("guardian"), publication()
    path = f"/family/ask/{ask.pk}/"
    nothing = client.post(path, {"key": "none"})
    assert nothing.status_code == 422
    assert "还没有点" in nothing.text
    wrong = client.post(path, {f"q-{pk}": "2", f"m-{pk}": "很久", "u-subject": "ENGLISH", "key": "wrong"})
    assert wrong.status_code == 422
    assert f'href="#id_m-{pk}"' in wrong.text
    assert 'href="#id_unlisted"' in wrong.text
    assert re.search(rf'name="q-{pk}" value="2" checked', wrong.text)
    assert 'value="很久"' in wrong.text
    assert '<option value="ENGLISH" selected>' in wrong.text
    assert Ask.objects.get().answered_at is None


def test_the_second_guardian_and_the_latecomer_are_thanked(cast: Cast, settings: Any) -> None:
    known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    join(cast, "father")
    ask = asked(cast)
    answer(cast, ask, {publication(): Reply(choice="1")}, "father")
    form = {f"q-{publication()}": "1", "key": "second"}
    assert "刚才已经有人答了" in cast.client("guardian").post(f"/family/ask/{ask.pk}/", form, follow=True).text
    Ask.objects.update(answered_at=None)
    settings.SHUANGJIAN_CLOCK = "tests.desks.test_panel.at_closing"
    assert "已经收齐了" in cast.client("guardian").post(f"/family/ask/{ask.pk}/", form, follow=True).text
    assert "做了多久</h3>" not in page(cast)


def test_no_page_of_the_school_tells_who_is_on_the_panel(cast: Cast) -> None:
    ask = asked(cast)
    answer(cast, ask, {publication(): Reply(choice="1")})
    school = cast.school.pk
    for who, paths in {
        "chinese": (f"/class/{cast.five_one.pk}/", f"/class/{cast.five_one.pk}/record/", "/today/"),
        "principal": (f"/school/{school}/record/", f"/class/{cast.five_one.pk}/slips/", f"/school/{school}/"),
        "city_officer": (f"/places/{cast.city.pk}/record/", f"/places/{cast.city.pk}/"),
    }.items():
        for path in paths:
            found = cast.client(who).get(path)
            assert found.status_code == 200, path
            assert "做了多久" not in found.text
            assert "timing." not in found.text


def test_before_bedtime_the_sentence_stands_there_and_at_bedtime_the_button(cast: Cast, settings: Any) -> None:
    homework(cast)
    assert "到了点没做完，在这里按一下“到点了”" in page(cast)
    assert "用入户条进来的家长可以按一下“到点了”" in cast.client().get(sheet(cast)).text
    stop = f"/family/stop/{cast.pupils['左小禾'].pk}/"
    assert f'href="{stop}"' not in page(cast)
    assert "还没有到21:20" in page(cast, path=stop)
    assert "还没有到21:20" in cast.client("guardian").post(stop, {"key": "early"}, follow=True).text
    settings.SHUANGJIAN_CLOCK = "tests.apps.timing.panel.at_bedtime"
    assert f'href="{stop}">到点了，今晚就到这里</a>' in page(cast)
    assert not Stop.objects.exists()


def test_an_evening_is_ended_in_one_form_and_taken_back_in_another(cast: Cast, bedtime: None) -> None:
    homework(cast, unit="圆的面积")
    client, path = cast.client("guardian"), f"/family/stop/{cast.pupils['左小禾'].pk}/"
    form = client.get(path).text
    assert 'name="tell" value="yes" aria-describedby' in form  # not ticked
    assert "圆的面积" in form
    for _ in range(2):
        told = client.post(path, {"left": [str(publication())], "key": "stop"}, follow=True).text
    assert "算做完了" in told
    assert "没做完的：数学　圆的面积" in told
    assert "看不到是谁" in told
    assert 'href="/rules/homework/bedtime_first/"' in told
    assert "没做完的算做完了" in client.get("/family/").text
    assert "收回了" in client.post(f"{path}undo/", {"key": "undo"}, follow=True).text
    assert not Stop.objects.exists()


def test_the_class_page_tells_the_homeroom_teacher_alone_whose_family_wished_it(cast: Cast, settings: Any) -> None:
    homework(cast)
    end(cast, tell_teacher=True)
    path = f"/class/{cast.five_one.pk}/?date={TODAY}"
    assert "左小禾" not in page(cast, "chinese", path)  # the family may still take it back
    settings.SHUANGJIAN_CLOCK = "tests.desks.test_panel.at_closing"
    assert "左小禾" in page(cast, "chinese", path)
    for who in ("maths", "grade_head", "principal", "county_officer"):
        told = page(cast, who, path)
        assert "左小禾" not in told
        assert "到点就睡" not in told


def test_a_teacher_counts_the_class_and_corrects_it(cast: Cast) -> None:
    client, path = cast.client("maths"), f"/class/{cast.five_one.pk}/"
    form = {"grade": "5", "date": TODAY.isoformat(), "present": "2", "finished": "1"}
    assert "记下做完几人" in client.get(path).text
    assert "在场2人，在校做完1人" in client.post(f"{path}count/", form | {"key": "a"}, follow=True).text
    assert "没有再记一次" in client.post(f"{path}count/", form | {"key": "a"}, follow=True).text
    wrong = client.post(f"{path}count/", form | {"finished": "3", "key": "b"})
    assert wrong.status_code == 422
    assert 'value="3"' in wrong.text
    assert '<a href="#id_finished-5">做完几人，请写0到在场人数的整数。</a>' in wrong.text
    assert client.post(f"{path}count/", form | {"grade": "9", "key": "c"}).status_code == 422
    client.post(f"{path}count/", form | {"finished": "2", "key": "d"})
    assert ClassCount.objects.get().finished == 2
    for who in ("principal", "county_officer"):
        told = page(cast, who, path)
        assert "<b>2／2</b>人" in told
        assert "改成这个数" not in told


def test_where_nothing_may_be_written_nobody_counts_who_finished(cast: Cast) -> None:
    words = page(cast, "lower", f"/class/{cast.one_one.pk}/")
    assert "一、二年级不布置书面作业" in words
    assert "记下做完几人" not in words


def test_everybody_may_read_how_many_were_asked_and_answered(cast: Cast, settings: Any) -> None:
    asked(cast)
    assert "还没有问过" in cast.client().get("/minutes/panel/").text
    assert "明早7点起说" in cast.client().get("/minutes/panel/").text
    settings.SHUANGJIAN_CLOCK = "tests.desks.test_panel.at_closing"
    told = cast.client().get("/minutes/panel/").text
    assert "问得还太少，不显示" in told
    for number in range(12):
        Ask.objects.create(
            school=cast.school,
            school_class=cast.five_one,
            grade=5,
            date=TODAY,
            asked_at=FIVE,
            closes_at=CLOSED,
            answered_at=NINE if number < 7 else None,
        )
        PanelMember.objects.create(
            person=guardian(cast, child(cast, cast.five_one, f"童{number}")), notice="x", agreed_at=FIVE
        )
    told = cast.client().get("/minutes/panel/").text
    assert "7<small>／13</small>" in told
    assert "现在有13位家长参加" in told
    assert "问得最多的一家1次，平均每位家长0.1次" in told


def test_the_page_costs_the_same_number_of_queries_however_many_children_are_asked_about(
    cast: Cast, bedtime: None
) -> None:
    homework(cast)
    homework(cast)
    join(cast)
    draw()
    client = cast.client("guardian")
    with CaptureQueriesContext(connection) as few:
        client.get("/family/")
    for number in range(2):
        pupil = child(cast, cast.five_one, f"左小{number}")
        guardian(cast, pupil, of=cast.people["guardian"])
        first = Ask.objects.get(pupil=cast.pupils["左小禾"])
        first.pk, first.pupil = None, pupil
        first.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        told = client.get("/family/").text
    assert told.count("今晚的作业做了多久</h3>") == 3
    assert len(many) == len(few)


def test_a_form_without_a_key_and_a_foreign_act_harm_nothing(cast: Cast) -> None:
    ask = asked(cast)
    client = cast.client("guardian")
    junk = {"q-x": "1", f"q-{'9' * 30}": "1", "q-99": "1", "u-subject": "NOTHING", "u-choice": "77"}
    assert client.post(f"/family/ask/{ask.pk}/", junk).status_code == 422
    assert client.post("/family/stop/1/undo/", {}).status_code in (302, 404)
    assert not Answer.objects.exists()


def test_of_tiered_work_one_tap_says_which_and_how_long(cast: Cast) -> None:
    ask, pk = asked(cast, tiers=(TierSpec("基础", 10), TierSpec("提高", 30))), publication()
    cast.client("guardian").post(f"/family/ask/{ask.pk}/", {f"q-{pk}": "1-2", "key": "tap"})
    assert list(Answer.objects.values_list("position", "least", "most")) == [(1, 30, 45)]


@pytest.mark.parametrize(("more", "position"), [({"t": "1", "q": "0-2"}, 1), ({"q": "0-2"}, 0)])
def test_minutes_of_tiered_work_are_of_the_tier_said_beside_them_or_else_of_the_one_that_was_tapped(
    cast: Cast, more: dict[str, str], position: int
) -> None:
    ask, pk = asked(cast, tiers=(TierSpec("基础", 10), TierSpec("提高", 30))), publication()
    form = {f"m-{pk}": "25", "key": "written"} | {f"{name}-{pk}": value for name, value in more.items()}
    cast.client("guardian").post(f"/family/ask/{ask.pk}/", form)
    assert list(Answer.objects.values_list("position", "least")) == [(position, 25)]


def test_minutes_of_tiered_work_without_a_tier_are_asked_again_and_what_was_tapped_stays(cast: Cast) -> None:
    ask, pk = asked(cast, tiers=(TierSpec("基础", 10), TierSpec("提高", 30))), publication()
    client = cast.client("guardian")
    told = client.post(f"/family/ask/{ask.pk}/", {f"m-{pk}": "25", "key": "one"})
    assert (told.status_code, "请点数学做的是哪一种：基础、提高。" in told.text) == (422, True)
    told = client.post(f"/family/ask/{ask.pk}/", {f"m-{pk}": "x", f"q-{pk}": "1-2", "key": "two"})
    assert re.search('value="1-2" checked', told.text)


def test_work_of_several_evenings_asks_for_all_of_them(cast: Cast) -> None:
    wednesday = FIVE.replace(day=16, hour=15)
    asked(cast, at=wednesday, dates=(wednesday.date(), TODAY), tiers=(TierSpec("", 40),))
    told = page(cast)
    assert "这一样做了2晚，请答<b>一共</b>多久。" in told
    assert "40到60分" in told
