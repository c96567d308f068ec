"""Places: one of them, those above and below it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.models import Place
from shuangjian.schools.rules import PlaceKind


def ids_of(path: str) -> list[int]:
    """The ids in a path, root first."""
    return [int(part) for part in path.split("/") if part]


def place(place_id: int) -> Place:
    """Raises Place.DoesNotExist."""
    return Place.objects.get(pk=place_id)


def known_place(place_id: int) -> Place:
    """One place, whoever asks. Raises NotVisible where there is none."""
    try:
        return place(place_id)
    except Place.DoesNotExist as nobody:
        raise NotVisible(f"place {place_id}") from nobody


def place_with_id(place_id: int) -> Place | None:
    return Place.objects.filter(pk=place_id).first()


def place_with_code(code: str) -> Place | None:
    return Place.objects.filter(code=code).first()


def places_above(path: str) -> QuerySet[Place]:
    """The places on a path, root first, itself last."""
    return Place.objects.filter(pk__in=ids_of(path)).order_by("path")


def children(place_id: int) -> QuerySet[Place]:
    """The places directly below, counties by code and schools by name."""
    return Place.objects.filter(parent_id=place_id).order_by("code", "name")


def places_below(path: str, kinds: Iterable[PlaceKind]) -> list[Place]:
    """The places of these kinds at or below a path, those above first."""
    return sorted(Place.objects.filter(path__startswith=path, kind__in=list(kinds)), key=lambda p: (len(p.path), p.pk))


def cities() -> QuerySet[Place]:
    return Place.objects.filter(kind=PlaceKind.CITY)


def teaching_points_below(path: str) -> QuerySet[Place]:
    """The teaching points at or below a path."""
    return Place.objects.filter(path__startswith=path, kind=PlaceKind.TEACHING_POINT).order_by("pk")


def names_of_places(place_ids: Iterable[int]) -> dict[int, str]:
    """Names of places by id, in one query."""
    return dict(Place.objects.filter(pk__in=set(place_ids)).values_list("pk", "name"))
