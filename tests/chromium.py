"""Where a Chromium is on this machine, and how it is started so that it talks to this machine only."""

import os
import shutil
import subprocess
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # root has no other way; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@cache
def missing() -> str:
    """Why no browser test can run here, with what to do about it; "" where they can."""
    if executable() is None:
        return "no Chromium found: put chromium on PATH or name it in CHROMIUM"
    from playwright._impl._driver import compute_driver_executable

    node = str(compute_driver_executable()[0])
    started = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    words = started.stderr.strip().splitlines()
    return f"Playwright's driver does not start: {words[-1] if words else node}" if started.returncode else ""


def executable() -> str | None:
    """The path named by CHROMIUM, or of the first Chromium on PATH; None where there is none."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
