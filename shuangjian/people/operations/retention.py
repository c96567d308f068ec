"""Erasing what has been kept as long as the notice promises: the periods, and the job that keeps them every night."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from shuangjian.audit.operations import Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.people.models import Account, Guardianship, Person, Pupil, Slip, WrongCode
from shuangjian.people.operations.guardians import erase_guardians, without_ties
from shuangjian.people.operations.guessing import FORGOTTEN_AFTER
from shuangjian.people.operations.tokens import KEPT_DAYS as TOKEN_KEPT_DAYS
from shuangjian.people.operations.tokens import ended_tokens
from shuangjian.people.operations.uploads import KEPT_DAYS as UPLOAD_KEPT_DAYS
from shuangjian.people.operations.uploads import old_uploads, tidy_uploads

# From a primary school's last day, in July, until a junior school has its roster, in September.
FAMILY_KEPT_DAYS = 90
# A year's 休学, and back.
PUPIL_KEPT_YEARS = 1
STAFF_ACCOUNT_KEPT_DAYS = 90
# As long as a junior school lasts: its pupils may still ask who set them what.
STAFF_KEPT_YEARS = 3
PUPIL_GONE = "已离校学生"
STAFF_GONE = "已离职老师"


@dataclass(frozen=True)
class Expiry:
    """A kind of thing that is erased: `due` are the rows whose time is up at a moment, `erase` does it. What is due of
    one kind does not hang on whether another was erased already, so that a count made before tells the truth."""

    promise: str
    due: Callable[[dt.datetime], "QuerySet[Any]"]
    erase: Callable[[Actor, dt.datetime], object]


def due_for_erasure(*, at: dt.datetime, besides: Mapping[str, Expiry] | None = None) -> dict[str, int]:
    """How many of each kind have been kept as long as promised, by its label; `besides` are kinds of other apps."""
    return {label: kind.due(at).count() for label, kind in {**EXPIRIES, **(besides or {})}.items()}


def erase_expired(*, by: Actor, at: dt.datetime, besides: Mapping[str, Expiry] | None = None) -> dict[str, int]:
    """Erase whatever has been kept as long as promised, of other apps first: what they keep may hang on people.
    Returns how many of each kind. Again: nothing is left to do.

    Raises NotAllowed for anybody but an operator.
    """
    if not by.is_operator:
        raise NotAllowed("到期的信息由系统维护人员在服务器上抹去。")
    with transaction.atomic():
        counts = due_for_erasure(at=at, besides=besides)
        for label, kind in {**(besides or {}), **EXPIRIES}.items():
            if counts[label]:
                kind.erase(by, at)
        if any(counts.values()):
            on = Subject("retention", None, "")
            record(by=by, at=at, name="people.erase_expired", on=on, after={k: n for k, n in counts.items() if n})
    return counts


def days_before(at: dt.datetime, days: int) -> dt.date:
    return shanghai_date(at) - dt.timedelta(days=days)


def years_before(at: dt.datetime, years: int) -> dt.date:
    """The same day of an earlier year; 28 February for a 29th that the year does not have."""
    date = shanghai_date(at)
    day = 28 if (date.month, date.day) == (2, 29) else date.day
    return date.replace(year=date.year - years, day=day)


def _ended_ties(at: dt.datetime) -> "QuerySet[Guardianship]":
    """Ties to a child that left, and did not come back to this school or another."""
    return Guardianship.objects.filter(until=None, pupil__left_on__lte=days_before(at, FAMILY_KEPT_DAYS))


def _standing_ties(at: dt.datetime) -> "QuerySet[Guardianship]":
    return Guardianship.objects.filter(until=None).exclude(pk__in=_ended_ties(at).values("pk"))


def _guardians(at: dt.datetime) -> "QuerySet[Person]":
    return without_ties(_standing_ties(at))


def _open_slips(at: dt.datetime) -> "QuerySet[Slip]":
    return Slip.objects.filter(claimed_at=None, pupil__left_on__lte=days_before(at, FAMILY_KEPT_DAYS))


def _pupils(at: dt.datetime) -> "QuerySet[Pupil]":
    gone = Pupil.objects.filter(left_on__lte=years_before(at, PUPIL_KEPT_YEARS))
    return gone.exclude(**_nameless(PUPIL_GONE))


def _slips(at: dt.datetime) -> "QuerySet[Slip]":
    return Slip.objects.exclude(claimed_at=None).filter(pupil__left_on__lte=years_before(at, PUPIL_KEPT_YEARS))


def _gone_staff(at: dt.datetime, since: dt.date) -> "QuerySet[Person]":
    """Those who left by a date; whoever still has a child's page keeps name and account as its guardian."""
    ties = Exists(_standing_ties(at).filter(guardian=OuterRef("pk")))
    return Person.objects.filter(~ties, left_on__lte=since)


