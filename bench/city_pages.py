"""`python -m bench.city_pages`: opens the pages of the city at DATABASE_URL, warm, and prints how long each took."""

import datetime as dt
import gc
import json
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuangjian.people.models import Person

VISITS, WARM_UP = 60, 3


def main() -> None:
    """Prints, by page: milliseconds (p95, median, the median of its own processor time), visits, statements, KiB."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS += ["testserver"]
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench.visits import get, signed_in, statements

    found = {}
    for name, (who, path) in _pages().items():
        client = signed_in(who)
        for _ in range(WARM_UP):
            size = len(get(client, path).content) / 1024
        gc.collect()
        gc.freeze()  # as `serve` does
        times, own = [], []
        for _ in range(VISITS):
            started, worked = time.perf_counter(), time.process_time()
            get(client, path)
            times.append((time.perf_counter() - started) * 1000)
            own.append((time.process_time() - worked) * 1000)
        found[name] = {
            "p95": statistics.quantiles(times, n=20)[-1],
            "median": statistics.median(times),
            "own": statistics.median(own),
            "visits": VISITS,
            "statements": statements(client, path),
            "kibibytes": size,
        }
    print(json.dumps(found))


def _pages() -> dict[str, tuple["Person", str]]:
    """Who opens what: the sign-ins of the city, at the school that is their own, which is its largest."""
    from shuangjian.demo.whole_city.model import STANDS_AT
    from shuangjian.people.models import Account, RoleAssignment
    from shuangjian.schools.queries import cities

    people = {name: Account.objects.get(username=name).person for name in ("shi", "xiaozhang", "banzhuren")}
    school = f"/school/{people['xiaozhang'].school_id}/"
    month = STANDS_AT.replace(day=1) - dt.timedelta(days=1)  # the last that is over
    led = RoleAssignment.objects.filter(person=people["banzhuren"], role="HOMEROOM").order_by("pk")
    return {
        "the city's overview": (people["shi"], f"/places/{cities()[0].pk}/"),
        "the largest school's week": (people["xiaozhang"], school),
        "the largest school's weekly checks": (people["xiaozhang"], f"{school}checks/"),
        "the largest school's month": (people["xiaozhang"], f"{school}reports/{month:%Y-%m}/"),
        "a class's evening": (people["banzhuren"], f"/class/{led[0].school_class_id}/"),
    }


if __name__ == "__main__":
    main()
