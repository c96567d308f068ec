"""The cast with something to see in it, and everybody who may come to look: what the access table is asked against."""

import io
import pickle
import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from shuangjian.homework.models import Announcement, Appeal, Assignment, Loan, MinutesRuling, Publication, TermPlan
from shuangjian.homework.queries import sheet_address
from shuangjian.journeys.import_roster import preview_roster
from shuangjian.kernel.actor import Role, operator
from shuangjian.people import operations as people
from shuangjian.people.models import Account
from shuangjian.people.queries import actor_at
from tests.access import draw_life, life, service_life
from tests.access.after_draw import INVITED, OFFERED, what_is_offered
from tests.access.life import DRAWN, DRAWN_ELSEWHERE, PROGRAMS_KEY
from tests.access.persons import (
    CENTRAL,
    CITY,
    CLOSED,
    COLLEAGUE,
    COORDINATOR,
    COUNTY,
    GRADE_HEAD,
    GUARDIAN,
    HOMEROOM,
    LEADERS,
    OF_THE_SCHOOL,
    OTHER_COUNTY,
    OTHER_GUARDIAN,
    OTHER_PRINCIPAL,
    PERSONS,
    STRANGER,
    TEACHER,
)
from tests.cast import AT, PASSWORD, SINCE, TODAY, Cast, build

CLOSED_USERNAME = "closed"
OWN_RULES = "adopted rules"
UPLOAD, UPLOAD_ELSEWHERE = "a roster", "a roster of another school"
SIGNED, UNSIGNED = "a signed report", "a report that nobody has signed"
# Of a school too, and yet only what an address that names this argument is about.
NARROW = {UPLOAD: "upload_id", UPLOAD_ELSEWHERE: "upload_id", SIGNED: "month", UNSIGNED: "month", OWN_RULES: "version"}
NARROW |= {OFFERED: "offer_id", INVITED: "proposal_id"}
NARROW |= {
    DRAWN: "check_id",
    DRAWN_ELSEWHERE: "check_id",
    service_life.A_UNIT: "number",
    service_life.A_TERM: "term",
    draw_life.A_LIST: "unit_id",
}
ROSTER = "学籍号,姓名,年级,班级\nG410902201600009001,戴记庚,五年级,1班\n"  # one who comes, all others leave


@dataclass
class City:
    """`things` are what an address may be about: its arguments by name. `marks` are words that stand in rows of the
    database, with those who may ever read them."""

    cast: Cast
    things: dict[str, dict[str, Any]]
    marks: dict[str, frozenset[str]]
    open_slip: str
    sessions: dict[str, str] = field(default_factory=dict)
    site: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def ask(self, who: str, method: str, url: str, form: Mapping[str, Any] | None = None) -> HttpResponse:
        """One request by one person, after which everything is as before."""
        client = Client(raise_request_exception=True)
        client.handler = self.site  # with the middleware that it has loaded
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        data = dict(form or {}) if method in ("GET", "HEAD", "POST") else {}
        with transaction.atomic():
            response: Any = getattr(client, method.lower())(url, data)
            response.text_read = text_of(response)
            transaction.set_rollback(True)
        found: HttpResponse = response
        return found

    def told(self, response: Any) -> list[str]:
        """The marks in an answer."""
        return [mark for mark in self.marks if mark in response.text_read]

    def leaks(self, who: str, response: Any, shown: frozenset[str] = frozenset()) -> list[str]:
        """The marks in an answer that this person may never read; `shown` may be read by everybody here."""
        return [mark for mark in self.told(response) if who not in self.marks[mark] and mark not in shown]


def build_city() -> City:
    cast = build()
    _closed_principal(cast)
    given = life.homework(cast)
    life.sign_august(cast)
    life.own_rules(cast)
    life.service(cast)
    things = _things(cast, given) | _uploads(cast) | life.what_is_drawn(cast) | life.what_is_asked(cast)
    things |= service_life.what_is_planned(cast) | draw_life.what_was_drawn(cast) | what_is_offered(cast)
    city = City(cast, things, _marks(), _open_slip(cast))
    for person in PERSONS:
        if person in cast.people:
            city.sessions[person] = cast.client(person).cookies[settings.SESSION_COOKIE_NAME].value
    # Closed after signing in: the session is there and opens nothing.
    Account.objects.filter(username=CLOSED_USERNAME).update(is_active=False)
    connection.check_constraints()  # here, and not again after each test
    return city


