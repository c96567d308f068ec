"""Reading YAML strictly: every key is expected, every mistake names its file, its key and what to write."""

import datetime as dt
import math
from collections.abc import Callable, Hashable, Iterator
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml

Choice = TypeVar("Choice", bound=StrEnum)
_NOTHING = object()


class RulebookError(Exception):
    """The book cannot be read. Says which file, which key, what is wrong and what to write."""

    def __init__(self, file: str, key: str, words: str) -> None:
        super().__init__(f"{file}：{key}：{words}" if key else f"{file}：{words}")
        self.file, self.key, self.words = file, key, words


class _Loader(yaml.SafeLoader):
    """The safe loader, and a key written twice is an error instead of the last one winning."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"“{key}”写了两次，请只留一个", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(text: str, file: str) -> Any:
    """The parsed text; raises RulebookError where it is not YAML."""
    try:
        return yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise RulebookError(file, "", f"不是正确的 YAML：{error}") from error


def yaml_files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(path without suffix, text) of every YAML file below a folder, in order of path."""
    for child in sorted(folder.iterdir(), key=lambda found: str(found.name)):
        if child.is_dir():
            yield from yaml_files(child, f"{prefix}{child.name}/")
        elif child.name.endswith(".yaml"):
            yield f"{prefix}{child.name.removesuffix('.yaml')}", child.read_text(encoding="utf-8")


class Fields:
    """One mapping of a file, read key by key; `done` refuses what nobody asked for."""

    def __init__(self, raw: Any, file: str, where: str = "") -> None:
        self.file, self.where = file, where
        if not isinstance(raw, dict):
            raise RulebookError(file, where, "这里应当是若干“键: 值”。")
        self._raw = raw
        self._asked: set[Any] = set()

    def path(self, key: Any) -> str:
        return f"{self.where}.{key}" if self.where else str(key)

    def refuse(self, key: Any, words: str) -> RulebookError:
        return RulebookError(self.file, self.path(key), words)

    def take(self, key: str, what: str, default: Any = _NOTHING) -> Any:
        """The raw value; without a default the key itself must be there, be it as null."""
        self._asked.add(key)
        if key in self._raw:
            return self._raw[key]
        if default is _NOTHING:
            raise self.refuse(key, f"没有写。请写{what}。")
        return default

    def text(self, key: str, what: str, default: Any = _NOTHING) -> str:
        value = self.take(key, what, default)
        if not isinstance(value, str) or (not value.strip() and default is _NOTHING):
            raise self.refuse(key, f"应当是文字。请写{what}。")
        return value.strip()

    def text_or_null(self, key: str, what: str) -> str | None:
        """Text, or null written out: that a thing was not found is itself stated."""
        return None if self.take(key, f"{what}，没有找到就写 null") is None else self.text(key, what)

    def date(self, key: str, what: str) -> dt.date:
        value = self.take(key, f"{what}，如 2021-07-24")
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.refuse(key, f"应当是日期。请写{what}，如 2021-07-24，不加引号。")
        return value

    def date_or_null(self, key: str, what: str) -> dt.date | None:
        return None if self.take(key, f"{what}，不知道就写 null") is None else self.date(key, what)

    def flag(self, key: str, default: bool) -> bool:
        value = self.take(key, "true 或 false", default)
        if not isinstance(value, bool):
            raise self.refuse(key, "应当是 true 或 false。")
        return value

    def one_of(self, key: str, choices: type[Choice], default: Any = _NOTHING) -> Choice:
        names = "、".join(choice.value for choice in choices)
        value = self.take(key, f"其中之一：{names}", default)
        try:
            return choices(value)
        except ValueError:
            raise self.refuse(key, f"没有“{value}”这一种。请写其中之一：{names}。") from None

    def one_of_or_null(self, key: str, choices: type[Choice], default: Any = _NOTHING) -> Choice | None:
        return None if self.take(key, "其中之一或 null", default) is None else self.one_of(key, choices)

    def items(self, key: str, what: str, default: Any = _NOTHING) -> list[Any]:
        value = self.take(key, what, default)
        if not isinstance(value, list) or (not value and default is _NOTHING):
            raise self.refuse(key, f"应当是列表，至少一项。请写{what}。")
        return value

    def inside(self, key: str, what: str) -> "Fields":
        return Fields(self.take(key, what), self.file, self.path(key))

    def each(self, key: str, what: str, read: Callable[["Fields"], Any], default: Any = _NOTHING) -> tuple[Any, ...]:
        rows = self.items(key, what, default)
        return tuple(read(Fields(row, self.file, f"{self.path(key)}[{n}]")) for n, row in enumerate(rows))

    def done(self) -> None:
        unknown = [str(key) for key in self._raw if key not in self._asked]
        if unknown:
            known = "、".join(sorted(self._asked))
            raise self.refuse(unknown[0], f"没有这个键。这里可以写：{known}。")


def finite(value: Any) -> bool:
    """A real number: not a bool, not NaN, not infinite."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
