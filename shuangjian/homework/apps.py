from django.apps import AppConfig


class HomeworkConfig(AppConfig):
    name = "shuangjian.homework"
    label = "homework"
    verbose_name = "作业"
    default_auto_field = "django.db.models.BigAutoField"
