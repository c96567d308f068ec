"""A round names source and issue of its public number apart, and how many days each issue is awaited.

A name that was typed whole is taken apart at its issue. What was announced before keeps its digest, which had the name
in it and no rule: such a programme is announced anew, or drawn before this is applied.
"""

import re
from typing import Any

from django.db import migrations, models

USUAL_WAIT = 5


def take_apart(apps: Any, schema_editor: Any) -> None:
    rounds = apps.get_model("afterschool", "Round")
    for row in rounds.objects.all():
        found = re.search(r"(.+?)第?([0-9]{1,12})[期号]", row.public_name)
        row.public_source, row.public_issue = (found[1][:50], found[2]) if found else (row.public_name[:50], "0")
        row.save(update_fields=["public_source", "public_issue"])


class Migration(migrations.Migration):
    dependencies = [("afterschool", "0001_programmes_sign_ups_and_draws")]

    operations = [
        migrations.AddField("round", "public_source", models.CharField(default="", max_length=50), False),
        migrations.AddField("round", "public_issue", models.CharField(default="", max_length=12), False),
        migrations.AddField("round", "public_wait_days", models.PositiveSmallIntegerField(default=USUAL_WAIT), False),
        migrations.AddField("round", "issues_passed", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("round", "last_passed_at", models.DateTimeField(null=True)),
        migrations.RunPython(take_apart, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("round", "public_name"),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=models.Q(public_wait_days__gte=1, public_wait_days__lte=30),
                name="a_round_waits_some_days_for_its_number",
            ),
        ),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=models.Q(issues_passed=0, last_passed_at=None)
                | models.Q(issues_passed__gte=1, last_passed_at__gt=models.F("public_due_at")),
                name="an_issue_is_passed_over_after_its_date",
            ),
        ),
    ]
