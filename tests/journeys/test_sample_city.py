"""The sample city: whole, invented, the same each time, and something true to see for every role."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from math import exp, sqrt
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, JSONField, Model
from django.test import Client
from django.urls import reverse

from shuangjian.audit.models import Act
from shuangjian.audit.queries import verify
from shuangjian.demo import city
from shuangjian.demo.cast import FAMILIES, UNDER_DECLARES, reserved_names
from shuangjian.demo.clock import STARTS_AT
from shuangjian.demo.directory import OPERATOR, on
from shuangjian.demo.lessons import lessons
from shuangjian.demo.names import is_of_this_city
from shuangjian.demo.plan import SCHOOLS
from shuangjian.homework.models import Assignment, Entry, Evening, Publication
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import Form, PublicationState
from shuangjian.kernel.actor import Role
from shuangjian.kernel.grade import Stage
from shuangjian.kernel.subject import Subject
from shuangjian.lake import Lake
from shuangjian.people.models import Account, Person, Pupil, RoleAssignment, Slip
from shuangjian.people.queries import actor_at
from shuangjian.schools.gazetteer import divisions
from shuangjian.schools.models import Place
from shuangjian.timing.models import Ask, CellFactor, ClassSignal, TeacherFactor
from shuangjian.timing.operations import draw_panel
from shuangjian.timing.queries import panel_seen
from shuangjian.timing.rules import SignalKind
from tests.desks.families import entering

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = STARTS_AT.date()
IDENTIFIERS = ("password", "number_digest", "secret_digest", "content_digest", "plan_digest", "request_digest")
# Of who signs in while the tests run; until when shares are kept; when work that waits for review is shown.
LIE_AHEAD = ("last_login", "release_at", "until", "shown_from")
NEEDS_A_SCREEN_OR_A_PARENT = ("手机", "电脑", "录音", "视频", "打印", "打卡", "家长", "签字")
HOLDING_IDS = ("path", "place_path", "key", "on_id", "actor_id", "school_id", "class_id")


@pytest.fixture(scope="class")
def built(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """The city, once for all the tests here; gone with the last of them. What the builder said is handed on."""
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        city.build(say=said.append, lake=Lake(tmp_path_factory.mktemp("lake")))
        connection.check_constraints()  # here, and not again after each test
        yield said
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _its_own_clock(settings: Any) -> None:
    settings.SHUANGJIAN_CLOCK = "shuangjian.demo.clock.now"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person__name=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def first_page(client: Client) -> str:
    answer = client.get("/", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def checking(draft: Assignment) -> dict[str, Any]:
    """The form that asks whether a draft fits."""
    return {
        "act": "check",
        "key": "once",
        "draft": draft.pk,
        "subject": draft.subject,
        "classes": draft.intent["classes"],
        "evening": draft.intent["evening"],
        "form": draft.form,
        "choose": 1,
        "unit": draft.unit,
        "aim": draft.aim,
        "content": draft.content,
        **{f"name-{t.position}": t.name for t in draft.tiers.all()},
        **{f"minutes-{t.position}": t.minutes for t in draft.tiers.all()},
    }


@pytest.mark.usefixtures("built")
class TestTheBuiltCity:
    def test_its_minutes_add_up_and_its_record_is_sealed_whole(self) -> None:
        assert ledger_faults() == []
        found = verify()
        assert found.first_bad is None
        assert found.sealed == Act.objects.count()

    def test_nothing_in_it_happens_after_its_clock(self) -> None:
        for model in apps.get_models():
            if model._meta.app_label in ("schools", "people", "policy", "homework", "timing", "audit"):
                for field in model._meta.get_fields():
                    if field.get_internal_type() == "DateTimeField" and field.name not in LIE_AHEAD:
                        assert not model.objects.filter(**{f"{field.name}__gt": STARTS_AT}).exists(), (model, field)

    def test_the_record_of_a_school_stands_in_the_order_of_time(self) -> None:
        school = Place.objects.get(name="青枣路小学")
        moments = list(Act.objects.filter(school_id=school.pk).order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)

    def test_all_of_its_people_and_schools_are_invented_by_its_own_lists(self) -> None:
        known = reserved_names() | {"家长"}
        everybody = {*Person.objects.values_list("name", flat=True), *Pupil.objects.values_list("name", flat=True)}
        assert [name for name in everybody if name not in known and not is_of_this_city(name)] == []
        places = {division.name for division in divisions("puyang")}
        invented = {name for plan in SCHOOLS for name in (plan.name, plan.central, plan.point)}
        assert set(Place.objects.values_list("name", flat=True)) <= places | invented

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("沈岚", "上限"),
            ("康振东", "六（1）班"),
            ("卓远", "槐荫初级中学"),
            ("毕小满", "五（1）班"),
            ("温静", "一（1）班"),
            ("邵群", "五（2）班"),
            ("龚平", "青枣路小学"),
            ("葛青", "青枣路小学"),
            ("蓝宇", "七（1）班"),
            ("孟田", "东台教学点一、二、三年级复式班"),
            ("滕芳", "嘉禾学校"),
            ("庞路", "柳沟小学"),
            ("单敏", "槐荫初级中学"),
            ("乔远", "后方乡中心校"),
            ("闵杰", "华龙区"),
            ("郁文博", "范县"),
            ("安晓梅", "左若川"),
            ("游志勇", "游满满"),
            ("任桂枝", "柏杏儿"),
        ],
    )
    def test_everybody_who_can_sign_in_sees_something_of_their_own(self, name: str, shown: str) -> None:
        page = first_page(signed_in(name))
        assert shown in page
        assert "9月17日" in page

    def test_the_week_and_the_month_of_its_school_compile_themselves_and_open_to_their_rows(self) -> None:
        principal, school = signed_in("葛青"), Place.objects.get(name="青枣路小学")
        for path in ("checks/", "checks/?grade=5", "reports/", "reports/2026-09/"):
            page = principal.get(f"/school/{school.pk}/{path}")
            assert page.status_code == 200, path
        links = re.findall(r'href="([^"]*/reports/2026-09/rows/[^"]*)"', page.content.decode())
        assert len(links) > 12
        for link in links:
            assert 'href="/class/' in principal.get(link.replace("&amp;", "&")).content.decode(), link

    def test_everybody_named_at_the_start_can_sign_in_with_what_is_printed(self) -> None:
        entries = city.sign_ins()
        assert len(entries) > 15
        for entry in entries:
            if entry.account:
                account = Account.objects.get(username=entry.account)
                assert account.check_password(entry.password)
                assert not account.must_change_password
                assert account.person.name == entry.name

    def test_a_draft_waits_that_does_not_fit_and_is_offered_ways_out(self) -> None:
        client = signed_in("沈岚")
        draft = Assignment.objects.get(author__name="沈岚", published_at=None)
        page = client.get(reverse("teacher:compose"), {"draft": draft.pk}).content.decode()
        assert "按三种计价办法" in page
        full, roomy = Evening.objects.filter(school__place__name="青枣路小学", grade=5, date=TODAY).order_by("label")
        answer = client.post(reverse("teacher:compose"), checking(draft))
        page = answer.content.decode()
        assert (full.committed, full.cap) == (60, 60)
        assert (roomy.committed, roomy.cap) == (40, 60)
        for words in ("已经排满", "多11分", "提高改为选做", "减到20分", "换到9月18日"):
            assert words in page

    def test_whoever_declares_40_percent_too_little_is_found_out_within_twenty_pieces_of_work(self) -> None:
        factor = TeacherFactor.objects.get(person__name=UNDER_DECLARES, subject=Subject.MATHEMATICS)
        cell = CellFactor.objects.get(subject=Subject.MATHEMATICS, stage=Stage.PRIMARY, form=Form.WRITTEN)
        low, middle, high = (exp(cell.alpha + factor.kappa + z * sqrt(factor.variance)) for z in (-1.645, 0, 1.645))
        assert factor.works <= 20
        assert low > 1.1
        assert 1.3 < middle < 2.1
        assert high > 1.5
        others = TeacherFactor.objects.filter(school=factor.school, subject=Subject.MATHEMATICS).exclude(pk=factor.pk)
        assert all(exp(cell.alpha + one.kappa) < 1.25 for one in others)

    def test_at_the_desk_the_same_teacher_reads_what_a_draft_counts_and_why(self) -> None:
        draft = Assignment.objects.get(author__name=UNDER_DECLARES, published_at=None)
        page = signed_in(UNDER_DECLARES).post(reverse("teacher:compose"), checking(draft)).content.decode()
        said = re.search(r"您写15分，按(\d+)分计入", page)
        assert said is not None
        assert 20 <= int(said[1]) <= 31
        assert re.search(r"您最近\d+份数学作业，中等学生用了您写的1\.\d+倍", page)
        assert "放不下" in page  # 15 would have fitted

    def test_classes_that_go_over_and_work_on_no_sheet_are_told_and_nobody_else(self) -> None:
        told = ClassSignal.objects.filter(as_of=TODAY - dt.timedelta(days=1))
        found = {(s.kind, s.school.place.name, s.grade, s.school_class.number) for s in told}
        assert found == {
            (SignalKind.OVER, "槐荫初级中学", 9, 1),
            (SignalKind.OVER, "槐荫初级中学", 9, 2),
            (SignalKind.UNLISTED, "青枣路小学", 4, 2),
        }

    def test_a_family_of_the_story_is_asked_tonight(self) -> None:
        tonight = on(TODAY, "17:00")
        mother = actor_at(Person.objects.get(name=FAMILIES["two children"]), tonight)
        assert panel_seen(mother, tonight).asks == {}
        draw_panel(by=OPERATOR, at=tonight, seed="any seed at all")
        (ask,) = panel_seen(mother, tonight).asks.values()
        assert ask.questions

    def test_no_family_was_asked_twice_in_ten_school_days(self) -> None:
        nights: dict[int, list[dt.datetime]] = defaultdict(list)
        for pupil_id, asked_at in Ask.objects.values_list("pupil_id", "asked_at"):
            nights[pupil_id].append(asked_at)
        first_again = [second - first for first, second in (sorted(n) for n in nights.values() if len(n) == 2)]
        assert max(len(n) for n in nights.values()) <= 2
        assert min(first_again) >= dt.timedelta(days=14)  # ten school days and the weekends between

    def test_one_assignment_was_amended_and_one_withdrawn_with_a_reason(self) -> None:
        assert Publication.objects.filter(state=PublicationState.AMENDED).count() == 2
        taken_back = Publication.objects.get(state=PublicationState.WITHDRAWN)
        assert "放大镜" in taken_back.reason

    def test_nothing_written_is_set_for_the_first_two_grades(self) -> None:
        low = Publication.objects.filter(grade__lte=2)
        assert not low.filter(assignment__form=Form.WRITTEN).exists()
        assert low.filter(assignment__form=Form.IN_SCHOOL).exists()

    def test_a_class_has_lost_its_homeroom_teacher_and_the_one_who_left_holds_nothing(self) -> None:
        assert Person.objects.get(name="戚明").left_on == dt.date(2026, 9, 14)
        led = RoleAssignment.objects.filter(role=Role.HOMEROOM, until=None, school__place__name="青枣路小学")
        assert led.count() == 11
        assert Entry.objects.filter(publication__published_by__name="戚明").exists()  # what was set stays

    def test_a_school_has_set_nothing_lately(self) -> None:
        entries = Entry.objects.filter(school__place__name="濯缨小学")
        assert entries.exists()
        assert not entries.filter(evening__date__gte=TODAY - dt.timedelta(days=7)).exists()

    def test_the_slip_that_is_printed_at_the_start_lets_a_family_in(self) -> None:
        (slip,) = [entry for entry in city.sign_ins() if not entry.account]
        answer = Client().post("/enter/", entering(slip.password), follow=True)
        assert answer.status_code == 200
        assert "左小禾" in answer.content.decode()

    def test_some_slips_have_been_used_and_others_wait(self) -> None:
        assert Slip.objects.filter(claimed_at=None).exists()
        assert Slip.objects.exclude(claimed_at=None).count() == 8


def test_every_lesson_suits_its_grades_and_asks_for_no_screen() -> None:
    found = [(s, g, lesson) for s in Subject for g in range(1, 10) for lesson in lessons(s, g)]
    assert len(found) > 200
    for subject, grade, lesson in found:
        assert grade in subject.grades
        assert grade > 2 or not lesson.counted
        assert lesson.form is not Form.IN_SCHOOL or grade <= 2
        assert lesson.competency in ("", *subject.competencies)
        assert not any(word in lesson.content for word in NEEDS_A_SCREEN_OR_A_PARENT)


def test_a_city_from_the_same_seed_is_the_same_city(tmp_path: Path) -> None:
    first, second = _dump_of_a_city(7, tmp_path), _dump_of_a_city(7, tmp_path)
    assert first == second
    assert _dump_of_a_city(8, tmp_path) != first


def _dump_of_a_city(seed: int, path: Path) -> list[str]:
    with transaction.atomic():
        city.build(say=lambda words: None, lake=Lake(path), seed=seed, lessons_since=TODAY)
        dump = [
            line
            for model in apps.get_models()
            if model._meta.app_label in ("schools", "people", "policy", "homework", "demo", "audit")
            and model.__name__ not in ("Seal", "RosterUpload")
            for line in _lines(model)
        ]
        transaction.set_rollback(True)
    return dump


def _lines(model: type[Model]) -> list[str]:
    """The rows of a table in the order in which they were made: without keys, digests, and what holds either."""
    fields = [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not isinstance(field, ForeignKey | JSONField)
        and field.name not in (*IDENTIFIERS, *HOLDING_IDS)
    ]
    return [f"{model.__name__} {row}" for row in model._default_manager.order_by("pk").values_list(*fields)]
