from django.db import migrations

from shuangjian.audit.append_only import only_grows


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [only_grows("audit_act"), only_grows("audit_seal")]
