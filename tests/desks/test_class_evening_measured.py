"""What the desk of a class says of an evening that is over, and of the last ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.rules import TierSpec
from shuangjian.kernel.subject import Subject
from shuangjian.timing.models import ClassSignal
from shuangjian.timing.rules import SignalKind
from tests.apps.timing.measured import WEDNESDAY, asked, fit, night, set_on, signal
from tests.cast import TODAY, Cast
from tests.desks.places import check_plain

pytestmark = pytest.mark.django_db


def page(cast: Cast, who: str = "maths", date: object = WEDNESDAY) -> str:
    response = cast.client(who).get(f"/class/{cast.five_one.pk}/?date={date}")
    check_plain(response)
    return str(response.text)


@pytest.fixture
def measured(cast: Cast) -> Cast:
    """Twenty minutes of mathematics and fifteen of English on an evening that is over, for which the night is done."""
    fit(set_on(cast))
    english = set_on(cast, WEDNESDAY, 15, who="english", subject=Subject.ENGLISH)
    fit(english, 16.0, 13.5, 19.0, declared=15)
    for n in range(4):
        asked(cast.five_one, answered=n < 3)
    night()
    return cast


def test_an_evening_that_is_over_says_what_was_measured_and_how_many_answered(measured: Cast) -> None:
    words = page(measured)
    assert "实测约43分（十有八九在37–51分），比计入的多8分。这个班问了4家，答了3家" in words
    assert "实测约27分（十有八九在23–32分），比计入的多7分" in words
    assert "实测和计入的15分相差不到5分（十有八九在14–19分）" in words
    assert "实测 43（37–51）" in words  # beneath the bar


def test_as_long_as_one_piece_is_known_too_little_the_evening_has_no_number(measured: Cast) -> None:
    set_on(measured, WEDNESDAY, 10, who="chinese", subject=Subject.CHINESE)
    words = page(measured)
    assert "测得不够" in words
    assert "问了4家，答了3家" in words
    assert "约43分" not in words
    assert "实测约27分" in words


def test_tonight_has_nothing_measured(measured: Cast) -> None:
    words = page(measured, date=TODAY)
    assert "实测" not in words
    assert "测得不够" not in words


def test_as_long_as_one_tier_is_known_too_little_the_piece_has_no_number(cast: Cast) -> None:
    tiers = (TierSpec("基础", 10), TierSpec("提高", 20))
    fit(work := set_on(cast, tiers=tiers), 12.0, 10.0, 14.0, declared=10)
    assert "实测" not in page(cast).split("后面几晚")[0]
    fit(work, position=1)
    assert "实测约27分（十有八九在23–32分），比计入的多7分" in page(cast)


@pytest.mark.parametrize("who", ["chinese", "grade_head", "academic", "principal", "county_officer", "city_officer"])
def test_who_answers_for_the_class_is_told_that_its_evenings_went_over(cast: Cast, who: str) -> None:
    night()
    signal(cast.five_one)
    words = page(cast, who, TODAY)
    assert "最近有回答的10晚合起来看，中等水平学生写的时间超出了上限；其中7晚超出。" in words
    assert "今晚少布置一些；先看哪一科占得多。" in words
    assert "/rules/homework/written_minutes/" in words
    assert "0.001" not in words


@pytest.mark.parametrize("who", ["maths", "english"])
def test_a_colleague_who_only_teaches_there_is_not_told(cast: Cast, who: str) -> None:
    night()
    signal(cast.five_one)
    assert "值得去看" not in page(cast, who, TODAY)


def test_a_signal_stands_until_the_next_night_and_no_longer(cast: Cast) -> None:
    signal(cast.five_one)
    assert "值得去看" not in page(cast, "chinese", TODAY)  # no night is done
    night()
    assert "值得去看" in page(cast, "chinese", TODAY)
    night(TODAY)
    assert "值得去看" not in page(cast, "chinese", TODAY)


def test_unlisted_work_is_told_from_three_families_up(cast: Cast) -> None:
    night()
    row = signal(cast.five_one, kind=SignalKind.UNLISTED, subject=Subject.ENGLISH, seen=3, evenings=14, p=None)
    assert "最近十晚答了的14家里，有3家说做了作业单上没有的英语作业。" in page(cast, "chinese", TODAY)
    ClassSignal.objects.filter(pk=row.pk).update(seen=2)
    assert "作业单上没有的" not in page(cast, "chinese", TODAY)


def test_the_page_costs_no_more_with_more_of_everything(measured: Cast) -> None:
    signal(measured.five_one)
    client = measured.client("chinese")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/class/{measured.five_one.pk}/?date={WEDNESDAY}").status_code == 200
        return len(found)

    before = queries()
    fit(set_on(measured, WEDNESDAY, 5, who="chinese", subject=Subject.CHINESE), 6.0, 5.0, 7.0, declared=5)
    signal(measured.five_one, kind=SignalKind.UNLISTED, subject=Subject.ENGLISH, seen=4)
    assert queries() <= before
