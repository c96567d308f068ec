"""A small book in a folder, with one thing changed at a time."""

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import yaml

NATIONAL, LATER = dt.date(2021, 7, 24), dt.date(2023, 3, 1)
DOCUMENT = {
    "title": "关于作业的通知",
    "number": "教函〔2021〕1号",
    "issuer": "教育部",
    "signed_on": None,
    "published_on": NATIONAL,
    "effective_on": LATER,
    "verified_on": None,
    "link": None,
}


def entry(since: dt.date = NATIONAL, primary: float = 60, junior: float = 90, **more: Any) -> dict[str, Any]:
    return {
        "from": since,
        "value": {"PRIMARY_1_2": 0, "PRIMARY_3_UP": primary, "JUNIOR": junior},
        "modality": "MUST",
        "basis": "MEAN",
        "confidence": "verbatim-found",
        "citation": {"document": "notice", "clause": "第1条"},
    } | more


def local(*history: dict[str, Any], place: str = "410900") -> dict[str, Any]:
    return {"place": place, "name": "某市", "history": list(history)}


def cap(*history: dict[str, Any], places: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    return {
        "title": "上限",
        "summary": "一句话。",
        "kind": "NUMBER",
        "unit": "分钟",
        "bound": "AT_MOST",
        "measured": True,
        "bands": ["PRIMARY_1_2", "PRIMARY_3_UP", "JUNIOR"],
        "five_four_grade_6": {"as": "STRICTER", "note": "没有写明，按较严的算。"},
        "history": list(history) or [entry()],
        "places": list(places),
    } | more


def duty(**more: Any) -> dict[str, Any]:
    one = {"from": NATIONAL, "value": True, "modality": "MUST", "confidence": "well-known"}
    one["citation"] = {"document": "notice", "clause": "第2条"}
    return {"title": "公示", "summary": "一句话。", "kind": "DUTY", "history": [one | more]}


def without(mapping: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def write(
    folder: Path, parameters: dict[str, Any], documents: dict[str, Any] | None = None, **parts: dict[str, Any]
) -> Path:
    """Files of a book: documents/notice.yaml unless others are given, parameters/…, choices/…, cases/…."""
    content = {"documents": documents or {"notice": DOCUMENT}, "parameters": parameters, **parts}
    for part, files in content.items():
        for name, raw in files.items():
            path = folder / part / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = raw if isinstance(raw, str) else yaml.safe_dump(copy.deepcopy(raw), allow_unicode=True)
            path.write_text(text, encoding="utf-8")
    return folder
