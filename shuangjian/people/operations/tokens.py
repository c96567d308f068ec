"""Tokens: a person lets a program act for them, within a scope, until a day. Shown once, and taken back at once."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from shuangjian.audit.operations import Request, Subject, outcome_of, record
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import Clause, InvalidInput, NotAllowed, Refusal, Refused
from shuangjian.people.access import check_can_issue_token, get_token_to_revoke
from shuangjian.people.models import Person, Token
from shuangjian.people.queries.actors import actor_at
from shuangjian.people.rules import (
    LONGEST_TOKEN_DAYS,
    REQUESTS_A_MINUTE,
    TOKEN_HINT_LENGTH,
    TOKEN_NAME_LENGTH,
    Scope,
    TokenBusy,
    TokenUseless,
    offered_scopes,
    token_digest,
    token_secret,
)

KEPT_DAYS = 365
TOKEN_RULE = Clause("令牌说明", None, "令牌只显示一次")


@dataclass(frozen=True)
class IssuedToken:
    """A token to be handed over now: its secret is not kept and cannot be shown again."""

    name: str
    secret: str
    scopes: tuple[Scope, ...]
    expires_at: dt.datetime


@dataclass(frozen=True)
class TokenInUse:
    """A token that opened. `actor` is the person with the roles held at that moment, at the token's school where it has
    one; the record will name the token beside the person."""

    id: int
    name: str
    person_name: str
    scopes: tuple[Scope, ...]
    school_id: int | None
    expires_at: dt.datetime
    actor: Actor

    def acting(self, scope: Scope) -> Actor:
        """The actor within a scope. Raises NotAllowed for a token that was not given it."""
        if scope not in self.scopes:
            raise NotAllowed(f"这个令牌没有“{scope.label}”（{scope}）这一项，请另开一个。")
        return scope.narrowed(self.actor)


def issue_token(
    *,
    by: Actor,
    at: dt.datetime,
    name: str,
    scopes: Collection[Scope],
    days: int,
    choose: Callable[[str], str],
    person: Person | None = None,
    school: tuple[int, str] | None = None,
    request: Request | None = None,
) -> IssuedToken:
    """A token for oneself, within a school (its id and path); an operator may give anybody one, also without a school.

    The same request again, with a `choose` that picks the same, answers with the same token. Raises NotVisible and
    NotAllowed for who does not work at the school, InvalidInput naming each field that cannot stand, Refused for a
    request whose token was shown already.
    """
    whose = _owner(by, at, person, school)
    asked = tuple(scope for scope in Scope if scope in scopes)
    _check(name, asked, days, offered_scopes(whose))
    issued = IssuedToken(name.strip(), token_secret(choose), asked, at + dt.timedelta(days=days))
    if request is not None and outcome_of(by, request) is not None:
        return _shown_again(issued)
    try:
        with transaction.atomic():
            token = _add(issued, whose, school, by, at)
            path = school[1] if school else "/"
            record(
                by=by,
                at=at,
                name="people.issue_token",
                on=Subject("token", token.pk, token.name, path, school[0] if school else None),
                after={
                    "person": person.name if person else by.name,
                    "scopes": [scope.label for scope in asked],
                    "until": issued.expires_at,
                },
                request=request,
            )
    except IntegrityError:
        if request is None or outcome_of(by, request) is None:
            raise
        return _shown_again(issued)
    return issued


def revoke_token(*, by: Actor, at: dt.datetime, token_id: int, request: Request | None = None) -> Token:
    """Take a token back: it opens nothing from now on. Doing so twice changes nothing more.

    Raises NotVisible for who is neither its owner nor leads its school.
    """
    token, path = get_token_to_revoke(by, token_id)
    with transaction.atomic():
        taken = Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by_id=by.person_id)
        if taken:
            record(
                by=by,
                at=at,
                name="people.revoke_token",
                on=Subject("token", token.pk, token.name, path, token.school_id),
                after={"person": token.person.name},
                request=request,
            )
    token.refresh_from_db(fields=["revoked_at", "revoked_by"])
    return token


def use_token(*, secret: str, at: dt.datetime) -> TokenInUse:
    """What a token opens at a moment: five statements, one of which counts the request.

    Raises TokenUseless, also for a token whose person has lost the roles it lent or must first choose a password;
    TokenBusy for too many requests within a minute.
    """
    token = Token.objects.select_related("person__account").filter(digest=_digest(secret)).first()
    if token is None or token.revoked_at is not None or token.expires_at <= at:
        raise TokenUseless
    account = getattr(token.person, "account", None)
    if account is None or not account.is_active or account.must_change_password:
        raise TokenUseless
    actor = _at_school(actor_at(token.person, at), token.school_id)
    if not actor.roles:
        raise TokenUseless
    _count(token, at)
    return TokenInUse(
        token.pk,
        token.name,
        token.person.name,
        tuple(Scope(scope) for scope in token.scopes.split()),
        token.school_id,
        token.expires_at,
        replace(actor, name=f"{token.person.name[:40]}经“{token.name}”"),
    )


def ended_tokens(at: dt.datetime) -> "QuerySet[Token]":
    """Those that have opened nothing for KEPT_DAYS."""
    since = at - dt.timedelta(days=KEPT_DAYS)
    return Token.objects.filter(Q(expires_at__lte=since) | Q(revoked_at__lte=since))


def _owner(by: Actor, at: dt.datetime, person: Person | None, school: tuple[int, str] | None) -> Actor:
    """Whom the token will act as."""
    if by.is_operator and person is not None:
        return _at_school(actor_at(person, at), school[0] if school else None)
    if person is not None and person.pk != by.person_id:
        raise NotAllowed("令牌只能给自己开：程序用它做的事，都算在本人名下。")
    if school is None:
        raise NotAllowed("不限学校的令牌由系统维护人员在服务器上开。")
    check_can_issue_token(by, *school)
    return _at_school(by, school[0])


def _at_school(actor: Actor, school_id: int | None) -> Actor:
    """Without a guardian's ties, which no program needs; where a school is given, with what is held there only."""
    held = (h for h in actor.roles if h.role is not Role.GUARDIAN and school_id in (None, h.school_id))
    return Actor(actor.person_id, actor.name, tuple(held))


