"""Done once, while the longest of the checks has the other core, instead of in every process of the suite: the loops of
draw and estimator compiled, and a migrated SQLite database.

    python -m tests.beforehand loops
    python -m tests.beforehand database <file that will hold it>

A process finds the loops where numba keeps them, beside their modules, and the database by the name in
TEST_MIGRATED_SQLITE: it takes a copy. Whatever of this is not there, each process makes for itself.
"""

import os
import shutil
import sys
from pathlib import Path

MIGRATED = "TEST_MIGRATED_SQLITE"


def compile_loops() -> None:
    from shuangjian.timing.estimator.simulated import Shape
    from tests.unit.draw.schools import school_file
    from tests.unit.timing.worlds import fitted

    school_file()
    fitted(Shape(schools=2, days=5))


def migrate(file: Path) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "shuangjian.config.settings.test"
    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])


def take_copy(name: str) -> bool:
    """Lay the migrated database where a process will look for its own; False where there is none."""
    migrated = os.environ.get(MIGRATED, "")
    if not migrated or not Path(migrated).exists():
        return False
    shutil.copyfile(migrated, name)
    return True


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["loops"]:
            compile_loops()
        case ["database", file]:
            migrate(Path(file))
