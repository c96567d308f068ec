"""A server killed in the middle of publishing leaves evening and entries equal, and every acknowledged act stored."""

import json
import os
import random
import subprocess
import sys
import time

import pytest
from django.db import connection

from shuangjian.homework.models import Entry, Evening, Publication
from shuangjian.homework.queries import ledger_faults
from tests.races.killed import kill

pytestmark = pytest.mark.race

CHILD = """
import json, os, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["SCRATCH_NAME"]
django.setup()
from shuangjian.audit.operations import Request
from shuangjian.homework.operations import Target, publish, save_draft, withdraw
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.people.models import Person
from shuangjian.people.queries import actor_at
from tests.cast import AT, TODAY
asked = json.loads(sys.argv[1])
by = actor_at(Person.objects.get(pk=asked["person"]), AT)
spec = AssignmentSpec("MATHEMATICS", "单元", "练一练", Form.WRITTEN, "第3题。", (TierSpec("", asked["minutes"]),))
for n in range(10_000):
    draft = save_draft(by=by, at=AT, spec=spec)
    key = f"{asked['life']}-{n}"
    outcome = publish(by=by, at=AT, assignment_id=draft.pk, targets=[Target(c, 5, (TODAY,)) for c in asked["classes"]],
                      request=Request.of(key, draft=draft.pk))
    for c in outcome.published:
        print(c.publication_id, flush=True)
        withdraw(by=by, at=AT, publication_id=c.publication_id, reason="", request=Request.of(key + f"w{c.class_id}"))
"""


LIVES = 6
MINUTES = 60 // LIVES  # each life may leave one publication standing, and the next must still find room


def test_no_kill_leaves_half_a_publication(committed_cast):
    cast = committed_cast
    draw = random.Random(3)
    acknowledged: set[int] = set()
    for life in range(LIVES):
        asked = {
            "person": cast.people["maths"].pk,
            "classes": [cast.five_one.pk, cast.five_two.pk],
            "life": life,
            "minutes": MINUTES,
        }
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, json.dumps(asked)],
            stdout=subprocess.PIPE,
            env={**os.environ, "SCRATCH_NAME": str(connection.settings_dict["NAME"])},
            text=True,
        )
        assert child.stdout is not None
        acknowledged.add(int(child.stdout.readline()))
        time.sleep(draw.uniform(0.01, 0.4))
        rest = kill(child).splitlines()
        acknowledged |= {int(line) for line in rest[:-1]}
    assert ledger_faults() == []
    assert acknowledged <= set(Publication.objects.values_list("pk", flat=True))
    assert all(e.committed <= e.cap for e in Evening.objects.all())
    assert Publication.objects.filter(entries=None).count() == 0
    assert Entry.objects.count() > 0
