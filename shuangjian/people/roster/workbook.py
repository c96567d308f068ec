"""An .xlsx file as raw sheets, streamed through expat.

One pass gives values, formulas, merged ranges and hidden rows together, so that no second reader can disagree with the
first about which cell is a formula. Document types (and with them entities) are refused. Source: ECMA-376 part 1.
"""

import posixpath
import re

from shuangjian.people.roster import limits
from shuangjian.people.roster.archive import Archive
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.grid import RawSheet
from shuangjian.people.roster.sheet_xml import SheetReader
from shuangjian.people.roster.xml_stream import Node, element_tree, strings_of

_EXPECTED = (".xml", ".rels", ".vml", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".svg", ".bin")
_RELATION_ID = re.compile(r"(^| )id$")
# built-in number formats that show a date or time: ECMA-376 part 1, 18.8.30, with the East Asian ones
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)])
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_LETTERS = re.compile(r"[ymdhs年月日时分]")


def read_workbook(archive: Archive) -> list[RawSheet]:
    """All worksheets in the workbook's order.

    Raises UnreadableFile for what is not a plain, whole, macro-free .xlsx within the limits.
    """
    _refuse_unexpected(archive)
    part = _workbook_part(archive)
    book = element_tree(archive, part)
    relations = _relations(archive, part)
    strings, styles = _related(relations, "sharedStrings"), _related(relations, "styles")
    shared = strings_of(archive, strings) if strings else []
    date_styles = _date_styles(element_tree(archive, styles)) if styles else frozenset()
    from_1904 = any(node.attributes.get("date1904", "0") in ("1", "true") for node in book.find_all("workbookPr"))
    entries = [node for sheets in book.find_all("sheets") for node in sheets.children if node.tag == "sheet"]
    if len(entries) > limits.SHEETS:
        raise unreadable("TOO_MANY_SHEETS", count=len(entries), limit=limits.SHEETS)
    sheets: list[RawSheet] = []
    for entry in entries:
        name = entry.attributes.get("name", "")[:64]
        kind, target = _target_of(entry, relations)
        if target not in archive.names:
            raise unreadable("MISSING_SHEET", name=name)
        if name in (sheet.name for sheet in sheets):
            raise unreadable("SAME_SHEET_NAMES", name=name)
        if kind.endswith("/worksheet"):  # a chart sheet has no cells
            sheet = RawSheet(name, hidden=entry.attributes.get("state", "visible") != "visible")
            SheetReader(sheet, shared, date_styles, from_1904).read(archive.chunks(target))
            sheets.append(sheet)
    return sheets


def _refuse_unexpected(archive: Archive) -> None:
    names = [name.lower() for name in archive.names]
    types = archive.named("[Content_Types].xml")
    if types is None:
        raise unreadable("NOT_A_WORKBOOK")
    if b"macroenabled" in archive.read(types).lower() or any("vbaproject" in n or "/macrosheets/" in n for n in names):
        raise unreadable("MACROS")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise unreadable("EXTERNAL_LINKS")
    if any("/embeddings/" in name or "/activex/" in name or "/ctrlprops/" in name for name in names):
        raise unreadable("EMBEDDED_OBJECTS")
    if "xl/workbook.bin" in names:
        raise unreadable("XLSB")
    for name in names:
        if not name.endswith(_EXPECTED) or (name.endswith(".bin") and not name.startswith("xl/printersettings/")):
            raise unreadable("UNEXPECTED_MEMBER", name=name)


def _workbook_part(archive: Archive) -> str:
    root = archive.named("_rels/.rels")
    if root is not None:
        for kind, target in _targets(element_tree(archive, root), "").values():
            if kind.endswith("/officeDocument") and target in archive.names and target.startswith("xl/"):
                return target
    raise unreadable("NOT_A_WORKBOOK")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.names:
        raise unreadable("DAMAGED_WORKBOOK")
    found = _targets(element_tree(archive, relations), folder)
    for kind, target in found.values():
        if kind.endswith(("/sharedStrings", "/styles", "/worksheet")) and target not in archive.names:
            raise unreadable("DAMAGED_WORKBOOK")
    return found


def _targets(tree: Node, folder: str) -> dict[str, tuple[str, str]]:
    """Relation id → (type, member name). A target outside the archive is left out."""
    found = {}
    for node in tree.find_all("Relationship"):
        target = node.attributes.get("Target", "")
        if node.attributes.get("TargetMode", "Internal") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[node.attributes.get("Id", "")] = (node.attributes.get("Type", ""), posixpath.normpath(path))
    return found


def _related(relations: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((target for type_, target in relations.values() if type_.endswith(f"/{kind}")), None)


def _target_of(entry: Node, relations: dict[str, tuple[str, str]]) -> tuple[str, str]:
    for name, value in entry.attributes.items():
        if _RELATION_ID.search(name) and value in relations:
            return relations[value]
    return "", ""


def _date_styles(tree: Node) -> frozenset[str]:
    """Indices (as text) of the cell formats that show a number as a date or a time."""
    shows_date = set(_DATE_FORMATS)
    for node in tree.find_all("numFmt"):
        code = _QUOTED.sub("", node.attributes.get("formatCode", "")).lower()
        number = node.attributes.get("numFmtId", "")
        if number.isascii() and number.isdecimal():
            (shows_date.add if _DATE_LETTERS.search(code) else shows_date.discard)(int(number))
    found = set()
    for formats in tree.find_all("cellXfs"):
        for index, node in enumerate(child for child in formats.children if child.tag == "xf"):
            number = node.attributes.get("numFmtId", "0")
            if number.isascii() and number.isdecimal() and int(number) in shows_date:
                found.add(str(index))
    return frozenset(found)
