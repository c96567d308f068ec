"""The whole city: as large as its model says, the same each time, whole after a kill, bad where its file says so."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.test import Client

from shuangjian.afterschool.models import Programme, SignUp
from shuangjian.afterschool.operations import draw_programme, seal_lists
from shuangjian.afterschool.queries import findings_of, plan_of, replayed
from shuangjian.afterschool.rules.finding import refusals_in
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.audit.models import Act
from shuangjian.audit.queries import verify
from shuangjian.demo.directory import OPERATOR
from shuangjian.demo.models import SignIn
from shuangjian.demo.names import is_of_this_city
from shuangjian.demo.whole_city import SCHOOLS, SEED, model
from shuangjian.demo.whole_city import school as building
from shuangjian.demo.whole_city.build import build, build_schools
from shuangjian.demo.whole_city.faults import Fault, planted_in, write_faults
from shuangjian.demo.whole_city.service.build import add_service
from shuangjian.demo.whole_city.shapes import City, Shape, city_of
from shuangjian.homework.models import Assignment, Entry, Evening, Publication, Share, Tier
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import PublicationState
from shuangjian.kernel.actor import Role
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.models import Account, Enrolment, Person, Pupil
from shuangjian.schools.models import School
from shuangjian.schools.queries import school_facts
from shuangjian.schools.rules import PlaceKind

pytestmark = [pytest.mark.slow]
PATIENCE_SECONDS = 600
# What a city says, without its ids: the same text from both databases.
CONTENT = """
SELECT p.code, e.date, e.grade, e.label, e.cap, e.committed, n.subject, n.minutes, a.content, t.name
  FROM homework_entry n JOIN homework_evening e ON e.id = n.evening_id JOIN schools_place p ON p.id = e.school_id
  JOIN homework_publication b ON b.id = n.publication_id JOIN homework_assignment a ON a.id = b.assignment_id
  JOIN people_person t ON t.id = a.author_id
 UNION ALL
SELECT p.code, NULL, r.cohort, u.name, NULL, NULL, u.number_digest, NULL, NULL, NULL
  FROM people_pupil u JOIN schools_place p ON p.id = u.school_id JOIN people_enrolment r ON r.pupil_id = u.id
