"""`python -m bench.importing <place id> <file>`: previews and applies a roster, and says what it took.

A process of its own, so that its peak of memory is that of the import alone.
"""

import json
import resource
import secrets
import sys
import time
from pathlib import Path


def main(place_id: int, path: Path) -> None:
    """Prints seconds, peaks of memory in KiB (this process, and the child that reads the file), and counts."""
    import django

    django.setup()
    from bench.town import AT, BY
    from shuangjian.audit.operations import Request
    from shuangjian.journeys.import_roster import apply_roster, preview_roster

    content = path.read_bytes()
    started = time.perf_counter()
    preview = preview_roster(by=BY, at=AT, place_id=place_id, filename=path.name, content=content)
    previewed = time.perf_counter()
    assert not preview.bad, preview.bad[:3]
    if preview.counts:
        request = Request.of(f"bench-{preview.upload_id}", upload=preview.upload_id)
        apply_roster(by=BY, at=AT, upload_id=preview.upload_id, request=request, choose=secrets.choice)
    done = time.perf_counter()
    print(
        json.dumps(
            {
                "preview": previewed - started,
                "apply": done - previewed,
                "own": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                "reader": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
                "counts": preview.counts,
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
