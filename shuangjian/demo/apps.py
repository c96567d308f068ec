from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "shuangjian.demo"
    label = "demo"
    verbose_name = "样例城"
    default_auto_field = "django.db.models.BigAutoField"
