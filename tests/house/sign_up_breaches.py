"""How to break each constraint of what families say, and what draws carry over: see breaches.py."""

from collections.abc import Callable
from typing import Any

from shuangjian.afterschool.models import ClosedTerm, CountedDay, Credit, SignUp
from tests.apps.afterschool.signing import BASKETBALL, announced, join
from tests.cast import AT, TODAY, Cast
from tests.house.breaking import again, change


def signed_up(cast: Cast) -> SignUp:
    announced(cast)
    join(cast, BASKETBALL)
    return SignUp.objects.get()


def credit(cast: Cast, **values: Any) -> Credit:
    return Credit.objects.create(**{"school": cast.school, "pupil": cast.pupils["左小禾"], "value": 0} | values)


def no_days(cast: Cast) -> None:
    signed_up(cast)
    change(SignUp, weekdays=0)


def kept(cast: Cast, **counts: Any) -> ClosedTerm:
    row = announced(cast)
    about = {"programme": row, "school": cast.school, "on_date": TODAY, "closed_at": AT, "is_small": False}
    return ClosedTerm.objects.create(**about | {"pupils": 9, "joined": 6, "served": 5, "declined": 2} | counts)


def counted(cast: Cast, **counts: Any) -> CountedDay:
    about = {"school": cast.school, "year": 2026, "number": 1, "on_date": TODAY}
    return CountedDay.objects.create(**about | {"pupils": 9, "joined": 6, "served": 5, "declined": 2} | counts)


SIGN_UP: dict[str, Callable[[Cast], object]] = {
    "a_child_is_signed_up_once_a_term": lambda c: again(signed_up(c), opaque="0" * 16),
    "a_file_names_a_child_once": lambda c: again(signed_up(c), pupil=c.pupils["白䶮"]),
    "who_joins_names_days_and_nobody_else_does": no_days,
    "a_child_has_one_credit_at_a_school": lambda c: again(credit(c)),
    "a_credit_stays_within_one": lambda c: credit(c, value=1_000_001),
    "closedterm.programme": lambda c: again(kept(c)),
    "kept_counts_fit_into_one_another": lambda c: kept(c, needing=2),
    "a_school_is_counted_on_one_day_of_a_term": lambda c: again(counted(c)),
    "counts_of_a_day_fit_into_one_another": lambda c: counted(c, served=7),
    "of_a_small_school_no_count_is_kept": lambda c: kept(c, is_small=True),
}
