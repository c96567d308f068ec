from django.apps import AppConfig


class TimingConfig(AppConfig):
    name = "shuangjian.timing"
    label = "timing"
    verbose_name = "用时"
    default_auto_field = "django.db.models.BigAutoField"
