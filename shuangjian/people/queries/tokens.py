"""The tokens of a school."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.kernel.actor import Actor
from shuangjian.people.access import tokens_for
from shuangjian.people.models import Account, Token
from shuangjian.people.rules import Scope


@dataclass(frozen=True)
class TokenKnown:
    """A token as a list shows it. `used_at` is the latest minute in which it was used."""

    id: int
    name: str
    hint: str
    person_id: int
    person_name: str
    scopes: tuple[Scope, ...]
    issued_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    used_at: dt.datetime | None

    def stands(self, at: dt.datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


def tokens_of(by: Actor, school_id: int | None) -> list[TokenKnown]:
    """The tokens of a school that the actor may know, newest first; those without a school for an operator."""
    found = tokens_for(by, school_id).select_related("person").order_by("-pk")
    return [_known(token) for token in found]


def account_called(username: str) -> Account | None:
    """The account of a sign-in name, with its person."""
    return Account.objects.filter(username=username).select_related("person").first()


def _known(token: Token) -> TokenKnown:
    return TokenKnown(
        token.pk,
        token.name,
        token.hint,
        token.person_id,
        token.person.name,
        tuple(Scope(scope) for scope in token.scopes.split()),
        token.issued_at,
        token.expires_at,
        token.revoked_at,
        token.minute,
    )
