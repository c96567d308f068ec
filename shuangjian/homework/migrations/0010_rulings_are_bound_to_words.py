"""What academic affairs was asked about, or has set, holds for the words that it was asked about."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec, ruling_digest


def bind(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those whose words are still the ones that were kept with the question; the others have lapsed, and stay as they
    are: no digest of words is like theirs."""
    rulings = apps.get_model("homework", "MinutesRuling").objects.select_related("assignment")
    for row in rulings.prefetch_related("assignment__tiers"):
        work = row.assignment
        tiers = sorted(work.tiers.all(), key=lambda tier: tier.position)
        words = [work.content, *(tier.content for tier in tiers)]
        if all(_plain(text) in _plain(row.text) for text in words):
            row.digest = ruling_digest(
                AssignmentSpec(
                    subject=work.subject,
                    unit=work.unit,
                    aim=work.aim,
                    form=Form(work.form),
                    content=work.content,
                    tiers=tuple(TierSpec(t.name, t.minutes, t.required, t.content) for t in tiers),
                    choose=work.choose,
                )
            )
            row.save(update_fields=["digest"])


def _plain(text: str) -> str:
    return "".join(text.split())


class Migration(migrations.Migration):
    dependencies = [("homework", "0009_predicted_minutes")]

    operations = [migrations.RunPython(bind, migrations.RunPython.noop)]
