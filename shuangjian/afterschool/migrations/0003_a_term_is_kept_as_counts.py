"""What is kept of a term once what families said of it is deleted."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("afterschool", "0002_a_round_says_what_holds_without_its_number"),
        ("schools", "0002_class_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on_date", models.DateField()),
                ("closed_at", models.DateTimeField()),
                ("is_small", models.BooleanField()),
                ("pupils", models.PositiveIntegerField(default=0)),
                ("joined", models.PositiveIntegerField(default=0)),
                ("served", models.PositiveIntegerField(default=0)),
                ("needing", models.PositiveIntegerField(default=0)),
                ("declined", models.PositiveIntegerField(default=0)),
                ("left", models.PositiveIntegerField(default=0)),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closed", to="afterschool.programme"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("served__lte", models.F("joined")),
                            (
                                "pupils__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("joined"), "+", models.F("needing")
                                        ),
                                        "+",
                                        models.F("declined"),
                                    ),
                                    "+",
                                    models.F("left"),
                                ),
                            ),
                        ),
                        name="kept_counts_fit_into_one_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_small", False),
                            models.Q(
                                ("declined", 0),
                                ("joined", 0),
                                ("left", 0),
                                ("needing", 0),
                                ("pupils", 0),
                                ("served", 0),
                            ),
                            _connector="OR",
                        ),
                        name="of_a_small_school_no_count_is_kept",
                    ),
                ],
            },
        ),
    ]
