"""What schools say to the parts of a service model that only they can answer."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("afterschool", "0003_a_term_is_kept_as_counts"),
        ("schools", "0002_class_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=200)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="afterschool.programme"
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
                    models.UniqueConstraint(fields=("programme", "name"), name="a_school_answers_a_part_once_a_term"),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="an_answer_says_something"
                    ),
                ],
            },
        ),
    ]
