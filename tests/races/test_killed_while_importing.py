"""A server killed in the middle of applying a roster leaves all of it or nothing."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.db import connection

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.journeys.import_roster import apply_roster
from shuangjian.people.models import Enrolment, Pupil, RosterUpload
from shuangjian.schools.models import ClassCohort, SchoolClass
from tests.cast import AT, Cast
from tests.journeys.rosters import book, choose, look, pupil, standing_pupils
from tests.races.killed import kill

pytestmark = pytest.mark.race

CHILD = """
import os, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["SCRATCH_NAME"]
django.setup()
from shuangjian.audit.operations import Request
from shuangjian.journeys.import_roster import apply_roster
from shuangjian.people.models import Person
from shuangjian.people.queries import actor_at
from tests.cast import AT
from tests.journeys.rosters import choose
person, upload = map(int, sys.argv[1:])
by = actor_at(Person.objects.get(pk=person), AT)
print("ready", flush=True)
apply_roster(by=by, at=AT, upload_id=upload, request=Request.of("form", upload=upload), choose=choose)
print("done", flush=True)
"""
LIVES = 5
PUPILS = 1500


def standing() -> tuple[int, ...]:
    return tuple(table.objects.count() for table in (Pupil, Enrolment, SchoolClass, ClassCohort))


def test_no_kill_leaves_half_a_roster(committed_cast: Cast) -> None:
    cast = committed_cast
    many = [pupil(f"学生{n}", 2 + n % 5, 1 + n % 9, f"G4109022016000{n:05d}") for n in range(1000, 1000 + PUPILS)]
    preview = look(cast, book([*standing_pupils(), *many]))
    before = standing()
    draw = random.Random(5)
    for _ in range(LIVES):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(cast.people["academic"].pk), str(preview.upload_id)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "SCRATCH_NAME": str(connection.settings_dict["NAME"])},
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(draw.uniform(0.3, 1.5))
        kill(child)
        applied = RosterUpload.objects.get(pk=preview.upload_id).state == "APPLIED"
        assert (standing() != before) == applied
        assert Act.objects.filter(name="people.apply_roster").exists() == applied
    request = Request.of("form", upload=preview.upload_id)
    apply_roster(by=cast.actor("academic"), at=AT, upload_id=preview.upload_id, request=request, choose=choose)
    assert Pupil.objects.filter(left_on=None, school_id=cast.school.pk).count() == PUPILS + 4