@contextmanager
def roles_looked_up_once() -> Iterator[None]:
    """Who asks has the same roles at each request of one moment, since every request is undone: they are looked up at
    the first. (That a role which ends is gone at the next request is `test_role_taken_away.py`'s to see.)"""
    looked_up = cache(actor_at)
    with pytest.MonkeyPatch.context() as patch:
        for asker in ("shuangjian.desks.common.middleware", "shuangjian.people.operations.tokens"):
            patch.setattr(f"{asker}.actor_at", looked_up)
        yield


@contextmanager
def accounts_looked_up_once() -> Iterator[None]:
    """Whose a session is, is looked up at its first request; each gets a copy, for some change theirs before they are
    undone. Where an account is changed between requests this is entered anew."""
    found: dict[str | None, bytes] = {}

    def looked_up(request: Any) -> Any:
        key = request.session.session_key
        if key not in found:
            found[key] = pickle.dumps(get_user(request))
        return pickle.loads(found[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.auth.middleware.get_user", looked_up)
        yield


def url_of(address: str, arguments: Mapping[str, Any]) -> str:
    """`school/<int:school_id>/` with its arguments put in; raises KeyError where one is missing."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(arguments[found[1]]), address)


def text_of(response: Any) -> str:
    """What an answer says: its body, headers that carry words, and the parts of a file that is a zip."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode("utf-8", "replace") + response.headers.get("Location", "")


def _closed_principal(cast: Cast) -> None:
    by = operator("测试")
    person = people.add_staff(by=by, at=AT, name="席安", number="GH900001", school_id=cast.school.pk)
    people.open_account(by=by, at=AT, person=person, username=CLOSED_USERNAME, password=PASSWORD)
    place = cast.school.place
    people.appoint(
        by=by,
        at=AT,
        person=person,
        role=Role.PRINCIPAL,
        place_id=place.pk,
        place_path=place.path,
        school_id=cast.school.pk,
        since=SINCE,
    )
    cast.people[CLOSED] = person


def _open_slip(cast: Cast) -> str:
    """The code of a slip that nobody has used yet, for the other child of 五（1）."""
    klass = cast.class_now(cast.five_one)
    (slip,) = people.issue_slips(
        by=cast.actor(HOMEROOM),
        at=AT,
        school_id=klass.school_id,
        class_id=klass.id,
        class_path=klass.place_path,
        pupil_ids=[cast.pupils["𠅤·阿依古丽"].pk],
        choose=random.Random(13).choice,
    )
    return slip.secret


def _things(cast: Cast, given: Mapping[str, Assignment]) -> dict[str, dict[str, Any]]:
    things: dict[str, dict[str, Any]] = {name: {"assignment_id": a.pk} for name, a in given.items()}
    things["nothing"] = {}
    things["an outcome"] = {"key": PROGRAMS_KEY}
    things["a draft"] |= {"draft_id": given["a draft"].pk}
    things["an ask for minutes"] = {"loan_id": Loan.objects.get().pk}
    things["a plan that is not agreed"] = {"plan_id": TermPlan.objects.get(agreed_at=None).pk}
    for name, of in (("an appeal", cast.school), ("an appeal in another county", cast.other_school)):
        things[name] = {"appeal_id": Appeal.objects.get(school=of).pk}
    for name, of in (("minutes that wait to be set", cast.school), ("a ruling in another county", cast.other_school)):
        things[name] = {"ruling_id": MinutesRuling.objects.get(school=of).pk}
    things["a rule"] = {"name": "homework/written_minutes"}
    for name, school, grade in (
        ("the school", cast.school, 5),
        ("the other county's school", cast.other_school, 7),
        ("the village school", cast.village, 3),
    ):
        things[name] = {"school_id": school.pk, "grade": grade}
    for name, place in (
        ("the city", cast.city),
        ("the county", cast.county),
        ("the other county", cast.other_county),
        ("the central school", cast.central),
        ("the school as a place", cast.school.place),
        ("the teaching point", cast.point),
    ):
        things[name] = {"place_id": place.pk}
    for name, school_class, child in (
        ("the class", cast.five_one, "左小禾"),
        ("the class beside", cast.five_two, "白䶮"),
        ("a class of another grade", cast.one_one, "查朵"),
        ("the other county's class", cast.seven_one, "费一诺"),
        ("the village class", cast.mixed, "柏川"),
    ):
        address = sheet_address(school_class.pk)
        things[name] = {
            "class_id": school_class.pk,
            "token": getattr(address, "token", address),
            "pupil_id": cast.pupils[child].pk,
            "publication_id": Publication.objects.filter(school_class=school_class).earliest("pk").pk,
            "date": TODAY.isoformat(),
        }
    things["large work to come"] = {"announcement_id": Announcement.objects.get().pk}
    things[SIGNED] = {"school_id": cast.school.pk, "month": "2026-08"}
    things[UNSIGNED] = {"school_id": cast.school.pk, "month": "2026-07"}
    ids = (
        "assignment_id",
        "school_id",
        "place_id",
        "class_id",
        "pupil_id",
        "publication_id",
        "upload_id",
        "draft_id",
        "check_id",
        "announcement_id",
        "loan_id",
        "plan_id",
        "appeal_id",
        "ruling_id",
        "ask_id",
        "offer_id",
        "proposal_id",
        "version",
        "number",
        "unit_id",
    )
    things[OWN_RULES] = {"school_id": cast.school.pk, "version": 1}
    nowhere = {"token": "2222-2222-2222-2222-2222", "name": "homework/nothing", "key": "nothing", "date": "2026-09-17"}
    nowhere |= {"month": "2026-09", "grade": "5", "term": "2031-2"}
    things["what is not there"] = dict.fromkeys(ids, 99_999_999) | nowhere
    return things


def _uploads(cast: Cast) -> dict[str, dict[str, Any]]:
    """A roster that waits for a yes, and the same under the address of a school that it is not of."""
    preview = preview_roster(
        by=cast.actor("academic"), at=AT, place_id=cast.school.pk, filename="名册.csv", content=ROSTER.encode()
    )
    return {
        UPLOAD: {"school_id": cast.school.pk, "upload_id": preview.upload_id},
        UPLOAD_ELSEWHERE: {"school_id": cast.other_school.pk, "upload_id": preview.upload_id},
    }


def _marks() -> dict[str, frozenset[str]]:
    # Whoever plans the service knows the school's children by name.
    planners = (COORDINATOR, *LEADERS)
    over, over_others = {COUNTY, CITY}, {OTHER_COUNTY, CITY}
    fifth = {TEACHER, HOMEROOM, GRADE_HEAD, *LEADERS}
    everybody_of_the_school = {*OF_THE_SCHOOL, GUARDIAN, *over}
    marks: dict[str, set[str]] = {
        "左小禾": {HOMEROOM, *planners, GUARDIAN},
        "𠅤·阿依古丽": {HOMEROOM, *planners},
        "白䶮": {*planners},
        "查朵": {COLLEAGUE, *planners},
        "费一诺": {OTHER_PRINCIPAL},
        "游晓溪": set(),
        "柏川": {OTHER_GUARDIAN},
        "记号甲五年级": fifth | over | {GUARDIAN},
        "记号乙五二班": fifth | over,
        "记号丙一年级": {COLLEAGUE, *LEADERS, *over},
        "记号丁七年级": {STRANGER, OTHER_PRINCIPAL, *over_others},
        "记号戊复式班": {OTHER_GUARDIAN, CENTRAL, *over_others},
        "记号己草稿": {TEACHER},
        "记号辛申诉": {TEACHER, *LEADERS},
        "记号壬申诉": {STRANGER, OTHER_PRINCIPAL},
        "记号子审核": fifth | over,
        "记号丑审核": {STRANGER, OTHER_PRINCIPAL, *over_others},
        "记号子试卷": fifth | over,
        "记号癸月报": {*LEADERS, *over},
        "戴记庚": {*LEADERS},
        "记号子办法": set(PERSONS),  # for anybody: it stands on the school's public page
        "记号丑拟稿": {*LEADERS},
        service_life.MARK: {STRANGER, OTHER_PRINCIPAL, *over_others},
        "青枣作业办法": everybody_of_the_school,
        "任可": everybody_of_the_school,
    }
    return {mark: frozenset(readers) for mark, readers in marks.items()}
