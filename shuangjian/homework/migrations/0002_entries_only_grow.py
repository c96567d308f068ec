from django.db import migrations

from shuangjian.audit.append_only import only_grows


class Migration(migrations.Migration):
    dependencies = [("homework", "0001_initial")]
    operations = [only_grows("homework_entry")]
