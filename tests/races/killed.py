"""The end of a child process that is killed in the middle of its work."""

import time
from typing import Any

from django.db import connection

PATIENCE_SECONDS = 60
OTHERS = """SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""


def kill(child: Any) -> str:
    """Kill a `Popen`, and wait until the database knows; what the child had still said. PostgreSQL ends what it was
    told last, a COMMIT too, when its client is dead already: to look before is to look at two moments."""
    child.kill()
    said: str = child.communicate()[0]
    limit = time.monotonic() + PATIENCE_SECONDS
    while connection.vendor == "postgresql" and _others() and time.monotonic() < limit:
        time.sleep(0.01)
    return said


def _others() -> int:
    """Sessions of this test's database besides its own."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        (count,) = cursor.fetchone()
    return int(count)
