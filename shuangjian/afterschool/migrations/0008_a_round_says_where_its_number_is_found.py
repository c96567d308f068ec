"""Where anybody can look up the public number, so that a parent can check it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("afterschool", "0007_yesterday_is_kept_as_counts")]

    operations = [migrations.AddField("round", "public_where", models.CharField(blank=True, max_length=100))]
