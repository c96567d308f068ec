"""Lists a page at a time, in an order that nothing added or withdrawn meanwhile can shift."""

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field

from shuangjian.kernel.refusal import InvalidInput

T = TypeVar("T")
Out = TypeVar("Out")
MOST = 200

Limit = Annotated[int, Field(ge=1, le=MOST, description="一页最多几条。")]
Cursor = Annotated[
    str, Field(max_length=120, pattern=r"^[A-Za-z0-9_=-]*$", description="上一页 next 里的字，原样送回；第一页不写。")
]


class Page(BaseModel, Generic[Out]):
    """`next` leads to the page after; null on the last."""

    items: list[Out]
    next: str | None


def page(
    rows: Iterable[T],
    key: Callable[[T], str],
    out: Callable[[T], Out],
    *,
    cursor: str,
    limit: int,
    descending: bool = False,
) -> Page[Out]:
    """The rows behind the cursor. `key` orders them and never changes for a row, so it must be of one width for all;
    `rows` may come in any order."""
    after = read(cursor)
    ordered = sorted(((key(row), row) for row in rows), key=lambda pair: pair[0], reverse=descending)
    behind = [pair for pair in ordered if not after or (pair[0] < after if descending else pair[0] > after)]
    shown = behind[:limit]
    return Page(
        items=[out(row) for _, row in shown], next=written(shown[-1][0]) if len(behind) > limit and shown else None
    )


def newest(rows: Sequence[T], pk: Callable[[T], int], out: Callable[[T], Out], *, limit: int) -> Page[Out]:
    """Rows that a query gave newest first, behind the cursor already, with one more where there is another page."""
    shown = rows[:limit]
    return Page(items=[out(row) for row in shown], next=written(of_id(pk(shown[-1]))) if len(rows) > limit else None)


def of_id(pk: int) -> str:
    """An id as a key: of one width, so that text sorts as numbers do."""
    return f"{pk:019d}"


def written(key: str) -> str:
    """A key as a cursor: one word, not to be read by anybody else."""
    return base64.urlsafe_b64encode(key.encode()).decode()


def read(cursor: str) -> str:
    """Raises InvalidInput for a cursor that was never given out."""
    try:
        found = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as unknown:
        raise InvalidInput({"cursor": "没有这一页。请从第一页取起，再照每页的 next 往后取。"}) from unknown
    return found


def read_id(cursor: str) -> int | None:
    """The id in a cursor, None on the first page. Raises InvalidInput."""
    found = read(cursor)
    if found and not (found.isdecimal() and len(found) == 19):
        raise InvalidInput({"cursor": "没有这一页。请从第一页取起，再照每页的 next 往后取。"})
    return int(found) if found else None
