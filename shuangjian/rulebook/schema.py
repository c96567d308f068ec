"""From one YAML file to a Document or a Parameter. What a reader could not defend is refused here."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from shuangjian.rulebook.citation import Citation, Document, Witness
from shuangjian.rulebook.parameter import Entry, Overlay, Parameter
from shuangjian.rulebook.reading import Fields, RulebookError, finite
from shuangjian.rulebook.terms import (
    BY_SYSTEM,
    Band,
    Basis,
    Bound,
    Confidence,
    Kind,
    Modality,
    OpenGrade,
    Precision,
    Value,
)

OFFICIAL_HOSTS = ("gov.cn", "moe.gov.cn", "cac.gov.cn")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_PLACE = re.compile(r"\d{6}(\d{3})?")


def read_document(id: str, raw: Any, file: str) -> Document:
    """Raises RulebookError where a date, the number or its witness is not stated."""
    fields = Fields(raw, file)
    number = fields.text_or_null("number", "文号")
    document = Document(
        id=id,
        title=fields.text("title", "文件名，不带书名号"),
        number=number,
        issuer=fields.text("issuer", "发文机关"),
        signed_on=fields.date_or_null("signed_on", "成文日期"),
        published_on=fields.date_or_null("published_on", "公布日期"),
        effective_on=fields.date_or_null("effective_on", "文件写明的施行日期"),
        verified_on=fields.date_or_null("verified_on", "与官网原文核对的日期"),
        witness=_witness(fields, number),
        link=_link(fields),
    )
    fields.done()
    return document


def _witness(fields: Fields, number: str | None) -> Witness | None:
    if number is not None:
        if fields.take("witness", "证明", None) is not None:
            raise fields.refuse("witness", "有文号就不用写见证文件，请删去这一项。")
        return None
    inner = fields.inside("witness", "见证文件：文号没有找到时，写明哪份文件说到它（title、number、where）")
    witness = Witness(
        inner.text("title", "见证文件名"),
        inner.text_or_null("number", "见证文件的文号"),
        inner.text("where", "在见证文件的哪里"),
    )
    inner.done()
    return witness


def _link(fields: Fields) -> str | None:
    link = fields.text_or_null("link", "官网网址")
    if link is None:
        return None
    parts = urlsplit(link)
    host = parts.hostname or ""
    if parts.scheme != "https" or not any(host == known or host.endswith(f".{known}") for known in OFFICIAL_HOSTS):
        raise fields.refuse("link", "只能写 gov.cn、moe.gov.cn 或 cac.gov.cn 的 https 网址；没有人打开看过就写 null。")
    return link


def read_parameter(name: str, raw: Any, file: str, documents: Mapping[str, Document]) -> Parameter:
    """Raises RulebookError with the key and what to write."""
    fields = Fields(raw, file)
    kind = fields.one_of("kind", Kind)
    bands = _bands(fields)
    open_grade, note = _open_grade(fields, bands)
    shape = _Shape(
        kind,
        bands,
        fields.flag("measured", False),
        documents,
    )
    parameter = Parameter(
        name=name,
        title=fields.text("title", "这一条的名称"),
        summary=fields.text("summary", "给家长和老师看的一两句话"),
        why=fields.text("why", "为什么有这一条", ""),
        kind=kind,
        unit=fields.text("unit", "单位", ""),
        bound=_bound(fields, kind),
        measured=shape.measured,
        bands=bands,
        open_grade=open_grade,
        open_grade_note=note,
        history=shape.history(fields, "history", []),
        overlays=fields.each("places", "各地更严的规定", shape.overlay, []),
    )
    fields.done()
    if not parameter.history and not parameter.overlays:
        raise fields.refuse("history", "没有写。请至少写一条国家的或地方的规定。")
    codes = [overlay.place for overlay in parameter.overlays]
    if len(set(codes)) < len(codes):
        raise fields.refuse("places", "同一个地方写了两次，请合成一处。")
    return parameter


def _bands(fields: Fields) -> tuple[Band, ...]:
    raw = fields.items("bands", "适用的学段", [])
    known = "、".join(band.value for band in Band)
    try:
        bands = tuple(Band(band) for band in raw)
    except ValueError:
        raise fields.refuse("bands", f"有不认识的学段。可以写：{known}。") from None
    both = {Band.PRIMARY} < {*bands} and {Band.PRIMARY_1_2, Band.PRIMARY_3_UP} & {*bands}
    mixed = BY_SYSTEM & {*bands} and {*bands} - BY_SYSTEM
    if len({*bands}) < len(bands) or both or mixed:
        raise fields.refuse("bands", "学段有重叠，一个年级只能落在一处。")
    return bands


def _open_grade(fields: Fields, bands: tuple[Band, ...]) -> tuple[OpenGrade | None, str]:
    """Grade 6 of 五四学制: needed where primary and junior differ, and said to the reader."""
    divided = Band.JUNIOR in bands and {Band.PRIMARY, Band.PRIMARY_3_UP} & {*bands}
    if not divided:
        return None, ""
    inner = fields.inside("five_four_grade_6", "五四学制六年级怎么算（as、note），国家文件没有写明")
    found = inner.one_of("as", OpenGrade), inner.text("note", "一句话的理由，家长会看到")
    inner.done()
    return found


def _bound(fields: Fields, kind: Kind) -> Bound | None:
    if kind in (Kind.NUMBER, Kind.CLOCK):
        return fields.one_of_or_null("bound", Bound)
    if fields.take("bound", "", None) is not None:
        raise fields.refuse("bound", "只有数和时刻才分松紧，请删去这一项。")
    return None


class _Shape:
    """What a parameter's entries must look like."""

    def __init__(self, kind: Kind, bands: tuple[Band, ...], measured: bool, documents: Mapping[str, Document]) -> None:
        self.kind, self.bands, self.measured, self.documents = kind, bands, measured, documents

    def overlay(self, fields: Fields) -> Overlay:
        place = fields.text("place", '行政区划代码，加引号，如 "410900"')
        if not _PLACE.fullmatch(place):
            raise fields.refuse("place", '应当是六位（乡镇九位）行政区划代码，加引号，如 "410900"。')
        overlay = Overlay(place, fields.text("name", "地名"), self.history(fields, "history"))
        fields.done()
        return overlay

    def history(self, fields: Fields, key: str, default: Any = ...) -> tuple[Entry, ...]:
        what = "各个时期的规定，从早到晚"
        optional = () if default is ... else (default,)
        entries: tuple[Entry, ...] = fields.each(key, what, self.entry, *optional)
        for earlier, later in pairwise(entries):
            if later.since <= earlier.since:
                raise fields.refuse(
                    key, f"{later.since} 写在 {earlier.since} 之后，时间重叠或颠倒。请从早到晚写，同一天只写一条。"
                )
        binding = [entry for entry in entries if entry.binding]
        if binding and binding[0].values is None:
            raise fields.refuse(key, "第一条就是 null：先有规定，才能到此为止。")
        return entries

    def entry(self, fields: Fields) -> Entry:
        since, precision = _beginning(fields)
        confidence = fields.one_of("confidence", Confidence)
        binding = fields.flag("binding", True)
        if confidence is Confidence.UNSURE and binding:
            raise fields.refuse("confidence", "未核实的不能当规定用。请核实，或写 binding: false，或删去这一条。")
        entry = Entry(
            since=since,
            precision=precision,
            values=self._values(fields),
            modality=fields.one_of("modality", Modality),
            basis=self._basis(fields),
            confidence=confidence,
            binding=binding,
            citation=self._citation(fields),
            note=fields.text("note", "说明", ""),
        )
        fields.done()
        if precision is Precision.DAY and since not in entry.citation.document.dates:
            raise fields.refuse("from", f"{since} 不是所引文件的成文、公布或施行日期。请改日期，或写 from_precision。")
        return entry

    def _basis(self, fields: Fields) -> Basis | None:
        if self.measured:
            return fields.one_of_or_null("basis", Basis)
        if fields.take("basis", "", None) is not None:
            raise fields.refuse("basis", "这一条不计时长，不分平均和中等水平学生，请删去这一项。")
        return None

    def _citation(self, fields: Fields) -> Citation:
        inner = fields.inside("citation", "出处：document（documents/ 里的文件名）和 clause（第几条）")
        id = inner.text("document", "documents/ 里的文件名，不带 .yaml")
        if id not in self.documents:
            raise inner.refuse("document", f"documents/ 里没有“{id}”。请先建立这个文件，写明文号、机关和日期。")
        clause = inner.text_or_null("clause", "条目，如 第5条")
        if clause is None and self.documents[id].witness is None:
            raise inner.refuse("clause", "没有写。请写条目，如 第5条。")
        inner.done()
        return Citation(self.documents[id], clause)

    def _values(self, fields: Fields) -> Mapping[Band | None, Value] | None:
        raw = fields.take("value", "这一时期的值；到此为止就写 null")
        if raw is None:
            return None
        if not self.bands:
            return MappingProxyType({None: self._value(raw, fields, "value")})
        inner = Fields(raw, fields.file, fields.path("value"))
        values: dict[Band | None, Value] = {
            band: self._value(inner.take(band.value, f"{band.label}的值"), inner, band.value) for band in self.bands
        }
        inner.done()
        return MappingProxyType(values)

    def _value(self, raw: Any, fields: Fields, key: str) -> Value:
        if self.kind is Kind.NUMBER and finite(raw) and raw >= 0:
            return raw  # type: ignore[no-any-return]
        if self.kind is Kind.CLOCK and isinstance(raw, str) and _CLOCK.fullmatch(raw):
            return dt.time.fromisoformat(raw)
        if self.kind is Kind.DUTY and raw is True:
            return True
        if self.kind is Kind.WORDS and isinstance(raw, str) and raw.strip():
            return raw.strip()
        words = isinstance(raw, list) and raw and all(isinstance(word, str) and word.strip() for word in raw)
        if self.kind is Kind.LIST and words:
            return tuple(word.strip() for word in raw)
        raise fields.refuse(key, f"{raw!r} 不能用。请写{_EXPECTED[self.kind]}。")


_EXPECTED = {
    Kind.NUMBER: "不小于 0 的数",
    Kind.CLOCK: '时刻，加引号，如 "21:20"',
    Kind.DUTY: "true（有这一条），或 null（到此为止）",
    Kind.LIST: "词语的列表",
    Kind.WORDS: "文字",
}


def _beginning(fields: Fields) -> tuple[dt.date, Precision]:
    since = fields.date("from", "开始的日期")
    precision = fields.one_of("from_precision", Precision, "day")
    last_month = since.month == 12 or precision is not Precision.YEAR
    is_last_day = last_month and since.day == calendar.monthrange(since.year, since.month)[1]
    if precision is not Precision.DAY and not is_last_day:
        raise fields.refuse("from", "只知道年或月时，请写那一年或那个月的最后一天：从那天起一定已经有这一条。")
    return since, precision


__all__ = ["RulebookError", "read_document", "read_parameter"]
