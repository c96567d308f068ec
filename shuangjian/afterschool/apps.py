from django.apps import AppConfig


class AfterschoolConfig(AppConfig):
    name = "shuangjian.afterschool"
    label = "afterschool"
    verbose_name = "课后服务"
    default_auto_field = "django.db.models.BigAutoField"
