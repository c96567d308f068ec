"""A school, a county or the city in earnest. `manage check --deploy` is silent under these settings."""

from shuangjian.config import environment
from shuangjian.config.database import database
from shuangjian.config.settings.base import *  # noqa: F403
from shuangjian.config.settings.base import TRUSTED_PROXIES, VAR

DEBUG = False
SECRET_KEY = environment.key("SHUANGJIAN_SECRET_KEY")
ROSTER_KEY = environment.key("SHUANGJIAN_ROSTER_KEY")
ALLOWED_HOSTS = environment.names("SHUANGJIAN_ALLOWED_HOSTS")
DATABASES = {"default": database(environment.text("DATABASE_URL") or f"sqlite:///{VAR / 'shuangjian.sqlite3'}")}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# An intranet without TLS has to say so by name; it is never the default.
_tls = not environment.flag("SHUANGJIAN_WITHOUT_TLS")
SECURE_SSL_REDIRECT = _tls
SECURE_HSTS_SECONDS = 31_536_000 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _tls
SECURE_HSTS_PRELOAD = _tls
SESSION_COOKIE_SECURE = _tls
CSRF_COOKIE_SECURE = _tls
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
