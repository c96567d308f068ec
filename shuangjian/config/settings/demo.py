"""The sample city: its own clock, its own database, served on this machine."""

from shuangjian.config import environment
from shuangjian.config.database import database
from shuangjian.config.keys import kept_key
from shuangjian.config.settings.base import *  # noqa: F403
from shuangjian.config.settings.base import VAR

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SECRET_KEY = kept_key(VAR / "secret_key")
ROSTER_KEY = kept_key(VAR / "roster_key")
DATABASES = {"default": database(environment.text("DATABASE_URL") or f"sqlite:///{VAR / 'demo.sqlite3'}")}
SHUANGJIAN_CLOCK = "shuangjian.demo.clock.now"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
