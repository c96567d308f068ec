"""Measured as in production: the database waits for the disk, no debugging, nothing read from the machine.

Passwords are hashed quickly, as in tests: building a town is not what is measured.
"""

from shuangjian.config import environment
from shuangjian.config.database import database
from shuangjian.config.settings.test import *  # noqa: F403

DATABASES = {"default": database(environment.text("DATABASE_URL"))}
SHUANGJIAN_CLOCK = "bench.town.standing"
TEMPLATES[0]["OPTIONS"]["debug"] = False  # type: ignore[index]  # noqa: F405
LOGGING = {"version": 1, "disable_existing_loggers": True}
