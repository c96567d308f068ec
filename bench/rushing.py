"""`python -m bench.rushing <a second> <seconds> <teachers>`: serves the city at DATABASE_URL and publishes in it.

The site is `shuangjian serve`; teachers sign in with their passwords; each publish is a form as the browser sends it.
An act is due at its moment: if the site is slow, what waits counts from then on (an open loop).
"""

import http.client
import itertools
import json
import os
import re
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field

from bench.site import Visitor, answer, post, site

PASSWORD = "Shuangjian-2026"
MINUTES = 1
FORM = {
    "unit": "位置", "aim": "会用数对", "form": "WRITTEN", "content": "画座位图，用数对写三个位置。", "choose": "1",
    "minutes-0": str(MINUTES), "act": "publish",
}  # fmt: skip


@dataclass
class Teacher(Visitor):
    """`turns` are what to publish: a subject, a class and grade, a date. `answers` are (status, seconds, where to)."""

    turns: "itertools.cycle[dict[str, str]]" = field(default_factory=lambda: itertools.cycle([{}]))
    answers: list[tuple[int, float, str]] = field(default_factory=list)


def main(a_second: float, seconds: int, count: int) -> None:
    """Prints milliseconds, counts, and what went wrong."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    teachers, before = _teachers(count), _counts()
    with site() as port:
        for teacher in teachers:
            _sign_in(port, teacher)
        start = time.monotonic() + 1
        threads = [
            threading.Thread(
                target=_publish, args=(port, teacher, start + n / a_second, count / a_second, start + seconds)
            )
            for n, teacher in enumerate(teachers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    _tell(teachers, before)


def _publish(port: int, teacher: Teacher, due: float, every: float, until: float) -> None:
    """One teacher, one connection, an act whenever it is due."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number in itertools.count():
        if due >= until:
            return
        time.sleep(max(due - time.monotonic(), 0))
        form = FORM | next(teacher.turns) | {"key": f"rush-{os.getpid()}-{teacher.username}-{number}"}
        try:
            status, where, _ = post(connection, teacher, "/homework/new/", form)
        except (OSError, http.client.HTTPException):
            connection.close()
            status, where = 0, ""
        teacher.answers.append((status, time.monotonic() - due, where))
        due += every


def _sign_in(port: int, teacher: Teacher) -> None:
    """Through the sign-in page, as anybody."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    answer(connection, teacher, "GET", "/login/")
    status, _, page = post(connection, teacher, "/login/", {"username": teacher.username, "password": PASSWORD})
    assert status == 302, (status, re.sub(r"<[^>]+>|\s+", " ", page)[:400])
    connection.close()


def _teachers(count: int) -> list[Teacher]:
    """Teachers of schools all over the city with accounts, several of a class among them, and what each will publish:
    to one class after the other, on the evenings to come."""
    from bench.rushing_people import with_accounts

    return [Teacher(name, turns=itertools.cycle(turns)) for name, turns in with_accounts(count, PASSWORD)]


def _counts() -> dict[str, int]:
    from shuangjian.audit.models import Act
    from shuangjian.homework.models import Entry

    return {"acts": Act.objects.filter(name="homework.publish").count(), "entries": Entry.objects.count()}


def _tell(teachers: list[Teacher], before: dict[str, int]) -> None:
    from django.db.models import F

    from shuangjian.audit.models import Act
    from shuangjian.homework.models import Evening
    from shuangjian.homework.queries import ledger_faults

    answers = [answer for teacher in teachers for answer in teacher.answers]
    times = [seconds * 1000 for _, seconds, _ in answers]
    after = _counts()
    acts = after["acts"] - before["acts"]
    published = after["entries"] - before["entries"]
    rush = Act.objects.filter(name="homework.publish", key__contains=f"rush-{os.getpid()}-").count()
    wrong = {
        "answers that were no redirect to a result": sum(s != 302 or "/result/" not in to for s, _, to in answers),
        "acts missing from the record": abs(len(answers) - acts) + abs(acts - rush),
        "evenings beyond their cap": Evening.objects.filter(obligated__gt=F("cap")).count(),
        "evenings whose sums disagree": len(ledger_faults()),
    }
    print(
        json.dumps(
            {
                "sent": len(answers),
                "p95": statistics.quantiles(times, n=20)[-1],
                "median": statistics.median(times),
                "longest": max(times),
                "published": published,
                "refused": acts - published,
                "wrong": wrong,
            }
        )
    )


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
