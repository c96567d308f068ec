"""Classes as rows, in session or not."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from shuangjian.schools.models import ClassCohort, SchoolClass


def classes_ever_of(school_id: int) -> QuerySet[SchoolClass]:
    """Every class a school has or had, with its cohorts."""
    return SchoolClass.objects.filter(school_id=school_id).prefetch_related("cohorts")


def open_classes_of(school_ids: Iterable[int]) -> list[SchoolClass]:
    """The classes of these schools that have not ended, in session or not, each with `open_cohorts`. Two queries."""
    open_cohorts = Prefetch("cohorts", ClassCohort.objects.filter(until=None), to_attr="open_cohorts")
    return list(
        SchoolClass.objects.filter(school_id__in=set(school_ids), until=None)
        .prefetch_related(open_cohorts)
        .order_by("pk")
    )


def places_of_classes(class_ids: Iterable[int]) -> dict[int, int]:
    """The place of each class: its school or teaching point, in one query."""
    return dict(SchoolClass.objects.filter(pk__in=set(class_ids)).values_list("pk", "place_id"))
