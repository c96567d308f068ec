"""`python -m bench.family_visits sign-up|close|results <a second> <seconds>`: families at the city of DATABASE_URL.

A city that `shuangjian city service` has prepared. Sign-up: in the last minutes before the closing each family opens
its child's page and hands its list in; one in five presses twice, in two connections at once. Results: each opens the
page of its child. Families come at their moment, whether the site keeps up or not (an open loop); what they wait counts
from then on. Sessions stand before the clock runs: families sign in all day, not in these minutes.
"""

import datetime as dt
import http.client
import json
import os
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field

from bench.site import Visitor, answer, post, site

THREADS = 64
TWICE = 5  # one in so many presses twice
CSRF = "f" * 32
BEFORE_CLOSING = dt.timedelta(minutes=4)


@dataclass
class Family(Visitor):
    """A guardian of one child. `opened` and `handed_in` are seconds from when each was due; `wrong` what went wrong."""

    pupil_id: int = 0
    form: dict[str, str | list[str]] = field(default_factory=dict)
    opened: list[float] = field(default_factory=list)
    handed_in: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main(what: str, a_second: float, seconds: int) -> None:
    """Prints milliseconds, counts, and what went wrong."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.family_people import close, said_since, with_sessions
    from bench.processes import seconds_of, seconds_of_database

    if what == "close":
        close()
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    signs_up = what == "sign-up"
    families = with_sessions(int(a_second * seconds), signs_up, BEFORE_CLOSING, Family)
    for family in families:
        family.cookies["csrftoken"] = CSRF
    with site() as port:
        site_before, database_before = seconds_of(os.getpid()) - time.process_time(), seconds_of_database()
        start = time.monotonic() + 1
        due = [(start + n / a_second, family) for n, family in enumerate(families)]
        threads = [threading.Thread(target=_visit, args=(port, due[n::THREADS], signs_up)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - start
        # What is below this process is the site.
        of_site = seconds_of(os.getpid()) - time.process_time() - site_before
        of_database = seconds_of_database() - database_before
    found = {
        "families": len(families),
        "seconds": took,
        "processors": {"site": of_site, "database": of_database},
        "opened": _quantiles([one for family in families for one in family.opened]),
        "handed_in": _quantiles([one for family in families for one in family.handed_in]) if signs_up else None,
        "wrong": [words for family in families for words in family.wrong][:5],
        "wrongs": sum(len(family.wrong) for family in families),
        **(said_since(families) if signs_up else {}),
    }
    print(json.dumps(found))


def _visit(port: int, due: "list[tuple[float, Family]]", signs_up: bool) -> None:
    """One family after another, each at its moment and with a connection of its own."""
    for moment, family in due:
        time.sleep(max(moment - time.monotonic(), 0))
        path = f"/family/service/{family.pupil_id}/"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in family.cookies.items())
            status, _, page = answer(connection, family, "GET", path, None, {"Cookie": cookie})
            family.opened.append(time.monotonic() - moment)
            if status != 200 or ("课后服务" not in page and "名额" not in page):
                family.wrong.append(f"the page answered {status}")
            if signs_up:
                _hand_in(port, connection, family, path, moment)
        except (OSError, http.client.HTTPException) as error:
            family.wrong.append(repr(error))
        finally:
            connection.close()


def _hand_in(port: int, connection: http.client.HTTPConnection, family: Family, path: str, moment: float) -> None:
    form = family.form | {"key": f"closing-{os.getpid()}-{family.pupil_id}", "act": "join"}
    second = None
    if family.pupil_id % TWICE == 0:
        second = threading.Thread(target=_again, args=(port, family, path, form))
        second.start()
    status, where, _ = post(connection, family, path, form)
    family.handed_in.append(time.monotonic() - moment)
    if status != 302 or where != path:
        family.wrong.append(f"handing in answered {status}")
    if second is not None:
        second.join()


def _again(port: int, family: Family, path: str, form: dict[str, str | list[str]]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    status, _, _ = post(connection, family, path, form)
    if status != 302:
        family.wrong.append(f"the second press answered {status}")
    connection.close()


def _quantiles(seconds: list[float]) -> dict[str, float]:
    """Milliseconds."""
    cuts = statistics.quantiles(seconds, n=20)
    return {"median": statistics.median(seconds) * 1000, "p95": cuts[-1] * 1000, "longest": max(seconds) * 1000}


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
