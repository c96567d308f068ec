"""For the test suite: a database of each process's own, quick password hashing, nothing read from the machine."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from shuangjian.config import environment
from shuangjian.config.database import SQLITE, database
from shuangjian.config.settings.base import *  # noqa: F403
from shuangjian.config.settings.base import LOGGING, MIDDLEWARE

DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SECRET_KEY = "for-tests-only-" + "0123456789abcdef" * 4
ROSTER_KEY = "for-tests-only-" + "fedcba9876543210" * 4
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
# Thousands of refusals are what the tests ask for: none is worth a line, an error still is.
LOGGING = LOGGING | {"loggers": {"django.request": {"level": "ERROR"}}}

# A file, because threads on SQLite's in-memory database die with "table is locked"; in a folder of this process's
# own, because two suites may run at once. Nothing here has to survive a power cut.
TEST_FILES = Path(tempfile.mkdtemp(prefix="shuangjian-test-"))
LAKE = TEST_FILES / "lake"


def _remove_files(owner: int) -> None:
    if os.getpid() == owner:  # a forked child leaves its parent's files alone
        shutil.rmtree(TEST_FILES, ignore_errors=True)


atexit.register(_remove_files, os.getpid())
DATABASES = {
    "default": database(
        environment.text("TEST_DATABASE_URL") or f"sqlite:///{TEST_FILES}/empty", synchronous="OFF", busy_seconds=90
    )
}
if DATABASES["default"]["ENGINE"] == SQLITE:
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_FILES / "test.sqlite3")}
