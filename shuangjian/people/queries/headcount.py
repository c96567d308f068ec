"""How many people there are, and where all pupils sit."""

from collections.abc import Iterator

from shuangjian.people.models import Enrolment, Person, Pupil


def headcount() -> tuple[int, int, int]:
    """Pupils, those of them who sit in a class, and people who work at a school."""
    staff = Person.objects.exclude(school=None).filter(left_on=None)
    return Pupil.objects.count(), Enrolment.objects.filter(until=None).count(), staff.count()


def seats_of_all() -> Iterator[tuple[int, int, int, int]]:
    """Who sits where now, in the whole city: pupil, school, class, cohort. One query."""
    rows = Enrolment.objects.filter(until=None).order_by("pk")
    yield from rows.values_list("pupil_id", "school_id", "school_class_id", "cohort").iterator(10_000)
