"""The ledger against itself: what an evening says it holds, and what its entries and shares add up to."""

from collections.abc import Iterator

from django.db.models import F, Sum
from django.db.models.functions import Greatest

from shuangjian.homework.models import Entry, Evening, PlannedShare, Share

AT_ONCE = 20_000  # evenings read at a time: a city has more than a million


def ledger_faults() -> list[str]:
    """Evenings whose sums do not agree: committed with its entries, obligated with its shares; agreed plans that keep
    more of a weekday than its evening held. Empty when all do.

    Three queries and some ten megabytes for every 20,000 evenings. A fault is one that is seen twice: somebody may
    publish between two readings.
    """
    found, last = [], 0
    while evenings := list(Evening.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        first, last = evenings[0], evenings[-1]
        if suspected := set(_faults(first, last)):
            found += [fault for fault in _faults(first, last) if fault in suspected]
    return found + list(_plan_faults())


def ledger_size() -> tuple[int, int]:
    """How many evenings there are, and how many entries."""
    return Evening.objects.count(), Entry.objects.count()


def _faults(first: int, last: int) -> Iterator[str]:
    """Those of the evenings with ids from `first` to `last`."""
    within = {"evening_id__gte": first, "evening_id__lte": last}
    entries = dict(Entry.objects.filter(**within).values_list("evening_id").annotate(total=Sum("minutes")))
    sums = Share.objects.filter(**within).values_list("evening_id")
    shares = {
        pk: (committed, owed)
        for pk, committed, owed in sums.annotate(one=Sum("committed"), two=Sum(Greatest("committed", "right")))
    }
    evenings = Evening.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    for pk, committed, obligated in evenings.values_list("pk", "committed", "obligated"):
        shared, owed = shares.get(pk, (0, 0))
        if committed != entries.get(pk, 0):
            yield f"evening {pk}: committed {committed}, entries {entries.get(pk, 0)}"
        if committed != shared or obligated != owed:
            yield f"evening {pk}: {committed}/{obligated}, shares {shared}/{owed}"


def _plan_faults() -> Iterator[str]:
    """A plan is agreed under its row's lock, since no constraint of a row can add up its shares."""
    totals = PlannedShare.objects.filter(plan__agreed_at__isnull=False).values_list("plan_id", "weekday", "plan__cap")
    over = totals.annotate(total=Sum("minutes")).filter(total__gt=F("plan__cap")).order_by("plan_id", "weekday")
    for plan_id, weekday, cap, total in over:
        yield f"term plan {plan_id}: {total} minutes on weekday {weekday}, of {cap}"
