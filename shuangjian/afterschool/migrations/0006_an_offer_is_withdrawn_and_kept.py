"""An offer that a child can no longer take is ended and says so, instead of being deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("afterschool", "0005_a_programme_says_when_lessons_end"),
        ("people", "0006_tokens_have_room_for_every_scope"),
        ("schools", "0002_class_names"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="offer",
            name="a_seat_once_declined_is_not_offered_again",
        ),
        migrations.AddField(
            model_name="offer",
            name="withdrawn",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", False), ("taken", False), ("withdrawn", False)),
                fields=("sign_up", "unit"),
                name="a_seat_once_declined_is_not_offered_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn", False),
                    models.Q(("answered_by", None), ("ended_at__isnull", False), ("taken", False)),
                    _connector="OR",
                ),
                name="a_withdrawn_offer_has_ended_unanswered",
            ),
        ),
    ]
