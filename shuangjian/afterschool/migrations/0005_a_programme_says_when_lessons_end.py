"""A programme says when the last lesson of its longest day ends; whoever announced before has not said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("afterschool", "0004_a_school_answers_what_only_it_can_say"),
        ("people", "0006_tokens_have_room_for_every_scope"),
        ("schools", "0002_class_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="lessons_end",
            field=models.TimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("announced_at", None),
                    ("lessons_end", None),
                    ("homework_from__gte", models.F("lessons_end")),
                    _connector="OR",
                ),
                name="announced_service_begins_when_lessons_are_over",
            ),
        ),
    ]
