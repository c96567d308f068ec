"""A server killed in the middle of a draw leaves all of it or nothing, and the next run goes on where it was."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from shuangjian.afterschool.models import Credit, Draw, DrawnUnit, Placement, Unit
from shuangjian.afterschool.queries import replayed
from tests.apps.afterschool.term import DRAWN, answered, drawn, programme_of, sealed
from tests.races.killed import kill

pytestmark = pytest.mark.race

CHILD = """
import os, sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["SCRATCH_NAME"]
django.setup()
from shuangjian.afterschool import operations
from shuangjian.afterschool.operations import drawing
from tests.apps.afterschool.term import DRAWN, OPERATOR
real = getattr(drawing, sys.argv[1])
def halfway(*args):
    real(*args)
    print("halfway", flush=True)
    time.sleep(60)
setattr(drawing, sys.argv[1], halfway)
operations.draw_programme(by=OPERATOR, at=DRAWN, programme_id=int(sys.argv[2]))
"""


@pytest.mark.parametrize("step", ["store_units", "store_places", "store_credits"])
def test_no_kill_leaves_half_a_draw(committed_cast, step):
    programme = programme_of(committed_cast)
    answered(committed_cast, programme)
    sealed(programme)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, step, str(programme.pk)],
        stdout=subprocess.PIPE,
        env={**os.environ, "SCRATCH_NAME": str(connection.settings_dict["NAME"])},
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "halfway\n"
    kill(child)
    assert Draw.objects.get().drawn_at is None
    for model in (DrawnUnit, Placement, Credit):
        assert not model.objects.exists()
    assert not Unit.objects.exclude(taken=0, closed_at=None).exists()
    drawn(programme)
    assert replayed(programme.pk, DRAWN) == []
