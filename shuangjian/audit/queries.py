"""Reading the record."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from shuangjian.audit.models import Act, Seal
from shuangjian.audit.operations import link


def acts_of_school(
    school_id: int, *, before_id: int | None = None, limit: int = 50, without: Collection[str] = ()
) -> QuerySet[Act]:
    """The latest acts of one school, newest first; `before_id` pages on, `without` leaves out acts by name."""
    acts = Act.objects.filter(school_id=school_id).exclude(name__in=without).order_by("-pk")
    return acts.filter(pk__lt=before_id)[:limit] if before_id else acts[:limit]


def acts_below(path: str, names: Collection[str], *, before_id: int | None = None, limit: int = 50) -> QuerySet[Act]:
    """The latest acts of these names at or below a place, newest first."""
    acts = Act.objects.filter(name__in=names, place_path__startswith=path).order_by("-pk")
    return acts.filter(pk__lt=before_id)[:limit] if before_id else acts[:limit]


def acts_of_class(
    class_id: int, *, assignments: Collection[int] = (), before_id: int | None = None, limit: int = 50
) -> QuerySet[Act]:
    """The latest acts on one class, newest first, and those on `assignments`, which may have gone to several."""
    on = Q(class_id=class_id) | Q(on_kind="assignment", on_id__in=assignments)
    acts = Act.objects.filter(on).order_by("-pk")
    return acts.filter(pk__lt=before_id)[:limit] if before_id else acts[:limit]


def acts_with_refusals(
    path: str, since: dt.datetime, until: dt.datetime, *, school_id: int | None = None
) -> Iterator[tuple[int, dt.datetime, str, dict[str, Any]]]:
    """Which act, when, on what and with which outcome, where something was refused to some class, at or below a place,
    or at one school. The database looks through the acts; no more than those that refused are handed over, one after
    another."""
    where = {"place_path__startswith": path} if school_id is None else {"school_id": school_id}
    acts = Act.objects.filter(at__gte=since, at__lt=until, after__refused__0__isnull=False, **where).order_by("pk")
    yield from acts.values_list("pk", "at", "on_label", "outcome").iterator(2000)


def acts_of_person(person_id: int, *, limit: int = 50) -> QuerySet[Act]:
    """What one person did, newest first."""
    return Act.objects.filter(actor_id=person_id).order_by("-pk")[:limit]


def outcome_under(person_id: int, key: str) -> dict[str, Any] | None:
    """What came of the act that a person did under a key; None if there was none."""
    return Act.objects.filter(actor_id=person_id, key=key).values_list("outcome", flat=True).first()


def unsealed() -> int:
    """How many acts the chain does not hold yet."""
    return Act.objects.count() - Seal.objects.count()


@dataclass(frozen=True)
class Verification:
    """`sealed` acts checked; `first_bad` is the id of the first act that does not fit the chain, None if all do."""

    sealed: int
    first_bad: int | None
    head: str


def verify(expected_head: str | None = None) -> Verification:
    """Walk the chain from its first link.

    A changed, removed, inserted or re-ordered act is found by the chain itself; a removed tail only by comparing with
    a head kept elsewhere (`expected_head`): then `first_bad` is 0.
    """
    head, sealed = "", 0
    acts = Act.objects.order_by("pk").iterator(chunk_size=2000)
    for seal in Seal.objects.order_by("act_id").iterator(chunk_size=2000):
        act = next(acts, None)
        if act is None or act.pk != seal.act_id or link(head, act) != seal.digest:
            return Verification(sealed, min(seal.act_id, act.pk) if act else seal.act_id, head)
        head, sealed = seal.digest, sealed + 1
    if expected_head is not None and expected_head != head and not Seal.objects.filter(digest=expected_head).exists():
        return Verification(sealed, 0, head)
    return Verification(sealed, None, head)