def _staff_accounts(at: dt.datetime) -> "QuerySet[Account]":
    return Account.objects.filter(person__in=_gone_staff(at, days_before(at, STAFF_ACCOUNT_KEPT_DAYS)))


def _staff(at: dt.datetime) -> "QuerySet[Person]":
    return _gone_staff(at, years_before(at, STAFF_KEPT_YEARS)).exclude(**_nameless(STAFF_GONE))


def _wrong_passwords(at: dt.datetime) -> "QuerySet[Any]":
    found: QuerySet[Any] = AccessAttempt.objects.filter(attempt_time__lte=at - settings.AXES_COOLOFF_TIME)
    return found


def _sessions(at: dt.datetime) -> "QuerySet[Session]":
    return Session.objects.filter(expire_date__lte=at)


def _wrong_codes(at: dt.datetime) -> "QuerySet[WrongCode]":
    return WrongCode.objects.filter(at__lte=at - FORGOTTEN_AFTER)


def _nameless(name: str) -> dict[str, Any]:
    return {"name": name, "sort_key": "", "number_digest": None, "number_tail": ""}


def _deleted(due: Callable[[dt.datetime], "QuerySet[Any]"], promise: str) -> Expiry:
    return Expiry(promise, due, lambda by, at: due(at).delete())


_FAMILY = f"孩子离校满{FAMILY_KEPT_DAYS}天"
_PUPIL = f"离校满{PUPIL_KEPT_YEARS}年"

EXPIRIES: Mapping[str, Expiry] = {
    "绑定": Expiry(
        f"{_FAMILY}，解除绑定",
        _ended_ties,
        lambda by, at: _ended_ties(at).update(until=shanghai_date(at)),
    ),
    "家长": Expiry(
        "最后一个绑定解除，删除账号，抹去称呼",
        _guardians,
        lambda by, at: erase_guardians(_guardians(at)),
    ),
    "没有领的入户条": _deleted(_open_slips, f"{_FAMILY}，删除"),
    "离校学生": Expiry(
        f"{_PUPIL}，抹去姓名、读音、学籍号摘要和末4位",
        _pupils,
        lambda by, at: _pupils(at).update(**_nameless(PUPIL_GONE)),
    ),
    "领过的入户条": _deleted(_slips, f"{_PUPIL}，删除"),
    "离职老师的账号": _deleted(_staff_accounts, f"离职满{STAFF_ACCOUNT_KEPT_DAYS}天，删除"),
    "离职老师": Expiry(
        f"离职满{STAFF_KEPT_YEARS}年，抹去姓名、读音、工号摘要和末4位",
        _staff,
        lambda by, at: _staff(at).update(**_nameless(STAFF_GONE)),
    ),
    "没有确认的名册": Expiry(
        f"上传满{UPLOAD_KEPT_DAYS}天，删除文件",
        old_uploads,
        lambda by, at: tidy_uploads(by=by, at=at),
    ),
    "停用的令牌": _deleted(ended_tokens, f"停用或到期满{TOKEN_KEPT_DAYS}天，删除"),
    "失效的登录": _deleted(_sessions, "12小时失效，删除"),
    "输错密码的记录": _deleted(_wrong_passwords, "10分钟作废，删除"),
    "输错领取码的记录": _deleted(_wrong_codes, "一小时作废，删除"),
}
