"""For whoever changes the code: real time, errors shown, style sheets as they are on disk."""

from shuangjian.config import environment
from shuangjian.config.database import database
from shuangjian.config.keys import kept_key
from shuangjian.config.settings.base import *  # noqa: F403
from shuangjian.config.settings.base import VAR

DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SECRET_KEY = kept_key(VAR / "secret_key")
ROSTER_KEY = kept_key(VAR / "roster_key")
DATABASES = {"default": database(environment.text("DATABASE_URL") or f"sqlite:///{VAR / 'dev.sqlite3'}")}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
