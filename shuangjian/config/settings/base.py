"""What all ways of running share. Nothing here depends on the machine but the root of the checkout."""

import datetime as dt
from pathlib import Path

from shuangjian.config import environment

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(environment.text("SHUANGJIAN_VAR") or ROOT / "var")
LAKE = Path(environment.text("SHUANGJIAN_LAKE") or VAR / "lake")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "shuangjian.audit",
    "shuangjian.schools",
    "shuangjian.people",
    "shuangjian.policy",
    "shuangjian.homework",
    "shuangjian.afterschool",
    "shuangjian.timing",
    "shuangjian.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "shuangjian.config.middleware.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shuangjian.config.middleware.ClockMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shuangjian.desks.common.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shuangjian.config.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as its documentation asks
]

ROOT_URLCONF = "shuangjian.config.urls"
WSGI_APPLICATION = "shuangjian.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shuangjian.desks.common.context.desk",
            ],
            "builtins": ["shuangjian.desks.common.templatetags.shuangjian"],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time. Stored moments are UTC; "today" is Shanghai's.
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
SHUANGJIAN_CLOCK = "shuangjian.config.clock.real_time"

# Style sheets and scripts: our own, and the few that npm installed.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    ROOT / "static",
    ("vendor/tabler", ROOT / "node_modules/@tabler/core/dist/css"),
    ("vendor/htmx", ROOT / "node_modules/htmx.org/dist"),
]
STATICFILES_FINDERS = ["shuangjian.config.static_files.ChosenFilesFinder"]
VENDOR_FILES = frozenset(
    {
        "vendor/tabler/tabler.min.css",
        "vendor/tabler/tabler.min.css.map",  # the style sheet names it
        "vendor/htmx/htmx.min.js",
    }
)

# Sign-in.
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "shuangjian.config.passwords.ThreeKindsValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Five wrong passwords close one account, for ten minutes, to one address. A whole school shares an address, so the
# address alone closes nothing; the account alone would let anybody lock out the bureau.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=10)
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "shuangjian.config.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "shuangjian.config.addresses.client_address"
AXES_DISABLE_ACCESS_LOG = True  # who signed in is the audit's to record
AXES_VERBOSE = False
TRUSTED_PROXIES = environment.number("SHUANGJIAN_TRUSTED_PROXIES")

# Sessions are rows, so that leaving a post ends them. A shared office computer forgets when its browser is closed.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# What a form may hold besides files; how large a roster may be is settled where rosters are read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
