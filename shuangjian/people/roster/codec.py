"""A Reading as JSON and back: how a child process answers. No pickle; what comes back is checked as it is built."""

import dataclasses
import datetime as dt
import json
import types
from collections.abc import Hashable
from enum import Enum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from shuangjian.people.roster.grid import RawSheet
from shuangjian.people.roster.rows import Reading

_UNIONS = (types.UnionType, Union)


def encoded(value: Reading | list[RawSheet]) -> bytes:
    """JSON in ASCII, so that no half character is lost on the way. Dataclasses are arrays of their fields."""
    return json.dumps(_plain(value), ensure_ascii=True, separators=(",", ":")).encode("ascii")


def reading_from(data: bytes) -> Reading:
    """Raises ValueError for anything that `encoded` did not write."""
    return cast(Reading, _built(Reading, _parsed(data)))


def sheets_from(data: bytes) -> list[RawSheet]:
    """Raises ValueError for anything that `encoded` did not write."""
    return cast(list[RawSheet], _built(list[RawSheet], _parsed(data)))


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Name and type of each field of a dataclass or NamedTuple, in order."""
    hints = get_type_hints(kind)
    names = [f.name for f in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else kind._fields
    return tuple((name, hints[name]) for name in names)


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) or hasattr(value, "_fields"):
        return [
            type(value).__name__,
            *(_plain(getattr(value, name)) for name, _ in _fields(cast(Hashable, type(value)))),
        ]
    return [_plain(item) for item in (sorted(value) if isinstance(value, set) else value)]


def _built(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in _UNIONS:
        return _one_of(get_args(kind), value)
    if origin in (tuple, list, set):
        return _collection(origin, get_args(kind), value)
    if kind in (str, int, bool, type(None)):
        if type(value) is not kind and not (kind is type(None) and value is None):
            raise ValueError(f"expected {kind}")
        return value
    if kind is dt.date:
        return dt.date.fromisoformat(_built(str, value))
    if issubclass(kind, Enum):
        return kind(value)
    fields = _fields(kind)
    if type(value) is not list or len(value) != len(fields) + 1 or value[0] != kind.__name__:
        raise ValueError(f"expected {kind.__name__}")
    return kind(*(_built(hint, item) for (_, hint), item in zip(fields, value[1:], strict=True)))


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """The member of a union: None, text, or a record known by its name."""
    if value is None and type(None) in kinds:
        return None
    for kind in kinds:
        named = type(value) is list and value and value[0] == getattr(kind, "__name__", None)
        if named or (type(value) is not list and kind is not type(None) and not hasattr(kind, "_fields")):
            return _built(kind, value)
    raise ValueError("no member of the union fits")


def _collection(origin: Any, arguments: tuple[Any, ...], value: Any) -> Any:
    if type(value) is not list:
        raise ValueError("expected a list")
    if origin is tuple and arguments[-1] is not Ellipsis:
        if len(arguments) != len(value):
            raise ValueError("wrong length")
        return tuple(_built(kind, item) for kind, item in zip(arguments, value, strict=True))
    return origin(_built(arguments[0], item) for item in value)
