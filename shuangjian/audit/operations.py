"""Adding to the record. Called inside the transaction of the act that it records."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.utils.crypto import salted_hmac

from shuangjian.audit.models import Act, Seal
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import InvalidInput, KeyReused, NotAllowed, NotVisible, Refused

T = TypeVar("T")
CHANGED = "已改"


@dataclass(frozen=True)
class Subject:
    """What an act was on: its kind (`evening`), id, and a label a person understands; the place it belongs to."""

    kind: str
    id: int | None
    label: str
    place_path: str = "/"
    school_id: int | None = None
    class_id: int | None = None


@dataclass(frozen=True)
class Request:
    """The idempotency key of one act and a digest of what was asked, so that a retry can be told from a new request.

    The digest is keyed: it is kept for good, and of a yes or no anybody could try out which of the two it is of."""

    key: str
    digest: str = field(default="")

    @classmethod
    def of(cls, key: str, **asked: object) -> "Request":
        text = json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str)
        digest = salted_hmac("what an act was asked", text, secret=settings.ROSTER_KEY, algorithm="sha256")
        return cls(key[:255], digest.hexdigest())


def record(
    *,
    by: Actor,
    at: dt.datetime,
    name: str,
    on: Subject,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    request: Request | None = None,
    outcome: dict[str, Any] | None = None,
    role: Role | None = None,
) -> Act:
    """Add one act. `role` says in which of several roles somebody acted; the first held over the place otherwise.

    Raises IntegrityError when the same actor has already acted under the same key: the transaction then rolls back
    and the caller answers with `outcome_of`.
    """
    act = _act(by, at, name, on, before, after)
    if request is not None:
        act.key, act.request_digest = request.key, request.digest
    if role is not None:
        act.actor_role = role.value
    act.outcome = _plain(outcome or {})
    act.save(force_insert=True)
    return act


def record_many(
    *, by: Actor, at: dt.datetime, acts: Iterable[tuple[str, Subject, dict[str, Any], dict[str, Any]]]
) -> int:
    """Add many acts (name, on, before, after) of one actor in bulk; returns how many."""
    return len(Act.objects.bulk_create([_act(by, at, *act) for act in acts], batch_size=2000))


def load_acts(*, by: Actor, acts: Iterable[tuple[dt.datetime, str, Subject, dict[str, Any]]]) -> int:
    """Add many acts (at, name, on, after) of one actor in bulk, each with a moment of its own; returns how many."""
    return len(Act.objects.bulk_create([_act(by, at, name, on, {}, after) for at, name, on, after in acts], 2000))


def outcome_of(by: Actor, request: Request) -> dict[str, Any] | None:
    """What came of this request if it was carried out before; None if it was not.

    Raises KeyReused when the key was used for a different request.
    """
    act = Act.objects.filter(actor_id=by.person_id, key=request.key).only("request_digest", "outcome").first()
    if act is None:
        return None
    if act.request_digest != request.digest:
        raise KeyReused(request.key)
    outcome: dict[str, Any] = act.outcome
    return outcome


def once(by: Actor, request: Request, act: Callable[[], T], *, asks_first: bool = True) -> T | None:
    """Do an act, unless this request has done it before: None then, also for a twin of the request that was faster.

    Where nearly every request is a new one, and doing it is as cheap as asking, it is done without being asked about:
    a twin is then undone by the record's own constraint, or finds that what it asks for is gone or no longer its to
    do. Raises KeyReused when the key was used for a different request, and whatever the act raises.
    """
    if asks_first and outcome_of(by, request) is not None:
        return None
    try:
        return act()
    except (IntegrityError, InvalidInput, Refused, NotVisible, NotAllowed):
        if outcome_of(by, request) is None:
            raise
        return None


def seal(*, at: dt.datetime) -> tuple[int, str]:
    """Chain every act that is not sealed yet; returns how many and the head of the chain.

    No act may still be in flight with a lower id than one that is sealed: the table is locked against writers for the
    moment of reading, so everything below the highest id has committed or never will.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE audit_act, audit_seal IN SHARE ROW EXCLUSIVE MODE")
        last = Seal.objects.order_by("-act_id").first()
        head = last.digest if last else ""
        seals = []
        for act in Act.objects.filter(pk__gt=last.act_id if last else 0).order_by("pk").iterator(chunk_size=2000):
            head = link(head, act)
            seals.append(Seal(act_id=act.pk, digest=head, sealed_at=at))
        Seal.objects.bulk_create(seals, batch_size=2000)
    return len(seals), head


def link(previous: str, act: Act) -> str:
    """The digest that follows `previous` when `act` is added to the chain."""
    row = {f.attname: getattr(act, f.attname) for f in Act._meta.concrete_fields}
    row["at"] = act.at.astimezone(dt.UTC).isoformat()
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _act(
    by: Actor,
    at: dt.datetime,
    name: str,
    on: Subject,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Act:
    held = by.holds_over(on.place_path, *(h.role for h in by.roles))
    return Act(
        at=at,
        actor_id=by.person_id,
        actor_name=by.name,
        actor_role=held[0].role.value if held else "",
        name=name,
        school_id=on.school_id,
        class_id=on.class_id,
        place_path=on.place_path,
        on_kind=on.kind,
        on_id=on.id,
        on_label=on.label,
        before=_plain(before or {}),
        after=_plain(after or {}),
    )


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """JSON-native, so that what is hashed now equals what is read back later."""
    plain: dict[str, Any] = json.loads(json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder))
    return plain
