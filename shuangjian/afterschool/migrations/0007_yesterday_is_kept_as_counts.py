"""What families said of a term, counted once a day for pages that tell of a whole city."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("afterschool", "0006_an_offer_is_withdrawn_and_kept"),
        ("schools", "0002_class_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on_date", models.DateField()),
                ("pupils", models.PositiveIntegerField(default=0)),
                ("joined", models.PositiveIntegerField(default=0)),
                ("served", models.PositiveIntegerField(default=0)),
                ("needing", models.PositiveIntegerField(default=0)),
                ("declined", models.PositiveIntegerField(default=0)),
                ("left", models.PositiveIntegerField(default=0)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "year", "number"), name="a_school_is_counted_on_one_day_of_a_term"
                    ),
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
                        name="counts_of_a_day_fit_into_one_another",
                    ),
                ],
            },
        ),
    ]
