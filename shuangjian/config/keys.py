"""Keys that a demonstration or a developer's copy makes for itself. Production is given its keys."""

import os
import secrets
from pathlib import Path


def kept_key(path: Path) -> str:
    """The key in the file at `path`; on the first call a random one is made and kept, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(fresh, path)  # fails where another process was first: all then read the same key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()
