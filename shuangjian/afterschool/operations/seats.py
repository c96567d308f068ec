"""Seats of units and of tutoring: taken, held for who was asked, and given back, each by one conditional update.

Not to look first and then take: the condition stands in the update itself, so that of two who come at once for the
last seat one gets it, on every database (tests/races).
"""

from django.db.models import F, QuerySet

from shuangjian.afterschool.models import TutoringPlace, Unit


def hold_units(units: "QuerySet[Unit]") -> None:
    """Hold these units until the transaction ends, in the one order. Whoever touches seats of several does so first:
    two children of whom each leaves the other's club for its own would wait for each other."""
    list(units.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def take_seat(unit_id: int) -> bool:
    """Take a free seat; False where there is none."""
    return bool(_with_a_seat(unit_id).update(taken=F("taken") + 1))


def hold_seat(unit_id: int) -> bool:
    """Keep a free seat for who is asked; False where there is none."""
    return bool(_with_a_seat(unit_id).update(held=F("held") + 1))


def take_held_seat(unit_id: int) -> bool:
    """The seat that was held is taken."""
    held = Unit.objects.filter(pk=unit_id, held__gt=0)
    return bool(held.update(held=F("held") - 1, taken=F("taken") + 1))


def release_seat(unit_id: int) -> None:
    """A seat that was held is free."""
    Unit.objects.filter(pk=unit_id, held__gt=0).update(held=F("held") - 1)


def give_back_seat(unit_id: int) -> None:
    """A seat that was taken is free."""
    Unit.objects.filter(pk=unit_id, taken__gt=0).update(taken=F("taken") - 1)


def take_tutoring(place_id: int) -> bool:
    """Take a free seat of a teacher's; False where there is none."""
    return bool(TutoringPlace.objects.filter(pk=place_id, taken__lt=F("capacity")).update(taken=F("taken") + 1))


def give_back_tutoring(place_id: int) -> None:
    TutoringPlace.objects.filter(pk=place_id, taken__gt=0).update(taken=F("taken") - 1)


def _with_a_seat(unit_id: int) -> "QuerySet[Unit]":
    return Unit.objects.filter(pk=unit_id, closed_at=None, capacity__gt=F("taken") + F("held"))
