"""Reads the book from its folder and checks what no single file can see: that places are never laxer."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from shuangjian.rulebook.book import Rulebook
from shuangjian.rulebook.choices import ChoiceRule, read_choice_rule
from shuangjian.rulebook.citation import Document
from shuangjian.rulebook.examples import Case, read_cases
from shuangjian.rulebook.lookup import places_above
from shuangjian.rulebook.parameter import Entry, Overlay, Parameter, in_force
from shuangjian.rulebook.reading import RulebookError, read_yaml, yaml_files
from shuangjian.rulebook.schema import read_document, read_parameter
from shuangjian.rulebook.terms import stricter


@lru_cache
def load() -> Rulebook:
    """The book that is installed with the program, read once."""
    return _read(files("shuangjian.rulebook"))


def load_from(folder: Traversable) -> Rulebook:
    """A book in a folder: documents/, parameters/, choices/ and cases/. Raises RulebookError."""
    return _read(folder)


def _read(folder: Traversable) -> Rulebook:
    digest = hashlib.sha256()
    documents: dict[str, Document] = {}
    parameters: dict[str, Parameter] = {}
    rules: dict[str, ChoiceRule] = {}
    cases: dict[str, tuple[Case, ...]] = {}
    for name, raw, file in _part(folder, "documents", digest):
        documents[name] = read_document(name, raw, file)
    for name, raw, file in _part(folder, "parameters", digest):
        parameters[name] = read_parameter(name, raw, file, documents)
        _check_overlays(parameters[name], file)
    for name, raw, file in _part(folder, "choices", digest):
        rules[name] = read_choice_rule(name, raw, file)
        if rules[name].under not in parameters:
            raise RulebookError(file, "under", f"没有“{rules[name].under}”这一条规定。请写 parameters/ 里的路径。")
    for name, raw, file in _part(folder, "cases", None):
        if name not in parameters and name not in rules:
            raise RulebookError(file, "", "没有同名的规定。例子的路径要和 parameters/ 或 choices/ 里的一样。")
        cases[name] = read_cases(name, raw, file)
    if not parameters:
        raise RulebookError("parameters", "", "一条规定也没有。")
    latest = max(date for parameter in parameters.values() for date in parameter.change_dates)
    return Rulebook(f"{latest:%Y-%m-%d}-{digest.hexdigest()[:12]}", parameters, rules, documents, cases)


def _part(folder: Traversable, part: str, digest: Any) -> list[tuple[str, Any, str]]:
    """(path, parsed content, file name for messages) of each file; what is law goes into the edition's digest."""
    inside = folder.joinpath(part)
    found = []
    for name, text in yaml_files(inside) if inside.is_dir() else ():
        if digest is not None:
            digest.update(f"{part}/{name}\0{text}\0".encode())
        file = f"{part}/{name}.yaml"
        found.append((name, read_yaml(text, file), file))
    return found


def _check_overlays(parameter: Parameter, file: str) -> None:
    for overlay in parameter.overlays:
        above = set(places_above((overlay.place,))) - {overlay.place}
        uppers = [("国家", parameter.history)]
        uppers += [(upper.name, upper.history) for upper in parameter.overlays if upper.place in above]
        for name, history in uppers:
            dates = {entry.since for entry in (*history, *overlay.history) if entry.binding}
            for date in sorted(dates):
                _check_not_laxer(parameter, overlay, name, history, date, file)


def _check_not_laxer(
    parameter: Parameter, overlay: Overlay, upper_name: str, upper: tuple[Entry, ...], date: dt.date, file: str
) -> None:
    """On one date, per band: numbers alone are compared (bases are not ordered), then how strongly the clauses bind."""
    local, above = in_force(overlay.history, date), in_force(upper, date)
    if local is None or above is None:
        return
    key = f"places.{overlay.place}"
    local_values, upper_values = _values(local), _values(above)
    for band, value in local_values.items():
        if parameter.bound is not None and stricter(parameter.bound, upper_values[band], value):
            raise RulebookError(
                file,
                key,
                f"从{date}起，{overlay.name}的{parameter.label(value)}比{upper_name}的"
                f"{parameter.label(upper_values[band])}宽。地方只能更严：请改数，或在那一天写 value: null。",
            )
    if local.modality.strength < above.modality.strength:
        raise RulebookError(
            file,
            key,
            f"从{date}起，{overlay.name}的“{local.modality.label}”比{upper_name}的“{above.modality.label}”弱。"
            "地方只能更严：请改 modality，或在那一天写 value: null。",
        )


def _values(entry: Entry) -> Mapping[Any, Any]:
    assert entry.values is not None
    return entry.values