"""


def small_city() -> City:
    """A school or two of every kind but the largest, the smallest of each: enough for every fault."""
    whole = city_of(SEED)
    several = {"乡村小学": 7, "镇区小学": 1, "乡村初中": 2, "镇区九年一贯制": 2, "乡村九年一贯制": 2}
    chosen: list[Shape] = []
    for kind, count in several.items():
        small = sorted((s for s in whole.shapes if s.kind.name == kind), key=lambda s: (not s.point, len(s.rooms)))
        chosen += small[:count]
    return City(SEED, tuple(chosen))


CITY = small_city()


@pytest.fixture(scope="class")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """The city, once for all the tests here; gone with the last of them. What the builder said is handed on."""
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        build(CITY, resume=False, workers=1, say=said.append)
        connection.check_constraints()  # here, and not again after each test
        yield said
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _its_own_clock(settings: Any) -> None:
    settings.SHUANGJIAN_CLOCK = "shuangjian.demo.clock.now"


class TestTheModel:
    def test_its_totals_are_those_of_the_city(self) -> None:
        whole = city_of(SEED)
        assert len(whole.shapes) == SCHOOLS == 926
        assert (whole.classes, whole.pupils, whole.teachers) == (12_700, 498_000, 30_000)
        assert Counter(s.kind.name for s in whole.shapes) == {kind.name: kind.count for kind in model.KINDS}

    def test_another_seed_has_other_schools_and_the_same_totals(self) -> None:
        one, other = city_of(SEED), city_of(SEED + 1)
        assert (one.classes, one.pupils, one.teachers) == (other.classes, other.pupils, other.teachers)
        assert [s.name for s in one.shapes] != [s.name for s in other.shapes]

    def test_a_smaller_city_is_a_part_of_the_whole_with_its_mixture(self) -> None:
        whole = {s.number: s for s in city_of(SEED).shapes}
        part = city_of(SEED, 60)
        assert all(whole[s.number] == s for s in part.shapes)
        of_kind = Counter(s.kind.name for s in part.shapes)
        assert all(abs(of_kind[kind.name] - kind.count * 60 / 926) < 1.5 for kind in model.KINDS)

    def test_classes_are_of_a_size_that_a_room_holds(self) -> None:
        rooms = [room for shape in city_of(SEED).shapes for room in shape.rooms]
        assert all(model.SMALLEST_CLASS <= room.size <= model.LARGEST_CLASS for room in rooms)

    def test_no_two_schools_have_one_name_or_code(self) -> None:
        shapes = city_of(SEED).shapes
        assert len({s.name for s in shapes}) == len({s.code for s in shapes}) == SCHOOLS

    def test_every_way_of_behaving_badly_occurs_and_most_schools_behave_well(self) -> None:
        planted = planted_in(city_of(SEED))
        assert set(Fault) == {p.fault for p in planted.values()}
        assert len(planted) < SCHOOLS / 10


@pytest.mark.django_db
@pytest.mark.usefixtures("built")
class TestTheBuiltCity:
    def test_it_is_as_large_as_its_model(self) -> None:
        assert (School.objects.count(), Pupil.objects.count()) == (14, CITY.pupils)
        assert Enrolment.objects.filter(until=None).count() == CITY.pupils
        assert Person.objects.exclude(school=None).count() == CITY.teachers

    def test_an_evening_has_about_four_entries_and_is_never_beyond_its_cap(self) -> None:
        days = Evening.objects.values("date").distinct().count()
        assert days == 94
        assert 0.9 * days * CITY.classes < Evening.objects.count() < 1.2 * days * CITY.classes
        assert 3.5 < Entry.objects.count() / Evening.objects.count() < 4.7
        assert not Evening.objects.filter(obligated__gt=F("cap")).exists()

    def test_every_constraint_holds_every_sum_agrees_and_the_record_is_sealed_whole(self) -> None:
        connection.check_constraints()
        assert ledger_faults() == []
        found = verify()
        assert (found.first_bad, found.sealed) == (None, Act.objects.count())

    def test_there_is_one_act_for_every_school_and_day_with_homework(self) -> None:
        acts = Act.objects.filter(name="homework.load_day").count()
        assert acts == Evening.objects.values("school", "date").distinct().count()

    def test_a_released_evening_keeps_only_shares_with_minutes(self) -> None:
        assert not Evening.objects.filter(released=False).exists()
        assert not Share.objects.filter(committed=0).exists()
        assert not Share.objects.filter(right__gt=0).exists()

    def test_every_assignment_is_published_and_has_its_tiers(self) -> None:
        assert not Assignment.objects.filter(publications=None).exists()
        assert Tier.objects.values("assignment").distinct().count() == Assignment.objects.count()

    def test_nothing_in_it_happens_after_its_clock(self) -> None:
        for table in apps.get_models():
            if table._meta.app_label in ("schools", "people", "policy", "homework", "audit"):
                for field in table._meta.get_fields():
                    if field.get_internal_type() == "DateTimeField" and field.name != "last_login":
                        later = table.objects.filter(**{f"{field.name}__gt": model.STANDS_AT})
                        assert not later.exists(), (table, field)

    def test_all_its_people_are_invented(self) -> None:
        for name in Pupil.objects.values_list("name", flat=True):
            assert is_of_this_city(name), name
        assert Pupil.objects.filter(number_digest=None).count() == 0

    def test_somebody_in_every_role_signs_in_and_finds_a_page(self) -> None:
        roles = {role.label for role in Role if role is not Role.OPERATOR}
        assert set(SignIn.objects.values_list("role", flat=True)) == roles
        for sign_in in SignIn.objects.all():
            client = Client()
            account = Account.objects.get(username=sign_in.account)
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
            assert client.get("/", follow=True).status_code == 200, sign_in

    def test_its_schools_plan_their_service_families_wish_and_all_is_drawn(self) -> None:
        said: list[str] = []
        add_service(said.append)
        assert said[-1].startswith("14／14所，")
        programmes = list(Programme.objects.exclude(announced_at=None).prefetch_related("units"))
        assert len(programmes) == School.objects.count()
        answers = SignUp.objects.filter(programme__in=programmes)
        joined = answers.filter(answer=Answer.JOIN)
        assert 0.85 < joined.count() / CITY.pupils < 0.95
        assert 0.93 < answers.count() / CITY.pupils < 0.99  # who has not answered has no row
        for programme in programmes:
            units = {unit.number: unit for unit in programme.units.all()}
            for grade, weekdays, wishes in joined.filter(programme=programme).values_list(
                "grade", "weekdays", "wishes"
            ):
                assert len(set(wishes)) == len(wishes)
                for unit in map(units.__getitem__, wishes):
                    assert unit.first_grade <= grade <= unit.last_grade
                    assert unit.weekdays & weekdays == unit.weekdays
        add_service(said.append)
        assert Programme.objects.count() == len(programmes)
        for programme in programmes:
            seal_lists(by=OPERATOR, at=model.STANDS_AT, programme_id=programme.pk)
            draw_programme(by=OPERATOR, at=model.STANDS_AT, programme_id=programme.pk)
            assert replayed(programme.pk, model.STANDS_AT) == []
            school = school_facts(programme.school_id)
            assert not refusals_in(findings_of(plan_of(programme, programme.units.all(), school), school))

    def test_a_finished_city_is_left_as_it_is(self) -> None:
        said: list[str] = []
        before = Act.objects.count()
        build(CITY, resume=True, workers=1, say=said.append)
        assert said == ["这座城已经建好了：14所学校"]
        assert Act.objects.count() == before

    def test_another_city_is_refused_where_one_is_already(self) -> None:
        with pytest.raises(InvalidInput, match="另一座城"):
            build(City(SEED + 1, CITY.shapes), resume=True, workers=1, say=print)

    def test_the_file_names_who_does_what_and_it_is_there(self, tmp_path: Path) -> None:
        write_faults(tmp_path / "faults.json", CITY)
        stated = json.loads((tmp_path / "faults.json").read_text(encoding="utf-8"))
        assert (stated["seed"], stated["schools"], len(stated["faults"])) == (SEED, 14, len(Fault))
        for row in stated["faults"]:
            school = School.objects.get(place__code=row["code"])
            assert school.place.name == row["school"]
            assert shows(Fault(row["fault"]), school.pk, row["since"]), row

    def test_schools_that_are_not_in_the_file_show_none_of_it(self) -> None:
        bad = {planted.shape.code for planted in planted_in(CITY).values()}
        for school in School.objects.exclude(place__code__in=bad):
            assert [fault for fault in Fault if shows(fault, school.pk, "2026-09-01")] == []


def shows(fault: Fault, school_id: int, since: str) -> bool:
    """Whether a school's homework looks like the fault from a day on."""
    evenings = Evening.objects.filter(school_id=school_id, date__gte=since, date__lt=model.TODAY, cap__gt=0)
    published = Publication.objects.filter(school_id=school_id, entries__evening__in=evenings)
    written = Entry.objects.filter(evening__in=evenings, minutes__gt=0)
    if fault is Fault.ALWAYS_FULL:
        return evenings.exists() and not evenings.filter(committed__lt=F("cap")).exists()
    if fault is Fault.DECLARED_LOW:
        return written.exists() and not written.filter(minutes__gt=5).exists()
    if fault is Fault.ONE_SUBJECT:
        shares = Counter[str]()
        for subject, minutes in written.values_list("subject", "minutes"):
            shares[subject] += minutes
        return shares["MATHEMATICS"] > 0.7 * sum(shares.values()) > 0
    if fault is Fault.LATE_AT_NIGHT:
        return published.exists() and not published.exclude(published_at__hour__gte=21).exists()
    if fault is Fault.NOTHING_RECORDED:
        return not evenings.exists()
    if fault is Fault.WITHDRAWN_BEFORE_MONTH_END:
        return published.filter(state=PublicationState.WITHDRAWN).count() > 5
    optional = published.filter(assignment__tiers__required=False, assignment__tiers__minutes__gte=45)
    return optional.values("entries__evening").distinct().count() > 0.8 * evenings.count()


