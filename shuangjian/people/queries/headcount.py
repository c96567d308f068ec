"""How many people there are."""

from shuangjian.people.models import Enrolment, Person, Pupil


def headcount() -> tuple[int, int, int]:
    """Pupils, those of them who sit in a class, and people who work at a school."""
    staff = Person.objects.exclude(school=None).filter(left_on=None)
    return Pupil.objects.count(), Enrolment.objects.filter(until=None).count(), staff.count()
