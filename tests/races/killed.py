"""The end of a child process that is killed in the middle of its work."""

import signal
import subprocess
import time

from django.db import connection

PATIENCE_SECONDS = 60
OTHERS = """SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""


def kill(child: "subprocess.Popen[str]") -> str:
    """Kill, and wait until the database knows; what the child had still said. PostgreSQL ends what it was told last,
    a COMMIT too, when its client is dead already: to look before is to look at two moments."""
    child.send_signal(signal.SIGKILL)
    said = child.stdout.read() if child.stdout else ""
    if child.stdout:
        child.stdout.close()
    child.wait()
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