@pytest.mark.django_db
def test_a_school_that_fails_half_way_leaves_nothing_and_is_built_by_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    city, loads = City(SEED, CITY.shapes[:3]), []

    def load_or_fail(*given: Any) -> Any:
        loads.append(given)
        if len(loads) == 2:
            raise RuntimeError("the power is gone")
        return building_load(*given)

    building_load = building.load_homework
    monkeypatch.setattr(building, "load_homework", load_or_fail)
    with pytest.raises(RuntimeError):
        build_schools(city, workers=1, say=lambda words: None)
    assert School.objects.count() == 1
    assert Pupil.objects.count() == city.shapes[0].pupils
    said: list[str] = []
    build_schools(city, workers=1, say=said.append)
    assert said[0] == "已有1所，接着建2所"
    assert Pupil.objects.count() == city.pupils


@pytest.mark.django_db
def test_a_database_with_a_city_of_its_own_is_refused(cast: Any) -> None:
    with pytest.raises(InvalidInput, match="别的城市"):
        build(CITY, resume=True, workers=1, say=print)
    assert not School.objects.filter(place__kind=PlaceKind.SCHOOL, place__code__startswith="XN").exists()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"SHUANGJIAN_VAR": str(tmp_path_factory.mktemp("var"))}


def command(database: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "shuangjian", "city", "build", "--schools", "3", *more, str(database)]