def _check(name: str, scopes: tuple[Scope, ...], days: int, offered: Collection[Scope]) -> None:
    errors = {}
    if not name.strip() or not name.isprintable():
        errors["name"] = "请写是哪个系统用，比如“排课系统”。"
    elif len(name.strip()) > TOKEN_NAME_LENGTH:
        errors["name"] = f"太长了：最多{TOKEN_NAME_LENGTH}个字，现在{len(name.strip())}个。"
    if not scopes:
        errors["scopes"] = "请至少选一项用途。"
    elif not set(scopes) <= set(offered):
        beyond = "、".join(scope.label for scope in scopes if scope not in offered)
        errors["scopes"] = f"本人的职务做不了“{beyond}”，令牌也就不能做。请去掉这一项。"
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        errors["days"] = f"请选用多久，最长{LONGEST_TOKEN_DAYS}天。"
    if errors:
        raise InvalidInput(errors)


def _add(issued: IssuedToken, whose: Actor, school: tuple[int, str] | None, by: Actor, at: dt.datetime) -> Token:
    return Token.objects.create(
        person_id=whose.somebody,
        school_id=school[0] if school else None,
        name=issued.name,
        digest=_digest(issued.secret),
        hint=issued.secret[:TOKEN_HINT_LENGTH],
        scopes=" ".join(issued.scopes),
        issued_at=at,
        issued_by_id=by.person_id,
        expires_at=issued.expires_at,
    )


def _shown_again(issued: IssuedToken) -> IssuedToken:
    """The token of the same form, sent twice."""
    if not Token.objects.filter(digest=_digest(issued.secret), revoked_at=None).exists():
        words = "这张表单开的令牌已经显示过一次，这里看不到了。没有存下来的，请停用它，再开一个。"
        raise Refused(Refusal("TOKEN_SHOWN_ONCE", words, words, (TOKEN_RULE,)))
    return issued


def _count(token: Token, at: dt.datetime) -> None:
    """One more request in this minute, in one conditional statement. Raises TokenBusy where it would be too many."""
    minute = at.replace(second=0, microsecond=0)
    free = Q(minute=None) | ~Q(minute=minute) | Q(asked__lt=REQUESTS_A_MINUTE)
    asked = Case(When(minute=minute, then=F("asked") + 1), default=Value(1))
    if not Token.objects.filter(free, pk=token.pk).update(minute=minute, asked=asked):
        raise TokenBusy(60 - at.second)


def _digest(secret: str) -> str:
    return token_digest(settings.ROSTER_KEY.encode(), secret)
