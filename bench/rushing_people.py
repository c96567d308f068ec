"""Who publishes in the rush, and what."""

import datetime as dt
from collections import defaultdict

from shuangjian.config import clock
from shuangjian.demo.directory import OPERATOR
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.models import Person, TeachingAssignment
from shuangjian.people.operations import open_account
from shuangjian.people.queries import account_of
from shuangjian.schools.queries import calendar_at, cities, classes_by_id

SUBJECTS = ("CHINESE", "MATHEMATICS", "ENGLISH")
OF_A_CLASS = len(SUBJECTS)  # so many colleagues share an evening
AHEAD_DAYS = 21


def with_accounts(count: int, password: str) -> list[tuple[str, list[dict[str, str]]]]:
    """`count` teachers as (user name, forms): those of the three large subjects, class by class."""
    at = clock.now()
    today = shanghai_date(at)
    spans = calendar_at(cities()[0].path).evenings(today + dt.timedelta(days=1), today + dt.timedelta(days=AHEAD_DAYS))
    dates = [span.date.isoformat() for span in spans if not span.is_vacation]
    found = []
    for person_id, taught in _chosen(count, today).items():
        turns = [
            {"subject": subject, "classes": f"{class_id}-{grade}", "evening": date}
            for date in dates
            for class_id, grade, subject in taught
        ]
        found.append((_account(person_id, at, password), turns))
    return found


def _chosen(count: int, today: dt.date) -> dict[int, list[tuple[int, int, str]]]:
    """What these teachers teach, as (class, grade, subject): classes with written homework, all over the city."""
    rows = TeachingAssignment.objects.filter(subject__in=SUBJECTS, until=None).order_by("school_class_id", "subject")
    of_class: dict[int, list[TeachingAssignment]] = defaultdict(list)
    for row in rows:
        of_class[row.school_class_id].append(row)
    classes = classes_by_id(of_class, today)
    fitting = [pk for pk, klass in classes.items() if klass.grades[0][1] >= 3 and len(of_class[pk]) == OF_A_CLASS]
    step = max(len(fitting) * OF_A_CLASS // (count * 2), 1)
    taught: dict[int, list[tuple[int, int, str]]] = {}
    for pk in sorted(fitting)[::step]:
        for row in of_class[pk]:
            if len(taught) < count or row.person_id in taught:
                taught.setdefault(row.person_id, []).append((pk, classes[pk].grades[0][1], row.subject))
    return taught


def _account(person_id: int, at: dt.datetime, password: str) -> str:
    account = account_of(person_id)
    if account is None:
        person = Person.objects.get(pk=person_id)
        account = open_account(by=OPERATOR, at=at, person=person, username=f"rush{person_id}", password=password)
    return account.username