def run(machine: dict[str, str], database: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(database, *more), env=machine, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


@pytest.fixture(scope="module")
def straight(machine: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city of three schools, built by the command in one go."""
    database = tmp_path_factory.mktemp("straight") / "city.sqlite3"
    done = run(machine, database)
    assert done.returncode == 0, done.stderr
    assert "3／3所" in done.stdout
    assert "账都对得上" in done.stdout
    assert json.loads(database.with_suffix(".faults.json").read_text(encoding="utf-8"))["schools"] == 3
    return database


def content(database: Path) -> list[str]:
    with sqlite3.connect(database) as file:
        return sorted(map(str, file.execute(CONTENT)))


def schools_in(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10) as file:
        try:
            return int(file.execute("SELECT COUNT(*) FROM schools_school").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_a_build_that_is_killed_goes_on_where_it_was_and_ends_with_the_same_city(
    machine: dict[str, str], straight: Path, tmp_path: Path
) -> None:
    database = tmp_path / "city.sqlite3"
    building = subprocess.Popen(command(database), env=machine, stdout=subprocess.DEVNULL)
    limit = time.monotonic() + PATIENCE_SECONDS
    while building.poll() is None and time.monotonic() < limit and not (database.exists() and schools_in(database)):
        time.sleep(0.02)
    building.send_signal(signal.SIGKILL)
    assert building.wait() == -signal.SIGKILL
    whole = content(straight)
    left = content(database)
    assert 0 < schools_in(database) < 3
    there = {row.split("'")[1] for row in left}
    assert left == [row for row in whole if row.split("'")[1] in there]
    refused = run(machine, database)
    assert refused.returncode == 1
    assert "--resume" in refused.stderr
    assert run(machine, database, "--resume").returncode == 0
    assert content(database) == whole


def test_a_dry_run_counts_and_writes_nothing(machine: dict[str, str], tmp_path: Path) -> None:
    said = run(machine, tmp_path / "city.sqlite3", "--dry-run")
    assert said.returncode == 0
    assert "合计　3所" in said.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_build_the_city_that_one_builds_and_sqlite_takes_but_one(
    machine: dict[str, str], straight: Path, tmp_path: Path
) -> None:
    if connection.vendor == "sqlite":
        refused = run(machine, tmp_path / "city.sqlite3", "--workers", "2")
        assert refused.returncode == 2
        assert "只能一个进程写" in refused.stderr
        assert list(tmp_path.iterdir()) == []
        return
    build(city_of(SEED, 3), resume=False, workers=2, say=lambda words: None)
    with connection.cursor() as cursor:
        cursor.execute(CONTENT.replace("e.date,", "e.date::text,"))
        assert sorted(map(str, cursor.fetchall())) == content(straight)
