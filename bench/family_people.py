"""Families who come at once: who they are, and what is there when they are gone."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from shuangjian.afterschool.models import Programme, SignUp
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.audit.models import Act
from shuangjian.config import clock
from shuangjian.demo import clock as city_clock
from shuangjian.demo.whole_city import model
from shuangjian.people.models import Account
from shuangjian.people.operations.loading import NewGuardian, load_guardians
from shuangjian.people.rules import Relation

if TYPE_CHECKING:
    from bench.family_visits import Family

BACKEND = "django.contrib.auth.backends.ModelBackend"


def with_sessions(
    count: int, signs_up: bool, before_closing: dt.timedelta, make: "Callable[..., Family]"
) -> "list[Family]":
    """`count` families all over the city, signed in, and the city's clock where they come: shortly before the first
    wave closes, or once all results are told. What they will hand in is what the city's model has them wish; for
    sign-up their rows are taken away first."""
    programmes = list(Programme.objects.exclude(announced_at=None))
    if not programmes:
        raise ValueError("no school has announced anything: run `shuangjian city service` first")
    first_closing = min(row.closes_at for row in programmes if row.closes_at)
    last_result = max(row.results_at for row in programmes if row.results_at)
    city_clock.set_to(first_closing - before_closing if signs_up else last_result + dt.timedelta(hours=1))
    rows = SignUp.objects.filter(answer=Answer.JOIN).order_by("opaque")[:count]
    wished = [(row.pupil_id, row.school_id, row.programme_id, row.weekdays, row.wishes) for row in rows]
    if len(wished) < count:
        raise ValueError(f"{count} families are too many for this city of {len(wished)}")
    new = [NewGuardian(pupil_id, school_id, Relation.MOTHER) for pupil_id, school_id, *_ in wished]
    people = load_guardians(new, clock.now())
    stamp = time.time_ns()
    accounts = Account.objects.bulk_create(
        Account(username=f"bench{stamp}-{n}", person=person, password="!unusable") for n, person in enumerate(people)
    )
    if signs_up:
        SignUp.objects.filter(pupil_id__in=[pupil_id for pupil_id, *_ in wished]).delete()
    families = []
    for account, key, (pupil_id, _, programme_id, days, units) in zip(
        accounts, _sessions(accounts), wished, strict=True
    ):
        form = {
            "programme": str(programme_id),
            "day": [str(day) for day in weekdays_in(days)],
            "w": [str(number) for number in units],
        }
        families.append(make(account.username, {"sessionid": key}, pupil_id=pupil_id, form=form))
    return families


def close() -> None:
    """Move the city's clock to where all schools have closed and the public number is out."""
    city_clock.set_to(model.STANDS_AT)


def _sessions(accounts: Sequence[Account]) -> list[str]:
    """A session for each, as signing in makes it; the keys."""
    store, expires = SessionStore(), dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    rows = [
        Session(
            session_key=store._get_new_session_key(),  # type: ignore[attr-defined]  # as Django itself makes one
            session_data=store.encode(
                {
                    SESSION_KEY: str(account.pk),
                    BACKEND_SESSION_KEY: BACKEND,
                    HASH_SESSION_KEY: account.get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for account in accounts
    ]
    Session.objects.bulk_create(rows)
    return [row.session_key for row in rows]


def said_since(families: "Sequence[Family]") -> dict[str, Any]:
    """Of those who were told that it was received: whose row is not there, or not as handed in; and acts twice."""
    rows = {row.pupil_id: row for row in SignUp.objects.filter(pupil_id__in=[one.pupil_id for one in families])}
    told = [one for one in families if one.handed_in and not one.wrong]
    lost = sum(one.pupil_id not in rows or [str(n) for n in rows[one.pupil_id].wishes] != one.form["w"] for one in told)
    acts = Counter(
        Act.objects.filter(name="afterschool.answer", key__startswith="closing-").values_list("key", flat=True)
    )
    twice = sum(n - 1 for n in acts.values())
    return {"stored": len(rows), "lost": lost, "twice": twice, "acts": len(acts)}
