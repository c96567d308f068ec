"""What every form of a desk carries: its key, and the way out that was chosen."""

import secrets
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

from shuangjian.kernel.refusal import Way

KEY_LENGTH = 255


def new_key() -> str:
    """A key for one act, rendered into a form as the hidden field `key`: however often it arrives, it is one act."""
    return secrets.token_urlsafe(18)


def key_of(posted: QueryDict) -> str:
    """The key that came with a form; a new one for a form without any, which then cannot be told from a retry."""
    typed = "".join(sign for sign in posted.get("key", "") if sign.isprintable())
    return typed.strip()[:KEY_LENGTH] or new_key()


def way_value(way: Way) -> str:
    """A way as the value of its button: `act` and what it sets, so that no page has to remember its refusals."""
    return urlencode([("act", way.act), *way.values.items()])


def chosen_way(posted: QueryDict) -> dict[str, str]:
    """What the pressed way sets, by field, with its name under `act`; empty when none was pressed."""
    return dict(parse_qsl(posted.get("way", "")[:1000], keep_blank_values=True))
