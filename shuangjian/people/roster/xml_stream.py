"""XML of a workbook's parts through expat: no document type, no entities, bounded depth and size.

Names come without their namespace: transitional and strict OOXML differ only in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from shuangjian.people.roster.archive import Archive
from shuangjian.people.roster.file_problems import unreadable

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DEPTH = 64
_NODES = 400_000


class _Refused(Exception):
    """Raised inside a handler, turned into UnreadableFile outside of it."""


@dataclass(slots=True)
class Node:
    """An element of a small part. Attribute names keep a namespace as `uri name`."""

    tag: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)

    def find_all(self, tag: str) -> Iterator["Node"]:
        """This element and those below it called `tag`, in document order."""
        pending = [self]
        while pending:
            node = pending.pop()
            if node.tag == tag:
                yield node
            pending.extend(reversed(node.children))


def new_parser() -> expat.XMLParserType:
    """An expat parser with namespaces that refuses document types."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise _Refused

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def parse(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Feeds a parser to the end; whatever is wrong with the XML is one UnreadableFile."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, _Refused, LookupError, ValueError, OverflowError) as error:
        raise unreadable("DAMAGED_WORKBOOK") from error


def element_tree(archive: Archive, name: str) -> Node:
    """A small part as a tree. Raises UnreadableFile if it is damaged, too deep or too large."""
    root = Node("", {})
    path = [root]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(path) > _DEPTH or count > _NODES:
            raise _Refused
        node = Node(tag.rpartition(" ")[2], attributes)
        path[-1].children.append(node)
        path.append(node)

    def end(_: str) -> None:
        path.pop()

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parse(parser, archive.chunks(name))
    return root


def strings_of(archive: Archive, name: str) -> list[str]:
    """The shared strings: text of each `si`, runs joined, phonetic guides (`rPh`) left out."""
    strings: list[str] = []
    text: list[str] = []
    phonetic = collecting = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal phonetic, collecting
        match tag.rpartition(" ")[2]:
            case "si":
                text.clear()
            case "rPh":
                phonetic = True
            case "t":
                collecting = not phonetic

    def end(tag: str) -> None:
        nonlocal phonetic, collecting
        match tag.rpartition(" ")[2]:
            case "si":
                strings.append(unescaped("".join(text)))
            case "rPh":
                phonetic = False
            case "t":
                collecting = False

    def characters(data: str) -> None:
        if collecting:
            text.append(data)

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    parse(parser, archive.chunks(name))
    return strings


def unescaped(text: str) -> str:
    """`_x000D_` is how OOXML writes what XML cannot hold (ST_Xstring); two escaped surrogates make one character."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
